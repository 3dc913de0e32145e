"""The option `--config` of the commands that read a whole site."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

config_option = click.option(
    "--config",
    "-f",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The site's mkdocs.yml.  [default: the one beside PATH, or in a folder above it]",
)


def find_config(paths: Sequence[Path] = ()) -> Path:
    """`mkdocs.yml` beside the first of the paths, or in a folder above it, as far as the home of the project.

    Args:
        paths: What the command was given; the current folder where it was given nothing.

    Raises:
        click.UsageError: there is none.
    """
    first = Path(os.path.abspath(paths[0])) if paths else Path.cwd()
    here = first if first.is_dir() else first.parent
    for folder in (here, *here.parents):
        for name in ("mkdocs.yml", "mkdocs.yaml"):
            if (folder / name).is_file():
                return folder / name
        if (folder / ".git").exists():
            break
    raise click.UsageError("There is no mkdocs.yml here or in a folder above. Name yours with --config.")
