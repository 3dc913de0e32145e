"""The manual cannot lie: what it says of the program is looked up in the program, and its examples are run."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import click
import jsonschema
import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig

from conftest import SiteBuilder
from manual_pages import (
    DOCS,
    MANUAL,
    PACKAGE,
    PAGES,
    ROOT,
    RULE_PAGES,
    Fence,
    code,
    codes,
    fences,
    first_column,
    page,
    part,
    table,
    tables,
    without_fences,
)
from markdown_page import convert
from mkdocs_provenance import frontmatter, registry
from mkdocs_provenance.citations import read_bracket
from mkdocs_provenance.cli import main as command
from mkdocs_provenance.config import ProvenanceConfig
from mkdocs_provenance.dates import parse_date
from mkdocs_provenance.extension import put_in
from mkdocs_provenance.model import (
    Access,
    Attribution,
    Closeness,
    CorrectionKind,
    Kind,
    OrganisationKind,
    Provenance,
    QuotationResult,
    Registry,
    Role,
    Severity,
    State,
    Support,
)
from mkdocs_provenance.views import words
from mkdocs_provenance.views.amounts import amounts
from mkdocs_provenance.views.lookup import Lookup
from mkdocs_provenance.views.page import environment, render

CONTRACT: Final = {
    f"provenance-{name}" for name in ("summary", "mark", "claim", "analysis", "panel", "notes", "card", "pullquote")
}
"""Class names that may not change: DESIGN, section 6."""


# Examples ------------------------------------------------------------------------------------------------------------


def registry_of(*texts: str) -> Registry:
    files = [registry.RegistryFile(f"articles/{n}.yml", text.encode()) for n, text in enumerate(texts)]
    return registry.load_registry(files)


def registry_on(name: str, number: int = 0) -> Registry:
    """The registry that a page of the manual shows."""
    shown = [fence.text for fence in fences(page(name)) if fence.title == "articles/sources.yml"]
    return registry_of(shown[number])


TITLED: Final = [(path.stem, fence) for path in PAGES for fence in fences(path.read_text("utf-8")) if fence.title]


def titled(*titles: str) -> list[Any]:
    found = [(stem, fence) for stem, fence in TITLED if fence.title in titles]
    return [pytest.param(fence, id=f"{stem}-{number}") for number, (stem, fence) in enumerate(found)]


@pytest.mark.parametrize("fence", titled("articles/sources.yml"))
def test_every_registry_shown_is_read_without_a_problem(fence: Fence) -> None:
    assert [str(problem) for problem in registry_of(fence.text).problems] == []


@pytest.mark.parametrize("fence", titled("Front matter"))
def test_every_front_matter_shown_is_read_without_a_problem(fence: Fence) -> None:
    meta = yaml.safe_load(fence.text)
    _, problems = frontmatter.read_front_matter(meta, path="a.md")

    assert frontmatter.front_matter_problem(f"---\n{fence.text}---\n\nText.\n", "a.md") is None
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("fence", titled("mkdocs.yml"))
def test_every_mkdocs_yml_shown_is_valid(fence: Fence) -> None:
    held = yaml.safe_load(fence.text)
    known = {name for name, _ in MkDocsConfig()._schema}
    assert set(held) <= known
    for plugin in held.get("plugins", ()):
        if isinstance(plugin, dict) and "provenance" in plugin:
            config = ProvenanceConfig()
            config.load_dict(plugin["provenance"])
            assert config.validate() == ([], [])


def test_the_first_article_builds_strictly(built_site: SiteBuilder) -> None:
    files = {fence.title: fence.text for fence in fences(page("getting-started")) if fence.title}
    config = files.pop("mkdocs.yml")
    assert set(files) == {"articles/sources.yml", "articles/harbour-bell.md"}

    built = built_site(files, config, strict=True)

    assert built.ok, built.log
    record = json.loads(built.read("articles/harbour-bell/provenance.json"))
    assert {problem["severity"] for problem in record["problems"]} <= {"info"}
    assert record["counts"] | {"claims": 3, "unsourced": 0, "quotations": 3, "analysis": 1} == record["counts"]
    assert {quotation["result"] for quotation in record["quotations"]} <= {"exact", "normalised"}


def test_the_first_mistake_says_what_the_manual_says(built_site: SiteBuilder) -> None:
    files = {fence.title: fence.text for fence in fences(page("getting-started")) if fence.title}
    config = files.pop("mkdocs.yml")
    files["articles/harbour-bell.md"] = files["articles/harbour-bell.md"].replace('down" [2]', 'down" [3]')
    shown = next(fence.text.strip() for fence in fences(page("getting-started")) if fence.language == "text")

    built = built_site(files, config, strict=True)

    assert not built.ok
    assert shown in built.warnings


def test_the_text_of_the_manual_becomes_the_article_of_the_manual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = {fence.title: fence.text for fence in fences(page("importing")) if fence.title}
    monkeypatch.chdir(tmp_path)
    Path("draft.txt").write_text(shown["draft.txt"], encoding="utf-8")

    result = CliRunner().invoke(command, ["import", "draft.txt", "--into", "articles/"])

    assert result.exit_code == 0
    assert result.output.strip() == shown["What it says"].strip()
    assert Path("articles/draft.md").read_text(encoding="utf-8") == shown["articles/draft.md"]
    assert Path("articles/sources.yml").read_text(encoding="utf-8") == shown["articles/sources.yml after the import"]


# Markers -------------------------------------------------------------------------------------------------------------

NUMBERING: Final = {1: "harbour-log", 2: "town-survey", 3: "quill-interview"}


def traced(text: str, held: Registry | None = None) -> tuple[BeautifulSoup, Provenance]:
    """A page with the real marks in it, and its record."""
    held = held or registry_on("markers")
    converted = convert(text, NUMBERING, held, ("footnotes",), fragments=False)
    found = render(converted.provenance, held) if converted.provenance.marks or converted.provenance.claims else {}
    page = BeautifulSoup(put_in(found, converted.html), "html.parser")
    for extra in page.select(".provenance-summary, .provenance-hidden, #how-we-know-this"):
        extra.decompose()
    return page, converted.provenance


def slips(provenance: Provenance) -> list[str]:
    """What is wrong, short of what any example sentence would give."""
    return [found.code for found in provenance.problems if found.code not in ("uncited-source", "unsourced-claim")]


def marker_rows(last: str) -> list[Any]:
    rows = [rows[1:] for rows in tables(page("markers")) if rows[0][0] == "You write" and rows[0][-1] == last]
    assert len(rows) == 1
    return [pytest.param(*row, id=row[0].strip("` ")) for row in rows[0]]


@pytest.mark.parametrize(("written", "cites", "shown"), marker_rows("Readers see"))
def test_every_form_of_marker_does_what_the_manual_says(written: str, cites: str, shown: str) -> None:
    seen, provenance = traced(f"The bell rang {code(written)}.")
    cited = dict.fromkeys(item.source for mark in provenance.marks for item in mark.items)

    assert list(cited) == codes(cites)
    assert seen.p is not None
    assert seen.p.get_text() == f"The bell rang{code(shown)}."
    assert slips(provenance) == []


@pytest.mark.parametrize(("written", "sourced"), marker_rows("What has a source"))
def test_a_marker_reaches_as_far_as_the_manual_says(written: str, sourced: str) -> None:
    _, provenance = traced(code(written))

    assert " ".join(claim.text for claim in provenance.claims if claim.evidence) == sourced


@pytest.mark.parametrize(("written", "why", "reported"), marker_rows("Reported as"))
def test_what_the_manual_says_stays_text_does(written: str, why: str, reported: str) -> None:
    seen, provenance = traced(f"The bell rang {code(written)}.\n\n[^1]: A footnote.")

    assert provenance.marks == ()
    assert slips(provenance) == codes(reported)
    if not seen.select("p a, p code"):
        assert code(written).lstrip("\\") in seen.get_text()


@pytest.mark.parametrize(("written", "reported", "seen"), marker_rows("On the page"))
def test_slips_are_reported_as_the_manual_says(written: str, reported: str, seen: str) -> None:
    shown, provenance = traced(f"The bell rang {code(written)}.")
    text = shown.get_text()

    assert slips(provenance) == codes(reported)
    expected = {
        "The bracket as text.": code(written) in text and not provenance.marks,
        "The marker as you wrote it, underlined with dots.": code(written) in text
        and bool(shown.select(".provenance-unresolved")),
        "The mark, with a question mark after the 7.": "[1, 7?]" in text,
        "The source once.": "rang[1]" in text,
        "Both sources.": "rang[1, 2]" in text,
    }
    assert expected[seen]


def test_the_page_of_markers_links_every_code_to_itself() -> None:
    found = re.findall(r"\[`([a-z-]+)`\]\(rules/([a-z-]+)\.md\)", page("markers"))

    assert found
    assert all(text == target for text, target in found)


# Counting, quotations, dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "shown"), [pytest.param(*row, id=row[0]) for row in table(page("counting"), "You cite")]
)
def test_origins_are_counted_as_the_manual_says(cited: str, shown: str) -> None:
    held = registry_on("counting")
    _, provenance = traced(f"The bell is gone [{'; '.join('@' + key for key in codes(cited))}].", held)
    lookup = Lookup(provenance, held, words.ENGLISH)

    assert amounts([held.sources[key] for key in codes(cited)], lookup) == shown


@pytest.mark.parametrize(
    ("quoted", "result", "shown"), [pytest.param(*row, id=row[0]) for row in table(page("quotations"), "You quote")]
)
def test_quotations_are_checked_as_the_manual_says(quoted: str, result: str, shown: str) -> None:
    held_words = re.search(r"excerpt is `([^`]+)`", page("quotations"))
    assert held_words
    source = {"kind": "report", "title": "Report", "url": "https://example.org/", "excerpts": [{"text": held_words[1]}]}
    held = registry_of(yaml.safe_dump({"sources": {"harbour-log": source}}))

    _, provenance = traced(f"The report says “{code(quoted)}” [1].", held)

    assert [found.result for found in provenance.quotations] == [QuotationResult(code(result))]
    assert words.RESULTS[QuotationResult(code(result))] == shown


def test_every_result_of_a_quotation_is_in_the_manual() -> None:
    for result, shown in words.RESULTS.items():
        assert f"`{result}`" in page("quotations")
        assert shown in page("quotations")


@pytest.mark.parametrize(
    ("written", "shown"), [pytest.param(*row, id=row[0]) for row in table(part(page("registry"), "dates"), "You write")]
)
def test_dates_are_read_and_shown_as_the_manual_says(written: str, shown: str) -> None:
    assert words.ENGLISH.date(parse_date(code(written))) == shown


# The registry and the front matter -----------------------------------------------------------------------------------

SCHEMA: Final = registry.json_schema()["definitions"]


def fields_of(schema: object) -> list[str]:
    """The names of the fields in the first object that a schema describes."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("properties"), Mapping):
            return list(schema["properties"])
        schema = list(schema.values())
    if isinstance(schema, list):
        return next((found for inner in schema if (found := fields_of(inner))), [])
    return []


