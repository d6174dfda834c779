"""The example's site, and the same under Material, as a reader uses them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Open
from tests.browser.test_access import WCAG, faults

SCHEMES = {"light": "default", "dark": "slate"}


def addresses(site: Path) -> list[str]:
    """Every status page and list, and the first three documents of each folder."""
    found = sorted(path.parent.relative_to(site) for path in site.rglob("index.html"))
    folders = {address.parent for address in found}
    first = [each for folder in folders for each in [x for x in found if x.parent == folder][:3]]
    status = [each for each in found if each.parent == Path("pages")]
    return [each.as_posix() for each in sorted({*folders, *first, *status} & set(found))]


# Summed up by the page itself: what has moved when nobody has done anything.
MOVED = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) moved += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved))));
})"""
# When what scrolls on its own has been told of the new width.
WIDTH = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    setTimeout(() => done(document.documentElement.scrollWidth));
  }));
})"""


def test_pages_open_without_errors_or_requests_elsewhere_and_nothing_moves(
    english: Path, url: str, visit: Open
) -> None:
    seen = visit(url)
    moved = {}
    for address in addresses(english):
        seen.page.goto(f"{url}{address}/")
        assert seen.page.locator("h1").count() >= 1, address
        moved[address] = seen.page.evaluate(MOVED)
    assert {address: each for address, each in moved.items() if each > 0.001} == {}
    assert seen.errors == []
    assert seen.foreign == []


def test_nothing_scrolls_sideways_on_a_phone(english: Path, chinese: str, visit: Open) -> None:
    page = visit(chinese).page
    wide = []
    for address in addresses(english):
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            if width == 390:
                page.goto(f"{chinese}{address}/")
            if page.evaluate(WIDTH) > width:
                wide.append((address, width))
    assert wide == []


def test_menu_opens_on_a_phone(url: str, visit: Open) -> None:
    page = visit(url, viewport=PHONE).page
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Product", exact=True).click()
    expect(page.locator("h1")).to_have_text("Product")


def test_broken_record_shows_what_is_wrong(url: str, visit: Open) -> None:
    page = visit(url + "contracts/broken/").page
    expect(page.locator("h1")).to_have_text("读不出的合同")
    expect(page.locator(".pmkb-findings")).to_contain_text("nonsense")
    expect(page.locator(".pmkb-raw")).to_contain_text("type: nonsense")
    expect(page.get_by_text("The body.")).to_be_visible()


def test_table_is_filtered_by_text_and_choice(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    rows = page.locator(".pmkb-records tbody tr")
    count = rows.count()
    page.get_by_label("Contains").fill("银行")
    assert 0 < rows.count() < count
    page.get_by_label("Standing").select_option("in-force")
    assert set(rows.locator("td:nth-of-type(3)").all_inner_texts()) == {"In force"}
    expect(page.locator("output")).to_have_text(re.compile(rf"^\d+ of {count}$"))
    page.get_by_label("Contains").fill("nobody is called this")
    expect(page.get_by_text("No record fits.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(rows).to_have_count(count)


def test_table_is_sorted_with_empty_cells_last(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    head = page.get_by_role("columnheader", name="Ends")
    cells = page.locator(".pmkb-records tbody td:nth-of-type(5)")

    def days() -> list[str]:
        return [str(each) for each in cells.evaluate_all("cells => cells.map((c) => c.dataset.s)")]

    head.get_by_role("button").click()
    filled = [day for day in days() if day]
    assert days() == sorted(filled) + [""] * (len(days()) - len(filled))
    expect(head).to_have_attribute("aria-sort", "ascending")
    head.get_by_role("button").click()
    assert days() == sorted(filled, reverse=True) + [""] * (len(days()) - len(filled))


def test_address_keeps_filter_and_order(url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.get_by_label("Contains").fill("订阅")
    page.get_by_label("Type").select_option("subscription")
    page.get_by_role("columnheader", name="Value").get_by_role("button").click()
    rows = page.locator(".pmkb-records tbody tr").all_inner_texts()
    assert len(rows) > 1
    again = visit(page.url).page
    assert again.locator(".pmkb-records tbody tr").all_inner_texts() == rows
    expect(again.get_by_label("Contains")).to_have_value("订阅")
    expect(again.get_by_label("Type")).to_have_value("subscription")


def test_without_scripts_everything_is_there(url: str, visit: Open) -> None:
    page = visit(url + "contracts/", java_script_enabled=False).page
    assert page.locator(".pmkb-records tbody tr").count() > 5
    expect(page.locator(".pmkb-tools")).to_be_hidden()
    expect(page.locator(".find")).to_be_hidden()


def test_scheme_follows_the_system_and_remembers_a_choice(url: str, visit: Open) -> None:
    page = visit(url, color_scheme="dark").page
    root = page.locator("html")
    expect(root).to_have_attribute("data-scheme", "dark")
    page.locator("button.scheme").click()
    expect(root).to_have_attribute("data-scheme", "light")
    page.reload()
    expect(root).to_have_attribute("data-scheme", "light")


@pytest.mark.parametrize(("typed", "found"), [("东屿", "东屿银行"), ("ddl part", "Online DDL")])
def test_quick_find(typed: str, found: str, url: str, visit: Open) -> None:
    page = visit(url + "contracts/").page
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find a record")
    expect(box).to_be_focused()
    box.fill(typed)
    expect(page.get_by_role("option").first).to_contain_text(found)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(found)


def test_chinese_site_speaks_chinese(chinese: str, visit: Open) -> None:
    page = visit(chinese).page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("h1")).to_have_text("驾驶舱")
    expect(page.get_by_placeholder("查找记录")).to_be_visible()


def test_cockpit_leads_to_the_records_behind_a_number(url: str, visit: Open) -> None:
    page = visit(url).page
    line = page.locator(".pmkb-line", has=page.get_by_role("link", name="Pipeline", exact=True))
    line.click(position={"x": 200, "y": 40})
    expect(page).to_have_url(re.compile("/pages/pipeline/$"))
    # Its line there leads on to how it is told.
    page.locator(".pmkb-line").first.click(position={"x": 200, "y": 40})
    expect(page).to_have_url(re.compile("/trackers/pipeline/$"))
    open_deals = int(page.locator(".pmkb-headline b").first.inner_text())
    rows = page.locator(".pmkb-records tbody tr")
    expect(rows).to_have_count(open_deals)
    page.get_by_label("Standing").select_option("stalled")
    assert 0 < rows.count() < open_deals


def test_attention_is_narrowed_to_a_person(url: str, visit: Open) -> None:
    page = visit(url + "contacts/luo-kai/").page
    page.locator(".pmkb-standing").get_by_role("link", name="What needs attention").click()
    expect(page.get_by_label("Who")).to_have_value("luo-kai")
    rows = page.locator(".pmkb-records tbody tr")
    assert set(rows.locator("td:nth-of-type(4)").all_inner_texts()) == {"罗恺"}
    page.get_by_label("Level").select_option("act")
    page.get_by_label("Section").select_option("product")
    assert set(rows.locator("td:nth-of-type(6)").all_inner_texts()) == {"Product"}
    shared = visit(page.url).page
    expect(shared.locator("output")).to_have_text(page.locator("output").inner_text())


def test_calendar_is_narrowed_and_the_address_keeps_it(url: str, visit: Open) -> None:
    page = visit(url + "calendar/").page
    days = page.locator(".pmkb-month li:not([hidden])")
    everything = days.count()
    page.get_by_label("Section").select_option("product")
    page.get_by_label("Who").select_option("xu-lin")
    narrowed = days.evaluate_all("all => all.map((e) => [e.dataset.section, e.dataset.owner])")
    assert 0 < len(narrowed) < everything
    assert all(each == ["product", "xu-lin"] for each in narrowed)
    assert all(each.is_visible() for each in days.all())
    again = visit(page.url).page.locator(".pmkb-month li:not([hidden])")
    expect(again).to_have_count(len(narrowed))
    page.get_by_role("button", name="Clear").click()
    expect(days).to_have_count(everything)


def test_calendar_is_a_list_on_a_phone(url: str, visit: Open) -> None:
    wide, narrow = visit(url + "calendar/").page, visit(url + "calendar/", viewport=PHONE).page
    today = "td[aria-current=date] time span:visible"
    expect(wide.locator(today)).to_have_text("30")
    expect(narrow.locator(today)).to_have_text("Tue, Jun 30")
    expect(wide.get_by_role("columnheader", name="Mon").first).to_be_visible()
    expect(narrow.locator(".pmkb-month thead").first).to_be_hidden()
    assert narrow.locator(".pmkb-free:visible").count() == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_material_shows_the_same_pages(width: int, material: str, visit: Open) -> None:
    seen = visit(material + "contracts/", viewport={"width": width, "height": 900})
    page = seen.page
    page.get_by_label("Contains").fill("银行")
    expect(page.locator("output")).to_have_text(re.compile(r"^\d+ of \d+$"))
    page.locator(".pmkb-records tbody a").first.click()
    expect(page.locator(".pmkb-computed")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.errors == []
    assert seen.foreign == []


def test_status_pages_have_no_errors_under_material_and_fit_a_phone(
    english: Path, material: str, visit: Open
) -> None:
    seen = visit(material, viewport=PHONE)
    wide = []
    for address in addresses(english):
        if address.startswith(("pages", "sections")):
            seen.page.goto(f"{material}{address}/")
            assert seen.page.locator(".pmkb").count() == 1, address
            if seen.page.evaluate(WIDTH) > PHONE["width"]:
                wide.append(address)
    assert wide == []
    assert seen.errors == []
    assert seen.foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["", "pages/pipeline/", "pages/kano/", "pages/roadmap/", "customers/east-bank/"]
)
def test_axe_finds_nothing_serious_in_pages_under_material(
    address: str, scheme: str, material: str, visit: Open
) -> None:
    page = visit(material + address, color_scheme=scheme).page
    assert page.locator(f"body[data-md-color-scheme={SCHEMES[scheme]}]").count() == 1
    assert faults(page, WCAG, ".pmkb") == []
