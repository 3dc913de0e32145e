"""`mkdocs serve` and `--dirty`: an edit of the registry shows on every page that cites it."""

from __future__ import annotations

import os
import re
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
from bs4 import BeautifulSoup
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


def _until(read: Callable[[str], str], path: str, expected: str | Callable[[str], bool]) -> str:
    """The page, once it holds what is expected."""
    deadline, pause = time.monotonic() + PATIENCE, threading.Event()
    while time.monotonic() < deadline:
        text = read(path)
        if expected in text if isinstance(expected, str) else text and expected(text):
            return text
        pause.wait(0.05)
    pytest.fail(f"{path} never showed {expected!r}: {read(path)}")


def _listed(html: str, *severities: str) -> set[str]:
    """What the bar of a page lists of these severities: `articles/a.md:7:3 unknown-source C1`."""
    entries = BeautifulSoup(html, "html.parser").select(".provenance-problems li")
    grave = [entry for entry in entries if entry["data-severity"] in severities]
    return {" ".join(entry.select("p")[-1].get_text(" ").split()) for entry in grave}


def _lists(*expected: str) -> Callable[[str], bool]:
    """Whether a page's errors and warnings are these, each known by how it begins, and no others."""

    def check(html: str) -> bool:
        grave = _listed(html, "error", "warning")
        return len(grave) == len(expected) and all(any(one.startswith(each) for one in grave) for each in expected)

    return check


@pytest.mark.parametrize("arguments", [[], ["--dirty"]], ids=["clean", "dirty"])
def test_the_server_shows_edits_of_registry_and_article(tmp_path: Path, arguments: list[str]) -> None:
    write_site(tmp_path, small_site(FILES), small_config())

    with _serving(tmp_path, *arguments) as read:
        _until(read, "articles/quake/", "M 7.8 - Pazarcik earthquake")
        _until(read, "articles/other/", _lists("articles/other.md:7:"))
        assert _lists()(read("articles/quake/"))

        (tmp_path / "articles/sources.yml").write_text(RENAMED, "utf-8")
        after = _until(read, "articles/quake/", "M 7.8 - renamed")
        assert "Pazarcik" not in after

        write_files(tmp_path, {"articles/other.md": article("It fell [1].", sources=["kaust-2"])})
        _until(read, "articles/other/", _lists())
        assert '"severity":"error"' not in read("articles/other/provenance.json")

        (tmp_path / "articles/sources.yml").write_text("sources: [\n", "utf-8")
        cause = "articles/sources.yml:"
        _until(read, "articles/quake/", _lists("articles/quake.md:7:10 unknown-source", cause))
        _until(read, "", _lists(cause))
        (tmp_path / "articles/sources.yml").write_text(REGISTRY, "utf-8")
        _until(read, "articles/quake/", "M 7.8 - Pazarcik earthquake")
        _until(read, "", _lists())


@pytest.mark.parametrize("arguments", [[], ["--dirty"]], ids=["clean", "dirty"])
def test_the_bar_follows_what_is_saved(tmp_path: Path, arguments: list[str]) -> None:
    fell = article("It fell [1].")
    write_site(tmp_path, small_site({"articles/quake.md": article(), "articles/fell.md": fell}), small_config())

    with _serving(tmp_path, *arguments) as read:
        _until(read, "articles/quake/", _lists())
        _until(read, "articles/fell/", _lists())

        # A slip in one article, put right again.
        write_files(tmp_path, {"articles/quake.md": article("The ground shook [7].")})
        _until(read, "articles/quake/", _lists("articles/quake.md:7:18 unknown-source"))
        assert _lists()(read("articles/fell/"))
        write_files(tmp_path, {"articles/quake.md": article()})
        _until(read, "articles/quake/", _lists())

        # A slip in the registry, which costs two articles their source; each shows the cause.
        broken = REGISTRY.replace("kind: dataset", "kind: datset")
        assert broken != REGISTRY
        (tmp_path / "articles/sources.yml").write_text(broken, "utf-8")
        cause = "articles/sources.yml:5:11 unknown-value"
        for name in ("quake", "fell"):
            _until(read, f"articles/{name}/", _lists(f"articles/{name}.md:7:", cause))
        assert _lists()(read(""))  # it concerns those pages
        (tmp_path / "articles/sources.yml").write_text(REGISTRY, "utf-8")
        for name in ("quake", "fell"):
            _until(read, f"articles/{name}/", _lists())

        # A waiver.
        alone = "articles/fell.md:7:1 single-origin S1"
        assert alone in _listed(read("articles/fell/"), "info")
        waiver = {"waivers": [{"rule": "single-origin", "reason": "Nobody else was there."}]}
        write_files(tmp_path, {"articles/fell.md": article("It fell [1].", provenance=waiver)})
        text = _until(read, "articles/fell/", "Nobody else was there.")
        assert not any("single-origin" in one for one in _listed(text, "info"))


# In a built site there is nothing of it ------------------------------------------------------------------------------


def test_the_preview_is_for_the_desk_alone(tmp_path: Path) -> None:
    files = small_site(FILES | {"docs/articles/quake.md": "# Taken\n"})
    theme = {"name": "material", "font": False}
    write_site(tmp_path, files, small_config() | {"theme": theme, "plugins": ["search", {"provenance": {}}]})

    _built(tmp_path, command="serve")
    shown = {path.relative_to(tmp_path / "site"): path.read_bytes() for path in _site_files(tmp_path)}
    _built(tmp_path)
    built = {path.relative_to(tmp_path / "site"): path.read_bytes() for path in _site_files(tmp_path)}

    for path, data in built.items():
        assert not TRACES.search(data), path
        if path.suffix == ".html":
            assert BeautifulSoup(data, "html.parser").select("mark") == []
    assert {path.name for path in shown.keys() - built.keys()} == {"preview.css", "preview.mjs"}
    assert built.keys() <= shown.keys()
    for path in built:  # the record, what search finds, and everything else are the same
        assert path.suffix == ".html" or built[path] == shown[path] or path.name in DATED, path
    assert TRACES.search(shown[Path("articles/other/index.html")])
    assert TRACES.search(shown[Path("index.html")])


TRACES = re.compile(rb"provenance-(?:problem|place)|provenance/preview|Readers do not see")
"""What a page, a style sheet or an index would show of the preview."""
DATED = {"sitemap.xml.gz"}
"""Holds the time of the build."""


def _site_files(root: Path) -> list[Path]:
    return [path for path in (root / "site").rglob("*") if path.is_file()]


def test_the_preview_leaves_ids_and_words_as_they_are(tmp_path: Path) -> None:
    write_site(tmp_path, small_site(FILES), small_config())

    _built(tmp_path, command="serve")
    shown = BeautifulSoup(_page(tmp_path, "articles/other").read_bytes(), "html.parser")
    _built(tmp_path)
    built = BeautifulSoup(_page(tmp_path, "articles/other").read_bytes(), "html.parser")

    for asset in shown.select("[href*='provenance/preview'], [src*='provenance/preview']"):
        asset.decompose()
    bar = shown.select_one(".provenance-problems")
    assert bar is not None
    bar.decompose()
    marks = shown.select("mark.provenance-place")
    assert marks
    for mark in marks:
        mark.unwrap()
    assert " ".join(shown.get_text().split()) == " ".join(built.get_text().split())
    assert [tag["id"] for tag in shown.select("[id]")] == [tag["id"] for tag in built.select("[id]")]
