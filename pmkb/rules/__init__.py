"""The rules: one function each, in a module per kind; none of them needs to be listed anywhere."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from pmkb.diagnostic import Diagnostic
from pmkb.graph import KnowledgeBase
from pmkb.rules.rule import RULES, Finding, Rule, adjusted, rule

__all__ = ["RULES", "Finding", "Rule", "adjusted", "check", "rule"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Everything that any rule finds in a knowledge base."""
    for each in RULES.values():
        yield from each.diagnostics(kb)
