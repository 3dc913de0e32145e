"""What a change does to the sourcing: golden cases, and properties that hold for any two sides.

A case of `cases/diff/*.yml` has a `title`, `before` and `after` (path to article, front matter and all),
`registry_after` (sources that are otherwise on the new side; null takes one out), `renames` (what git saw), and

- `expect`: every change as `shown` writes it, in order
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown import markdown as to_html
from msgspec.structs import replace

from factories import Block, source
from factories import record as record_of
from factories import registry as registry_of
from markdown_page import convert
from mkdocs_provenance import changes
from mkdocs_provenance.changes import FAILING, Change, ChangeKind, Comparison, Side, Weight, compare
from mkdocs_provenance.changes.articles import pair
from mkdocs_provenance.changes.change import ORDER, WEIGHTS
from mkdocs_provenance.changes.markdown import LONGEST, markdown
from mkdocs_provenance.changes.matching import Matches, match
from mkdocs_provenance.changes.phrases import Group
from mkdocs_provenance.changes.record import VERSION, dumps
from mkdocs_provenance.changes.text import text as as_text
from mkdocs_provenance.changes.units import Said, said_in
from mkdocs_provenance.changes.words import Op, difference, likeness, words
from mkdocs_provenance.frontmatter import read_front_matter
from mkdocs_provenance.model import Place, Provenance, QuotationResult, Registry, Role
from mkdocs_provenance.registry import RegistryFile, load_registry
from mkdocs_provenance.terminal import columns, printable

SCHEMA: Final = json.loads(
    (Path(changes.__file__).parents[1] / "schemas" / "diff.schema.json").read_text(encoding="utf-8")
)
VALIDATOR: Final = Draft202012Validator(SCHEMA)
CASES: Final = Path(__file__).parent / "cases" / "diff"
SOURCES: Final[Mapping[str, Any]] = {
    "log": {
        "kind": "document",
        "title": "Log of the harbour",
        "publisher": "Harbour Office",
        "url": "https://example.org/log",
    },
    "log-two": {
        "kind": "document",
        "title": "Second log",
        "publisher": "Harbour Office",
        "url": "https://example.org/log-two",
    },
    "survey": {
        "kind": "report",
        "title": "Survey of the town",
        "publisher": "Town Hall",
        "url": "https://example.org/survey",
    },
    "quill": {
        "kind": "interview",
        "title": "Interview with Ada Quill",
        "publisher": "Town Paper",
        "url": "https://example.org/quill",
        "excerpts": [{"text": "I gave no order to take it down."}],
    },
}
"""The registry of every case."""


def cases() -> list[Any]:
    found = [case for path in sorted(CASES.glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    return [pytest.param(case, id=case["title"]) for case in found]


def read(text: str, path: str, registry: Registry) -> Provenance:
    """An article as the plugin would have it converted."""
    meta, body = ("", text) if not text.startswith("---\n") else text.removeprefix("---\n").split("---\n", 1)
    front, problems = read_front_matter(yaml.safe_load(meta) or {}, path=path)
    assert problems == ()
    article = {"title": front.title or "", "statement": front.statement}
    return convert(body, front.numbering, registry, source=text, path=path, **article).provenance


def side(articles: Mapping[str, str], changed: Mapping[str, Any] | None = None) -> Side:
    held = {key: entry for key, entry in {**SOURCES, **(changed or {})}.items() if entry is not None}
    registry = load_registry([RegistryFile("articles/sources.yml", yaml.safe_dump({"sources": held}).encode())])
    assert registry.problems == ()
    return Side({path: read(text, path, registry) for path, text in articles.items()}, registry)


def shown(change: Change) -> str:
    """`kind + kind path:line: before -> after [key -> key]`, and what else it holds."""
    place = change.place or change.old_place
    assert place is not None
    said = [
        " + ".join(kind.value for kind in change.kinds),
        f"{place.path}:{place.line}:",
        _arrow(change.before, change.after),
    ]
    if change.sources_before or change.sources_after:
        said.append(f"[{_arrow(*(', '.join(keys) or None for keys in (change.sources_before, change.sources_after)))}]")
    for name, before, after in (
        ("origins", change.origins_before, change.origins_after),
        ("result", change.result_before, change.result_after),
    ):
        if before != after:
            said.append(f"({name} {_arrow(before, after)})")
    said += [f"({field.name} {_arrow(field.before, field.after)})" for field in change.fields]
    said += [
        f"({name} {value})" for name in ("code", "reason", "cited_by") if (value := getattr(change, name)) is not None
    ]
    return " ".join(part for part in said if part)


def _arrow(before: object, after: object) -> str:
    if before == after:
        return "" if before is None else str(before)
    return f"{'-' if before is None else before} -> {'-' if after is None else after}"


@pytest.mark.parametrize("case", cases())
def test_a_change_is_told_as_expected(case: Mapping[str, Any]) -> None:
    found = compare(side(case["before"]), side(case["after"], case.get("registry_after")), case.get("renames", {}))

    assert [shown(change) for change in found.changes] == case["expect"]


# Properties ----------------------------------------------------------------------------------------------------------

HELD: Final = registry_of(
    [
        source("alpha", publisher="one"),
        source("beta", publisher="one"),
        source("gamma", publisher="two"),
        source("delta"),
    ]
)
VOCABULARY: Final = (
    "bell",
    "rope",
    "tower",
    "harbour",
    "mayor",
    "7",
    "12",
    "rang",
    "fell",
    "said",
    "the",
    "of",
    "a",
    "in",
)
SENTENCES: Final = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9).map(
    lambda found: " ".join(found) + "."
)
CITED: Final = st.lists(st.sampled_from(sorted(HELD.sources)), max_size=3, unique=True)
BLOCKS: Final = st.builds(
    Block,
    st.lists(st.tuples(SENTENCES, CITED), min_size=1, max_size=5),
    st.sampled_from([Role.REPORTED, Role.REPORTED, Role.ANALYSIS, Role.PULLQUOTE]),
)
PAGES: Final = st.dictionaries(st.sampled_from(["a.md", "b.md", "c.md"]), st.lists(BLOCKS, max_size=4), max_size=3)


def built(pages: Mapping[str, list[Block]]) -> Side:
    return Side({path: record_of(HELD, blocks, path=path) for path, blocks in pages.items()}, HELD)


SIDES: Final = PAGES.map(built)


@given(SIDES)
@settings(max_examples=25)
def test_a_side_does_not_differ_from_itself(one: Side) -> None:
    found = compare(one, one)

    assert found.changes == ()
    assert not found.failing


def tied(old: Side, new: Side) -> Matches[Said]:
    """The sentences of two sides, tied."""
    paths, _ = pair(old.pages, new.pages, {})
    before = [unit for path, record in old.pages.items() for unit in said_in(record, paths.get(path, f"-{path}"))]
    return match(before, [unit for path, record in new.pages.items() for unit in said_in(record, path)])


@given(SIDES, SIDES)
@settings(max_examples=25)
def test_every_claim_has_a_partner_or_is_new_or_gone(old: Side, new: Side) -> None:
    found, matches = compare(old, new), tied(old, new)

    new_claims = [(unit.article, unit.text) for unit in matches.left_new() if unit.claim]
    gone_claims = [(unit.article, unit.text) for unit in matches.left_old() if unit.claim]
    assert sorted(new_claims) == sorted((c.article, c.after) for c in found.changes if c.kind in ADDED)
    assert sorted(gone_claims) == sorted((c.article, c.before) for c in found.changes if c.kind in REMOVED)
    for unit in matches.new:
        if unit.claim and unit.words not in {then.words for then in matches.was(unit)}:
            assert any(change.after == unit.text for change in found.changes)


ADDED: Final = (ChangeKind.CLAIM_ADDED, ChangeKind.UNSOURCED_CLAIM_ADDED)
REMOVED: Final = (ChangeKind.CLAIM_REMOVED, ChangeKind.UNSOURCED_CLAIM_REMOVED)


@given(SIDES, SIDES)
@settings(max_examples=25)
def test_units_are_tied_alike_from_either_side(old: Side, new: Side) -> None:
    before = [unit for path, record in old.pages.items() for unit in said_in(record, path)]
    after = [unit for path, record in new.pages.items() for unit in said_in(record, path)]

    there, back = match(before, after, parts=False), match(after, before, parts=False)

    assert [there.became(unit) for unit in before] == [back.was(unit) for unit in before]
    assert all(len(there.became(unit)) <= 1 for unit in before)
    assert all(len(there.was(unit)) <= 1 for unit in after)


MIRRORED: Final = {
    ChangeKind.CLAIM_UNSOURCED: ChangeKind.CLAIM_SOURCED,
    ChangeKind.CLAIM_LOST_SOURCE: ChangeKind.CLAIM_GAINED_SOURCE,
    ChangeKind.FEWER_ORIGINS: ChangeKind.MORE_ORIGINS,
    ChangeKind.UNSOURCED_CLAIM_ADDED: ChangeKind.UNSOURCED_CLAIM_REMOVED,
    ChangeKind.CLAIM_ADDED: ChangeKind.CLAIM_REMOVED,
    ChangeKind.ANALYSIS_REPORTED: ChangeKind.REPORT_ANALYSED,
    ChangeKind.SOURCE_CITED: ChangeKind.SOURCE_UNUSED,
    ChangeKind.ARTICLE_ADDED: ChangeKind.ARTICLE_REMOVED,
    ChangeKind.SOURCE_REPLACED: ChangeKind.SOURCE_REPLACED,
}
MIRRORS: Final = MIRRORED | {other: one for one, other in MIRRORED.items()}
STATEMENTS: Final = [
    "The bell of the harbour fell silent",
    "Fishermen gathered near a lighthouse",
    "Parliament adopted next year's budget",
    "Somebody painted every door green",
    "Rain flooded three cellars overnight",
]
FATES: Final = st.sampled_from(["gone", Role.REPORTED, Role.ANALYSIS])
STORIES: Final = st.lists(st.tuples(FATES, CITED, FATES, CITED), min_size=1, max_size=len(STATEMENTS))


@given(STORIES)
def test_the_other_way_round_what_was_gained_is_lost(story: list[tuple[Any, list[str], Any, list[str]]]) -> None:
    """Sentences that are nothing alike, each with its role and its sources before and after."""
    told = list(zip(STATEMENTS, story, strict=False))
    before = built({"a.md": [Block([(f"{text}.", c)], r) for text, (r, c, _, _) in told if r != "gone"]})
    after = built({"a.md": [Block([(f"{text}.", c)], r) for text, (_, _, r, c) in told if r != "gone"]})

    there, back = compare(before, after), compare(after, before)

    kinds = sorted(kind for change in there.changes for kind in change.kinds)
    assert kinds == sorted(MIRRORS[kind] for change in back.changes for kind in change.kinds)
    assert there.before == back.after


TEXTS: Final = st.text(st.sampled_from("ab7 .,_—“'周一"), max_size=40) | st.text(max_size=30)


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts_whole(before: str, after: str) -> None:
    pieces = difference(before, after)

    assert "".join(piece.text for piece in pieces if piece.op is not Op.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.op is not Op.REMOVED) == after
    assert (before == after) == all(piece.op is Op.SAME for piece in pieces)


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    alike = likeness(words(one), words(other))

    assert alike == likeness(words(other), words(one))
    assert 0 <= alike <= 1
    assert likeness(words(one), words(one)) == 1


def test_every_kind_of_change_has_its_weight_and_its_words() -> None:
    titles = {kind: [Group(kind, (Change(kind=kind),) * number).title for number in (1, 2)] for kind in ChangeKind}

    assert len({title for pair in titles.values() for title in pair}) == 2 * len(ChangeKind)
    assert set(WEIGHTS) == set(ORDER) == set(ChangeKind)
    assert all(WEIGHTS[kind] is Weight.WEAKER for kind in FAILING)
    weights = [WEIGHTS[kind] for kind in ChangeKind]
    assert weights == sorted(weights, key=list(Weight).index), "the gravest come first"


def test_many_sentences_of_one_form_are_matched_in_their_order() -> None:
    """More than all pairs of them are compared; the anchor between them keeps the gaps apart."""
    before = "\n\n".join(f"The count was {number}." for number in range(60))
    after = "\n\n".join(f"The count was {number + 1000}." for number in range(60))

    found = compare(side({"articles/a.md": before}), side({"articles/a.md": after}))

    pairs = [(change.before, change.after) for change in found.changes]
    assert pairs == [(f"The count was {n}.", f"The count was {n + 1000}.") for n in range(60)]


# What readers see ----------------------------------------------------------------------------------------------------

EVIL: Final = st.text(
    st.sampled_from("ab1 @#[]()<>&*_`~|\\!:/.-+$=^{}\n\t\x1b\u202e\u2066xhtpwgh") | st.characters(), max_size=60
)


def _one(text: str, path: str = "articles/a.md") -> Comparison:
    change = Change(
        kind=ChangeKind.PROBLEM_ADDED, place=Place(path, 3), article=path, code="unknown-source", after=text
    )
    return Comparison((change, replace(change, kind=ChangeKind.WAIVER_ADDED, reason=text, source=text)))


@given(EVIL)
@example("www.example.org ftp://x.org mailto:a@b.org x.org@.xmpp @team owner/repo#12 GH-12 :tada: deadbeef01")
@example("1. <b>\n```\n</details>\n- [x](y) ![x](y) | a | $x$ <!-- &lt; \\*x* ~~x~~ __x__ ^x^ [^1]")
def test_nothing_from_an_article_is_markdown_or_html(text: str) -> None:
    """As Python-Markdown reads it; what GitHub adds is looked for in the text."""
    written = markdown(_one(text))
    tree = BeautifulSoup(to_html(written, extensions=["md_in_html"]), "html.parser")

    assert {tag.name for tag in tree.find_all()} <= {
        "h3", "ul", "li", "p", "strong", "details", "summary", "code", "br", "sub"
    }  # fmt: skip
    seen = re.sub(r"\s+", " ", tree.get_text())
    assert re.sub(r"\s+", " ", printable(text)).replace("\u2060", "").strip() in seen.replace("\u2060", "")
    assert not re.search(r"@[^\s\u2060]|#\d|:\w+:|://|www\.|\bGH-\d", seen, re.IGNORECASE)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069]", written)


@given(EVIL, st.booleans())
def test_nothing_from_an_article_commands_a_terminal(text: str, colour: bool) -> None:
    written = as_text(_one(text), colour=colour)
    plain = re.sub(r"\x1b\[\d+m", "", written) if colour else written

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", plain)
    assert max(map(columns, plain.splitlines())) <= 80
    assert plain == as_text(_one(text))


@pytest.mark.parametrize("letter", ["é", "a", "周", "&"])
def test_a_comment_is_no_longer_than_github_takes(letter: str) -> None:
    many = [_one(f"{number} {letter * 300}").changes[0] for number in range(2000)]

    written = markdown(Comparison(tuple(many)))

    assert len(written.encode()) <= LONGEST
    assert written.count("<details") == written.count("</details>") == 1
    shown = written.count("<br>")
    assert f"{2000 - shown} changes were left out here" in written
    assert shown > 30


def test_colour_only_where_it_is_asked_for() -> None:
    found = compare(side({"articles/a.md": "It killed 12 [@log]."}), side({"articles/a.md": "It killed 15 [@log]."}))

    assert "\x1b" not in as_text(found)
    assert "It killed [-12-]{+15+}." in as_text(found)
    assert "It killed \x1b[31m[-12-]\x1b[0m\x1b[32m{+15+}\x1b[0m." in as_text(found, colour=True)


def test_a_new_article_shows_what_has_no_source_and_counts_the_rest() -> None:
    text = (
        "---\ntitle: The bell\n---\n\nThe bell rang at noon [@log]. Half of the town heard it [@survey]. It was cold."
    )

    written = as_text(compare(side({}), side({"articles/a.md": text})))

    assert "1 new statement has no source\n  articles/a.md:5\n    It was cold.\n" in written
    assert "1 new article\n  articles/a.md\n    title: The bell\n    statements with a source: 2\n" in written
    assert "rang at noon" not in written


def test_what_a_quotation_tells_is_not_told_again() -> None:
    before = {"articles/a.md": "Quill said “I gave no order to take it down” [@quill]."}
    after = {"articles/a.md": "Quill said “I gave no orders to take it away” [@quill]."}
    found = compare(side(before), side(after))

    written = as_text(found)

    assert {change.kind for change in found.changes} == {
        ChangeKind.QUOTATION_BROKEN, ChangeKind.PROBLEM_ADDED, ChangeKind.CLAIM_REWORDED
    }  # fmt: skip
    assert "new problem" not in written
    assert "reworded" not in written
    assert "check: word for word -> differs" in written
    assert "the source has: I gave no order to take it down" in written


@given(SIDES, SIDES)
@settings(max_examples=20)
def test_the_record_is_valid(old: Side, new: Side) -> None:
    VALIDATOR.validate(json.loads(dumps(compare(old, new))))


@pytest.mark.parametrize("case", cases())
def test_the_record_of_every_case_is_valid(case: Mapping[str, Any]) -> None:
    found = compare(side(case["before"]), side(case["after"], case.get("registry_after")), case.get("renames", {}))

    VALIDATOR.validate(json.loads(dumps(found)))


def test_the_schema_names_every_kind_and_weight() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$defs"]["kind"]["enum"] == [kind.value for kind in ChangeKind]
    assert SCHEMA["$defs"]["change"]["properties"]["weight"]["enum"] == [weight.value for weight in Weight]
    assert SCHEMA["properties"]["version"]["const"] == VERSION
    assert SCHEMA["$defs"]["change"]["properties"]["result"]["properties"]["after"]["enum"] == [*QuotationResult, None]


def test_half_a_surrogate_pair_is_json_all_the_same() -> None:
    written = dumps(_one("half \ud800 pair"))

    assert json.loads(written.encode())["changes"][0]["after"] == "half \ud800 pair"
