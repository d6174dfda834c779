"""A shell: what was computed from one file's bytes, kept in a folder from one build to the next.

To the core a cache is a mapping from keys (hashes of everything an entry depends on) to bytes. It
never changes a result: an entry that is missing, cut off or damaged is computed anew. Nothing in it
is ever run.
"""

import os
import re
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile

MOST_BYTES = 2**30
"""When a folder holds more, what was not used for the longest time goes."""

_DIGEST = 16
_ENTRY = re.compile(r"[0-9a-f]{40}(-[0-9a-z]+)*")
_UNFINISHED = ".new-"
_FORSAKEN_S = 3600
"""An entry still unfinished after so many seconds belongs to a build that was killed."""


class Folder(MutableMapping[str, bytes]):
    """A cache in a folder, one file for each entry, led by a checksum.

    Writing is atomic, and a folder that cannot be written to only costs time. Files that are no
    entries are left alone.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self.folder, self.most_bytes = folder, most_bytes

    def __getitem__(self, name: str) -> bytes:
        path = self.folder / name
        try:
            with path.open("rb") as file:
                digest, content = file.read(_DIGEST), file.read()
        except OSError:
            raise KeyError(name) from None
        if blake2b(content, digest_size=_DIGEST).digest() != digest:
            raise KeyError(name)
        with suppress(OSError):
            os.utime(path)  # the day it was last of use
        return content

    def __setitem__(self, name: str, content: bytes) -> None:
        with suppress(OSError):
            self._prepare()
            file = NamedTemporaryFile(dir=self.folder, prefix=_UNFINISHED, delete=False)  # noqa: SIM115
            try:
                with file:
                    file.write(blake2b(content, digest_size=_DIGEST).digest())
                    file.write(content)
                os.replace(file.name, self.folder / name)  # noqa: PTH105 - a str and a Path
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
            self._trim(name)

    def __delitem__(self, name: str) -> None:
        try:
            (self.folder / name).unlink()
        except OSError:
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        return (self.folder / str(name)).is_file()

    def __iter__(self) -> Iterator[str]:
        with suppress(OSError):
            yield from sorted(
                each.name for each in self.folder.iterdir() if _ENTRY.fullmatch(each.name)
            )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _prepare(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True)
            (self.folder / ".gitignore").write_text("*\n", encoding="utf-8")

    def _trim(self, newest: str) -> None:
        """Delete what is left of killed builds, and the oldest entries while there are too many."""
        entries = list[tuple[float, int, str]]()
        now = (self.folder / newest).stat().st_mtime
        with os.scandir(self.folder) as found:
            for each in found:
                stat = each.stat(follow_symlinks=False)
                if each.name.startswith(_UNFINISHED) and stat.st_mtime < now - _FORSAKEN_S:
                    Path(each.path).unlink(missing_ok=True)
                elif _ENTRY.fullmatch(each.name) and each.name != newest:
                    entries.append((stat.st_mtime, stat.st_size, each.name))
        room = self.most_bytes - (self.folder / newest).stat().st_size
        for _, size, name in sorted(entries, reverse=True):
            room -= size
            if room < 0:
                (self.folder / name).unlink(missing_ok=True)
