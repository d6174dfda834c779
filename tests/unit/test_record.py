"""Records and their fields: what a kind is called, where values stand, what a status means."""

from datetime import date
from decimal import Decimal

import pytest

from pmkb.flow import Level, Phase
from pmkb.kinds import BUILT_IN
from pmkb.kinds.product.contract import Contract, Payment
from pmkb.record import Label, Part, Record, computed, key
from pmkb.values import Day, Flag, Number, Reference, Text
from tests.knowledge import compiled, front_matter


class SalesDeck(Record):
    """A kind as a module in `pmkb.kinds` would define it."""

    folder = "decks"
    ends = "until"

    name_: Text | None = key("名", "A name.", default=None, alias="name", en="Name")
    until: Day | None = key("至", default=None)
    parts: tuple[Payment, ...] = key("部分", default=())

    @computed("Length", "长度")
    def length(self, kb: object) -> int:
        """How long."""
        return len(self.title)


def record(text: str, path: str = "roadmap/a.md") -> Record:
    result = compiled({path: text})
    assert result.kb.records, result.findings
    return next(iter(result.kb.records.values()))


def test_kind_is_called_after_its_class() -> None:
    assert SalesDeck.kind() == "sales-deck"
    assert BUILT_IN["roadmap"].kind() == "roadmap"
    assert SalesDeck.list_page() == "decks/index.md"
    assert BUILT_IN["product"].list_page() == "product.md"


def test_keys_carry_names_labels_and_types() -> None:
    known = SalesDeck.keys["name"]
    assert (known.attribute, known.label("zh"), known.label("en")) == ("name_", "名", "Name")
    assert SalesDeck.keys["until"].en == "Until"
    assert SalesDeck.keys["parts"].many
    assert SalesDeck.keys["parts"].part is Payment
    assert SalesDeck.keys["title"].required
    assert not SalesDeck.keys["until"].required


def test_own_keys_are_those_that_differ_from_the_common_ones() -> None:
    assert list(SalesDeck.own_keys()) == ["name", "until", "parts"]
    assert "status" in BUILT_IN["roadmap"].own_keys()


def test_computed_values_are_found_and_labelled() -> None:
    made = SalesDeck.computations["length"]
    assert (made.label("zh"), made.label("en"), made.doc) == ("长度", "Length", "How long.")


def test_labels_of_one_and_of_all() -> None:
    label = Label("Survey", "调研")
    assert (label.one("en"), label.all("en"), label.all("zh")) == ("Survey", "Surveys", "调研")
    assert Label("Opportunity", "商机", "Opportunities").all("en") == "Opportunities"


@pytest.mark.parametrize(
    ("kind", "field", "name"),
    [
        ("contract", "party", "reference to customer or partner"),
        ("contract", "payments", "list of object"),
        ("contract", "type", "term of contract-type"),
        ("contract", "value", "money"),
        ("roadmap", "status", "status"),
        ("roadmap", "depends_on", "list of reference to roadmap"),
        ("certification", "surveillance", "list of date"),
        ("contact", "left", "date"),
    ],
)
def test_types_as_the_manual_writes_them(kind: str, field: str, name: str) -> None:
    assert BUILT_IN[kind].keys[field].type_name == name


def test_fields_are_reached_by_their_key_in_the_front_matter() -> None:
    text = front_matter(
        title="P",
        form="f",
        edition="e",
        unit="u",
        list="2 CNY",
        floor="1 CNY",
        **{"from": "2026-01-01"},
    )
    found = record(text, "prices/p.md")
    assert str(found.get("list")) == "2 CNY"
    assert found.get("from") == found.day("from") == date(2026, 1, 1)
    assert found.get("nothing") is None
    assert found.day("list") is None
    assert found.day(None) is None


def test_identity_is_kind_and_file_name() -> None:
    found = record(front_matter(title="DDL", status="idea"), "roadmap/2026/online-ddl.md")
    assert (found.id, found.ref, found.path, found.heading) == (
        "online-ddl",
        "roadmap:online-ddl",
        "roadmap/2026/online-ddl.md",
        "DDL",
    )


@pytest.mark.parametrize(
    ("status", "phase"),
    [("idea", Phase.OPEN), ("shipped", Phase.DONE), ("cancelled", Phase.DROPPED)],
)
def test_status_means_a_phase(status: str, phase: Phase) -> None:
    found = record(front_matter(title="A", status=status))
    assert (found.phase, found.is_open) == (phase, phase is Phase.OPEN)
    assert found.state is not None
    assert found.state.name == status


def test_record_without_status_is_open() -> None:
    found = record(front_matter(title="A", role="r", team="rd"), "contacts/a.md")
    assert (found.phase, found.state) == (Phase.OPEN, None)


