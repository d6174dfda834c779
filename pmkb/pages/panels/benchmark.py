"""A measurement beside the others of its workload."""

from collections.abc import Iterator

from pmkb.kinds.product.benchmark import Benchmark
from pmkb.pages.block import Block
from pmkb.pages.desk import Desk
from pmkb.pages.page import panel
from pmkb.pages.product.benchmarks import compared, results


@panel("benchmark")
def benchmark(desk: Desk, record: Benchmark) -> Iterator[Block]:
    """What it improves over the one before and over rivals, and what all have measured."""
    if record.previous(desk.kb) or (record.release and record.rivals(desk.kb)):
        yield compared(desk, record)
    others = [
        each
        for each in desk.all(Benchmark)
        if each.workload == record.workload and each.date <= desk.as_of
    ]
    if len(others) > 1:
        yield results(desk, record.workload, others)
