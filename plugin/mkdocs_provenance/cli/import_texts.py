"""`provenance import`: plain texts become articles.

Exit codes: 0 all done, 1 some of the texts could not be imported, 2 none could, or the command was misused.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from msgspec import Struct

from mkdocs_provenance import importer
from mkdocs_provenance.cli.files import explain, write_whole
from mkdocs_provenance.importer import Imported, ImportProblem, RegistryProblem


class _Desk(Struct, frozen=True):
    """Where an import writes, and how boldly."""

    into: Path
    registry: Path
    force: bool


@click.command("import")
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("articles"),
    show_default=True,
    help="The folder that the articles are written to; made if it is not there.",
)
@click.option(
    "--registry",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The YAML file that source entries are added to.  [default: sources.yml in the folder of --into]",
)
@click.option("--slug", help="The article's file name without .md; for a single TEXT. Needed where TEXT is - (stdin).")
@click.option(
    "--force", is_flag=True, help="Overwrite an article that is there already. Source entries are never changed."
)
def command(texts: Sequence[Path], into: Path, registry: Path | None, slug: str | None, force: bool) -> None:
    """Turn plain texts with markers such as [1, 3] into articles.

    Each TEXT becomes a Markdown file with its pull quote and analysis marked, and an entry in the registry for each
    source number. What was guessed is printed: read it.
    """
    desk = _Desk(into, registry or into / "sources.yml", force)
    _check_usage(texts, desk, slug)
    written: set[Path] = set()
    failed = 0
    for text in texts:
        try:
            said = _import_one(text, desk, slug, written)
        except (ImportProblem, RegistryProblem, OSError) as error:
            failed += 1
            click.echo(f"Error: {explain(error)}", err=True)
        else:
            click.echo(said)
    if failed:
        sys.exit(1 if failed < len(texts) else 2)


def _check_usage(texts: Sequence[Path], desk: _Desk, slug: str | None) -> None:
    """Refuse what cannot be meant.

    Raises:
        click.UsageError: options and arguments do not go together.
    """
    if slug is not None:
        if len(texts) > 1:
            raise click.UsageError("--slug names one article: give one TEXT with it.")
        if importer.slugify(slug) != slug:
            hint = f" Perhaps {importer.slugify(slug)}?" if importer.slugify(slug) else ""
            raise click.UsageError(f"--slug {slug!r} may hold small letters a to z, digits and hyphens only.{hint}")
    elif any(str(text) == "-" for text in texts):
        raise click.UsageError("A text from standard input (-) has no name: give the article one with --slug.")
    if desk.registry.suffix.lower() not in (".yml", ".yaml"):
        raise click.UsageError(f"--registry {desk.registry} is no YAML file: entries are added to .yml or .yaml only.")


def _import_one(text: Path, desk: _Desk, slug: str | None, written: set[Path]) -> str:
    """Import one text and return the report.

    Raises:
        ImportProblem: the text cannot be imported, or its article is there already.
        RegistryProblem: its entries cannot be added to the registry.
        OSError: a file cannot be read or written.
    """
    name = "standard input" if str(text) == "-" else str(text)
    content = importer.decode(sys.stdin.buffer.read() if str(text) == "-" else text.read_bytes(), name)
    registry = _read_registry(desk.registry)
    keys, urls = importer.known_sources(registry)
    with _named(name):
        imported = importer.import_text(content, text.name, slug=slug, known=urls)
    article = desk.into / f"{imported.slug}.md"
    _check_article(name, article, imported, desk, keys, written)
    new = tuple(entry for entry in imported.entries if entry.key not in keys)
    try:
        grown = importer.append_entries(registry, new, imported.slug)
    except RegistryProblem as error:
        raise RegistryProblem(_entries_by_hand(name, desk.registry, error, imported)) from None
    if new:
        write_whole(desk.registry, grown)
    write_whole(article, imported.markdown)
    written.add(article)
    kept = [entry.key for entry in imported.entries if entry.key in keys]
    return importer.report(imported, name, article.as_posix(), desk.registry.as_posix(), kept)


def _check_article(
    name: str, article: Path, imported: Imported, desk: _Desk, keys: frozenset[str], written: set[Path]
) -> None:
    """Refuse to overwrite, and to take another article's sources for this one's.

    Raises:
        ImportProblem: the article, or one of its keys, is there already.
    """
    if article in written:
        raise ImportProblem(f"{name}: another of these texts became {article}. Give this file another name.")
    if desk.force:
        return
    if article.exists():
        raise ImportProblem(f"{name}: {article} is there already. Use --force to overwrite it, or another --slug.")
    taken = [entry.key for entry in imported.entries if entry.key in keys]
    if taken:
        raise ImportProblem(
            f"{name}: {desk.registry} has these entries already, perhaps for another article: {', '.join(taken)}. "
            "Use another --slug, or --force if they are this article's sources."
        )


def _entries_by_hand(name: str, registry: Path, error: RegistryProblem, imported: Imported) -> str:
    return (
        f"{name}: nothing was written, because entries cannot safely be added to {registry}: {error}. Add these "
        "entries under its `sources:` yourself, then import again with --force:\n\n"
        + importer.render_entries(imported.entries, slug=imported.slug)
    )


@contextlib.contextmanager
def _named(name: str) -> Iterator[None]:
    """Put the file's name before what is wrong with its text."""
    try:
        yield
    except ImportProblem as error:
        raise ImportProblem(f"{name}: {error}") from None


def _read_registry(path: Path) -> str:
    """The registry's text, byte for byte; empty where it is not there yet.

    Raises:
        RegistryProblem: it is not UTF-8.
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise RegistryProblem(
            f"The registry {path} is not UTF-8 (byte at position {error.start}): save it as UTF-8 first."
        ) from None
