"""What every test may ask for: a built site, a server for it, and a browser to look at it with."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import settings
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

import browser as finder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest_plugins = ["browser_site", "memento_archive", "stock_site", "web_server"]
"""The fixtures of the browser tests, a web archive, and a web server on loopback."""

# The same examples on every run in CI, so that a failure there can be had again; fresh ones at a desk.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

BARE_CONFIG: Mapping[str, Any] = {
    "site_name": "Test",
    "theme": {"name": "material", "font": False},
    "plugins": ["search"],
}
"""What `build_site` starts from; `font: false` because no test may reach the network."""


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # or pytest-xdist would begin with the files of the most tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, and begin with its files: few tests, but the longest; or one worker ends alone."""
    slow: set[Path] = set()
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if {"browser", "page"} & names:
            item.add_marker(pytest.mark.browser)
        if {"browser", "page", "webkit"} & names:
            slow.add(item.path)
    items.sort(key=lambda item: item.path not in slow)


# Building sites ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Built:
    """A site that MkDocs has built, or tried to."""

    root: Path
    """The folder of `mkdocs.yml`."""
    site_dir: Path
    records: list[logging.LogRecord] = field(default_factory=list)
    error: BaseException | None = None
    """What ended the build: for a strict build with warnings, MkDocs' own `Abort`."""

    @property
    def ok(self) -> bool:
        return self.error is None

    @property
    def log(self) -> str:
        """Everything MkDocs and its plugins logged, a line each: `WARNING  Doc file …`."""
        return "\n".join(f"{record.levelname:<8} {record.getMessage()}" for record in self.records)

    @property
    def warnings(self) -> list[str]:
        return [record.getMessage() for record in self.records if record.levelno >= logging.WARNING]

    def read(self, path: str) -> str:
        """A file of the site: `index.html`, `articles/quake/provenance.json`."""
        return (self.site_dir / path).read_text(encoding="utf-8")


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def write_site(root: Path, files: Mapping[str, str | bytes], config: Mapping[str, Any] | str | None = None) -> Path:
    """Write the files of a site and its `mkdocs.yml`; return the latter.

    A mapping is laid over `BARE_CONFIG`, key by key; a text is the whole `mkdocs.yml`.
    """
    text = config if isinstance(config, str) else yaml.safe_dump(dict(BARE_CONFIG) | dict(config or {}))
    home: dict[str, str | bytes] = {} if "docs/index.md" in files else {"docs/index.md": "# Home\n"}
    write_files(root, home | dict(files) | {"mkdocs.yml": text})
    return root / "mkdocs.yml"


def build_site(
    root: Path,
    files: Mapping[str, str | bytes],
    config: Mapping[str, Any] | str | None = None,
    *,
    strict: bool = False,
) -> Built:
    """Build a site in this process, as `mkdocs build` does, and return it with its log."""
    config_file = write_site(root, files, config)
    built = Built(root, root / "site")
    vars(MkDocsConfig.plugins)["plugin_cache"].clear()  # a run has plugins of its own, and ends their lives
    with _recorded("mkdocs", built.records):
        try:
            loaded = load_config(str(config_file), strict=strict)
            loaded.plugins.on_startup(command="build", dirty=False)
            try:
                mkdocs_build(loaded)
            finally:
                loaded.plugins.on_shutdown()
        except MkDocsException as error:
            return Built(root, built.site_dir, built.records, error)
    return built


def run_mkdocs(root: Path, *arguments: str, program: str = "mkdocs") -> subprocess.CompletedProcess[str]:
    """`mkdocs ARGUMENTS` as a person runs it, in the site's folder; `program` may be another host's module."""
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "true", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


class _Recorder(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.INFO)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextlib.contextmanager
def _recorded(name: str, records: list[logging.LogRecord]) -> Iterator[None]:
    logger, handler = logging.getLogger(name), _Recorder(records)
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


SiteBuilder = Callable[..., Built]


@pytest.fixture
def built_site(tmp_path: Path) -> SiteBuilder:
    """`built_site(files, config, strict=…)`: `build_site` in this test's own folder."""
    return partial(build_site, tmp_path)


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> SiteBuilder:
    """`shared_site(name, files, config)`: built once for a test run under that name, for tests that only look."""
    sites: dict[str, Built] = {}

    def build(name: str, files: Mapping[str, str | bytes], config: Mapping[str, Any] | str | None = None) -> Built:
        if name not in sites:
            sites[name] = build_site(tmp_path_factory.mktemp(name), files, config)
        return sites[name]

    return build


# Looking at them -----------------------------------------------------------------------------------------------------


class _QuietHandler(SimpleHTTPRequestHandler):
    """A static file server with the types that a browser insists on for modules."""

    extensions_map = {  # noqa: RUF012 - as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".js": "text/javascript",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".svg": "image/svg+xml",
    }

    def __init__(self, *args: Any, headers_for: Callable[[str], Mapping[str, str]] | None = None, **more: Any) -> None:
        self.headers_for = headers_for
        super().__init__(*args, **more)

    def end_headers(self) -> None:
        for name, value in (self.headers_for(self.path) if self.headers_for else {}).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        pass


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves a page drops its connections: no error of ours."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """`serve(site_dir)` gives the address of a server for it, such as `http://127.0.0.1:40123`.

    `serve(site_dir, headers_for)`: with the headers that the function names for a path.
    """
    servers: dict[Path, _QuietServer] = {}

    def start(site_dir: Path, headers_for: Callable[[str], Mapping[str, str]] | None = None) -> str:
        if site_dir not in servers:
            handler = partial(_QuietHandler, directory=str(site_dir), headers_for=headers_for)
            server = _QuietServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
            servers[site_dir] = server
        return f"http://127.0.0.1:{servers[site_dir].server_address[1]}"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker: the same that `python3 dev.py test` finds or installs."""
    from playwright.sync_api import sync_playwright

    program = finder.find_browser()
    if program is None:
        pytest.fail("No browser found. `python3 dev.py test` installs one; PROVENANCE_BROWSER names one.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(program), args=finder.launch_flags())
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that may reach this machine only; the test fails where a script of the page does."""
    context = browser.new_context()
    context.route(lambda url: not url.startswith(("http://127.0.0.1:", "data:")), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
