"""A table as files that other programs open: CSV for spreadsheets, JSON for all others."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pmkb.values import to_json

MARK = "\ufeff"
"""The byte order mark, by which spreadsheets know that a file's Chinese is UTF-8."""
_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Field:
    """A column of a sheet: one value for each row, for programs and for people."""

    name: str
    """By which programs know it; empty for what they have in another column."""
    label: str
    values: tuple[object, ...]
    """As `to_json` writes them."""
    texts: tuple[object, ...]
    """As a spreadsheet shows them: numbers unrounded, days as ISO 8601."""


@dataclass(frozen=True)
class Sheet:
    """A table of a site, as of a day."""

    title: str
    as_of: date
    fields: Sequence[Field]
    """All have values for the same rows."""

    def csv(self) -> str:
        """The file for spreadsheets."""
        rows = zip(*(each.texts for each in self.fields), strict=True)
        return MARK + csv_text([each.label for each in self.fields], rows)

    def json(self) -> str:
        """The file for programs: `title`, `as_of`, `columns` (labels by name), and `rows`."""
        head = {
            "title": self.title,
            "as_of": self.as_of.isoformat(),
            "columns": {each.name: each.label for each in self.fields if each.name},
        }
        named = [each for each in self.fields if each.name]
        names = [each.name for each in named]
        rows = zip(*(each.values for each in named), strict=True)
        lines = ",\n".join(_json(dict(zip(names, map(to_json, row), strict=True))) for row in rows)
        return f'{_json(head)[:-1]}, "rows": [\n{lines}\n]}}\n'


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def cell(value: object) -> str:
    """A value as one cell of a CSV table; items of lists are joined by `; `."""
    data = to_json(value)
    match data:
        case None:
            return ""
        case bool():
            return "true" if data else "false"
        case {"amount": amount, "currency": currency}:
            return f"{amount} {currency}"
        case dict():
            return json.dumps(data, ensure_ascii=False)
        case list():
            return "; ".join(cell(item) for item in (value if isinstance(value, tuple) else data))
        case _:
            return str(data)


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A CSV table of values, none of which a spreadsheet runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_harmless(text) for text in header])
    writer.writerows([_harmless(cell(value)) for value in row] for row in rows)
    return out.getvalue()


def _harmless(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # `csv` takes "\r" for no line break.
    # A cell that begins like this is a formula to a spreadsheet: whoever can edit a record
    # could run one on the machine of whoever opens the table. Plain numbers stay numbers.
    is_formula = text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text)
    return "'" + text if is_formula else text
