"""Markers in real Markdown: the 95 cases of the project's study of its peers, each a row of `cases/markers/*.yml`.

A row has the case's number, a title, and `checks`; where a case, or a part of it, is not decided by Markdown, `where`
says what it needs or where it is tested. A check has

| field | is |
| --- | --- |
| `text` | the Markdown |
| `in` | the sets of extensions to try it with; `minimal` and `recommended` where nothing is said |
| `numbers` | the page's `sources`; five of them where nothing is said, `false` for a page without |
| `reads` | what a reader sees, each mark as `{1, 2}`; or that for each set |
| `problems` | the codes reported; `unsourced-claim` and `uncited-source` count only where they are named |
| `lines`, `messages` | the problems' lines, and words that they hold |
| `has`, `lacks` | CSS selectors that find something, or nothing |
| `items` | prefix, locator and suffix of every item cited |
| `claims` | the text of every claim as the page wraps it |
| `notes` | label to the number of marks that lead there |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from markdown import Markdown

from factories import registry as registry_of
from factories import source
from markdown_page import (
    AUTOREFS,
    KEYS,
    MINIMAL,
    NUMBERING,
    RECOMMENDED,
    REGISTRY,
    Converted,
    Desk,
    claims_of,
    codes,
    convert,
    fill,
    markdown,
    marks_of,
    plain,
    reading,
    soup,
)
from mkdocs_provenance import extension
from mkdocs_provenance.citations import Reading, read_bracket
from mkdocs_provenance.model import Article, Provenance

CASES: Final = Path(__file__).parent / "cases" / "markers"
SETS: Final = {"minimal": MINIMAL, "recommended": RECOMMENDED, "autorefs": AUTOREFS}
QUIET: Final = {"unsourced-claim", "uncited-source"}
MORE_KEYS: Final = (
    "a.b",
    "constructor",
    "https://x.y/?a=b",
    "key",
    "nyt:2024/06",
    "semi;colon",
    "two words",
    "two__words",
    "пункт3",
    "0",
    "__proto__",
)
KNOWN: Final = registry_of(source(key) for key in (*KEYS, *MORE_KEYS))


@dataclass(frozen=True)
class Check:
    """One text of a row, under one set of extensions."""

    case: int
    text: str
    set: str
    reads: str | None = None
    numbers: Mapping[int, str] | None = field(default_factory=lambda: NUMBERING)
    problems: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    messages: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    items: tuple[tuple[str, str | None, str], ...] = ()
    claims: Mapping[str, str] | None = None
    notes: Mapping[str, int] | None = None

    @property
    def id(self) -> str:
        return f"{self.case}-{self.set}-{self.text[:40]!r}"


def rows() -> list[dict[str, Any]]:
    return [row for path in sorted(CASES.glob("*.yml")) for row in yaml.safe_load(path.read_text("utf-8"))]


def checks() -> Iterator[Check]:
    for row in rows():
        for given in row.get("checks", ()):
            values: dict[str, Any] = dict(given)
            text = values.pop("text") * row.get("repeat", 1)
            reads, numbers = values.pop("reads", None), values.pop("numbers", NUMBERING)
            for name in values.pop("in", ("minimal", "recommended")):
                wanted = reads[name] if isinstance(reads, dict) else reads
                rest = {key: _frozen(value) for key, value in values.items() if key != "in"}
                yield Check(row["case"], text, name, wanted, numbers or None, **rest)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def converted(check: Check) -> Converted:
    return convert(check.text, check.numbers, KNOWN, SETS[check.set])


@pytest.mark.parametrize("check", list(checks()), ids=lambda check: check.id)
def test_case(check: Check) -> None:
    page, provenance = converted(check)

    if check.reads is not None:
        assert reading(page) == check.reads
    assert codes(provenance.problems, without=QUIET - set(check.problems)) == list(check.problems)
    _check_problems(check, provenance)
    for selector in check.has:
        assert soup(page).select(selector), f"nothing for {selector} in {page}"
    for selector in check.lacks:
        assert not soup(page).select(selector), f"found {selector} in {page}"
    if check.claims is not None:
        assert claims_of(page) == check.claims
    _check_record(check, provenance)


def _check_problems(check: Check, provenance: Provenance) -> None:
    said = [problem for problem in provenance.problems if problem.code in check.problems]
    if check.lines:
        assert [problem.line for problem in said] == list(check.lines)
    for words in check.messages:
        assert any(words in str(problem) for problem in said), [str(problem) for problem in said]


def _check_record(check: Check, provenance: Provenance) -> None:
    if check.items:
        items = [item.item for mark in provenance.marks for item in mark.items]
        assert [(item.prefix, item.locator, item.suffix) for item in items] == list(check.items)
    if check.notes is not None:
        assert {note.label: len(note.marks) for note in provenance.notes} == check.notes


def test_every_case_is_there_once() -> None:
    assert sorted(row["case"] for row in rows()) == list(range(1, 96))


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row["case"]))
def test_a_case_is_tried_or_says_where_it_belongs(row: Mapping[str, Any]) -> None:
    assert row["title"]
    assert row.get("checks") or row.get("where", "").endswith(".")


# What a table cannot say ---------------------------------------------------------------------------------------------

TRAPS: Final = (
    "A claim [1], [2024] and the interval [0,1].",
    "A [1][2] b, [x], [ ] and [@user](https://x.org/user).",
    "Key [@alpha] and [see @beta, p. 3].",
    "!!! analysis\n    Ours.\n\n!!! pullquote\n    Theirs.",
    "# Head [1]\n\n- [1]\n- [x] done [2]\n\n[1]: Smith 2020",
    "A [text [1]](u.html) and ![alt [1]](a.png).",
)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("text", TRAPS)
def test_a_page_that_is_no_article_is_left_alone(text: str, name: str) -> None:
    desk = Desk(Article("docs/index.md"), REGISTRY, None, active=False)

    assert markdown(SETS[name], desk).convert(text) == plain(text, SETS[name])
    assert markdown(SETS[name], None).convert(text) == plain(text, SETS[name])


def test_numbers_are_text_on_a_page_without_sources() -> None:
    page, provenance = convert("The interval [0,1], item [1] and [1-3].", None)

    assert reading(page) == "The interval [0,1], item [1] and [1-3]."
    assert provenance.marks == ()


def test_a_page_that_declares_nothing_cites_only_what_is_known() -> None:
    page, provenance = convert("Known [@alpha]. Unknown [@user]. Half [@alpha; @user].", None, declared=False)

    assert reading(page) == "Known{1}. Unknown [@user]. Half{1, user}."
    assert codes(provenance.problems, without=QUIET) == ["unknown-source", "bracket-left-as-text"]


def test_a_near_key_on_a_page_that_cites_is_a_slip() -> None:
    page, provenance = convert("Known [@alpha]. A slip [@alhpa].", None, declared=False)

    assert reading(page) == "Known{1}. A slip [@alhpa]."
    found = [problem for problem in provenance.problems if problem.code == "unknown-source"]
    assert [(problem.line, problem.suggestion) for problem in found] == [(1, 'Did you mean "alpha"?')]


def test_a_page_that_declares_nothing_and_cites_nothing_known_is_left_alone() -> None:
    text = "Unknown [@user] and [1]."

    page, provenance = convert(text, None, declared=False)

    assert page == plain(text)
    assert provenance.claims == ()


def test_one_converter_forgets_each_page() -> None:
    """MkDocs makes a converter for each page, but excerpts and other hosts use one again, without `reset()`."""
    desk = Desk(Article("a.md", numbering=NUMBERING), REGISTRY, NUMBERING)
    converter = markdown(RECOMMENDED, desk)
    first = converter.convert("First [1]. Second [2].")
    delivered = desk.delivered
    assert delivered is not None

    again = converter.convert("First [1]. Second [2].")

    assert desk.delivered == delivered
    assert fill(again, delivered) == fill(first, delivered)
    desk.active = False
    assert converter.convert("Third [1].") == plain("Third [1].", RECOMMENDED)


def test_the_extension_can_finish_a_page_by_itself() -> None:
    """For hosts that run no plugin: every placeholder is replaced, and the panel is the page's last element."""

    def render(done: Provenance) -> dict[str, str]:
        marks = {mark.id: f"<sup>{mark.raw.strip('[]')}</sup>" for mark in done.marks}
        return {**marks, "summary": "<p>summary</p>", "panel": "<section>panel</section>"}

    desk = Desk(Article("a.md", numbering=NUMBERING), REGISTRY, NUMBERING)

    def with_render(text: str, md: Any) -> extension.ArticlePage:
        page = desk(text, md)
        assert page is not None
        return extension.ArticlePage(page.article, page.registry, page.numbers, page.deliver, render=render)

    page = extension.ProvenanceExtension(with_render)
    html = Markdown(extensions=[page]).convert("# Title\n\nClaim [1].")

    assert not extension.PLACEHOLDERS.search(html)
    assert soup(html).get_text(" ").split() == ["Title", "summary", "Claim", "1", ".", "panel"]


