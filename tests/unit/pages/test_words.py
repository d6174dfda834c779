"""What holds for the words of all pages: in English one thing is counted as one; Chinese pages have
no sentence of ours in English, and English ones none in Chinese.
"""

import re
from html import unescape

import pytest

from pmkb import pages
from pmkb.pages.page import PAGES, StatusPage
from pmkb.render import Edition, Site
from pmkb.render.status import status_page
from pmkb.render.wording import Language
from pmkb.trackers import TRACKERS
from tests.knowledge import compiled
from tests.unit.trackers import (
    test_activities,
    test_dashboard,
    test_directory,
    test_ecosystem,
    test_forms,
    test_product,
    test_sales,
    test_success,
)
from tests.unit.trackers.levels import Case

pages.load()
MODULES = (
    *(test_activities, test_dashboard, test_directory, test_ecosystem),
    *(test_forms, test_product, test_sales, test_success),
)
CASES: dict[str, dict[str, Case]] = {
    name: dict(levels) for module in MODULES for name, levels in module.CASES.items()
}
"""The checklist's small bases, by line and level: few things of each, often a single one."""
ABOUT = [(page, name) for page in PAGES.values() for name in page.trackers if name in CASES]
EACH = pytest.mark.parametrize(
    ("page", "line"), ABOUT, ids=[f"{page.name}-{name}" for page, name in ABOUT]
)
ONE_OF_MANY = re.compile(r"(?<![\w.,/–-])1 (?!is|has|was|less)[a-z]+s\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ENGLISH = re.compile(r"\b[a-z]{3,}(?: [a-z]{2,}){2,}\b")
"""Three words in a row: a sentence's part, and no name."""


def test_every_line_has_a_page() -> None:
    assert {name for _, name in ABOUT} == CASES.keys() == TRACKERS.keys()


def words(page: StatusPage, case: Case, language: Language) -> str:
    edition = Edition(compiled(case.files, as_of=case.as_of), Site(language))
    html = status_page(edition, page).html
    shown = re.sub(r"<code>.*?</code>", " ", html)
    titled = re.findall(r'(?:title|aria-label)="([^"]*)"', shown)
    return unescape("\n".join((re.sub(r"<[^>]*>", "\n", shown), *titled)))


@EACH
def test_one_thing_is_counted_as_one(page: StatusPage, line: str) -> None:
    for case in CASES[line].values():
        assert [m[0] for m in ONE_OF_MANY.finditer(words(page, case, "en"))] == []


@EACH
def test_pages_speak_the_language_of_the_site(page: StatusPage, line: str) -> None:
    for case in CASES[line].values():
        content = " ".join(case.files.values())
        chinese = {*CHINESE.findall(words(page, case, "en"))}
        assert {each for each in chinese if each not in content} == set()
        english = {*ENGLISH.findall(words(page, case, "zh"))}
        assert {each for each in english if each not in content} == set()
