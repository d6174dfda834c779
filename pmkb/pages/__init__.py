"""Status pages: what the records of a base come to, one page for each question.

    knowledge base ─ page(desk) ▶ blocks: tiles, charts, tables ─ pmkb.render ▶ HTML

A page is a module in the folder of its section. It holds one function that gives blocks, which are
values; how they look is the renderer's business, so a page cannot write HTML. What a record's own
page shows beside its fields is a panel, a module in `panels/`. Nothing has to be registered: a
module's name is the page's name, and its address.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

PANELS = "panels"


def path_of(name: str) -> str:
    """The path of a status page by its name, as a Markdown file would have it."""
    return f"pages/{name}/index.md"


@cache
def modules() -> tuple[str, ...]:
    """The modules of pages and panels below this package, found without loading them.

    Charts need libraries that only a site needs; checking a base must not wait for them.
    """
    prefix = f"{__name__}."
    found = (each.name.removeprefix(prefix) for each in walk_packages(__path__, prefix))
    return tuple(sorted(name for name in found if "." in name))


def paths() -> Iterator[str]:
    """The paths of all status pages."""
    for name in modules():
        folder, _, module = name.rpartition(".")
        if folder != PANELS:
            yield path_of(module.replace("_", "-"))


def load() -> None:
    """Load all pages and panels, so that `page.PAGES` and `page.PANELS` know them."""
    for name in modules():
        import_module(f"{__name__}.{name}")
