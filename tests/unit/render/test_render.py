"""What stands on the pages."""

import pytest

from pmkb.build import Build
from pmkb.pages import paths as status_paths
from pmkb.render import Page, Site, render
from pmkb.trackers import TRACKERS
from tests.knowledge import compiled

CONTRACT = """\
    ---
    title: Subscription <b>2026</b>
    type: subscription
    status: signed
    party: east-bank
    owner: li-na
    value: 3600000 CNY
    signed: 2025-12-18
    start: 2026-01-01
    end: 2026-12-31
    notice: 60d
    payments:
      - {due: 2026-01-31, amount: 1800000 CNY, paid: 2026-01-28}
      - {due: 2026-05-31, amount: 1800000 CNY}
    ---

    See [the bank](../customers/east-bank.md#about), [[li-na|her]] and {{ config }}.

    - [ ] call them @li-na due:2026-06-01

    ## Terms
    """
CUSTOMER = """\
    ---
    title: 东方银行
    industry: finance
    region: east
    tier: key
    health: red
    ---

    ## About
    """
CONTACT = """\
    ---
    title: 李娜
    role: Sales
    team: sales
    ---
    """
FILES = {
    "contracts/east-2026.md": CONTRACT,
    "customers/east-bank.md": CUSTOMER,
    "contacts/li-na.md": CONTACT,
}


@pytest.fixture
def base() -> Build:
    return compiled(FILES)


def pages(build: Build, **site: object) -> dict[str, Page]:
    return {each.path: each for each in render(build, Site(**site))}  # type: ignore[arg-type]


def test_every_document_kind_and_section_has_a_page(base: Build) -> None:
    made = list(pages(base))
    assert made == sorted(made)
    assert {path for path in made if path.startswith("trackers/")} == {
        each.page for each in TRACKERS.values()
    }
    assert {path for path in made if path.startswith("pages/")} == {*status_paths()}
    others = [path for path in made if not path.startswith(("trackers/", "pages/"))]
    assert others == [
        "attention/index.md",
        "calendar/index.md",
        "contacts/index.md",
        "contacts/li-na.md",
        "contracts/east-2026.md",
        "contracts/index.md",
        "customers/east-bank.md",
        "customers/index.md",
        "index.md",
        "search/index.md",
        "sections/directory/index.md",
        "sections/product/index.md",
        "sections/sales/index.md",
    ]


def test_the_same_build_gives_the_same_pages(base: Build) -> None:
    assert render(base, Site()) == render(compiled(FILES), Site())


def test_text_of_authors_never_becomes_mark_up(base: Build) -> None:
    for page in pages(base).values():
        assert "<b>2026" not in page.html
    assert "{{ config }}" in pages(base)["contracts/east-2026.md"].html


@pytest.mark.parametrize(
    ("directory_urls", "bank", "her"),
    [
        (True, "../../customers/east-bank/#about", "../../contacts/li-na/"),
        (False, "../customers/east-bank.html#about", "../contacts/li-na.html"),
    ],
)
def test_links_lead_to_where_pages_are(
    base: Build, directory_urls: bool, bank: str, her: str
) -> None:
    html = pages(base, directory_urls=directory_urls)["contracts/east-2026.md"].html
    assert f'<a href="{bank}">the bank</a>' in html
    assert f'<a href="{her}">her</a>' in html


def test_contents_hold_own_and_written_headings(base: Build) -> None:
    found = [each.text for each in pages(base)["contracts/east-2026.md"].headings]
    assert found == ["Needs attention", "Computed", "Payments", "Open tasks", "Terms"]


def test_home_tells_what_is_overdue_and_by_whom(base: Build) -> None:
    html = pages(base)["index.md"].html
    assert "Overdue" in html
    assert '<time datetime="2026-05-31">' in html
    assert "Health: At risk" in html
    assert '<a href="contacts/li-na/">李娜</a>' in html


def test_languages_differ_in_words_only(base: Build) -> None:
    chinese = pages(base, language="zh")
    assert chinese.keys() == pages(base).keys()
    assert "付款计划" in chinese["contracts/east-2026.md"].html
    assert "¥3,600,000" in chinese["contracts/east-2026.md"].html


def test_tasks_in_a_text_name_the_person_and_the_day(base: Build) -> None:
    body = pages(base, language="zh")["contracts/east-2026.md"].html.partition("pmkb-body")[2]
    who = '<a href="../../contacts/li-na/">李娜</a>'
    day = '<small class="pmkb-mark">期限 <time datetime="2026-06-01">2026年6月1日</time></small>'
    assert f"call them {who} {day}" in body


def test_a_day_that_check_refuses_stands_as_it_was_written() -> None:
    text = CONTACT + "\n    - [ ] call due:20260601\n"
    assert (
        "call due:20260601"
        in pages(compiled({"contacts/li-na.md": text}))["contacts/li-na.md"].html
    )


def test_list_leads_back_up_and_is_summed_up_in_the_language(base: Build) -> None:
    made = pages(base, language="zh")["contracts/index.md"]
    trail = '<a href="../">驾驶舱</a> › <a href="../sections/product/">产品</a> · 截至 <time'
    assert trail in made.html
    assert made.meta["description"] == "和客户或伙伴签的协议：期限、金额、双方的义务。"


def test_broken_record_has_a_page_with_its_faults() -> None:
    text = "---\ntitle: Half\ntype: nonsense\n---\nBody.\n"
    made = pages(compiled({**FILES, "contracts/half.md": text}))
    assert made["contracts/half.md"].title == "Half"
    assert "nonsense" in made["contracts/half.md"].html
    assert "contracts/half.md" in made["contracts/index.md"].html


def test_second_record_of_an_id_has_a_page() -> None:
    made = pages(compiled({**FILES, "contacts/old/li-na.md": CONTACT}))
    assert "duplicate-id" in made["contacts/old/li-na.md"].html


def test_own_pages_come_before_ours() -> None:
    own = {"index.md": "# Welcome\n", "contracts/README.md": "# Our contracts\n\nRead this.\n"}
    made = pages(compiled({**FILES, **own}))
    assert made["index.md"].title == "Welcome"
    assert "contracts/index.md" not in made
    assert "Read this." in made["contracts/README.md"].html
    assert "Subscription" in made["contracts/README.md"].html


def test_empty_base_has_a_home_page_that_says_how_to_begin(base: Build) -> None:
    home = pages(compiled({}))["index.md"].html
    assert "Nothing needs attention." in home
    assert "<code>pmkb new contact …</code> writes a first record" in home
    assert "pmkb new contact" not in pages(base)["index.md"].html
    assert "no metric says <code>subject: users</code>" in home


def test_computed_terms_are_called_by_their_names_and_tables_are_left_to_panels() -> None:
    build = compiled(
        {
            "requirements/fast.md": "---\ntitle: Fast\nstatus: new\n---\n",
            "surveys/new.md": (
                "---\ntitle: New\nmethod: kano\nstart: 2026-03-01\n"
                "counts: [{requirement: fast, M: 30, O: 10}]\n---\n"
            ),
            "releases/v1.md": (
                '---\ntitle: One\nversion: "1.0"\nstatus: released\nreleased: 2026-01-31\n---\n'
            ),
        }
    )
    made = pages(build, language="zh")
    assert "<dd>必备型 M</dd>" in made["requirements/fast.md"].html
    assert "<li>用户手册</li>" in made["releases/v1.md"].html
    assert "total_strength" not in made["surveys/new.md"].html
    table = made["requirements/index.md"].html
    assert "<td>必备型 M</td>" in table
