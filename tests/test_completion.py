"""Shells complete commands, options, source ids and rule codes; and nothing loads MkDocs for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import CompletionItem, ShellComplete
from click.testing import CliRunner

from mkdocs_provenance.cli import COMMANDS, SUMMARIES, main
from mkdocs_provenance.cli.completion import complete_rules, complete_sources
from mkdocs_provenance.problems import RULES

REGISTRY = """\
sources:
  harbour-log: {kind: document, title: "Log of the harbour", url: "https://example.org/log"}
  harbour-map: {kind: document, title: Map, url: "https://example.org/map"}
  survey: {kind: report, title: Survey, url: "https://example.org/survey"}
"""


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str = REGISTRY) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def completed(*words: str) -> list[CompletionItem]:
    """What click offers for the last of the words."""
    return ShellComplete(main, {}, "provenance", "_PROVENANCE_COMPLETE").get_completions(list(words[:-1]), words[-1])


def values(items: list[CompletionItem]) -> list[str]:
    return [item.value for item in items]


def test_commands_are_completed_with_what_they_do() -> None:
    items = completed("")

    assert values(items) == list(COMMANDS)
    assert values(completed("ne")) == ["new"]
    assert all(item.help for item in items)
    assert "--version" in values(completed("--"))


def test_the_summaries_are_what_the_commands_say_of_themselves() -> None:
    assert isinstance(main, click.Group)
    context = click.Context(main)
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command, name
        assert name in SUMMARIES, f"cli/__init__.py: {name} has no summary"
        assert " ".join((command.help or "").split()).startswith(SUMMARIES[name].removesuffix(".")), name
        assert "\n" not in SUMMARIES[name]


def test_source_ids_are_completed_from_the_registry() -> None:
    write("articles/sources.yml")

    items = completed("new", "Bell", "--source", "harbour")

    assert values(items) == ["harbour-log", "harbour-map"]
    assert [item.help for item in items] == ["Log of the harbour", "Map"]
    assert values(completed("new", "Bell", "--source", "x")) == []


def test_the_registry_is_the_one_that_the_site_or_the_line_names() -> None:
    write("data/a.yml")
    write("b.yml", "sources:\n  other: {unidentified: true}\n")
    write("mkdocs.yml", "plugins:\n  - provenance:\n      registry: data/*.yml\n")

    assert values(completed("new", "Bell", "--source", "sur")) == ["survey"]
    assert values(completed("new", "Bell", "--registry", "b.yml", "--source", "")) == ["other"]


@pytest.mark.parametrize(
    "config", ["plugins: [\n", "plugins:\n  - provenance: {registry: 3}\n", "plugins: [provenance]\n"]
)
def test_where_there_is_no_registry_nothing_is_offered(config: str) -> None:
    write("mkdocs.yml", config)

    assert completed("new", "Bell", "--source", "") == []


def test_a_registry_with_errors_still_completes_what_can_be_read() -> None:
    write("articles/sources.yml", REGISTRY + "  bad: {kind: nonsense}\n")

    assert values(completed("new", "Bell", "--source", "")) == ["harbour-log", "harbour-map", "survey"]


@click.command()
@click.option("--select", shell_complete=complete_rules)
@click.argument("source", shell_complete=complete_sources)
def _tool(select: str, source: str) -> None:
    """For these tests."""


def offered(*words: str) -> list[str]:
    return values(ShellComplete(_tool, {}, "tool", "_TOOL_COMPLETE").get_completions(list(words[:-1]), words[-1]))


def test_rules_are_completed_by_code_and_by_number() -> None:
    assert offered("--select", "") == list(RULES)
    assert offered("--select", "quotation-a") == ["quotation-altered"]
    assert offered("--select", "Q") == [rule.number for rule in RULES.values() if rule.number.startswith("Q")]
    assert offered("--select", "Q1,unknown-s") == ["Q1,unknown-source"]
    assert offered("--select", "nothing") == []


@pytest.mark.parametrize("command", ["check", "links"])
def test_the_commands_that_take_rules_complete_them(command: str) -> None:
    assert values(completed(command, "--select", "unknown-s")) == ["unknown-source"]
    assert values(completed(command, "--ignore", "Q1,Q")) == [
        f"Q1,{rule.number}" for rule in RULES.values() if rule.number.startswith("Q")
    ]


def test_arguments_are_completed_as_options_are() -> None:
    write("articles/sources.yml")

    assert offered("s") == ["survey"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_its_script(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell])

    assert result.exit_code == 0
    assert f"_PROVENANCE_COMPLETE={shell}_complete" in result.output


def test_another_shell_is_refused_with_those_there_are() -> None:
    result = CliRunner().invoke(main, ["completion", "tcsh"])

    assert result.exit_code == 2
    assert "bash" in result.stderr


# In a shell, and how quickly it starts -------------------------------------------------------------------------------

PROGRAM = "import sys; sys.argv[0] = 'provenance'; from mkdocs_provenance.cli import main; main()"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes(tmp_path: Path) -> None:
    write("articles/sources.yml")
    program = tmp_path / "bin" / "provenance"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{PROGRAM}\n", encoding="utf-8")
    program.chmod(0o755)
    script = CliRunner().invoke(main, ["completion", "bash"]).output
    script += """
        COMP_WORDS=(provenance new Bell --source har); COMP_CWORD=4
        _provenance_completion provenance
        printf '%s\\n' "${COMPREPLY[@]}"
        complete -p provenance
    """

    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env={"PATH": f"{program.parent}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.splitlines()[:2] == ["harbour-log", "harbour-map"]
    assert "_provenance_completion provenance" in done.stdout.splitlines()[2]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_can_read_their_script(shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    script = CliRunner().invoke(main, ["completion", shell]).output

    assert subprocess.run([shell, "-n"], input=script, text=True, timeout=60, check=False).returncode == 0


HEAVY = {"mkdocs", "material", "markdown", "babel", "httpx", "bs4", "jinja2", "pybtex", "bibtexparser", "ruamel"}
WATCHED = f"""
import atexit, sys
atexit.register(lambda: print("loaded:", sorted({HEAVY!r} & {{name.partition(".")[0] for name in sys.modules}})))
"""


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--help"], {}),
        (["completion", "zsh"], {}),
        (["schema", "article"], {}),
        (["import", "--help"], {}),
        ([], {"_PROVENANCE_COMPLETE": "zsh_complete", "COMP_WORDS": "provenance ", "COMP_CWORD": "1"}),
        (
            [],
            {"_PROVENANCE_COMPLETE": "zsh_complete", "COMP_WORDS": "provenance new B --source ", "COMP_CWORD": "4"},
        ),
        (
            [],
            {"_PROVENANCE_COMPLETE": "zsh_complete", "COMP_WORDS": "provenance check --select ", "COMP_CWORD": "3"},
        ),
    ],
    ids=["help", "completion", "schema", "import", "complete-commands", "complete-sources", "complete-rules"],
)
def test_the_start_loads_nothing_heavy(arguments: list[str], environment: dict[str, str]) -> None:
    write("articles/sources.yml")

    done = subprocess.run(
        [sys.executable, "-c", WATCHED + PROGRAM, *arguments],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "loaded: []"
    assert len(done.stdout.splitlines()) > 3
