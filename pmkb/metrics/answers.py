"""Answers to a Kano questionnaire from a CSV file, with everything that is wrong in it.

The file has a row for each respondent and requirement, with one answer to each of the two
questions; or, where the answers are gone, a row for each requirement with counts by category. A bad
row is left out and counted; nothing is guessed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pmkb.diagnostic import Diagnostic, Fault, Related, Severity, did_you_mean
from pmkb.document import NUL_BYTE
from pmkb.message import Message, listed, say
from pmkb.metrics.cells import Cell, Row, row_span, rows_of
from pmkb.metrics.faults import COLUMN_TWICE, NOT_UTF8, ROW_LENGTH, WRONG_DELIMITER
from pmkb.metrics.flaws import MOST_TOLD
from pmkb.metrics.kano import (
    DISLIKE,
    LETTERS,
    LIKE,
    LIVE_WITH,
    MUST_BE,
    NEUTRAL,
    Answer,
    Counts,
)
from pmkb.source import Source, Span
from pmkb.values import shown

MALFORMED = Fault(
    "answers-malformed",
    Severity.ERROR,
    """A file of answers is no CSV from here on: a quotation mark is not closed, or text follows it.

    Where a cell ends cannot be known any more, so the rest of the file is not read. Close the
    quotation mark; one that belongs to a text is written twice.
    ---
    答卷文件从这里起不是合法的 CSV：引号没有闭合，或者闭合后还有文字。

    单元格到哪里结束已无法判断，文件的其余部分不再读取。把引号闭合；文本里的引号要写两遍。""",
)
MISSING_COLUMN = Fault(
    "answers-without-column",
    Severity.ERROR,
    """A file of answers lacks a column: the respondent, the requirement, one of the two answers, or
    a segment that the survey groups by.

    Where the columns have other names, the survey tells them: `columns: {functional: Q1}`.
    ---
    答卷文件缺少一列：受访者、需求、正反两问之一，或者问卷要分组统计的维度。

    列名不同的，在问卷里写明对应关系：`columns: {functional: Q1}`。""",
)
UNKNOWN_ANSWER = Fault(
    "unknown-answer",
    Severity.ERROR,
    """A cell of a file of answers holds none of the five answers, or a count that is no number.

    Answers are 1 to 5, in the direction that the survey's `scale` tells, or words: `like`,
    `must-be`, `neutral`, `live with`, `dislike`, 喜欢, 理应如此, 无所谓, 勉强接受, 不喜欢. The row
    is left out.
    ---
    答卷文件的某个单元格不是五种回答之一，或者计数不是数字。

    回答写 1 到 5，方向由问卷的 `scale` 说明；也可以写词：`like`、`must-be`、`neutral`、
    `live with`、`dislike`，喜欢、理应如此、无所谓、勉强接受、不喜欢。这一行不计入。""",
)
MISSING_ANSWER = Fault(
    "missing-answer",
    Severity.WARNING,
    """A row of a file of answers lacks one of the two answers, or does not say who answered or what
    about.

    The row is left out. Rows with neither answer are questions passed over, and only counted.
    ---
    答卷文件的某一行少了正反两问之一的回答，或者没写是谁答的、答的哪条需求。

    这一行不计入。两问都没答的视为跳过，只统计个数。""",
)
REPEATED_ANSWER = Fault(
    "repeated-answer",
    Severity.ERROR,
    """A respondent has answered about a requirement more than once, or a requirement is counted
    twice.

    Only the first is counted. Find out which one holds, and delete the others.
    ---
    同一位受访者对同一条需求答了多次，或者同一条需求的计数写了两遍。

    只计第一次。弄清以哪一次为准，删掉其余的。""",
)
UNKNOWN_REQUIREMENT = Fault(
    "answer-about-unknown-requirement",
    Severity.ERROR,
    """A row of a file of answers names a requirement that is not in the knowledge base.

    The row is left out. Write the requirement's id; a renamed one keeps its old id through
    `aliases:`.
    ---
    答卷文件的某一行写的需求，知识库里没有。

    这一行不计入。写上需求的编号；改过名的需求，用 `aliases:` 保留旧编号即可。""",
)

UNKNOWN = "unknown"
"""The group of those whose segment is not written down."""
UNANSWERED = "unanswered"
"""Why rows with neither answer are left out; that is no fault."""

ROLES = ("respondent", "requirement", "functional", "dysfunctional", "first", "second")
FUNCTIONAL_FIRST, DYSFUNCTIONAL_FIRST = ORDERS = ("functional-first", "dysfunctional-first")
LIKE_IS_1, LIKE_IS_5 = SCALES = ("like-is-1", "like-is-5")

_WORDS = {
    LIKE: (
        "like; I like it; I like it that way; I enjoy it that way; 喜欢; 很喜欢; 非常喜欢; 我喜欢;"
        "我很喜欢; 我非常喜欢; 满意; 很满意; 非常满意; 感到满意; love it; I love it;"
        "I like it very much; satisfied; very satisfied; delighted"
    ),
    MUST_BE: (
        "must be; it must be that way; expect; expect it; expected; I expect it;"
        "I expect it that way; 理应如此; 它理应如此; 理所当然; 理当如此; 应该如此; 应当如此;"
        "必须如此; 必须这样; 必须有; must have; must-have; it must have it; 应该有; 应当有; 理应有;"
        "必备; 必须具备; 应该具备; 理应具备; 理所应当; 本应如此"
    ),
    NEUTRAL: (
        "neutral; I am neutral; I'm neutral; I feel neutral; don't care; I don't care; 无所谓;"
        "中立; 没感觉; 没有感觉; 无感; indifferent; I am indifferent; no opinion; no feeling;"
        "I have no feeling; 没意见; 没什么感觉; 不在乎; 不关心; 我无所谓; 一般"
    ),
    LIVE_WITH: (
        "live with; live with it; I can live with it; I can live with it that way; tolerate;"
        "tolerate it; I can tolerate it; I can tolerate it that way; accept; accept it;"
        "I can accept it; I can accept it that way; 勉强接受; 勉强可以接受; 可以忍受; 能忍受;"
        "能够忍受; 可以接受; 能接受; can live with; can live with it; can tolerate it; tolerable;"
        "acceptable; 能够接受; 勉强能接受; 还能接受; 勉强忍受; 可忍受; 可接受"
    ),
    DISLIKE: (
        "dislike; I dislike it; I dislike it that way; 不喜欢; 很不喜欢; 非常不喜欢; 我不喜欢;"
        "我很不喜欢; 我非常不喜欢; 讨厌; 不满; 不满意; 很不满意; 非常不满意; 感到不满; hate it;"
        "I hate it; dissatisfied; very dissatisfied; can't accept it; I can't accept it;"
        "unacceptable; 很讨厌; 反感; 不能接受; 无法接受; 不可接受; 不能忍受; 无法忍受"
    ),
}


def _bare(text: str) -> str:
    """A text without what people write differently: width, case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


