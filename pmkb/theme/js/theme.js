// The switch for light and dark, and quick find. The site works without either.

function schemeSwitch(button) {
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.scheme === "dark"));
  show();
  new MutationObserver(show).observe(root, { attributes: true, attributeFilter: ["data-scheme"] });
  button.addEventListener("click", () => {
    const wanted = root.dataset.scheme === "dark" ? "light" : "dark";
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    root.dataset.scheme = wanted;
    try {
      // Whoever chooses what the system has goes on following the system.
      if (wanted === system) localStorage.removeItem("pmkb-scheme");
      else localStorage.setItem("pmkb-scheme", wanted);
    } catch { /* The choice then holds for this page. */ }
  });
}

const MOST = 12;

function quickFind(form) {
  const input = form.querySelector("input");
  const list = form.querySelector("[role=listbox]");
  const base = new URL(document.documentElement.dataset.base.replace(/\/*$/, "/"), location.href);
  let entries = null;
  let current = -1;

  const load = async () => {
    if (entries) return;
    entries = [];
    try {
      const answer = await fetch(form.dataset.index);
      entries = (await answer.json()).map(([title, kind, address, names]) => ({
        title, kind, address, text: `${title}\n${names}`.toLowerCase(), head: title.toLowerCase(),
      }));
      search();
    } catch { entries = null; }
  };

  // 0 where the title begins with the words, 1 where it holds them, 2 where another name does.
  const rank = (entry, words) => {
    if (!words.every((word) => entry.text.includes(word))) return -1;
    if (entry.head.startsWith(words[0])) return 0;
    return words.every((word) => entry.head.includes(word)) ? 1 : 2;
  };

  const search = () => {
    const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length || !entries) return close();
    const found = entries
      .map((entry, place) => ({ entry, place, rank: rank(entry, words) }))
      .filter((each) => each.rank >= 0)
      .sort((a, b) => a.rank - b.rank
        || a.entry.title.length - b.entry.title.length || a.place - b.place)
      .slice(0, MOST);
    list.replaceChildren(...found.map((each, place) => option(each.entry, place, words)));
    if (!found.length) list.append(nothing());
    list.append(everywhere(found.length));
    current = 0;
    open();
  };

  const option = (entry, place, words) => {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `found-${place}`;
    const link = document.createElement("a");
    link.href = new URL(entry.address || "./", base);
    link.tabIndex = -1;
    const title = document.createElement("span");
    title.append(...marked(entry.title, words));
    const kind = document.createElement("span");
    kind.textContent = entry.kind;
    link.append(title, kind);
    item.append(link);
    return item;
  };

  const nothing = () => {
    const item = document.createElement("li");
    item.className = "nothing";
    item.textContent = form.dataset.none;
    return item;
  };

  // Leads to the search page, which looks into texts too.
  const everywhere = (place) => {
    const item = document.createElement("li");
    item.role = "option";
    item.id = `found-${place}`;
    item.className = "everywhere";
    const link = document.createElement("a");
    link.href = `${form.action}?${new URLSearchParams({ q: input.value.trim() })}`;
    link.tabIndex = -1;
    link.textContent = form.dataset.all.replace("{q}", input.value.trim());
    item.append(link);
    return item;
  };

  const options = () => [...list.querySelectorAll("[role=option]")];

  const open = () => {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point();
  };

  const close = () => {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const point = () => {
    options().forEach((item, place) => {
      item.setAttribute("aria-selected", String(place === current));
    });
    if (current < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `found-${current}`);
    options()[current].scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const count = options().length;
    if (count) current = (current + step + count) % count;
    point();
  };

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: () => { if (list.hidden) input.value = ""; close(); },
    Enter: () => (list.hidden ? form.submit() : options()[current]?.querySelector("a").click()),
  };

  input.addEventListener("focus", load);
  input.addEventListener("focus", search);
  input.addEventListener("input", search);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  form.addEventListener("submit", (event) => { if (!input.value.trim()) event.preventDefault(); });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // Without this, pressing the mouse on a result would close the list before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
}

// A title in pieces, those that were searched for in <mark>.
function marked(title, words) {
  const lower = title.toLowerCase();
  const word = words.find((each) => lower.includes(each));
  if (!word || lower.length !== title.length) return [title];
  const start = lower.indexOf(word);
  const mark = document.createElement("mark");
  mark.textContent = title.slice(start, start + word.length);
  return [title.slice(0, start), mark, title.slice(start + word.length)];
}

document.querySelectorAll("button.scheme").forEach(schemeSwitch);
document.querySelectorAll("form.find").forEach(quickFind);