NESTED: Final = {
    "archives": "Field of `archives`",
    "excerpts": "Field of `excerpts`",
    "waivers": "Field of `waivers`",
    "translation": "Field of `translation`",
    "status": "Field of `status`",
    "independence": "Field of `independence`",
    "author": "Field of `author`",
}


def test_every_field_of_a_source_is_in_the_manual_and_no_other() -> None:
    rows = table(part(page("registry"), "source-fields"), "Field")

    assert first_column(rows) == list(SCHEMA["source"]["properties"])


def test_every_field_of_an_organisation_is_in_the_manual_and_no_other() -> None:
    rows = table(part(page("registry"), "organisation-fields"), "Field")

    assert first_column(rows) == list(SCHEMA["organisation"]["properties"])


def test_every_field_with_fields_of_its_own_has_a_table() -> None:
    nested = {name for name, schema in SCHEMA["source"]["properties"].items() if fields_of(schema)}

    assert nested == set(NESTED)


@pytest.mark.parametrize("name", sorted(NESTED))
def test_every_field_within_a_field_is_in_the_manual_and_no_other(name: str) -> None:
    assert first_column(table(page("registry"), NESTED[name])) == fields_of(SCHEMA["source"]["properties"][name])


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("`kind`", Kind),
        ("`closeness`", Closeness),
        ("`attribution`", Attribution),
        ("`access`", Access),
        ("`status`", State),
        ("`kind` of an organisation", OrganisationKind),
    ],
)
def test_every_word_that_a_field_may_hold_is_in_the_manual(header: str, values: type[StrEnum]) -> None:
    assert first_column(table(page("registry"), header)) == [value.value for value in values]


