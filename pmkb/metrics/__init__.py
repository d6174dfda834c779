"""Numbers from facts: datasets, metrics, and what follows from them.

`check` tells what is wrong with the facts, `measures` what they say about each record, and
`pmkb.metrics.report` holds everything that was computed. pandas and numpy are loaded only where
there are facts, and no data frame leaves this package.

    bytes ─ reading ▶ Table ─ facts ▶ Facts ─ quantity ▶ amounts by period and dimension
          ─ growth, pace, bridge, shares, turns ▶ MetricReport ─ export ▶ JSON
"""

from collections.abc import Iterator, Mapping

from pmkb.diagnostic import Diagnostic
from pmkb.graph import KnowledgeBase
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.measures import Measures
from pmkb.metrics import faults, surveys

__all__ = ["check", "data", "faults", "has_facts", "measures"]


def has_facts(kb: KnowledgeBase) -> bool:
    """Whether a dataset has a file of facts, so that anything can be computed."""
    return any(each.path_ in kb.content.facts for each in kb.all(Dataset))


def check(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Everything that is wrong with facts, and with metrics that cannot be computed from them."""
    yield from surveys.faults(kb)
    if has_facts(kb):
        from pmkb.metrics.report import findings

        yield from findings(kb)


def measures(kb: KnowledgeBase) -> Mapping[str, Measures]:
    """What facts say about metrics, datasets, funnels and requirements, by `kind:id`."""
    if not has_facts(kb):
        return surveys.measured(kb)
    from pmkb.metrics.report import all_measures

    return {**surveys.measured(kb), **all_measures(kb)}


def data(kb: KnowledgeBase) -> Mapping[str, object]:
    """Everything computed from facts as plain data for exports."""
    if not has_facts(kb):
        return {"metrics": {}, "datasets": {}, "funnels": {}}
    from pmkb.metrics.export import facts_json

    return facts_json(kb)
