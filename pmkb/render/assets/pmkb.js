// Tables that can be sorted and filtered; what is chosen stands in the address, to be shared.
(() => {
  const CHUNK = 200;

  class RecordTable {
    constructor(page) {
      this.page = page;
      this.body = page.querySelector(".pmkb-records tbody");
      this.heads = [...page.querySelectorAll(".pmkb-records thead th")];
      this.form = page.querySelector(".pmkb-tools");
      this.output = page.querySelector(".pmkb-found output");
      this.empty = page.querySelector(":scope > .pmkb-empty");
      this.all = this.output.textContent;
      this.rows = [...this.body.rows].map((element, place) => ({ element, place }));
      this.selects = [...this.form.querySelectorAll("select")];
      this.collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
      this.sorting = { column: -1, descending: false };
      this.listen();
      this.read();
      this.show();
      this.steady();
    }

    listen() {
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => {
        this.sort(-1, false);
        setTimeout(() => this.changed());
      });
      this.heads.forEach((head, column) => {
        head.querySelector("button").addEventListener("click", () => {
          const again = this.sorting.column === column;
          this.sort(column, again && !this.sorting.descending);
          this.changed();
        });
      });
      // Rows far below are put in as one scrolls there: five thousand at once would be slow.
      this.watcher = new IntersectionObserver((seen) => {
        if (seen.some((each) => each.isIntersecting)) this.more();
      }, { rootMargin: "1200px" });
    }

    // Columns never get narrower than they are at first, so that filtering does not move them.
    steady() {
      const scroll = this.page.querySelector(".pmkb-scroll");
      const table = this.body.parentElement;
      new ResizeObserver(() => {
        if (this.width === scroll.clientWidth) return;
        this.width = scroll.clientWidth;
        this.heads.forEach((head) => { head.style.minWidth = ""; });
        const widths = this.heads.map((head) => head.offsetWidth);
        const fits = table.offsetWidth <= this.width;
        this.heads.forEach((head, place) => { head.style.minWidth = `${widths[place]}px`; });
        scroll.classList.toggle("pmkb-fits", fits);
      }).observe(scroll);
    }

    changed() {
      this.write();
      this.show();
    }

    // What a cell is compared by: numbers as numbers, and empty ones apart, so that they come last.
    keyOf(row, column) {
      row.keys ??= [];
      if (!(column in row.keys)) {
        const cell = row.element.cells[column];
        const text = cell.dataset.s ?? cell.textContent.trim();
        const number = text === "" ? NaN : Number(text);
        row.keys[column] = Number.isNaN(number) ? text : number;
      }
      return row.keys[column];
    }

    sort(column, descending) {
      this.sorting = { column, descending };
      this.heads.forEach((head, place) => {
        if (place === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const direction = descending ? -1 : 1;
      this.rows.sort((a, b) => {
        if (column < 0) return a.place - b.place;
        const left = this.keyOf(a, column), right = this.keyOf(b, column);
        if (left === "" || right === "") return (left === "") - (right === "") || a.place - b.place;
        return direction * this.compare(left, right) || a.place - b.place;
      });
    }

    compare(left, right) {
      if (typeof left === "number" && typeof right === "number") return left - right;
      return this.collator.compare(left, right);
    }

    fits(row, words, chosen) {
      row.text ??= row.element.textContent.toLowerCase();
      return words.every((word) => row.text.includes(word))
        && chosen.every(([column, label]) => this.textOf(row, column) === label);
    }

    textOf(row, column) {
      row.texts ??= [];
      row.texts[column] ??= row.element.cells[column].textContent.trim();
      return row.texts[column];
    }

    show() {
      const words = this.form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = this.selects
        .filter((select) => select.value)
        .map((select) => [Number(select.dataset.column) + 1, select.selectedOptions[0].text]);
      this.fitting = this.rows.filter((row) => this.fits(row, words, chosen));
      this.body.replaceChildren();
      this.watcher.disconnect();
      this.more();
      const [shown, all] = [this.fitting.length, this.rows.length].map((n) => n.toLocaleString());
      const some = this.fitting.length < this.rows.length;
      this.output.textContent = some
        ? this.output.dataset.of.replace("{shown}", shown).replace("{all}", all)
        : this.all;
      this.empty.hidden = this.fitting.length > 0;
    }

    more() {
      const start = this.body.rows.length;
      this.body.append(...this.fitting.slice(start, start + CHUNK).map((row) => row.element));
      this.watcher.disconnect();
      if (this.body.rows.length < this.fitting.length) this.watcher.observe(this.body.lastElementChild);
    }

    read() {
      const wanted = new URLSearchParams(location.search);
      for (const field of this.form.querySelectorAll("[name]")) {
        if (wanted.has(field.name)) field.value = wanted.get(field.name);
        if (field.selectedIndex === -1) field.selectedIndex = 0;
      }
      const order = wanted.get("sort");
      if (!order) return;
      const name = order.replace(/^-/, "");
      const column = this.heads.findIndex((head) => head.querySelector("button").name === name);
      this.sort(column, order.startsWith("-"));
    }

    write() {
      const address = new URL(location.href);
      for (const field of this.form.querySelectorAll("[name]")) {
        if (field.value) address.searchParams.set(field.name, field.value);
        else address.searchParams.delete(field.name);
      }
      const { column, descending } = this.sorting;
      const name = this.heads[column]?.querySelector("button").name;
      if (name) address.searchParams.set("sort", (descending ? "-" : "") + name);
      else address.searchParams.delete("sort");
      try { history.replaceState(history.state, "", address); } catch { /* a page opened as a file */ }
    }
  }

  const start = () => {
    for (const page of document.querySelectorAll(".pmkb-listing:not([data-ready])")) {
      page.dataset.ready = "";
      new RecordTable(page);
    }
  };

  // Material may exchange pages without loading them anew.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

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
    for (const form of document.querySelectorAll(".pmkb-narrow:not([data-ready])")) {
      form.dataset.ready = "";
      narrow(form);
    }
  };

  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
