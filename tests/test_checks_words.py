"""The checks that read words: figures, speakers, plurals, old sources, analysis; and how often they are right."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import date, registry, source
from markdown_page import convert
from mkdocs_provenance.checks import examine
from mkdocs_provenance.checks.figures import figures
from mkdocs_provenance.checks.names import names
from mkdocs_provenance.checks.numerals import implied, numerals
from mkdocs_provenance.model import Disagreement, Excerpt, Kind, Name, Problem, Statement
from tools import measure_checks

# Figures -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("7,800 or 7 800 or 7800", "en", ["7800"] * 3),
        ("7.8, 7.800", "en", ["7.8", "7.800"]),
        ("1,284,600.50 and 1,00,000", "en", ["1284600.50", "100000"]),
        ("7.800 und 7,8 und 41.300,50", "de", ["7800", "7.8", "41300.50"]),
        ("12\u202f480 et 3\u00a0102", "fr", ["12480", "3102"]),
        ("$45 million, £3.2bn, NOK612m, 3 lakh", "en", ["45000000", "3200000000.0", "612000000", "300000"]),
        ("5–10 million", "en", ["5", "10000000"]),
        ("2019–21", "en", ["2019", "2021"]),
        ("12 per cent, 12%, 12 percent", "en", ["12"] * 3),
        ("twelve percent of forty-one thousand", "en", ["12", "41000"]),
        ("a hundred and forty in nineteen eighty-four", "en", ["140", "19", "84"]),
        ("three and a half million", "en", ["3500000"]),
        ("seven in ten", "en", ["70"]),
        ("٧٫٨ و ١٬٣٤٠", "ar", ["7.8", "1340"]),
        ("4万8210票、１２人", "ja", ["48210", "12"]),
        ("zwölf Menschen", "de", []),
        ("the 21st, in the 1990s, in '98", "en", ["21", "1990", "1998"]),
    ],
)
def test_numbers_are_read(text: str, language: str, expected: list[str]) -> None:
    assert [figure.values[0] for figure in figures(text, language)] == [Decimal(number) for number in expected]


@pytest.mark.parametrize(
    ("text", "days", "clocks"),
    [
        ("6 February 2023", [(2023, 2, 6)], []),
        ("the 6th of February", [(0, 2, 6)], []),
        ("February 6, 2023", [(2023, 2, 6)], []),
        ("on Feb. 6 and 7 Sept", [(0, 2, 6), (0, 9, 7)], []),
        ("February 2023", [(2023, 2, 0)], []),
        ("2023-02-06", [(2023, 2, 6)], []),
        ("6–8 February", [(0, 2, 6), (0, 2, 8)], []),
        ("06.02.2023", [(2023, 2, 6), (2023, 6, 2)], []),
        ("at 01:17:34 UTC", [], [(1, 17), (13, 17)]),
        ("at 6.40am", [], [(6, 40)]),
        ("by 8 pm", [], [(20, 0)]),
        ("May 5 people come?", [(0, 5, 5)], []),
    ],
)
def test_dates_and_times_are_read(text: str, days: list[Any], clocks: list[Any]) -> None:
    found = figures(text)

    assert [day for figure in found for day in figure.days] == days
    assert [clock for figure in found for clock in figure.clocks] == clocks


@pytest.mark.parametrize(
    "text",
    ["the F-16", "the G7", "COVID-19", "MH17", "5G", "x86_64", "CVE-2024-3094", "a Boeing 737", "Route 9", "page 5"],
)
def test_a_number_in_a_name_is_none_by_itself(text: str) -> None:
    assert {figure.name for figure in figures(text)} == {True}


@pytest.mark.parametrize("text", ["see https://example.org/2023/7", "24/7", "9/11", "me7@example.org", "[12]", "#12"])
def test_what_is_no_prose_has_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_numbers_that_words_imply() -> None:
    assert set(implied("twice, for the third time, and half of a dozen")) == {2, 3, 33, 50, 12}
    assert [numeral.value for numeral in numerals("two million three thousand five")] == [2_003_005]


@given(
    st.text(alphabet=st.sampled_from("0123456789.,'’ -–:/%$€mk½٣万”abM")) | st.text(),
    st.sampled_from(["en", "de", "ja"]),
)
def test_any_text_has_figures_that_stand_in_it(text: str, language: str) -> None:
    last = 0
    for figure in figures(text, language):
        assert last <= figure.start < figure.end <= len(text)
        assert figure.text
        assert text[figure.start : figure.end].startswith(figure.text[:1])
        last = figure.end


# Articles ------------------------------------------------------------------------------------------------------------

REGISTRY = registry(
    [
        source(
            "log",
            publisher="Harbour Office",
            published=date("2026-05-04"),
            excerpts=(Excerpt("It weighs 412 kilograms. It was rung at 9:00 on 3 May by two men, for the 31st time."),),
        ),
        source("bare", title="Bell of 412 kilograms", published=date("2026-05-04")),
        source("letter", author=(Name(family="Quill"),), excerpts=(Excerpt("I gave no order to take it down"),)),
        source("old", kind=Kind.REPORT, published=date("2011"), excerpts=(Excerpt("Nine in ten hear the bell."),)),
        source("law", kind=Kind.LAW, published=date("1951")),
    ]
)  # fmt: skip
WORDY = set(measure_checks.CODES)


def problems(text: str, **article: Any) -> list[Problem]:
    """What the checks of this file find in an article."""
    done = convert(text, None, REGISTRY, **{"published": date("2026-05-06"), **article}).provenance
    return [problem for problem in examine(done, REGISTRY) if problem.code in WORDY]


def found(text: str, **article: Any) -> list[tuple[str, str]]:
    """Code and very words of what they find."""
    lines = text.split("\n")
    return [
        (problem.code, lines[problem.line - 1][(problem.column or 1) - 1 : (problem.end_column or 1) - 1])
        for problem in problems(text, **article)
    ]


C4, A1, Q4, S4, D3 = (
    "figure-not-in-source",
    "new-in-analysis",
    "quotation-without-speaker",
    "plural-wording",
    "old-source",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It weighs 412 kg [@log].", []),
        ("It weighs 421 kg [@log].", [(C4, "421")]),
        ("It weighs 421 kg.", []),
        ("It weighs 421 kg [@bare].", []),
        ("It weighs 421 kg [@log; @bare].", []),
        ("It weighs 412 kg, of bronze [@letter; @log].", []),
        ("It rang at 9am on May 3, for the 31st time [@log].", []),
        ("It rang at nine on 4 May 2026 [@log].", [(C4, "nine")]),
        ("Both men have gone; one of the two rang it [@log].", []),
        ("It rang 99 times [@log, p. 99].", []),
        ('It reads "no. 421" and *weighs* **421** kg [@log].', [(C4, "421")]),
        ("About 400 kg, or nearly half a ton [@log].", []),
        ("# Of 421 kg\n\nIt rang [@log].", []),
        ("- Big: 421 kg [@log]\n- Small: 9 kg\n\n## Of 500 kg [@log]", [(C4, "421"), (C4, "500")]),
    ],
)
def test_figures_are_looked_for_in_the_sources(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_the_nearest_figure_is_named() -> None:
    (problem,) = problems("It weighs 421 kg [@log].")

    assert problem.message == 'The figure 421 is in no text held of "log".'
    assert problem.suggestion == "The source has 412."
    assert (problem.words, problem.at) == ("It weighs 421 kg.", "c1")
    (problem,) = problems("It weighs 7 kg [@log; @letter].")
    assert problem.message == 'The figure 7 is in no text held of "log" or "letter".'
    assert problem.suggestion == "Correct it, or add the passage to the source's excerpts."


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bell of 412 kilograms is gone", []),
        ("Bell of 421 kilograms is gone", ["421"]),
        ("5 things to know about the bell", []),
        ("The bell in 2026", []),
        ("The bell in 2019", ["2019"]),
        ("", []),
    ],
)
def test_a_headline_figure_stands_in_a_statement(title: str, expected: list[str]) -> None:
    text = f"---\ntitle: {title}\n---\n\nThe bell of 412 kg was rung at nine [@bare]. It cost 421 crowns."
    flagged = [words for code, words in found(text, title=title) if code == "headline-figure"]

    assert flagged == expected
    assert not problems("It cost 421 crowns.", title="Bell of 421 kilograms")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Quill said that she gave "no order to take it down" [@letter].', []),
        ('It was taken down with "no order to take it down" [@bare].', [(Q4, "no order to take it down")]),
        ('There was "no order to take it down", in Quill\'s letter [@letter].', []),
        ('There was "no order to take it down" [@bare].\n\n!!! pullquote\n    "no order to take it down"\n',
         [(Q4, "no order to take it down")]),
        ("It was “no order” [@bare]. (But “no order to take it down”.) A film, “The Bell of Dark”, is lost.", []),
        ('# Of "no order to take it down"\n\nIt rang.', []),
        ('Ada Quill sat down.\n\n"I gave no order to take it down."', [(Q4, "I gave no order to take it down")]),
        ('Ada Quill spoke.\n\n"I gave no order to take it down." "None at all, I say." [@letter]', []),
    ],
)  # fmt: skip
def test_quoted_words_have_a_speaker(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected
    assert not [code for code, _ in found(text, language="de") if code == Q4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials say that it rang [@bare].", [(S4, "Officials say")]),
        ("It rang, *officials* said [@bare].", [(S4, "officials* said")]),
        ("Officials say that it rang [@bare; @letter].", []),
        ("Officials say that it rang.", []),
        ("The officials say that it rang [@bare].", []),
        ("Police said it rang [@bare]. The sources of the river say much [@bare].", []),
        ('"Officials say so", said Quill [@letter].', []),
        ("Officials said it rang, the Harbour Office wrote [@log].", []),
    ],
)
def test_one_source_is_not_several(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected
    assert found(text, language="sv") == []


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Nine in ten now hear it [@old].", "2026-05-06", [(D3, "now")]),
        ("Nine in ten now hear it [@old].", "2016-12-31", []),
        ("Nine in ten now hear it [@old].", "2017-01", [(D3, "now")]),
        ("Nine in ten now hear it [@old].", None, []),
        ("Nine in ten now hear it [@old; @bare].", "2026-05-06", []),
        ("It must now ring daily [@law].", "2026-05-06", []),
        ("It rang daily [@old].", "2026-05-06", []),
    ],
)
def test_the_present_rests_on_new_sources(text: str, published: str | None, expected: list[tuple[str, str]]) -> None:
    given = date(published) if published else None
    assert found(text, published=given) == expected
    assert found(text, published=given, language="nl") == []


REPORT = "The bell of 412 kg was rung by Ada Quill [@log; @letter]. Tom Barley paid 90 crowns.\n\n!!! analysis\n    "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bell of 412 kg is not lost. Quill knows, and so does the Harbour Office.", []),
        ("It is worth 5,000, on a good day.", ["5,000"]),
        ("One may ask Tom Barley. Tom Barley has 90 reasons.", ["Tom Barley", "90"]),
        ('It is "no order to take it down" and "the end of a long road".', ["the end of a long road"]),
        ("On Monday the Europeans in Paris, by God, will hear of it. Two things follow.", []),
        ("In May 2026, and on 3 May, it was there.", []),
    ],
)
def test_an_analysis_brings_up_nothing_new(text: str, expected: list[str]) -> None:
    assert [words for code, words in found(REPORT + text) if code == A1] == expected


def test_what_is_cited_elsewhere_is_not_new() -> None:
    text = REPORT + "Brandt has 5,000 crowns."
    said = Disagreement("Others say 5,000 [@log].")

    assert [words for code, words in found(text) if code == A1] == ["5,000"]
    assert found(text, statement=Statement(disagreement=(said,))) == []
    assert [code for code, _ in found(text, title="Five thousand crowns for the bell")] == ["headline-figure"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The European Commission met Ursula von der Leyen.", ["European Commission", "Ursula von der Leyen"]),
        ("However, Mr. Barley and Dr Quill met.", ["Barley", "Quill"]),
        ("Bells ring. Apple too. He asked NATO, then J. R. Moe’s aunt.", ["NATO", "J. R. Moe"]),
        ("On Monday in Namibia, Namibians and the CEO met in New York.", []),
    ],
)
def test_names_are_told_by_their_capitals(text: str, expected: list[str]) -> None:
    assert [name.text for name in names(text)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Le maire, Jean Lacaze, et l’Union européenne.", "fr", ["Jean Lacaze"]),
        ("Mais Paris le sait. Les Français aussi, aux États-Unis.", "fr", []),
        ("Dicen en Estados Unidos que Ana Ruiz Soler calla.", "es", ["Ana Ruiz Soler"]),
        ("Der Bürgermeister Anna Weber und die Stadt Köln.", "de", []),
        ("市長のジョン・スミス氏", "ja", []),
    ],
)
def test_in_other_languages_a_name_has_two_words(text: str, language: str, expected: list[str]) -> None:
    assert [name.text for name in names(text, language)] == expected


# Whatever the text ---------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "Officials say ", "it is now ", "421 kg ", "seven in ten ", "“so it was, they said” ", '"never again, ever" ',
        "Ada Quill ", "6 February ", "[@log]", "[@old; @law]", "[@bare, p. 7]", ". ", "\n\n", "!!! analysis\n    ",
        "!!! pullquote\n    ", "## ", "- ", "| a | 5 |\n| - | - |\n", "**", "NATO ", "€5m ", "’s ", "(",
        ")", "according to ",
    ]
)  # fmt: skip


@given(
    st.lists(PIECES | st.text(max_size=8), max_size=14).map("".join),
    st.sampled_from(["en", "en-GB", "de", "fr", "ar", "ja", "x-unknown"]),
    st.text(max_size=20) | st.just("421 kg of NATO"),
)
def test_whatever_the_text_problems_stand_in_it(text: str, language: str, title: str) -> None:
    lines = text.split("\n")
    for problem in problems(text, language=language, title=title):
        assert problem.message.endswith(".")
        assert problem.words
        assert problem.words in title or problem.words.split()[0].strip("“\"'*") in text or problem.line == 1
        assert 1 <= problem.line <= len(lines)
        if problem.column is not None and problem.end_line is not None and problem.end_column is not None:
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert problem.end_column <= len(lines[problem.end_line - 1]) + 1


@given(st.text(alphabet=st.characters(categories=["P", "Z", "S"])))
def test_a_text_without_words_has_no_problems(text: str) -> None:
    assert problems(text) == []


# How often they are right --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, str], measure_checks.Result]:
    return measure_checks.measured()


def test_the_manual_prints_what_is_measured(results: dict[tuple[str, str], measure_checks.Result]) -> None:
    printed = measure_checks.PAGE.read_text(encoding="utf-8")

    assert printed.partition(measure_checks.START)[2].partition(measure_checks.END)[0].strip() == measure_checks.table(
        results
    )


def test_every_rule_that_reads_words_has_sentences_of_both_kinds(
    results: dict[tuple[str, str], measure_checks.Result],
) -> None:
    assert {code for code, _ in results} == {Q4, C4, S4, D3, A1, "headline-figure", "many-markers"}
    for result in results.values():
        assert result.sentences >= 20
        assert 7 <= result.wanted < result.sentences


def test_a_warning_is_never_wrong(results: dict[tuple[str, str], measure_checks.Result]) -> None:
    for half in measure_checks.HALVES:
        assert results[S4, half].precision == "100%"
