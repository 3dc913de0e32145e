"""`provenance completion`: the script by which a shell completes our commands, and what it completes arguments with.

The shell starts `provenance` anew for every press of the Tab key: nothing here may load MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

PROGRAM = "provenance"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that makes a shell complete commands, options, source ids and rule codes.

    \b
    bash:  eval "$(provenance completion bash)"          in ~/.bashrc
    zsh:   eval "$(provenance completion zsh)"           in ~/.zshrc, after compinit
    fish:  provenance completion fish | source           in ~/.config/fish/config.fish
    """  # noqa: D301 - the sign of click's for a paragraph that keeps its lines
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"Nothing is known of {shell}.")
    root = click.get_current_context().find_root().command
    click.echo(made(root, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source())


def complete_sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The ids of the registry's sources that begin with what was typed, each with its title.

    The registry is the one that `--registry` names on the same line, else the site's.
    """
    from mkdocs_provenance.cli.registry_option import ConfigError, find_desk
    from mkdocs_provenance.registry_files import RegistryStore

    try:
        desk = find_desk(_named(ctx.params.get("registry")))
    except ConfigError:
        return []
    store = RegistryStore()
    store.refresh(desk.patterns, desk.root)
    return _matching({id_: source.title for id_, source in store.registry.sources.items()}, incomplete)


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The codes of problems, and their numbers once one is begun; after a comma, the next of a list."""
    from mkdocs_provenance.problems import RULES

    before, comma, begun = incomplete.rpartition(",")
    rules = {rule.code: rule.about for rule in RULES.values()}
    if begun[:1].isupper():
        rules = {rule.number: rule.about for rule in RULES.values()}
    return [CompletionItem(before + comma + item.value, help=item.help) for item in _matching(rules, begun)]


def _named(given: object) -> list[str]:
    """The registry files that stand on the same line."""
    if isinstance(given, str | Path):
        return [str(given)]
    return [str(name) for name in given] if isinstance(given, Iterable) else []


def _matching(known: Mapping[str, str], incomplete: str) -> list[CompletionItem]:
    return [
        CompletionItem(name, help=" ".join(about.split()))
        for name, about in known.items()
        if name.startswith(incomplete)
    ]
