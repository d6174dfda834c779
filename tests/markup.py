"""What HTML could do to a reader, found with the standard library's parser."""

import re
from html.parser import HTMLParser

_ALLOWED_SCHEMES = {"", "http", "https", "mailto", "tel", "ftp"}
_ELEMENTS = {
    *("script", "style", "iframe", "frame", "object", "embed", "applet", "svg", "math", "form"),
    *("button", "textarea", "select", "meta", "base", "link", "video", "audio", "template", "body"),
}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "xlink:href", "poster", "background"}


def dangers(html: str) -> list[str]:
    """Everything in HTML that runs, loads from elsewhere or restyles the page."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ELEMENTS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.append(name)
            elif (name in _ADDRESSES and _scheme(value) not in _ALLOWED_SCHEMES) or (
                name == "style" and not re.fullmatch(r"text-align: ?\w+;?", value or "")
            ):
                self.found.append(f"{name}={value!r}")


def _scheme(address: str | None) -> str:
    # Browsers drop white space and control characters before they look for the scheme.
    clean = re.sub(r"[\x00-\x20]", "", address or "")
    found = re.match(r"([a-zA-Z][\w+.-]*):", clean)
    return found.group(1).lower() if found else ""
