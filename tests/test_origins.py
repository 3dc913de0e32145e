"""What makes cited sources one origin; whole articles are in `cases/trace/origins.yml`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factories import registry, source
from mkdocs_provenance.model import Organisation
from mkdocs_provenance.origins import group_origins


def groups(*sources: object, organisations: tuple[Organisation, ...] = (), cited: str = "") -> list[tuple[str, ...]]:
    held = registry(sources, organisations)  # type: ignore[arg-type]
    return [origin.sources for origin in group_origins(cited.split() or list(held.sources), held)]


def test_sources_that_share_nothing_are_separate() -> None:
    assert groups(source("a", publisher="X"), source("b", publisher="Y"), source("c")) == [("a",), ("b",), ("c",)]


def test_one_publisher_is_one_origin_however_it_is_named() -> None:
    agency = Organisation("agency", "The Agency")

    assert groups(
        source("a", publisher="agency"),
        source("b", publisher="THE AGENCY"),
        source("c", publisher="Another agency"),
        organisations=(agency,),
    ) == [("a", "b"), ("c",)]


def test_an_owner_and_what_it_owns_are_one_origin() -> None:
    bodies = (Organisation("top", "Top"), Organisation("sub", "Sub", owner="top"))

    assert groups(source("a", publisher="sub"), source("b", publisher="top"), organisations=bodies) == [("a", "b")]


def test_an_owner_that_the_registry_does_not_describe_still_ties() -> None:
    bodies = (Organisation("one", "One", owner="hidden"), Organisation("two", "Two", owner="hidden"))

    assert groups(source("a", publisher="one"), source("b", publisher="two"), organisations=bodies) == [("a", "b")]


def test_descent_ties_over_generations_and_over_what_nobody_cites() -> None:
    held = (
        source("a", derived_from=("b",)),
        source("b", derived_from=("c",)),
        source("c"),
        source("d", derived_from=("c",)),
        source("e"),
    )

    assert groups(*held, cited="d a e") == [("d", "a"), ("e",)]


def test_an_ancestors_origin_and_publisher_count() -> None:
    held = (
        source("a", derived_from=("root",)),
        source("root", publisher="Wire"),
        source("b", publisher="Wire"),
    )

    assert groups(*held, cited="a b") == [("a", "b")]


def test_ties_join_groups() -> None:
    held = (source("a", publisher="X"), source("b", origin="o"), source("c", publisher="X", origin="o"))

    assert groups(*held, cited="a b") == [("a",), ("b",)]
    assert groups(*held, cited="a b c") == [("a", "b", "c")]


def test_origins_are_named_in_order_of_first_use() -> None:
    held = registry([source("a", publisher="X"), source("b"), source("c", publisher="X")])

    found = group_origins(["b", "c", "a"], held)

    assert [(origin.id, origin.sources, origin.name) for origin in found] == [
        ("o1", ("b",), "Title of b"),
        ("o2", ("c", "a"), "X"),
    ]


def test_nothing_cited_has_no_origin() -> None:
    assert group_origins([], registry([])) == ()


names = st.sampled_from("abcde")
entries = st.dictionaries(
    names,
    st.fixed_dictionaries(
        {},
        optional={
            "publisher": st.sampled_from(["X", "Y", "org", "owned"]),
            "origin": st.sampled_from(["o", "q"]),
            "derived_from": st.lists(names, max_size=2).map(tuple),
        },
    ),
)
BODIES = (Organisation("org", "Org", owner="owned"), Organisation("owned", "Owned", owner="org"))


@given(entries, st.randoms())
def test_the_order_does_not_change_the_groups(given_entries: dict[str, dict[str, object]], random: object) -> None:
    """Whatever ties there are, circles of descent and of ownership included, every source is in one group."""
    held = registry([source(key, **fields) for key, fields in given_entries.items()], BODIES)
    order = sorted(given_entries, key=lambda key: random.random())  # type: ignore[attr-defined]

    found = group_origins(order, held)

    assert sorted(key for origin in found for key in origin.sources) == sorted(given_entries)
    assert {frozenset(origin.sources) for origin in found} == {
        frozenset(origin.sources) for origin in group_origins(sorted(given_entries), held)
    }
    assert [origin.id for origin in found] == [f"o{number}" for number in range(1, len(found) + 1)]
    assert all((origin.why is None) == (len(origin.sources) == 1) for origin in found)
    assert all(origin.name for origin in found)
