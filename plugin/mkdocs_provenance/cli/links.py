"""`provenance links`: what has become of the sources' addresses.

Exit codes: 0 nothing found, 1 something found, 2 misuse or no network, 130 interrupted.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.cli.completion import complete_rules, complete_sources
from mkdocs_provenance.cli.files import explain, write_whole
from mkdocs_provenance.cli.registry_option import ConfigError, Desk, find_desk, registry_option
from mkdocs_provenance.dates import latest
from mkdocs_provenance.links.cache import PATH, Cache
from mkdocs_provenance.links.checking import AskArchive, Asked, Checker
from mkdocs_provenance.links.facts import Copy
from mkdocs_provenance.links.judgement import CODES, Change, Finding, Unchecked, changes, judge
from mkdocs_provenance.links.report import Report, as_json, as_text, in_order
from mkdocs_provenance.links.rewriting import rewrite
from mkdocs_provenance.model import PartialDate, Registry, Severity, Source
from mkdocs_provenance.problems import did_you_mean
from mkdocs_provenance.registry_files import RegistryStore
from mkdocs_provenance.rules import Rules, RulesError, read_rules, settle
from mkdocs_provenance.waivers import rule_code
from mkdocs_provenance.web.charset import decode
from mkdocs_provenance.web.errors import FetchError
from mkdocs_provenance.web.fetch import Fetched, Fetcher, Limits
from mkdocs_provenance.web.html import parse
from mkdocs_provenance.web.memento import WAYBACK, Archive
from mkdocs_provenance.web.page import PageError, read_page

_FORMS: Final = {"text": as_text, "json": as_json}
_YAML: Final = frozenset({".yml", ".yaml"})


def _codes(ctx: click.Context, parameter: click.Parameter, values: Sequence[str]) -> frozenset[str]:
    """Codes and numbers of this command's rules, apart or with commas between, as codes."""
    codes: set[str] = set()
    for name in (part.strip() for value in values for part in value.split(",") if part.strip()):
        code = rule_code(name)
        if code not in CODES:
            hint = did_you_mean(name, CODES) or f"They are {', '.join(CODES)}."
            raise click.BadParameter(f"{name!r} is no rule of this command. {hint}", ctx, parameter)
        codes.add(code)
    return frozenset(codes)


