"""Tables that can be sorted, filtered, grouped, shared and taken away as files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from markupsafe import Markup
from wcwidth import wcswidth

from pmkb.fields import Computation, Key, Part
from pmkb.pages import block
from pmkb.record import Record
from pmkb.render.edition import Edition
from pmkb.render.plain import Choice, choice_of, data_of, is_list, single, sort_key, text_of
from pmkb.render.writer import Writer, are_numbers
from pmkb.sheet import Field, Sheet
from pmkb.values import Duration, Money, Ref

NOTHING = Markup("")
PERIOD = re.compile(r"(FY)?\d{4}-[QW]?\d{1,2}")
NAME = 12
"""Up to how many columns of a terminal a text in a cell is a word: of Chinese, six characters."""
LINE = 24
"""From how many letters on a text in a cell is a sentence."""
MOST_CHOICES = 24
"""Up to how many different values a table can be narrowed to one of them, or grouped by them."""


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    name: str
    """In addresses, and in JSON."""
    label: str
    is_numeric: bool = False
    """Whether it is set flush right."""
    choices: tuple[Choice, ...] = ()
    """What the table can be narrowed to and grouped by."""
    adds: str | None = None
    """What stands before a sum of its values, such as a currency; None where they make none."""


@dataclass(frozen=True)
class Row:
    """The cell that heads a row, and those that follow."""

    head: Markup
    cells: Markup


@dataclass(frozen=True)
class Group:
    """Rows that have a value in common; all of them, where a table is not grouped."""

    rows: tuple[Row, ...]
    label: str = ""
    sums: Markup = NOTHING


@dataclass(frozen=True)
class Table:
    """A table of a page."""

    title: str
    first: str
    """The head of the first column, whose cells head the rows."""
    heads: tuple[Head, ...]
    """Those of the others."""
    count: int
    place: int
    """1 for the first table of its page, which has the plain names in addresses."""
    csv_file: str
    json_file: str
    """The addresses of its files."""
    groups: tuple[Group, ...] = ()
    """Empty where a template writes the rows."""
    group: str = ""
    """The column it is grouped by at first."""
    sums: Markup = NOTHING
    """The cells of a last row; empty where nothing makes a sum."""

    @property
    def prefix(self) -> str:
        """What its names in the page's address begin with."""
        return f"{self.place}." if self.place > 1 else ""

    @property
    def choosable(self) -> tuple[Head, ...]:
        """The columns that tell its rows apart."""
        return tuple(each for each in self.heads if len(each.choices) > 1)


@dataclass(frozen=True)
class _Column:
    """A column with its values, and what they are values of."""

    head: Head
    values: tuple[object, ...]
    made: Key | Computation | None = None
    """The field at the end of its path, or the computed value; None in a grid."""
    rated: tuple[Money | None, ...] = ()
    """Amounts in several currencies, in the reporting one; empty for all other values."""

    @property
    def key(self) -> Key | None:
        return self.made if isinstance(self.made, Key) else None

    def cell(self, writer: Writer, row: int) -> Markup:
        value = self.values[row]
        shown = writer.value(value) if self.made is None else writer.cell(value, self.made)
        # Of what is due there is none where the list of it is empty.
        is_zero = value == () and self.head.adds is not None
        key = "0" if is_zero else sort_key(self.rated[row] if self.rated else value, self.key)
        mark = Markup(' data-s="{}"').format(key) if key is not None else NOTHING
        return Markup("<td{}{}>{}</td>").format(_css(value, self.head.is_numeric), mark, shown)

    def fields(self, edition: Edition) -> Iterator[Field]:
        """The column in a sheet. Amounts are numbers there: the currency stands in the head, or in
        a column of its own where there are several.
        """
        data = tuple(data_of(each) for each in self.values)
        texts = tuple(text_of(edition, each, self.key) for each in self.values)
        name, label = self.head.name, self.head.label
        money = _amounts(self.values)
        currencies = {each.currency for each in money or () if each}
        if money is None or not currencies:
            yield Field(name, label, data, texts)
            return
        amounts = tuple(each and each.amount for each in money)
        if len(currencies) == 1:
            yield Field(name, f"{label} ({currencies.pop()})", data, amounts)
            return
        yield Field(name, label, data, amounts)
        currency = edition.wording.gettext("Currency")
        codes = tuple(each and each.currency for each in money)
        yield Field("", f"{label} · {currency}", (), codes)


