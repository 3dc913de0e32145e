"""`mkdocs serve` and `--dirty`: an edit of the registry shows on every page that cites it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from conftest import write_files, write_site
from small_site import REGISTRY, article, small_config, small_site

PATIENCE = 60
"""Seconds after which a change that never shows is a failure."""

RENAMED = REGISTRY.replace("M 7.8 - Pazarcik earthquake", "M 7.8 - renamed")
FILES = {
    "articles/quake.md": article("It shook [1]."),
    "articles/other.md": article("It fell [1] and [9].", sources=["kaust-2"]),
    "docs/plain.md": "# Plain\n\nIn 2023 [1] it was cold.\n",
    "docs/cites.md": "# Cites\n\nIt shook [@usgs-1].\n",
    "docs/front.md": article("It shook [1]."),
}


def _built(root: Path, *, command: str = "build", dirty: bool = False) -> MkDocsConfig:
    """One build as the command line makes it; MkDocs keeps the plugin's instance from one call to the next."""
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command=command, dirty=dirty)
    build(config, dirty=dirty)
    return config


def _page(root: Path, name: str) -> Path:
    return root / "site" / name / "index.html"


def _edit(root: Path, name: str, text: str) -> None:
    """A change that is later than everything built so far, however coarse the clock of the file system is."""
    path = root / name
    path.write_text(text, "utf-8")
    later = time.time() + 60
    os.utime(path, (later, later))


# Two builds by one plugin --------------------------------------------------------------------------------------------


def test_a_second_build_sees_an_edited_registry(tmp_path: Path) -> None:
    write_site(tmp_path, small_site(FILES), small_config())
    first = _built(tmp_path)
    before = _page(tmp_path, "articles/quake").read_text("utf-8")
    (tmp_path / "articles/sources.yml").write_text(RENAMED, "utf-8")

    second = _built(tmp_path)

    assert second.plugins["provenance"] is first.plugins["provenance"]
    after = _page(tmp_path, "articles/quake").read_text("utf-8")
    assert "M 7.8 - Pazarcik earthquake" in before
    assert "M 7.8 - renamed" in after
    assert "Pazarcik" not in after


