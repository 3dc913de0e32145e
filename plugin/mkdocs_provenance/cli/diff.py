"""`provenance diff`: what a change does to the sourcing, as a reviewer reads it.

Exit codes: 0 all told, 1 with `--exit-code` where the sourcing got weaker, 2 the history or the site cannot be read, or
the command was misused.
"""

from __future__ import annotations

import os
import posixpath
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.changes import Comparison, Side, compare
from mkdocs_provenance.changes.change import Revision
from mkdocs_provenance.changes.markdown import markdown
from mkdocs_provenance.changes.record import dumps
from mkdocs_provenance.changes.text import text
from mkdocs_provenance.cli.revisions import Repository, RevisionError, below
from mkdocs_provenance.cli.snapshots import snapshot
from mkdocs_provenance.site_reader import SiteError, read_site

_CONFIGS: Final = ("mkdocs.yml", "mkdocs.yaml")
_WIDEST: Final = 100
"""Columns that a line has at most, on however wide a terminal."""


class _Wanted(Struct, frozen=True):
    """The two sides that are asked for."""

    old: Revision
    new: Revision
    """Without a commit: the working tree."""


@click.command("diff")
@click.argument("revisions", metavar="REV [REV]", nargs=-1, required=True)
@click.option(
    "-f",
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The site's mkdocs.yml.  [default: the one in the current folder]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="markdown is for a comment on a pull request.",
)
@click.option(
    "--exit-code",
    is_flag=True,
    help="End with 1 if a statement lost its source, a new one has none, a quotation is not found in its source, or "
    "analysis became reported.",
)
def command(revisions: Sequence[str], config: Path | None, form: str, exit_code: bool) -> None:
    """Show what a change does to the sourcing.

    From the first revision to the second, or to the files as they are now. `main...` starts where this line of work
    left main. No code of either side is run: no hook, and no plugin but this one.
    """
    try:
        found = _compare(revisions, config)
    except (RevisionError, SiteError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    click.echo(_said(found, form), nl=False)
    if exit_code and found.failing:
        sys.exit(1)


def _said(found: Comparison, form: str) -> str:
    if form == "json":
        return dumps(found)
    if form == "markdown":
        return markdown(found)
    terminal = sys.stdout.isatty()
    width = min(_WIDEST, shutil.get_terminal_size().columns) if terminal else 80
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return text(found, width=max(40, width), colour=colour)


def _compare(revisions: Sequence[str], config: Path | None) -> Comparison:
    """Read both sides and compare them.

    Raises:
        RevisionError: the history cannot be read.
        SiteError: a side cannot be read.
    """
    path = config or next((Path(name) for name in _CONFIGS if Path(name).exists()), Path(_CONFIGS[0]))
    folder = path.absolute().parent
    if not folder.is_dir():
        raise RevisionError(f"There is no folder {folder}.")
    repository = Repository.of(folder)
    here = _from_top(repository, path)
    wanted = _wanted(revisions, repository)
    old, new = wanted.old.commit or "", wanted.new.commit
    renamed = repository.renamed(old, new)
    there = _where(repository, old, here, renamed)
    now, notes = _read(repository, wanted.new, here, path)
    then, old_notes = _read_old(repository, wanted.old, there or here)
    if there and there != here:
        old_notes = (f"{wanted.old.name} has the site's settings at {there}.", *old_notes)
    moved = below(posixpath.dirname(there or here), renamed, posixpath.dirname(here))
    found = compare(then, now, moved)
    return replace(found, old=wanted.old, new=wanted.new, notes=(*old_notes, *notes))


def _from_top(repository: Repository, config: Path) -> str:
    """The path of `mkdocs.yml` from the top of the repository; links in its folder's path are followed, as git does."""
    folder = config.absolute().parent.resolve()
    return (folder / config.name).relative_to(repository.top.resolve()).as_posix()


def _wanted(revisions: Sequence[str], repository: Repository) -> _Wanted:
    """The two sides: `A`, `A B`, `A..B`, `A...B`, `A..` and `A...`.

    Raises:
        click.UsageError: that many revisions make no two sides.
        RevisionError: there is no such revision.
    """
    if len(revisions) > 2 or any(not name or name.startswith("-") for name in revisions):
        raise click.UsageError("Give one revision, or two. Example: provenance diff main")
    first, *rest = revisions
    dots = next((dots for dots in ("...", "..") if dots in first), "")
    if dots and rest:
        raise click.UsageError(f"{first} names two revisions already: leave {rest[0]} out.")
    if dots:
        first, _, second = first.partition(dots)
        rest = [second] if second else []
    first = first or "HEAD"
    commit = repository.commit(first)
    new = Revision(rest[0], repository.commit(rest[0])) if rest else Revision("the working tree")
    if dots != "...":
        return _Wanted(Revision(first, commit), new)
    base = repository.merge_base(first, rest[0] if rest else "HEAD")
    return _Wanted(Revision(first if base == commit else f"the last commit in common with {first}", base), new)


def _where(repository: Repository, commit: str, here: str, renamed: dict[str, str]) -> str | None:
    """Where `mkdocs.yml` was at a revision; None where it was nowhere."""
    was = {new: old for old, new in renamed.items()}.get(here)
    candidates = (here, was, *(posixpath.join(posixpath.dirname(here), name) for name in _CONFIGS))
    for path in dict.fromkeys(candidates):
        if path is not None and repository.text(commit, path) is not None:
            return path
    return None


def _read_old(repository: Repository, revision: Revision, config: str) -> tuple[Side, tuple[str, ...]]:
    """The old side; empty where the site, or the plugin in it, is newer than that."""
    told = repository.text(revision.commit or "", config)
    if told is None:
        return Side(), (f"There is no {config} at {revision.name}: every article counts as new.",)
    if "provenance" not in told and "INHERIT" not in told:
        return Side(), (f"{config} at {revision.name} does not name the plugin: every article counts as new.",)
    return _read(repository, revision, config, Path(config))


def _read(repository: Repository, revision: Revision, config: str, path: Path) -> tuple[Side, tuple[str, ...]]:
    """One side: a revision, or the files as they are. No code of it is run.

    Raises:
        SiteError: it cannot be read.
        RevisionError: its files cannot be had.
    """
    if revision.commit is None:
        return _side(path, repository.top), ()
    if repository.text(revision.commit, config) is None:
        raise RevisionError(f"There is no {config} at {revision.name}. Name the site's mkdocs.yml with --config.")
    with snapshot(repository, revision.commit, config) as held:
        top = str(held.config)[: -len(config)]
        try:
            return _side(held.config, Path(top)), tuple(f"{revision.name}: {note}" for note in held.notes)
        except SiteError as error:
            raise SiteError(f"At {revision.name}: {str(error).replace(top, '')}") from None


def _side(config: Path, within: Path) -> Side:
    site = read_site(config.absolute(), within=within.absolute())
    return Side(site.pages, site.registry, site.problems)
