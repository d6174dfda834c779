"""Tables of pages: what they can be narrowed to, what they add up to, and their files."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest

from pmkb.flow import Level
from pmkb.pages.block import Badge, Column, Grid, Share
from pmkb.record import Record
from pmkb.render import Edition, Page, Site, pages
from pmkb.render.tables import Table, of_grid, of_records
from pmkb.render.wording import Language
from pmkb.render.writer import Writer
from pmkb.values import Money
from tests.knowledge import compiled, front_matter

RATES = """\
currency:
  CNY: {en: Yuan, zh: 人民币, reporting: true}
  EUR: {en: Euro, zh: 欧元, rates: {2026-01-01: 8.25}}
"""


def contract(title: str, value: str, owner: str, type_: str = "subscription") -> str:
    return front_matter(
        title=title, type=type_, status="signed", party="bank", value=value, owner=owner,
        signed="2026-01-01", start="2026-01-01", end="2026-12-31",
    )  # fmt: skip


FILES = {
    "customers/bank.md": front_matter(
        title="东方银行", industry="finance", region="east", tier="key", source="direct"
    ),
    "contacts/li-na.md": front_matter(title="李娜", role="Sales", team="sales"),
    "contacts/wei.md": front_matter(title="魏然", role="Sales", team="sales"),
    "contracts/a.md": contract("=A", "1200000.10 CNY", "wei"),
    "contracts/b.md": contract("B", "0.20 CNY", "li-na", "maintenance"),
    "contracts/c.md": contract("C", "300 CNY", "wei"),
}


def edition(language: Language = "en", **more: str) -> Edition:
    return Edition(compiled(FILES | more), Site(language))


def contracts(
    language: Language = "en",
    group: str = "",
    names: tuple[str, ...] = ("value", "owner"),
    **more: str,
) -> tuple[Table, Writer]:
    made = edition(language, **more)
    kind: type[Record] = made.kb.kinds["contract"]
    writer = Writer(made, "contracts/index.md")
    return of_records(writer, kind, made.records(kind), "合同", names, group), writer


def rows(writer: Writer, file: str = "contracts/table.csv") -> list[list[str]]:
    text = dict(writer.files())[file]
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize(
    ("language", "head", "kind"),
    [
        ("en", ["Title", "Value (CNY)", "Owner", "Type", "ID"], "Subscription"),
        ("zh", ["标题", "合同金额 (CNY)", "负责人", "合同类型", "ID"], "订阅"),
    ],
)
def test_csv_has_names_as_people_read_them_and_amounts_as_numbers(
    language: Language, head: list[str], kind: str
) -> None:
    _, writer = contracts(language, names=("value", "owner", "type"))
    found = rows(writer)
    assert found[0] == head
    assert found[1] == ["'=A", "1200000.10", "魏然", kind, "a"]


def test_amounts_in_several_currencies_have_a_column_for_them() -> None:
    _, writer = contracts(**{"contracts/d.md": contract("D", "5 EUR", "wei")})
    found = rows(writer)
    assert found[0] == ["Title", "Value", "Value · Currency", "Owner", "ID"]
    assert [row[1:3] for row in found[1:]] == [
        ["1200000.10", "CNY"], ["0.20", "CNY"], ["300", "CNY"], ["5", "EUR"],
    ]  # fmt: skip


def test_json_has_names_as_programs_read_them() -> None:
    _, writer = contracts(names=("value", "owner", "type"))
    data = json.loads(dict(writer.files())["contracts/table.json"])
    assert data["rows"][0] == {
        "title": "=A",
        "value": {"amount": "1200000.10", "currency": "CNY"},
        "owner": "wei",
        "type": "subscription",
        "id": "contract:a",
    }


def test_amounts_add_up_exactly_and_in_one_currency_alone() -> None:
    table, _ = contracts()
    assert table.sums == '<td class="n">CNY 1,200,300.3</td><td></td>'
    mixed, _ = contracts(**{"contracts/d.md": contract("D", "5 EUR", "wei")})
    assert mixed.sums == ""
    assert [each.adds for each in mixed.heads] == [None, None]


def test_amounts_in_several_currencies_are_added_and_sorted_by_the_rates_of_the_day() -> None:
    files = {**FILES, "contracts/d.md": contract("D", "40 EUR", "wei")}
    made = Edition(compiled(files, vocabulary=RATES), Site())
    kind = made.kb.kinds["contract"]
    table = of_records(Writer(made, "c.md"), kind, made.records(kind), "C", ("value",))
    assert table.sums == '<td class="n">≈ CNY 1,200,630.3</td>'  # 1200300.30 + 40 × 8.25
    assert table.heads[0].adds == "≈ CNY "
    assert '<td class="n" data-s="330.00">EUR 40</td>' in table.groups[0].rows[3].cells


def test_prices_make_no_sum() -> None:
    price = front_matter(
        title="P", form="f", edition="e", unit="u", list="2 CNY", floor="1 CNY",
        approved_by="wei", **{"from": "2026-01-01"},
    )  # fmt: skip
    made = edition(**{"prices/p.md": price, "prices/q.md": price})
    kind = made.kb.kinds["price"]
    table = of_records(Writer(made, "prices/index.md"), kind, made.records(kind), "Prices")
    assert table.sums == ""


def test_sum_tells_of_how_many_values_it_is() -> None:
    unpriced = front_matter(
        title="D", type="subscription", status="signed", party="bank", owner="li-na",
        signed="2026-01-01", start="2026-01-01", end="2026-12-31",
    )  # fmt: skip
    table, _ = contracts(**{"contracts/d.md": unpriced})
    assert "1,200,300.3 <small>3 of 4</small>" in table.sums


def test_groups_follow_one_another_in_the_order_of_the_choices_and_in_the_files() -> None:
    table, writer = contracts(group="owner", **{"contracts/d.md": contract("D", "5 CNY", "")})
    assert [(each.label, len(each.rows)) for each in table.groups] == [
        ("李娜", 1), ("魏然", 2), ("no value", 1),
    ]  # fmt: skip
    assert "CNY 1,200,300.1" in table.groups[1].sums
    assert [row[-1] for row in rows(writer)[1:]] == ["b", "a", "c", "d"]


def test_a_column_to_group_by_is_shown_even_where_nobody_asked_for_it() -> None:
    table, _ = contracts(group="type", names=("value",))
    assert [each.name for each in table.heads] == ["value", "type"]


def test_tables_are_narrowed_by_what_rows_have_in_common() -> None:
    table, _ = contracts(names=("party", "type", "value", "end", "owner"))
    assert {each.name: [c.name for c in each.choices] for each in table.heads} == {
        "party": ["bank"],
        "type": ["subscription", "maintenance"],
        "value": [],
        "end": [],
        "owner": ["li-na", "wei"],
    }
    assert [each.name for each in table.choosable] == ["type", "owner"]


def grid(language: Language = "en") -> tuple[Table, Writer]:
    writer = Writer(edition(language), "pages/sums.md")
    bank = writer.edition.kb.records["customer:bank"]
    columns = (
        Column("Who"),
        Column("State", choose=True),
        Column("Won", is_numeric=True, adds=True),
        Column("Won"),
    )
    made = Grid(
        "Sums",
        columns,
        (
            (bank, Badge("late", Level.ACT), 2, Money(Decimal(3), "CNY")),
            ("other", Badge("fine", Level.GOOD), 40, None),
            ("more", Badge("late", Level.ACT), 1, Share(0.25)),
        ),
    )
    return of_grid(writer, made), writer


def test_amounts_in_a_grid_make_no_sum_unless_it_says_so() -> None:
    # The same deal may stand in two rows: what waits for two certificates is not worth twice as much.
    writer = Writer(edition(), "pages/sums.md")
    rows_ = (("one", Money(Decimal(3), "CNY")), ("one", Money(Decimal(3), "CNY")))
    made = Grid("Deals", (Column("Deal"), Column("Amount", is_numeric=True)), rows_)
    assert of_grid(writer, made).sums == ""


def test_grid_is_narrowed_and_summed_where_its_columns_say_so() -> None:
    table, writer = grid()
    assert [c.label for c in table.heads[0].choices] == ["late", "fine"]
    assert table.sums == '<td></td><td class="n">43</td><td></td>'
    assert rows(writer, "pages/sums/table.csv") == [
        ["Who", "State", "Won", "Won"],
        ["东方银行", "late", "2", "3 CNY"],
        ["other", "fine", "40", ""],
        ["more", "late", "1", "0.25"],
    ]
    data = json.loads(dict(writer.files())["pages/sums/table.json"])
    assert data["rows"][0] == {
        "Who": "customer:bank",
        "State": "late",
        "Won": 2,
        "Won 2": {"amount": "3", "currency": "CNY"},
    }


def test_cells_get_room_by_what_stands_in_them() -> None:
    texts = (
        "",
        "评测",
        "东嘉信息安全测评中心",
        "东嘉信息安全测评中心出具的第三方检测报告，含全部原始数据",
    )
    columns = tuple(Column(f"c{at}") for at in range(len(texts)))
    page = Writer(edition(), "pages/x.md")
    (row,) = of_grid(page, Grid("x", columns, (texts,))).groups[0].rows
    assert re.findall(r"<td[^>]*>", row.cells) == ["<td>", '<td class="m">', '<td class="w">']


def test_every_table_of_a_page_has_files_that_it_links_to() -> None:
    made = {each.path: each for each in pages(edition("zh"))}
    found: list[Page] = [each for each in made.values() if each.files]
    assert {"contracts/index.md", "attention/index.md"} <= {each.path for each in found}
    for each in found:
        linked = re.findall(r'<a href="([^"]+)" download', each.html)
        folder = each.path.removesuffix(".md").removesuffix("index").strip("/")
        assert sorted(f"{folder}/{name}" for name in linked) == sorted(each.files)
