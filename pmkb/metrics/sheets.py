"""A file of facts as rows and columns, be it CSV or Parquet, and where its cells stand.

Both are read piece by piece into the same columns, so that what is wrong, and what is computed,
does not depend on the form a file comes in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pmkb.diagnostic import Fault
from pmkb.kinds.dashboard.dataset import Column
from pmkb.message import Message, say
from pmkb.metrics import reading
from pmkb.source import Place

START = Place(1, 1, 1, 1)
EMPTY = say("the file is empty", "文件是空的")


@dataclass(frozen=True)
class Unfit(Exception):
    """Why a file cannot be read at all."""

    fault: Fault
    place: Place
    message: Message
    hint: Message | None


class Sheet(Protocol):
    """A file's rows; row 0 is the first one of facts, −1 the names of the columns."""

    @property
    def names(self) -> Sequence[str]:
        """The names of its columns. Raises `Unfit`."""

    def reads(self, declared: Mapping[str, Column]) -> Iterator[reading.Read]:
        """The declared columns, piece by piece. Raises `Unfit`."""

    def places(self, rows: Iterable[int]) -> Mapping[int, Sequence[Place]]:
        """The places of all cells of some rows; only after all pieces were read."""
