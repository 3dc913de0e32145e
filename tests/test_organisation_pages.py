"""The page of every organisation: who owns it, what it published, and how much of the site rests on that."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import Built, SiteBuilder
from factories import Block, record, registry, source
from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Attribution, Closeness, Organisation, OrganisationKind, Registry
from mkdocs_provenance.views.organisation_page import PAGE, organisation_pages
from mkdocs_provenance.views.site_page import SitePage
from small_site import one, small_config, soup_of, words
from sources_site import sources_site
from test_source_pages import EVIL, LINKS, evil_registry, press_for


def pages_for(held: Registry, *records: Any) -> dict[str, SitePage]:
    made = list(organisation_pages(Ledger(records, held), press_for(held)))
    assert len({page.path for page in made}) == len(made)
    return {page.path.removeprefix("sources/organisations/"): page for page in made}


def soup(page: SitePage) -> BeautifulSoup:
    return BeautifulSoup(page.html, "html.parser")


def details(page: BeautifulSoup | Tag) -> dict[str, list[str]]:
    return {words(row.select("dt")[0]): [words(dd) for dd in row.select("dd")] for row in page.select("dl > div")}


@pytest.fixture
def site(shared_site: SiteBuilder) -> Built:
    built = shared_site("sources-True", sources_site(), small_config(use_directory_urls=True))
    assert built.ok, built.log
    return built


def test_an_owner_and_what_it_owns_lead_to_one_another(site: Built) -> None:
    owner = one(soup_of(site, "sources/organisations/holding/index.html"), "main")
    owned = one(soup_of(site, "sources/organisations/tide/index.html"), "main")

    assert details(owner) == {
        "Kind": ["Company"],
        "Country": ["Norway"],
        "Owns": ["The Daily Tide", "Coast Wire"],
        "Website": ["holding.example.org"],
    }
    assert details(owned) == {
        "Kind": ["News organisation"],
        "Owner": ["Harbour Holding"],
        "Where ownership is on record": ["register.example.org/tide"],
        "Stake": ["The owner builds ships."],
        "How near its sources stand": ["Second-hand: reports what others said. (1)"],
    }
    assert one(owned, "dl a[href*=holding]")["href"] == "../../../sources/organisations/holding/"


def test_its_sources_are_those_that_name_it_by_its_id_or_by_its_name(site: Built) -> None:
    tide = one(soup_of(site, "sources/organisations/tide/index.html"), "main")
    office = one(soup_of(site, "sources/organisations/office/index.html"), "main")

    assert (
        words(one(tide, "#provenance-sources + ul")) == "What the study says News report · 1 April 2020 · 1 statement"
    )
    assert [words(li) for li in office.select("#provenance-sources + ul > li")] == [
        "The bells of the coast Retracted · Study · March 2020 · 1 statement",
        "The harbour's log Document · 251 statements",
    ]
    assert words(one(office, ".provenance-lead")) == "252 statements in 3 articles rest on its sources."


def test_a_source_that_is_not_named_is_neither_listed_nor_counted() -> None:
    hidden = source("hidden", publisher="office", attribution=Attribution.UNNAMED, closeness=Closeness.FIRST_HAND)
    held = registry([hidden, source("a", publisher="office")], [Organisation("office", "Office")])
    told = record(held, [Block([("It rang.", ["hidden"]), ("It fell.", ["a", "hidden"])])])

    page = pages_for(held, told)["office"]

    assert words(one(soup(page), ".provenance-lead")) == "1 statement in 1 article rests on its sources."
    assert "hidden" not in page.html
    assert details(soup(page)) == {}


def test_a_statement_that_rests_on_two_of_its_sources_counts_once() -> None:
    held = registry([source("a", publisher="wire"), source("b", publisher="wire")], [Organisation("wire", "Wire")])
    told = record(held, [Block([("It rang.", ["a", "b"])])])

    assert pages_for(held, told)["wire"].description == "1 statement in 1 article rests on its sources."


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([], "No source of its own is listed here."),
        ([source("a", publisher="wire")], "No statement on this site rests on its sources."),
    ],
)
def test_an_organisation_that_nothing_rests_on_says_so(sources: list[Any], said: str) -> None:
    (page,) = pages_for(registry(sources, [Organisation("wire", "Wire")])).values()

    assert page.description == said


def test_what_others_report_of_it_is_listed_apart() -> None:
    bodies = [Organisation("wire", "Coast Wire", OrganisationKind.WIRE), Organisation("tide", "The Tide")]
    held = registry(
        [source("a", publisher="tide", origin="wire"), source("b", publisher="wire", origin="wire")], bodies
    )

    page = soup(pages_for(held)["wire"])

    assert [words(a) for a in page.select("#provenance-sources + ul a")] == ["Title of b"]
    assert [words(a) for a in page.select("#provenance-reported ~ ul a")] == ["Title of a"]


def test_how_near_its_sources_stand_is_said_in_words() -> None:
    near = [Closeness.FIRST_HAND, Closeness.FIRST_HAND, Closeness.THIRD_HAND, None]
    held = registry(
        [source(f"s{n}", publisher="o", closeness=closeness) for n, closeness in enumerate(near)],
        [Organisation("o", "Office")],
    )

    assert details(soup(pages_for(held)["o"]))["How near its sources stand"] == [
        "First-hand. (2)",
        "Third-hand: repeats what others reported. (1)",
        "Not said (1)",
    ]


def test_a_long_list_goes_on_on_further_pages() -> None:
    count = PAGE + 1
    held = registry([source(f"s{n}", publisher="o") for n in range(count)], [Organisation("o", "Office")])

    first, second = pages_for(held).values()

    listed = [str(a["href"]).lstrip("./") for page in (first, second) for a in soup(page).select(".provenance-list a")]
    assert len(set(listed)) == len(listed) == count
    assert (first.path, second.path) == ("sources/organisations/o", "sources/organisations/o/page/2")
    assert (first.search, second.search) == (True, False)
    assert one(soup(second), "h1 a")["href"] == "../../../../../sources/organisations/o/"
    assert one(soup(second), "nav a[rel=prev]")["href"] == "../../../../../sources/organisations/o/"


@pytest.mark.parametrize("link", LINKS)
def test_no_value_gets_out_of_its_place(link: str) -> None:
    held = evil_registry(link)

    for page in pages_for(held, record(held, [Block([(EVIL, ["evil"])])])).values():
        found = soup(page)
        assert not found.select("script, img, style, title, iframe")
        assert not [name for element in found.select("*") for name in element.attrs if name.startswith("on")]
        assert all(str(a["href"]).startswith(("../", "#", "https://")) for a in found.select("[href]"))
        assert "<script>alert(1)</script>" in found.get_text()
