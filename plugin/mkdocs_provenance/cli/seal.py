"""`provenance seal`: remember articles as they are now, so that a later change without a word to readers is noticed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_provenance.cli.files import explain, write_bytes_whole
from mkdocs_provenance.cli.site_option import config_option, find_config

DEFAULT = "seals.json"


@click.command("seal")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@config_option
def command(paths: Sequence[Path], config: Path | None) -> None:
    """Remember articles as they are published now.

    From then on, `changed-without-history` is reported where the text of a sealed article changes and neither `history`
    nor `corrections` say so. PATH is an article or a folder; without one, every article is sealed. The file of seals is
    the one that the option `seals` of mkdocs.yml names.
    """
    from mkdocs_provenance.checks.seals import read_seals, seal, write_seals
    from mkdocs_provenance.site_reader import SiteError, read_site

    try:
        site = read_site(config or find_config(paths))
    except SiteError as error:
        raise click.UsageError(str(error)) from None
    if site.seals is None:
        raise click.UsageError(f"mkdocs.yml names no file of seals. Add the option: `seals: {DEFAULT}`.")
    wanted = [Path(os.path.abspath(path)) for path in paths]
    try:
        sealed = read_seals(site.seals.read_bytes()) if site.seals.exists() else {}
    except (OSError, ValueError):
        raise click.UsageError(f"{site.seals} is no file of seals. Delete it to begin anew.") from None
    now = {
        path: seal(done.article)
        for path, done in site.pages.items()
        if not wanted or any((site.root / path).is_relative_to(one) for one in wanted)
    }
    changed = sum(sealed.get(path) != one for path, one in now.items())
    gone = [path for path in sealed if not wanted and path not in site.pages]
    try:
        write_bytes_whole(site.seals, write_seals({p: one for p, one in (sealed | now).items() if p not in gone}))
    except OSError as error:
        raise click.ClickException(explain(error)) from None
    click.echo(f"{len(now)} sealed, {changed} of them new or changed; {len(gone)} taken out.")
