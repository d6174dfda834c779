// Tables that can be sorted, filtered and grouped; what is chosen stands in the address, to be
// shared. What is exported is what is shown: rows of the files that lie beside the page.
(() => {
  const CHUNK = 100;
  const LANGUAGE = document.documentElement.lang || "en";
  const collator = new Intl.Collator(LANGUAGE, { numeric: true });
  const money = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2 });
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Sums are exact to a millionth, whatever their size.
  const MILLION = 1000000n;
  const scaled = (text) => {
    const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
    if (whole === undefined) return BigInt(Math.round(Number(text) * 1e6));
    const size = BigInt(whole + part.padEnd(6, "0").slice(0, 6));
    return sign ? -size : size;
  };
  const total = (sum) => Number(sum / MILLION) + Number(sum % MILLION) / 1e6;
  const number = (value) => (Math.abs(value) < 10000
    ? new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2, useGrouping: false })
    : money).format(value);

  class RecordTable {
    constructor(root) {
      this.root = root;
      // What tables say stands at the first one of a page, for all.
      this.say = { ...document.querySelector(".pmkb-listing").dataset, ...root.dataset };
      this.table = root.querySelector(".pmkb-records");
      this.heads = [...this.table.tHead.rows[0].cells];
      this.names = this.heads.map((head) => head.querySelector("button").name);
      this.labels = this.heads.map((head) => head.textContent.trim());
      this.form = root.querySelector(".pmkb-tools");
      this.output = root.querySelector(".pmkb-found output");
      this.counts = root.querySelector(".pmkb-counts");
      this.said = root.querySelector(".pmkb-said");
      this.empty = root.querySelector(":scope > .pmkb-empty");
      this.all = this.output.textContent;
      this.rows = [...this.table.querySelectorAll("tbody tr:not(.pmkb-heading)")]
        .map((element, place) => ({ element, place }));
      this.foot = this.table.tFoot?.rows[0];
      this.selects = [...this.form.querySelectorAll("select[data-column]")];
      this.sorting = { column: -1, descending: false };
      this.folded = new Set();
      this.listen();
      if (this.read() || this.form.group?.value || this.rows.length > CHUNK) this.show();
      this.steady();
    }

    listen() {
      this.form.addEventListener("input", (event) => this.changed(event.target));
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", () => {
        this.sort(-1, false);
        setTimeout(() => this.changed());
      });
      this.heads.forEach((head, column) => {
        head.querySelector("button").addEventListener("click", () => {
          const again = this.sorting.column === column;
          const descending = again && !this.sorting.descending;
          this.sort(column, descending);
          this.changed();
          this.tell(filled(descending ? this.say.down : this.say.up, { column: this.labels[column] }));
        });
      });
      this.table.addEventListener("click", (event) => {
        const fold = event.target.closest(".pmkb-heading button");
        if (fold) this.fold(fold);
      });
      for (const link of this.root.querySelectorAll(".pmkb-files a")) {
        link.addEventListener("click", (event) => this.save(event, link));
      }
      this.root.querySelector(".pmkb-copy").addEventListener("click", () => this.copy());
      // Rows far below are put in as one scrolls there: five thousand at once would be slow.
      this.watcher = new IntersectionObserver((seen) => {
        if (seen.some((each) => each.isIntersecting)) this.more();
      }, { rootMargin: "1200px" });
      addEventListener("beforeprint", () => { while (this.queue?.length > this.shown) this.more(); });
    }

    // Columns never get narrower than they are at first, so that filtering does not move them.
    steady() {
      const scroll = this.root.querySelector(".pmkb-scroll");
      new ResizeObserver(() => {
        if (this.width === scroll.clientWidth) return;
        this.width = scroll.clientWidth;
        this.heads.forEach((head) => { head.style.minWidth = ""; });
        // Not whole pixels: what a column gets in addition can take a line from its cells.
        const widths = this.heads.map((head) => head.getBoundingClientRect().width);
        const fits = this.table.offsetWidth <= this.width;
        this.heads.forEach((head, place) => { head.style.minWidth = `${widths[place]}px`; });
        scroll.classList.toggle("pmkb-fits", fits);
        scroll.tabIndex = fits ? -1 : 0;
      }).observe(scroll);
    }

    changed(field) {
      this.write();
      this.show();
      if (field?.name !== "group" || !field.value) return;
      const column = field.selectedOptions[0].text;
      this.tell(filled(this.say.grouped, { column, count: this.groups.length }));
    }

    tell(text) {
      this.said.textContent = "";
      requestAnimationFrame(() => { this.said.textContent = text; });
    }

    // What a cell is compared by: numbers as numbers, and empty ones apart, so that they come last.
    keyOf(row, column) {
      row.keys ??= [];
      if (!(column in row.keys)) {
        const text = this.markOf(row, column) ?? this.textOf(row, column);
        const value = text === "" ? NaN : Number(text);
        row.keys[column] = Number.isNaN(value) ? text : value;
      }
      return row.keys[column];
    }

    markOf(row, column) {
      return row.element.children[column].getAttribute("data-s");
    }

    textOf(row, column) {
      row.texts ??= [];
      row.texts[column] ??= row.element.children[column].textContent.trim();
      return row.texts[column];
    }

    amountOf(row, column) {
      row.amounts ??= [];
      if (!(column in row.amounts)) {
        const text = this.markOf(row, column);
        row.amounts[column] = text ? scaled(text) : null;
      }
      return row.amounts[column];
    }

    sort(column, descending) {
      this.sorting = { column, descending };
      this.heads.forEach((head, place) => {
        if (place === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      const direction = descending ? -1 : 1;
      const keyed = this.rows.map((row) => ({ row, key: column < 0 ? row.place : this.keyOf(row, column) }));
      keyed.sort(({ row: a, key: left }, { row: b, key: right }) => {
        if (left === "" || right === "") return (left === "") - (right === "") || a.place - b.place;
        return direction * this.compare(left, right) || a.place - b.place;
      });
      this.rows = keyed.map(({ row }) => row);
    }

    compare(left, right) {
      if (typeof left === "number" && typeof right === "number") return left - right;
      return collator.compare(left, right);
    }

    fits(row, words, chosen) {
      row.text ??= row.element.textContent.toLowerCase();
      return words.every((word) => row.text.includes(word))
        && chosen.every(([column, label]) => this.textOf(row, column) === label);
    }

    show() {
      const words = this.form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = this.selects
        .filter((select) => select.value)
        .map((select) => [Number(select.dataset.column), select.selectedOptions[0].text]);
      this.fitting = this.rows.filter((row) => this.fits(row, words, chosen));
      this.groups = this.grouped();
      this.line();
      const some = this.fitting.length < this.rows.length;
      const [shown, all] = [this.fitting.length, this.rows.length].map((n) => n.toLocaleString(LANGUAGE));
      this.output.textContent = some ? filled(this.output.dataset.of, { shown, all }) : this.all;
      if (this.counts) this.counts.style.visibility = some ? "hidden" : "";
      this.empty.hidden = this.fitting.length > 0;
      if (this.foot) this.sum(this.foot, this.fitting);
    }

    // The rows that fit, by the value of the column they are grouped by: in the order of its
    // choices, those without a value last.
    grouped() {
      const option = this.form.group?.selectedOptions[0];
      const column = Number(option?.dataset.column ?? 0);
      if (!column) return [{ label: "", rows: this.fitting }];
      const found = new Map();
      for (const row of this.fitting) {
        const label = this.keyOf(row, column) === "" ? "" : this.textOf(row, column);
        if (!found.has(label)) found.set(label, { label, rows: [] });
        found.get(label).rows.push(row);
      }
      const select = this.selects.find((each) => Number(each.dataset.column) === column);
      const order = new Map([...select?.options ?? []].map((each, place) => [each.text, place]));
      const rank = (group) => (group.label === "" ? Infinity : order.get(group.label) ?? order.size);
      const groups = select ? [...found.values()].sort((a, b) => rank(a) - rank(b) || 0) : [...found.values()];
      return groups.map((each) => ({ ...each, heading: this.heading(each) }));
    }

    heading({ label, rows }) {
      const element = document.createElement("tr");
      element.className = "pmkb-heading";
      this.heads.forEach((head, column) => {
        const cell = document.createElement(column ? "td" : "th");
        if (head.classList.contains("n")) cell.className = "n";
        element.append(cell);
      });
      const [first] = element.cells;
      first.scope = "rowgroup";
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.label = label;
      button.textContent = label || this.say.none;
      button.setAttribute("aria-expanded", String(!this.folded.has(label)));
      const count = document.createElement("small");
      count.textContent = number(rows.length);
      first.append(button, " ", count);
      this.sum(element, rows);
      return element;
    }

    // The sums of some rows, in the cells of the columns that have any.
    sum(element, rows) {
      this.heads.forEach((head, column) => {
        const before = head.dataset.adds;
        if (before === undefined) return;
        const known = rows.map((row) => this.amountOf(row, column)).filter((each) => each !== null);
        const amount = total(known.reduce((sum, each) => sum + each, 0n));
        const cell = element.cells[column];
        cell.textContent = known.length ? before + (before ? money.format(amount) : number(amount)) : "–";
        if (!known.length || known.length === rows.length) return;
        const part = document.createElement("small");
        part.textContent = filled(this.output.dataset.of, { shown: known.length, all: rows.length });
        cell.append(" ", part);
      });
    }

    fold(button) {
      const label = button.dataset.label ?? button.textContent;
      if (!this.folded.delete(label)) this.folded.add(label);
      this.line();
      for (const each of this.table.querySelectorAll(".pmkb-heading button")) {
        if (each.dataset.label === label) each.focus();
      }
    }

    // What is to be put into the table, in order; the first of it at once.
    line() {
      this.queue = this.groups.flatMap(({ label, rows, heading }) => {
        const body = document.createElement("tbody");
        heading?.querySelector("button").setAttribute("aria-expanded", String(!this.folded.has(label)));
        const open = heading && this.folded.has(label) ? [] : rows.map((row) => row.element);
        return [...heading ? [heading] : [], ...open].map((element) => ({ body, element }));
      });
      this.shown = 0;
      for (const body of [...this.table.tBodies]) body.remove();
      this.watcher.disconnect();
      this.more();
    }

    more() {
      for (const { body, element } of this.queue.slice(this.shown, this.shown + CHUNK)) {
        if (body !== this.table.tBodies[this.table.tBodies.length - 1]) this.table.insertBefore(body, this.foot?.parentElement ?? null);
        body.append(element);
      }
      this.shown = Math.min(this.shown + CHUNK, this.queue.length);
      this.watcher.disconnect();
      if (this.shown < this.queue.length) this.watcher.observe(this.queue[this.shown - 1].element);
    }

    // The address

    fields() {
      return [...this.form.querySelectorAll("[name]")];
    }

    // What a field says while nobody has chosen anything.
    usual(field) {
      if (!field.options) return "";
      return ([...field.options].find((each) => each.defaultSelected) ?? field.options[0]).value;
    }

    // Take over what the address says; whether it says anything.
    read() {
      const wanted = new URLSearchParams(location.search), prefix = this.say.prefix;
      const named = this.fields().filter((field) => wanted.has(prefix + field.name));
      for (const field of named) {
        field.value = wanted.get(prefix + field.name);
        if (field.selectedIndex === -1) field.value = this.usual(field);
      }
      const order = wanted.get(`${prefix}sort`) ?? "";
      const column = this.names.indexOf(order.replace(/^-/, ""));
      if (column >= 0) this.sort(column, order.startsWith("-"));
      return named.length > 0 || column >= 0;
    }

    write() {
      const address = new URL(location.href), prefix = this.say.prefix;
      const set = (name, value, usual) => {
        if (value === usual) address.searchParams.delete(prefix + name);
        else address.searchParams.set(prefix + name, value);
      };
      for (const field of this.fields()) set(field.name, field.value, this.usual(field));
      const { column, descending } = this.sorting;
      set("sort", column < 0 ? "" : (descending ? "-" : "") + this.names[column], "");
      // Whoever is sent the address of a table further down is to see that table.
      const section = prefix && this.root.closest("section")?.querySelector("h2[id]");
      if (section) address.hash = section.id;
      try { history.replaceState(history.state, "", address); } catch { /* a page opened as a file */ }
    }

    // Files

    // The places of what is shown in the table's files, in order; none for all as it stands there.
    places() {
      if (!this.groups) return null;
      const places = this.groups.flatMap(({ rows }) => rows.map((row) => row.place));
      const whole = places.length === this.rows.length && places.every((place, at) => place === at);
      return whole ? null : places;
    }

    async part(address, places) {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      const text = await answer.text();
      if (/\.json$/.test(new URL(address).pathname)) {
        const data = JSON.parse(text);
        if (places) data.rows = places.map((place) => data.rows[place]);
        return `${JSON.stringify(data, null, 1)}\n`;
      }
      const [head, ...rows] = lines(text.replace(/^\ufeff/, ""));
      const chosen = places ? places.map((place) => rows[place]) : rows;
      return `\ufeff${[head, ...chosen, ""].join("\n")}`;
    }

    async save(event, link) {
      const places = this.places();
      if (!places) return;
      event.preventDefault();
      const shadow = document.createElement("a");
      shadow.download = link.download;
      try {
        const text = await this.part(link.href, places);
        shadow.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
      } catch {
        shadow.href = link.href;
        this.tell(this.say.whole);
      }
      shadow.click();
      setTimeout(() => URL.revokeObjectURL(shadow.href), 60000);
    }

    async copy() {
      const address = this.root.querySelector(".pmkb-files a").href;
      try {
        const text = await this.part(address, this.places());
        await copied(lines(text.slice(1)).filter(Boolean).map(tabbed).join("\n"));
        this.tell(this.say.copied);
      } catch {
        this.tell(this.say.whole);
      }
    }
  }

  // The lines of a CSV file; a quoted cell may go over several.
  function lines(text) {
    const found = [];
    let start = 0, quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === '"') quoted = !quoted;
      else if (text[at] === "\n" && !quoted) {
        found.push(text.slice(start, at));
        start = at + 1;
      }
    }
    return found;
  }

  // A line of CSV with tabs between its cells, as spreadsheets take what is pasted.
  function tabbed(line) {
    return line.replace(/("(?:[^"]|"")*"|[^,"]*)(,|$)/g, (_, cell, end) => {
      const text = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      return text.replace(/[\t\r\n]+/g, " ") + (end && "\t");
    });
  }

  async function copied(text) {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Where a page comes over plain HTTP there is no clipboard but this one.
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  const start = () => {
    for (const root of document.querySelectorAll(".pmkb-listing:not([data-ready])")) {
      root.dataset.ready = "";
      new RecordTable(root);
    }
  };

  // Material may exchange pages without loading them anew.
  if (window.document$) window.document$.subscribe(start);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
