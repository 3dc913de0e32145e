"""The option `--config` of the commands that read a whole site."""

from __future__ import annotations

from pathlib import Path

import click

config_option = click.option(
    "--config",
    "-f",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The site's mkdocs.yml.  [default: the one here or in a folder above]",
)


def find_config() -> Path:
    """`mkdocs.yml` here or in a folder above, as far as the home of the project.

    Raises:
        click.UsageError: there is none.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        for name in ("mkdocs.yml", "mkdocs.yaml"):
            if (folder / name).is_file():
                return folder / name
        if (folder / ".git").exists():
            break
    raise click.UsageError("There is no mkdocs.yml here or in a folder above. Name yours with --config.")