def _amounts(values: Iterable[object]) -> list[Money | None] | None:
    """The amounts in a column that has nothing else, at most one in a cell; None in any other."""
    found: list[Money | None] = []
    for each in values:
        amount = single(each)
        several = isinstance(each, tuple) and is_list(each) and len(each) > 1
        if several or not (amount is None or isinstance(amount, Money)):
            return None
        found.append(amount)
    return found


def _css(value: object, is_numeric: bool) -> Markup:
    """The class of a cell: numbers are set flush right, names and sentences get room, periods stay
    whole.
    """
    if is_numeric:
        return Markup(' class="n"')
    if not isinstance(value, str) or isinstance(value, Ref):
        return NOTHING
    if PERIOD.fullmatch(value):
        return Markup(' class="t"')
    if len(value) > LINE:
        return Markup(' class="w"')
    # Chinese breaks after any character, so that without room it stands in a pillar of twos.
    return Markup(' class="m"') if wcswidth(value) > NAME else NOTHING


# The three kinds of tables: of records, of any values, and those whose rows a template writes.


def of_records(
    writer: Writer,
    kind: type[Record],
    records: Sequence[Record],
    title: str,
    names: Sequence[str] = (),
    group: str = "",
) -> Table:
    """Some records of a kind with the columns of its list, or with others by name."""
    edition, names = writer.edition, tuple(names) or kind.columns
    if group and group not in names:
        names = (*names, group)
    records = _in_groups(edition, kind, records, group) if group else records
    columns = [_column(edition, kind, records, each, each == group) for each in names]
    heads = [writer.link(each) for each in records]
    first = writer.wording.gettext("Title")
    headings = tuple(each.heading for each in records)
    fields = (
        Field("title", first, headings, headings),
        *(field for each in columns for field in each.fields(edition)),
        Field("id", "ID", tuple(each.ref for each in records), tuple(each.id for each in records)),
    )
    sheet = Sheet(title, edition.kb.as_of, fields)
    return _table(writer, sheet, first, columns, heads, group)


def of_grid(writer: Writer, grid: "block.Grid") -> Table:
    """A table of any values."""
    edition = writer.edition
    columns = [
        _grid_column(edition, f"c{at}", each, tuple(row[at] for row in grid.rows))
        for at, each in enumerate(grid.columns)
    ]
    heads = [writer.value(row[0]) for row in grid.rows]
    fields = _named_apart(field for each in columns for field in each.fields(edition))
    sheet = Sheet(grid.title, edition.kb.as_of, tuple(fields))
    return _table(writer, sheet, columns[0].head.label, columns[1:], heads)


def written(
    writer: Writer,
    title: str,
    first: str,
    heads: Sequence[Head],
    values: Sequence[Mapping[str, object]],
) -> Table:
    """A table whose rows a template writes; `values` are theirs by the names of the columns, that
    of the first one being `title`.
    """
    edition = writer.edition
    fields = (
        Field(
            each.name,
            each.label,
            tuple(data_of(row[each.name]) for row in values),
            tuple(text_of(edition, row[each.name]) for row in values),
        )
        for each in (Head("title", first), *heads)
    )
    sheet = Sheet(title, edition.kb.as_of, tuple(fields))
    return Table(title, first, tuple(heads), len(values), *writer.attach(sheet))