def _template(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    if not value.lower().startswith(("https://", "http://")):
        raise click.BadParameter(f"{value!r} is no address. For example {WAYBACK}", ctx, parameter)
    return value


class _Wish(Struct, frozen=True):
    """What the person asked for."""

    codes: frozenset[str]
    limits: Limits
    timegate: str | None
    """None for asking no archive."""
    max_age: float
    refresh: bool


@click.command("links")
@click.argument("ids", metavar="[SOURCE-ID]...", nargs=-1, shell_complete=complete_sources)
@registry_option
@click.option(
    "--format",
    "form",
    type=click.Choice([*_FORMS]),
    default="text",
    show_default=True,
    help="text for a person, json for a program.",
)
@click.option("--select", multiple=True, callback=_codes, shell_complete=complete_rules, metavar="RULES",
              help="Only these rules, commas between.")  # fmt: skip
@click.option("--ignore", multiple=True, callback=_codes, shell_complete=complete_rules, metavar="RULES",
              help="All but these rules.")  # fmt: skip
@click.option("--archive", is_flag=True, help="Ask a web archive for copies, where none is on record or it is too old.")
@click.option(
    "--timegate",
    default=WAYBACK,
    show_default=True,
    callback=_template,
    metavar="ADDRESS",
    help="The archive's TimeGate.",
)
@click.option("--write", is_flag=True, help="Put new addresses and copies into the registry.")
@click.option("--max-age", type=click.FloatRange(min=0), default=7, show_default=True, metavar="DAYS",
              help="Do not ask again what was asked in the last days; of failures, in the last day.")  # fmt: skip
@click.option("--refresh", is_flag=True, help="Ask everything again.")
@click.option("--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, metavar="SECONDS",
              help="Time between two requests to one host.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=20.0, show_default=True,
              metavar="SECONDS", help="How long a page may take.")  # fmt: skip
@click.option("--ignore-robots", is_flag=True, help="Read also what a host's robots.txt asks programs not to read.")
@click.option("--allow-private", is_flag=True, help="Read also addresses of this machine and its network.")
def command(ids: Sequence[str], registry: Sequence[str], form: str, write: bool, **options: Any) -> None:
    """Find out what has become of the sources' addresses.

    Asks every address of the registry, or of the sources named, and of their archived copies; not again what it asked
    within a week. Without --write it changes nothing.
    """
    desk, known, rules = _open(registry)
    wish = _Wish(
        codes=(options["select"] or frozenset(CODES)) - options["ignore"],
        limits=Limits(
            timeout=options["timeout"],
            delay=options["delay"],
            allow_private=options["allow_private"],
            respect_robots=not options["ignore_robots"],
        ),
        timegate=options["timegate"] if options["archive"] else None,
        max_age=options["max_age"],
        refresh=options["refresh"],
    )
    sources = _chosen(known, ids)
    report = _judge(sources, _ask(sources, wish, desk.root), wish, rules, desk)
    if write:
        report = _write(report, desk, {source.id: source.place.path for source in sources})
    click.echo(_FORMS[form](report), nl=False)
    sys.exit(_end(report))


def _open(registry: Sequence[str]) -> tuple[Desk, Registry, Rules]:
    """The registry, as far as it can be read, and how serious the rules are here; what cannot be read is told.

    Raises:
        click.UsageError: there is nothing in it.
    """
    try:
        desk = find_desk(registry)
        rules = read_rules(desk.options.get("rules") or {})
    except (ConfigError, RulesError) as error:
        raise click.UsageError(str(error)) from None
    store = RegistryStore()
    store.refresh(desk.patterns, desk.root)
    left_out = [found for found in store.registry.problems if found.severity is Severity.ERROR]
    for found in left_out:
        click.echo(str(found), err=True)
    if not store.registry.sources:
        raise click.UsageError(f"There is no source in {', '.join(desk.patterns)}.")
    return desk, store.registry, rules


def _chosen(registry: Registry, ids: Sequence[str]) -> list[Source]:
    """The sources of those ids, all if there are none.

    Raises:
        click.UsageError: there is no such source.
    """
    for id_ in ids:
        if id_ not in registry.sources:
            hint = did_you_mean(id_, registry.sources)
            raise click.UsageError(f"There is no source {id_!r} in the registry.{f' {hint}' if hint else ''}")
    return [registry.sources[id_] for id_ in dict.fromkeys(ids)] if ids else list(registry.sources.values())


def _ask(sources: Sequence[Source], wish: _Wish, root: Path) -> Asked:
    now = datetime.datetime.now(datetime.UTC)
    cache = Cache(root / PATH, now, wish.max_age, refresh=wish.refresh)
    with Fetcher(wish.limits) as pages, Fetcher(replace(wish.limits, respect_robots=False)) as archives:
        checker = Checker(pages, _read, cache, _progress)
        ask = None if wish.timegate is None else _asking(archives, wish.timegate)
        try:
            return checker.ask(sources, ask, wish.timegate or "")
        except OSError as error:
            raise click.ClickException(f"The cache cannot be written: {explain(error)}") from None
        finally:
            _clear_line()


def _read(fetched: Fetched) -> tuple[str, str] | None:
    """The title of a page and its text, as `provenance add` takes it; None for what is no page."""
    kind = fetched.headers.get("content-type", "")
    try:
        page = read_page(fetched.body, kind, fetched.url, datetime.datetime.now(datetime.UTC).date())
    except PageError:
        return None
    # The metadata names the page as the page does; an error page says what it is in its `<title>` alone.
    title = parse(decode(fetched.body, kind)[0]).title if page.metadata is not None else None
    return title.get_text() if title else "", page.text


def _asking(fetcher: Fetcher, timegate: str) -> AskArchive:
    archive = Archive(fetcher, timegate)

    def ask(address: str, day: PartialDate | None) -> Copy:
        noon = None if day is None else datetime.datetime.combine(latest(day), datetime.time(12), datetime.UTC)
        try:
            found = archive.nearest(address, noon)
        except FetchError as error:
            return Copy("", said=error.message)
        return Copy("") if found is None else Copy("", found.url, found.moment.date().isoformat())

    return ask


def _judge(sources: Iterable[Source], asked: Asked, wish: _Wish, rules: Rules, desk: Desk) -> Report:
    """What is wrong, without what the desk lets stand or does not want to hear."""
    findings: list[Finding] = []
    unchecked: list[Unchecked] = []
    count = 0
    for source in sources:
        count += 1
        found, untold = judge(source, asked.facts(source))
        unchecked += untold
        for finding in found:
            kept = settle([finding.problem], source.waivers, rules, source.place.path).problems
            if kept and kept[0].code == finding.problem.code and finding.problem.code in wish.codes:
                findings.append(replace(finding, problem=kept[0]))
    return Report(
        in_order(findings, desk.patterns),
        tuple(unchecked),
        sources=count,
        addresses=len(asked.looks),
        requests=asked.requests,
        interrupted=asked.interrupted,
        offline=asked.offline,
    )


def _write(report: Report, desk: Desk, paths: Mapping[str, str]) -> Report:
    """Write what the findings propose, file by file."""
    done: list[Change] = []
    refused: list[Change] = []
    wanted: dict[str, list[Change]] = {}
    for change in changes(report.findings):
        wanted.setdefault(paths[change.source], []).append(change)
    for name, proposed in wanted.items():
        path = desk.root / name
        if path.suffix.lower() not in _YAML:
            refused += proposed
            continue
        try:
            rewritten = rewrite(path.read_bytes().decode("utf-8"), proposed)
            if rewritten.done:
                write_whole(path, rewritten.text)
        except (OSError, UnicodeDecodeError) as error:
            raise click.ClickException(f"{name} was not changed: {explain(error)}") from None
        done += rewritten.done
        refused += rewritten.refused
    return replace(report, done=tuple(done), refused=tuple(refused))


def _end(report: Report) -> int:
    """Say what cut the run short, and return the exit code."""
    if report.interrupted:
        click.echo("Interrupted: what was asked is kept, and not asked again.", err=True)
        return 130
    if report.offline:
        click.echo("Error: no host could be reached. Is this machine connected?", err=True)
        return 2
    return 1 if report.open else 0


def _progress(count: int, total: int, address: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{count} of {total}: {address[:100]}", err=True, nl=False)


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
