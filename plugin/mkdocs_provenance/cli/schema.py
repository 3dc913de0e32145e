"""`provenance schema`: the JSON Schemas by which an editor checks what a person writes, and a program what it reads."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import click

from mkdocs_provenance import frontmatter, registry
from mkdocs_provenance.cli.files import explain, write_whole

SCHEMAS: Final = {"registry": registry.json_schema, "article": frontmatter.json_schema}
"""What a person writes, and the function that describes it."""

PUBLISHED: Final = {"record": "provenance.schema.json", "dataset": "dataset.schema.json", "diff": "diff.schema.json"}
"""What a program reads, and the file of the package that describes it."""

_FOLDER: Final = Path(__file__).parents[1] / "schemas"


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


@click.command("schema")
@click.argument("what", type=click.Choice([*SCHEMAS, *PUBLISHED]))
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write; its folder is made if it is not there.  [default: standard output]",
)
def command(what: str, output: Path | None) -> None:
    """Print the JSON Schema of the registry, or of an article's front matter.

    Editors complete fields and words by it and mark what is wrong. How to tell yours is in the manual, under "Editors".

    For programs there are the schemas of what is published: an article's record, the dataset, and the report of
    `provenance diff`.
    """
    written = SCHEMAS.get(what)
    text = schema_text(written()) if written else (_FOLDER / PUBLISHED[what]).read_text("utf-8")
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        write_whole(output, text)
    except OSError as error:
        click.echo(f"Error: {explain(error)}", err=True)
        sys.exit(2)
    click.echo(f"Wrote {output.as_posix()}.")
