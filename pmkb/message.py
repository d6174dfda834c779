"""Texts in English that know their Chinese: what diagnostics say, and what things mean."""

import re
from collections.abc import Iterable
from inspect import cleandoc
from typing import Any, Self


class Message(str):
    """A text in both languages. To programs it is its English: by that it is compared and sorted.

    Also the name of a thing as it stands inside a sentence: a status, a field, a term.
    """

    __slots__ = ("zh",)

    zh: str
    """The Chinese."""

    def __new__(cls, en: str, zh: str) -> Self:
        """A text from its English and its Chinese, both whole."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override] # one more than str's
        return str(self), self.zh

    def text(self, language: str) -> str:
        """The text in a language ("zh", anything else is English)."""
        return self.zh if language == "zh" else str(self)


def say(en: str, zh: str, /, **values: object) -> Message:
    """A message from its sentence in both languages and the values for the names in braces.

    A value that is a message itself stands in each sentence in that sentence's language. Without
    values, braces are text.
    """
    if not values:
        return Message(en, zh)
    chinese = {name: _in_chinese(value) for name, value in values.items()}
    return Message(en.format(**values), zh.format(**chinese))


def say_number(one: str, many: str, zh: str, /, n: int, **values: object) -> Message:
    """The same for a number `n` of things, whose English is `one` where there is a single one."""
    return say(one if n == 1 else many, zh, n=n, **values)


def documented(docstring: str | None) -> Message:
    """A docstring in both languages: its English, and behind a line `---` its Chinese.

    One without Chinese is English in both.
    """
    en, _, zh = cleandoc(docstring or "").partition("\n---\n")
    return Message(en.strip(), _unbroken(zh.strip()) or en.strip())


def _unbroken(text: str) -> str:
    """Chinese text without the breaks of lines inside paragraphs, which a browser would show as
    spaces. Between Chinese and Latin there is a space, but not beside Chinese punctuation.
    """
    return re.sub(
        rf"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])|(?<={_MARK})\n(?!\n)|(?<!\n)\n(?={_MARK})", "", text
    )


_MARK = "[，。：；、（）“”《》？！]"


NOTHING = Message("", "")


def listed(items: Iterable[str]) -> Message:
    """Texts as a list inside a sentence."""
    found = list(items)
    return Message(", ".join(found), "、".join(_in_chinese(each) for each in found))


def sentences(items: Iterable[str]) -> Message:
    """Sentences one after the other; in Chinese there is no space between them."""
    found = list(items)
    return Message(" ".join(found), "".join(_in_chinese(each) for each in found))


def told(text: str, language: str) -> str:
    """A text in a language; as it is where it has only one."""
    return text.text(language) if isinstance(text, Message) else text


def _in_chinese(value: object) -> Any:
    return value.zh if isinstance(value, Message) else value