def _table(
    writer: Writer,
    sheet: Sheet,
    first: str,
    columns: Sequence[_Column],
    heads: Sequence[Markup],
    group: str = "",
) -> Table:
    rows = tuple(
        Row(head, Markup("").join(each.cell(writer, at) for each in columns))
        for at, head in enumerate(heads)
    )
    grouped = next((each for each in columns if each.head.name == group), None)
    groups = _groups(writer, columns, grouped, rows) if grouped else (Group(rows),)
    adds = len(rows) > 1 and any(each.head.adds is not None for each in columns)
    return Table(
        sheet.title,
        first,
        tuple(each.head for each in columns),
        len(rows),
        *writer.attach(sheet),
        tuple(groups),
        group,
        _sums(writer, columns, range(len(rows))) if adds else Markup(""),
    )


def _column(
    edition: Edition, kind: type[Record], records: Sequence[Record], name: str, is_group: bool
) -> _Column:
    made = _made(kind, name)
    values = tuple(_value(edition, each, name) for each in records)
    known = made if isinstance(made, Key) else None
    choices = _choices(edition, known, values)
    if not is_group and not _tell_apart(made, choices, values):
        choices = ()
    label, is_numeric = made.label(edition.site.language), are_numbers(map(single, values))
    rated = _rated(edition, values)
    adds = _adds(edition, made.adds, rated or values)
    return _Column(Head(name, label, is_numeric, choices, _about(adds, rated)), values, made, rated)


def _grid_column(
    edition: Edition, name: str, column: "block.Column", values: tuple[object, ...]
) -> _Column:
    choices = _choices(edition, None, values) if column.choose else ()
    rated = _rated(edition, values)
    adds = _about(_adds(edition, column.adds, rated or values), rated)
    head = Head(name, column.label, column.is_numeric, choices, adds)
    return _Column(head, values, rated=rated)


def _named_apart(fields: Iterable[Field]) -> Iterator[Field]:
    """The columns of a grid named by their labels; of two alike, the second one is `… 2`."""
    used: dict[str, int] = {}
    for each in fields:
        used[each.label] = used.get(each.label, 0) + 1
        again = f" {used[each.label]}" if used[each.label] > 1 else ""
        yield replace(each, name=each.name and each.label + again)


# What rows have in common


def _choices(edition: Edition, known: Key | None, values: Iterable[object]) -> tuple[Choice, ...]:
    """The values that occur, each once, in order."""
    found = {choice_of(edition, single(each), known) for each in values}
    apart = {each.label: each for each in found if each.label}
    return tuple(sorted(apart.values(), key=lambda each: (each.rank, each.label)))


