"""From a page to an entry: ids, publishers, what is there already, and YAML that the registry can read."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.importer.registry_text import add_entries
from mkdocs_provenance.model import Kind, Organisation, Place, Severity, Source
from mkdocs_provenance.registry import RegistryFile, load_registry
from mkdocs_provenance.web import values
from mkdocs_provenance.web.entry import NewEntry, address_key, entry_keys, known_addresses, new_id, publisher_of
from mkdocs_provenance.web.entry_table import entry_table
from mkdocs_provenance.web.memento import Memento
from mkdocs_provenance.web.metadata import Found

TODAY = datetime.date(2026, 11, 22)


def fields(**said: str | tuple[str, ...]) -> dict[str, Found]:
    whole: dict[str, str | tuple[str, ...]] = {"kind": "news", "title": "Bell gone", "url": "https://log.example/bell"}
    return {name: Found(value, "meta x") for name, value in (whole | said).items()}


# Ids ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "id_"),
    [
        ({}, "log-bell-gone"),
        ({"published": "2026-05-04T09:00Z"}, "log-bell-gone-2026"),
        ({"title": "M 7.8 - Pazarcık earthquake, 6 February", "published": "2023"}, "log-m-7-8-pazarck-2023"),
        ({"url": "https://www.bbc.co.uk/news/1"}, "bbc-bell-gone"),
        ({"url": "https://earthquake.usgs.gov/x"}, "usgs-bell-gone"),
        ({"url": "https://www.example.com.br/x"}, "example-bell-gone"),
        ({"url": "https://co.uk/x"}, "co-bell-gone"),
        ({"url": "http://localhost/x"}, "localhost-bell-gone"),
        ({"url": "http://127.0.0.1:80/x"}, "127-0-0-1-bell-gone"),
        ({"publisher": "usgs"}, "usgs-bell-gone"),
        ({"publisher": "Another"}, "log-bell-gone"),
        ({"title": "鐘が 消えた", "published": "2026"}, "log-鐘が-消えた-2026"),
        ({"title": "—"}, "log"),
        ({"title": "a" * 90 + " bell"}, "log-" + "a" * 40),
    ],
)
def test_an_id_says_who_what_and_when(said: Mapping[str, str], id_: str) -> None:
    assert new_id(fields(**said), {"usgs"}, set()) == id_


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert new_id(fields(), set(), {"log-bell-gone", "log-bell-gone-2"}) == "log-bell-gone-3"


# Publishers ---------------------------------------------------------------------------------------------------------

ORGANISATIONS = {
    one.id: one
    for one in (
        Organisation("bbc", "BBC News", url="https://www.bbc.com"),
        Organisation("usgs", "U.S. Geological Survey", url="https://www.usgs.gov/"),
        Organisation("one", "The Log", url="https://log.example"),
        Organisation("two", "The Log", url="https://log.example"),
        Organisation("xz", "xz repository", url="https://git.example/root/xz"),
        Organisation("bare", "Bare"),
    )
}


@pytest.mark.parametrize(
    ("name", "address", "publisher"),
    [
        ("bbc news", "https://elsewhere.example/x", "bbc"),
        ("BBC", "https://www.bbc.com/x", "bbc"),
        (None, "https://earthquake.usgs.gov/x", "usgs"),
        (None, "https://notusgs.gov/x", None),
        ("The Log", "https://other.example/x", "The Log"),
        ("Log", "https://log.example/x", "Log"),
        (None, "https://git.example/root/xz/tree", "xz"),
        (None, "https://git.example/root/xz2", None),
        (None, "http://[", None),
        ("U.S. Geological Survey", "https://www.bbc.com/x", "usgs"),
    ],
)
def test_who_published_it(name: str | None, address: str, publisher: str | None) -> None:
    found = publisher_of(Found(name, "meta og:site_name") if name else None, address, ORGANISATIONS)

    assert (found.value if found else None) == publisher


# What is there already ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.log.example/bell/", "https://log.example/bell", True),
        ("https://log.example/bell?utm_source=x&fbclid=2", "https://LOG.example/bell#top", True),
        ("https://log.example:443/bell", "https://log.example/bell", True),
        ("https://log.example/bell?id=1", "https://log.example/bell?id=2", False),
        ("https://log.example/bell", "https://log.example/Bell", False),
        ("https://doi.org/10.1000/X", "http://dx.doi.org/10.1000/x", True),
    ],
)
def test_two_addresses_of_one_page(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) is same


def test_a_page_is_known_by_any_of_its_addresses_and_by_its_doi() -> None:
    place = Place("articles/sources.yml")
    known = known_addresses(
        [
            Source("a", Kind.NEWS, "A", place, url="http://log.example/bell"),
            Source("b", Kind.STUDY, "B", place, doi="10.1000/XYZ"),
            Source("c", Kind.INTERVIEW, "C", place, url="mailto:a@b.example"),
            Source("d", Kind.NEWS, "D", place, url="https://log.example/bell"),
        ]
    )

    entry = NewEntry("new", fields(url="https://journal.example/1", doi="10.1000/xyz"))
    assert [known.get(key) for key in entry_keys(entry, ["https://www.log.example/bell?utm_medium=y"])] == [
        None,
        "b",
        "a",
    ]
    assert "c" not in known.values()


# YAML ---------------------------------------------------------------------------------------------------------------


def test_an_entry_is_written_as_by_hand() -> None:
    copy = Memento("https://web.archive.org/web/20260505000000/x", datetime.datetime(2026, 5, 5, tzinfo=datetime.UTC))
    said = fields(title="Bell: gone", author=("Ruth Vane", "Quill, Ada"), published="2026-05-04", updated="2026-05",
                  accessed="2026-11-22")  # fmt: skip

    assert NewEntry("log-bell", said, (copy,)).lines(2) == (
        "  log-bell:\n"
        "    kind: news\n"
        "    title: 'Bell: gone'\n"
        "    author: [Ruth Vane, 'Quill, Ada']\n"
        "    published: 2026-05-04\n"
        "    updated: 2026-05\n"
        "    accessed: 2026-11-22\n"
        "    url: https://log.example/bell\n"
        "    archives: [{url: 'https://web.archive.org/web/20260505000000/x', date: 2026-05-05, "
        "service: Internet Archive}]\n"
    )


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.text(max_size=20), max_size=3),
    st.text(max_size=30),
    st.sampled_from(["2026", "2026-05", "2026-05-04", "2026-05-04T09:00Z"]),
)
def test_whatever_a_page_says_the_entry_can_be_read(title: str, authors: list[str], publisher: str, day: str) -> None:
    said = {"title": values.clean(title), "publisher": values.name(publisher), "published": day}
    usable = {name: value for name, value in said.items() if value is not None}
    names = tuple(dict.fromkeys(filter(None, map(values.author, authors))))
    entry = NewEntry("log-bell", fields(**usable, **({"author": names} if names else {})))

    text = add_entries("# Ours\nsources:\n  a: {unidentified: true}\n", {entry.id: entry.yaml()}, entry.lines)
    registry = load_registry([RegistryFile("articles/sources.yml", text.encode())])

    assert [problem for problem in registry.problems if problem.severity is Severity.ERROR] == []
    source = registry.sources["log-bell"]
    assert source.title == usable.get("title", "Bell gone")
    assert tuple(name.literal for name in source.author) == names
    assert source.publisher == usable.get("publisher")


def test_all_that_a_registry_holds_stays_as_it_is() -> None:
    before = (Path(__file__).parents[1] / "articles/sources.yml").read_text(encoding="utf-8")
    entry = NewEntry("log-bell", fields())

    after = add_entries(before, {entry.id: entry.yaml()}, entry.lines)

    assert after == before + entry.lines(2)
    assert yaml.safe_load(after)["sources"]["log-bell"] == entry.yaml()


def test_what_is_told_of_an_entry() -> None:
    entry = NewEntry("log-bell", fields(title="B" * 90, author=("Ruth", "Ada")), remarks=("It is odd.",))

    assert entry_table(entry, "12 characters") == (
        "  kind    news" + " " * 60 + "  meta x\n"
        f"  title   {'B' * 63}…  meta x\n"
        "  author  Ruth; Ada" + " " * 55 + "  meta x\n"
        "  url     https://log.example/bell" + " " * 40 + "  meta x\n"
        "  text    12 characters\n"
        "  Not on the page: publisher, published, updated, language.\n"
        "  - It is odd."
    )
