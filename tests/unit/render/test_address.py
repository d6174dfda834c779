"""Addresses follow MkDocs' own rules."""

import pytest
from mkdocs.structure.files import File

from pmkb.render.address import relative, url

PATHS = [
    "index.md",
    "README.md",
    "product.md",
    "goals/index.md",
    "goals/README.md",
    "goals/arr 2026.md",
    "goals/年度/目标.md",
    "images/a b.png",
]


def mkdocs_file(path: str, directory_urls: bool) -> File:
    return File(path, "docs", "site", directory_urls)


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("path", PATHS)
def test_url_is_what_mkdocs_makes(path: str, directory_urls: bool) -> None:
    theirs = mkdocs_file(path, directory_urls).url
    assert url(path, directory_urls) == ("" if theirs in (".", "./") else theirs)


@pytest.mark.parametrize("directory_urls", [True, False])
@pytest.mark.parametrize("start", PATHS[:-1])
@pytest.mark.parametrize("target", PATHS)
def test_relative_address_is_what_mkdocs_makes(
    target: str, start: str, directory_urls: bool
) -> None:
    theirs = mkdocs_file(target, directory_urls).url_relative_to(mkdocs_file(start, directory_urls))
    assert relative(url(target, directory_urls), url(start, directory_urls)) == theirs
