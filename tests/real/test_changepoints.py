"""Change points that five people marked in real series, against what the product finds in them.

The series and the script that scores are no part of the project; where they are absent, their tests
are skipped. What turns without a reason is counted in made-up series of all lengths.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import ruptures
from numpy.typing import NDArray

from pmkb.metrics.inflections import inflections
from pmkb.metrics.report import report
from tests.unit.metrics.bases import base, dataset, metric

DATA = Path(__file__).parents[3] / "shared" / "real-data"
SERIES = [each for each in sorted(DATA.glob("changepoint/*.json")) if each.stem != "annotations"]

with_series = pytest.mark.skipif(not SERIES, reason=f"there are no series in {DATA}")

Made = NDArray[np.float64]
LENGTHS = {24: 120, 36: 60, 60: 60, 120: 20, 240: 10, 500: 3}
"""How many series of each length are made up."""


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


def mean_scores(found: Callable[[dict[str, Any]], Sequence[int]]) -> tuple[float, float]:
    """F1 and cover, over all series."""
    score, scores = scorer(), []
    notes = json.loads((DATA / "changepoint" / "annotations.json").read_text("utf-8"))
    for path in SERIES:
        series = json.loads(path.read_text("utf-8"))
        cuts, marked = found(series), notes[path.stem]
        scores.append((score.f1(marked, cuts)[0], score.cover(marked, cuts, series["n_obs"])))
    f1, cover = (sum(each) / len(scores) for each in zip(*scores, strict=True))
    return f1, cover


def published(detector: Any, series: dict[str, Any]) -> list[int]:
    """What a detector of ruptures finds of shifts in level, with Schwarz's penalty."""
    values = np.asarray(series["series"][0]["raw"], dtype=np.float64)
    levels = (values - values.mean()) / values.std()
    cuts = detector(model="l2").fit(levels).predict(pen=3 * np.log(len(levels)))
    return [int(each) for each in cuts[:-1]]


@with_series
def test_annotated_series_are_cut_better_than_by_published_detectors() -> None:
    """By default settings; F1 .738 and cover .697 are the best published ones on 30 series."""
    f1, cover = mean_scores(turns)
    assert len(SERIES) == 8
    assert f1 >= 0.74
    assert cover >= 0.70
    others = [mean_scores(lambda _: [])] + [
        mean_scores(lambda series, by=each: published(by, series))
        for each in (ruptures.Pelt, ruptures.Binseg)
    ]
    assert f1 > max(each[0] for each in others)
    assert cover > max(each[1] for each in others)


# --- what is no turn --------------------------------------------------------------------------


def autoregressive(random: np.random.Generator, n: int) -> Made:
    values = random.standard_normal(n + 50)
    for at in range(1, n + 50):
        values[at] += 0.6 * values[at - 1]
    return values[50:]


def months(random: np.random.Generator, n: int) -> Made:
    """What each month of the year adds, of any shape."""
    return np.resize(random.standard_normal(12), n)


WITHOUT: dict[str, Callable[[np.random.Generator, int], Made]] = {
    "noise": lambda random, n: 100 + 10 * random.standard_normal(n),
    "walk": lambda random, n: 1000 + np.cumsum(10 * random.standard_normal(n)),
    "walk with drift": lambda random, n: 1000 + np.cumsum(5 + 10 * random.standard_normal(n)),
    "autocorrelated": lambda random, n: 100 + 10 * autoregressive(random, n),
    "season": lambda random, n: 100 + 10 * months(random, n) + 5 * random.standard_normal(n),
    "season that grows": lambda random, n: (
        (100 + 1.5 * np.arange(n))
        * np.exp(0.2 * months(random, n) + 0.03 * random.standard_normal(n))
    ),
    "few": lambda random, n: random.poisson(2, n).astype(np.float64),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_at_most_one_of_twenty_series_of_any_length_turns_without_a_reason(name: str) -> None:
    random = np.random.default_rng(19)
    series = [WITHOUT[name](random, n) for n, count in LENGTHS.items() for _ in range(count)]
    turned = [len(each) for each in series if inflections(each.tolist(), 12)]
    assert len(turned) <= 0.05 * len(series)
