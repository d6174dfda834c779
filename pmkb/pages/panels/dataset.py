"""How complete the facts of a dataset are, and what is computed from them."""

from collections.abc import Iterator
from datetime import date

from pmkb.charts import Columns, Point
from pmkb.flow import Level
from pmkb.kinds.dashboard.dataset import Dataset
from pmkb.kinds.dashboard.metric import Metric
from pmkb.pages.block import Block, Note, Records, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.trackers import figures


@panel("dataset")
def dataset(desk: Desk, record: Dataset) -> Iterator[Block]:
    """How many rows by period, how fresh, and which metrics rest on them."""
    facts = desk.report.facts.get(record.ref) if desk.report else None
    known = desk.kb.measures(record).figures
    if facts is None or not known.get("rows"):
        text = desk.say(
            f"No facts are read from {record.path_}.", f"没有从 {record.path_} 读到数据。"
        )
        yield Note(text)
        return
    until = known.get("until")
    old = Level.ACT if figures.are_old(facts) else Level.GOOD
    limit = (desk.say("allowed:", "时效要求"), record.max_age) if record.max_age else ()
    tiles = [
        Tile(desk.field(Dataset, "rows"), known.get("rows")),
        Tile(
            desk.say("Period covered", "覆盖周期"),
            known.get("period_to"),
            (desk.say("from", "起始"), known.get("period_from")),
        ),
    ]
    if isinstance(until, date):
        tiles.append(Tile(desk.field(Dataset, "age"), (desk.as_of - until).days, limit, old))
    faults = [each for each in facts.faults if each.code not in record.ignore]
    bad = Level.WATCH if faults else Level.GOOD
    tiles.append(Tile(desk.say("Findings", "数据问题"), len(faults), level=bad))
    yield Tiles(tuple(tiles))
    label, of = facts.calendar.label, facts.calendar.of
    points = tuple(
        Point(span.start, float(count), label(of(span.start)))
        for span, count in facts.rows_by_unit()
    )
    yield Columns(desk.say("Rows by period", "各期行数"), points)
    metrics = desk.kb.referring(record, Metric, "dataset")
    if metrics:
        columns = ("type", "current", "unit", "growth", "completion", "period", "owner")
        yield Records(desk.say("Metrics computed from it", "由它计算的指标"), metrics, columns)
