"""`python -m mkdocs_provenance`: the desk's commands, where `provenance` is not on the path."""

from mkdocs_provenance.cli import main

main(prog_name="provenance")