@pytest.mark.parametrize("values", [registry.Conditions, registry.Checked, registry.TranslationMethod])
def test_every_word_of_a_short_list_is_in_the_manual(values: type[StrEnum]) -> None:
    assert {value.value for value in values} <= set(codes(without_fences(page("registry"))))


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        ("`kind`", words.KINDS),
        ("`closeness`", words.CLOSENESS),
        ("`access`", words.ACCESS),
        ("`reason`", words.REASONS),
    ],
)
def test_readers_see_what_the_manual_says(header: str, shown: Mapping[str, str]) -> None:
    rows = {code(row[0]): row[1] for row in table(page("registry"), header)}

    assert {key: says for key, says in rows.items() if says != "nothing"} == {
        str(key): says for key, says in shown.items()
    }


def test_readers_see_the_states_that_the_manual_says() -> None:
    rows = {code(row[0]): row[1] for row in table(page("registry"), "`status`")}

    assert {state: rows[state] for state in words.STATES} == {state: said for state, (said, _) in words.STATES.items()}


def test_every_kind_of_correction_is_in_the_manual() -> None:
    rows = {code(row[0]): row[1] for row in table(page("articles"), "Kind")}

    assert rows == {kind.value: words.CORRECTIONS[kind] for kind in CorrectionKind}


