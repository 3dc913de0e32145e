"""`provenance new`: an article that builds as it is, and never over another."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator

from conftest import SiteBuilder
from mkdocs_provenance.cli import main
from mkdocs_provenance.frontmatter import json_schema, read_front_matter
from small_site import REGISTRY, small_config, small_site


@pytest.fixture(autouse=True)
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["new", *arguments])


def write(name: str, text: str = REGISTRY) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def front(path: str) -> dict[str, object]:
    held = yaml.safe_load(Path(path).read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(held, dict)
    return held


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def test_an_article_is_started() -> None:
    today = datetime.date.today()
    result = run("Who took the harbour bell?")

    assert result.exit_code == 0
    assert result.stdout == "articles/who-took-the-harbour-bell.md\n"
    assert result.stderr == "Next: write it, and look at it with `mkdocs serve`.\n"
    held = front("articles/who-took-the-harbour-bell.md")
    assert held["title"] == "Who took the harbour bell?"
    assert today <= held["date"] <= datetime.date.today()  # type: ignore[operator]
    assert held["sources"] == []


def test_everything_can_be_said_at_once() -> None:
    write("articles/sources.yml")
    result = run("Quake: 7.8", "--into", "site/news", "--slug", "big-quake", "--date", "2023-02~", "--lang", "no",
                 "--source", "kaust-2", "--source", "usgs-1")  # fmt: skip

    assert result.exit_code == 0, result.output
    assert front("site/news/big-quake.md") == {
        "title": "Quake: 7.8",
        "date": "2023-02~",
        "lang": "no",
        "sources": ["kaust-2", "usgs-1"],
        "provenance": {"method": None, "not_established": None},
    }


def test_an_article_is_never_overwritten() -> None:
    write("articles/quake.md", "mine")

    result = run("Quake")

    assert result.exit_code == 2
    assert result.stderr == "Error: articles/quake.md is there already. Give the new article another --slug.\n"
    assert Path("articles/quake.md").read_text(encoding="utf-8") == "mine"


def test_the_sites_own_folder_and_registry_count() -> None:
    write("mkdocs.yml", "plugins:\n  - provenance: {articles_dir: news, registry: data/all.yml}\n")
    write("data/all.yml")

    assert run("Quake", "--source", "usgs-1").stdout == "news/quake.md\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Quake", "--source", "usgs-2"], '(articles/sources.yml). Did you mean "usgs-1"?'),
        (["Quake", "--source", "zzz"], "Look at its spelling, or add it first."),
        (["Quake", "--source", "usgs-1", "--registry", "no.yml"], "is not in the registry (no.yml)"),
        (["Quake", "--slug", "Big Quake"], "Perhaps big-quake?"),
        (["Quake", "--slug", ""], "has no letters a to z"),
        (["地震"], "give the article one with --slug"),
        (["Quake", "--date", "yesterday"], "--date cannot be 'yesterday'."),
        (["Quake", "--date", "2026-02-30"], "--date cannot be '2026-02-30'."),
        (["Quake", "--lang", "en_GB"], "--lang cannot be 'en_GB'"),
        (["Quake", "--into", "articles/sources.yml"], "is a file"),
        ([], "Missing argument"),
    ],
)  # fmt: skip
def test_misuse(arguments: list[str], says: str) -> None:
    write("articles/sources.yml")

    result = run(*arguments)

    assert result.exit_code == 2
    assert says in " ".join(result.stderr.split())
    assert files() == {"articles/sources.yml"}


def test_a_mkdocs_yml_that_cannot_be_read_is_said() -> None:
    write("mkdocs.yml", "plugins: [\n")

    result = run("Quake")

    assert result.exit_code == 2
    assert "mkdocs.yml" in result.stderr


def test_a_folder_that_cannot_be_made_is_said() -> None:
    write("news", "a file")

    result = run("Quake", "--into", "news/2026")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize(
    "title", ["Quake", '"Quake": yes # or {no}', "- 地震", "---", "7.8", "null", "A\nB", "é" * 200]
)
def test_every_title_stays_what_it_is(title: str) -> None:
    assert run("--slug", "quake", "--", title).exit_code == 0
    held = front("articles/quake.md")
    read, problems = read_front_matter(held, path="a.md")

    assert held["title"] == title.strip()
    assert problems == ()
    assert read.has_sources
    as_json = held | {"date": str(held["date"])}
    assert [error.message for error in Draft7Validator(json_schema()).iter_errors(as_json)] == []


def test_a_new_article_builds_strictly_as_it_is(built_site: SiteBuilder) -> None:
    write("articles/sources.yml")
    run("Quake", "--source", "usgs-1", "--lang", "de")
    run("Nothing yet")
    fresh = {name: Path(name).read_text(encoding="utf-8") for name in files() if name.endswith(".md")}

    built = built_site(small_site(fresh), small_config(), strict=True)

    assert built.ok, built.log
    assert built.warnings == []
    page = built.read("articles/quake/index.html")
    assert "weight does not leave" not in page
    assert "Quake" in page


def test_what_the_comments_show_works(built_site: SiteBuilder) -> None:
    """The lines of the comments, written into the article as they are."""
    write("articles/sources.yml")
    run("Quake", "--source", "usgs-1")
    text = Path("articles/quake.md").read_text(encoding="utf-8")
    shown = "\n".join(line[6:] for line in text.splitlines() if line.startswith("#     "))
    article = (
        text
        + 'The bell rang, and Quill "gave no order to take it down" [1].\n\n'
        + shown.replace("!!! pull", "\n!!! pull")
    )

    built = built_site(small_site({"articles/quake.md": article}), small_config(markdown_extensions=["admonition"]))

    assert built.ok, built.log
    page = built.read("articles/quake/index.html")
    assert "provenance-analysis" in page
    assert "provenance-pullquote" in page
