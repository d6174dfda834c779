"""What the search page searches, and by which words its documents are found."""

import re

import pytest

from pmkb.render import Edition, Site, pages, search
from tests.knowledge import compiled

FILES = {
    "customers/east-bank.md": """\
        ---
        title: 东屿银行
        aliases: [dongyu]
        owner: fang-ying
        industry: finance
        region: east
        tier: key
        ---
        第一段 mentions OceanBase，不再说。
        """,
    "contacts/fang-ying.md": """\
        ---
        title: 方颖
        role: Sales
        team: sales
        ---
        """,
    "notes/plan.md": "# 计划 A & B\n\nText with <b>marks</b>.\n",
}


@pytest.fixture(scope="module", params=["en", "zh"])
def documents(request: pytest.FixtureRequest) -> dict[str, str]:
    edition = Edition(compiled(FILES), Site(request.param))
    return dict(search.documents(edition, pages(edition)))


def text(document: str) -> str:
    body = document.partition("<body")[2].partition(">")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def test_every_chinese_character_is_a_word_and_every_other_word_stays_one(
    documents: dict[str, str],
) -> None:
    found = text(documents["customers/east-bank/"])
    assert "第 一 段 mentions OceanBase ， 不 再 说 。" in found


def test_whole_names_can_be_looked_for(documents: dict[str, str]) -> None:
    found = text(documents["customers/east-bank/"])
    assert "pmkbname 东 屿 银 行 pmkbname east-bank pmkbname dongyu pmkbname" in found


@pytest.mark.parametrize("word", ["Customer", "客 户", "Sales", "销 售", "方 颖"])
def test_record_is_found_by_kind_section_and_owner_in_both_languages(
    word: str, documents: dict[str, str]
) -> None:
    assert word in text(documents["customers/east-bank/"]).partition("pmkbname")[0]


@pytest.mark.parametrize(
    ("address", "kind", "section"),
    [
        ("customers/east-bank/", "customer", "sales"),
        ("customers/", "overview", "sales"),
        ("sections/sales/", "overview", "sales"),
        ("attention/", "overview", None),
        ("", "overview", None),
        ("notes/plan/", "page", None),
    ],
)
def test_pages_can_be_narrowed_down(
    address: str, kind: str, section: str | None, documents: dict[str, str]
) -> None:
    found = dict(
        re.findall(r'data-pagefind-filter="(\w+)\[content\]" content="(\w+)"', documents[address])
    )
    assert found == {"kind": kind} | ({"section": section} if section else {})


def test_generated_pages_are_found_by_their_titles_in_both_languages(
    documents: dict[str, str],
) -> None:
    names = text(documents["calendar/"])
    assert "pmkbname Calendar pmkbname" in names
    assert "pmkbname 日 历 pmkbname" in names


def test_titles_are_data_not_markup(documents: dict[str, str]) -> None:
    assert '"name[content]" content="计划 A &amp; B"' in documents["notes/plan/"]


def test_search_page_and_lines_with_a_status_page_are_not_searched(
    documents: dict[str, str],
) -> None:
    assert "search/" not in documents
    assert "pages/accounts/" in documents or any(each.startswith("pages/") for each in documents)
    assert "trackers/roadmap/" not in documents


def test_nothing_is_loaded_from_elsewhere_and_nothing_left_out_is_made_up() -> None:
    edition = Edition(compiled(FILES), Site())
    html = "".join(each.html for each in pages(edition))
    classes = {each for group in re.findall(r'class="([^"]*)"', html) for each in group.split()}
    known = {"pmkb-kicker", "pmkb-records", "pmkb-standing", "pmkb-lines", "pmkb-source"}
    assert known <= classes
    assert {f".{each}" for each in known} <= set(search.LEFT_OUT)
