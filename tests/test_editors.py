"""What the manual gives an editor to copy works: settings, snippets, the table of an import."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from click.testing import CliRunner

from conftest import SiteBuilder
from mkdocs_provenance.cli import main
from mkdocs_provenance.frontmatter import front_matter_problem, read_front_matter
from mkdocs_provenance.model import Kind, OrganisationKind
from mkdocs_provenance.registry import RegistryFile, load_registry
from small_site import record_of, small_config, small_site

MANUAL: Final = Path(__file__).parents[1] / "docs" / "manual"


def shown(page: str, title: str) -> str:
    """The code block of a page that carries a title."""
    text = (MANUAL / f"{page}.md").read_text(encoding="utf-8")
    found = re.search(rf'^``` ?\w+ title="{re.escape(title)}"\n(.*?)^```$', text, re.M | re.S)
    assert found, title
    return found[1]


SNIPPETS: Final[dict[str, Any]] = json.loads(shown("editors", ".vscode/provenance.code-snippets"))


def expanded(name: str) -> str:
    """A snippet as it stands in the file when every place is left as offered."""
    text = "\n".join(SNIPPETS[name]["body"]) + "\n"
    for variable, value in {"YEAR": "2026", "MONTH": "05", "DATE": "06"}.items():
        text = text.replace(f"$CURRENT_{variable}", value)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    assert "$" not in text
    return text


def offered(name: str) -> list[list[str]]:
    """The lists of words that a snippet offers."""
    return [found.split(",") for found in re.findall(r"\$\{\d+\|([^|]*)\|\}", "\n".join(SNIPPETS[name]["body"]))]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_has_what_vs_code_wants(name: str) -> None:
    assert set(SNIPPETS[name]) == {"scope", "prefix", "description", "body"}
    assert SNIPPETS[name]["scope"] in ("markdown", "yaml")
    assert all(isinstance(line, str) for line in SNIPPETS[name]["body"])
    places = [int(place) for place in re.findall(r"\$\{?(\d+)", "\n".join(SNIPPETS[name]["body"]))]
    assert sorted(places) == list(range(len(places))), "each place has a number of its own, and the last is 0"


def test_the_snippets_make_a_site_without_a_warning(built_site: SiteBuilder) -> None:
    article = expanded("Article") + f"\n{expanded('Pull quote')}\n{expanded('Analysis')}"
    article = article.replace("---\n\n", f"{expanded('Correction')}---\n\n", 1)
    registry = f"organisations:\n{expanded('Organisation')}sources:\n{expanded('Source')}"

    built = built_site(
        small_site({"articles/bell.md": article}, registry=registry),
        small_config(markdown_extensions=["admonition"]),
        strict=True,
    )

    assert built.ok, built.log
    record = record_of(built, "articles/bell/provenance.json")
    assert record["counts"] | {"claims": 1, "sourced": 1, "analysis": 1} == record["counts"]
    assert {passage["role"] for passage in record["passages"]} == {"reported", "analysis", "pullquote"}


def test_a_snippets_front_matter_is_read_without_a_problem() -> None:
    text = expanded("Article")
    _, problems = read_front_matter(yaml.safe_load(text.split("---\n")[1]), path="a.md")

    assert front_matter_problem(text, "a.md") is None
    assert problems == ()


def test_a_snippets_entries_are_read_without_a_problem() -> None:
    text = f"organisations:\n{expanded('Organisation')}sources:\n{expanded('Source')}"
    held = load_registry([RegistryFile("sources.yml", text.encode())])

    assert held.problems == ()
    assert (list(held.organisations), list(held.sources)) == (["harbour-office"], ["harbour-log"])


def test_a_snippet_offers_every_word_that_there_is() -> None:
    assert offered("Source")[0] == [kind.value for kind in Kind]
    assert offered("Organisation")[0] == [kind.value for kind in OrganisationKind]


def test_the_settings_name_the_files_that_the_commands_above_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (MANUAL / "editors.md").read_text(encoding="utf-8")
    commands = re.findall(r"^provenance (schema .*--output .*)$", text, re.M)
    for command in commands:
        assert CliRunner().invoke(main, command.split()).exit_code == 0

    settings = json.loads(shown("editors", ".vscode/settings.json"))["yaml.schemas"]
    assert len(commands) == len(settings) == 2
    assert all(Path(name).is_file() for name in settings)
    assert all(f"./{name}" in shown("editors", ".remarkrc.mjs") for name in settings if "article" in name)
    line = re.search(r"^# yaml-language-server: \$schema=(\S+)$", text, re.M)
    assert line
    assert (Path("articles") / line[1]).resolve() in [Path(name).resolve() for name in settings]


BELL = """\
Harbour bell missing

4 May 2026

The harbour bell rang for the last time on Monday [1]. Harbour master Ada Quill
said she "gave no order to take it down" [2]. Nobody in the town has seen it since.

"gave no order to take it down"

Someone with keys was there.

Sources:
[1] Harbour Office, "Log of the harbour", 4 May 2026, https://example.org/log
"""


def test_the_table_of_the_manual_is_what_an_import_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("texts/2025").mkdir(parents=True)
    Path("texts/bell.txt").write_text(BELL, encoding="utf-8")
    Path("texts/2025/ferry.txt").write_text("The ferry sailed again on Friday [1].\n", encoding="utf-8")

    result = CliRunner().invoke(main, ["import", "texts/", "--into", "articles/"])

    assert result.exit_code == 0
    assert result.output == shown("importing", "A table for a folder")
