"""`python -m benchmarks.tables`: how long a reader waits for a table of five thousand rows.

The list of contracts of a generated base, in a headless Chromium: each action once on a fresh page,
until the page is laid out anew. What the browser could do at best is to put all rows into another
order at once, without knowing which. The table shows medians; 200 ms are meant to be the most.

`PMKB_CHROMIUM` names a Chromium, where none is found by its usual names.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import sync_playwright

TYPES = ("subscription", "maintenance", "licence", "service")
CONTACT = "---\ntitle: {title}\nrole: Sales\nteam: sales\n---\n"
CUSTOMER = """---
title: 客户 {at}
industry: finance
region: east
tier: key
source: direct
owner: p{owner}
---
"""
CONTRACT = """---
title: 合同 {name}
status: signed
party: c{party}
type: {type}
owner: p{owner}
signed: 2026-01-01
start: 2026-01-01
end: 2026-12-31
value: {value} CNY
---
"""
ACTIONS = """() => {
  const timed = (act) => {
    const start = performance.now();
    act();
    document.body.getBoundingClientRect();
    return performance.now() - start;
  };
  const choose = (name) => () => {
    const field = document.querySelector(`.pmkb-tools [name=${name}]`);
    field.selectedIndex = 1;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const type = (text) => () => {
    const field = document.querySelector(".pmkb-tools [name=q]");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const head = (name) => () => document.querySelector(`thead button[name=${name}]`).click();
  return {
    "sort by text": timed(head("title")),
    "sort by number": timed(head("value")),
    "group": timed(choose("group")),
    "fold a group": timed(() => document.querySelector(".pmkb-heading button").click()),
    "narrow by a choice": timed(choose("owner")),
    "narrow by a word": timed(type("99")),
  };
}"""
BARE = """() => {
  const start = performance.now();
  const body = document.querySelector(".pmkb-records tbody");
  body.append(...[...body.rows].reverse());
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("--rows", type=int, default=5000, help="of the table")
    parser.add_argument("--repeat", type=int, default=5, help="fresh pages")
    wanted = parser.parse_args()
    with (
        TemporaryDirectory(prefix="pmkb-bench-") as scratch,
        served(site(Path(scratch), wanted.rows)) as url,
    ):
        show(wanted.rows, measured(f"{url}contracts/", wanted.rows, wanted.repeat))


def site(folder: Path, rows: int) -> Path:
    """A site with as many contracts, of a hundred customers and ten owners."""
    docs = folder / "docs"
    files = {f"contacts/p{at}.md": CONTACT.format(title=f"同事 {at}") for at in range(10)}
    for at in range(100):
        files[f"customers/c{at}.md"] = CUSTOMER.format(at=at, owner=at % 10)
    for at in range(rows):
        files[f"contracts/k{at}.md"] = CONTRACT.format(
            name=at * 7919 % rows, party=at % 100, type=TYPES[at % len(TYPES)], owner=at % 10,
            value=at * 37 % 99991 + 1,
        )  # fmt: skip
    for path, text in files.items():
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\ntheme: {name: pmkb}\nplugins: [{pmkb: {as_of: 2026-06-30}}]\n", "utf-8"
    )
    subprocess.run(
        [sys.executable, "-m", "pmkb", "build", "--strict"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder / "site"


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object, **_kwargs: object) -> None:
        """Say nothing between the figures."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))
    ) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measured(url: str, rows: int, repeat: int) -> dict[str, list[float]]:
    """The milliseconds of each action, on as many fresh pages."""
    named = os.environ.get("PMKB_CHROMIUM")
    names = (named,) if named else ("chromium", "chromium-browser", "google-chrome")
    executable = next(filter(None, map(shutil.which, names)), None)
    found: dict[str, list[float]] = {}
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=executable, chromium_sandbox=False) as browser,
    ):
        for _ in range(repeat):
            plain = browser.new_page(java_script_enabled=False)
            plain.goto(url)
            assert plain.locator(".pmkb-records tbody tr").count() == rows
            add(found, {"floor: rows in another order": plain.evaluate(BARE)})
            plain.close()
            page = browser.new_page()
            page.goto(url)
            add(found, page.evaluate(ACTIONS))
            page.close()
    return found


def add(found: dict[str, list[float]], times: Mapping[str, float]) -> None:
    for name, time in times.items():
        found.setdefault(name, []).append(time)


def show(rows: int, found: Mapping[str, list[float]]) -> None:
    floor = median(next(iter(found.values())))
    print(f"{f'{rows:,} rows':32}       ms    most  × floor")
    for name, times in found.items():
        typical = median(times)
        print(f"{name:32} {typical:8.0f} {max(times):7.0f} {typical / floor:8.2f}")


if __name__ == "__main__":
    main()
