"""The desk's commands, a module each. What they say and decide comes from pure modules."""

from __future__ import annotations

import importlib
from typing import Any, Final

import click

COMMANDS: Final = {
    "check": "check",
    "seal": "seal",
    "import": "import_texts",
    "diff": "diff",
}
"""Name to the module that holds it as `command`: loaded when it is called, for the start's sake."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mkdocs_provenance.cli.{COMMANDS[cmd_name]}")
        command: Any = module.command
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-provenance", prog_name="provenance")
def main() -> None:
    """Show readers how articles know what they say: the desk's tools."""
