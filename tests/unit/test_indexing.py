"""Pagefind as a shell: its files, how they are kept, and what happens where it cannot run."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from pmkb import indexing
from pmkb.indexing import NotIndexed, index

PAGE = (
    '<!doctype html><html lang="en"><head><title>{0}</title>'
    '<meta data-pagefind-meta="address[content]" content="{0}/"></head>'
    "<body data-pagefind-body><h1>{0}</h1><p>{1}</p></body></html>"
)
DOCUMENTS = {
    "a/": PAGE.format("a", "东 屿 银 行 pays"),
    "b/": PAGE.format("b", "a roadmap <i class='out'>left out</i>"),
}


def fragments(files: dict[str, bytes]) -> list[dict[str, object]]:
    names = [name for name in files if name.startswith("pagefind/fragment/")]
    texts = [gzip.decompress(files[name]).decode().removeprefix("pagefind_dcd") for name in names]
    return sorted((json.loads(each) for each in texts), key=lambda each: str(each["meta"]))


def test_index_has_a_fragment_for_each_document_without_what_is_left_out() -> None:
    files = dict(index(DOCUMENTS, (".out",)))
    assert "pagefind/pagefind.js" in files
    assert [each["meta"]["address"] for each in fragments(files)] == ["a/", "b/"]  # type: ignore[index]
    assert [each["content"] for each in fragments(files)] == [
        "a. 东 屿 银 行 pays.",
        "b. a roadmap",
    ]


def test_search_boxes_of_pagefind_are_not_published() -> None:
    assert [name for name in index(DOCUMENTS, ()) if "ui" in name or "highlight" in name] == []


def test_same_documents_give_the_same_files_in_any_order() -> None:
    assert index(DOCUMENTS, ()) == index(dict(reversed(DOCUMENTS.items())), ())


def test_unchanged_documents_are_not_indexed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cache: dict[str, bytes] = {}
    first = index(DOCUMENTS, (), cache)
    monkeypatch.setattr(indexing, "_run", lambda *_: pytest.fail("was indexed again"))
    assert index(DOCUMENTS, (), cache) == first


@pytest.mark.parametrize("change", ["text", "left out", "page"])
def test_changed_documents_are(change: str) -> None:
    cache: dict[str, bytes] = {}
    first = index(DOCUMENTS, (), cache)
    more = {"c/": PAGE.format("c", "new")} if change == "page" else {}
    text = {"a/": PAGE.format("a", "other")} if change == "text" else {}
    left_out = (".out",) if change == "left out" else ()
    assert index({**DOCUMENTS, **more, **text}, left_out, cache) != first
    assert len(cache) == 2


def test_damaged_entry_is_made_anew() -> None:
    cache: dict[str, bytes] = {}
    first = index(DOCUMENTS, (), cache)
    cache = dict.fromkeys(cache, b"no archive")
    assert index(DOCUMENTS, (), cache) == first


def test_missing_program_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind.service", None)
    with pytest.raises(NotIndexed, match="pip install"):
        index(DOCUMENTS, ())


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("#!/bin/sh\necho no memory left >&2\nexit 3\n", "Pagefind failed: no memory left"),
        ("#!/bin/sh\nexit 0\n", "Pagefind failed"),
        ("#!/no/such/interpreter\n", "does not run on this machine"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_failing_program_is_told(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pagefind"
    program.write_text(script, "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(program))
    with pytest.raises(NotIndexed, match=said):
        index(DOCUMENTS, ())
