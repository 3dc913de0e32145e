"""The Web Annotations of an article: what they say, that the model allows it, and that they find their sentences."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotation_model import faults
from conftest import Built, SiteBuilder
from factories import Block, record, registry, source
from mkdocs_provenance import model as m
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.moments import Moment, moment_of_copy, moment_of_date
from mkdocs_provenance.exports.web_annotations import NAME, annotation_files, collection
from mkdocs_provenance.publication import Publication
from mkdocs_provenance.views.addresses import Addresses
from record_factories import PROVENANCES, REGISTRIES, day
from small_site import article, small_config, small_site, soup_of, words

SITE = Publication("Second Reading", "https://example.org/")
PAGE = "https://example.org/articles/quake/"
FILE = f"{PAGE}{NAME}"


def edition(done: m.Provenance, held: m.Registry, publication: Publication = SITE, folder: str = "") -> Edition:
    return Edition(done, held, publication, Addresses(), folder)


def quake(*blocks: Block, held: m.Registry, **more: Any) -> m.Provenance:
    return record(held, blocks, address="articles/quake/", url=PAGE, **more)


def bodies(done: m.Provenance, held: m.Registry) -> list[Any]:
    made: Any = collection(edition(done, held))
    assert faults(made) == []
    return [each.get("body") for each in made["first"]["items"]]


def body(one: m.Source, text: str = "It shook.", *quotations: m.Quotation, locator: str | None = None) -> Any:
    """The body of the one annotation of a statement that rests on a source."""
    held = registry([one])
    done = quake(Block([(text, [one.id])]), held=held, quotations=quotations)
    claim = done.claims[0]
    tie = replace(claim.evidence[0], locator=locator)
    found = bodies(replace(done, claims=(replace(claim, evidence=(tie,)),)), held)
    assert len(found) == 1
    return found[0]


def test_the_golden_collection() -> None:
    usgs = source(
        "usgs",
        url="https://earthquake.usgs.gov/1",
        archives=(m.Archive("https://web.archive.org/web/20230207010203/https://earthquake.usgs.gov/1"),),
        excerpts=(m.Excerpt("the first shock was the longer", prefix="Of the two, ", locator="Summary"),),
    )
    official = source("official", attribution=m.Attribution.UNNAMED, described_as="an official", title="SECRET")
    held = registry([usgs, official])
    done = quake(
        Block([("It shook twice.", []), ("“The first shock was the longer.”", ["usgs", "official"])]),
        Block([("A word decides.", [])], m.Role.ANALYSIS),
        held=held,
        quotations=[m.Quotation("The first shock was the longer.", "p1", "c2", "usgs", m.QuotationResult.NORMALISED)],
    )

    made = collection(edition(done, held))

    target = {
        "id": f"{PAGE}#provenance-claim-2",
        "type": "SpecificResource",
        "source": PAGE,
        "selector": {
            "type": "TextQuoteSelector",
            "exact": "“The first shock was the longer.”",
            "prefix": "It shook twice. ",
        },
    }
    assert made == {
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"locator": "http://purl.org/ontology/bibo/locator"}],
        "id": FILE,
        "type": "AnnotationCollection",
        "label": "Two strong earthquakes",
        "total": 3,
        "first": {
            "id": f"{FILE}#page",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": [
                {
                    "id": f"{FILE}#c2-1",
                    "type": "Annotation",
                    "motivation": "linking",
                    "body": {
                        "type": "SpecificResource",
                        "source": "https://earthquake.usgs.gov/1",
                        "purpose": "linking",
                        "state": {
                            "type": "TimeState",
                            "sourceDate": "2023-02-07T01:02:03Z",
                            "cached": "https://web.archive.org/web/20230207010203/https://earthquake.usgs.gov/1",
                        },
                        "selector": {
                            "type": "TextQuoteSelector",
                            "exact": "the first shock was the longer",
                            "prefix": "Of the two, ",
                        },
                        "locator": "Summary",
                    },
                    "target": target,
                },
                {
                    "id": f"{FILE}#c2-2",
                    "type": "Annotation",
                    "motivation": "linking",
                    "body": {"type": "TextualBody", "value": "an official", "format": "text/plain"},
                    "target": target,
                },
                {
                    "id": f"{FILE}#p2",
                    "type": "Annotation",
                    "motivation": "classifying",
                    "body": {
                        "type": "SpecificResource",
                        "source": "http://cv.iptc.org/newscodes/genre/Analysis",
                        "purpose": "classifying",
                    },
                    "target": {
                        "type": "SpecificResource",
                        "source": PAGE,
                        "selector": {"type": "TextQuoteSelector", "exact": "A word decides."},
                    },
                },
            ],
        },
    }
    assert faults(made) == []


def test_an_article_that_cites_nothing_has_none() -> None:
    held = registry([])

    assert list(annotation_files(edition(quake(Block([("It shook.", [])]), held=held), held))) == []


def test_one_that_cites_outside_of_statements_only_has_an_empty_one() -> None:
    held = registry([source()])
    done = quake(held=held, disagreement=[("One says this.", ["usgs"])])

    ((_, data),) = annotation_files(edition(done, held))

    made = json.loads(data)
    assert made["total"] == 0
    assert faults(made) == []


# The source


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"url": "https://example.org/a b"}, f"{PAGE}#provenance-note-1"),
        ({"url": "https://example.org/<a>"}, "https://example.org/%3Ca%3E"),
        ({"url": "javascript:alert(1)"}, f"{PAGE}#provenance-note-1"),
        ({"url": "mailto:a@example.org"}, f"{PAGE}#provenance-note-1"),
        ({"url": None, "doi": "10.1000/182"}, "https://doi.org/10.1000/182"),
        ({"url": None, "doi": "https://doi.org/10.1000/182"}, "https://doi.org/10.1000/182"),
        ({"url": None, "isbn": "978-3-16-148410-0"}, "urn:isbn:9783161484100"),
        ({"url": None, "locator": "Ankara"}, f"{PAGE}#provenance-note-1"),
    ],
)
def test_a_source_goes_by_its_address_else_by_its_note(fields: dict[str, Any], address: str) -> None:
    assert body(source("usgs", **fields)) == {"type": "SpecificResource", "source": address, "purpose": "linking"}


def test_of_an_unnamed_source_only_the_description_is_given() -> None:
    secrets = dict.fromkeys(("title", "url", "speaker", "locator", "note", "interest", "conditions"), "https://SECRET/")
    official = source(
        "official",
        attribution=m.Attribution.UNNAMED,
        described_as="an official",
        excerpts=(m.Excerpt("SECRET", locator="p. 4"),),
        archives=(m.Archive("https://SECRET/", day("2023-02-07")),),
        accessed=day("2023-02-07"),
        **secrets,
    )

    assert body(official, "“SECRET”", locator="p. 4") == {
        "type": "TextualBody",
        "value": "an official",
        "format": "text/plain",
    }
    assert body(replace(official, described_as=None)) is None


EXCERPTS = (
    m.Excerpt("The pipe was sound.", locator="p. 3"),
    m.Excerpt("We found no evidence - none whatsoever - of a leak.", locator="p. 4", suffix=" Nor did others."),
)


@pytest.mark.parametrize(
    ("quoted", "result", "locator", "found"),
    [
        ("no evidence – none whatsoever", m.QuotationResult.NORMALISED, None, 1),
        ("We found no evidence … of a leak", m.QuotationResult.ELIDED, None, 1),
        ("[w]e found no evidence", m.QuotationResult.ELIDED, None, 1),
        ("of a leak … no evidence", m.QuotationResult.ELIDED, None, None),
        ("the pipe was sound", m.QuotationResult.EXACT, "p. 4", 0),
        ("the pipe was bad", m.QuotationResult.ALTERED, None, None),
        (None, None, "p. 4", 1),
        (None, None, "p. 5", None),
        (None, None, None, None),
    ],
)
def test_words_of_the_source_are_selected_where_the_tie_is_known_to_be_to_them(
    quoted: str | None, result: m.QuotationResult | None, locator: str | None, found: int | None
) -> None:
    said = [] if quoted is None or result is None else [m.Quotation(quoted, "p1", "c1", "usgs", result)]
    made = body(source("usgs", excerpts=EXCERPTS), "It said so.", *said, locator=locator)

    if found is None:
        assert "selector" not in made
    else:
        assert made["selector"]["exact"] == EXCERPTS[found].text
        assert made["selector"].get("suffix") == EXCERPTS[found].suffix
    assert made.get("locator") == (locator or (EXCERPTS[found].locator if found is not None else None))


# When it was so


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        (day("2023-02-06"), "2023-02-06T00:00:00Z", "2023-02-06T23:59:59Z"),
        (day("2024-02"), "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"),
        (day("2023"), "2023-01-01T00:00:00Z", "2023-12-31T23:59:59Z"),
        (day("2023-02-06/2023-03"), "2023-02-06T00:00:00Z", "2023-03-31T23:59:59Z"),
        (m.PartialDate("", 2023, 2, 6, "10:00Z"), "2023-02-06T10:00:00Z", None),
        (m.PartialDate("", 2023, 2, 6, "10:00:30+03:00"), "2023-02-06T10:00:30+03:00", None),
        (m.PartialDate("", 2023, 2, 6, "10:00"), "2023-02-06T00:00:00Z", "2023-02-06T23:59:59Z"),
    ],
)
def test_a_date_is_a_moment_or_the_time_between_two(date: m.PartialDate, start: str, end: str | None) -> None:
    assert moment_of_date(date) == Moment(start, end)


@pytest.mark.parametrize("date", [None, day("2023~"), day("2023-02-06?"), day("2023/2024~")])
def test_a_date_without_bounds_is_none(date: m.PartialDate | None) -> None:
    assert moment_of_date(date) is None


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        ("https://web.archive.org/web/20230207010203/https://example.org/", Moment("2023-02-07T01:02:03Z")),
        ("https://web.archive.org/web/20230207010203id_/https://example.org/", Moment("2023-02-07T01:02:03Z")),
        ("https://web.archive.org/web/20231307010203/https://example.org/", None),
        ("https://web.archive.org/web/20230230010203/https://example.org/", None),
        ("https://web.archive.org/web/20230207240203/https://example.org/", None),
        ("https://web.archive.org/web/00000101000000/https://example.org/", None),
        ("https://archive.example/abc", None),
    ],
)
def test_an_archives_address_tells_when_the_copy_was_saved(url: str, moment: Moment | None) -> None:
    assert moment_of_copy(m.Archive(url)) == moment
    assert moment_of_copy(m.Archive(url, day("2022-01-02"))) == (moment or moment_of_date(day("2022-01-02")))


def test_the_first_copy_whose_time_is_known_is_named_else_when_it_was_read() -> None:
    copies = (
        m.Archive("https://a.example/"),
        m.Archive("file:///b", day("2022")),
        m.Archive("https://c.example/", day("2023")),
    )
    read = source("usgs", accessed=day("2024-05-06"))

    assert body(replace(read, archives=copies))["state"] == {
        "type": "TimeState",
        "sourceDateStart": "2023-01-01T00:00:00Z",
        "sourceDateEnd": "2023-12-31T23:59:59Z",
        "cached": "https://c.example/",
    }
    assert body(replace(read, archives=copies[:2]))["state"] == {
        "type": "TimeState",
        "sourceDateStart": "2024-05-06T00:00:00Z",
        "sourceDateEnd": "2024-05-06T23:59:59Z",
    }


# Whatever is written


@settings(max_examples=30)  # to draw a record takes longer than to judge it
@given(PROVENANCES, REGISTRIES, st.sampled_from([SITE, Publication()]))
def test_any_record_gives_a_collection_that_the_model_allows(
    done: m.Provenance, held: m.Registry, publication: Publication
) -> None:
    done = replace(done, article=replace(done.article, url=PAGE, address="articles/quake/"))
    made: Any = collection(edition(done, held, publication))

    assert faults(made) == []
    items = made.get("first", {"items": []})["items"]
    assert made["total"] == len(items)
    ties = sum(len(claim.evidence) for claim in done.claims)
    assert sum(each["motivation"] == "linking" for each in items) == ties
    for name, data in annotation_files(edition(done, held, publication)):
        assert name == NAME
        assert json.loads(data) == made


def test_half_a_surrogate_pair_can_still_be_written() -> None:
    held = registry([source("usgs", url="https://example.org/\ud800")])
    done = quake(Block([("It shook \ud800.", ["usgs"])]), held=held)

    ((_, data),) = annotation_files(edition(done, held))

    assert json.loads(data)["first"]["items"][0]["target"]["selector"]["exact"] == "It shook \ud800."


# On the page

TEXT = """\
The ground **shook, twice**, and `then` stopped [1]. It shook
again after *nine* hours [1, 2; @afad-3, p. 4]. Nobody counted. Then "it cannot be considered an aftershock" [2].

