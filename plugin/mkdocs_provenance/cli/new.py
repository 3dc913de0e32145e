"""`provenance new`: a new article with its front matter, never over one that is there."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from mkdocs_provenance.cli.completion import complete_sources
from mkdocs_provenance.cli.files import explain
from mkdocs_provenance.cli.registry_option import ConfigError, Desk, find_desk, registry_option
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.importer import slugify
from mkdocs_provenance.importer.registry_text import scalar
from mkdocs_provenance.problems import did_you_mean
from mkdocs_provenance.registry_files import RegistryStore

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")

# Comments of YAML are never published, as those of HTML would be.
_HINTS: Final = """\
provenance:
  method:  # why and how it was reported, in two to four sentences; readers see it first
  not_established:  # what you could not find out: a sentence, or a list of them
#
# Write below the next line. A number follows what its source says:  The bell rang at nine [1].
# Your own reading of the facts stands apart, each line indented by four spaces:
#     !!! analysis
#         A bell of that weight does not leave by itself.
# A pull quote repeats words of the article:
#     !!! pullquote
#         "gave no order to take it down"
"""


@click.command("new")
@click.argument("title")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the article; made if it is not there.  [default: the site's articles]",
)
@click.option("--slug", help="The file's name without .md.  [default: made from the title]")
@click.option("--date", "day", help="The day of publication, as exactly as it is known.  [default: today]")
@click.option("--lang", help="The article's language, such as en or pt-BR.")
@click.option(
    "--source",
    "keys",
    metavar="KEY",
    multiple=True,
    shell_complete=complete_sources,
    help="A source of the registry: the first becomes [1]; may be given several times.",
)
@registry_option
def command(
    title: str,
    into: Path | None,
    slug: str | None,
    day: str | None,
    lang: str | None,
    keys: Sequence[str],
    registry: Sequence[str],
) -> None:
    """Start an article called TITLE, and print where it is.

    It holds the front matter, and comments that show how to cite and how to mark analysis and pull quotes.
    """
    try:
        desk = find_desk(registry)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    _check_sources(keys, desk)
    folder = into or Path(str(desk.options.get("articles_dir", "articles")))
    article = folder / f"{_slug(title, slug)}.md"
    text = _skeleton(title.strip(), _day(day), _language(lang), keys)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with article.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        click.echo(f"Error: {article.as_posix()} is there already. Give the new article another --slug.", err=True)
        sys.exit(2)
    except OSError as error:
        click.echo(f"Error: {explain(error)}", err=True)
        sys.exit(2)
    click.echo(article.as_posix())
    click.echo("Next: write it, and look at it with `mkdocs serve`.", err=True)


def _slug(title: str, slug: str | None) -> str:
    """The article's file name without its ending.

    Raises:
        click.UsageError: there is none, or it holds other characters.
    """
    made = slugify(slug if slug is not None else title)
    if slug is not None and made != slug:
        hint = f" Perhaps {made}?" if made else ""
        raise click.UsageError(f"--slug {slug!r} may hold small letters a to z, digits and hyphens only.{hint}")
    if not made:
        raise click.UsageError("The title has no letters a to z for an address: give the article one with --slug.")
    return made


def _day(day: str | None) -> str:
    if day is None:
        return datetime.date.today().isoformat()
    try:
        return parse_date(day).text
    except ValueError as error:
        raise click.UsageError(f"--date cannot be {day!r}. {error}") from None


def _language(lang: str | None) -> str | None:
    if lang is not None and not _LANGUAGE.fullmatch(lang):
        raise click.UsageError(f"--lang cannot be {lang!r}: it is a language tag (BCP 47) such as en or pt-BR.")
    return lang


def _check_sources(keys: Sequence[str], desk: Desk) -> None:
    """Refuse keys that the registry does not hold.

    Raises:
        click.UsageError: one of them is not there.
    """
    if not keys:
        return
    store = RegistryStore()
    store.refresh(desk.patterns, desk.root)
    known = store.registry.sources
    for key in keys:
        if key not in known:
            hint = did_you_mean(key, known) or "Look at its spelling, or add it first."
            where = ", ".join(desk.patterns)
            raise click.UsageError(f"--source {key} is not in the registry ({where}). {hint}")


def _skeleton(title: str, day: str, lang: str | None, keys: Sequence[str]) -> str:
    listed = ", ".join(map(scalar, keys))
    lines = [
        f"title: {scalar(title)}",
        f"date: {day}",
        *([f"lang: {scalar(lang)}"] if lang else []),
        f"sources: [{listed}]  # what [1], [2] mean: keys of the registry",
    ]
    return "---\n" + "\n".join(lines) + f"\n{_HINTS}---\n\n"
