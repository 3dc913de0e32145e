"""Quoted words: found in prose, and looked for in what is held of a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import source
from mkdocs_provenance.model import Excerpt, QuotationResult
from mkdocs_provenance.quotations import check, find, held_texts, nearest, normalise, quoted

EXACT, NORMALISED, ELIDED = QuotationResult.EXACT, QuotationResult.NORMALISED, QuotationResult.ELIDED
NOT_FOUND, NO_TEXT = QuotationResult.NOT_FOUND, QuotationResult.NO_TEXT

TEXT = "We must not wait. The road—closed since May—is open, she said; it’s a well‑known, “scenic” route\nto the north."


# Finding -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('He said "yes" and "no".', ["yes", "no"]),
        ("He said “yes”.", ["yes"]),
        ("Er sagte „ja“.", ["ja"]),
        ("Powiedział „tak”.", ["tak"]),
        ("Il a dit « oui ».", ["oui"]),
        ("Er sagte »ja«.", ["ja"]),
        ("彼は「はい」と言った。", ["はい"]),
        ("He said 'yes' to it.", ["yes"]),
        ("He said ‘yes’ to it.", ["yes"]),
        ("He said “she said ‘no’ again”.", ["she said ‘no’ again"]),
        ("""He said "she said 'no' again".""", ["she said 'no' again"]),
        ("'It's fine,' he said.", ["It's fine,"]),
        ('"Words that go on,', []),
        ("The workers' plan and the miners' answer.", []),
        ("The '90s and the 1980's.", []),
        ('A 5" screw and a 7" screw.', []),
        ("O'Neill's and d'Arc's.", []),
        ('An empty "" and a "—" mark.', []),
        ("", []),
    ],
)
def test_quotations_in_prose(text: str, words: list[str]) -> None:
    assert [one.text for one in quoted(text)] == words


@given(st.one_of(st.text(max_size=100), st.text("ab '\"“”‘’„«».5", max_size=60)))
def test_quotations_are_in_order_and_hold_words(text: str) -> None:
    at = 0
    for one in quoted(text):
        assert at <= one.start < one.end <= len(text)
        assert one.text == text[one.start + 1 : one.end - 1].strip()
        assert any(character.isalnum() or character == "_" for character in one.text)
        at = one.end


# Checking ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "result"),
    [
        ("We must not wait", EXACT),
        ("We must not wait.", EXACT),
        ("We must not wait,", EXACT),
        ("must not wait", EXACT),
        ("it's a well-known", NORMALISED),
        ("The road - closed since May - is open", NOT_FOUND),
        ("The road-closed since May-is open", NORMALISED),
        ('a well-known, "scenic" route to the north', NORMALISED),
        ("Must not wait", NORMALISED),
        ("we must not wait", NORMALISED),
        ("We must … The road", ELIDED),
        ("We must... The road", ELIDED),
        ("We must [...] The road", ELIDED),
        ("We must (…) The road", ELIDED),
        ("[W]e must not wait", ELIDED),
        ("[The city] must not wait", ELIDED),
        ("The road … We must", NOT_FOUND),
        ("We must wait", NOT_FOUND),
        ("e must not wait", NOT_FOUND),
        ("We must not wai", NOT_FOUND),
        ("We must not waiting", NOT_FOUND),
        ("…", NOT_FOUND),
        ("[...]", NOT_FOUND),
    ],
)
def test_results(words: str, result: QuotationResult) -> None:
    assert check(words, [TEXT]) is result


def test_without_a_text_nothing_is_known() -> None:
    assert check("anything", []) is NO_TEXT


def test_found_in_one_text_is_found() -> None:
    assert check("in the second", ["The first.", "Words in the second."]) is EXACT


def test_words_are_not_put_together_across_texts() -> None:
    assert check("first … second", ["The first.", "The second."]) is NOT_FOUND


@pytest.mark.parametrize("words", ["Soft\u00adhyphen", "zero\u200bwidth", "no\u00a0break", "ﬁne", "full　width"])
def test_invisible_differences_are_none(words: str) -> None:
    visible = normalise(words)

    assert check(words, [f"Before {visible} after"]) in (EXACT, NORMALISED)
    assert check(visible, [f"Before {words} after"]) in (EXACT, NORMALISED)


def test_scripts_without_spaces_need_no_word_edges() -> None:
    assert check("引用された言葉", ["これは引用された言葉です。"]) is EXACT


def test_what_is_held_of_a_source() -> None:
    assert held_texts(source("a")) == ()
    assert held_texts(source("a", excerpts=(Excerpt("one"),))) == ("one",)
    assert held_texts(source("a", text="whole", excerpts=(Excerpt("one"), Excerpt("two")))) == (
        "whole",
        "one",
        "two",
        "one … two",
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("We must never wait", "We must not wait."),
        ("she said; it was a well-known route", "she said; it’s a well‑known, “scenic” route"),
        ("something else altogether", None),
        ("senic", "“scenic”"),
        ("banana", None),
        ("…", None),
    ],
)
def test_the_nearest_words(words: str, expected: str | None) -> None:
    assert nearest(words, [TEXT]) == expected


def test_where_words_stand() -> None:
    text = "One two “three”. Four"

    assert find("two 'three'", text) == 4
    assert find("four", text) == normalise(text).index("Four")
    assert find("five", text) == -1
    assert find("", text) == -1
    assert find("…", text) == -1


words_of_text = st.lists(
    st.sampled_from(["alpha", "beta", "it's", "well-known", "Gamma,", "7.8", "é"]), min_size=1, max_size=30
)


@given(words_of_text, st.data())
def test_whatever_is_taken_from_a_text_is_found_in_it(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    text = " ".join(words)

    assert check(" ".join(words[start:end]), [text]) in (EXACT, NORMALISED)
    assert check(" ".join(words[start:end]).replace("'", "’").replace("-", "‐"), [text]) in (EXACT, NORMALISED)


@given(words_of_text, st.data())
def test_an_elision_is_found(words: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(words)))
    text = " ".join([*words, "in between", *words])

    assert check(" ".join(words[:cut]) + " … " + " ".join(words[-cut:]), [text]) is ELIDED


@given(st.text(max_size=60), st.text(max_size=80))
def test_any_words_can_be_checked(words: str, text: str) -> None:
    result = check(words, [text])

    assert result in (EXACT, NORMALISED, ELIDED, NOT_FOUND)
    near = nearest(words, [text])
    assert near is None or set(near.split()) <= set(text.split())


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
