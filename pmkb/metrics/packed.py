"""Many distinct texts in little room: millions of order numbers would be gigabytes of objects."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

MANY = 100_000
"""From so many distinct values on, a column's texts are packed."""


@dataclass(frozen=True)
class Part:
    """Some texts as one stretch of UTF-8."""

    data: NDArray[np.uint8]
    starts: NDArray[np.uint32]
    """Where each text begins, and where the last one ends."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Part":
        """Pack texts, 4 GB of them at most."""
        data = "".join(texts).encode()
        lengths = map(len, texts if data.isascii() else (each.encode() for each in texts))
        starts = np.zeros(len(texts) + 1, dtype=np.uint32)
        np.cumsum(np.fromiter(lengths, np.uint32, len(texts)), out=starts[1:])
        return cls(np.frombuffer(data, dtype=np.uint8), starts)

    def taken(self, wanted: NDArray[np.bool_]) -> "Part":
        """Those of the texts that are wanted."""
        lengths = np.diff(self.starts)
        starts = np.zeros(int(wanted.sum()) + 1, dtype=np.uint32)
        np.cumsum(lengths[wanted], out=starts[1:])
        return Part(self.data[np.repeat(wanted, lengths)], starts)

    def text(self, at: int) -> str:
        """One of the texts."""
        return self.data[self.starts[at] : self.starts[at + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        data = self.data.tobytes()
        for start, end in pairwise(self.starts.tolist()):
            yield data[start:end].decode()

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class Packed(Sequence[str]):
    """Texts in parts, made into text when asked for."""

    parts: tuple[Part, ...]

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(len, self.parts)))

    def __len__(self) -> int:
        return self._ends[-1] if self.parts else 0

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at = int(at) % len(self)
        part = bisect_right(self._ends, at)
        return self.parts[part].text(at - (self._ends[part - 1] if part else 0))

    def __iter__(self) -> Iterator[str]:
        for each in self.parts:
            yield from each


def hashes(texts: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each text. Among five million, two share one with a chance of 1 : 1,000,000."""
    import pandas as pd

    found: Any = pd.util.hash_array(np.array(list(texts), dtype=object), categorize=False)
    return np.asarray(found, dtype=np.uint64)
