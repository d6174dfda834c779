"""What a rule is: a function from a record, or from the whole knowledge base, to findings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from inspect import getdoc
from typing import Any, TypeVar

from pmkb.diagnostic import Diagnostic, Fault, Fix, Severity
from pmkb.graph import KnowledgeBase
from pmkb.message import Message
from pmkb.record import Record
from pmkb.source import Span


@dataclass(frozen=True)
class Finding:
    """What a rule found in a record, at one of its fields."""

    at: str | tuple[str | int, ...] | Span
    """The field, the path of a value inside it, or a span of the document's text."""
    message: Message
    hint: Message | None = None
    fix: Fix | None = None


Check = Callable[[Any, KnowledgeBase], Iterator[Finding]]
AnyCheck = TypeVar("AnyCheck", bound=Check)


@dataclass(frozen=True)
class Rule:
    """A check of every record of a kind."""

    fault: Fault
    kind: type[Record]
    check: Check

    def diagnostics(self, kb: KnowledgeBase) -> Iterator[Diagnostic]:
        """Everything the rule finds, but for records that ignore it."""
        for record in kb.all(self.kind):
            if self.fault.code in record.ignore:
                continue
            for finding in self.check(record, kb):
                yield self._diagnostic(record, finding)

    def _diagnostic(self, record: Record, finding: Finding) -> Diagnostic:
        match finding.at:
            case Span() as span:
                pass
            case str() as name:
                span = record.span(name)
            case path:
                span = record.span(*path)
        made = self.fault.at(record.document.source, span, finding.message, finding.hint)
        return replace(made, fix=finding.fix) if finding.fix else made


RULES: dict[str, Rule] = {}
"""Every rule by its code. Filled when the modules of this package are imported."""


def rule(kind: type[Record], severity: Severity) -> Callable[[AnyCheck], AnyCheck]:
    """Make a function `(record, kb) -> Iterator[Finding]` a rule for every record of a kind.

    The function's name, in kebab-case, is the rule's permanent code; its docstring is the rule's
    page in the manual: what it finds, why it matters, an example that gives the finding (indented,
    each file below a line `=== path`), and a last paragraph that begins with "To mend it:". Below
    a line `---` stands the same in Chinese, without the example; its last paragraph begins with
    "怎么办：".
    """

    def register(check: AnyCheck) -> AnyCheck:
        code = check.__name__.replace("_", "-")
        RULES[code] = Rule(Fault(code, severity, getdoc(check) or ""), kind, check)
        return check

    return register


def adjusted(
    found: Iterable[Diagnostic], severities: Mapping[str, Severity | None]
) -> Iterator[Diagnostic]:
    """Diagnostics with the severities that a team has configured; None switches a code off."""
    for each in found:
        severity = severities.get(each.code, each.severity)
        if severity is not None:
            yield each.with_severity(severity)