@pytest.mark.parametrize(
    ("stage", "phase"), [("lead", Phase.OPEN), ("won", Phase.DONE), ("lost", Phase.DROPPED)]
)
def test_terms_of_the_vocabulary_can_mean_a_phase(stage: str, phase: Phase) -> None:
    deal = front_matter(title="D", customer="a", stage=stage, opened="2026-01-01")
    found = record(deal, "opportunities/d.md")
    assert found.phase is phase
    assert found.state is not None
    labels = {"lead": ("Lead", "线索"), "won": ("Won", "赢单"), "lost": ("Lost", "丢单")}
    assert (found.state.label("en"), found.state.label("zh")) == labels[stage]


def test_levels_rank_the_unknown_next_to_what_needs_acting() -> None:
    assert sorted(Level, key=lambda each: each.rank) == ["act", "unknown", "watch", "good"]


@pytest.mark.parametrize(
    ("reviewed", "every", "due"),
    [
        ("2026-04-01", "90d", False),
        ("2026-03-31", "90d", True),
        ("2026-05-31", "1m", False),
        ("", "90d", False),
        ("2020-01-01", "", False),
    ],
)
def test_review_is_due_after_its_interval(reviewed: str, every: str, due: bool) -> None:
    found = record(front_matter(title="A", status="idea", reviewed=reviewed, review_every=every))
    assert found.review_is_due(date(2026, 6, 30)) is due


@pytest.mark.parametrize(
    ("left", "ended"), [("2026-06-29", True), ("2026-06-30", False), ("", False)]
)
def test_record_has_ended_on_the_day_behind_its_last(left: str, ended: bool) -> None:
    found = record(front_matter(title="A", role="r", team="rd", left=left), "contacts/a.md")
    assert found.has_ended(date(2026, 6, 30)) is ended


def test_spans_lead_to_what_is_written() -> None:
    text = """\
        ---
        title: "在线 DDL"   # comment
        status: idea
        tags: [TBD, ddl, ~, 存储]
        links:
          - {title: tba}
          -
          - title: Design
            url: https://example.com
        ---
        """
    result = compiled({"roadmap/a.md": text.replace("{title: tba}", "TBD")})
    found = result.kb.records["roadmap:a"]
    source = found.document.source.text

    def written(*path: str | int, key: bool = False) -> str:
        return source[slice(*found.span(*path, key=key))]

    assert written("title") == '"在线 DDL"'
    assert written("title", key=True) == "title"
    # Placeholders and empty items do not count as values, yet the places stay right.
    assert found.get("tags") == ("ddl", "存储")
    assert [written("tags", at) for at in range(2)] == ["ddl", "存储"]
    assert len(found.links) == 1
    assert written("links", 0, "url") == "https://example.com"


def test_record_equals_only_itself() -> None:
    text = front_matter(title="A", status="idea")
    assert record(text) != record(text)
    one = record(text)
    assert {one: 1}[one] == 1


def test_references_include_those_in_objects() -> None:
    text = front_matter(
        title="P",
        type="isv",
        owner="li-na",
        contacts="[a, b]",
        certified_releases="[{release: v8, product: X}, {release: v9, product: X}]",
    )
    found = record(text, "partners/p.md")
    assert [(each.path, each.ref) for each in found.references()] == [
        (("owner",), "li-na"),
        (("contacts", 0), "a"),
        (("contacts", 1), "b"),
        (("certified_releases", 0, "release"), "v8"),
        (("certified_releases", 1, "release"), "v9"),
    ]


def test_values_have_their_types() -> None:
    text = front_matter(
        title="C",
        type="subscription",
        status="draft",
        party="a",
        value="1.5万 CNY",
        end="2026-12-31",
        notice="60d",
        auto_renew="true",
        payments="[{due: 2026-01-31, amount: 1 CNY}]",
    )
    found = record(text, "contracts/c.md")
    assert isinstance(found, Contract)
    assert found.value is not None
    assert found.value.amount == Decimal(15000)
    assert (found.end, found.auto_renew) == (date(2026, 12, 31), True)
    assert isinstance(found.payments[0], Payment)
    assert found.payments[0].paid is None


def test_records_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        record(front_matter(title="A", status="idea")).title = "B"


def test_parts_may_nest() -> None:
    class Inner(Part):
        ref: Reference = key("引用", to="contact")
        number: Number | None = key("数", default=None, minimum=0)

    class Outer(Part):
        inner: Inner | None = key("内", default=None)
        flag: Flag = key("旗", default=False)

    assert Outer.keys["inner"].part is Inner
    assert not Outer.keys["inner"].many
    assert Inner.keys["number"].minimum == 0
