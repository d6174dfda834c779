"""How the metric that decides a success criterion runs against it."""

from collections.abc import Iterator
from dataclasses import replace

from pmkb.charts import Target
from pmkb.kinds.dashboard.metric import Metric
from pmkb.kinds.success.criterion import Criterion
from pmkb.pages.block import Block, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.numbers import figure
from pmkb.pages.page import panel
from pmkb.pages.targets import course


@panel("criterion")
def criterion(desk: Desk, record: Criterion) -> Iterator[Block]:
    """Where its metric stands, and since when the criterion has been met or not."""
    metric = desk.kb.target(record, "metric")
    found = desk.metric(metric) if isinstance(metric, Metric) else None
    if found is None or found.current is None or record.value is None:
        return
    standing, least = record.standing(desk.kb), record.comparison == "at-least"
    wanted = desk.say("at least", "至少") if least else desk.say("at most", "至多")
    since = record.since(desk.kb)
    yield Tiles(
        (
            Tile(
                desk.field(Criterion, "standing"),
                desk.standing(standing),
                (desk.say("since", "自"), since) if since else (),
                standing.level,
            ),
            Tile(
                found.metric.heading,
                figure(desk, found, found.current.value),
                (found.current.label, "·", wanted, figure(desk, found, record.value)),
                leads_to=found.metric.path,
            ),
        )
    )
    aim = Target(wanted, float(record.value))
    yield replace(course(desk, found, broad=True), targets=(aim,))
