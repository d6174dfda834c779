"""`python -m benchmarks.facts`: facts read, checked and rolled up, beside a bare pandas groupby.

A million rows by month and five dimensions over 36 months, a key of one million values. The bare
job reads the file and sums one column by month and each dimension, in floats and without any check.
pmkb's job types every cell, resolves references, finds duplicate keys and gaps, and sums exactly.
Both run in turn in one process; the table shows medians of processor and wall-clock time.
"""

import argparse
import io
import time
from collections.abc import Callable
from datetime import date
from statistics import median

import numpy as np

from pmkb.build import Inputs, Settings, build
from pmkb.metrics.facts import all_facts
from pmkb.metrics.report import report

DIMENSIONS = {"version": 8, "architecture": 4, "region": 8, "industry": 9, "form": 5}
MONTHS = [f"{2023 + (6 + at) // 12}-{(6 + at) % 12 + 1:02d}" for at in range(36)]
AS_OF = date(2026, 6, 30)

DATASET = """---
title: Revenue
path: datasets/revenue.csv
grain: month
key: [month, order]
columns:
  - {name: month, type: period}
  - {name: order, type: integer}
  - {name: version, type: text}
  - {name: architecture, type: text, refers_to: architecture}
  - {name: region, type: text, refers_to: region}
  - {name: industry, type: text, refers_to: industry}
  - {name: form, type: text}
  - {name: revenue, type: decimal, unit: CNY}
---
"""
METRIC = """---
title: Revenue
type: simple
dataset: revenue
value: revenue
measures: flow
dimensions: [version, architecture, region, industry, form]
---
"""


def generate(rows: int, seed: int) -> bytes:
    from pmkb import vocabulary

    words = vocabulary.default()
    random = np.random.default_rng(seed)
    values = {
        name: list(words.terms(name)) or [f"{name}-{at}" for at in range(count)]
        for name, count in DIMENSIONS.items()
    }
    columns = [
        [MONTHS[at] for at in random.integers(0, 36, rows)],
        [str(at) for at in range(rows)],
        *([found[at] for at in random.integers(0, len(found), rows)] for found in values.values()),
        [f"{cents / 100:.2f}" for cents in random.integers(100, 10_000_000, rows).tolist()],
    ]
    out = io.StringIO()
    out.write(",".join(["month", "order", *DIMENSIONS, "revenue"]) + "\n")
    out.writelines(",".join(row) + "\n" for row in zip(*columns, strict=True))
    return out.getvalue().encode()


def bare(data: bytes) -> object:
    import pandas as pd

    frame = pd.read_csv(io.BytesIO(data))
    return [frame.groupby(["month", name])["revenue"].sum() for name in DIMENSIONS]


def ours(data: bytes) -> object:
    inputs = Inputs(
        files={"datasets/revenue.md": DATASET.encode(), "metrics/revenue.md": METRIC.encode()},
        facts={"datasets/revenue.csv": data},
    )
    kb = build(inputs, Settings(), AS_OF).kb
    assert not all_facts(kb)["dataset:revenue"].faults
    found = report(kb).metrics["revenue"]
    assert found.series is not None
    assert found.quantity is not None
    spans = [each.span for each in found.series.points]
    return [found.quantity.parts(spans, (name,)) for name in DIMENSIONS]


def same(data: bytes) -> None:
    """Both give the same sums."""
    for one, two in zip(bare(data), ours(data), strict=True):
        for (month, value), total in one.items():
            assert abs(float(two[MONTHS.index(month)][(value,)]) - total) < 1e-3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.facts")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    wanted = parser.parse_args()
    data = generate(wanted.rows, 1)
    same(data)
    times: dict[str, list[tuple[float, float]]] = {"pandas groupby": [], "pmkb": []}
    jobs: dict[str, Callable[[bytes], object]] = {"pandas groupby": bare, "pmkb": ours}
    for _ in range(wanted.repeat):
        for name, job in jobs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            job(data)
            times[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    print(f"{wanted.rows:,} rows, {len(data) / 1e6:.0f} MB   seconds    CPU s")
    found = {}
    for name, runs in times.items():
        found[name] = [median(each[at] for each in runs) for at in (0, 1)]
        print(f"{name:28} {found[name][0]:8.2f} {found[name][1]:8.2f}")
    one, two = found["pmkb"], found["pandas groupby"]
    print(f"{'ratio':28} {one[0] / two[0]:8.2f} {one[1] / two[1]:8.2f}")


if __name__ == "__main__":
    main()
