"""Prose out of Markdown's element tree, and claims back into it: nothing is lost, nothing is torn."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from markdown_page import (
    MINIMAL,
    NUMBERING,
    RECOMMENDED,
    Converted,
    claims_of,
    convert,
    marks_of,
    plain,
    reading,
    soup,
)
from mkdocs_provenance.model import Role

ALTERING: Final = {"smarty", "pymdownx.smartsymbols"}
"""They change the characters that the comparisons below compare; the cases of `cases/markers` run with them."""
WIDE: Final = tuple(name for name in RECOMMENDED if name not in ALTERING)

WORDS: Final = (
    "One", "two", " three ", "Dr. Smith ", "U.S. ", "3.5 ", "é", "日本。", "It's ", '"Quoted. Words" ', "(aside) ",
    ". ", ".", "! ", "? ", ", ", " ", "  ", "…", "&amp;", "&copy;", "<", "\\*", "\\[", "\\_", "`code x` ", "`[1]`",
)  # fmt: skip
MARKERS: Final = (
    "[1]", " [1]", " [2, 3]", "[1][2]", " [@alpha]", " [see @beta, p. 5; 1]", " [9]", " [3-1]", "[0]", "[sic]",
    "[2024]",
)  # fmt: skip
INLINE: Final = (
    "*", "**", "_", "***", "<b>raw. Two</b>", "<i>x</i> ", "<br>", "<!-- c -->", "<kbd>K</kbd>", "<u>a. B [1]</u>",
    "[link. Text](u.html)", "**bold. More [1]** ", "*[2] em* ", "![alt](a.png)", "<http://e.org>", "  \n",
    "<i>*in* both</i>", "<span>a <b>b. C</b> d. E</span>",
)  # fmt: skip
BLOCKS: Final = (
    "\n", "\n\n", "\n\n# ", "\n\n## ", "\n\n- ", "\n- ", "\n\n1. ", "\n\n> ", "\n\n    code [1]\n\n", "\n\n---\n\n",
    "\n\n| a | b |\n| - | - |\n| ", " | ", " |\n",
)  # fmt: skip

prose = st.lists(st.sampled_from(WORDS + MARKERS), max_size=12).map("".join)
page_text = st.lists(st.sampled_from(WORDS + MARKERS + INLINE + BLOCKS), max_size=25).map("".join)
extension_set = st.sampled_from([MINIMAL, WIDE])


def spaceless(text: str) -> str:
    return "".join(text.split())


MARKER: Final = re.compile(r"\[[^\[\]]*\]")


def starless(text: str) -> str:
    return spaceless(text).replace("*", "").replace("_", "")


def markdown_slips(text: str, extensions: tuple[str, ...]) -> bool:
    """Whether Markdown itself tears one of its placeholders, as it does on `*a**b*c`: it drops the `c`."""
    page = plain(MARKER.sub("`c`", text), extensions)
    return "zzwxh" in page or "\x02" in page or "\x03" in page


class _Nesting(HTMLParser):
    """Reports claims that end inside another element than the one they began in."""

    VOID: Final = {"br", "hr", "img", "input", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.torn: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append("claim" if ("class", "provenance-claim") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        last = self.open.pop() if self.open else ""
        if last != tag and (last, tag) != ("claim", "span"):
            self.torn.append(f"</{tag}> closes {last}")


def torn(page: str) -> list[str]:
    parser = _Nesting()
    parser.feed(page)
    parser.close()
    return parser.torn + parser.open


def both(text: str, extensions: tuple[str, ...]) -> tuple[Converted, str]:
    return convert(text, NUMBERING, extensions=extensions), plain(text, extensions)


@given(st.text(max_size=200), extension_set)
@example("\x02provenance:n1\x03 [1] \x02wzxhzdk:0\x03", MINIMAL)
@example("\x03\x02[1]", MINIMAL)
def test_any_text_converts(text: str, extensions: tuple[str, ...]) -> None:
    page, provenance = convert(text, NUMBERING, extensions=extensions)

    assert len(marks_of(page)) <= len(provenance.marks)


@given(page_text, extension_set)
def test_no_word_is_lost_and_none_is_added(text: str, extensions: tuple[str, ...]) -> None:
    """Stars apart: beside one, a marker counts as a word where its bracket did not, and an emphasis may begin."""
    (page, _), before = both(text, extensions)
    assume(not markdown_slips(text, extensions))

    assert starless(reading(page, raw=True)) == starless(reading(before))


@given(page_text, extension_set)
def test_every_citation_is_a_mark_on_the_page(text: str, extensions: tuple[str, ...]) -> None:
    assume(not markdown_slips(text, extensions))
    page, provenance = convert(text, NUMBERING, extensions=extensions)

    on_page = [str(mark["data-mark"]) for mark in soup(page).select("[data-mark]")]
    assert on_page == [f"m{number}" for number in range(1, len(provenance.marks) + 1)]
    assert [mark.id for mark in provenance.marks] == on_page
    assert "\x02" not in page
    assert "wzxhzdk" not in page


@given(page_text, extension_set)
@example("*** [1]<i>*in* both</i>", MINIMAL)
def test_claims_are_well_nested(text: str, extensions: tuple[str, ...]) -> None:
    """Where Markdown itself tears nothing, neither as the text stands nor with a word in the place of each marker.

    To Markdown a mark is a word, so that stars beside it can open an emphasis that raw HTML cuts in two.
    """
    (page, _), before = both(text, extensions)

    if torn(before) == [] and torn(plain(re.sub(r"[ \t\n]*\[[0-9, ]+\]", "word", text), extensions)) == []:
        assert torn(page) == []


@given(page_text, extension_set)
def test_claims_fill_their_passages(text: str, extensions: tuple[str, ...]) -> None:
    """In running prose every sentence is a claim, and no two share a character."""
    _, provenance = convert(text, NUMBERING, extensions=extensions)

    for passage in provenance.article.passages:
        claims = [claim for claim in provenance.claims if claim.passage == passage.id]
        at, uncovered = 0, ""
        for claim in claims:
            assert at <= claim.start < claim.end <= len(passage.text)
            uncovered += passage.text[at : claim.start]
            at = claim.end
        uncovered += passage.text[at:]
        if passage.role is Role.REPORTED and claims:
            assert uncovered.strip() == ""
        if passage.role is Role.REPORTED and passage.prose and any(map(str.isalnum, passage.text)):
            assert claims


@given(page_text, extension_set)
@example("<!-- c -->&amp;<!-- c -->", MINIMAL)
def test_a_claim_is_wrapped_word_for_word(text: str, extensions: tuple[str, ...]) -> None:
    (page, provenance), before = both(text, extensions)
    assume(not torn(before))  # stars and raw tags that cross

    wrapped = {name: spaceless(words) for name, words in claims_of(page).items()}
    assert wrapped == {claim.id: spaceless(claim.text) for claim in provenance.claims}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`code. X` y.", "code. X y."),
        ("`#!py print(1 < 2)` y [1].", "print(1 < 2) y."),
        ("A $x<y$ b.", r"A \(x<y\) b."),
        ("A ++ctrl+a++ b.", "A Ctrl+A b."),
        ("A {++ins++} b.", "A ins b."),
        ("A &copy; &lt;<br>b \\* c.", "A © < b * c."),
        ("A @user https://e.org x.", "A @user https://e.org x."),
        ("- [x] task", "task"),
        ("A[^1].\n\n[^1]: N.", "A."),
        ("H~2~O, x^2^", "H2O, x2"),
        ("*[HTML]: Hypertext\n\nThe HTML is.", "The HTML is."),
        ("A <kbd>[1]</kbd> b.", "A [1] b."),
    ],
)
def test_what_other_extensions_make_is_read(text: str, expected: str) -> None:
    _, provenance = convert(text, NUMBERING, extensions=RECOMMENDED)

    assert [passage.text for passage in provenance.article.passages] == [expected]


@given(page_text, extension_set)
def test_no_placeholder_is_prose(text: str, extensions: tuple[str, ...]) -> None:
    _, provenance = convert(text, NUMBERING, extensions=extensions)

    assert not [passage.text for passage in provenance.article.passages if "\x02" in passage.text]


@given(prose)
def test_prose_is_what_a_reader_reads(text: str) -> None:
    page, provenance = convert("Start " + text, NUMBERING)

    tree = soup(page)
    for mark in tree.select("[data-mark]"):
        mark.decompose()
    passages = "".join(passage.text for passage in provenance.article.passages)
    assert spaceless(passages) == spaceless(tree.get_text())
