r"""pmkb compiles a product manager's plain-text knowledge base.

A chain of pure functions over frozen values, the same for the command line, the MkDocs plugin and
whatever comes next:

    bytes ─ Source.decode ▶ Source ─ document.parse ▶ Document ─ validation.validate ▶ Record
          ─ graph.link ▶ KnowledgeBase ─ rules.check ▶ Diagnostic…  ─ render ▶ Page…

`build` runs the chain. Stages return faults as values beside their result and never raise for bad
input. "Today" is an argument everywhere. A kind is a subclass of `Record` in `pmkb.kinds`; a rule
is a function in `pmkb.rules`.

    from pmkb.build import Inputs, Settings, build

    inputs = Inputs(files={"goals/arr.md": b"---\ntitle: ARR\n..."})
    result = build(inputs, Settings(), as_of=date(2026, 6, 30))
    for finding in result.findings:
        print(finding.path, finding.place.line, finding.message)
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmkb.build import Build, Inputs, Settings
    from pmkb.diagnostic import Diagnostic, Fault, Severity, catalogue
    from pmkb.document import Document
    from pmkb.graph import KnowledgeBase
    from pmkb.record import Record
    from pmkb.source import Place, Source, Span
    from pmkb.values import Duration, Money, Ref
    from pmkb.vocabulary import Vocabulary

__all__ = [
    "Build",
    "Diagnostic",
    "Document",
    "Duration",
    "Fault",
    "Inputs",
    "KnowledgeBase",
    "Money",
    "Place",
    "Record",
    "Ref",
    "Settings",
    "Severity",
    "Source",
    "Span",
    "Vocabulary",
    "catalogue",
]

_HOMES = {
    "build": ("Build", "Inputs", "Settings"),
    "diagnostic": ("Diagnostic", "Fault", "Severity", "catalogue"),
    "document": ("Document",),
    "graph": ("KnowledgeBase",),
    "record": ("Record",),
    "source": ("Place", "Source", "Span"),
    "values": ("Duration", "Money", "Ref"),
    "vocabulary": ("Vocabulary",),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: `pmkb --help` needs none of them."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
