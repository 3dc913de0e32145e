"""The index of sources: all that have a page, by kind; whom the site relies on; and what stays off it."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import Built, SiteBuilder, build_site
from factories import Block, record, registry, source
from mkdocs_provenance.ledger import Ledger
from mkdocs_provenance.model import Attribution, Closeness, Kind, Organisation, Registry, State, Status
from mkdocs_provenance.site_reader import read_site
from mkdocs_provenance.views.addresses import Addresses
from mkdocs_provenance.views.page import environment
from mkdocs_provenance.views.reliance import SHOWN
from mkdocs_provenance.views.site_page import Press
from mkdocs_provenance.views.source_index import PAGE, source_index
from mkdocs_provenance.views.words import ENGLISH
from small_site import dead_links, one, site_files, small_config, soup_of, words
from sources_site import sources_site

INDEX = "sources/index.html"
HOSTILE = "</option></ul><script>alert(1)</script>\"'&"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    built = build_site(tmp_path_factory.mktemp("index"), sources_site(), small_config())
    assert built.ok, built.log
    return built


@pytest.fixture(scope="module")
def page(built: Built) -> BeautifulSoup:
    return soup_of(built, INDEX)


@pytest.fixture(scope="module")
def ledger(built: Built) -> Ledger:
    site = read_site(built.root / "mkdocs.yml")
    return Ledger(site.pages.values(), site.registry)


def press(held: Registry) -> Press:
    shown = [each.id for each in held.sources.values() if each.attribution is not Attribution.UNNAMED]
    where = Addresses(
        index="sources/index",
        sources={key: f"sources/{key}" for key in shown},
        organisations={key: f"sources/organisations/{key}" for key in held.organisations},
    )
    return Press(ENGLISH, environment(), where)


def drawn(held: Registry, *blocks: Block) -> BeautifulSoup:
    """The first page for one article of these blocks."""
    found = next(source_index(Ledger([record(held, blocks)] if blocks else [], held), press(held)))
    return BeautifulSoup(found.html, "html.parser")


def entry(page: BeautifulSoup, title: str) -> Tag:
    return one(page, f'.provenance-index li:has(> a:-soup-contains("{title}"))')


# The list


def test_sources_are_grouped_by_kind_in_the_order_of_kinds(page: BeautifulSoup, ledger: Ledger) -> None:
    groups = page.select(".provenance-index > section")
    kinds = [Kind(str(group["data-kind"])) for group in groups]
    named = [each for each in ledger.registry.sources.values() if each.attribution is not Attribution.UNNAMED]

    assert kinds == sorted(kinds, key=list(Kind).index)
    assert {kind: len(group.select("li")) for kind, group in zip(kinds, groups, strict=True)} == Counter(
        each.kind for each in named
    )
    for group in groups:
        assert words(one(group, "h3 small")) == str(len(group.select("li")))
        titles = [words(a) for a in group.select("li > a")]
        assert titles == sorted(titles, key=str.casefold)


def test_its_headings_are_in_the_table_of_contents(page: BeautifulSoup) -> None:
    listed = [str(a["href"]).removeprefix("#") for a in page.select("#toc a") if a["href"] not in ("", "#")]

    headings = [str(heading["id"]) for heading in page.select("main h2, main h3")]
    assert [anchor for anchor in listed if anchor in headings] == headings
    assert headings[:2] == ["provenance-relied-on", "provenance-all-sources"]


def test_an_entry_says_what_a_source_is(page: BeautifulSoup) -> None:
    gone, news, small = (entry(page, title) for title in ("The old notice", "What the study says", "الجرس"))

    assert words(one(news, "small")) == "The Daily Tide · 1 April 2020 · Second-hand · 1 statement"
    assert news.select_one("small a")["href"] == "../sources/organisations/tide/"  # type: ignore[index]
    assert words(one(small, "small")) == "No publisher named · Arabic · 1 statement"
    assert (one(small, "a bdi")["lang"], words(one(small, ":scope > bdi"))) == ("ar", "(The small bell)")
    assert words(one(gone, "strong")) == "Original page removed"


def test_what_has_become_of_a_source_comes_first(page: BeautifulSoup) -> None:
    study = entry(page, "The bells of the coast")

    assert words(study).startswith("Retracted, 3 May 2022 The bells of the coast")
    assert study["data-status"] == "retracted"
    assert "1 source was retracted." in words(one(page, ".provenance-lead"))


def test_a_retracted_page_that_was_taken_down_is_still_retracted() -> None:
    status = Status(State.REMOVED, before=(Status(State.RETRACTED),))
    page = drawn(registry([source("a", status=status), source("b")]))

    assert words(one(entry(page, "Title of a"), "strong")) == "Retracted"
    assert [option["value"] for option in page.select("[name=status] option")] == ["", "retracted"]


def test_every_number_of_statements_is_the_ledgers(page: BeautifulSoup, ledger: Ledger) -> None:
    for source_ in ledger.registry.sources.values():
        if source_.attribution is Attribution.UNNAMED or source_.unidentified:
            continue
        count = sum(use.claim is not None for use in ledger.uses.get(source_.id, ()))
        assert words(entry(page, source_.title).select("small span")[-1]).split() == [
            str(count),
            "statement" if count == 1 else "statements",
        ]


def test_the_first_sentence_has_the_numbers_of_the_whole_site(page: BeautifulSoup, ledger: Ledger) -> None:
    statements = sum(record_.counts.sourced for record_ in ledger.records)

    said = words(one(page, ".provenance-lead"))

    expected = f"10 sources from 3 organisations ({len(ledger.origins)} separate origins); {statements} statements"
    assert said.startswith(expected)
    assert one(page, "meta[name=description]")["content"] == said


def test_links_lead_to_pages_that_are_there(built: Built) -> None:
    assert dead_links(built, INDEX) == []


def test_a_user_may_name_it_in_the_navigation(built_site: SiteBuilder) -> None:
    config = small_config(nav=[{"Home": "index.md"}, {"Who we rely on": "sources/index.md"}])
    page = soup_of(built_site(sources_site(), config), "index.html")

    assert [words(a) for a in page.select('nav a[href="sources/"]')] == ["Who we rely on"]


def test_a_site_without_such_pages_has_none(built_site: SiteBuilder) -> None:
    built = built_site(sources_site(), small_config({"sources_dir": ""}))

    assert INDEX not in site_files(built)


# What stays off it


def test_a_source_that_is_not_named_is_not_listed_and_the_page_says_why(page: BeautifulSoup, built: Built) -> None:
    html = built.read(INDEX)

    assert "Secret talk" not in html
    assert "porter" not in html.lower()
    assert words(one(page, ".provenance-aside")).startswith("Left out is 1 source that is not named:")


def test_all_sources_that_are_not_named_are_one_bar_without_their_publishers() -> None:
    held = registry(
        [source(key, attribution=Attribution.UNNAMED, publisher="Ministry", speaker="A. Smith") for key in "ab"]
    )
    page = drawn(held, Block([("One.", ["a"]), ("Two.", ["b"])]))

    assert [words(name) for name in page.select(".provenance-bars li > span")] == ["Sources that are not named"]
    assert one(page, ".provenance-bars svg")["aria-label"] == "Not said (2)"
    assert "Ministry" not in str(page)
    assert "Smith" not in str(page)
    assert "0 organisations" in words(one(page, ".provenance-lead"))
    assert not page.select(".provenance-index li, .provenance-filter")


# Whom the site relies on


def test_a_statement_counts_once_for_each_behind_it_with_the_nearest_source() -> None:
    near, far = Closeness.FIRST_HAND, Closeness.SECOND_HAND
    held = registry(
        [
            source("near", publisher="usgs", closeness=near),
            source("far", publisher="usgs", closeness=far),
            source("said", publisher=None, speaker="Orhan Tatar", closeness=Closeness.THIRD_HAND),
            source("nobody", publisher=None),
        ],
        [Organisation("usgs", "U.S. Geological Survey")],
    )
    page = drawn(
        held,
        Block([("One.", ["far", "near"]), ("Two.", ["far"]), ("Three.", ["near", "said"]), ("Four.", ["nobody"])]),
    )

    rows = [[words(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]

    assert [words(cell) for cell in page.select("thead th")] == [
        "Who", "First-hand", "Second-hand", "Third-hand", "Not said", "Total",
    ]  # fmt: skip
    assert rows == [
        ["U.S. Geological Survey", "2", "1", "0", "0", "3"],
        ["No publisher named", "0", "0", "0", "1", "1"],
        ["Orhan Tatar", "0", "0", "1", "0", "1"],
    ]
    assert [svg["aria-label"] for svg in page.select(".provenance-bars svg")] == [
        "Total (3), First-hand (2) and Second-hand (1)", "Not said (1)", "Third-hand (1)",
    ]  # fmt: skip
    link = one(page, ".provenance-bars a")
    assert (words(link), link["href"]) == ("U.S. Geological Survey", "../sources/organisations/usgs/")


def test_the_picture_shows_those_with_most_statements_and_counts_the_others_together() -> None:
    many = SHOWN + 8
    held = registry([source(f"s{n}", publisher=f"Paper {n:02}") for n in range(many)])
    page = drawn(held, Block([(f"{n}, {m}.", [f"s{n}"]) for n in range(many) for m in range(n + 1)]))

    names = [words(name) for name in page.select(".provenance-bars li > span")]

    assert names == [*(f"Paper {n:02}" for n in range(many - 1, many - 1 - SHOWN, -1)), "8 others (not drawn)"]
    assert words(one(page, ".provenance-apart b")) == str(sum(range(1, 9)))


def test_one_more_is_drawn_rather_than_called_another() -> None:
    held = registry([source(f"s{n}", publisher=f"Paper {n}") for n in range(SHOWN + 1)])
    page = drawn(held, Block([(f"{n}.", [f"s{n}"]) for n in range(SHOWN + 1)]))

    assert len(page.select(".provenance-bars svg")) == SHOWN + 1
    assert not page.select(".provenance-apart")


def test_sources_on_which_nothing_rests_make_no_picture() -> None:
    page = drawn(registry([source("a"), source("b")]))

    assert not page.select("figure, table, #provenance-relied-on")
    assert len(page.select(".provenance-index li")) == 2


# Long lists, and what the filters need


def test_a_long_list_is_cut_into_pages() -> None:
    kinds = list(Kind)
    held = registry(
        [source(f"s{n}", kind=kinds[n % 5], title=f"Title {n:04}", publisher=f"P{n % 7}") for n in range(1200)]
    )
    pages = list(source_index(Ledger([], held), press(held)))
    soups = [BeautifulSoup(each.html, "html.parser") for each in pages]

    assert [each.path for each in pages] == ["sources/index", "sources/page/2", "sources/page/3"]
    assert [each.search for each in pages] == [True, False, False]
    assert [len(soup.select(".provenance-index li")) for soup in soups] == [PAGE, PAGE, 200]
    titles = [words(a) for soup in soups for a in soup.select(".provenance-index li > a")]
    assert len(set(titles)) == 1200
    assert [bool(soup.select("form, script, figure, .provenance-lead")) for soup in soups] == [True, False, False]
    assert one(soups[0], "form")["data-more"] == "../sources/page/2/ ../sources/page/3/"
    assert one(soups[1], "[rel=prev]")["href"] == "../../../sources/"
    assert all(str(a["href"]).startswith("../../../sources/s") for a in soups[1].select(".provenance-index li a"))


def test_the_filters_offer_what_parts_the_list(page: BeautifulSoup) -> None:
    offered = {
        str(select["name"]): {str(option["value"]): words(option) for option in select.select("option")}
        for select in page.select(".provenance-filter select")
    }

    assert list(offered) == ["kind", "organisation", "status", "language"]
    assert offered["kind"] == {
        "": "All",
        "book": "Book (1)",
        "document": "Document (2)",
        "news": "News report (4)",
        "study": "Study (1)",
        "web-page": "Web page (1)",
    }
    assert offered["status"] == {"": "All", "removed": "Original page removed (1)", "retracted": "Retracted (1)"}
    assert offered["language"] == {"": "All", "ar": "Arabic (1)"}
    for name, choices in offered.items():
        held = page.select(".provenance-index > section, .provenance-index li")
        assert set(choices) - {""} <= {str(each.get(f"data-{name}")) for each in held}


def test_a_list_of_one_has_no_filters() -> None:
    assert not drawn(registry([source("a")])).select("form, script")


def test_text_of_the_registry_stays_text() -> None:
    held = registry(
        [
            source("a", title=HOSTILE, publisher=HOSTILE, language=HOSTILE, title_translated=HOSTILE),
            source("b", title=HOSTILE, publisher="x", kind=Kind.BOOK),
        ],
        [Organisation("x", HOSTILE)],
    )
    page = drawn(held, Block([("One.", ["a", "b"])]))

    assert [script.get("src") for script in page.select("script")] == ["../assets/provenance/sources.js"]
    assert [words(a) for a in page.select(".provenance-index li > a, .provenance-bars a, small a")] == [HOSTILE] * 5
    assert not page.select("[style], [title], [onclick]")


def test_a_site_of_the_users_own_language_is_in_that_language(built_site: SiteBuilder) -> None:
    files = {name: text for name, text in sources_site().items() if name != "articles/more/long list.md"}
    config = small_config(theme={"name": None, "custom_dir": "theme", "language": "ar"})
    page = soup_of(built_site(files, config), INDEX)

    assert words(one(page, '[data-kind="study"] h3')) == "دراسة 1"
    assert float(str(page.select(".provenance-bars rect")[0]["x"]).removesuffix("%")) > 0


def test_the_script_stays_small(built: Built) -> None:
    assert len(gzip.compress(Path(built.site_dir, "assets/provenance/sources.js").read_bytes(), 9)) <= 2048
