"""A shell: Pagefind, which makes the files that the search page looks in.

Its program comes with the package `pagefind` for most machines. Where it is missing or fails, the
site is complete but for search, and its search page says so.
"""

import subprocess
from collections.abc import Iterable, Mapping, MutableMapping
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, BadZipFile, ZipFile

FOLDER = "pagefind"
"""Where the files lie in the site."""
TIMEOUT_S = 600
_FORMAT = "search 1"
_OWN_PAGES = ("-ui.", "-highlight.")
"""Parts of the names of files that only Pagefind's own search boxes use."""


class NotIndexed(Exception):
    """There is no index; the message says why, and what to do."""


def index(
    documents: Mapping[str, str],
    left_out: Iterable[str],
    cache: MutableMapping[str, bytes] | None = None,
) -> Mapping[str, bytes]:
    """Pagefind's files by path in the site, for documents as HTML by the address of their page.

    `left_out` are CSS selectors of what is not searched. The same documents give the same files.
    Raises `NotIndexed`.
    """
    program = _program()
    command = [str(program), "--force-language", "en", "--exclude-selectors", ",".join(left_out)]
    key = _key(program.stat().st_size, command[1:], documents)
    kept = _unpacked(cache[key]) if cache is not None and key in cache else None
    if kept is not None:
        return kept
    made = _run(command, documents)
    if cache is not None:
        cache[key] = _packed(made)
    return made


def _program() -> Path:
    try:
        from pagefind.service import get_executable

        found = get_executable()
    except ImportError:
        found = None
    if found is None or not found.is_file():
        raise NotIndexed("Pagefind is not installed: run `pip install 'pagefind[extended]'`")
    return found


def _key(size: int, command: list[str], documents: Mapping[str, str]) -> str:
    digest = blake2b(digest_size=20)
    items = (item for pair in sorted(documents.items()) for item in pair)
    for each in (_FORMAT, str(size), *command, *items):
        data = each.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def _run(command: list[str], documents: Mapping[str, str]) -> Mapping[str, bytes]:
    with TemporaryDirectory(prefix="pmkb-search-") as folder:
        site, out = Path(folder) / "site", Path(folder) / FOLDER
        site.mkdir()
        for address, html in documents.items():
            # An address can be too long for a file's name, or forbidden by the system.
            name = blake2b(address.encode(), digest_size=10).hexdigest()
            (site / f"{name}.html").write_text(html, encoding="utf-8")
        places = ["--site", str(site), "--output-path", str(out), "--silent"]
        try:
            ended = subprocess.run(  # noqa: S603 - Pagefind's own program
                [*command, *places],
                capture_output=True,
                check=False,
                cwd=folder,
                timeout=TIMEOUT_S,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotIndexed(f"Pagefind does not run on this machine: {error}") from None
        if ended.returncode or not (out / "pagefind.js").is_file():
            said = (ended.stderr or ended.stdout).decode(errors="replace").strip().splitlines()
            raise NotIndexed(f"Pagefind failed: {said[-1] if said else ended.returncode}")
        return {
            f"{FOLDER}/{each.relative_to(out).as_posix()}": each.read_bytes()
            for each in sorted(out.rglob("*"))
            if each.is_file() and not any(part in each.name for part in _OWN_PAGES)
        }


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


def _unpacked(packed: bytes) -> Mapping[str, bytes] | None:
    try:
        with ZipFile(BytesIO(packed)) as archive:
            return {path: archive.read(path) for path in archive.namelist()}
    except BadZipFile:
        return None
