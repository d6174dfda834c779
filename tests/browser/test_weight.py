"""What a page of the site weighs, before it has any data."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

MOST = 100_000
EMPTY = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
DATA = {"tbody", "tfoot", "figure", "svg", "option", "li", "dt", "dd", "p", "pre"}


class Frame(HTMLParser):
    """A page without rows, charts, choices, items of lists, and prose: what is there before the
    first record is. What the theme puts around it stays, its navigation too.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.size = 0
        self.loads: list[str] = []
        self._in_page = False
        self._inside = 0
        """How many elements deep in data."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        address = known.get("href" if tag == "link" and known["rel"] == "stylesheet" else "src")
        if address and tag in {"link", "script"}:
            self.loads.append(address)
        # The contents beside a page are its headings: they come from its data.
        self._in_page |= tag == "main" or known.get("class") == "toc"
        if self._inside or (self._in_page and tag in DATA):
            self._inside += tag not in EMPTY
        else:
            self._count(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            self._inside -= 1
        else:
            self._count(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._count(data)

    def handle_entityref(self, name: str) -> None:
        self._count(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._count(f"&#{name};")

    def _count(self, text: str) -> None:
        if not self._inside:
            self.size += len(text.encode())


def weight(site: Path, page: Path) -> int:
    """Bytes as they are on disk: what is sent is compressed to about a quarter."""
    frame = Frame()
    frame.feed(page.read_text("utf-8"))
    address = page.relative_to(site).as_posix()
    files = {urljoin(f"/{address}", each).lstrip("/") for each in frame.loads}
    assert {Path(each).suffix for each in files} == {".css", ".js"}
    return frame.size + sum((site / each).stat().st_size for each in files)


def test_every_page_is_under_100_kilobytes_without_its_data(english: Path) -> None:
    pages = [each for each in english.rglob("*.html") if each.parts[-2] != "pagefind"]
    heavy = {each: weight(english, each) for each in pages}
    assert {str(page): size for page, size in heavy.items() if size > MOST} == {}


def test_pages_load_only_what_they_use(english: Path) -> None:
    used = {"pmkb-listing": "tables.js", "pmkb-calendar": "calendar.js", "pmkb-search": "search.js"}
    for page in english.rglob("*.html"):
        text = page.read_text("utf-8")
        for name, script in used.items():
            uses = re.search(rf'class="[^"]*\b{name}\b', text) is not None
            assert text.count(f"assets/pmkb/{script}") == uses, (page, script)
