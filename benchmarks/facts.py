"""`python -m benchmarks.facts`: facts read, checked and rolled up, beside a bare pandas groupby.

A million rows by month and five dimensions over 36 months, a key of one million values. The bare
job reads the file by `pandas.read_csv` as it comes, without any check, and sums one column in
floats by month and each dimension. pmkb's job types every cell, resolves references, finds
duplicate keys and gaps, and sums exactly. "Unchanged" is the same with what the cache has kept. All
run in turn in one process; the table shows medians of processor and wall-clock time.

`--memory` then measures the most memory that five million rows take, as CSV and as Parquet, each in
a process of its own; their keys are texts, which take most.
"""

import argparse
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, MutableMapping
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from pmkb.build import Inputs, Settings, build
from pmkb.cache import Folder
from pmkb.datafile import Data, found_at
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


def generate(rows: int, seed: int, order: str = "") -> bytes:
    out = io.StringIO()
    write(out, rows, seed, order)
    return out.getvalue().encode()


def write(out: io.TextIOBase, rows: int, seed: int, order: str = "") -> None:
    """The CSV file, a million rows at a time; `order` is what order numbers begin with."""
    from pmkb import vocabulary

    words = vocabulary.default()
    random = np.random.default_rng(seed)
    values = {
        name: list(words.terms(name)) or [f"{name}-{at}" for at in range(count)]
        for name, count in DIMENSIONS.items()
    }
    out.write(",".join(["month", "order", *DIMENSIONS, "revenue"]) + "\n")
    for first in range(0, rows, 1_000_000):
        some = min(rows - first, 1_000_000)
        columns = [
            [MONTHS[at] for at in random.integers(0, 36, some)],
            [f"{order}{first + at}" for at in range(some)],
            *([each[at] for at in random.integers(0, len(each), some)] for each in values.values()),
            [f"{cents / 100:.2f}" for cents in random.integers(100, 10_000_000, some).tolist()],
        ]
        out.writelines(",".join(row) + "\n" for row in zip(*columns, strict=True))


def bare(data: bytes) -> object:
    import pandas as pd

    frame = pd.read_csv(io.BytesIO(data))
    return [frame.groupby(["month", name])["revenue"].sum() for name in DIMENSIONS]


def ours(
    data: Data,
    cache: MutableMapping[str, bytes] | None = None,
    path: str = "datasets/revenue.csv",
    order: str = "integer",
) -> object:
    record = DATASET.replace("datasets/revenue.csv", path)
    record = record.replace("name: order, type: integer", f"name: order, type: {order}")
    inputs = Inputs(
        files={"datasets/revenue.md": record.encode(), "metrics/revenue.md": METRIC.encode()},
        facts={path: data},
        cache=cache,
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
    parser.add_argument("--memory", type=int, nargs="?", const=5_000_000, metavar="ROWS")
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.once:
        once(wanted.once)
        return
    with TemporaryDirectory(prefix="pmkb-bench-") as scratch:
        speed(wanted.rows, wanted.repeat, Path(scratch))
        if wanted.memory:
            memory(wanted.memory, Path(scratch))


def speed(rows: int, repeat: int, scratch: Path) -> None:
    data = generate(rows, 1)
    same(data)
    cache = Folder(scratch / "cache")
    ours(data, cache)
    jobs: dict[str, Callable[[bytes], object]] = {
        "pandas groupby": bare,
        "pmkb": ours,
        "pmkb, unchanged": partial(ours, cache=cache),
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
    for _ in range(repeat):
        for name, job in jobs.items():
            wall, cpu = time.perf_counter(), time.process_time()
            job(data)
            times[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    print(f"{rows:,} rows, {len(data) / 1e6:.0f} MB   seconds    CPU s   × pandas")
    base = median(each[0] for each in times["pandas groupby"])
    for name, runs in times.items():
        seconds, cpu_s = (median(each[at] for each in runs) for at in (0, 1))
        print(f"{name:28} {seconds:8.2f} {cpu_s:8.2f} {seconds / base:10.2f}")


def memory(rows: int, scratch: Path) -> None:
    import duckdb

    table, packed = scratch / "revenue.csv", scratch / "revenue.parquet"
    with table.open("w", encoding="utf-8", newline="") as file:
        write(file, rows, 1, "SO-2026-")
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        facts = f"SELECT * FROM read_csv('{table}', types={{'revenue': 'DECIMAL(18,2)'}})"
        connection.execute(f"COPY ({facts}) TO '{packed}' (FORMAT parquet)")
    print(f"\n{rows:,} rows, text keys      MB  seconds  peak MB")
    for path in (table, packed):
        for name in (path.name, f"{path.name}, unchanged"):
            command = [sys.executable, "-m", "benchmarks.facts", "--once", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, peak = done.stdout.split()
            size = path.stat().st_size / 1e6
            print(f"{name:28} {size:6.0f} {float(seconds):8.1f} {float(peak):8.0f}")


def once(path: Path) -> None:
    """One run in this process, with a cache beside the file: seconds, and the most memory."""
    start = time.perf_counter()
    ours(found_at(path), Folder(path.parent / "cache"), f"datasets/{path.name}", "text")
    print(time.perf_counter() - start, peak_mb())


def peak_mb() -> float:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # `getrusage` counts what the process that started this one has held
        lines = (line.split() for line in status.read_text().splitlines())
        return next(int(words[1]) / 1024 for words in lines if words[0] == "VmHWM:")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
