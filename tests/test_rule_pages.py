"""Every rule has a page, and what it says is so: its severity, its meaning, its wrong and its right example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
import yaml

from docs_problems import LINKS, SOURCES, right, said, text_of, wrong, wrong_files
from manual_pages import DOCS, RULES_FOLDER, codes, messages, page, section, tables
from mkdocs_provenance.checks.ages import OLD
from mkdocs_provenance.model import Severity
from mkdocs_provenance.problems import GROUPS, RULES, Rule
from mkdocs_provenance.registry import RegistryFile, load_registry
from mkdocs_provenance.rules import Rules, settle

CASES: Final = Path(__file__).parent / "cases"
HEADINGS: Final = ["Why it matters", "Wrong", "Right", "What to do"]
LET_STAND_OF_SOURCE: Final = "[let it stand for one source](../problems.md#waivers)"
LET_STAND: Final = "[let one case stand](../problems.md#waivers)"


def each_rule(where: str = "") -> pytest.MarkDecorator:
    """Every rule that has a page, or those whose page holds some words."""
    found = [code for code in RULES if (RULES_FOLDER / f"{code}.md").exists() and where in text_of(code)]
    return pytest.mark.parametrize("code", found)


def test_every_rule_has_a_page_and_no_other() -> None:
    assert {path.stem for path in RULES_FOLDER.glob("*.md")} == set(RULES)


@each_rule()
def test_a_page_has_the_form_of_all_pages(code: str) -> None:
    rule, text = RULES[code], text_of(code)
    title = f"---\ntitle: {code} ({rule.number})\n---\n\n# `{code}` ({rule.number})"

    assert text.startswith(f"{title}\n\n{_severity(rule)}\n\n{rule.about}\n\n## ")
    assert re.findall(r"^## (.*)$", text, re.M) == HEADINGS
    assert all(section(text, heading).strip() for heading in HEADINGS)


def _severity(rule: Rule) -> str:
    if rule.off:
        return f"**Off**, unless `rules` turns it on; then **{rule.severity}**."
    under = f" Under `preset: newsroom`: **{rule.newsroom}**." if rule.newsroom else ""
    return f"**{rule.severity.value.capitalize()}.**{under}"


@each_rule()
def test_the_wrong_example_gives_the_messages_that_are_quoted(code: str) -> None:
    done = wrong(code)
    expected = {*done.of(code), *done.serious}

    assert done.of(code)
    assert set(messages(section(text_of(code), "Wrong"))) == expected


@each_rule()
def test_the_right_example_is_right(code: str) -> None:
    done = right(code)

    assert done.of(code) == []
    assert done.serious == []


@each_rule(LET_STAND_OF_SOURCE)
def test_what_can_be_let_stand_in_an_entry_can(code: str) -> None:
    """The wrong example, with a waiver in each entry of its registry."""
    files = wrong_files(code)
    held = yaml.safe_load(files[SOURCES])
    for entry in held["sources"].values():
        entry["waivers"] = [{"code": code, "reason": "We know."}]
    done = _let_stand(code, files | {SOURCES: yaml.safe_dump(held)})

    assert done == []


def _let_stand(code: str, files: dict[str, str | bytes]) -> list[str]:
    """What is still reported under a code; `provenance links` settles what it finds as a check does."""
    if code in LINKS:
        (source,) = load_registry([RegistryFile(SOURCES, str(files[SOURCES]).encode())]).sources.values()
        return [str(found) for found in settle(wrong(code).problems, source.waivers, Rules(), SOURCES).problems]
    return said(files).of(code)


@each_rule(LET_STAND)
def test_what_can_be_let_stand_can(code: str) -> None:
    """The wrong example, with a waiver in each of its articles."""
    files = wrong_files(code)
    for name, text in files.items():
        if name.startswith("articles/") and name.endswith(".md"):
            files[name] = _with_waiver(str(text), code)
    done = said(files)

    assert done.of(code) == []
    assert {found.waived for found in done.waived} == {"We know."}


def _with_waiver(text: str, code: str) -> str:
    _, block, body = text.split("---\n", 2)
    meta = yaml.safe_load(block)
    meta.setdefault("provenance", {}).setdefault("waivers", []).append({"code": code, "reason": "We know."})
    return f"---\n{yaml.safe_dump(meta, sort_keys=False)}---\n{body}"


@pytest.mark.parametrize("code", sorted(path.stem for path in (CASES / "checks/tuning").glob("*.yml")))
def test_a_rule_that_can_be_wrong_says_how_often(code: str) -> None:
    assert "(../measured-checks.md)" in section(text_of(code), "What to do")


def test_the_age_of_an_old_source_is_the_one_that_its_page_gives() -> None:
    assert f"more than {OLD} years before the article" in " ".join(text_of("old-source").split())


def test_the_index_lists_every_rule_as_it_is() -> None:
    listed = [rows for rows in tables(page("problems")) if rows[0][0] == "Number"]
    letters = re.findall(r"^### (\w): (.*) \{ #\w+ \}$", page("problems"), re.M)

    assert letters == list(GROUPS.items())
    assert [row for rows in listed for row in rows[1:]] == [_row(rule) for rule in RULES.values()]
    assert [rows[1][0][0] for rows in listed] == list(GROUPS)


def _row(rule: Rule) -> list[str]:
    usual = "off" if rule.off else rule.severity.value
    under = "off" if rule.off else (rule.newsroom or rule.severity).value
    link = f"[`{rule.code}`](rules/{rule.code}.md)"
    return [rule.number, link, usual, f"**{under}**" if rule.newsroom else under, rule.about.replace("|", r"\|")]


def test_the_index_shows_messages_that_are_given() -> None:
    for shown in messages(page("problems")):
        code = shown.split(": ")[1]
        assert shown in wrong(code).of(code)


def test_every_severity_is_in_the_index() -> None:
    rows = next(rows for rows in tables(page("problems")) if rows[0][0] == "Severity")

    assert [row[0].strip("*") for row in rows[1:]] == [severity.value for severity in Severity]


def test_the_decision_on_defaults_tells_them_as_they_are() -> None:
    (rows,) = tables((DOCS / "decisions/0012-gentle-defaults.md").read_text(encoding="utf-8"))
    told = {codes(row[0])[0]: row[2:] for row in rows[1:]}

    assert told == {code: [RULES[code].severity.value, (RULES[code].newsroom or RULES[code].severity)] for code in told}
    assert {code for code, rule in RULES.items() if rule.newsroom} <= set(told)
