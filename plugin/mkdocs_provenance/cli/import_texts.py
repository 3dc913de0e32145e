"""`provenance import`: plain texts become articles.

    texts found -> each read and turned into an article -> registry and articles written together -> report or table

Exit codes: 0 all done, 1 some of the texts could not be imported, 2 none could, or the command was misused. Nothing is
written before every text has been read.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from mkdocs_provenance import importer
from mkdocs_provenance.cli.files import explain
from mkdocs_provenance.cli.staging import Staging
from mkdocs_provenance.cli.text_files import Found, Search, find_texts, numbered_by_path
from mkdocs_provenance.importer import Entry, Imported, ImportProblem, Known, RegistryProblem
from mkdocs_provenance.importer.table import Row, Table, as_csv, as_json, as_text


class _Desk(Struct, frozen=True):
    """Where an import writes, and how boldly."""

    into: Path
    registry: Path
    force: bool
    slug: str | None


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
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to say what was guessed: for a person, a program or a spreadsheet.",
)
@click.option("--all", "everything", is_flag=True, help="Show every statement without a source, and every remark.")
def command(
    texts: Sequence[Path], into: Path, registry: Path | None, slug: str | None, force: bool, form: str, everything: bool
) -> None:
    """Turn plain texts with markers such as [1, 3] into articles.

    Each TEXT is a file, or a folder whose .txt and .text files are taken, at any depth. It becomes a Markdown file with
    its pull quote and analysis marked, and an entry in the registry for each source number. What was guessed is
    printed: read it.
    """
    desk = _Desk(into, registry or into / "sources.yml", force, slug)
    _check_usage(texts, desk)
    search = find_texts(texts)
    batch = _Batch(desk, search)
    try:
        batch.read()
        batch.write()
    except KeyboardInterrupt:
        if not batch.written:
            click.echo("Stopped: nothing was written.", err=True)
            sys.exit(2)
    _say(batch, form, everything)
    if not search.texts:
        click.echo("Error: There is no text to import: a folder's texts are its .txt and .text files.", err=True)
        sys.exit(2)
    if batch.failed:
        sys.exit(1 if batch.rows else 2)


def _say(batch: _Batch, form: str, everything: bool) -> None:
    """Print what was made of the texts, and what is wrong with those that could not be imported."""
    table = batch.table
    alone = len(batch.search.texts) == 1 and not batch.search.texts[0].inner
    if form == "json":
        click.echo(as_json(table), nl=False)
    elif form == "csv":
        click.echo(as_csv(table), nl=False)
    elif alone:
        for row in table.rows:
            click.echo(importer.report(row.imported, row.text, row.article, table.registry, row.kept))
    elif batch.search.texts:
        click.echo(as_text(table, everything=everything), nl=False)
    for _, why in batch.failed:
        click.echo(f"Error: {why}", err=True)


def _check_usage(texts: Sequence[Path], desk: _Desk) -> None:
    """Refuse what cannot be meant.

    Raises:
        click.UsageError: options and arguments do not go together.
    """
    if desk.slug is not None:
        if len(texts) > 1 or texts[0].is_dir():
            raise click.UsageError("--slug names one article: give one TEXT with it.")
        if importer.slugify(desk.slug) != desk.slug:
            hint = f" Perhaps {importer.slugify(desk.slug)}?" if importer.slugify(desk.slug) else ""
            raise click.UsageError(
                f"--slug {desk.slug!r} may hold small letters a to z, digits and hyphens only.{hint}"
            )
    elif any(str(text) == "-" for text in texts):
        raise click.UsageError("A text from standard input (-) has no name: give the article one with --slug.")
    if desk.registry.suffix.lower() not in (".yml", ".yaml"):
        raise click.UsageError(f"--registry {desk.registry} is no YAML file: entries are added to .yml or .yaml only.")


class _Batch:
    """All texts of one call on their way into one registry."""

    def __init__(self, desk: _Desk, search: Search) -> None:
        self.desk = desk
        self.search = search
        self.rows: list[Row] = []
        self.passed = [(one.shown, one.why) for one in search.passed]
        self.failed: list[tuple[str, str]] = []
        """Text, and why it could not be imported."""
        self.written = False
        self._registry = ""
        self._before: frozenset[str] = frozenset()
        """The keys that the registry had."""
        self._entries: dict[str, Mapping[str, Any]] = {}
        self._urls: dict[str, str] = {}
        self._slugs: set[str] = set()

    @property
    def table(self) -> Table:
        """What has become of all texts."""
        return Table(tuple(self.rows), tuple(self.passed), tuple(self.failed), self.desk.registry.as_posix())

    def read(self) -> None:
        """Turn every text into an article, in memory; show how far that is, on a terminal."""
        texts = self.search.texts
        try:
            self._registry = _read_registry(self.desk.registry)
        except (RegistryProblem, OSError) as error:
            self.failed.append((self.desk.registry.as_posix(), explain(error)))
            return
        known = importer.known_sources(self._registry)
        self._before = frozenset(known.entries)
        self._entries, self._urls = dict(known.entries), dict(known.urls)
        hidden = len(texts) < 2 or not sys.stderr.isatty()
        with click.progressbar(texts, label="Reading", file=sys.stderr, hidden=hidden) as going:
            for text in going:
                try:
                    self._read_one(text)
                except (ImportProblem, OSError) as error:
                    self.failed.append((text.shown, explain(error)))

    def _read_one(self, text: Found) -> None:
        """Import one text.

        Raises:
            ImportProblem: the text cannot be imported, or its article is there already.
            OSError: it cannot be read.
        """
        name = text.shown
        content = importer.decode(sys.stdin.buffer.read() if str(text.path) == "-" else text.path.read_bytes(), name)
        imported = self._imported(content, text)
        article = self.desk.into / f"{imported.slug}.md"
        if text.inner and article.exists() and not self.desk.force and imported.slug not in self._slugs:
            self.passed.append((name, f"{article.as_posix()} is there already; --force overwrites it"))
            return
        self._check_article(name, article, imported)
        self._slugs.add(imported.slug)
        for entry in imported.entries:
            self._entries.setdefault(entry.key, entry.fields)
            if entry.url:
                self._urls.setdefault(entry.url, entry.key)
        kept = tuple(entry.key for entry in imported.entries if entry.key in self._before)
        self.rows.append(Row(name, article.as_posix(), imported, kept))

    def _imported(self, content: str, text: Found) -> Imported:
        """The article, under a name that no other text of the same folder has.

        Raises:
            ImportProblem: the text cannot be imported.
        """
        if importer.has_front_matter(content):
            raise ImportProblem(
                f"{text.shown} begins with front matter, so it is an article already. "
                f"Put it into {self.desk.into} as it is."
            )
        known = Known(self._entries, self._urls)
        with _named(text.shown):
            imported = importer.import_text(content, text.path.name, slug=self.desk.slug or text.slug, known=known)
            from_title = text.inner and not (text.slug or importer.slugify(text.path.stem))
            if from_title and (imported.slug in self._slugs or imported.slug == "article"):
                slug = numbered_by_path(imported.slug, text)
                imported = importer.import_text(content, text.path.name, slug=slug, known=known)
        return imported

    def _check_article(self, name: str, article: Path, imported: Imported) -> None:
        """Refuse to overwrite, and to take another article's sources for this one's.

        Raises:
            ImportProblem: the article, or one of its keys, is there already.
        """
        if imported.slug in self._slugs:
            raise ImportProblem(f"{name}: another of these texts became {article}. Give this file another name.")
        if self.desk.force:
            return
        if article.exists():
            raise ImportProblem(f"{name}: {article} is there already. Use --force to overwrite it, or another --slug.")
        taken = [entry.key for entry in imported.entries if entry.key in self._before]
        if taken:
            raise ImportProblem(
                f"{name}: {self.desk.registry} has these entries already, perhaps for another article: "
                f"{', '.join(taken)}. Use another --slug, or --force if they are this article's sources."
            )

    def write(self) -> None:
        """Write the registry and the articles, all of them or, where that fails, none."""
        try:
            grown = self._grown()
            with Staging() as staging:
                if grown != self._registry:
                    _must_be(self.desk.registry, self._registry)
                    staging.add(self.desk.registry, grown)
                for row in self.rows:
                    staging.add(Path(row.article), row.imported.markdown)
                try:
                    staging.commit()
                finally:
                    self.written = staging.done
        except (RegistryProblem, OSError) as error:
            self.failed.append((self.desk.registry.as_posix(), explain(error)))
            self.rows.clear()

    def _grown(self) -> str:
        """The registry with all new entries; texts whose entries it cannot take are no longer among the rows."""
        groups = [
            (row, [entry for entry in row.imported.entries if entry.key not in self._before]) for row in self.rows
        ]
        try:
            return importer.append_groups(self._registry, [(row.imported.slug, new) for row, new in groups])
        except RegistryProblem as error:
            self.rows = [row for row, new in groups if not new]
            self._refuse([(row, new) for row, new in groups if new], error)
            return self._registry

    def _refuse(self, groups: Sequence[tuple[Row, Sequence[Entry]]], error: RegistryProblem) -> None:
        """Say that a registry cannot be added to, with the entries for the one who adds them by hand."""
        names = groups[0][0].text if len(groups) == 1 else f"{len(groups)} texts"
        entries = "".join(importer.render_entries(new, slug=row.imported.slug) for row, new in groups)
        why = (
            f"{names}: nothing was written, because entries cannot safely be added to {self.desk.registry}: {error}. "
            f"Add these entries under its `sources:` yourself, then import again with --force:\n\n{entries}"
        )
        self.failed.append((names, why))


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


def _must_be(path: Path, text: str) -> None:
    """Refuse to overwrite what somebody else has written meanwhile.

    Raises:
        RegistryProblem: the registry is no longer what was read.
    """
    if _read_registry(path) != text:
        raise RegistryProblem(f"The registry {path} has changed meanwhile, so nothing was written: import again.")
