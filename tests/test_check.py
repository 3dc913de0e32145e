"""`provenance check`: the findings of a build without one, in every form, and how the command ends."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog

from conftest import build_site, write_site
from mkdocs_provenance.cli import main
from mkdocs_provenance.problems import RULES
from small_site import REGISTRY, article, one, small_config, small_site, soup_of, words

CLEAN = article('The agency says the shock was "followed 11 minutes later by a magnitude 6.7 aftershock" [1].')
ALTERED = article('The agency says the shock was "followed 12 minutes later by a magnitude 6.7 aftershock" [1].')
LOST = article("The ground shook [7]. It shook again [@usgs-2].")

FAULTS = {
    "articles/altered.md": ALTERED,
    "articles/lost.md": LOST,
    "articles/clean.md": CLEAN,
    "articles/front.md": "---\ntitle: Bell: who?\n---\n\nText.\n",
    "articles/café.md": article("Nobody knows."),
    "docs/page.md": "A page cites [@usgs-1].\n",
    "docs/plain.md": "A page that cites nothing [1].\n",
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def site(root: Path, files: dict[str, str], options: dict[str, Any] | None = None, **config: Any) -> None:
    write_site(root, small_site(files), small_config(options, **config))


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def data(*arguments: str) -> dict[str, Any]:
    result = check("--format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    return dict(json.loads(result.stdout))


def codes(*arguments: str) -> list[str]:
    return [problem["code"] for problem in data(*arguments)["problems"]]


# What is found -------------------------------------------------------------------------------------------------------


def test_a_check_finds_what_a_build_finds(tmp_path: Path, desk: Path) -> None:
    built = build_site(tmp_path, small_site(FAULTS), small_config({"rules": {"preset": "newsroom"}}))
    found = data()["problems"]

    said = {line for line in built.warnings if re.match(r"\S+:[0-9]+: ", line)}
    told = {f"{p['path']}:{p['line']}: {p['code']}: {p['message']} {p['suggestion'] or ''}".strip() for p in found
            if p["severity"] != "info"}  # fmt: skip

    assert {"articles/lost.md", "articles/altered.md", "articles/front.md"} <= {p["path"] for p in found}
    assert said == told
    for path in ("altered", "lost", "café"):
        record = json.loads(built.read(f"articles/{path}/provenance.json"))["problems"]
        here = [p for p in found if p["path"] == f"articles/{path}.md"]
        assert sorted((p["code"], p["line"]) for p in record) == sorted((p["code"], p["line"]) for p in here)


def test_nothing_is_written_but_the_cache(desk: Path) -> None:
    site(desk, FAULTS)
    before = set(desk.rglob("*"))
    check()

    assert {path.relative_to(desk).parts[0] for path in set(desk.rglob("*")) - before} == {".cache"}


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        ({"articles/a.md": CLEAN}, {}, 0),
        ({"articles/a.md": article("Nobody knows.")}, {}, 0),
        ({"articles/a.md": article("Nobody knows.")}, {"rules": {"unsourced-claim": "warning"}}, 1),
        ({"articles/a.md": article("Nobody knows.")}, {"rules": {"C2": "error"}}, 1),
        ({"articles/a.md": LOST}, {}, 1),
        ({"articles/a.md": LOST}, {"rules": {"unknown-source": "info"}}, 0),
        ({"articles/a.md": LOST}, {"rules": {"unknown-source": False}}, 0),
    ],
)
def test_it_fails_where_a_strict_build_would(
    desk: Path, files: dict[str, str], options: dict[str, Any], code: int
) -> None:
    built = build_site(desk, small_site(files), small_config(options), strict=True)

    assert (check().exit_code, built.ok) == (code, code == 0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.md"], "Path 'nowhere.md' does not exist"),
        (["mkdocs.yml"], "mkdocs.yml is no page of this site and none of its registry files"),
        (["--select", "single-orgin"], "there is no rule 'single-orgin'. Did you mean \"single-origin\"?"),
        (["--ignore", "Y9"], "there is no rule 'Y9'"),
        (["--format", "xml"], "'xml' is not one of 'text', 'json', 'sarif', 'github'"),
        (["--config", "other.yml"], "There is no other.yml here"),
    ],
)
def test_a_misused_command_says_what_is_wrong(desk: Path, arguments: list[str], said: str) -> None:
    site(desk, {"articles/a.md": CLEAN})
    result = check(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("site_name: T\nplugins: [search]\n", "does not name the plugin"),
        ("site_name: T\nplugins: [provenance: {rules: {single-orgin: warning}}]\n", 'Did you mean "single-origin"?'),
        ("site_name: T\nplugins: [provenance: {rules: {single-origin: loud}}]\n", "write error, warning, info or off"),
        ("site_name: T\nplugins: [provenance: {rules: {preset: tabloid}}]\n", "the only one is 'newsroom'"),
        ("site_name: T\nplugins: [provenance: {rules: [single-origin]}]\n", "Write a mapping"),
        ("site_name: [\n", "cannot be read"),
    ],
)
def test_a_site_that_cannot_be_read_is_misuse(desk: Path, config: str, said: str) -> None:
    write_site(desk, {}, config)
    result = check()

    assert result.exit_code == 2
    assert said in result.stderr


def test_without_a_site_it_says_so(desk: Path) -> None:
    (desk / ".git").mkdir()

    assert check().exit_code == 2
    assert "There is no mkdocs.yml here or in a folder above" in check().stderr


# Which part of it ----------------------------------------------------------------------------------------------------


def test_paths_name_articles_folders_and_registry_files(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site(desk, FAULTS | {"articles/inner/lost.md": LOST})

    assert {p["path"] for p in data("articles/lost.md")["problems"]} == {"articles/lost.md"}
    assert {p["path"] for p in data("articles/inner")["problems"]} == {"articles/inner/lost.md"}
    assert {p["path"] for p in data("articles/sources.yml")["problems"]} == {"articles/sources.yml"}
    assert {"articles/sources.yml", "articles/lost.md"} < {p["path"] for p in data("articles")["problems"]}
    monkeypatch.chdir(desk / "articles")
    assert {p["path"] for p in data("lost.md")["problems"]} == {"lost.md"}
    assert "../docs/page.md" in {p["path"] for p in data("--select", "single-origin")["problems"]}


def test_a_path_leads_to_its_own_site(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site(desk / "one", FAULTS)
    site(desk / "other", {"articles/a.md": CLEAN})
    monkeypatch.chdir(desk / "other")

    assert {p["path"] for p in data("../one/articles/lost.md")["problems"]} == {"../one/articles/lost.md"}
    assert "unknown-source" in codes(str(desk / "one"))


def test_an_unused_source_is_told_of_the_whole_site_alone(desk: Path) -> None:
    site(desk, {"articles/a.md": CLEAN})
    unused = [(p["path"], p["source"]) for p in data("--select", "C3")["problems"]]

    assert unused == [("articles/sources.yml", "kaust-2"), ("articles/sources.yml", "afad-3")]
    assert data("articles", "--select", "C3")["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "unknown-source"], {"unknown-source"}),
        (["--select", "c1"], {"unknown-source"}),
        (["--select", "C1,Q1"], {"unknown-source", "quotation-altered"}),
        (["--select", "Q"], {"quotation-altered"}),
        (["--select", "C", "--ignore", "C1,C2,C3,uncited-source"], set()),
    ],
)
def test_rules_are_chosen_by_code_number_or_letter(desk: Path, arguments: list[str], expected: set[str]) -> None:
    site(desk, FAULTS)

    assert set(codes(*arguments)) == expected


# Places --------------------------------------------------------------------------------------------------------------

PLACED = article(
    "A *first* [sentence](https://example.org/) stands here [1].\n"
    'A second goes on\nto say "words of no\nsource" [1], and **more [7].**\n\n'
    "- In a list [1, 9] too.\n\n## A [heading](#x) with [8]\n\n| cell |\n| --- |\n| In a cell [6] |\n\n"
    "!!! analysis\n    An uncited one.\n\nThe last, with `code [5]` and [5].\n"
)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("unknown-source", "[7]"),
        ("unknown-source", "[1, 9]"),
        ("unknown-source", "[8]"),
        ("unknown-source", "[6]"),
        ("unknown-source", "[5]"),
        ("quotation-not-found", '"words of no\nsource"'),
        ("single-origin", "A *first* [sentence](https://example.org/) stands here"),
    ],
)
def test_a_problem_has_the_place_of_the_very_words(desk: Path, code: str, words: str) -> None:
    site(desk, {"articles/a.md": PLACED})
    places = [_words_at(PLACED, problem) for problem in data("--select", code)["problems"]]

    trimmed = words.strip('"')
    assert trimmed in [place.strip('"') for place in places], places


def _words_at(text: str, problem: dict[str, Any]) -> str:
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    start = starts[problem["line"] - 1] + problem["column"] - 1
    return text[start : starts[problem["end_line"] - 1] + problem["end_column"] - 1]


def test_a_marker_in_code_is_not_the_one_that_is_meant(desk: Path) -> None:
    site(desk, {"articles/a.md": PLACED})
    line = PLACED.split("\n").index("The last, with `code [5]` and [5].") + 1
    found = [p for p in data("--select", "C1")["problems"] if p["line"] == line]

    assert [p["column"] for p in found] == [PLACED.split("\n")[line - 1].rindex("[5]") + 1]


# Forms ---------------------------------------------------------------------------------------------------------------


def test_text_shows_the_words_and_both_texts_of_a_quotation(desk: Path) -> None:
    site(desk, {"articles/lost.md": LOST, "articles/altered.md": ALTERED})
    result = check()

    assert result.exit_code == 1
    assert (
        result.stdout
        == """\