> "cannot be considered an aftershock"

- A wall fell [1].
- A wall fell [3].

!!! analysis
    A word matters [2]. It matters & more.
"""
FILES = {"articles/quake.md": article(TEXT, sources=["usgs-1", "kaust-2", "afad-3"], title="<b>Quake</b>")}


def annotated(built: Built, path: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(built.read(path))
    assert faults(made) == []
    return made


def prose(soup: BeautifulSoup) -> str:
    """The page's text without the marks, and without the panel, which says some of it again."""
    for apart in soup.select(".provenance-mark, .provenance-panel, .provenance-summary"):
        apart.decompose()
    return words(soup.main or soup)


def test_every_selector_finds_its_sentence_on_the_page_once(shared_site: SiteBuilder) -> None:
    built = shared_site("annotations", small_site(FILES), small_config(site_url="https://example.org/"))
    made = annotated(built, f"articles/quake/{NAME}")
    soup = soup_of(built, "articles/quake/index.html")
    text = prose(soup)

    items = made["first"]["items"]
    assert [each["motivation"] for each in items].count("linking") == 7
    assert [each["motivation"] for each in items].count("classifying") == 1
    for each in items:
        selector, place = each["target"]["selector"], each["target"].get("id")
        around = selector.get("prefix", "") + selector["exact"] + selector.get("suffix", "")
        if selector["exact"] == "A wall fell.":  # nothing but the address can tell the two apart
            assert text.count(around) == 2
        else:
            assert text.count(around) == 1, around
        if place is not None:
            address, _, anchor = place.partition("#")
            found = soup.find(id=anchor)
            assert address == each["target"]["source"] == PAGE
            assert found is not None
            assert words(found) == selector["exact"]


