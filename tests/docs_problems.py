"""The examples on the pages of the rules, run: what the desk really says of each.

An example is a small site. Its files are the code blocks with a title; what a page does not show is filled in here:
the registry that the page of problems shows, a front page, and a `mkdocs.yml` that names the plugin. It is read as
`provenance check` reads a site, which is as a build does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml
from msgspec import Struct
from msgspec.structs import replace

from conftest import write_site
from manual_pages import RULES_FOLDER, codes, fences, page, section, table
from manual_pages import code as cell
from mkdocs_provenance.links.comparison import compare
from mkdocs_provenance.links.facts import Look, SourceFacts
from mkdocs_provenance.links.judgement import judge
from mkdocs_provenance.model import Problem, Severity, Source
from mkdocs_provenance.registry import RegistryFile, load_registry
from mkdocs_provenance.site_reader import check_site

SOURCES: Final = "articles/sources.yml"
SITE: Final[Mapping[str, Any]] = {
    "site_name": "The Harbour Bell",
    "theme": {"name": None, "custom_dir": "theme"},
    "plugins": ["provenance"],
    "markdown_extensions": ["admonition", "attr_list"],
}
"""What every example's `mkdocs.yml` says beside what its page shows."""

LATIN: Final = frozenset({"registry-encoding", "article-encoding"})
"""Pages whose wrong example is saved in another encoding than UTF-8."""
_WHEN: Final = "2026-06-01T09:00:00Z"
UNSHOWN: Final[Mapping[str, Mapping[str, bytes]]] = {
    "registry-too-large": {SOURCES: b"#" * (9 * 1024 * 1024)},
}
"""Files of wrong examples that no page can show."""

LINKS: Final = frozenset({"dead-link", "moved-link", "link-to-home-page", "changed-source", "dead-archive"})
"""Pages of what only the web can tell: they show what each address answers, and `judge` judges it."""


class Said(Struct, frozen=True):
    """What the desk says of an example."""

    problems: tuple[Problem, ...]
    waived: tuple[Problem, ...] = ()

    def of(self, code: str) -> list[str]:
        """What a build prints with that code."""
        return [str(found) for found in self.problems if found.code == code]

    @property
    def serious(self) -> list[str]:
        """What fails a strict build."""
        return [str(found) for found in self.problems if found.severity is not Severity.INFO]


def text_of(code: str) -> str:
    """The page of a rule."""
    return (RULES_FOLDER / f"{code}.md").read_text(encoding="utf-8")


def shown(code: str, heading: str) -> dict[str, str]:
    """Path to text of the files that a page shows under a heading."""
    return {fence.title: fence.text for fence in fences(section(text_of(code), heading)) if fence.title}


@lru_cache(maxsize=1)
def common() -> dict[str, str]:
    """The files of every example that shows none of its own: the registry of the page of problems."""
    return {fence.title: fence.text for fence in fences(section(page("problems"), "The registry of the examples"))}


@lru_cache(maxsize=256)
def wrong(code: str) -> Said:
    """What the desk says of a page's wrong example."""
    return _asked(code, "Wrong", wrong_files(code)) if code in LINKS else said(wrong_files(code))


@lru_cache(maxsize=256)
def right(code: str) -> Said:
    """What the desk says of a page's right example: a file takes the place of the wrong ones beside it."""
    fixed = shown(code, "Right")
    places = {_place(name) for name in fixed}
    kept = {name: text for name, text in shown(code, "Wrong").items() if _place(name) not in places}
    files = common() | kept | fixed
    return _asked(code, "Right", files) if code in LINKS else said(files)


def wrong_files(code: str) -> dict[str, str | bytes]:
    """The files of a page's wrong example."""
    files: dict[str, str | bytes] = {**common(), **shown(code, "Wrong"), **UNSHOWN.get(code, {})}
    if code in LATIN:
        return {name: text.encode("latin-1") if isinstance(text, str) else text for name, text in files.items()}
    return files


def said(files: Mapping[str, str | bytes]) -> Said:
    """What the desk says of a site with these files."""
    files = dict(files)
    own = files.pop("mkdocs.yml", "{}")
    config = yaml.safe_dump(dict(SITE) | yaml.safe_load(own))
    with TemporaryDirectory() as folder:
        path = write_site(Path(folder), {"theme/main.html": "", **files}, config)
        found = check_site(path)
    pages = found.pages.values()
    problems = (*found.problems, *(problem for page in pages for problem in page.problems))
    return Said(problems, tuple(problem for page in pages for problem in page.waived))


def _asked(code: str, heading: str, files: Mapping[str, str | bytes]) -> Said:
    """What `provenance links` says where the web answers what the page's table says."""
    registry = load_registry([RegistryFile(SOURCES, _bytes(files[SOURCES]))])
    answers = {cell(row[0]): row[1] for row in table(section(text_of(code), heading), "Address")}
    texts = {name: _bytes(text).decode() for name, text in files.items()}
    problems = list(registry.problems)
    for source in registry.sources.values():
        held = replace(source, text=texts.get("texts/log.txt"))
        look = _look(held, answers[held.url or ""], texts.get("The page today"))
        copies = tuple(_look(held, answers[archive.url]) for archive in held.archives)
        problems += [finding.problem for finding in judge(held, SourceFacts(look, copies))[0]]
    return Said(tuple(problems))


def _look(source: Source, answer: str, now: str | None = None) -> Look:
    """The answer that a cell describes: `404 Not Found`, `the page`, or where it leads."""
    if answer[0].isdigit():
        return Look(_WHEN, int(answer[:3]), url=source.url or "")
    to = codes(answer)[0] if "`" in answer else source.url or ""
    compared = compare(source, now) if now is not None else None
    return Look(
        _WHEN, 200, url=to, title=source.title, moved=to if answer.startswith("moved for good") else None,
        readable=compared is not None, comparisons=(compared,) if compared else (),
    )  # fmt: skip


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _place(name: str) -> tuple[str, str]:
    path = PurePosixPath(name)
    return path.parent.as_posix(), path.suffix
