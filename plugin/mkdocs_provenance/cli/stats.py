"""`provenance stats`: what a site's statements rest on, in figures, for an editor's Monday.

Exit codes: 0 told, 2 the command was misused or the site cannot be read.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_provenance.cli.files import write_whole
from mkdocs_provenance.cli.site_option import config_option, find_config
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.model import PartialDate
from mkdocs_provenance.reports.figures import Table, csv_figures, json_figures, text_figures
from mkdocs_provenance.site_reader import SiteError, read_site
from mkdocs_provenance.statistics import By, figures, within

_FORMS = {"text": text_figures, "csv": csv_figures, "json": json_figures}


def _day(ctx: click.Context, parameter: click.Parameter, value: str | None) -> PartialDate | None:
    try:
        return None if value is None else parse_date(value)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, parameter) from None


@click.command("stats")
@config_option
@click.option(
    "--by",
    "wanted",
    multiple=True,
    type=click.Choice([by.value for by in By if by is not By.ALL]),
    help="Tell articles apart by this. Can be given several times.  [default: section, author and month]",
)
@click.option(
    "--since", callback=_day, metavar="DATE", help="Only articles published on this day or later, such as 2026-11-16."
)
@click.option(
    "--until",
    callback=_day,
    metavar="DATE",
    help="Only articles published on this day or earlier; a month means its last day.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    default="text",
    show_default=True,
    help="text with shares for a person; csv and json with counts.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write the figures to a file.")
def command(
    config: Path | None,
    wanted: Sequence[str],
    since: PartialDate | None,
    until: PartialDate | None,
    form: str,
    output: Path | None,
) -> None:
    """Show what the site's statements rest on, in figures.

    Statements without a source, with one origin, with unnamed sources only, without an archived copy; quotations that
    were checked: of all articles, and by section, author and month.
    """
    try:
        site = read_site(config or find_config())
    except SiteError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)
    records = within(site.pages.values(), since, until)
    groups = (By.ALL, *(By(name) for name in wanted or ("section", "author", "month")))
    table: Table = {by: figures(records, site.registry, by) for by in dict.fromkeys(groups)}
    said = _FORMS[form](table)
    if output is None:
        click.echo(said, nl=False)
    else:
        write_whole(output, said)