def test_every_field_of_a_waiver_is_in_the_manual_and_no_other() -> None:
    rows = table(part(page("problems"), "waivers"), "Field of a waiver")

    assert first_column(rows) == fields_of(SCHEMA["source"]["properties"]["waivers"])


def test_every_field_of_the_statement_is_in_the_manual_and_no_other() -> None:
    rows = table(part(page("articles"), "provenance"), "Field")

    assert set(first_column(rows)) == set(frontmatter.PROVENANCE.by_name)


def test_every_field_of_the_front_matter_is_in_the_manual_and_no_other() -> None:
    read = set(re.findall(r'reading\.field\("(\w+)"|\("(\w+)", _', inspect.getsource(frontmatter.read_front_matter)))
    read = {name for names in read for name in names if name}
    rows = next(rows for rows in tables(page("articles")) if rows[0] == ["Field", "What the plugin does with it"])[1:]

    assert {*first_column(rows), "sources", "provenance"} == read
    assert "### `sources` { #sources }" in page("articles")


@pytest.mark.parametrize(("word", "values"), [("role", Role), ("support", Support), ("result", QuotationResult)])
def test_every_word_of_the_record_is_in_the_manual(word: str, values: type[StrEnum]) -> None:
    line = re.search(rf"^- `{word}` of (.*)$", page("record"), re.M)

    assert line
    assert set(codes(line[1])) == {value.value for value in values}


# Options, commands, styling ------------------------------------------------------------------------------------------


