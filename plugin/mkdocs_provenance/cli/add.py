"""`provenance add`: web pages become sources of the registry.

Exit codes: 0 all added, 1 some could not be or are there already, 2 misuse, 130 interrupted.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any

import click
from msgspec import Struct, field

from mkdocs_provenance.cli.capture import Captured, CaptureError, address_of, capture_address, capture_file
from mkdocs_provenance.cli.files import explain
from mkdocs_provenance.cli.registry_option import ConfigError, Desk, find_desk, registry_option
from mkdocs_provenance.cli.staging import Staging
from mkdocs_provenance.importer import RegistryProblem
from mkdocs_provenance.importer.registry_text import add_entries, scalar
from mkdocs_provenance.model import Kind, Registry, Severity
from mkdocs_provenance.registry import ID_PATTERN, RegistryFile, load_registry, safe_url
from mkdocs_provenance.registry_files import RegistryStore
from mkdocs_provenance.web.entry import FIELDS, NewEntry, entry_keys, known_addresses, new_id, publisher_of
from mkdocs_provenance.web.entry_table import entry_table
from mkdocs_provenance.web.errors import FetchError
from mkdocs_provenance.web.fetch import Fetcher, Limits
from mkdocs_provenance.web.memento import WAYBACK, WAYBACK_SAVE, Archive, Memento
from mkdocs_provenance.web.metadata import Found

_ARCHIVE_TIMEOUT = 120.0
"""Seconds that an archive may take to save a page."""


_SPACED = re.compile(r"\n[ \t]*\r?\n[ \t]+[^\s#:]+:[ \t]*(?:#[^\n]*)?\r?\n")
"""An entry of a registry with an empty line before it."""


class Wish(Struct, frozen=True):
    """What the person asked for."""

    dry_run: bool
    keep_text: bool
    archive: bool
    save: bool
    id: str | None = None
    kind: str | None = None
    title: str | None = None
    url: str | None = None


def _template(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    if not value.lower().startswith(("https://", "http://")):
        raise click.BadParameter(f"{value!r} is no address. For example {WAYBACK}", ctx, parameter)
    return value


@click.command("add")
@click.argument("pages", metavar="[ADDRESS|FILE]...", nargs=-1)
@registry_option
@click.option("--from", "lists", multiple=True, type=click.Path(path_type=Path, exists=True, allow_dash=True),
              metavar="LIST", help="A file with an address or a file name a line; - for standard input.")  # fmt: skip
@click.option("--id", "id_", metavar="ID", help="The source's id, for a single page.  [default: made from the page]")
@click.option("--kind", type=click.Choice([str(kind) for kind in Kind]), metavar="KIND", help="What kind of source.")
@click.option("--title", metavar="TITLE", help="Its title, where the page shows none or cannot be read.")
@click.option("--url", metavar="ADDRESS", help="Its address, for a single FILE that does not say it.")
@click.option("--texts", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Where the pages' texts are kept.  [default: texts beside mkdocs.yml]")  # fmt: skip
@click.option("--no-text", is_flag=True, help="Keep no text.")
@click.option("--archive", is_flag=True, help="Ask a web archive for the nearest copy.")
@click.option("--timegate", "--memento", default=WAYBACK, show_default=True, callback=_template, metavar="ADDRESS",
              help="The archive's TimeGate or TimeMap.")  # fmt: skip
@click.option("--save", is_flag=True, help="Ask the archive to save a copy now.")
@click.option("--save-url", default=WAYBACK_SAVE, show_default=True, callback=_template, metavar="ADDRESS",
              help="Where the archive saves pages.")  # fmt: skip
@click.option("--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, metavar="SECONDS",
              help="Time between two requests to one host.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="How long a page may take.")  # fmt: skip
@click.option("--ignore-robots", is_flag=True, help="Read also what a host's robots.txt asks programs not to read.")
@click.option("--allow-private", is_flag=True, help="Read also addresses of this machine and its network.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and write nothing.")
def command(pages: Sequence[str], registry: Sequence[str], lists: Sequence[Path], **options: Any) -> None:
    """Add web pages to the registry as sources.

    Reads each page, writes what it says of itself into the registry, and keeps its text for the check of quotations.
    What the page does not say is left out.
    """
    named = _named(pages, lists)
    wish = Wish(options["dry_run"], not options["no_text"], options["archive"], options["save"],
                options["id_"], options["kind"], options["title"], options["url"])  # fmt: skip
    _check_usage(named, wish)
    desk = _open(registry, options["texts"])
    limits = Limits(timeout=options["timeout"], delay=options["delay"], allow_private=options["allow_private"],
                    respect_robots=not options["ignore_robots"])  # fmt: skip
    # An archive's addresses are made for programs: its robots.txt speaks to crawlers.
    asking = Limits(timeout=max(_ARCHIVE_TIMEOUT, limits.timeout), delay=limits.delay, retries=1,
                    allow_private=limits.allow_private, respect_robots=False)  # fmt: skip
    with Fetcher(limits) as fetcher, Fetcher(asking) as archivist:
        archive = Archive(archivist, options["timegate"], options["save_url"])
        sys.exit(_add_all(named, Adding(desk, wish, fetcher, archive)))


def _named(pages: Sequence[str], lists: Sequence[Path]) -> list[str]:
    """Everything that is to be added, each once.

    Raises:
        click.UsageError: nothing is named, or a list cannot be read.
    """
    named = [page for page in pages if page != "-"]
    for path in (*lists, *(Path(page) for page in pages if page == "-")):
        try:
            text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise click.UsageError(f"The list {path} cannot be read: {explain(error)}") from None
        lines = (line.strip() for line in text.splitlines())
        named.extend(line for line in lines if line and not line.startswith("#"))
    if not named:
        raise click.UsageError("Name an address or a file. Example: provenance add https://example.org/report")
    return list(dict.fromkeys(named))


def _check_usage(named: Sequence[str], wish: Wish) -> None:
    """Refuse what cannot be meant.

    Raises:
        click.UsageError: options and arguments do not go together.
    """
    single = {"--id": wish.id, "--title": wish.title, "--url": wish.url}
    given = [option for option, value in single.items() if value is not None]
    if given and len(named) > 1:
        raise click.UsageError(f"{given[0]} is of one page: give one address or file with it.")
    if wish.id is not None and not re.fullmatch(ID_PATTERN, wish.id):
        raise click.UsageError(
            f"--id {wish.id!r} cannot be an id: it must hold no space, quotation mark, or any of ;,[]."
        )
    if wish.url is not None and not (safe_url(wish.url) and address_of(named[0]) is None):
        raise click.UsageError(
            "--url is the web address of a file. Example: --url https://example.org/report page.html"
        )


class _Place(Struct, frozen=True):
    """What is added to, and where the texts go."""

    desk: Desk
    registry: Path
    texts: Path
    known: Registry


def _open(named: Sequence[str], texts: Path | None) -> _Place:
    """The registry as it stands, and the one file of it that is added to.

    Raises:
        click.UsageError: there is no such file, or texts cannot lie there.
    """
    try:
        desk = find_desk(named)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    plain = [
        name for name in desk.patterns if PurePath(name).suffix in (".yml", ".yaml") and not re.search(r"[*?[]", name)
    ]
    if not plain:
        shown = ", ".join(desk.patterns)
        raise click.UsageError(f"Entries are added to one YAML file, and {shown} names none. Name it with --registry.")
    registry = desk.root / plain[0]
    # Not beside the articles: what lies there is published, and a text would be as soon as its entry is deleted.
    folder = texts if texts is not None else desk.root / "texts"
    if os.path.relpath(folder, desk.root).startswith(".."):
        raise click.UsageError(f"--texts {folder} lies outside of the project: a `text_path` starts at mkdocs.yml.")
    store = RegistryStore()
    store.refresh(desk.patterns, desk.root)
    return _Place(desk, registry, folder, store.registry)


class Adding(Struct):
    """A run: what is added to what, and how."""

    place: _Place
    wish: Wish
    fetcher: Fetcher
    archive: Archive
    addresses: dict[str, str] = field(default_factory=dict)
    """Address keys to ids, of the registry and of this run."""
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.addresses = known_addresses(self.place.known.sources.values())
        self.ids = {*self.place.known.sources}

    def __contains__(self, id_: object) -> bool:
        """Whether an id is taken, in the registry or by a text that lies there."""
        return id_ in self.ids or (isinstance(id_, str) and self.text_file(id_).exists())

    def text_file(self, id_: str) -> Path:
        return self.place.texts / (re.sub(r"[^\w.-]", "-", id_) + ".txt")


class AlreadyThereError(Exception):
    """The registry has the page; the message is its id."""


def _add_all(named: Sequence[str], adding: Adding) -> int:
    """Add everything, tell of each, and return the exit code."""
    added = there = failed = 0
    try:
        for number, name in enumerate(named, 1):
            _tell_progress(number, len(named), name)
            try:
                click.echo(_add(name, adding))
            except AlreadyThereError as error:
                there += 1
                click.echo(f"{name}: in the registry already, as {error}. Nothing was added.", err=True)
            except (CaptureError, RegistryProblem, OSError) as error:
                failed += 1
                said = explain(error)
                click.echo(f"Error: {said}" if f'"{name}' in said else f"Error: {name}: {said}", err=True)
            else:
                added += 1
    except KeyboardInterrupt:
        click.echo(f"Interrupted: {added} of {len(named)} were added, each of them whole.", err=True)
        return 130
    if len(named) > 1:
        said = "would be added" if adding.wish.dry_run else "added"
        click.echo(f"{added} {said}, {there} there already, {failed} failed.")
    return 1 if there or failed else 0


def _tell_progress(number: int, total: int, name: str) -> None:
    if total > 1 and sys.stderr.isatty():
        click.echo(f"[{number}/{total}] {name[:100]}", err=True)


def _add(name: str, adding: Adding) -> str:
    """Add one page, and return what there is to say of it.

    Raises:
        AlreadyThereError: the registry has it.
        CaptureError: it cannot be read, or does not make an entry.
        RegistryProblem: the registry is written so that nothing can be added to it.
        OSError: a file cannot be written.
    """
    captured = _capture(name, adding)
    entry = _entry(captured, adding)
    keys = entry_keys(entry, captured.asked)
    for key in keys:
        if key in adding.addresses:
            raise AlreadyThereError(adding.addresses[key])
    entry = _with_archive(entry, captured, adding)
    text = captured.page.text if captured.page is not None and adding.wish.keep_text else ""
    if text:
        entry = _with_text(entry, text, adding)
    _check_entry(entry)
    if not adding.wish.dry_run:
        _write(entry, text, adding)
    adding.ids.add(entry.id)
    adding.addresses.update(dict.fromkeys(keys, entry.id))
    return _said(entry, text, adding)


def _capture(name: str, adding: Adding) -> Captured:
    today = datetime.date.today()
    wish = adding.wish
    address = address_of(name)
    if address is not None:
        return capture_address(adding.fetcher, address, today, page_or_not=wish.title is not None)
    if Path(name).is_file():
        return capture_file(Path(name), wish.url, today, page_or_not=wish.title is not None and wish.url is not None)
    hint = f" Did you mean https://{name}?" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", name) else ""
    raise CaptureError(f"There is no such file, and it is no address.{hint}")


def _entry(captured: Captured, adding: Adding) -> NewEntry:
    """What a page says of itself as an entry; what the person said comes before it.

    Raises:
        CaptureError: an entry needs more than there is.
    """
    wish = adding.wish
    metadata = captured.page.metadata if captured.page is not None else None
    fields = dict(metadata.fields) if metadata is not None else {}
    for field_name, value in (("kind", wish.kind), ("title", wish.title)):
        if value is not None:
            fields[field_name] = Found(value, f"--{field_name}")
    if wish.url is not None or (captured.url is not None and "url" not in fields):
        fields["url"] = Found(wish.url or str(captured.url), "--url" if wish.url else captured.where)
    elif fields.get("url") == Found(str(captured.url), "the address that was read"):
        fields["url"] = Found(str(captured.url), captured.where)
    fields.setdefault("kind", Found(str(Kind.DOCUMENT), "it is no web page: change it if you know better"))
    for needed, option in (("title", "--title"), ("url", "--url")):
        if needed not in fields or not fields[needed].value:
            raise CaptureError(
                f"Nothing says what its {'address' if needed == 'url' else needed} is: give it with {option}."
            )
    _add_doi(fields, captured.asked)
    registry = adding.place.known
    publisher = publisher_of(fields.get("publisher"), str(fields["url"].value), registry.organisations)
    if publisher is not None:
        fields["publisher"] = publisher
    fields["accessed"] = Found(captured.day.isoformat(), captured.day_where)
    id_ = wish.id or new_id(fields, registry.organisations, adding)
    if wish.id is not None and wish.id in adding:
        raise CaptureError(f"The id {wish.id} is taken.")
    remarks = (*captured.remarks, *(metadata.remarks if metadata is not None else ()))
    return NewEntry(id_, {name: fields[name] for name in FIELDS if name in fields}, (), remarks)


def _add_doi(fields: dict[str, Found], asked: Iterable[str]) -> None:
    """The DOI by which a page was asked for, where it names none itself."""
    for address in asked:
        match = re.match(r"https?://(?:dx\.|www\.)?doi\.org/(10\.\d{4,9}/\S+)", address)
        if match is not None and "doi" not in fields:
            fields["doi"] = Found(match[1], "the address asked for")


def _with_archive(entry: NewEntry, captured: Captured, adding: Adding) -> NewEntry:
    """The entry with an archived copy, if one was wanted and there is one; if not, a remark says why."""
    wish = adding.wish
    url = str(entry.fields["url"].value)
    copies: list[Memento] = []
    remarks: list[str] = []
    if wish.save and not wish.dry_run:
        try:
            copies.append(adding.archive.save(url))
        except FetchError as error:
            remarks.append(f"No copy was saved: {error.message}")
    if wish.archive and not copies:
        moment = datetime.datetime.combine(captured.day, datetime.time(12), datetime.UTC)
        try:
            found = adding.archive.nearest(url, moment)
        except FetchError as error:
            remarks.append(f"The archive was not asked: {error.message}")
        else:
            copies.extend([found] if found is not None else [])
            if found is None:
                remarks.append("The archive has no copy of it.")
    return NewEntry(entry.id, entry.fields, tuple(copies), (*entry.remarks, *remarks))


def _with_text(entry: NewEntry, text: str, adding: Adding) -> NewEntry:
    """The entry with the name of its text, and the text's sum."""
    path = PurePath(os.path.relpath(adding.text_file(entry.id), adding.place.desk.root)).as_posix()
    total = hashlib.sha256(_as_file(text).encode()).hexdigest()
    fields = {**entry.fields, "text_path": Found(path, ""), "text_sha256": Found(total, "")}
    return NewEntry(entry.id, fields, entry.archives, entry.remarks)


