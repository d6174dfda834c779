"""A shell: files of facts that stay on disk, since they are too large to hold or no text.

To the core one is a value, known by the hash of its content: the same hash gives the same facts. It
is read while a base is compiled, and has to stay as it is for so long.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

LARGE = 64 * 2**20
"""CSV files above so many bytes are read piece by piece, and never held whole."""

CSV, PARQUET = ".csv", ".parquet"

_BLOCK = 2**20


@dataclass(frozen=True)
class DataFile:
    """A file of facts on disk."""

    location: Path
    size: int
    """In bytes."""
    digest: str
    """Of its content, as hexadecimal digits."""

    def open(self) -> IO[bytes]:
        """The file, to be read."""
        return self.location.open("rb")

    def whole(self) -> bytes:
        """All that is in it."""
        return self.location.read_bytes()


Data = bytes | DataFile
"""What a file of facts holds."""


def found_at(location: Path) -> Data:
    """A file of facts: its bytes if it is a CSV file of ordinary size."""
    size = location.stat().st_size
    if location.suffix.lower() != PARQUET and size <= LARGE:
        return location.read_bytes()
    digest = blake2b(digest_size=20)
    with location.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return DataFile(location, size, digest.hexdigest())


def whole(files: Mapping[str, Data], path: str) -> bytes | None:
    """All that is in one of some files; None where it is not among them."""
    found = files.get(path)
    return found.whole() if isinstance(found, DataFile) else found


def is_facts(path: str) -> bool:
    """Whether a file can hold facts, by its name."""
    return path.lower().endswith((CSV, PARQUET))


@contextmanager
def on_disk(data: Data) -> Iterator[Path]:
    """Where a file can be opened: itself, or a copy of its bytes for as long as it is needed."""
    if isinstance(data, DataFile):
        yield data.location
        return
    with NamedTemporaryFile(suffix=PARQUET) as file:
        file.write(data)
        file.flush()
        yield Path(file.name)