def _tell_apart(
    made: Key | Computation, choices: Sequence[Choice], values: Sequence[object]
) -> bool:
    """Whether a column's values are few, and no numbers, days or lists."""
    if any(_is_unlike(each) for each in values):
        return False
    known = made if isinstance(made, Key) else None
    if known is None or known.flow or known.vocabulary or known.name == "owner":
        return len(choices) <= MOST_CHOICES or known is not None
    return len(choices) <= min(MOST_CHOICES, len(values) // 2)


def _is_unlike(value: object) -> bool:
    """Whether a value is one of those of which every row has another."""
    if isinstance(value, bool):
        return False
    measured = isinstance(value, int | float | Decimal | Money | Duration | date | Part | dict)
    return measured or (is_list(value) and value != ())


def _in_groups(
    edition: Edition, kind: type[Record], records: Sequence[Record], group: str
) -> Sequence[Record]:
    """Records so that those of each group follow one another; those without a value stand last."""
    made = _made(kind, group)
    known = made if isinstance(made, Key) else None
    found = {
        each: choice_of(edition, single(_value(edition, each, group)), known) for each in records
    }
    return sorted(records, key=lambda each: (not found[each].label, found[each].rank))


def _groups(
    writer: Writer, columns: Sequence[_Column], grouped: _Column, rows: Sequence[Row]
) -> Iterator[Group]:
    places: dict[str, list[int]] = {}
    for at, value in enumerate(grouped.values):
        label = choice_of(writer.edition, single(value), grouped.key).label
        places.setdefault(label, []).append(at)
    for label, found in places.items():
        name = label or writer.wording.gettext("no value")
        yield Group(tuple(rows[at] for at in found), name, _sums(writer, columns, found))


# Sums


_ABOUT = Markup("≈ ")
"""Stands before sums of amounts in several currencies."""


def _rated(edition: Edition, values: Sequence[object]) -> tuple[Money | None, ...]:
    """Amounts in several currencies, in the reporting one by the rates of the day.

    Empty for all other values, and where a rate is missing.
    """
    amounts = _amounts(values) or []
    if len({each.currency for each in amounts if each}) < 2:
        return ()
    convert, as_of = edition.kb.vocabulary.convert, edition.kb.as_of
    found = tuple(each and convert(each, as_of) for each in amounts)
    known = all(rated or not each for each, rated in zip(amounts, found, strict=True))
    return found if known else ()


def _about(adds: str | None, rated: Sequence[object]) -> str | None:
    return f"{_ABOUT}{adds}" if adds is not None and rated else adds


def _adds(edition: Edition, adds: bool | None, values: Sequence[object]) -> str | None:
    """What stands in front of the sum of some values; None where they make none."""
    amounts = _amounts(values)
    currencies = {each.currency for each in amounts or () if each}
    if len(currencies) == 1 and adds is not False:
        return edition.wording.money(Money(Decimal(0), currencies.pop())).removesuffix("0")
    return "" if adds and are_numbers(values) and not currencies else None


def _sums(writer: Writer, columns: Sequence[_Column], rows: Sequence[int]) -> Markup:
    """A cell for each column: the sum of its values in some rows, or nothing."""
    cells = (
        Markup("<td{}>{}</td>").format(
            Markup(' class="n"') if each.head.is_numeric else "",
            "" if each.head.adds is None else _sum(writer, each, rows),
        )
        for each in columns
    )
    return Markup("").join(cells)


def _sum(writer: Writer, column: _Column, rows: Sequence[int]) -> Markup:
    """What the known ones of a column's values add up to; of how many, unless all are known."""
    wording, values = writer.wording, [(column.rated or column.values)[at] for at in rows]
    known = [single(each) for each in values if each is not None]
    filled = [each for each in known if each is not None]
    if not filled:
        return writer.nothing
    total = sum((_decimal(each) for each in filled), Decimal(0))
    one = filled[0]
    currency = one.currency if isinstance(one, Money) else ""
    text = wording.money(Money(total, currency)) if currency else wording.number(total)
    about = _ABOUT if column.rated else NOTHING
    if len(known) == len(values):
        return about + text
    counts = {"shown": wording.number(len(known)), "all": wording.number(len(values))}
    part = wording.gettext("%(shown)s of %(all)s") % counts
    return Markup("{}{} <small>{}</small>").format(about, text, part)


def _decimal(value: object) -> Decimal:
    return value.amount if isinstance(value, Money) else Decimal(str(value))


# What columns hold


def _made(kind: type[Record], name: str) -> Key | Computation:
    """The field at the end of a column's path, or the computed value it begins with."""
    first, *steps = name.split(".")
    if first in kind.computations:
        return kind.computations[first]
    known = kind.keys[first]
    for step in steps:
        part = known.part
        if part is not None and step in part.keys:
            known = part.keys[step]
    return known


def _value(edition: Edition, record: Record, name: str) -> object:
    """What a column's path leads to in a record; None where it leads nowhere."""
    first, *steps = name.split(".")
    computed = record.computations.keys()
    value = edition.computed(record)[first] if first in computed else record.get(first)
    for step in steps:
        value = _step(value, step)
    return value


def _step(value: object, step: str) -> object:
    match value:
        case tuple() if step.isdigit():
            return value[int(step)] if int(step) < len(value) else None
        case dict():
            return value.get(step)
        case Part():
            return value.get(step)
        case _:
            return None
