// Runs before anything is drawn, so that the page never flashes in the other scheme.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("pmkb-scheme"); } catch { return null; }
  };
  const apply = () => {
    document.documentElement.dataset.scheme = chosen() || (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);
})();
