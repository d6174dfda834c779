"""What is in a release, how far it is, and what it still needs."""

from collections.abc import Iterator, Sequence

from pmkb.flow import Level
from pmkb.kinds.product.benchmark import Benchmark
from pmkb.kinds.product.certification import Certification
from pmkb.kinds.product.document import Document
from pmkb.kinds.product.release import Release
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.pages.block import Block, Records, Share, Tile, Tiles
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.documents import is_needed, kept_by, matrix, rows_of
from pmkb.pages.product.roadmap import timeline


@panel("release")
def release(desk: Desk, record: Release) -> Iterator[Block]:
    """Its items over time, and the papers that belong to it."""
    items = [each for each in record.contents(desk.kb) if each.status != "cancelled"]
    yield Tiles(tuple(_tiles(desk, record, items)))
    if items:
        yield timeline(desk, desk.say("What it contains", "包含的条目"), items)
    if record.is_supported(desk.as_of) or record.is_open:
        yield from _papers(desk, record)


def _tiles(desk: Desk, record: Release, items: Sequence[Roadmap]) -> Iterator[Tile]:
    kb = desk.kb
    if record.released is None and record.planned is not None:
        standing = record.standing(kb)
        expected = max((day for each in items if (day := each.expected(kb))), default=None)
        said = (desk.say("last item expected", "最后一项预计"), expected) if expected else ()
        level = standing.level if standing else None
        yield Tile(desk.field(Release, "planned"), record.planned, said, level)
    if items:
        parts = [each.completion(kb) or 0.0 for each in items]
        done = sum(each.status == "shipped" for each in items)
        note = (
            desk.say("{done} of {n} {n:item|items}", "{n} 项中 {done} 项", done=done, n=len(items)),
        )
        yield Tile(desk.field(Roadmap, "completion"), Share(sum(parts) / len(parts)), note)
        held = record.held_up_by(kb)
        if held:
            label = desk.say("Cannot be ready in time", "赶不上的条目")
            yield Tile(label, len(held), held[:1], Level.ACT)
    wishes = record.requirements(kb)
    yield Tile(desk.field(Release, "requirements"), len(wishes))
    lacks = record.missing_documents(kb)
    names = desk.say(", ", "、").join(desk.term("document-type", each) for each in lacks)
    level = Level.WATCH if lacks else Level.GOOD
    label = desk.field(Release, "missing_documents")
    yield Tile(label, len(lacks), (names,) if lacks else (), level)


def _papers(desk: Desk, record: Release) -> Iterator[Block]:
    """The documents, certificates and measurements of a release."""
    documents = desk.open(Document)
    kept = kept_by(documents)
    rows = rows_of(desk, [each for each in kept if is_needed(desk, each[0])])
    if rows and documents:
        yield matrix(desk, desk.say("Documents", "配套文档"), rows, kept, [record])
    certificates = desk.kb.referring(record, Certification, "scope.releases")
    if certificates:
        columns = ("standing", "type", "valid_until", "owner")
        yield Records(desk.kind(Certification), certificates, columns)
    measured = desk.kb.referring(record, Benchmark, "release")
    if measured:
        columns = ("workload", "date", "standing", "change")
        yield Records(desk.kind(Benchmark), measured, columns)
