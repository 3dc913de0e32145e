"""`provenance check`: what a build would find, without building.

Exit codes: 0 nothing that `mkdocs build --strict` would refuse, 1 something, 2 the command was misused or the site
cannot be read.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click
from msgspec import Struct
from msgspec.structs import replace

from mkdocs_provenance.cli.completion import complete_rules
from mkdocs_provenance.cli.files import write_bytes_whole, write_whole
from mkdocs_provenance.cli.site_option import config_option, find_config
from mkdocs_provenance.fixes import fixed
from mkdocs_provenance.model import Problem, Severity
from mkdocs_provenance.problems import GROUPS, RULES, did_you_mean
from mkdocs_provenance.reports import Findings, in_order
from mkdocs_provenance.waivers import rule_code

_ORDER: Final = tuple(Severity)
_STYLES: Final = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "cyan"},
    "place": {"bold": True},
    "dim": {"dim": True},
}


class _Wish(Struct, frozen=True):
    """What the person asked for."""

    paths: tuple[Path, ...]
    """Absolute; empty for the whole site."""
    config: Path
    form: str
    severity: Severity
    """The least serious that is told one by one."""
    select: frozenset[str]
    ignore: frozenset[str]
    cache: bool

    def wants(self, path: Path) -> bool:
        """Whether a file is among those that were named."""
        return not self.paths or any(path == named or path.is_relative_to(named) for named in self.paths)

    def tells(self, found: Problem) -> bool:
        """Whether a problem is of a rule that was asked for."""
        return found.code in self.select and found.code not in self.ignore


def _codes(ctx: click.Context, parameter: click.Parameter, values: Sequence[str]) -> frozenset[str]:
    """Codes, numbers and letters of groups, apart or with commas between, as codes."""
    codes: set[str] = set()
    for name in (part.strip() for value in values for part in value.split(",") if part.strip()):
        code = rule_code(name)
        if code:
            codes.add(code)
        elif name.upper() in GROUPS:
            codes.update(code for code, rule in RULES.items() if rule.number.rstrip("0123456789") == name.upper())
        else:
            hint = did_you_mean(name, RULES) or "The manual lists the rules."
            raise click.BadParameter(f"there is no rule {name!r}. {hint}", ctx, parameter)
    return frozenset(codes)


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@config_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="text for a person, github for annotations on a pull request, json and sarif for tools.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in _ORDER]),
    help="The least serious problems to tell.  [default: warning for text and github, info for json and sarif]",
)
@click.option(
    "--select",
    multiple=True,
    callback=_codes,
    shell_complete=complete_rules,
    metavar="RULES",
    help="Only these rules: codes, numbers or letters, with commas between.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_codes,
    shell_complete=complete_rules,
    metavar="RULES",
    help="All but these rules.",
)
@click.option("--fix", is_flag=True, help="Put right what can be put right safely: the form of markers, nothing else.")
@click.option("--no-cache", is_flag=True, help="Read every page anew.")
def command(
    paths: Sequence[Path],
    config: Path | None,
    form: str,
    output: Path | None,
    severity: str | None,
    select: frozenset[str],
    ignore: frozenset[str],
    fix: bool,
    no_cache: bool,
) -> None:
    """Find what is wrong in articles and registry, without building the site.

    PATH is an article, a folder or a registry file; without one, the whole site is checked. Finds what a build finds.
    """  # fmt: skip
    default = Severity.WARNING if form in ("text", "github") else Severity.INFO
    wish = _Wish(
        paths=tuple(Path(os.path.abspath(path)) for path in paths),
        config=config or find_config(paths),
        form=form,
        severity=Severity(severity) if severity else default,
        select=select or frozenset(RULES),
        ignore=ignore,
        cache=not no_cache,
    )
    if fix:
        _put_right(wish)
    findings = _check(wish)
    report = _report(findings, wish, to_terminal=output is None)
    if output is not None:
        write_whole(output, report)
    else:
        click.echo(report, nl=False)
    serious = any(found.severity is not Severity.INFO for found in findings.problems)
    sys.exit(1 if serious else 0)


def _check(wish: _Wish, *, forms: bool = False) -> Findings:
    """Read the site, or the wanted part of it.

    Raises:
        click.UsageError: it cannot be read, or a path is none of its files.
    """
    # MkDocs takes a fifth of a second to load: only once it is certain that it is needed.
    from mkdocs_provenance.cli.findings_cache import read_kept, write_kept
    from mkdocs_provenance.site_reader import SiteError, check_site

    root = Path(os.path.abspath(wish.config)).parent
    kept = read_kept(root) if wish.cache else {}
    try:
        site = check_site(wish.config, wanted=lambda path: wish.wants(Path(os.path.normpath(root / path))), kept=kept,
                          forms=forms)  # fmt: skip
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    if wish.cache:
        write_kept(root, site.kept if not wish.paths else kept | site.kept)
    problems = [*site.problems, *(found for page in site.pages.values() for found in page.problems)]
    named = {Path(os.path.normpath(root / path)) for path in (*site.pages, *site.files)}
    _refuse_strangers(wish.paths, named)
    waived = [found for page in site.pages.values() for found in page.waived]
    return _told(problems, [*waived, *site.waived], len(site.pages), wish, root)


def _refuse_strangers(paths: Iterable[Path], known: set[Path]) -> None:
    for path in paths:
        if not any(file == path or file.is_relative_to(path) for file in known):
            raise click.UsageError(f"{_from_here(path)} is no page of this site and none of its registry files.")


def _told(problems: list[Problem], waived: list[Problem], pages: int, wish: _Wish, root: Path) -> Findings:
    """What is told of all that was found, with paths as seen from here."""
    files = {name: Path(os.path.normpath(root / name)) for name in {found.path for found in (*problems, *waived)}}
    here = {name: _from_here(path) for name, path in files.items()}
    wanted = {name for name, path in files.items() if wish.wants(path)}
    asked = [found for found in problems if found.path in wanted and wish.tells(found)]
    serious = _ORDER[: _ORDER.index(wish.severity) + 1]
    shown = in_order(_moved(found, here) for found in asked if found.severity in serious)
    hidden = Counter(found.code for found in asked if found.severity not in serious)
    let_stand = in_order(_moved(found, here) for found in waived if found.path in wanted and wish.tells(found))
    sources = {path: _source(Path(path)) for path in {found.path for found in shown}} if wish.form == "text" else {}
    return Findings(shown, let_stand, MappingProxyType(dict(hidden)), pages, MappingProxyType(sources))


def _moved(found: Problem, here: Mapping[str, str]) -> Problem:
    return found if here[found.path] == found.path else replace(found, path=here[found.path])


def _from_here(path: Path) -> str:
    """A path as one would type it in this folder."""
    return Path(os.path.relpath(path)).as_posix()


def _source(path: Path) -> str:
    """A file's text for showing the words; nothing of one that cannot be read."""
    try:
        return path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError:
        return ""


