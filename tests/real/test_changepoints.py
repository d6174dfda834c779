"""Change points that five people marked in real series, against what the product finds in them.

The series and the script that scores are no part of the project; where they are absent, these tests
are skipped.
"""

import json
from datetime import date
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pmkb.metrics.report import report
from tests.unit.metrics.bases import base, dataset, metric

DATA = Path(__file__).parents[3] / "shared" / "real-data"
SERIES = [each for each in sorted(DATA.glob("changepoint/*.json")) if each.stem != "annotations"]

pytestmark = pytest.mark.skipif(not SERIES, reason=f"there are no series in {DATA}")


def scorer() -> ModuleType:
    spec = util.spec_from_file_location("score_changepoints", DATA / "score_changepoints.py")
    assert spec is not None
    assert spec.loader is not None
    found = util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def periods(series: dict[str, Any]) -> tuple[str, list[str]]:
    """The grain and the periods of a series; values of every fourth year count as yearly ones."""
    if series["time"]["format"] == "%Y-%m":
        return "month", series["time"]["raw"]
    return "year", [str(1900 + at) for at in range(series["n_obs"])]


def turns(series: dict[str, Any]) -> list[int]:
    """The first values of all new courses, as the product finds them in a dataset."""
    grain, named = periods(series)
    values = [repr(each) for each in series["series"][0]["raw"]]
    lines = [f"{when},{value}" for when, value in zip(named, values, strict=True)]
    facts = dataset("month,amount\n" + "\n".join(lines), grain=grain)
    made = base(facts, metric(measures="stock"), as_of=str(date(2026, 6, 30)))
    found = report(made.kb).metrics["m"]
    return [named.index(each.point.label) for each in found.inflections]


def test_annotated_series_are_cut_better_than_by_published_detectors() -> None:
    """By default settings; F1 .738 and cover .697 are the best published ones on 30 series."""
    score = scorer()
    notes = json.loads((DATA / "changepoint" / "annotations.json").read_text("utf-8"))
    scores = []
    for path in SERIES:
        series = json.loads(path.read_text("utf-8"))
        found, marked = turns(series), notes[path.stem]
        scores.append((score.f1(marked, found)[0], score.cover(marked, found, series["n_obs"])))
    f1, cover = (sum(each) / len(scores) for each in zip(*scores, strict=True))
    assert len(scores) == 8
    assert f1 >= 0.74
    assert cover >= 0.70
