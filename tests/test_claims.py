"""Prose into sentences, and citations to the sentences that they cover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.claims import cited_sentences, sentences
from mkdocs_provenance.model import Citation, CitationItem, Passage, PlacedCitation, Role


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "found",
    [
        ["One.", "Two."],
        ["Is it?", "It is!", "Well."],
        ["Dr. Smith met Mr. Jones at 5 p.m. on Friday.", "They talked."],
        ["The U.S. Geological Survey gave 7.8.", "Others gave 7.7."],
        ["It cost $3.5 million.", "Nobody paid."],
        ["See Sci.News for more.", "Or not."],
        ['"I will go," he said.', "He went."],
        ["He asked: Who pays?", "Nobody knew."],
        ["One (with an aside. And another.) goes on."],
        ["No full stop"],
    ],
    ids=lambda found: found[0],
)
def test_sentences(found: list[str]) -> None:
    assert split(" ".join(found)) == found


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("de", ["Das sagte Dr. Meier am 3. Mai.", "Dann ging er."]),
        ("de-AT", ["Eins.", "Zwei."]),
        ("fr", ["M. Dupont est parti.", "Hier M. Martin l'a suivi.", "MM. Dupont et Martin reviendront."]),
        ("ja", ["これは文です。", "これもです。"]),
        ("xx", ["One.", "Two."]),
        ("", ["One.", "Two."]),
    ],
)
def test_languages(language: str, found: list[str]) -> None:
    assert split(("" if language == "ja" else " ").join(found), language) == found


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0"])
def test_no_words_no_sentence(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", ["One. —", "One. )", "One. …", "One! !"])
def test_punctuation_goes_with_the_sentence_before(text: str) -> None:
    assert split(text) == [text]


@given(st.one_of(st.text(max_size=120), st.text("Ab. !?\"'()…\n1", max_size=80)))
def test_sentences_are_in_order_and_leave_nothing_out(text: str) -> None:
    found = sentences(text)

    at, between = 0, ""
    for start, end in found:
        assert at <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        between += text[at:start]
        at = end
    assert (between + text[at:]).strip() == ""


# Coverage ------------------------------------------------------------------------------------------------------------


def passage(text: str, *, prose: bool = True) -> Passage:
    """A passage whose citations stand at the carets of `text`."""
    pieces = text.split("^")
    placed, clean = [], pieces[0]
    for number, piece in enumerate(pieces[1:], start=1):
        citation = Citation(f"[{number}]", (CitationItem(None, number),))
        placed.append(PlacedCitation(f"m{number}", len(clean), citation))
        clean += piece
    return Passage("p1", Role.REPORTED, clean, tuple(placed), prose)


def covered(text: str, *, prose: bool = True, whole_paragraph: bool = False) -> list[tuple[str, list[str]]]:
    block = passage(text, prose=prose)
    found = cited_sentences(block, "en", whole_paragraph=whole_paragraph)
    return [(block.text[one.start : one.end], [placed.id for placed in one.citations]) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One^. Two.", [("One.", ["m1"]), ("Two.", [])]),
        ("One.^ Two.", [("One.", ["m1"]), ("Two.", [])]),
        ("One. ^Two.", [("One.", ["m1"]), ("Two.", [])]),
        ("One. T^wo.", [("One.", []), ("Two.", ["m1"])]),
        ("^One. Two.", [("One.", ["m1"]), ("Two.", [])]),
        ("One^^. Two^.", [("One.", ["m1", "m2"]), ("Two.", ["m3"])]),
        ("One. Two.^", [("One.", []), ("Two.", ["m1"])]),
    ],
)
def test_a_citation_covers_its_sentence(text: str, expected: list[tuple[str, list[str]]]) -> None:
    """That is the one it stands in or directly follows."""
    assert covered(text) == expected


def test_a_wider_scope_reaches_back_to_the_citation_before() -> None:
    assert covered("One. Two^. Three. Four^. Five.", whole_paragraph=True) == [
        ("One.", ["m1"]),
        ("Two.", ["m1"]),
        ("Three.", ["m2"]),
        ("Four.", ["m2"]),
        ("Five.", []),
    ]


def test_what_is_no_prose_is_one_claim_if_it_cites() -> None:
    assert covered("A heading. With two parts", prose=False) == []
    assert covered(" A heading. With two parts^ ", prose=False) == [("A heading. With two parts", ["m1"])]
    assert covered("^ ", prose=False) == []


def test_a_citation_without_words_covers_nothing() -> None:
    assert covered("^") == []


@given(st.text("Ab. ^", max_size=60), st.booleans())
def test_every_citation_covers_something(text: str, wide: bool) -> None:
    found = cited_sentences(passage(text), "en", whole_paragraph=wide)

    if found:
        assert {placed.id for one in found for placed in one.citations} == {c.id for c in passage(text).citations}
    if not wide:
        together = [placed.id for one in found for placed in one.citations]
        assert together == sorted(together, key=lambda mark: int(mark[1:]))
        assert len(together) == len(set(together))
