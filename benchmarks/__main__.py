"""`python -m benchmarks`: how long pmkb takes, beside what the machine could do at best.

Every job is a process of its own, run once to warm up and then several times; the table shows
medians. Times depend on the machine, the ratios to the two floors much less so.
"""

import argparse
import json
import math
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import SMALLEST
from benchmarks.timing import Job, Result, measure

PYTHON = sys.executable
PMKB = str(Path(PYTHON).with_name("pmkb"))
HERE = Path(__file__).resolve().parent
FLOORS = {"read and hash": "read", "CSafeLoader + pydantic": "yaml"}


@dataclass(frozen=True)
class Measured:
    """What was measured on one knowledge base; 0 records for start-up."""

    records: int
    kilobytes: int
    results: Sequence[Result]

    def seconds(self, job: str) -> float | None:
        """A job's time, or None where it did not run."""
        return next((each.seconds for each in self.results if each.job == job), None)


def main() -> None:
    wanted = arguments()
    can_build = has_command("build")
    if not can_build:
        print("pmkb has no command `build` yet: left out\n")
    measured = []
    with TemporaryDirectory(prefix="pmkb-bench-") as scratch:
        for size in (0, *wanted.sizes):
            folder = Path(scratch, str(size))
            generate(folder, size, wanted.seed)
            jobs = list(work(folder, can_build) if size else start_up(folder))
            jobs = [each for each in jobs if wanted.only in each.name or each.name in FLOORS]
            results = measure(jobs, wanted.repeat)
            measured.append(Measured(size, kilobytes(folder), results))
            shutil.rmtree(folder)
            show(measured)
    if wanted.json:
        wanted.json.write_text(json.dumps(report(measured, wanted.seed), indent=2) + "\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Time pmkb on generated knowledge bases."
    )
    parser.add_argument("--sizes", type=sizes, default=[100, 1000], help="such as 100,1000,10000")
    parser.add_argument("--seed", type=int, default=1, help="of the generated bases")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each job, at most")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="just jobs with it in their name"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run there too")
    return parser.parse_args()


def sizes(text: str) -> list[int]:
    found = [int(each) for each in text.split(",")]
    if min(found) < SMALLEST:
        raise argparse.ArgumentTypeError(f"the smallest base has {SMALLEST} records")
    return found


def has_command(name: str) -> bool:
    return not subprocess.run([PMKB, name, "--help"], capture_output=True, check=False).returncode


def generate(folder: Path, size: int, seed: int) -> None:
    # In a process of its own: its memory would count as the least that a measured one has.
    command = [PYTHON, "-m", "benchmarks.corpus", str(size), str(folder), str(seed)]
    subprocess.run(command, cwd=HERE.parent, check=True)


def start_up(folder: Path) -> Iterator[Job]:
    yield Job("python -c pass", (PYTHON, "-c", "pass"), folder)
    yield Job("pmkb --version", (PMKB, "--version"), folder)
    yield Job("pmkb check, no records", (PMKB, "check"), folder)


def work(folder: Path, can_build: bool) -> Iterator[Job]:
    for name, loop in FLOORS.items():
        yield Job(name, (PYTHON, str(HERE / "floors.py"), loop, "docs"), folder)
    yield Job("pmkb check", (PMKB, "check"), folder)
    if can_build:
        site = folder / "site"
        clean = partial(shutil.rmtree, site, ignore_errors=True)
        yield Job("pmkb build, cold", (PMKB, "build"), folder, clean)
        yield Job("pmkb build, again", (PMKB, "build"), folder)


def kilobytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("docs/**/*.md")) // 1000


def show(measured: Sequence[Measured]) -> None:
    """The newest table."""
    now, floors = measured[-1], [measured[-1].seconds(name) for name in FLOORS]
    title, ratios = "Start-up", ""
    if now.records:
        title, ratios = (
            f"{now.records:,} records, {now.kilobytes:,} kB",
            "  × read   × yaml   growth",
        )
    print(f"{title:24}  seconds    CPU s  peak MB {ratios}")
    for each in now.results:
        figures = f"{each.seconds:8.3f} {each.cpu_s:8.3f} {each.peak_mb:8.0f}"
        against = " ".join(f"{each.seconds / floor:8.1f}" for floor in floors if floor)
        print(f"{each.job:24} {figures} {against} {growth(measured, each)}".rstrip())
    print(flush=True)


def growth(measured: Sequence[Measured], result: Result) -> str:
    """The exponent by which time has grown since the size before: 1 is in proportion, 2 square."""
    if len(measured) < 3:
        return ""
    before, now = measured[-2:]
    first = before.seconds(result.job)
    if first is None or before.records >= now.records:
        return ""
    return f"{math.log(result.seconds / first) / math.log(now.records / before.records):8.2f}"


def report(measured: Sequence[Measured], seed: int) -> dict[str, object]:
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
    }
    return {"machine": machine, "seed": seed, "measured": [asdict(each) for each in measured]}


if __name__ == "__main__":
    main()
