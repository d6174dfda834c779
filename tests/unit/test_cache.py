"""The folder that keeps what was computed: whole or not at all, and never too large."""

import os
from pathlib import Path

import pytest

from pmkb.cache import Folder

ONE, TWO, THREE = (digit * 40 for digit in "123")


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    Folder(tmp_path / "a" / "b")[ONE] = b"content"
    again = Folder(tmp_path / "a" / "b")
    assert (again[ONE], list(again), ONE in again) == (b"content", [ONE], True)
    del again[ONE]
    assert (list(again), ONE in again, again.get(ONE)) == ([], False, None)


def test_folder_keeps_itself_out_of_git(tmp_path: Path) -> None:
    Folder(tmp_path / "new")[ONE] = b""
    assert (tmp_path / "new" / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 16 + b"content"])
def test_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    cache = Folder(tmp_path)
    cache[ONE] = b"content"
    (tmp_path / ONE).write_bytes(damage)
    assert cache.get(ONE) is None
    cache[ONE] = b"content"
    assert cache[ONE] == b"content"


def test_oldest_entries_go_when_there_is_too_much(tmp_path: Path) -> None:
    cache = Folder(tmp_path, most_bytes=2500)
    for age, name in ((300, ONE), (200, TWO)):
        cache[name] = b"x" * 1000
        at = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (at, at))
    assert cache[ONE]  # read just now, so the other one is the oldest
    cache[THREE] = b"x" * 1000
    assert list(cache) == [ONE, THREE]
    cache[TWO] = b"x" * 9000
    assert list(cache) == [TWO]


def test_what_is_not_ours_stays_and_what_a_killed_build_left_goes(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".new-old").write_text("half")
    (tmp_path / ".new-now").write_text("half")
    os.utime(tmp_path / ".new-old", (0, 0))
    cache = Folder(tmp_path, most_bytes=1)
    cache[ONE] = b"content"
    assert list(cache) == [ONE]
    assert {each.name for each in tmp_path.iterdir()} == {"notes.txt", ".new-now", ONE}


def test_failed_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache = Folder(tmp_path)
    cache[ONE] = b"content"
    assert list(tmp_path.iterdir()) == []
