"""Tables in a browser: grouping, several on a page, shared addresses, files, printing."""

import csv
import io
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from playwright.sync_api import Download, Locator, Page, expect

from pmkb.cli import main
from tests.browser.conftest import PHONE, Open

PEOPLE = {"li-na": "李娜", "wei": "魏然"}
ROWS = 5000
PAGE = """\
# Team

```pmkb
kind: customer
title: Customers
columns: [industry, region, arr, owner]
group: region
```

```pmkb
kind: contract
title: Deals
columns: [type, value, owner]
```

```pmkb
kind: customer
chart: bars
group: region
```
"""


def record(**fields: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + "---\n"


def contents() -> dict[str, str]:
    files = {
        f"contacts/{id_}.md": record(title=title, role="Sales", team="sales")
        for id_, title in PEOPLE.items()
    }
    regions = ("east", "south", "east")
    for at in range(12):
        files[f"customers/c{at}.md"] = record(
            title=f"客户 {at}", industry="finance", region=regions[at % 3], tier="key",
            source="direct", owner=("li-na", "wei")[at % 2], last_contact="2026-06-01",
            next_action="{what: 打电话, due: 2026-05-15}",
        )  # fmt: skip
        value = {} if at == 11 else {"value": f"{(at + 1) * 1000}.5 CNY"}
        files[f"contracts/k{at:02}.md"] = record(
            title="'=1+1'" if at == 0 else f"合同, {at}", status="signed", party=f"c{at}",
            type=("subscription", "maintenance")[at > 8], owner=("li-na", "wei")[at % 2],
            signed="2026-01-01", start="2026-01-01", end="2026-12-31", **value,
        )  # fmt: skip
    return files | {"team.md": PAGE}


def built(folder: Path, files: dict[str, str], **settings: object) -> Path:
    for path, text in files.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), "utf-8")
    options = {"as_of": "2026-06-30"}
    config = {
        "site_name": "S",
        "docs_dir": "content",
        "theme": {"name": "pmkb"},
        "plugins": [{"pmkb": options}],
        **settings,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["build", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site")])
    assert not ended.value.code
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("tables"), contents())


@pytest.fixture(scope="module")
def url(site: Path, serve: Callable[[Path], str]) -> str:
    return serve(site)


@dataclass(frozen=True)
class Made:
    """A row of the large table; those of the small one come over and over."""

    at: int

    @property
    def title(self) -> str:
        return f"商机 {self.at * 7919 % ROWS}"

    @property
    def value(self) -> float:
        """Other ones where there are any: every twelfth row has none, and comes last."""
        return self.at * 37 % 99991 + 0.5 if self.at % 12 < 11 else math.inf

    @property
    def is_subscription(self) -> bool:
        return self.at % 12 <= 8

    @property
    def is_li_na(self) -> bool:
        return self.at % 2 == 0


@pytest.fixture(scope="module")
def large(site: Path, url: str) -> str:
    """The list of contracts with its rows over and over, each time with other titles and values."""
    text = (site / "contracts/index.html").read_text("utf-8")
    head, body, foot = re.split(r"<tbody>(.*?)</tbody>", text, flags=re.DOTALL)
    rows = re.findall(r"<tr>.*?</tr>", body, re.DOTALL)
    made = []
    for each in map(Made, range(ROWS)):
        row = rows[each.at % len(rows)]
        row = re.sub(r"(<a [^>]*>)[^<]*", rf"\g<1>{each.title}", row, count=1)
        made.append(re.sub(r'data-s="\d+\.\d"', f'data-s="{each.value}"', row))
    (site / "contracts/large.html").write_text(
        f"{head}<tbody>{''.join(made)}</tbody>{foot}", "utf-8"
    )
    return f"{url}contracts/large.html"


def names(table: Locator | Page) -> list[str]:
    """The rows, and the headings of groups with `#` in front."""
    rows = table.locator(".pmkb-records tbody tr")
    return [
        str(each)
        for each in rows.evaluate_all(
            """rows => rows.map((row) => row.className === "pmkb-heading"
              ? "#" + row.cells[0].innerText.trim() : row.cells[0].innerText.trim())"""
        )
    ]


def headings(table: Locator | Page) -> list[str]:
    return [each for each in names(table) if each.startswith("#")]


def downloaded(page: Page, name: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).first.click()
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_bytes().decode()


def test_rows_are_grouped_with_counts_and_sums_of_what_is_shown(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    foot = page.locator(".pmkb-records tfoot .n")
    # 1000.5 + … + 11000.5; the twelfth has no value.
    expect(foot.first).to_have_text("CNY 66,005.5 11 of 12")
    page.get_by_label("Group by").select_option(label="Type")
    assert headings(page) == ["#Subscription 9", "#Maintenance 3"]
    sums = page.locator(".pmkb-heading").locator("td.n").filter(has_text="CNY")
    assert sums.all_inner_texts() == ["CNY 45,004.5", "CNY 21,001 2 of 3"]
    page.get_by_label("Owner").select_option(label="李娜")
    assert headings(page) == ["#Subscription 5", "#Maintenance 1"]
    expect(foot.first).to_have_text("CNY 36,003")  # 1000.5 + 3000.5 + … + 11000.5
    expect(page.locator("output")).to_have_text("6 of 12")


def test_group_is_folded_by_keyboard_and_told_to_screen_readers(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.get_by_label("Group by").select_option(label="Owner")
    expect(page.get_by_role("status").filter(has_text="Grouped")).to_have_text(
        "Grouped by Owner: 2 groups"
    )
    fold = page.get_by_role("button", name="李娜")
    fold.focus()
    page.keyboard.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_be_focused()
    assert names(page)[:2] == ["#李娜 6", "#魏然 6"]
    page.keyboard.press("Enter")
    assert len(names(page)) == 14
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    expect(page.get_by_role("status").filter(has_text="Sorted")).to_have_text(
        "Sorted by Value, ascending"
    )


def test_address_keeps_group_order_and_filter(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.get_by_label("Group by").select_option(label="Owner")
    page.get_by_label("Type").select_option(label="Subscription")
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    shown = names(page)
    assert shown[:2] == ["#李娜 5", "合同, 8"]
    again = visit(page.url).page
    assert names(again) == shown
    again.get_by_role("button", name="Clear").click()
    expect(again.locator("output")).to_have_text("12 records")
    assert "?" not in again.url


def test_each_table_of_a_page_has_its_own_part_of_the_address(url: str, visit: Open) -> None:
    page = visit(url + "team/").page
    first, second = page.locator(".pmkb-listing").all()
    assert headings(first) == [
        "#East China 8",
        "#South China 4",
    ]  # as the block says, before anybody asks
    second.get_by_label("Group by").select_option(label="Owner")
    second.get_by_role("columnheader", name="Value").get_by_role("button").click()
    assert len(headings(first)) == 2
    first.get_by_label("Group by").select_option("")
    assert re.search(r"\?2\.group=owner&2\.sort=value&group=#", page.url)
    again = visit(page.url).page
    shared, other = again.locator(".pmkb-listing").all()
    assert headings(shared) == []
    assert names(other) == names(second)


def test_csv_has_the_rows_shown_in_their_order(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.get_by_label("Owner").select_option(label="李娜")
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    download = downloaded(page, "CSV")
    assert download.suggested_filename == "Contracts 2026-06-30.csv"
    text = text_of(download)
    assert text[0] == "\ufeff"
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    assert [row["Title"] for row in rows] == [*names(page)[:-1], "'=1+1"]
    assert [row["Value (CNY)"] for row in rows] == [
        "11000.5", "9000.5", "7000.5", "5000.5", "3000.5", "1000.5",
    ]  # fmt: skip
    assert {row["Ends"] for row in rows} == {"2026-12-31"}


def test_json_has_the_rows_shown_as_programs_read_them(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.get_by_label("Type").select_option(label="Maintenance")
    data = json.loads(text_of(downloaded(page, "JSON")))
    assert (data["title"], data["as_of"]) == ("Contracts", "2026-06-30")
    assert [row["id"] for row in data["rows"]] == ["contract:k09", "contract:k10", "contract:k11"]
    assert data["rows"][0]["value"] == {"amount": "10000.5", "currency": "CNY"}
    assert data["rows"][2]["value"] is None


def test_whole_table_is_the_file_beside_the_page(url: str, site: Path, visit: Open) -> None:
    page = visit(url + "contracts/").page
    assert text_of(downloaded(page, "CSV")) == (site / "contracts/table.csv").read_text("utf-8")


def test_rows_are_copied_for_a_spreadsheet(url: str, visit: Open) -> None:
    page = visit(url + "contracts/", permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_label("Contains").fill("=1+1")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    head, row = copied.splitlines()
    assert head.split("\t")[:2] == ["Title", "Party"]
    assert row.split("\t")[:3] == ["'=1+1", "客户 0", "Subscription"]


def test_without_scripts_table_is_whole_and_its_files_can_be_had(url: str, visit: Open) -> None:
    page = visit(url + "team/", java_script_enabled=False).page
    first = page.locator(".pmkb-listing").first
    assert headings(first) == ["#East China 8", "#South China 4"]
    assert len(names(first)) == 14
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    assert len(text_of(downloaded(page, "CSV")).splitlines()) == 13


def test_choices_open_from_below_on_a_phone(url: str, visit: Open) -> None:
    page = visit(url + "contracts/", viewport=PHONE).page
    expect(page.get_by_label("Owner")).to_be_hidden()
    page.get_by_role("button", name="Filter and group").click()
    page.get_by_label("Owner").select_option(label="李娜")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Owner")).to_be_hidden()
    expect(page.locator("output")).to_have_text("6 of 12")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_five_thousand_rows_are_sorted_narrowed_grouped_and_folded(large: str, visit: Open) -> None:
    page = visit(large).page
    rows = [Made(at) for at in range(ROWS)]
    count = page.locator("output")
    first = page.locator(".pmkb-records tbody tr").count()

    page.get_by_role("columnheader", name="Title").get_by_role("button").click()
    assert names(page) == [f"商机 {at}" for at in range(first)]  # as numbers: 2 before 10

    value = page.get_by_role("columnheader", name="Value").get_by_role("button")
    value.click()
    rows.sort(key=lambda row: row.value)
    assert names(page) == [row.title for row in rows[:first]]
    value.click()
    rows.sort(key=lambda row: (row.value == math.inf, -row.value))
    assert names(page) == [row.title for row in rows[:first]]

    page.get_by_label("Owner").select_option(label="李娜")
    hers = [row for row in rows if row.is_li_na]
    expect(count).to_have_text(f"{len(hers):,} of {ROWS:,}")
    assert names(page) == [row.title for row in hers[:first]]

    page.get_by_label("Group by").select_option(label="Type")
    parts = [[row for row in hers if row.is_subscription is each] for each in (True, False)]
    subscriptions, maintenance = parts
    assert names(page) == [
        f"#Subscription {len(subscriptions)}",
        *(row.title for row in subscriptions[: first - 1]),
    ]
    sums = page.locator(".pmkb-heading td.n").filter(has_text="CNY")
    expect(sums.first).to_have_text(f"CNY {sum(row.value for row in subscriptions):,.0f}")

    page.get_by_role("button", name="Subscription").click()
    assert names(page) == [
        f"#Subscription {len(subscriptions)}",
        f"#Maintenance {len(maintenance)}",
        *(row.title for row in maintenance[: first - 2]),
    ]


def test_paper_gets_every_row(large: str, visit: Open) -> None:
    page = visit(large).page
    assert page.locator(".pmkb-records tbody tr").count() < ROWS
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".pmkb-records tbody tr").count() == ROWS


def test_paper_has_heads_on_every_sheet_and_no_controls(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.emulate_media(media="print")
    expect(page.locator(".pmkb-tools")).to_be_hidden()
    expect(page.locator(".pmkb-files")).to_be_hidden()
    # A head that sticks, or holds boxes of its own, is empty where Chromium repeats it.
    head = page.locator(".pmkb-records thead th").first
    assert head.evaluate("(each) => getComputedStyle(each).position") == "static"
    assert head.evaluate("(each) => getComputedStyle(each.firstChild).display") == "contents"


def test_rows_follow_as_one_scrolls(large: str, visit: Open) -> None:
    page = visit(large).page
    rows = page.locator(".pmkb-records tbody tr")
    first = rows.count()
    assert first < ROWS
    rows.last.scroll_into_view_if_needed()
    page.wait_for_function(
        "(count) => document.querySelectorAll('.pmkb-records tbody tr').length > count", arg=first
    )


def test_what_matters_is_a_list_of_cards_on_a_phone(url: str, visit: Open) -> None:
    page = visit(url + "attention/", viewport=PHONE).page
    row = page.locator(".pmkb-matters tbody tr").first
    title, why = row.locator("th").bounding_box(), row.locator(".pmkb-why").bounding_box()
    assert title
    assert why
    assert why["y"] >= title["y"] + title["height"] - 1
    assert why["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    palette = [
        {"media": f"(prefers-color-scheme: {scheme})", "scheme": name}
        for scheme, name in (("light", "default"), ("dark", "slate"))
    ]
    theme = {"name": "material", "font": False, "palette": palette}
    return serve(built(tmp_path_factory.mktemp("material"), contents(), theme=theme))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_material_shows_tables_and_charts_as_our_theme_does(
    scheme: str, material: str, visit: Open
) -> None:
    seen = visit(material + "team/", color_scheme=scheme)
    page = seen.page
    chart = page.locator(".pmkb-chart svg:visible").bounding_box()
    assert chart
    assert chart["width"] > 400
    summary = page.locator(".pmkb-chart summary")
    assert summary.evaluate("(each) => getComputedStyle(each, '::before').content") == "none"
    second = page.locator(".pmkb-listing").nth(1)
    second.get_by_label("Group by").select_option(label="Owner")
    assert headings(second) == ["#李娜 6", "#魏然 6"]
    assert seen.errors == []
