"""The desk's commands, a module each. What they say and decide comes from pure modules."""

from __future__ import annotations

import importlib
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

COMMANDS: Final = {
    "check": "check",
    "seal": "seal",
    "import": "import_texts",
    "add": "add",
    "new": "new",
    "schema": "schema",
    "completion": "completion",
    "diff": "diff",
    "links": "links",
    "stats": "stats",
}
"""Name to the module that holds it as `command`: loaded when it is called, for the start's sake."""

SUMMARIES: Final = {
    "check": "Find what is wrong in articles and registry, without building the site.",
    "seal": "Remember articles as they are published now.",
    "import": "Turn plain texts with markers such as [1, 3] into articles.",
    "add": "Add web pages to the registry as sources.",
    "new": "Start an article called TITLE, and print where it is.",
    "schema": "Print the JSON Schema of the registry, or of an article's front matter.",
    "completion": "Print the script that makes a shell complete commands, options, source ids and rule codes.",
    "diff": "Show what a change does to the sourcing.",
    "links": "Find out what has become of the sources' addresses.",
    "stats": "Show what the site's statements rest on, in figures.",
}
"""Name to what it does, for the help and for shells: the first sentence of its own help, which would load MkDocs."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"mkdocs_provenance.cli.{COMMANDS[cmd_name]}")
        command: Any = module.command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summary(ctx, name)) for name in COMMANDS])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [name for name in COMMANDS if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self._summary(ctx, name)) for name in names]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def _summary(self, ctx: click.Context, name: str) -> str:
        if name in SUMMARIES:
            return SUMMARIES[name]
        command = self.get_command(ctx, name)
        return command.get_short_help_str(1000) if command else ""


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mkdocs-provenance", prog_name="provenance")
def main() -> None:
    """Show readers how articles know what they say: the desk's tools."""