def test_every_option_is_in_the_manual_with_its_default() -> None:
    documented = dict(re.findall(r"^## `(\w+)` \{ #\w+ \}\n\nDefault: (.*)$", page("options"), re.M))

    assert documented == {name: _shown(option.default) for name, option in ProvenanceConfig()._schema}


def _shown(default: object) -> str:
    if default is None or default == "":
        return "none"
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"


def _commands() -> Iterator[tuple[str, click.Command]]:
    assert isinstance(command, click.Group)
    context = click.Context(command)
    for name in command.list_commands(context):
        given = command.get_command(context, name)
        assert given, name
        yield name, given


@pytest.mark.parametrize(("name", "given"), [pytest.param(*found, id=found[0]) for found in _commands()])
def test_every_command_and_its_options_are_in_the_manual(name: str, given: click.Command) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in MANUAL.glob("*.md"))

    assert f"provenance {name}" in text
    for option in given.params:
        if isinstance(option, click.Option):
            assert any(f"`{name}" in text for name in option.opts), option.opts


def test_every_custom_property_is_in_the_manual_and_no_other() -> None:
    style = (PACKAGE / "theme/assets/provenance/provenance.css").read_text(encoding="utf-8")
    defined = re.findall(r"^\s*(--provenance-[a-z-]+)\s*:", style, re.M)

    assert set(first_column(table(page("styling"), "Property"))) == set(defined)


def test_the_class_names_of_the_contract_are_in_the_manual_and_on_the_page() -> None:
    documented = set(first_column(table(page("styling"), "Class")))
    written = "\n".join(path.read_text(encoding="utf-8") for path in _sources_of_html())

    assert documented == CONTRACT
    assert [name for name in documented if not re.search(rf"{name}(?![a-z-])", written)] == []


def _sources_of_html() -> list[Path]:
    names = ("extension.py", "views/*.py", "views/templates/*", "theme/assets/provenance/*.mjs")
    return [path for name in names for path in PACKAGE.glob(name)]


def test_every_template_is_in_the_manual() -> None:
    shipped = {path.name for path in (PACKAGE / "views/templates").glob("*.jinja")}

    assert set(first_column(table(page("styling"), "Template"))) == shipped


def test_a_template_can_be_added_to_as_the_manual_shows(tmp_path: Path) -> None:
    shown = next(fence for fence in fences(page("styling")) if fence.language == "jinja")
    (tmp_path / Path(shown.title).name).write_text(shown.text, encoding="utf-8")
    held = registry_on("markers")
    provenance = convert("The bell rang [1].", NUMBERING, held).provenance

    panel = render(provenance, held, templates=environment(str(tmp_path)))["panel"]

    assert "Tell the desk." in panel
    assert "they show what is cited, not whether it is true." in panel


def test_the_manual_counts_the_languages() -> None:
    shipped = list((PACKAGE / "locales").glob("*/LC_MESSAGES/*.po"))

    assert len(shipped) + 1 == 16, "and English"
    assert "[sixteen languages](languages.md)" in page("limits")
    assert "sixteen" in page("index")


def test_the_parts_of_the_panel_have_the_names_that_the_manual_gives() -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "views/templates").iterdir())

    for name, _ in table(page("page"), "Part"):
        assert f'gettext("{name}")' in templates


@pytest.mark.parametrize("stem", ["page", "articles", "registry", "counting", "quotations", "problems"])
def test_words_of_the_page_that_the_manual_quotes_are_on_the_page(stem: str) -> None:
    """Whole sentences in quotation marks, where they are sentences of ours and not examples with figures."""
    ours = "\n".join(
        path.read_text(encoding="utf-8") for path in (PACKAGE / "views").rglob("*.*") if path.suffix != ".pyc"
    )
    prose = " ".join(without_fences(page(stem)).split())
    quoted = [text for text in re.findall(r'"([A-Z][^"|]{12,}\.)"', prose) if not re.search(r"\d|…|\*", text)]

    missing = [text for text in quoted if not any(piece in ours for piece in _pieces(text))]

    assert missing == []


