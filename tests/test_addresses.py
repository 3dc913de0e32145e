"""Where the site's own pages are: names for addresses, and the ways between pages."""

from __future__ import annotations

import re
from posixpath import normpath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_provenance.views.addresses import Addresses, paged, root_of, slugs

SAFE = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
"""What Windows takes for a device, whatever its ending."""

OURS = {"index", "organisations", "page"}

NAMES = st.lists(
    st.text(min_size=1, max_size=12)
    | st.text("aAbB12-._ ", min_size=1, max_size=4)
    | st.sampled_from(["con", "NUL.x", "com1", "page", "index", "organisations", "a" * 300, "ä" * 90, "..", "-", "_x"]),
    max_size=6,
    unique=True,
)


@given(NAMES)
@example(["a-2", "A", "a", "a-2-2"])
@example(["smith:2020", "smith-2020", "Ünïcode", "unicode", "東京", "京都"])
def test_slugs_are_safe_names_of_files_and_all_different(names: list[str]) -> None:
    found = slugs(names)

    assert list(found) == names
    assert len(set(found.values())) == len(names)
    for slug in found.values():
        assert SAFE.fullmatch(slug), slug
        assert len(slug) <= 100
        assert not DEVICES.fullmatch(slug)
        assert slug not in OURS


@given(NAMES)
def test_a_name_that_nothing_is_in_the_way_of_has_the_same_address_on_every_site(names: list[str]) -> None:
    alone = {name: slugs([name])[name] for name in names}

    if len(set(alone.values())) == len(names):
        assert slugs(names) == alone


@settings(max_examples=25)
@given(st.from_regex(r"[a-z][a-z0-9]{4,30}(-[a-z0-9]{4,30})?", fullmatch=True).filter(lambda n: n not in OURS))
def test_a_name_that_is_a_good_address_is_its_own(name: str) -> None:
    assert slugs([name]) == {name: name}


def test_names_in_other_scripts_keep_their_address_whatever_stands_beside_them() -> None:
    assert slugs(["東京", "京都"])["京都"] == slugs(["京都"])["京都"]
    assert re.fullmatch(r"cafe", slugs(["Café"])["Café"])


@settings(max_examples=25)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_the_root_leads_from_every_page_to_the_top(parts: list[str], directories: bool, is_index: bool) -> None:
    addresses = Addresses(directories=directories)
    url = addresses.url("/".join([*parts, "index"] if is_index else parts))

    assert normpath(f"/top/{url.rpartition('/')[0]}/{root_of(url)}") == "/top"


@pytest.mark.parametrize(
    ("path", "number", "expected"),
    [
        ("sources/usgs", 1, "sources/usgs"),
        ("sources/usgs", 2, "sources/usgs/page/2"),
        ("sources/index", 1, "sources/index"),
        ("sources/index", 3, "sources/page/3"),
    ],
)
def test_further_pages_stand_below_the_first(path: str, number: int, expected: str) -> None:
    assert paged(path, number) == expected