def _report(findings: Findings, wish: _Wish, *, to_terminal: bool) -> str:
    from mkdocs_provenance.reports.data import json_report
    from mkdocs_provenance.reports.github import github_report
    from mkdocs_provenance.reports.sarif import sarif_report
    from mkdocs_provenance.reports.text import plain, text_report

    if wish.form == "text":
        colour = to_terminal and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return text_report(findings, _painted if colour else plain)
    if wish.form == "sarif":
        return sarif_report(findings, version("mkdocs-provenance"))
    makers: dict[str, Callable[[Findings], str]] = {"json": json_report, "github": github_report}
    return makers[wish.form](findings)


def _painted(text: str, style: str) -> str:
    return click.style(text, **_STYLES[style])  # type: ignore[arg-type]  # the styles are click's own names


def _put_right(wish: _Wish) -> None:
    """Write every safe fix; a file in which anything else changes by it is left as it was."""
    everything = replace(wish, severity=Severity.INFO)
    before = _by_file(_check(everything, forms=True).problems)
    written: dict[Path, tuple[bytes, int]] = {}
    """What stood in each file that was changed, and how many fixes it took."""
    for path, problems in before.items():
        data = path.read_bytes()
        text, fixes = _fixed_bytes(data, problems)
        if fixes:
            written[path] = data, fixes
            write_bytes_whole(path, text)
    after = _by_file(_check(everything, forms=True).problems) if written else {}
    for path, (data, _) in list(written.items()):
        if _others(after.get(path, ())) != _others(before[path]):
            write_bytes_whole(path, data)
            del written[path]
            click.echo(f"{_from_here(path)}: left as it was, because a fix would have changed more.", err=True)
    count, files = sum(fixes for _, fixes in written.values()), len(written)
    click.echo(f"Put right: {count} in {files} file{'' if files == 1 else 's'}.", err=True)


def _by_file(problems: Iterable[Problem]) -> dict[Path, list[Problem]]:
    found: dict[Path, list[Problem]] = {}
    for problem in problems:
        found.setdefault(Path(problem.path), []).append(problem)
    return found


def _fixed_bytes(data: bytes, problems: Iterable[Problem]) -> tuple[bytes, int]:
    """A file's bytes with the fixes; line ends and a byte order mark stay as they are."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data, 0
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    crlf = "\r\n" in text
    if crlf and text.count("\n") != text.count("\r\n"):
        return data, 0
    changed, count = fixed(text.removeprefix(mark).replace("\r\n", "\n"), problems)
    return (mark + (changed.replace("\n", "\r\n") if crlf else changed)).encode(), count


def _others(problems: Iterable[Problem]) -> Counter[str]:
    """How often each code was found, those that a fix takes away left out."""
    return Counter(found.code for found in problems if found.fix is None)
