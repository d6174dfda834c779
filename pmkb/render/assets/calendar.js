// The calendar can be narrowed by level, person and section; the address keeps the choice.
(() => {
  const narrow = (form) => {
    const calendar = form.closest(".pmkb-calendar");
    const fields = [...form.querySelectorAll("select")];
    const read = () => {
      const wanted = new URLSearchParams(location.search);
      for (const field of fields) {
        field.value = wanted.get(field.name) ?? "";
        if (field.selectedIndex === -1) field.selectedIndex = 0;
      }
    };
    const write = () => {
      const address = new URL(location.href);
      for (const { name, value } of fields) {
        if (value) address.searchParams.set(name, value);
        else address.searchParams.delete(name);
      }
      try { history.replaceState(history.state, "", address); } catch { /* a page opened as a file */ }
    };
    const show = () => {
      const chosen = fields.filter((field) => field.value);
      for (const entry of calendar.querySelectorAll(".pmkb-month li")) {
        entry.hidden = chosen.some(({ name, value }) => entry.dataset[name] !== value);
      }
      // What fits must not be folded away, nor a fold stay that holds nothing that fits.
      for (const fold of calendar.querySelectorAll(".pmkb-month details")) {
        fold.open = chosen.length > 0;
        fold.hidden = !fold.querySelector("li:not([hidden])");
      }
      calendar.classList.toggle("pmkb-narrowed", chosen.length > 0);
      for (const day of calendar.querySelectorAll(".pmkb-month td:has(li)")) {
        day.classList.toggle("pmkb-free", !day.querySelector("li:not([hidden])"));
      }
      for (const month of calendar.querySelectorAll(".pmkb-group")) {
        const count = month.querySelector("h2 small");
        const fitting = month.querySelectorAll("li:not([hidden])").length;
        count.textContent = chosen.length ? fitting.toLocaleString() : count.dataset.all;
      }
    };
    form.addEventListener("input", () => { write(); show(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { write(); show(); }));
    read();
    if (fields.some((field) => field.value)) show();
  };

  const start = () => {
    for (const form of document.querySelectorAll(".pmkb-narrowing:not([data-ready])")) {
      form.dataset.ready = "";
      narrow(form);
    }
  };

  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
