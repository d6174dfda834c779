"""Arrows point down: who may import whom, and what the core must not touch."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pmkb"

LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "source cache datafile history indexing message",
        "diagnostic git",
        "yaml12 flow measures",
        "values markdown",
        "document sheet",
        "vocabulary",
        "fields edit charts",
        "record",
        "validation graph fingerprint scaffold json_schema",
        "kinds",
        "metrics",
        "custom rules trackers query signing",
        "embeds",
        "pages",
        "overrides",
        "reference",
        "build manual",
        "emit config render",
        "cli",
        "mkdocs_plugin",
        "__main__",
    )
)
"""Modules and packages, bottom up. What stands in one line must not know of each other."""

FOR_TYPES_ALONE = {
    ("fields", "graph"): "a computed value is a function of a record and the knowledge base",
    ("record", "graph"): "a computed value is a function of a record and the knowledge base",
}
"""Imports that only a type checker follows, upwards."""

WHEN_CALLED = {
    ("kinds.product.document", "kinds.product.release"): "releases compute from documents too",
}
"""Imports inside functions that close a circle."""

SHELLS = {"cache", "datafile", "cli", "config", "git", "indexing", "mkdocs_plugin", "__main__"}
TOUCHING = {
    *("today", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes"),
    *("unlink", "mkdir", "rmtree", "getenv", "system", "Popen", "perf_counter", "urlopen"),
}
OUTSIDE = {"subprocess", "socket", "shutil", "tempfile", "time", "random", "urllib.request"}
ALLOWED = {
    "vocabulary": "the default vocabulary is a file of the package",
    "render.engine": "the style sheet and the scripts are files of the package",
}


@dataclass
class Imports:
    """What a module imports from the package, by when."""

    at_once: set[str] = field(default_factory=set)
    when_called: set[str] = field(default_factory=set)
    for_types: set[str] = field(default_factory=set)


def _modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"), str(path))
    return found


MODULES = _modules()


def _imports(name: str) -> Imports:
    found = Imports()

    def visit(node: ast.AST, into: set[str]) -> None:
        for child in ast.iter_child_nodes(node):
            inner = into
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                inner = found.when_called
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                inner = found.for_types
            inner.update(_named(child))
            visit(child, inner)

    visit(MODULES[name], found.at_once)
    return found


def _named(node: ast.AST) -> Iterator[str]:
    """The package's modules that an import statement names, without the package's own name."""
    if isinstance(node, ast.Import):
        yield from (each.name[5:] for each in node.names if each.name.startswith("pmkb."))
    elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "pmkb":
        below = (node.module or "")[5:]
        for each in node.names:
            inner = f"{below}.{each.name}".lstrip(".")
            yield inner if inner in MODULES else below


IMPORTS = {name: _imports(name) for name in MODULES}


def layer(name: str) -> int:
    top = name.partition(".")[0]
    return next(at for at, names in enumerate(LAYERS) if top in names)


def goes_down(importer: str, imported: str) -> bool:
    same = importer.partition(".")[0] == imported.partition(".")[0]
    return same or layer(imported) < layer(importer)


def test_every_module_has_a_layer_and_every_layer_its_modules() -> None:
    there = {name.partition(".")[0] for name in MODULES} - {"", "theme"}
    assert there == frozenset().union(*LAYERS)


def test_imports_go_down() -> None:
    upwards = {
        (name, each)
        for name, imports in IMPORTS.items()
        if name not in ("", "theme")
        for each in imports.at_once | imports.when_called
        if not goes_down(name, each)
    }
    assert upwards == set()


def test_imports_for_types_go_down_but_for_the_listed_ones() -> None:
    upwards = {
        (name, each)
        for name, imports in IMPORTS.items()
        if name != ""
        for each in imports.for_types
        if not goes_down(name, each)
    }
    assert upwards == FOR_TYPES_ALONE.keys()


def test_package_itself_loads_nothing() -> None:
    assert IMPORTS[""].at_once == set()
    loaded = modules_loaded_by("import pmkb")
    assert {name for name in loaded if name.startswith("pmkb")} == {"pmkb"}


def test_no_module_imports_itself_in_a_circle() -> None:
    edges = {
        name: {each for each in imports.at_once | imports.when_called if each != name}
        for name, imports in IMPORTS.items()
        if name != ""
    }
    for importer, imported in WHEN_CALLED:
        assert imported in IMPORTS[importer].when_called
        edges[importer].discard(imported)
    TopologicalSorter(edges).prepare()  # raises CycleError with the circle


def _touching(name: str) -> Iterator[str]:
    """Clocks, files, processes and the environment in a module's code."""
    for node in ast.walk(MODULES[name]):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in TOUCHING:
                yield attr
            case ast.Call(func=ast.Name(id="open" | "print" | "input" as called)):
                yield called
            case ast.Attribute(attr="environ" | "stdout" | "stderr" as attr):
                yield attr
            case ast.Import(names=names):
                yield from (each.name for each in names if each.name in OUTSIDE)
            case ast.ImportFrom(module=module) if module in OUTSIDE:
                yield module


def test_core_touches_neither_files_nor_clocks_nor_processes() -> None:
    core = [name for name in MODULES if name.partition(".")[0] not in SHELLS]
    found = {name: sorted(set(_touching(name))) for name in core}
    assert {name for name, touched in found.items() if touched} <= ALLOWED.keys(), found


def test_shells_do_touch_them() -> None:
    # So that the test above is known to see what it looks for.
    assert "today" in set(_touching("cli.shared"))
    assert {"read_bytes"} <= set(_touching("config"))


def modules_loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


HEAVY = (
    "pandas",
    "numpy",
    "duckdb",
    "mkdocs",
    "babel",
    "jinja2",
    "rich",
    "pypinyin",
    "nh3",
    "dateutil.rrule",
)


def test_checking_starts_without_what_only_other_commands_need(tmp_path: Path) -> None:
    (tmp_path / "docs" / "roadmap").mkdir(parents=True)
    (tmp_path / "docs" / "roadmap" / "a.md").write_text(
        "---\ntitle: A\nstatus: idea\nstart: 2026-01-01\n---\n# A\n", encoding="utf-8"
    )
    config = tmp_path / "mkdocs.yml"
    config.write_text("plugins: [pmkb]\n", encoding="utf-8")
    loaded = modules_loaded_by(
        "from click.testing import CliRunner\n"
        "from pmkb.cli import main\n"
        f"result = CliRunner().invoke(main, ['check', '-f', {str(config)!r}])\n"
        "assert result.exit_code == 0, result.output"
    )
    assert "pmkb.rules.roadmap" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_help_starts_without_the_compiler() -> None:
    loaded = modules_loaded_by(
        "from click.testing import CliRunner\n"
        "from pmkb.cli import main\n"
        "result = CliRunner().invoke(main, ['--version'])\n"
        "assert result.exit_code == 0, result.output"
    )
    assert "pmkb.cli" in loaded
    assert [name for name in ("pmkb.build", "pydantic", "yaml") if name in loaded] == []


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is(name: str) -> None:
    doc = ast.get_docstring(MODULES[name]) or ""
    assert doc.partition("\n\n")[0].rstrip().endswith((".", ":")), doc[:80]
