"""A browser, and a server of its own for each site: the tests here see what a reader sees."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, sync_playwright

from pmkb.cli import main

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PHONE = {"width": 390, "height": 844}
Make = Callable[..., Path]
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Visit:
    """A page, and what its reader should never cause: errors, and requests to elsewhere."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


class Open(Protocol):
    """Open a URL in a context of its own; the options are those of `Browser.new_context`."""

    def __call__(self, url: str, **options: Any) -> Visit: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    named = os.environ.get("PMKB_CHROMIUM")
    names = (named,) if named else ("chromium", "chromium-browser", "google-chrome")
    for executable in filter(None, map(shutil.which, names)):
        return executable
    reason = f"no executable {' or '.join(names)}: PMKB_CHROMIUM names a Chromium to test with"
    if named or os.environ.get("PMKB_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


# Not for the whole session: while Playwright runs, no other test of the process can use asyncio.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    root = sys.platform != "win32" and os.geteuid() == 0
    with (
        sync_playwright() as playwright,
        # Chromium refuses to sandbox what root runs.
        playwright.chromium.launch(
            executable_path=chromium, args=QUIET, chromium_sandbox=not root
        ) as browser,
    ):
        yield browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    with ExitStack() as contexts:

        def open_url(url: str, **options: Any) -> Visit:
            context = contexts.enter_context(browser.new_context(**options))
            visit = Visit(context.new_page())
            origin = urlsplit(url)[:2]

            def refuse(route: Route) -> None:
                visit.foreign.append(route.request.url)
                route.abort()

            context.route(lambda target: urlsplit(target)[:2] != origin, refuse)
            context.on("weberror", lambda fault: visit.errors.append(str(fault.error)))
            context.on(
                "console",
                lambda message: (
                    visit.errors.append(message.text) if message.type == "error" else None
                ),
            )
            visit.page.goto(url)
            return visit

        yield open_url


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: a failing test shows what matters."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    with ExitStack() as servers:

        def start(site: Path) -> str:
            server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=site))
            servers.enter_context(server)
            servers.callback(server.shutdown)
            Thread(target=server.serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{server.server_port}/"

        yield start


# The example, in each language and under Material.


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example with an ordinary page, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("content", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    page = "# 我们如何做决定\n\nSee [[online-ddl]].\n\n## Who\n\n## When\n\n## How\n\n## Why\n"
    (folder / "content" / "handbook").mkdir()
    (folder / "content" / "handbook" / "decide.md").write_text(page, "utf-8")
    broken = "---\ntitle: 读不出的合同\ntype: nonsense\n---\n\nThe body.\n"
    (folder / "content" / "contracts" / "broken.md").write_text(broken, "utf-8")
    return folder


@pytest.fixture(scope="session")
def build(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Make:
    def make(folder: Path = project, language: str = "en", **settings: object) -> Path:
        site = tmp_path_factory.mktemp("site")
        options = {"as_of": "2026-06-30", "language": language}
        config = {
            "site_name": "StarryDB",
            "docs_dir": "content",
            "theme": {"name": "pmkb"},
            "plugins": [{"pmkb": options}],
        }
        config_file = folder / f"{site.name}.yml"
        config_file.write_text(yaml.safe_dump({**config, **settings}), "utf-8")
        arguments = ["build", "-f", str(config_file), "-d", str(site)]
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert not ended.value.code
        return site

    return make


@pytest.fixture(scope="session")
def english(build: Make) -> Path:
    return build()


@pytest.fixture(scope="session")
def url(english: Path, serve: Callable[[Path], str]) -> str:
    return serve(english)


@pytest.fixture(scope="session")
def chinese(build: Make, serve: Callable[[Path], str]) -> str:
    return serve(build(language="zh"))


@pytest.fixture(scope="session")
def material(build: Make, serve: Callable[[Path], str]) -> str:
    palette = [
        {"media": f"(prefers-color-scheme: {scheme})", "scheme": name}
        for scheme, name in (("light", "default"), ("dark", "slate"))
    ]
    theme = {"name": "material", "font": False, "palette": palette}
    # Without its search: each page would load an index of everything.
    return serve(build(theme=theme))
