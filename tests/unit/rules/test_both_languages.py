"""Everything that the cases find is told in Chinese as well as in English."""

import re
from collections.abc import Iterator

import pytest

from pmkb.diagnostic import Diagnostic
from pmkb.message import Message
from tests.cases import casefile

HAN = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"“[^”]*”|`[^`]*`|（[^）]*）|：.*")
"""What may stand in any language: names, values, and what other programs say behind a colon."""
PROSE = re.compile(r"[a-z]+(?: [a-z]+){2,}")
"""Three words in a row, without digits and marks: an English sentence, or a part of one."""
IN_ONE_LANGUAGE = {"pattern-mismatch"}
"""The hint is what a team, or the kind, says about the field."""


def _told() -> Iterator[tuple[Diagnostic, str]]:
    for path in casefile.every_file():
        for found in casefile.read(path.read_text("utf-8")).compiled().findings:
            yield found, found.message
            if found.hint and found.code not in IN_ONE_LANGUAGE:
                yield found, found.hint
            for each in found.related:
                yield found, each.message


def test_every_text_has_chinese() -> None:
    missing = {(found.code, text) for found, text in _told() if not isinstance(text, Message)}
    assert missing == set()


def test_chinese_is_chinese() -> None:
    texts = {(found.code, text.zh) for found, text in _told() if isinstance(text, Message)}
    assert [each for each in texts if not HAN.search(each[1])] == []
    assert [each for each in texts if PROSE.search(QUOTED.sub("", each[1]))] == []
    assert [each for each in texts if each[1] != each[1].strip() or "  " in each[1]] == []


@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        ("没有 front matter", False),
        ("应于 is still open 完成", True),
        ("没有“no such file”", False),
    ],
)
def test_english_is_recognised(text: str, is_english: bool) -> None:
    assert bool(PROSE.search(QUOTED.sub("", text))) == is_english
