"""Real documents: what is good loads, what is wrong is found at its place, damage stops nothing.

The documents are not part of the project; where they are absent, these tests are skipped.
"""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pmkb.build import Build, Inputs, build
from pmkb.config import Project, load, read_inputs
from pmkb.diagnostic import Diagnostic, Severity
from pmkb.emit.data import export, to_text
from pmkb.rules import RULES
from tests.knowledge import brief
from tests.property.test_reading import assert_inside

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "real-data"
AS_OF = date(2026, 8, 31)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no {DATA}")
BASES = pytest.mark.parametrize("name", ["kep", "endoflife"])


@cache
def project(name: str) -> Project:
    return load(HERE / name / "mkdocs.yml")


@cache
def inputs(name: str) -> Inputs:
    return read_inputs(project(name))


def compiled(name: str, files: dict[str, bytes] | None = None) -> Build:
    given = inputs(name)
    changed = replace(given, files=files) if files is not None else given
    return build(changed, project(name).options.settings(), AS_OF)


@cache
def whole(name: str) -> Build:
    return compiled(name)


ERRORS = {
    "kep": """
        sig-cli/1441-kubectl-debug.md:19:5-54 unknown-reference
        sig-cli/1441-kubectl-debug.md:20:5-64 unknown-reference
        sig-cli/2377-Kustomize.md:21:5-13 unknown-reference
        sig-cli/2386-kustomize-subcommand-integration.md:22:5-94 wrong-type
        sig-cli/2386-kustomize-subcommand-integration.md:25:5-24 unknown-reference
        sig-cli/2590-kubectl-subresource.md:20:5-56 unknown-reference
        sig-cli/3515-kubectl-explain-openapiv3.md:2:1-3 unknown-key
        sig-cli/3515-kubectl-explain-openapiv3.md:3:1-5 unknown-key
        sig-cli/3515-kubectl-explain-openapiv3.md:17:15-20 invalid-date
        sig-cli/3659-kubectl-apply-prune.md:2:8-20 placeholder-left-in
        sig-cli/3805-ssa-default.md:17:5-52 unknown-reference
        sig-cli/491-kubectl-diff.md:19:5-46 unknown-reference
        sig-cli/491-kubectl-diff.md:20:5-44 unknown-reference
        sig-storage/1432-volume-health-monitor.md:31:10-24 invalid-version
        sig-storage/1495-volume-populators.md:21:5-60 unknown-reference
        sig-storage/3141-prevent-volume-mode-conversion.md:37:5-9 missing-key
        sig-storage/3314-csi-changed-block-tracking.md:2:8-20 placeholder-left-in
        sig-storage/361-local-ephemeral-storage-isolation.md:1:1-4 missing-key
        sig-storage/5040-remove-gitrepo-driver.md:22:8-16 unknown-choice
        sig-storage/556-csi-volume-resizing.md:19:5-91 wrong-type
        sig-storage/556-csi-volume-resizing.md:20:5-84 wrong-type
        sig-windows/1043-windows-security-context.md:18:5-97 unknown-reference
        sig-windows/1301-windows-runtime-class.md:21:5-59 unknown-reference
        sig-windows/4802-windows-node-shutdown.md:18:5-49 unknown-reference
        sig-windows/4885-windows-cpu-and-memory-affinity.md:20:5-40 unknown-reference
        sig-windows/4885-windows-cpu-and-memory-affinity.md:21:5-37 unknown-reference
        sig-windows/4885-windows-cpu-and-memory-affinity.md:22:5-41 unknown-reference
        """,
    "endoflife": """
        ibm-db2.md:11:1-13 unknown-key
        ibm-db2.md:12:1-4 unknown-key
        ibm-db2.md:13:1-5 unknown-key
        openjdk-builds-from-oracle.md:13:1-14 unknown-key
        oracle-database.md:11:1-13 unknown-key
        visual-cobol.md:8:1-13 unknown-key
        windows-powershell.md:11:1-13 unknown-key
        """,
}
COUNTS = {"kep": (115, 106), "endoflife": (60, 55)}


@BASES
def test_errors_are_exactly_those_that_people_would_find(name: str) -> None:
    found = [each for each in whole(name).findings if each.severity is Severity.ERROR]
    assert [brief(each) for each in found] == ERRORS[name].split("\n        ")[1:-1]