def test_the_words_quoted_are_tied_to_the_excerpt(shared_site: SiteBuilder) -> None:
    built = shared_site("annotations", small_site(FILES), small_config(site_url="https://example.org/"))
    items = annotated(built, f"articles/quake/{NAME}")["first"]["items"]

    selected = {
        each["id"].partition("#")[2]: each["body"]["selector"]["exact"] for each in items if "selector" in each["body"]
    }

    assert selected == {"c4-1": "It cannot be considered an aftershock of the first."}


@pytest.mark.parametrize(
    ("config", "path", "page"),
    [
        ({}, f"articles/quake/{NAME}", "./"),
        ({"use_directory_urls": False}, f"articles/quake/{NAME}", "../quake.html"),
        ({"site_url": "https://example.org/d/", "use_directory_urls": False}, f"articles/quake/{NAME}",
         "https://example.org/d/articles/quake.html"),
    ],
)  # fmt: skip
def test_the_page_is_found_from_the_file(built_site: SiteBuilder, config: dict[str, Any], path: str, page: str) -> None:
    built = built_site(small_site(FILES), small_config(**config))
    made = annotated(built, path)

    whole = f"{config['site_url']}{path}" if "site_url" in config else NAME
    assert made["id"] == whole
    assert made["first"]["items"][0]["id"] == f"{whole}#c1-1"
    assert {each["target"]["source"] for each in made["first"]["items"]} == {page}
    if "site_url" not in config:
        target = (built.site_dir / path).parent / page
        assert (target / "index.html" if target.is_dir() else target).is_file()


def test_without_exports_there_is_none(built_site: SiteBuilder) -> None:
    built = built_site(small_site(FILES), small_config({"exports": False}))

    assert built.ok
    assert not list(built.site_dir.rglob(NAME))


@pytest.mark.parametrize(
    "damage",
    [
        {"id": 7},
        {"type": "Collection"},
        {"total": -1},
        {"first": None},
        {"@context": ["https://example.org/"]},
        {"first": {"id": FILE, "type": "AnnotationPage", "items": [{"id": FILE, "type": "Annotation"}]}},
    ],
)
def test_the_model_refuses_what_is_wrong(damage: dict[str, Any]) -> None:
    held = registry([source()])
    made: Any = collection(edition(quake(Block([("It shook.", ["usgs"])]), held=held), held))

    assert faults(made) == []
    assert faults({**made, **damage}) != []
