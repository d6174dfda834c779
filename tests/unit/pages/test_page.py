"""What holds for all status pages: names, labels, and that checking a base does not load them."""

import subprocess
import sys

import pytest

from pmkb import pages
from pmkb.kinds import BUILT_IN
from pmkb.pages.page import PAGES, PANELS, StatusPage
from pmkb.record import Section
from pmkb.render import Edition, Site
from pmkb.render.status import known, status_page, used
from pmkb.render.wording import Language
from pmkb.trackers import TRACKERS
from tests.knowledge import compiled

pages.load()
EVERY = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def edition(files: dict[str, str], language: Language = "en") -> Edition:
    return Edition(compiled(files), Site(language))


def test_every_module_of_a_section_is_one_page_at_its_address() -> None:
    assert sorted(pages.paths()) == sorted(each.path for each in PAGES.values())
    folders = {name.rpartition(".")[0] for name in pages.modules()} - {pages.PANELS}
    assert folders <= {each.value for each in Section}


def test_every_panel_is_of_a_kind() -> None:
    assert PANELS.keys() <= BUILT_IN.keys()


@EVERY
def test_a_page_has_a_title_in_both_languages(page: StatusPage) -> None:
    assert page.en.isascii()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in page.zh)


@EVERY
def test_a_page_asks_one_question(page: StatusPage) -> None:
    assert page.question.partition("\n\n")[0].endswith("?")


@EVERY
def test_a_page_is_about_kinds_and_lines_of_the_checklist_that_exist(page: StatusPage) -> None:
    assert page.kinds
    assert {*page.kinds} <= BUILT_IN.keys()
    assert {*page.trackers} <= TRACKERS.keys()


@EVERY
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_of_an_empty_base_says_how_to_begin(page: StatusPage, language: Language) -> None:
    made = status_page(edition({}, language), page)
    assert "pmkb-empty" in made.html
    assert "pmkb new " in made.html


def test_the_navigation_has_the_pages_that_have_something_to_tell() -> None:
    risk = "---\ntitle: Fork\nstatus: open\nprobability: 3\nimpact: 4\n---\n"
    base = edition({"risks/fork.md": risk})
    assert [each.name for each in used(base, Section.PRODUCT)] == ["risks"]
    assert {each.name for each in known(base)} == PAGES.keys()


def test_checking_a_base_loads_no_page() -> None:
    code = "import sys, pmkb.build; print('pmkb.charts' in sys.modules, 'babel' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