articles/altered.md:7:32: quotation-altered: The quotation “followed 12 minutes later by a magnitude 6.7 aftershock” \
differs from the text held of "usgs-1". The source has: “followed 11 minutes later by a magnitude 6.7 aftershock”. [Q1]
  quoted: followed 12 minutes later by a magnitude 6.7 aftershock
                   ^^
  source: followed 11 minutes later by a magnitude 6.7 aftershock
                   ^^
articles/lost.md:7:18: unknown-source: The marker [7] points to source 7, which `sources` does not list. \
Listed here: 1. Write \\[7] if it is no citation. [C1]
    7 | The ground shook [7]. It shook again [@usgs-2].
      |                  ^^^
articles/lost.md:7:38: unknown-source: The marker [@usgs-2] points to "usgs-2", which the registry does not hold. \
Did you mean "usgs-1"? [C1]
    7 | The ground shook [7]. It shook again [@usgs-2].
      |                                      ^^^^^^^^^
3 errors in 2 files; 3 pages read.
"""
        + result.stdout.rpartition("read.\n")[2]
    )


def test_remarks_are_counted_until_they_are_asked_for(desk: Path) -> None:
    site(desk, {"articles/a.md": article("Nobody knows. Nor does anybody else.")})
    quiet, loud = check("--select", "unsourced-claim"), check("--select", "C2", "--severity", "info")

    assert quiet.stdout == (
        "No errors, no warnings; 2 pages read.\n2 remarks not shown (2 unsourced-claim): --severity info lists them.\n"
    )
    assert "articles/a.md:7:15: unsourced-claim: No source is given for “Nor does anybody else.”." in loud.stdout
    assert (quiet.exit_code, loud.exit_code) == (0, 0)


def test_github_annotates_the_words(desk: Path) -> None:
    site(desk, {"articles/a, b.md": LOST})
    lines = check("--format", "github").stdout.splitlines()

    assert lines[0] == (
        "::error file=articles/a%2C b.md,line=7,endLine=7,col=18,endColumn=20,title=unknown-source (C1)::The marker "
        "[7] points to source 7, which `sources` does not list. Listed here: 1. Write \\[7] if it is no citation."
    )
    assert len(lines) == 2


def test_sarif_is_valid_and_names_rules_places_and_what_is_let_stand(desk: Path) -> None:
    waivers = [{"code": "quotation-altered", "reason": "The page has been corrected since."}]
    front = f"provenance: {{waivers: {json.dumps(waivers)}}}"
    files = FAULTS | {"articles/altered.md": ALTERED.replace("---\n\n", f"{front}\n---\n\n")}
    site(desk, files)
    log = json.loads(check("--format", "sarif").stdout)

    SarifLog.model_validate(log)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    told = [rule["id"] for rule in rules]
    assert told == [rule.number for rule in RULES.values() if rule.number in told]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    prints = [result["partialFingerprints"]["provenance/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    lost = next(result for result in run["results"] if result["ruleId"] == "C1")
    assert lost["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "articles/lost.md"},
        "region": {"startLine": 7, "startColumn": 18, "endLine": 7, "endColumn": 21},
    }
    (waived,) = (result for result in run["results"] if result["ruleId"] == "Q1")
    assert waived["suppressions"] == [{"kind": "inSource", "justification": "The page has been corrected since."}]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
    assert "articles/caf%C3%A9.md" in uris


def test_a_report_can_go_to_a_file(desk: Path) -> None:
    site(desk, {"articles/a.md": LOST})
    result = check("--format", "json", "--output", "out/report.json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads((desk / "out/report.json").read_text("utf-8"))["counts"]["error"] == 2


# Waivers -------------------------------------------------------------------------------------------------------------


def waiving(text: str, *waivers: dict[str, str], **provenance: Any) -> str:
    return article(text, provenance={"waivers": list(waivers)} | provenance)


@pytest.mark.parametrize(
    ("waiver", "left"),
    [
        ({"code": "unsourced-claim", "reason": "Known."}, []),
        ({"rule": "C2", "reason": "Known."}, []),
        ({"code": "unsourced-claim", "reason": "Known.", "words": "nobody  KNOWS"}, ["unsourced-claim"]),
        ({"code": "single-origin", "reason": "Known."}, ["unsourced-claim"] * 2 + ["unused-waiver"]),
        (
            {"code": "unsourced-claim", "reason": "Known.", "words": "a dog"},
            ["unsourced-claim"] * 2 + ["unused-waiver"],
        ),
        ({"code": "unsourced-claim"}, ["unsourced-claim"] * 2 + ["waiver-incomplete"]),
        ({"code": "unsourced-clam", "reason": "Known."}, ["unknown-rule"] + ["unsourced-claim"] * 2),
        ({"code": "W1", "reason": "Known."}, ["unsourced-claim"] * 2 + ["unused-waiver"]),
    ],
)
def test_a_waiver_lets_its_problems_stand(desk: Path, waiver: dict[str, str], left: list[str]) -> None:
    site(desk, {"articles/a.md": waiving("Nobody knows. The log is silent.", waiver)})

    assert sorted(codes("--select", "C2,W")) == sorted(left)


def test_a_waiver_of_a_rule_that_is_off_is_not_called_unused(desk: Path) -> None:
    text = waiving("The ground shook [1].", {"code": "single-origin", "reason": "The only record."})
    site(desk, {"articles/a.md": text}, {"rules": {"single-origin": "off"}})

    assert codes("articles/a.md") == []


def test_a_source_s_own_waiver_is_for_what_its_entry_says(desk: Path) -> None:
    registry = (
        "sources:\n  log:\n    kind: document\n    title: Log\n    url: https://example.org/log\n    undated: true\n"
        "    waivers: [{code: no-archive, reason: The harbour forbids copies.}, {code: D1, reason: None.}]\n"
    )
    files = small_site({"articles/a.md": article("The bell rang [1].", sources=["log"])}, registry=registry)
    write_site(desk, files, small_config())
    found = data("articles/sources.yml")

    assert [p["code"] for p in found["problems"]] == ["unused-waiver"]
    assert [(p["code"], p["reason"]) for p in found["waived"]] == [("no-archive", "The harbour forbids copies.")]


# Fixes ---------------------------------------------------------------------------------------------------------------

UNTIDY = (
    "A [1,2] and [1 ,2] here, and [@usgs-1;@kaust-2], [1--2], [@usgs-1, @kaust-2] [1, 1].\n\n"
    "`code [1,2]` and \\[1,2] and [1,2](https://example.org/).\n\n    indented [1,2]\n"
)
TIDY = (
    "A [1, 2] and [1, 2] here, and [@usgs-1; @kaust-2], [1–2], [@usgs-1; @kaust-2] [1].\n\n"
    "`code [1,2]` and \\[1,2] and [1,2](https://example.org/).\n\n    indented [1,2]\n"
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_fix_puts_markers_right_and_nothing_else(desk: Path, newline: str, mark: str) -> None:
    untidy = mark + article(UNTIDY, sources=["usgs-1", "kaust-2"]).replace("\n", newline)
    site(desk, {"articles/a.md": untidy, "articles/b.md": CLEAN})
    result = check("--fix")

    assert "Put right: 6 in 1 file." in result.stderr
    tidy = mark + article(TIDY, sources=["usgs-1", "kaust-2"]).replace("\n", newline)
    assert (desk / "articles/a.md").read_bytes().decode() == tidy
    assert check("--fix").stderr == "Put right: 0 in 0 files.\n"


def test_the_form_of_markers_is_reported_where_the_site_wants_it(desk: Path) -> None:
    site(desk, {"articles/a.md": article(UNTIDY, sources=["usgs-1", "kaust-2"])}, {"rules": {"marker-form": "warning"}})
    found = data("--select", "marker-form")["problems"]

    assert [(p["words"], p["fix"]) for p in found][:2] == [("[1,2]", "[1, 2]"), ("[1 ,2]", "[1, 2]")]
    assert check().exit_code == 1


# Seals and the private list -------------------------------------------------------------------------------------------


def test_a_sealed_text_that_changes_in_silence_is_noticed(desk: Path) -> None:
    site(desk, {"articles/a.md": CLEAN, "articles/b.md": LOST}, {"seals": "seals.json"})
    assert codes("--select", "R3") == []
    sealed = CliRunner().invoke(main, ["seal"])
    assert (sealed.exit_code, sealed.stdout) == (0, "2 sealed, 2 of them new or changed; 0 taken out.\n")
    assert codes("--select", "R3") == []

    (desk / "articles/a.md").write_text(CLEAN.replace("The agency", "The office"), "utf-8")
    assert codes("--select", "R3") == ["changed-without-history"]
    told = CLEAN.replace("The agency", "The office").replace(
        "---\n\n", "provenance: {history: [{date: 2023-03-01, change: The office named.}]}\n---\n\n"
    )
    (desk / "articles/a.md").write_text(told, "utf-8")
    assert codes("--select", "R3") == []
    (desk / "articles/b.md").unlink()
    assert CliRunner().invoke(main, ["seal"]).stdout == "1 sealed, 1 of them new or changed; 1 taken out.\n"
    assert set(json.loads((desk / "seals.json").read_bytes())) == {"articles/a.md"}


def test_a_private_word_is_an_error_that_does_not_repeat_it(desk: Path) -> None:
    files = {
        "articles/a.md": article("A porter, ADA  Quill, saw it [1].", author="Ben"),
        "articles/b.md": CLEAN,
        "private.txt": "# Never print these.\nAda Quill\n",
    }
    site(desk, files, {"private_list": "private.txt"})
    result = check("--format", "json", "--select", "P3")
    found = json.loads(result.stdout)["problems"]

    assert [(p["path"], p["line"], p["column"], p["end_column"]) for p in found] == [("articles/a.md", 8, 11, 21)]
    assert "quill" not in result.stdout.lower() + check().stdout.lower()


# The cache -----------------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_found_again(desk: Path) -> None:
    from mkdocs_provenance.site_reader import check_site

    site(desk, FAULTS)
    first = check_site(desk / "mkdocs.yml")
    second = check_site(desk / "mkdocs.yml", kept=first.kept)
    assert (first.reused, second.reused) == (0, len(first.pages))
    assert dict(first.pages) == dict(second.pages)

    (desk / "articles/clean.md").write_text(LOST, "utf-8")
    third = check_site(desk / "mkdocs.yml", kept=first.kept)
    assert third.reused == len(first.pages) - 1
    assert len(third.pages["articles/clean.md"].problems) > len(first.pages["articles/clean.md"].problems)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("articles/sources.yml", "11 minutes", "12 minutes"),
        ("mkdocs.yml", "provenance: {}", "provenance: {rules: {Q1: info}}"),
        ("mkdocs.yml", "plugins:", "markdown_extensions: [footnotes]\nplugins:"),
        ("articles/.meta.yml", "", "lang: de\n"),
    ],
)
def test_a_change_beside_the_article_is_noticed(desk: Path, name: str, old: str, new: str) -> None:
    from mkdocs_provenance.site_reader import check_site

    site(desk, FAULTS)
    first = check_site(desk / "mkdocs.yml")
    path = desk / name
    before = path.read_text("utf-8") if path.exists() else ""
    assert old in before
    path.write_text(before.replace(old, new, 1) if old else new, "utf-8")

    assert check_site(desk / "mkdocs.yml", kept=first.kept).reused == 0


@pytest.mark.parametrize("extra", [{"hooks": ["hook.py"]}, {"plugins": ["macros-like", {"provenance": {}}]}])
def test_where_other_code_may_change_the_text_nothing_is_kept(desk: Path, extra: dict[str, Any]) -> None:
    from mkdocs_provenance.site_reader import SiteError, check_site

    site(
        desk, FAULTS | {"hook.py": "def on_page_markdown(markdown, **_):\n    return markdown.replace('[7]', '[1]')\n"}
    )
    write_site(desk, small_site(FAULTS), small_config() | extra)
    if "plugins" in extra:
        with pytest.raises(SiteError, match="macros-like"):
            check_site(desk / "mkdocs.yml")
        return
    found = check_site(desk / "mkdocs.yml")

    assert found.kept == {}
    assert [p.code for p in found.pages["articles/lost.md"].problems].count("unknown-source") == 1


def test_a_page_that_brings_in_another_file_is_read_anew(desk: Path) -> None:
    from mkdocs_provenance.site_reader import check_site

    files = {"articles/a.md": article('--8<-- "words.md"'), "articles/b.md": CLEAN, "words.md": "It shook [7]."}
    site(desk, files, markdown_extensions=["pymdownx.snippets"])
    first = check_site(desk / "mkdocs.yml")
    (desk / "words.md").write_text("It shook [1].", "utf-8")
    second = check_site(desk / "mkdocs.yml", kept=first.kept)

    assert "unknown-source" in [p.code for p in first.pages["articles/a.md"].problems]
    assert "unknown-source" not in [p.code for p in second.pages["articles/a.md"].problems]


@pytest.mark.parametrize("rest", [b"", b"\x81", b"not msgpack at all", b"\x81\xa1a\xc0"])
def test_a_broken_cache_is_as_good_as_none(desk: Path, rest: bytes) -> None:
    site(desk, FAULTS)
    before = check("--format", "json").stdout
    (desk / ".cache/mkdocs-provenance/check.msgpack").write_bytes(rest)

    assert check("--format", "json").stdout == before


# Sites that are not trusted ------------------------------------------------------------------------------------------


def test_an_untrusted_site_runs_none_of_its_code(desk: Path) -> None:
    from mkdocs_provenance.site_reader import read_site

    config = (
        "site_name: T\ntheme: {name: material, custom_dir: theme}\nhooks: [hook.py]\n"
        "plugins:\n  - search\n  - provenance: {registry: articles/sources.yml}\n"
        "markdown_extensions:\n  - admonition\n  - evil\n  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:evil.index\n  - pymdownx.arithmatex: {generic: true}\n"
        "extra: {made: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path [made-by-yaml]]}\n"
    )
    evil = "from pathlib import Path\nPath('made-by-evil').touch()\n"
    files = small_site({"articles/a.md": LOST}) | {"hook.py": evil, "evil.py": evil}
    write_site(desk, files, config)
    site_record = read_site(desk / "mkdocs.yml", within=desk)

    assert [p.code for p in site_record.pages["articles/a.md"].problems].count("unknown-source") == 2
    assert not list(desk.glob("made-by-*"))


def test_readers_are_shown_what_stands(desk: Path) -> None:
    registry = REGISTRY.replace(
        "    published: 2023-02-06\n", "    waivers: [{code: no-archive, reason: No copy <can> be kept.}]\n"
    )
    text = waiving("Nobody knows. It shook [1].", {"code": "unsourced-claim", "reason": "The <b>log</b> is lost."})
    built = build_site(desk, small_site({"articles/a.md": text}, registry=registry), small_config())
    panel = one(soup_of(built, "articles/a/index.html"), ".provenance-waived")

    assert words(panel) == (
        "Known and left as it is The <b>log</b> is lost. Nobody knows. No copy <can> be kept. U.S. Geological Survey"
    )
    assert [link["href"] for link in panel.select("a")] == ["#provenance-claim-1", "#provenance-note-1"]
    record = json.loads(built.read("articles/a/provenance.json"))
    assert [(one["code"], one["reason"]) for one in record["waived"]] == [
        ("unsourced-claim", "The <b>log</b> is lost.")
    ]
    assert "unsourced-claim" not in [found["code"] for found in record["problems"]]


@pytest.mark.parametrize(
    "config",
    [
        "docs_dir: /\nplugins: [provenance]\n",
        "docs_dir: ../beside\nplugins: [provenance]\n",
        "plugins: [provenance: {registry: [articles/sources.yml, ../../etc/passwd]}]\n",
        "plugins: [provenance: {articles_dir: ../beside}]\n",
        "INHERIT: ../mkdocs.yml\nplugins: [provenance]\n",
    ],
)
def test_an_untrusted_site_is_not_read_beyond_its_project(desk: Path, config: str) -> None:
    from mkdocs_provenance.site_reader import SiteError, read_site

    (desk / "beside").mkdir()
    (desk / "mkdocs.yml").write_text("site_name: Beside\n", "utf-8")
    write_site(desk / "project", small_site({"articles/a.md": LOST}), config)

    with pytest.raises(SiteError, match="lies beyond the project"):
        read_site(desk / "project/mkdocs.yml", within=desk / "project")
