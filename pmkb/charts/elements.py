"""SVG elements as escaped, well-formed markup; numbers are rounded, so that output is stable."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup, escape

Place = tuple[float, float]
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SCHEMES = {"", "http", "https", "mailto"}


def num(value: float) -> str:
    """A coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def safe(value: object) -> Markup:
    """A text escaped; characters that XML does not know become the replacement character."""
    if isinstance(value, Markup):
        return value
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def el(name: str, *children: object, **attributes: object) -> Markup:
    """An element; attributes that are None or empty are left out, `_` in their names is `-`."""
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    inner = join(children)
    text = f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"
    return Markup(text)  # noqa: S704 - every part is escaped


def _attribute(value: object) -> str:
    return num(value) if isinstance(value, float) else str(safe(value))


def join(children: Iterable[object]) -> Markup:
    """Elements and texts one after the other."""
    text = "".join(str(safe(each)) for each in children if each is not None)
    return Markup(text)  # noqa: S704 - every part is escaped


def text(x: float, y: float, words: object, css: str = "", anchor: str = "") -> Markup:
    """A line of text; `y` is the middle of its letters."""
    # Browsers differ in `dominant-baseline`; a third of an em is the same in all of them.
    return el("text", words, x=float(x), y=float(y), dy=".35em", class_=css, text_anchor=anchor)


def line(start: Place, end: Place, css: str) -> Markup:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    return el("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), class_=css)


def rect(x: float, y: float, width: float, height: float, css: str, **more: object) -> Markup:
    """A rectangle."""
    sizes = {"x": float(x), "y": float(y), "width": float(width), "height": float(height)}
    return el("rect", **sizes, class_=css, **more)


def polyline(points: Iterable[Place], close: bool = False) -> str:
    """The `d` of a path through points."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + ("Z" if close else "")


def address(href: str) -> str | None:
    """A link's address; None for what a browser would run instead of opening."""
    # Browsers drop white space and control characters before they look for the scheme.
    clean = re.sub(r"[\x00-\x20]", "", href)
    try:
        return clean if clean and urlsplit(clean).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None
