"""Whole processes timed: what a person waits for, start-up included."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

LEAST_RUNS = 2
BUDGET_S = 15.0
"""A job that takes long is repeated less often, so that its runs fit into about this time."""


@dataclass(frozen=True)
class Job:
    """A command to time."""

    name: str
    command: Sequence[str]
    folder: Path
    before: Callable[[], object] = lambda: None
    """Done before each run, and not timed."""


@dataclass(frozen=True)
class Run:
    """One run of a process."""

    seconds: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True)
class Result:
    """The runs of a job, the warm-up left out."""

    job: str
    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """Wall-clock time, the median."""
        return median(run.seconds for run in self.runs)

    @property
    def cpu_s(self) -> float:
        """Processor time, the median."""
        return median(run.cpu_s for run in self.runs)

    @property
    def peak_mb(self) -> float:
        """The most memory that was in use at once, the median; the timer's own 17 MB are the least
        that the system tells.
        """
        return median(run.peak_mb for run in self.runs)


def measure(jobs: Sequence[Job], repeat: int) -> list[Result]:
    """Run jobs in turn, so that a slow moment of the machine does not hit one of them alone."""
    warm_up = [run(job) for job in jobs]
    wanted = [max(LEAST_RUNS, min(repeat, int(BUDGET_S / each.seconds))) for each in warm_up]
    runs: list[list[Run]] = [[] for _ in jobs]
    for turn in range(max(wanted, default=0)):
        for job, count, found in zip(jobs, wanted, runs, strict=True):
            if turn < count:
                found.append(run(job))
    return [Result(job.name, tuple(found)) for job, found in zip(jobs, runs, strict=True)]


def run(job: Job) -> Run:
    """Run a job once. Raises if it fails: a command that breaks early looks fast."""
    job.before()
    with TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(job.command, cwd=job.folder, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        # wait4 has taken the status, so that Popen must not wait for it.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            tail = output.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{job.name}: exit status {process.returncode}\n{tail}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