def test_marks_are_numbered_in_the_order_of_the_page() -> None:
    """Inline patterns run breadth-first: in an emphasis they run later than behind it."""
    text = "A *b [2]* c [1].\n\n> - d **e *f [4]* [3]** [5]\n\n[g [1]](u.html) [2]"

    page, provenance = convert(text)

    assert marks_of(page) == ["2", "1", "4", "3", "5", "1", "2"]
    assert [mark.id for mark in provenance.marks] == [f"m{number}" for number in range(1, 8)]


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_bracket_is_read_a_fixed_number_of_times(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading must not grow faster than the page: counted, because a clock proves nothing."""
    calls = 0

    def counted(body: str, **options: Any) -> Reading:
        nonlocal calls
        calls += 1
        return read_bracket(body, **options)

    monkeypatch.setattr(extension, "read_bracket", counted)

    convert("Word [1, 2] *and [3]* [sic] [1][2]. " * count)

    assert 0 < calls <= 10 * count


@pytest.mark.parametrize("text", ["[" * 300, "[1" * 300, "1]" * 300, "[1][" * 100, "![1]" * 100, "[@a;" * 200])
def test_unbalanced_brackets_stay(text: str) -> None:
    page, _ = convert(text, None)

    assert reading(page) == reading(plain(text))


# Roles ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["minimal", "recommended"])
def test_analysis_is_set_apart(name: str) -> None:
    page, provenance = convert("Fact [1].\n\n!!! analysis\n    Ours.\n\nFact two [2].", extensions=SETS[name])

    assert [passage.role.value for passage in provenance.article.passages] == ["reported", "analysis", "reported"]
    assert soup(page).select_one("section.provenance-analysis > p:last-child") is not None
    assert "!!!" not in page
    assert [claim.text for claim in provenance.claims] == ["Fact.", "Fact two."]


def test_an_analysis_has_the_authors_title() -> None:
    _, provenance = convert('!!! analysis "What we make of it"\n    Ours.\n\n!!! analysis\n    More.')

    assert [section.title for section in provenance.analysis] == ["What we make of it", None]


@pytest.mark.parametrize("name", ["minimal", "recommended"])
def test_a_heading_opens_an_analysis_up_to_the_next_of_its_level(name: str) -> None:
    text = "## Facts\n\nA.\n\n## Ours { .analysis }\n\nB.\n\n### Deeper\n\nC.\n\n## Facts again\n\nD."

    page, provenance = convert(text, extensions=SETS[name])

    roles = {passage.text: passage.role.value for passage in provenance.article.passages}
    assert roles == {"A.": "reported", "B.": "analysis", "C.": "analysis", "D.": "reported"}
    assert ".analysis" not in reading(page)
    assert [heading.get_text(" ").split()[0] for heading in soup(page).select("section h2, section h3")] == [
        "Ours",
        "Deeper",
    ]


def test_collapsible_analysis() -> None:
    page, provenance = convert('??? analysis "Title"\n    Ours.', extensions=RECOMMENDED)

    assert provenance.analysis[0].title == "Title"
    assert soup(page).select("section.provenance-analysis")
    assert not soup(page).select("details")


def test_an_article_may_be_analysis_as_a_whole() -> None:
    from mkdocs_provenance.model import Statement

    _, provenance = convert("One [1].\n\nTwo.", statement=Statement(type_of_work="analysis"))

    assert provenance.claims == ()
    assert provenance.counts.analysis == 2
    assert provenance.analysis[0].rests_on == ("alpha",)


@pytest.mark.parametrize("name", ["minimal", "recommended"])
def test_a_pull_quote_says_what_it_is_and_carries_its_claims_mark(name: str) -> None:
    page, provenance = convert(
        'He called it "a new start" [2].\n\n!!! pullquote\n    "a new start"', extensions=SETS[name]
    )

    quote = soup(page).select_one("div.provenance-pullquote")
    assert quote is not None
    assert quote["role"] == "doc-pullquote"
    assert [mark.get_text() for mark in quote.select("sup.provenance-mark")] == ["2"]
    assert provenance.marks[-1].inherited
    assert "Pullquote" not in page


def test_other_boxes_hold_reported_text() -> None:
    _, provenance = convert("!!! note\n    In a box [1].", extensions=RECOMMENDED)

    assert [(claim.text, len(claim.evidence)) for claim in provenance.claims] == [("In a box.", 1)]
