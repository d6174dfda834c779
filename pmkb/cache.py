"""A shell: what was computed from one file's bytes, kept in a folder from one build to the next.

To the core a cache is a mapping from keys (hashes of everything an entry depends on) to bytes. It
never changes a result: an entry that is missing, cut off or damaged is computed anew. Nothing in it
is ever run.
"""

import os
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

_DIGEST = 16


class Folder(MutableMapping[str, bytes]):
    """A cache in a folder, one file for each entry, led by a checksum.

    Writing is atomic, and a folder that cannot be written to only costs time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __getitem__(self, name: str) -> bytes:
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            raise KeyError(name) from None
        digest, content = data[:_DIGEST], data[_DIGEST:]
        if blake2b(content, digest_size=_DIGEST).digest() != digest:
            raise KeyError(name)
        return content

    def __setitem__(self, name: str, content: bytes) -> None:
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, prefix=".new-", delete=False) as file:
                file.write(blake2b(content, digest_size=_DIGEST).digest())
                file.write(content)
            os.replace(file.name, self.folder / name)  # noqa: PTH105 - a str and a Path

    def __delitem__(self, name: str) -> None:
        try:
            (self.folder / name).unlink()
        except OSError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        with suppress(OSError):
            yield from sorted(
                each.name for each in self.folder.iterdir() if not each.name.startswith(".")
            )

    def __len__(self) -> int:
        return sum(1 for _ in self)