def _pieces(text: str) -> list[str]:
    """The whole, and without its first words, which the page may set apart: `Our analysis.`"""
    return [text, text.removeprefix("Our analysis. ")]


# The record ----------------------------------------------------------------------------------------------------------

RECORD: Final = json.loads((PACKAGE / "schemas/provenance.schema.json").read_text(encoding="utf-8"))


def test_the_record_shown_is_valid() -> None:
    shown = next(fence.text for fence in fences(page("record")) if fence.language == "json")

    jsonschema.Draft202012Validator(RECORD).validate(json.loads(shown))


def test_every_key_of_the_record_is_in_the_manual() -> None:
    required = first_column(table(page("record"), "Key"))

    assert set(required) == set(RECORD["required"])
    assert {key for key in RECORD["properties"] if f"`{key}`" not in page("record")} == set()


# The manual as a whole -----------------------------------------------------------------------------------------------


def _nav() -> Iterator[str]:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    def walk(item: object) -> Iterator[str]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            for inner in item.values():
                yield from walk(inner)
        elif isinstance(item, list):
            for inner in item:
                yield from walk(inner)

    return walk(yaml.safe_load(config)["nav"])


def test_the_navigation_lists_every_page_once() -> None:
    listed = [uri for uri in _nav() if uri.startswith(("manual/", "decisions/"))]

    assert sorted(listed) == sorted(path.relative_to(DOCS).as_posix() for path in PAGES)


@lru_cache
def _ids(path: Path) -> set[str]:
    """The anchors of a page, as the site has them."""
    extensions = ["attr_list", "def_list", "md_in_html", "tables", "toc", "pymdownx.superfences"]
    text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.S)
    html = Markdown(extensions=extensions).convert(text)
    return {str(found["id"]) for found in BeautifulSoup(html, "html.parser").select("[id]")}


@pytest.mark.parametrize("path", [ROOT / "README.md", *PAGES, *RULE_PAGES], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"`+[^`\n]+`+", "", without_fences(path.read_text(encoding="utf-8")))
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        other = (path.parent / name).resolve() if name else path
        assert other.exists(), f"{target} is not there"
        if anchor and other.suffix == ".md":
            assert anchor in _ids(other), f"{target}: no such anchor"


@lru_cache
def _keys_of_the_samples() -> frozenset[str]:
    return frozenset(yaml.safe_load((ROOT / "articles/sources.yml").read_text(encoding="utf-8"))["sources"])


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_no_page_of_the_manual_cites_the_sample_articles_by_accident(path: Path) -> None:
    """A page is an article as soon as a bracket names nothing but known keys, even inside a code block."""
    known = _keys_of_the_samples()
    for body in re.findall(r"\[([^\[\]]*@[^\[\]]*)\]", path.read_text(encoding="utf-8")):
        citation = read_bracket(body, numbers=None).citation
        assert citation is None or not all(item.key in known for item in citation.items), body


def test_the_readme_names_commands_that_exist() -> None:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python3 dev\.py (\w+)", readme))

    assert {"site", "serve", "test"} <= named <= set(dev.COMMANDS)


def test_the_readme_shows_an_article_that_works() -> None:
    shown = fences((ROOT / "README.md").read_text(encoding="utf-8"))
    _, block, body = next(fence.text for fence in shown if fence.language == "markdown").split("---\n", 2)
    front, problems = frontmatter.read_front_matter(yaml.safe_load(block), path="a.md")
    held = next(registry_of(fence.text) for fence in shown if "\nsources:" in fence.text and fence.language == "yaml")
    done = convert(body, front.numbering, held, language="en").provenance

    assert list(problems) == list(held.problems) == []
    assert [problem for problem in done.problems if problem.severity is not Severity.INFO] == []
    assert done.counts.sources == len(front.numbering)