@BASES
def test_every_document_without_a_fault_of_its_own_loads(name: str) -> None:
    result = whole(name)
    documents, records = COUNTS[name]
    assert (len(result.kb.content.documents), len(result.kb.records)) == (documents, records)
    of_form = {
        each.path
        for each in result.findings
        if each.severity is Severity.ERROR and each.code != "unknown-reference"
    }
    assert of_form == result.kb.content.broken.keys()
    assert result.schemas_sound


@pytest.mark.parametrize(
    ("name", "path", "code", "message", "hint"),
    [
        (
            "kep",
            "sig-cli/3515-kubectl-explain-openapiv3.md",
            "invalid-date",
            "a date is wanted here, not 'v1.29'",
            "write it as YYYY-MM-DD",
        ),
        (
            "kep",
            "sig-storage/1432-volume-health-monitor.md",
            "invalid-version",
            "a version begins with a number, unlike 'v1.21, v1.37'",
            "write it like 8.5.1 or v1.36",
        ),
        (
            "kep",
            "sig-storage/361-local-ephemeral-storage-isolation.md",
            "missing-key",
            "'creation-date' is missing",
            "add `creation-date:` (The day it was first proposed)",
        ),
        (
            "endoflife",
            "etcd.md",
            "broken-link",
            "there is no file 'kubernetes'",
            None,
        ),
    ],
)
def test_message_and_hint(name: str, path: str, code: str, message: str, hint: str | None) -> None:
    found = [each for each in whole(name).findings if (each.path, each.code) == (path, code)]
    assert [(each.message, each.hint) for each in found] == [(message, hint)]


def test_versions_ids_and_flags_keep_what_was_written() -> None:
    records = whole("endoflife").kb.records
    cycles = {
        str(release.get("releaseCycle"))
        for record in records.values()
        for release in record.get("releases")
    }
    # YAML 1.1 would have made 3.1 of the release 3.10.
    assert {"3.10", "3.1"} <= cycles
    ends = [release.get("eol") for record in records.values() for release in record.get("releases")]
    assert {type(each) for each in ends} == {bool, date}


def test_former_addresses_lead_to_the_records() -> None:
    kb = whole("endoflife").kb
    named = [each for each in kb.records.values() if each.get("permalink")]
    assert len(named) == len(kb.records)
    for record in named:
        assert kb.find(str(record.get("permalink"))) == (record,)


@BASES
def test_everything_can_be_exported(name: str) -> None:
    assert len(to_text(export(whole(name)))) > 100_000


@BASES
@pytest.mark.parametrize("cut", [0.01, 0.1, 0.33, 0.5, 0.9])
def test_truncated_files_stop_nothing(name: str, cut: float) -> None:
    files = {path: data[: int(len(data) * cut)] for path, data in inputs(name).files.items()}
    result = compiled(name, files)
    for path, source in result.sources.items():
        assert_inside(source, [each for each in result.findings if each.path == path])


DAY = re.compile(
    rb"^((?: *- | *)(?:creation-date|releaseDate): *)[\"']?(\d{4}-\d\d-\d\d)[\"']? *$", re.MULTILINE
)


def with_bad_day(data: bytes) -> tuple[bytes, int, int] | None:
    """A file with its first date made impossible, and the line and the column where it stands."""
    found = DAY.search(data)
    if found is None:
        return None
    line = data.count(b"\n", 0, found.start()) + 1
    changed = data[: found.start()] + found[1] + b"2026-30-01" + data[found.end() :]
    return changed, line, len(found[1].decode()) + 1


@BASES
def test_one_bad_date_gives_exactly_one_more_finding_at_its_place(name: str) -> None:
    tried = 0
    for path, data in inputs(name).files.items():
        injected = with_bad_day(data)
        if injected is None:
            continue
        changed, line, column = injected
        before, after = alone(name, path, data), alone(name, path, changed)
        added = after - before
        assert [brief(each) for each in added] == [
            f"{path}:{line}:{column}-{column + 10} invalid-date"
        ]
        (only,) = added
        assert (only.message, only.hint) == (
            "there is no day 2026-30-01",
            "did you mean 2026-01-30?",
        )
        # A record with an error is looked at by no rule; nothing else may go away.
        assert {each.code for each in before - after} <= RULES.keys()
        tried += 1
    assert tried > 0.9 * len(inputs(name).files)


def alone(name: str, path: str, data: bytes) -> set[Diagnostic]:
    # Without its body, whose links would lead to the others.
    front_matter = data[: data.index(b"\n---", 3) + 5]
    return set(compiled(name, {path: front_matter}).findings)