_BY_WORD = {_bare(word): point for point, words in _WORDS.items() for word in words.split(";")}


_CALLED = {
    "respondent": ("受访者", "答卷人", "答题人", "填写人", "答卷编号"),
    "requirement": ("需求", "功能", "特性"),
    "functional": ("正向题", "正向问题", "正向", "具备时", "有此功能"),
    "dysfunctional": ("反向题", "反向问题", "反向", "不具备时", "无此功能"),
}
"""What columns are called in Chinese; other names are told by the layout."""


@dataclass(frozen=True)
class Layout:
    """How a file of answers is laid out."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Names of columns by their role, where a name is not the role itself.

    The two answers are told by what was asked (`functional`, `dysfunctional`), or by which was
    asked first (`first`, `second`); then `order` tells what that was."""
    order: str = FUNCTIONAL_FIRST
    scale: str = LIKE_IS_1
    """Which number stands for "I like it"; words mean what they say."""
    segments: tuple[str, ...] = ()
    """Columns to group by."""


@dataclass(frozen=True)
class Reading:
    """What a file of answers holds, and what is wrong with it."""

    answers: tuple[Answer, ...] = ()
    counts: Mapping[str, Counts] = field(default_factory=dict)
    """Counts by requirement, where the file holds those."""
    rows: int = 0
    """All rows but empty ones."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many rows could not be used, by the code of what is wrong, or `unanswered`."""
    faults: tuple[Diagnostic, ...] = ()


