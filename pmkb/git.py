"""A shell: git, which knows who changed what when."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from pmkb.history import FORMAT, History, parsed

TIMEOUT_S = 60


class NoHistory(Exception):
    """There is no history to show; the message says why."""


def history(folder: Path) -> History:
    """The revisions of the files below a folder, by their paths from there.

    Raises `NoHistory` without git or a repository, and where the repository was cloned without its
    past: the oldest commit there would pass for the author of everything.
    """
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise NoHistory("the clone is shallow: `git fetch --unshallow` brings the rest")
    options = ("-z", "--relative", "--name-status", "-M", "--date=short", f"--format={FORMAT}")
    return parsed(_git(folder, "log", *options, "--", "."))


def _git(folder: Path, *arguments: str) -> str:
    command: Sequence[str] = ("git", "-C", str(folder), "-c", "i18n.logOutputEncoding=UTF-8")
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are ours, but for a folder's name
            [*command, *arguments], capture_output=True, check=True, timeout=TIMEOUT_S
        )
    except FileNotFoundError:
        raise NoHistory("git is not installed") from None
    except subprocess.TimeoutExpired:
        raise NoHistory(f"git took longer than {TIMEOUT_S} s") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoHistory(said[0] if said else f"git ended with {error.returncode}") from None
    return done.stdout.decode("utf-8", "replace")
