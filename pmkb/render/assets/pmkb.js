// What scrolls sideways and holds nothing that the keyboard could stop at is a stop itself, while
// it scrolls. Tables of records see to it on their own.
(() => {
  const measure = new ResizeObserver((all) => {
    for (const { target } of all) {
      const scrolls = target.scrollWidth > target.clientWidth && !target.querySelector("a, button");
      if (scrolls === target.hasAttribute("tabindex")) continue;
      if (!scrolls) for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
      else {
        const name = target.querySelector("caption") ?? target.closest("section")?.querySelector("h2, h3");
        target.tabIndex = 0;
        target.setAttribute("role", "group");
        target.setAttribute("aria-label", name?.textContent.trim() ?? "");
      }
    }
  });

  const start = () => {
    for (const each of document.querySelectorAll(".pmkb-scroll:not([role])")) measure.observe(each);
  };

  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