def read(source: Source, layout: Layout, requirements: Mapping[str, str] | None = None) -> Reading:
    """Read a file of answers, or of counts by category.

    `requirements` tells ids of requirements by all names they are known under; None lets any name
    pass.
    """
    sheet = _Sheet(source, layout, requirements)
    if damage := sheet.damage():
        return Reading(faults=(damage,))
    if sheet.holds_counts():
        counts = dict(sheet.counts())
        return Reading((), counts, sheet.rows, dict(sheet.left_out), sheet.faults())
    answers = tuple(sheet.answers())
    return Reading(answers, {}, sheet.rows, dict(sheet.left_out), sheet.faults())


_DELIMITERS = {
    ";": say("semicolons", "分号"),
    "\t": say("tabs", "制表符"),
    "|": say("bars", "竖线"),
    "，": say("full-width commas", "全角逗号"),
}
ONE_ANSWER = say("how one of the two questions was answered", "其中一问的回答")
_POINTS = {
    LIKE_IS_1: say(
        "write 1 (like), 2 (must-be), 3 (neutral), 4 (live with) or 5 (dislike)",
        "写 1（喜欢）、2（理应如此）、3（无所谓）、4（可以忍受）或 5（不喜欢）",
    ),
    LIKE_IS_5: say(
        "write 5 (like), 4 (must-be), 3 (neutral), 2 (live with) or 1 (dislike)",
        "写 5（喜欢）、4（理应如此）、3（无所谓）、2（可以忍受）或 1（不喜欢）",
    ),
}


