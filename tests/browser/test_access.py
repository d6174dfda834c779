"""Pages for everybody: what axe finds, what the keyboard reaches, what a page weighs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

# Pages made from one template each: their first ones stand for the rest.
MANY = ("trackers", "people", "sections", "docs", "docs/reference", "docs/reference/kinds")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WCAG = {"runOnly": TAGS, "resultTypes": ["violations"]}
COLORS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


def kinds_of_pages(site: Path) -> Iterator[str]:
    """Every page that is not a record's own, and of each kind the record with the longest page."""
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    for folder in {path.split("/")[0] for path in pages}:
        inside = [each for each in pages if each.split("/")[0] == folder]
        if folder == "pages" or "/" not in inside[0]:
            yield from inside
        elif folder not in {"docs", "trackers", "sections", "tags"}:
            # The list, and the record of which there is most to see.
            longest = max(inside, key=lambda path: (site / path).stat().st_size)
            yield from {f"{folder}/index.html", longest} & set(inside)
    for folder in MANY:
        below = sorted(each for each in pages if re.fullmatch(rf"{folder}/[^/]+/index\.html", each))
        yield from below[:3]


def faults(page: Page, options: dict[str, object], part: str | None = None) -> list[str]:
    """What axe finds serious or critical on a page, or in a part of it."""
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{each['impact']} {each['id']}: {each['nodes'][0]['html']}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("part", range(4))
def test_axe_finds_nothing_serious_in_light_and_dark(
    part: int, english: Path, url: str, visit: Open
) -> None:
    seen = visit(url, color_scheme="light")
    found = {}
    for address in sorted(set(kinds_of_pages(english)))[part::4]:
        seen.page.goto(url + address)
        found[address] = faults(seen.page, WCAG)
        # What is not about colours is the same in the dark.
        seen.page.emulate_media(color_scheme="dark")
        seen.page.locator("html[data-scheme=dark]").wait_for(state="attached")
        found[f"{address}, dark"] = faults(seen.page, COLORS)
        seen.page.emulate_media(color_scheme="light")
    assert {address: each for address, each in found.items() if each} == {}
    assert seen.errors == []
    assert seen.foreign == []


def test_keyboard_reaches_what_a_mouse_does(url: str, visit: Open) -> None:
    """Each stop on the way through a page is seen: it has an outline, or another look."""
    page = visit(f"{url}pages/pipeline/").page
    reached = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const at = document.activeElement;
              const mark = at.closest(".pmkc-mark");
              const framed = mark && getComputedStyle(mark.querySelector("rect")).stroke !== "none";
              return {
                what: mark ? "value of a chart"
                  : at.closest("thead") ? "order of a table"
                  : at.closest(".pmkb-tools") ? "filter of a table"
                  : at.closest(".pmkb-files") ? "file of a table"
                  : at.closest("nav") ? "menu" : at.closest("header") ? "head" : at.localName,
                html: at.outerHTML.slice(0, 200),
                seen: [at, at.closest(".pmkb-line") ?? at].some(
                  (each) => getComputedStyle(each).outlineStyle !== "none",
                ) || framed || at === document.body,
              };
            }"""
        )
        reached.add(stop["what"])
        assert stop["seen"], stop
    wanted = {"head", "menu", "value of a chart", "filter of a table", "order of a table"}
    assert wanted | {"file of a table", "summary", "a"} <= reached


def test_value_of_a_chart_is_shown_where_the_keyboard_stops(url: str, visit: Open) -> None:
    page = visit(f"{url}metrics/recurring-revenue/").page
    mark = page.locator(".pmkb-chart svg:visible .pmkc-mark[tabindex]:has(.pmkc-tip)").first
    tip = mark.locator(".pmkc-tip")
    expect(tip).to_be_hidden()
    mark.focus()
    expect(tip).to_be_visible()
    assert re.search(r"\d", tip.locator("text").first.inner_html())
