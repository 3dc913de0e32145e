"""The ledger: every tie between an article and a source is in it, once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from factories import Block, record, registry, source
from markdown_page import convert
from mkdocs_provenance.ledger import Ledger, Use
from mkdocs_provenance.model import Provenance, Role

HELD = registry(
    [source("a", publisher="one"), source("b", publisher="one"), source("c", derived_from=("b",)), source("d")]
)
KEYS = st.lists(st.sampled_from("abcd?"), max_size=3).map(lambda keys: ["?9" if key == "?" else key for key in keys])
SENTENCES = st.lists(st.tuples(st.sampled_from(["It rang.", "It fell.", "Who knows?"]), KEYS), min_size=1, max_size=3)
BLOCKS = st.lists(st.builds(Block, SENTENCES, st.sampled_from(Role)), min_size=1, max_size=3)
DISAGREEMENTS = st.lists(st.tuples(st.just("They differ."), KEYS.filter(bool)), max_size=2)
RECORDS = st.builds(lambda blocks, said: record(HELD, blocks, disagreement=said), BLOCKS, DISAGREEMENTS)


def claim_ties(records: list[Provenance]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (each.article.path, claim.id, key)
        for each in records
        for claim in each.claims
        for key in {tie.source for tie in claim.evidence}
    )


def other_ties(records: list[Provenance]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (each.article.path, mark.id, key)
        for each in records
        for mark in each.marks
        if mark.claim is None
        for key in {item.source for item in mark.items if item.source is not None}
    )


@settings(max_examples=40)
@given(st.lists(RECORDS, max_size=3))
def test_every_tie_is_a_use_and_every_use_a_tie(drawn: list[Provenance]) -> None:
    records = [replace(each, article=replace(each.article, path=f"{n}.md")) for n, each in enumerate(drawn)]

    uses = Ledger(records, HELD).uses

    every = [(key, use) for key, found in uses.items() for use in found]
    assert Counter((u.article.path, u.claim, key) for key, u in every if u.claim is not None) == claim_ties(records)
    assert Counter((u.article.path, u.mark, key) for key, u in every if u.claim is None) == other_ties(records)
    for found in uses.values():
        paths = [use.article.path for use in found]
        assert paths == sorted(paths)  # the ledger's order
    for each in records:
        for claim in each.claims:
            keys = {tie.source for tie in claim.evidence}
            for key in keys:
                use = next(u for u in uses[key] if u.article.path == each.article.path and u.claim == claim.id)
                assert use.alone == (len(keys) == 1)


@given(st.permutations(list(HELD.sources)))
def test_every_source_has_one_origin_and_those_that_belong_together_the_same(order: list[str]) -> None:
    held = registry([HELD.sources[key] for key in order])

    ledger = Ledger([], held)

    assert sorted(ledger.origin_of) == sorted(held.sources)
    assert sorted(key for origin in ledger.origins for key in origin.sources) == sorted(held.sources)
    assert ledger.origin_of["a"] is ledger.origin_of["b"] is ledger.origin_of["c"]
    assert ledger.origin_of["d"].sources == ("d",)


def uses_of(text: str, key: str = "a") -> list[Use]:
    return list(Ledger([convert(text, {}, HELD).provenance], HELD).uses.get(key, ()))


def test_several_places_in_one_source_are_one_use_with_all_locators() -> None:
    (use,) = uses_of("It rang [@a, p. 4; @a, p. 9; @a, p. 4].")

    assert (use.locator, use.alone, use.claim, use.mark) == ("p. 4, p. 9", True, "c1", "m1")


def test_a_claim_that_names_nobody_else_we_know_rests_on_it_alone() -> None:
    (use,) = uses_of("It rang [@a; @nobody].")

    assert use.alone


def test_an_analysis_is_cited_with_the_words_before_the_mark() -> None:
    first, second = uses_of("!!! analysis\n    It was the wind. Or was it [@a]? The bell hung low [@a, p. 2], too.\n")

    assert (first.text, first.role, first.claim, first.mark) == ("Or was it", Role.ANALYSIS, None, "m1")
    assert (second.text, second.locator) == ("The bell hung low", "p. 2")


def test_a_pull_quote_that_repeats_a_claim_is_no_use_of_its_own() -> None:
    uses = uses_of("It rang [@a].\n\n!!! pullquote\n    It rang\n\n!!! pullquote\n    It fell [@a]\n")

    assert [(use.claim, use.role) for use in uses] == [("c1", Role.REPORTED), (None, Role.PULLQUOTE)]