class _Sheet:
    """The table of a file while it is read: its columns by name, and what is wrong so far."""

    def __init__(
        self, source: Source, layout: Layout, requirements: Mapping[str, str] | None
    ) -> None:
        self.source, self.layout, self.requirements = source, layout, requirements
        table = rows_of(source.text)
        self.broken_at = table.broken_at
        filled = [row for row in table.rows if any(row.cells)]
        self.header = filled[0].trimmed() if filled else None
        self.table = filled[1:]
        self.rows, self.left_out = 0, Counter[str]()
        self.found: list[str] = []
        """The codes of all faults, of which only the first ones of each are told."""
        self.told: list[Diagnostic] = []
        self.rest: dict[str, Diagnostic] = {}
        self.counted: dict[tuple[str, ...], Cell] = {}
        """Where each respondent and requirement that is counted stands."""
        self.hints: dict[str, Message | None] = {}

    def damage(self) -> Diagnostic | None:
        """Why nothing of the file can be read, if so."""
        source, bad = self.source, self.source.bad_utf8_at
        if bad is not None:
            message = say(
                "from here on the file is not UTF-8, so none of it was read",
                "从这里起不是 UTF-8，整个文件没有读取",
            )
            hint = say(
                "save the file as UTF-8 (spreadsheets call it CSV UTF-8)",
                "另存为 UTF-8（在表格软件里选“CSV UTF-8”）",
            )
            return NOT_UTF8.at(source, Span(bad, bad + 1), message, hint)
        if (nul := source.text.find("\0")) >= 0:
            message = say(
                "a NUL byte: the file is damaged, or it is no CSV",
                "有 NUL 字节：文件已损坏，或不是 CSV",
            )
            hint = say("save the file as CSV in UTF-8", "另存为 UTF-8 的 CSV")
            return NUL_BYTE.at(source, Span(nul, nul + 1), message, hint)
        if self.header is not None:
            return self._wrong_delimiter(self.header) if len(self.header.cells) == 1 else None
        if self.broken_at is not None:
            return self._malformed(self.broken_at)
        return MISSING_COLUMN.at(source, Span(0, 0), say("the file is empty", "文件是空的"))

    def _wrong_delimiter(self, header: Row) -> Diagnostic | None:
        start, end = row_span(self.source.text, header)
        text = self.source.text[start:end]
        places = [(text.find(sign), sign) for sign in _DELIMITERS if sign in text]
        if not places:
            return None
        at, sign = min(places)
        span = Span(start + at, start + at + 1)
        message = say(
            "cells are separated by {sign}, where commas are wanted",
            "单元格用{sign}分隔，应该用逗号",
            sign=_DELIMITERS[sign],
        )
        hint = say("save the file as CSV with commas", "另存为逗号分隔的 CSV")
        return WRONG_DELIMITER.at(self.source, span, message, hint)

    def holds_counts(self) -> bool:
        """Whether the file has a column for each category, and none for an answer."""
        letters = all(self._places(letter.value) for letter in LETTERS)
        return letters and not any(self._places(name) for name in self._questions())

    def counts(self) -> Iterator[tuple[str, Counts]]:
        """The counts of each requirement."""
        columns = self._columns([self._name("requirement"), *(each.value for each in LETTERS)])
        for row in self._rows_with(columns):
            requirement, *cells = (row.cell(at) for at in columns)
            about, numbers = self._requirement(requirement), [self._count(cell) for cell in cells]
            known = [number for number in numbers if number is not None]
            if about and known == numbers and self._is_new((about,), requirement):
                yield about, dict(zip(LETTERS, known, strict=True))

    def answers(self) -> Iterator[Answer]:
        """The usable answers."""
        names = [self._name("respondent"), self._name("requirement"), *self._questions()]
        columns = self._columns(names)
        segments = {name: at for name in self.layout.segments for at in self._columns([name])}
        for row in self._rows_with(columns):
            who, requirement, *cells = (row.cell(at) for at in columns)
            if not any(cell.text for cell in cells):
                self.left_out[UNANSWERED] += 1
                continue
            about = self._requirement(requirement)
            functional, dysfunctional = (self._point(cell) for cell in cells)
            if not (self._is_filled(who, say("who answered", "是谁答的")) and about):
                continue
            if functional and dysfunctional and self._is_new((who.text, about), who):
                groups = {name: row.cells[at] or UNKNOWN for name, at in segments.items()}
                yield Answer(who.text, about, functional, dysfunctional, groups)

    def _name(self, role: str) -> str:
        """What the column of a role is called: as told, or as people do."""
        told = self.layout.columns.get(role)
        if told is not None or self._places(role):
            return told or role
        return next((each for each in _CALLED.get(role, ()) if self._places(each)), role)

    def _questions(self) -> tuple[str, str]:
        """The names of the columns with the functional and with the dysfunctional answer."""
        given, told = self.layout.columns.keys(), ("functional", "dysfunctional")
        asked = (
            ("first", "second") if self.layout.order == FUNCTIONAL_FIRST else ("second", "first")
        )
        present = {role for role in (*told, *asked) if self._places(self._name(role))}
        by_order = given & set(asked) or (set(asked) <= present and not set(told) <= present)
        first, second = asked if by_order and not given & set(told) else told
        return self._name(first), self._name(second)

    def _places(self, name: str) -> list[int]:
        names = self.header.cells if self.header else ()
        return [at for at, each in enumerate(names) if _alike(each) == _alike(name)]

    def _columns(self, names: Sequence[str]) -> list[int]:
        """The places of columns, or none at all where one is missing."""
        found = []
        for name in names:
            places = self._places(name)
            found += places[:1]
            if not places:
                self._missing(name)
            elif len(places) > 1 and self.header:
                again = self.header.cell(places[1])
                message = say("there are two columns {name!r}", "有两列都叫“{name}”", name=name)
                hint = say("rename one of them", "给其中一列改名")
                self._report(COLUMN_TWICE, again, message, hint)
        return found if len(found) == len(names) else []

    def faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong: of each kind the first ones, and how many follow."""
        counts = Counter(self.found)
        rest = (
            replace(each, message=_and_more(counts[code] - MOST_TOLD, each.message))
            for code, each in self.rest.items()
        )
        return (*self.told, *rest)

    def _report(
        self,
        fault: Fault,
        where: Cell | Row,
        message: Message,
        hint: Message | None = None,
        related: tuple[Related, ...] = (),
    ) -> None:
        self.found.append(fault.code)
        told = sum(each.code == fault.code for each in self.told)
        if told == MOST_TOLD and fault.code in self.rest:
            return
        made = fault.at(self.source, self._span(where), message, hint)
        made = replace(made, related=related) if related else made
        if told < MOST_TOLD:
            self.told.append(made)
        else:
            self.rest[fault.code] = made

    def _span(self, where: Cell | Row) -> Span:
        text = self.source.text
        return where.span(text) if isinstance(where, Cell) else row_span(text, where)

    def _missing(self, name: str) -> None:
        if self.header:
            names = self.header.cells
            hint = did_you_mean(name, names) or say(
                "the columns are {names}", "现有的列：{names}", names=listed(names[:20])
            )
            message = say("there is no column {name!r}", "没有列“{name}”", name=name)
            self._report(MISSING_COLUMN, self.header, message, hint)

    def _rows_with(self, columns: Sequence[int]) -> Iterator[Row]:
        """The rows to take in. A row about which a fault is reported meanwhile is left out."""
        self.rows = len(self.table)
        if not columns:
            self.left_out[MISSING_COLUMN.code] += self.rows
            return
        width = len(self.header.cells) if self.header else 0
        for row in self.table:
            before = len(self.found)
            if len(row.cells) < width or any(row.cells[width:]):
                message = say(
                    "{n} cells, where the first line has {width}",
                    "有 {n} 个单元格，而首行是 {width} 个",
                    n=len(row.cells),
                    width=width,
                )
                hint = say(
                    "put quotation marks around a text with a comma in it", "含逗号的文本要加引号"
                )
                self._report(ROW_LENGTH, row, message, hint)
            else:
                yield row
            if len(self.found) > before:
                self.left_out[self.found[before]] += 1
        if self.broken_at is not None:
            self.told.append(self._malformed(self.broken_at))

    def _malformed(self, at: int) -> Diagnostic:
        line = self.source.line_span(self.source.position(at)[0])
        message = say(
            "a quotation mark that is never closed, or text behind one; reading ends here",
            "引号没有闭合，或引号后面还有文本；读到这里为止",
        )
        hint = say(
            'double the quotation marks inside a text: "a ""b"" c"',
            '文本里的引号要写两遍："a ""b"" c"',
        )
        return MALFORMED.at(self.source, Span(at, max(at, line.end)), message, hint)

    def _is_filled(self, cell: Cell, what: Message) -> bool:
        if not cell.text:
            message = say("the row does not say {what}", "这一行没写{what}", what=what)
            self._report(MISSING_ANSWER, cell, message)
        return bool(cell.text)

    def _requirement(self, cell: Cell) -> str | None:
        """The id of the requirement that a cell names."""
        if not self._is_filled(cell, say("what it is about", "是哪条需求")):
            return None
        if self.requirements is None:
            return cell.text
        name = cell.text.removeprefix("requirement:")
        found = self.requirements.get(name)
        if found is None:
            if name not in self.hints:
                self.hints[name] = did_you_mean(name, self.requirements)
            message = say("there is no requirement {name!r}", "没有需求“{name}”", name=name)
            self._report(UNKNOWN_REQUIREMENT, cell, message, self.hints[name])
        return found

    def _point(self, cell: Cell) -> int | None:
        """The answer in a cell, from 1 (like) to 5 (dislike)."""
        if not self._is_filled(cell, ONE_ANSWER):
            return None
        text = unicodedata.normalize("NFKC", cell.text)
        if re.fullmatch(r"[1-5](\.0+)?", text):
            return int(text[0]) if self.layout.scale == LIKE_IS_1 else LIKE + DISLIKE - int(text[0])
        found = _BY_WORD.get(_bare(text))
        if found is None:
            message = say(
                "{text} is none of the five answers",
                "{text}不是五个选项之一",
                text=shown(cell.text),
            )
            self._report(UNKNOWN_ANSWER, cell, message, _POINTS[self.layout.scale])
        return found

    def _count(self, cell: Cell) -> int | None:
        if re.fullmatch(r"[0-9]{1,9}", cell.text):
            return int(cell.text)
        message = say("{text} is no count of answers", "{text}不是答卷数", text=shown(cell.text))
        self._report(UNKNOWN_ANSWER, cell, message, say("write a whole number", "写成整数"))
        return None

    def _is_new(self, what: tuple[str, ...], cell: Cell) -> bool:
        """Whether something has not been counted yet; it is from now on."""
        first = self.counted.setdefault(what, cell)
        if first is cell:
            return True
        message = say("{name} is counted already", "“{name}”已经计过", name=what[0])
        if len(what) == 2:
            message = say(
                "{who} has answered about {name} already",
                "{who} 已经答过“{name}”",
                who=what[0],
                name=what[1],
            )
        place = self.source.place(self._span(first))
        counts = Related(self.source.path, place, say("the one that counts", "计入的是这一行"))
        hint = say("delete one of the two rows", "删掉其中一行")
        self._report(REPEATED_ANSWER, cell, message, hint, (counts,))
        return False


def _and_more(rest: int, message: str) -> Message:
    return say(
        "{rest:,} more of this kind follow from here; this one: {message}",
        "从这里起同类问题还有 {rest:,} 处，这一处：{message}",
        rest=rest,
        message=message,
    )


def _alike(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()
