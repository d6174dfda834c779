// The search page. Pagefind finds the pages; what they are called, which characters follow one
// another, and what is shown of them, is decided here.
(() => {
  const BATCH = 20;
  const WIDTH = 150; // of an excerpt, in halves of a Chinese character
  const NAME = "pmkbname"; // the word around each name of a page
  const CHINESE = /[\u2e80-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u{20000}-\u{3ffff}]/u;
  const MARK = /[\u3000-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/;
  const RANKING = {
    pageLength: 0.4, termFrequency: 0.6, termSimilarity: 2,
    metaWeights: { title: 5, name: 0, address: 0, state: 0 },
  };

  const QUOTE = /^[“”‘’]+$/;
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&#x27;": "'" };

  // A page's words as they are read.
  const readable = (text) => text.replace(/&(?:lt|gt|amp|quot|#39|#x27);/g, (each) => ENTITIES[each])
    .split(/\s+/);

  const bare = (word) => word.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  // A query in terms: words, runs of Chinese, and what stands in quotation marks.
  function termsOf(query) {
    const terms = [];
    const parts = query.normalize("NFKC").split(/["“”]/);
    parts.forEach((part, place) => {
      const quoted = place % 2 === 1 && place < parts.length - 1;
      const runs = quoted ? [part] : part.split(/\s+/).flatMap(runsOf);
      for (const run of runs) {
        const words = wordsOf(run).filter((word) => !MARK.test(word) && bare(word));
        const isChinese = words.some((word) => CHINESE.test(word));
        if (words.length) terms.push({ text: run.trim(), words, follow: words.length > 1, isChinese });
      }
    });
    return terms;
  }

  const runsOf = (text) => text.match(new RegExp(`${CHINESE.source}+|(?:(?!${CHINESE.source}).)+`, "gu")) ?? [];
  const wordsOf = (text) => runsOf(text)
    .flatMap((run) => (CHINESE.test(run) ? [...run] : run.split(/\s+/)))
    .filter(Boolean);

  // Whether a word of a page is what was asked for, of which it may be another form.
  function isForm(word, wanted) {
    const [has, asked] = [bare(word), bare(wanted)];
    if (has.includes(asked)) return true;
    let same = 0;
    while (same < has.length && has[same] === asked[same]) same += 1;
    return same >= 3 && same >= 0.6 * asked.length && has.length - same <= 4;
  }

  // The places of a term in a text that is cut into words: [first, last] each.
  function placesOf(term, words) {
    const found = [];
    const fits = (word, wanted) => (CHINESE.test(wanted) ? word === wanted : isForm(word, wanted));
    for (let at = 0; at + term.words.length <= words.length; at += 1) {
      if (term.words.every((wanted, more) => fits(words[at + more], wanted))) {
        found.push([at, at + term.words.length - 1]);
      }
    }
    return found;
  }

  const widthOf = (word) => (CHINESE.test(word) ? 2 : word.length + 1);

  // The stretch of a text that has the most terms: [start, end), and the places in it.
  function excerptOf(terms, words) {
    const places = terms.flatMap((term, number) => placesOf(term, words).map((p) => [...p, number]))
      .sort((a, b) => a[0] - b[0]);
    const ends = (start) => {
      let [end, width] = [start, 0];
      while (end < words.length && width < WIDTH) { width += widthOf(words[end]); end += 1; }
      return end;
    };
    let best = { start: 0, count: 0 };
    for (const [first] of places.slice(0, 200)) {
      const end = ends(first);
      const count = new Set(places.filter((p) => p[0] >= first && p[1] < end).map((p) => p[2])).size;
      if (count > best.count) best = { start: first, count };
    }
    let [start, before] = [best.start, 0];
    const isEnd = (word) => /[.。！？!?·]$/.test(word);
    while (start > 0 && before < WIDTH / 4 && !isEnd(words[start - 1])) {
      start -= 1;
      before += widthOf(words[start]);
    }
    return { start, end: ends(start), places };
  }

  // Words as nodes: Chinese without the spaces that the index needs, what was asked for in <mark>.
  function nodesOf(words, start, end, places) {
    const isMarked = new Array(words.length).fill(false);
    for (const [first, last] of places) isMarked.fill(true, first, last + 1);
    const nodes = [];
    let [text, marked] = ["", false];
    const flush = () => {
      if (!text) return;
      if (marked) {
        const mark = document.createElement("mark");
        mark.textContent = text;
        nodes.push(mark);
      } else nodes.push(text);
      text = "";
    };
    for (let at = start; at < end; at += 1) {
      const [word, last] = [words[at], at > start ? words[at - 1] : ""];
      if (word === "·" && (!last || last === "·")) continue; // an empty cell
      const joined = !last || (CHINESE.test(word) && CHINESE.test(last))
        || [word, last].some((each) => MARK.test(each) || QUOTE.test(each));
      if (!joined && !(marked && isMarked[at])) { flush(); nodes.push(" "); }
      else if (!joined) text += " ";
      if (isMarked[at] !== marked) { flush(); marked = isMarked[at]; }
      text += word;
    }
    flush();
    return nodes;
  }

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  class Missing extends Error {}

  // What there is, and what of it fits.
  class Index {
    constructor(address) { this.address = address; }

    async open() {
      if (this.pagefind) return;
      const answer = await fetch(this.address, { method: "HEAD" });
      if (answer.status === 404) throw new Missing();
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      const pagefind = await import(this.address);
      await pagefind.options({ ranking: RANKING });
      await pagefind.init("en");
      this.sets = {};
      for (const [name, values] of Object.entries(await pagefind.filters())) {
        this.sets[name] = new Map();
        for (const value of Object.keys(values)) {
          const { results } = await pagefind.search(null, { filters: { [name]: value } });
          this.sets[name].set(value, new Map(results.map((each) => [each.id, each])));
        }
      }
      this.pagefind = pagefind;
    }

    async search(text, options) { return (await this.pagefind.search(text, options)).results; }

    async phrase(words) {
      return new Set((await this.search(`"${words.join(" ")}"`)).map((each) => each.id));
    }

    // Pagefind takes a shorter word where it does not know one: such pages have nothing to do with it.
    async knows(term) {
      if (term.follow) return (await this.phrase(term.words)).size > 0;
      const [first] = await this.search(term.words[0]);
      if (!first) return false;
      const { raw_content: text, meta } = await first.data();
      const words = `${text} ${meta.title}`.split(/\s+/);
      return first.words.some((at) => words[at] && isForm(words[at], term.words[0]))
        || placesOf(term, words).length > 0;
    }

    all() { return [...this.sets.kind.values()].flatMap((each) => [...each.values()]); }

    // Every page in which all terms are, the best first.
    async find(terms) {
      const words = terms.flatMap((term) => term.words);
      const missing = [];
      for (const term of terms) if (!(await this.knows(term))) missing.push(term);
      if (missing.length) return { hits: [], missing };
      let hits = await this.search(words.join(" "));
      for (const term of terms.filter((each) => each.follow)) {
        const fitting = await this.phrase(term.words);
        hits = hits.filter((each) => fitting.has(each.id));
      }
      const named = await this.phrase([NAME, ...words, NAME]);
      const score = (hit) => hit.score + (named.has(hit.id) ? 1e6 : 0);
      return { hits: [...hits].sort((a, b) => score(b) - score(a)), missing };
    }
  }

  class SearchPage {
    constructor(page) {
      this.page = page;
      this.words = page.dataset;
      this.form = page.querySelector("form");
      this.input = page.querySelector("#pmkb-q");
      this.list = page.querySelector(".pmkb-hits");
      this.line = page.querySelector(".pmkb-status-line");
      this.further = page.querySelector(".pmkb-further");
      this.narrow = page.querySelector(".pmkb-narrow");
      this.boxes = [...page.querySelectorAll(".pmkb-facets input")];
      this.labels = new Map(this.boxes.map((box) => [
        `${box.name} ${box.value}`, box.parentElement.querySelector("span").textContent,
      ]));
      this.root = new URL(page.dataset.root, location.href);
      this.index = new Index(new URL(page.dataset.index, location.href).href);
      this.numbers = new Intl.NumberFormat(document.documentElement.lang || "en");
      this.title = document.title;
      this.turn = 0;
      if (matchMedia("(max-width: 60rem)").matches) this.narrow.open = false;
      this.listen();
      this.read();
      if (!this.input.value) this.input.focus({ preventScroll: true });
      this.run();
    }

    listen() {
      let waiting;
      const soon = () => { clearTimeout(waiting); waiting = setTimeout(() => this.run(), 120); };
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.run(); });
      this.input.addEventListener("input", (event) => { if (!event.isComposing) soon(); });
      this.input.addEventListener("compositionend", soon);
      this.boxes.forEach((box) => box.addEventListener("change", () => this.run()));
      this.page.querySelector(".pmkb-all").addEventListener("click", () => {
        this.boxes.forEach((box) => { box.checked = false; });
        this.run();
        this.input.focus();
      });
      this.page.querySelector(".pmkb-again").addEventListener("click", () => this.run());
      this.further.addEventListener("click", async () => {
        const seen = this.list.children.length;
        await this.more(this.turn);
        this.list.children[seen]?.querySelector("a").focus();
      });
      addEventListener("popstate", () => { this.read(); this.run(); });
      this.page.addEventListener("keydown", (event) => this.key(event));
      // Before the header's own box hears of it.
      document.addEventListener("keydown", (event) => {
        const typing = event.target.closest("input, textarea, select, [contenteditable]");
        if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        this.input.focus();
        this.input.select();
      }, true);
    }

    key(event) {
      if (event.isComposing) return;
      const links = [...this.list.querySelectorAll("h2 a")];
      const at = links.indexOf(document.activeElement);
      const inBox = document.activeElement === this.input;
      const go = (to) => { event.preventDefault(); to.focus(); };
      if (event.key === "ArrowDown" && (inBox || at >= 0)) {
        const next = links[at + 1] ?? (this.further.hidden ? null : this.further);
        if (next) go(next);
      } else if (event.key === "ArrowUp" && at >= 0) go(links[at - 1] ?? this.input);
      else if (event.key === "Enter" && inBox && links.length && this.isDone) go(links[0]);
      else if (event.key === "Escape" && at >= 0) go(this.input);
      else if (event.key === "Escape" && inBox && this.input.value) {
        event.preventDefault();
        this.input.value = "";
        this.run();
      }
    }

    read() {
      const wanted = new URLSearchParams(location.search);
      this.input.value = wanted.get("q") ?? "";
      this.boxes.forEach((box) => { box.checked = wanted.getAll(box.name).includes(box.value); });
    }

    write() {
      const address = new URL(location.href);
      for (const name of ["q", "kind", "section"]) address.searchParams.delete(name);
      const query = this.input.value.trim();
      if (query) address.searchParams.set("q", query);
      this.chosen().forEach((box) => address.searchParams.append(box.name, box.value));
      document.title = query ? `${query} · ${this.title}` : this.title;
      if (address.href === location.href) return;
      try { history.replaceState(history.state, "", address); } catch { /* opened as a file */ }
    }

    chosen(name) { return this.boxes.filter((box) => box.checked && (!name || box.name === name)); }

    async run() {
      const turn = this.turn += 1;
      this.isDone = false;
      this.write();
      if (location.protocol === "file:") return this.tell("file");
      this.page.setAttribute("aria-busy", "true");
      try {
        await this.index.open();
        const terms = termsOf(this.input.value);
        const any = terms.length || this.chosen().length;
        const found = terms.length
          ? await this.index.find(terms)
          : { hits: this.index.all(), missing: [] };
        if (turn !== this.turn) return;
        this.terms = terms;
        this.count(found.hits);
        this.hits = any ? this.within(found.hits) : [];
        if (!any) return this.tell("empty", this.said("pages", found.hits.length));
        if (!this.hits.length) return await this.tellNone(found, turn);
        await this.more(turn, true);
      } catch (error) {
        if (turn === this.turn) this.fail(error);
      } finally {
        if (turn === this.turn) this.page.removeAttribute("aria-busy");
      }
    }

    // The hits that are among what is chosen; `but` names a group of choices that does not count.
    within(hits, but) {
      const names = ["kind", "section"].filter((name) => name !== but && this.chosen(name).length);
      const sets = names.map((name) => this.chosen(name).map((box) => this.index.sets[name]?.get(box.value)));
      return hits.filter((hit) => sets.every((any) => any.some((set) => set?.has(hit.id))));
    }

    count(hits) {
      for (const name of ["section", "kind"]) {
        const counted = this.within(hits, name);
        const boxes = this.boxes.filter((box) => box.name === name);
        for (const box of boxes) {
          const set = this.index.sets[name]?.get(box.value);
          const number = set ? counted.filter((hit) => set.has(hit.id)).length : 0;
          box.parentElement.querySelector("output").textContent = this.numbers.format(number);
          box.parentElement.hidden = !number && !box.checked;
        }
        boxes[0]?.closest("fieldset").toggleAttribute("hidden", boxes.every((box) => box.parentElement.hidden));
      }
      const chosen = this.chosen();
      this.narrow.hidden = false;
      this.narrow.querySelector("summary output").textContent = chosen
        .map((box) => this.labels.get(`${box.name} ${box.value}`)).join(", ");
      this.page.querySelector(".pmkb-all").hidden = !chosen.length;
    }

    said(which, number) { return this.words[which].replace("{n}", this.numbers.format(number)); }

    async more(turn, anew = false) {
      const start = anew ? 0 : this.list.children.length;
      const batch = this.hits.slice(start, start + BATCH);
      const items = await Promise.all(batch.map(async (hit) => this.item(await hit.data())));
      if (turn !== this.turn) return;
      if (anew) {
        this.tell(null, this.said("found", this.hits.length));
        this.list.replaceChildren();
      }
      this.list.append(...items);
      this.further.hidden = this.list.children.length >= this.hits.length;
      this.isDone = true;
    }

    item({ meta, raw_content: text, filters, anchors }) {
      const all = text.split(/\s+/);
      const from = all.findLastIndex((word) => word.startsWith(NAME)) + 1;
      const body = readable(all.slice(from).join(" "));
      const { start, end, places } = excerptOf(this.terms, body);
      const title = wordsOf(meta.name);
      const link = element("a", "", ...nodesOf(title, 0, title.length, this.terms.flatMap((t) => placesOf(t, title))));
      const above = (anchors ?? []).filter((each) => each.location - from <= start && each.text).at(-1);
      const inside = places.length && start > 0 && above;
      link.href = new URL(meta.address || "./", this.root);
      const head = element("h2", "", link);
      const [kind, section] = [filters.kind?.[0], filters.section?.[0]];
      const facts = element("p", "pmkb-about", element("span", "pmkb-state", this.labels.get(`kind ${kind}`) ?? kind));
      if (section) facts.append(element("span", "", this.labels.get(`section ${section}`) ?? section));
      if (meta.state) facts.append(element("span", "", meta.state));
      const more = element("p", "pmkb-excerpt");
      if (inside) {
        const part = element("a", "", ...nodesOf(wordsOf(above.text), 0, wordsOf(above.text).length, []));
        part.href = new URL(`${meta.address}#${encodeURIComponent(above.id)}`, this.root);
        more.append(part, " ");
      }
      more.append(start > 0 ? "… " : "", ...nodesOf(body, start, end, places), end < body.length ? " …" : "");
      return element("li", "", head, facts, ...(body.length ? [more] : []));
    }

    tell(which, line = "") {
      this.page.querySelectorAll(".pmkb-remark").forEach((each) => { each.hidden = each.dataset.on !== which; });
      this.line.textContent = line;
      if (which) {
        this.list.replaceChildren();
        this.further.hidden = true;
        this.isDone = true;
      }
    }

    async tellNone({ hits, missing }, turn) {
      const reasons = missing.map((term) => this.words.word.replace("{w}", term.text));
      const links = [];
      if (hits.length) {
        reasons.push(this.words.narrowed);
      } else if (!missing.length) {
        reasons.push(this.words.fewer);
      }
      if (!hits.length && this.terms.length > 1) {
        for (const term of this.terms.filter((each) => !missing.includes(each))) {
          const { hits: some } = await this.index.find([term]);
          const link = element("a", "", term.text);
          link.href = `?q=${encodeURIComponent(term.text)}`;
          links.push(element("li", "", link, ` ${this.numbers.format(some.length)}`));
        }
      }
      if (turn !== this.turn) return;
      const none = this.words.none.replace("{q}", this.input.value.trim());
      const remark = this.page.querySelector("[data-on=none]");
      remark.querySelector("strong").textContent = none;
      remark.querySelector("ul").replaceChildren(...reasons.map((each) => element("li", "", each)), ...links);
      this.tell("none", none);
    }

    fail(error) {
      this.narrow.hidden = true;
      if (error instanceof Missing) return this.tell("missing");
      this.page.querySelector("[data-on=failed] span").textContent = error?.message ?? String(error);
      this.tell("failed");
    }
  }

  const start = () => {
    for (const page of document.querySelectorAll(".pmkb-search:not([data-ready])")) {
      page.dataset.ready = "";
      new SearchPage(page);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