def test_nothing_of_the_first_build_is_left_in_the_second(tmp_path: Path) -> None:
    write_site(tmp_path, small_site(FILES), small_config())
    _built(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*.html")}
    (tmp_path / "articles/quake.md").unlink()
    (tmp_path / "docs/cites.md").write_text("# Cites\n\nIt shook.\n", "utf-8")

    config = _built(tmp_path)

    assert not _page(tmp_path, "articles/quake").exists()
    assert "provenance-panel" not in _page(tmp_path, "cites").read_text("utf-8")
    assert not (tmp_path / "site/cites/provenance.json").exists()
    other = _page(tmp_path, "articles/other")
    assert other.read_bytes() != before[other]  # its navigation has lost an entry
    assert len([path for path in config.extra_css if "provenance" in str(path)]) == 1
    assert len([script for script in config.extra_javascript if "provenance" in str(script)]) == 1
    assert len([each for each in config.markdown_extensions if "rovenance" in str(each)]) == 1


def test_one_plugin_builds_two_sites_apart(tmp_path: Path) -> None:
    held = "  held: {kind: document, title: Held, locator: safe, text_path: articles/held.txt}\n"
    for name in ("one", "two"):
        files = small_site({"articles/held.txt": "A secret.", "articles/a.md": article()}, registry=REGISTRY + held)
        write_site(tmp_path / name, files, small_config())

        _built(tmp_path / name)

        assert not (tmp_path / name / "site/articles/held.txt").exists()
        assert _page(tmp_path / name, "articles/a").exists()


# --dirty -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def dirty_site(tmp_path: Path) -> Path:
    """A site that has been built, whose pages are newer than their sources and hold a word of our own."""
    write_site(tmp_path, small_site(FILES), small_config())
    past = time.time() - 600
    for path in [*tmp_path.glob("articles/*"), *tmp_path.glob("docs/*")]:
        os.utime(path, (past, past))
    _built(tmp_path)
    for path in (tmp_path / "site").rglob("index.html"):
        path.write_text("as it was", "utf-8")
    return tmp_path


def _rendered_again(root: Path) -> set[str]:
    pages = (root / "site").rglob("index.html")
    return {path.parent.name for path in pages if path.read_text("utf-8") != "as it was"}


def test_dirty_renders_what_cites_an_edited_registry(dirty_site: Path) -> None:
    _edit(dirty_site, "articles/sources.yml", RENAMED)

    _built(dirty_site, dirty=True)

    assert _rendered_again(dirty_site) == {"quake", "other", "cites", "front"}
    assert "M 7.8 - renamed" in _page(dirty_site, "articles/quake").read_text("utf-8")
    assert "M 7.8 - renamed" in (dirty_site / "site/articles/quake/provenance.json").read_text("utf-8")


def test_dirty_leaves_what_has_not_changed(dirty_site: Path) -> None:
    _built(dirty_site, dirty=True)

    assert _rendered_again(dirty_site) == set()


def test_dirty_renders_an_edited_article_alone(dirty_site: Path) -> None:
    _edit(dirty_site, "articles/quake.md", article("It shook again [1]."))

    _built(dirty_site, dirty=True)

    assert _rendered_again(dirty_site) == {"quake"}
    assert "It shook again" in _page(dirty_site, "articles/quake").read_text("utf-8")


# What is watched -----------------------------------------------------------------------------------------------------


def _watched(root: Path, files: Mapping[str, str], options: Mapping[str, Any]) -> set[str]:
    write_site(root, small_site(files, registry=None), small_config(options))
    config = _built(root, command="serve")
    assert all(Path(path).is_absolute() and Path(path).exists() for path in config.watch)
    return {Path(path).relative_to(root).as_posix() for path in config.watch}


HELD = "  held: {kind: document, title: Held, locator: safe, text_path: captures/held.txt}\n"


@pytest.mark.parametrize(
    ("files", "options", "expected"),
    [
        ({}, {}, set()),
        ({"articles/sources.yml": REGISTRY}, {}, {"articles"}),
        (
            {"articles/a.md": article(), "registry/a.yml": REGISTRY + HELD, "captures/held.txt": "Words"},
            {"registry": "registry/*.yml"},
            {"articles", "registry", "captures/held.txt"},
        ),
        ({"articles/a.md": article(), "all.yml": REGISTRY}, {"registry": "all.yml"}, {"articles", "all.yml"}),
        ({"docs/articles/sources.yml": REGISTRY},
         {"articles_dir": "docs/articles", "registry": "docs/articles/sources.yml"}, set()),
        ({"articles/a.md": article()}, {"registry": "nowhere/sources.yml"}, {"articles"}),
    ],
    ids=["nothing", "default", "elsewhere", "registry-at-the-root", "inside-docs", "missing"],
)  # fmt: skip
def test_articles_registry_and_texts_are_watched(
    tmp_path: Path, files: dict[str, str], options: dict[str, Any], expected: set[str]
) -> None:
    assert _watched(tmp_path, files, options) == expected


# The server ----------------------------------------------------------------------------------------------------------


@contextmanager
def _serving(root: Path, *arguments: str) -> Iterator[Callable[[str], str]]:
    """`mkdocs serve` in a folder; gives a function that reads a page of it, "" while there is none."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    log = root / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", address, *arguments],
            cwd=root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "true"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )

    def read(path: str) -> str:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"http://{address}/{path}", timeout=PATIENCE) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, OSError):
            return ""

    try:
        yield read
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _until(read: Callable[[str], str], path: str, expected: str) -> str:
    """The page, once it holds what is expected."""
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while time.monotonic() < deadline:
        text = read(path)
        if expected in text:
            return text
        pause.wait(0.05)
    pytest.fail(f"{path} never showed {expected!r}: {read(path)}")


@pytest.mark.parametrize("arguments", [[], ["--dirty"]], ids=["clean", "dirty"])
def test_the_server_shows_edits_of_registry_and_article(tmp_path: Path, arguments: list[str]) -> None:
    write_site(tmp_path, small_site(FILES), small_config())

    with _serving(tmp_path, *arguments) as read:
        _until(read, "articles/quake/", "M 7.8 - Pazarcik earthquake")
        problems = _until(read, "articles/other/", "It fell")
        assert 'class="provenance-problems"' in problems
        assert "articles/other.md:7" in problems
        assert "provenance-problems" not in read("articles/quake/")

        (tmp_path / "articles/sources.yml").write_text(RENAMED, "utf-8")
        after = _until(read, "articles/quake/", "M 7.8 - renamed")
        assert "Pazarcik" not in after

        write_files(tmp_path, {"articles/other.md": article("It fell [1].", sources=["kaust-2"])})
        _until(read, "articles/other/provenance.json", '"problems":[]')
        assert "provenance-problems" not in read("articles/other/")

        (tmp_path / "articles/sources.yml").write_text("sources: [\n", "utf-8")
        _until(read, "articles/quake/", 'class="provenance-problems"')
        (tmp_path / "articles/sources.yml").write_text(REGISTRY, "utf-8")
        _until(read, "articles/quake/", "M 7.8 - Pazarcik earthquake")


def test_the_bar_of_problems_is_for_the_desk_alone(tmp_path: Path) -> None:
    write_site(tmp_path, small_site(FILES), small_config())

    _built(tmp_path)

    assert "provenance-problems" not in _page(tmp_path, "articles/other").read_text("utf-8")
