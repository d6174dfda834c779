"""The interface's words exist in every language, and numbers and dates follow it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import pmkb
from pmkb.render.wording import FOLDER, Wording
from pmkb.values import Duration, Money

PACKAGE = FOLDER.parent
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
SOURCES = [
    ("charts/**.py", "python"),
    ("render/**.py", "python"),
    ("cli/**.py", "python"),
    ("mkdocs_plugin.py", "python"),
    ("**.j2", "jinja2"),
]


def texts() -> Iterator[str | tuple[str, ...]]:
    methods = [*SOURCES, ("theme/**.html", "jinja2")]
    for _file, _line, text, _comments, _context in extract_from_dir(
        PACKAGE, methods, keywords=KEYWORDS
    ):
        yield text


def test_package_folder_is_meant() -> None:
    assert Path(str(pmkb.__file__ or PACKAGE / "x")).parent == PACKAGE


def test_every_text_is_translated_and_no_translation_is_left_over() -> None:
    with (FOLDER / "zh" / "LC_MESSAGES" / "pmkb.po").open("rb") as file:
        catalogue = read_po(file)
    known = {each.id for each in catalogue if each.id and all(each.string)}
    assert set(texts()) == known


def test_translations_keep_the_placeholders() -> None:
    with (FOLDER / "zh" / "LC_MESSAGES" / "pmkb.po").open("rb") as file:
        catalogue = read_po(file)
    assert [list(each.check()) for each in catalogue if list(each.check())] == []


@pytest.mark.parametrize(
    ("language", "day", "money", "share", "length", "distance"),
    [
        ("en", "Jun 30, 2026", "CNY 1,234,567.5", "66.7%", "6 months", "in 12 days"),
        ("zh", "2026年6月30日", "¥1,234,567.5", "66.7%", "6个月", "12天后"),
    ],
)
def test_values_follow_the_language(
    language: str, day: str, money: str, share: str, length: str, distance: str
) -> None:
    wording = Wording("zh" if language == "zh" else "en")
    assert wording.day(date(2026, 6, 30)) == day
    assert wording.money(Money(Decimal("1234567.50"), "CNY")) == money
    assert wording.share(2 / 3) == share
    assert wording.duration(Duration.of("6m")) == length
    assert wording.distance(date(2026, 7, 12), date(2026, 6, 30)) == distance


@pytest.mark.parametrize(
    ("amount", "currency", "en", "zh"),
    [
        ("31240000", "CNY", "CNY 31.2M", "¥3124万"),
        ("-2160000", "USD", "USD -2.2M", "-US$216万"),
        ("9999.5", "CNY", "CNY 9,999.5", "¥9,999.5"),
        ("1234567890", "EUR", "EUR 1.2B", "€12.3亿"),
    ],
)
def test_money_in_little_room(amount: str, currency: str, en: str, zh: str) -> None:
    money = Money(Decimal(amount), currency)
    assert (Wording("en").brief_money(money), Wording("zh").brief_money(money)) == (en, zh)
