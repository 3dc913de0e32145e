"""The tests' own tools: a harness that cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import browser as finder
from conftest import SiteBuilder, run_mkdocs, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROKEN_LINK = {"docs/index.md": "# Hello\n\n[nowhere](nowhere.md)\n"}


def test_a_site_is_built_with_its_log(built_site: SiteBuilder) -> None:
    built = built_site(BROKEN_LINK)

    assert built.ok
    assert "Hello" in built.read("index.html")
    assert ["nowhere.md" in warning for warning in built.warnings] == [True]


def test_a_strict_build_fails_on_a_warning(built_site: SiteBuilder) -> None:
    built = built_site(BROKEN_LINK, strict=True)

    assert not built.ok
    assert "nowhere.md" in built.log


def test_a_config_that_is_wrong_fails(built_site: SiteBuilder) -> None:
    built = built_site({}, {"plugins": ["no-such-plugin"]})

    assert not built.ok


def test_the_command_line_fails_as_a_person_would_see_it(tmp_path: Path) -> None:
    write_site(tmp_path, BROKEN_LINK)

    done = run_mkdocs(tmp_path, "build", "--strict")

    assert done.returncode == 1
    assert "nowhere.md" in done.stderr


def test_a_page_opens_and_runs_modules(shared_site: SiteBuilder, serve: Callable[[Path], str], page: Page) -> None:
    files = {"docs/index.md": "# Hello\n", "docs/a.mjs": "document.body.dataset.ran = import.meta.url"}
    built = shared_site("harness", files, {"extra_javascript": ["a.mjs"]})

    page.goto(serve(built.site_dir) + "/")

    assert page.locator("h1").inner_text() == "Hello"
    assert page.evaluate("document.body.dataset.ran").endswith("/a.mjs")


def test_a_browser_that_is_named_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(finder.OVERRIDE, "/nowhere/chromium")

    with pytest.raises(FileNotFoundError, match="PROVENANCE_BROWSER is set to /nowhere/chromium"):
        finder.find_browser()


@pytest.mark.parametrize(
    ("content", "expected"),
    [("#!/bin/sh\nexec /snap/bin/chromium\n", True), ("#!/bin/sh\nexec /usr/lib/chromium/chromium\n", False)],
)
def test_a_snap_in_disguise_is_seen(tmp_path: Path, content: str, expected: bool) -> None:
    program = tmp_path / "chromium-browser"
    program.write_text(content, encoding="utf-8")

    assert finder.is_snap(program) is expected
