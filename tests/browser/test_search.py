"""The search page on the example, as somebody uses it who looks for something."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def titles(page: Page) -> list[str]:
    """What is found, the best first, once the page is done."""
    expect(page.locator(".pmkb-search")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".pmkb-status-line")).not_to_be_empty()
    return [each.strip() for each in page.locator(".pmkb-hits h2").all_inner_texts()]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("东屿银行", "东屿银行"),
        ("罗恺", "罗恺"),
        ("降价", "磐海首年降价三成"),
        ("二季度运行报告", "朔原电力 2025–2028 三年订阅"),
        ("换证", "27001 换证空档撞上投标"),
        ("用户手册 8.4", "StarryDB 8.4 用户手册"),
        ("online ddl", "Online DDL for partitioned tables"),
        ("soc 2", "SOC 2 Type II"),
        ("loongarch compat", "LoongArch 平台兼容性认证"),
        ("hengsha", "衡沙燃气集团"),
        ("numa 抖动", "NUMA 抖动的识别与规避（技术支持）"),
    ],
)
def test_what_is_asked_for_stands_among_the_first(
    query: str, wanted: str, url: str, visit: Open
) -> None:
    page = visit(f"{url}search/").page
    page.get_by_role("searchbox", name="Search for").fill(query)
    expect(page.locator(".pmkb-hits h2").filter(has_text=wanted).first).to_be_visible()
    assert wanted in titles(page)[:3]
    page.get_by_role("link", name=wanted, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(wanted)


def test_kinds_and_sections_narrow_and_the_address_keeps_them(url: str, visit: Open) -> None:
    page = visit(f"{url}search/?q=升级").page
    everything = titles(page)
    page.get_by_role("checkbox", name="Requirement").check()
    expect(page.locator(".pmkb-hits .pmkb-state").first).to_have_text("Requirement")
    found = titles(page)
    assert 0 < len(found) < len(everything)
    assert set(page.locator(".pmkb-hits .pmkb-state").all_inner_texts()) == {"Requirement"}
    wanted = {"q": ["升级"], "kind": ["requirement"]}
    assert parse_qs(urlsplit(page.url).query) == wanted
    again = visit(page.url).page
    expect(again.get_by_role("checkbox", name="Requirement")).to_be_checked()
    assert titles(again) == found
    # Among what is left, there is nothing of another section.
    again.get_by_role("checkbox", name="Product").check()
    assert titles(again) == found
    again.get_by_role("button", name="Show all").click()
    expect(again.locator(".pmkb-hits li")).to_have_count(len(everything))


def test_what_is_nowhere_is_told_with_a_way_on(url: str, visit: Open) -> None:
    page = visit(f"{url}search/?q=升级 张三丰").page
    assert titles(page) == []
    expect(page.get_by_text("“张三丰” is nowhere in the base.")).to_be_visible()
    page.locator(".pmkb-remark").get_by_role("link", name="升级").click()
    assert titles(page)


def test_chinese_site_finds_too(chinese: str, visit: Open) -> None:
    page = visit(f"{chinese}search/?q=朔原电力").page
    assert "朔原电力集团" in titles(page)
    page.get_by_role("checkbox", name="合同").check()
    expect(page.locator(".pmkb-hits h2").first).to_have_text("朔原电力 2025–2028 三年订阅")


def test_results_are_walked_by_keyboard(url: str, visit: Open) -> None:
    page = visit(f"{url}search/?q=升级").page
    links = page.locator(".pmkb-hits h2 a")
    titles(page)
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_without_an_index_the_page_says_so(
    english: Path, tmp_path: Path, serve: Callable[[Path], str], visit: Open
) -> None:
    site = shutil.copytree(english, tmp_path / "site", ignore=shutil.ignore_patterns("pagefind"))
    page = visit(f"{serve(site)}search/?q=升级").page
    expect(page.get_by_text("This site has no search index.")).to_be_visible()
    # The lists of the menu are the way that it names, and finding by title goes on.
    page.get_by_role("combobox", name="Find a record").fill("东屿")
    expect(page.get_by_role("option").first).to_contain_text("东屿银行")


def test_without_scripts_the_page_says_so(url: str, visit: Open) -> None:
    page = visit(f"{url}search/", java_script_enabled=False).page
    told = page.locator("noscript p")
    expect(told).to_be_visible()
    expect(told).to_contain_text("Search needs scripts")
