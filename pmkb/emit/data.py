"""The knowledge base as data for other programs: one JSON object, or a CSV table per kind."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from pydantic import BaseModel

from pmkb import metrics
from pmkb.build import Build
from pmkb.diagnostic import Diagnostic
from pmkb.graph import KnowledgeBase
from pmkb.message import told
from pmkb.record import Record
from pmkb.sheet import csv_text
from pmkb.trackers import (
    TRACKERS,
    Change,
    Figure,
    Points,
    Share,
    Tracking,
    Trend,
    Words,
    track,
)
from pmkb.values import Money, to_json


def export(build: Build) -> dict[str, Any]:
    """Everything that was compiled.

    `as_of`; `records` by `kind:id`, each with `kind`, `id`, `path`, `fields`, `computed`,
    `references` and `referenced_by` (lists of `kind:id`); `findings`; `trackers` by name; and
    what was computed from facts: `metrics`, `datasets` and `funnels` by id, and the `pipeline`.
    """
    kb = build.kb
    return {
        "as_of": kb.as_of.isoformat(),
        "records": {ref: record_json(each, kb) for ref, each in kb.records.items()},
        "findings": [finding_json(each) for each in build.findings],
        "trackers": {name: tracking_json(name, found, kb) for name, found in track(kb).items()},
        **metrics.data(kb),
    }


def record_json(record: Record, kb: KnowledgeBase) -> dict[str, Any]:
    """One record: what is written, what is computed, and what it is linked with."""
    return {
        "kind": record.kind(),
        "id": record.id,
        "path": record.path,
        "fields": fields_json(record),
        "computed": to_json(record.computed(kb)),
        "references": sorted(each.ref for each in kb.references(record)),
        "referenced_by": sorted({each.source.ref for each in kb.referenced_by(record)}),
    }


def fields_json(record: Record) -> dict[str, Any]:
    """The fields that have a value, by their key in the front matter."""
    written: dict[str, Any] = to_json.dispatch(BaseModel)(record)
    return written


def tracking_json(name: str, found: Tracking, kb: KnowledgeBase) -> dict[str, Any]:
    """What a tracker found: `level`, `headline` in both languages, its `values`, the `records`, the
    `page` to open, as its address from the site's root, and the `trend`.

    The trend, where there is a series behind the headline, has what it is `of`, its `unit` (`%` for
    shares of 1), and up to 24 `readings`, the oldest first: `day`, `period`, `value`.
    """
    # Status pages load the charts, which other users of this module must not wait for.
    from pmkb.pages.page import opened_by

    line = TRACKERS[name]
    page = opened_by(name, kb.kinds)
    headline = {each: found.headline.text(each, partial(shown, each)) for each in ("en", "zh")}
    return {
        "number": line.number,
        "section": line.section.value,
        "title": {"en": line.en, "zh": line.zh},
        "level": found.level.value,
        "headline": headline,
        "values": {key: to_json(value) for key, value in found.headline.values},
        "records": [each.ref for each in found.records],
        "page": (page.path if page else line.page).removesuffix("index.md"),
        "trend": trend_json(found.trend),
    }


def trend_json(found: Trend | None) -> dict[str, Any] | None:
    """The series behind a headline."""
    if found is None:
        return None
    readings = [
        {"day": each.day.isoformat(), "period": each.period, "value": to_json(each.value)}
        for each in found.readings
    ]
    return {"of": to_json(found.of), "unit": found.unit, "readings": readings}


def shown(language: str, value: object) -> str:
    """A value of a headline as plain text in a language ("zh", anything else is English)."""
    match value:
        case Share():
            return f"{value:.3%}" if 0 < abs(value) < 0.001 else f"{value:.1%}"
        case Change():
            return f"{value:+.1%}"
        case Points():
            unit = "个百分点" if language == "zh" else "points"
            return f"{value * 100:+.1f} {unit}"
        case Money():
            return f"{value.amount:,.0f} {value.currency}"
        case Figure():
            return f"{value.value:,.6g} {value.unit}"
        case Words():
            return value.label(language)
        case float() | Decimal():
            return f"{value:,.6g}"
        case _:
            return str(value)


def finding_json(
    found: Diagnostic, path: str | None = None, language: str = "en"
) -> dict[str, Any]:
    """One finding; lines and columns from 1, the end just behind the last character."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "path": path or found.path,
        "line": found.place.line,
        "column": found.place.column,
        "end_line": found.place.end_line,
        "end_column": found.place.end_column,
        "message": told(found.message, language),
        "hint": None if found.hint is None else told(found.hint, language),
    }


def to_text(data: Mapping[str, Any]) -> str:
    """JSON text with Chinese as it is."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def tables(kb: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """A CSV table for each kind that has records: its name, and its text.

    The grain is one record. Columns: `id`, `path`, the fields, then the computed values; lists are
    joined by `; `, objects are JSON. Text that a spreadsheet would run as a formula is led by `'`.
    """
    for name, kind in kb.kinds.items():
        records = [each for each in kb.all(kind) if each.kind() == name]
        if records:
            header = ["id", "path", *kind.keys, *kind.computations]
            yield name, csv_text(header, (_row(record, kb) for record in records))


def _row(record: Record, kb: KnowledgeBase) -> tuple[object, ...]:
    fields = (record.get(name) for name in record.keys)
    return record.id, record.path, *fields, *record.computed(kb).values()
