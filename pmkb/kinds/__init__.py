"""The kinds of record that pmkb knows, one file each, in folders by section of the checklist.

A new kind is a new module with a subclass of `Record`; nothing else needs to name it.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import walk_packages

from pmkb.record import Record, Section


def _found() -> dict[str, type[Record]]:
    kinds: list[type[Record]] = []
    for module in walk_packages(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            is_kind = isinstance(value, type) and issubclass(value, Record)
            if is_kind and value.__module__ == module.name:
                kinds.append(value)
    return {kind.kind(): kind for kind in in_order(kinds)}


def in_order(kinds: list[type[Record]]) -> list[type[Record]]:
    """Kinds as the site shows them: by section, then by their place on the checklist."""
    sections = list(Section)
    return sorted(kinds, key=lambda kind: (sections.index(kind.section), kind.order, kind.kind()))


BUILT_IN: Mapping[str, type[Record]] = _found()
"""Every built-in kind by name."""