def _as_file(text: str) -> str:
    return text + "\n"


def _check_entry(entry: NewEntry) -> None:
    """Read the entry as the build will.

    Raises:
        CaptureError: it would be an error there.
    """
    written = RegistryFile("entry", ("sources:\n" + entry.lines(2)).encode())
    found = load_registry([written])
    wrong = [problem.message for problem in found.problems if problem.severity is Severity.ERROR]
    if wrong or entry.id not in found.sources:
        raise CaptureError(f"It does not make an entry: {' '.join(wrong) or 'it cannot be written as YAML.'}")


def _write(entry: NewEntry, text: str, adding: Adding) -> None:
    """Write the page's text, and then the registry with the entry in it: both or neither.

    Raises:
        RegistryProblem: nothing can be added to the registry; the message holds the entry.
        OSError: a file cannot be written.
    """
    place = adding.place
    try:
        before = place.registry.read_bytes().decode("utf-8") if place.registry.exists() else ""
        gap = "\n" if _SPACED.search(before) else ""
        after = add_entries(before, {entry.id: entry.yaml()}, lambda indent: gap + entry.lines(indent))
    except UnicodeDecodeError:
        raise RegistryProblem(f"{place.registry} is not UTF-8: save it as UTF-8 first.") from None
    except RegistryProblem as error:
        shown = entry.lines(2)
        message = f"{place.registry} is left as it is: {error}. Add this under its `sources:` yourself:\n\n{shown}"
        raise RegistryProblem(message) from None
    with Staging() as staging:
        if text:
            staging.add(adding.text_file(entry.id), _as_file(text))
        staging.add(place.registry, after)
        staging.commit()


def _said(entry: NewEntry, text: str, adding: Adding) -> str:
    registry = os.path.relpath(adding.place.registry)
    kept = f"{len(text):,} characters"
    if not text:
        kept = "none kept" if not adding.wish.keep_text else "none: it shows no words that could be kept"
    elif not adding.wish.dry_run:
        kept += f", in {entry.fields['text_path'].value}"
    if adding.wish.dry_run:
        head = f"Would be added to {registry}:\n\n{entry.lines(2)}\n{entry.id}"
    else:
        head = f"Added to {registry}: {scalar(entry.id)}, cited as [@{entry.id}]"
    return f"{head}\n{entry_table(entry, kept)}\n"
