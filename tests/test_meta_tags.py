"""The tags of an article's head by what they are for: what Zotero saves, what Google Scholar reads of its sources."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from msgspec.structs import replace

from conftest import SiteBuilder
from factories import date
from mkdocs_provenance.exports.meta_tags import meta_tags
from mkdocs_provenance.model import Attribution, Form, Kind, Name, Source
from mkdocs_provenance.publication import ITEM_TYPES, Publication
from record_factories import SOURCES, day, source
from small_site import article, small_config, small_site
from test_reference_managers import ADA, SITE, edition
from zotero import saved_by_zotero

ADDRESS = "https://example.org/articles/two-quakes/"
FULL: dict[str, Any] = {
    "title": "Two strong earthquakes",
    "authors": ("Ada Lovelace", "Data desk"),
    "section": "World",
    "language": "en-GB",
    "published": date("2023-02-08"),
    "updated": date("2023-02-10"),
}

SOCIAL = """\
<meta property="og:type" content="website">
<meta property="og:title" content="Two strong earthquakes - The Harbour Review">
<meta property="og:description" content="What happened.">
<meta property="og:url" content="https://example.org/articles/two-quakes/">
<meta name="twitter:title" content="Two strong earthquakes - The Harbour Review">
"""
"""What Material's plugin `social` writes."""


def page(tags: str, more: str = "") -> str:
    title = "<title>Two strong earthquakes - The Harbour Review</title>"
    return (
        f'<html lang="en"><head>{title}<meta name="generator" content="mkdocs">{tags}{more}</head><body></body></html>'
    )


def tags_of(html: str) -> list[tuple[str, str]]:
    metas = BeautifulSoup(html, "html.parser").select("meta[content]")
    return [(str(meta.get("name") or meta.get("property")), str(meta["content"])) for meta in metas]


# What Zotero saves ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", SOCIAL])
@pytest.mark.parametrize("item_type", ITEM_TYPES)
def test_zotero_files_an_article_as_what_it_is(item_type: str, more: str) -> None:
    html = meta_tags(edition(publication=replace(SITE, item_type=item_type), **FULL))

    saved = saved_by_zotero(page(html, more), ADDRESS)

    assert saved.type == item_type
    assert saved.title == "Two strong earthquakes"
    assert saved.creators == [("Lovelace", "Ada"), ("Data desk", "")]
    assert saved.date == "2023/02/08"
    assert (saved.section, saved.language, saved.url) == ("World", "en-GB", ADDRESS)
    assert saved.publisher == "Harbour Press"
    appeared_in = {"report": "Harbour Press", "preprint": ""}
    assert saved.publication == appeared_in.get(item_type, "The Harbour Review")


@pytest.mark.parametrize(("form", "saved_as"), [(Form.POST, "blogPost"), (Form.PAGE, "webpage")])
def test_a_post_and_a_page_are_no_newspaper_articles(form: Form, saved_as: str) -> None:
    saved = saved_by_zotero(page(meta_tags(edition(form=form, **FULL)), SOCIAL), ADDRESS)

    assert (saved.type, saved.publication) == (saved_as, "The Harbour Review")


def test_without_our_tags_zotero_takes_an_article_for_something_else() -> None:
    """The traps that the tags are there for."""
    assert saved_by_zotero(page("", SOCIAL), ADDRESS).type == "webpage"
    assert saved_by_zotero(page('<meta name="citation_title" content="A">'), ADDRESS).type == "journalArticle"
    assert saved_by_zotero(page('<meta name="citation_journal_title" content="A">'), ADDRESS).type == "journalArticle"
    assert saved_by_zotero(page('<meta name="citation_author" content="Data desk">'), ADDRESS).creators == [
        ("desk", "Data")
    ]


@pytest.mark.parametrize(
    ("authors", "creators"),
    [
        ((), []),
        (("Jan van der Berg",), [("van der Berg", "Jan")]),
        (("Ada M. Lovelace", "Jan van der Berg"), [("Lovelace", "Ada M."), ("van der Berg", "Jan")]),
        (("The Harbour Review",), [("The Harbour Review", "")]),
        (("Harbour Press",), [("Harbour Press", "")]),
        (("AFAD",), [("AFAD", "")]),
        (("Gabriel García Márquez",), [("Márquez", "Gabriel García")]),
        (("أحمد علي",), [("علي", "أحمد")]),
        (("Lovelace, Ada",), [("Lovelace", "Ada")]),
        (("Ada Lovelace; Ida Wells",), [("Lovelace", "Ada"), ("Wells", "Ida")]),
    ],
)
def test_names_as_zotero_keeps_them(authors: tuple[str, ...], creators: list[tuple[str, str]]) -> None:
    assert saved_by_zotero(page(meta_tags(edition(authors=authors))), ADDRESS).creators == creators


@pytest.mark.parametrize(
    ("published", "tags"),
    [
        (None, {}),
        ("2023", {"citation_publication_date": "2023"}),
        ("2023-02", {"citation_publication_date": "2023/02"}),
        ("2023-02-08", {"citation_publication_date": "2023/02/08", "article:published_time": "2023-02-08"}),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(published: str | None, tags: dict[str, str]) -> None:
    found = dict(tags_of(meta_tags(edition(published=date(published) if published else None))))

    assert {name: found[name] for name in found if "date" in name or "time" in name} == tags


@pytest.mark.parametrize(
    ("time", "moment"),
    [("10:00Z", "2023-02-08T10:00Z"), ("10:00+03:00", "2023-02-08T10:00+03:00"), ("10:00", "2023-02-08")],
)
def test_a_moment_has_a_zone(time: str, moment: str) -> None:
    told = replace(day("2023-02-08"), time=time)

    found = dict(tags_of(meta_tags(edition(published=told, updated=told))))

    assert found["article:published_time"] == found["article:modified_time"] == moment


def test_a_site_that_says_little_says_what_it_can() -> None:
    bare = edition(title="", address="a/", url="a/", published=None, publication=Publication())

    assert tags_of(meta_tags(bare)) == [("z:itemType", "newspaperArticle"), ("citation_language", "en")]


# What it cites -------------------------------------------------------------------------------------------------------


def references(*sources: Source) -> list[list[tuple[str, str]]]:
    """The references, each taken apart as Google Scholar does."""
    contents = [content for name, content in tags_of(meta_tags(edition(*sources))) if name == "citation_reference"]
    return [[(part.partition("=")[0], part.partition("=")[2]) for part in content.split("; ")] for content in contents]


def test_every_source_is_a_reference() -> None:
    names, url = (ADA, Name(literal="AFAD")), "https://example.org/a?b=c"
    when = day("2023-02")
    study = source(
        "a", Kind.STUDY, publisher="usgs", author=names, published=when, doi="10.1/x", language="de", url=url
    )
    ruling = source("b", Kind.COURT_RECORD, publisher="usgs", locator="Ankara")

    assert references(study, ruling) == [
        [
            ("citation_title", "Title of a"),
            ("citation_author", "Ada Lovelace"),
            ("citation_author", "AFAD"),
            ("citation_publication_date", "2023/02"),
            ("citation_journal_title", "U.S. Geological Survey"),
            ("citation_doi", "10.1/x"),
            ("citation_language", "de"),
            ("citation_public_url", "https://example.org/a?b=c"),
        ],
        [("citation_title", "Title of b"), ("citation_publisher", "U.S. Geological Survey")],
    ]


def test_who_is_not_named_and_what_is_not_known_is_no_reference() -> None:
    unnamed = source("a", Kind.INTERVIEW, attribution=Attribution.UNNAMED, described_as="an official", reason="safety")
    unknown = source("b", Kind.DOCUMENT, unidentified=True)

    assert references(unnamed, unknown) == []


def test_references_do_not_change_what_zotero_saves() -> None:
    cited = source("a", Kind.STUDY, author=(ADA,), publisher="usgs")

    assert saved_by_zotero(page(meta_tags(edition(cited))), ADDRESS).creators == []
    assert saved_by_zotero(page(meta_tags(edition(cited))), ADDRESS).type == "newspaperArticle"


# Hostile values ------------------------------------------------------------------------------------------------------

HOSTILE = "\"><script>alert(1)</script> & 'x'; citation_author=Somebody\nelse\x00"


def test_hostile_values_stay_values() -> None:
    bad = source("a", Kind.NEWS, title=HOSTILE, publisher=HOSTILE, author=(Name(literal=HOSTILE),))
    html = meta_tags(
        edition(
            bad, title=HOSTILE, authors=(HOSTILE,), section=HOSTILE, publication=Publication(HOSTILE, license=HOSTILE)
        )
    )

    soup = BeautifulSoup(html, "html.parser")
    assert {element.name for element in soup.find_all(True)} == {"meta"}
    assert "\n" not in html.replace(">\n", ">")
    shown = HOSTILE.replace("\n", " ").replace("\x00", "\ufffd")
    assert ("citation_title", shown) in tags_of(html)
    (reference,) = references(bad)
    assert [name for name, _ in reference] == ["citation_title", "citation_author", "citation_journal_title"]


@given(SOURCES)
def test_any_source_is_one_element_at_most(one: Source) -> None:
    soup = BeautifulSoup(meta_tags(edition(one)), "html.parser")

    assert len(soup.select('meta[name="citation_reference"]')) <= 1
    assert {element.name for element in soup.find_all(True)} == {"meta"}


# Built ---------------------------------------------------------------------------------------------------------------


def test_what_zotero_saves_of_a_built_page(built_site: SiteBuilder) -> None:
    text = article(
        author=["Ada Lovelace", "Data desk"], date="2023-02-08", description="What happened.", section="World"
    )
    options = {"publisher": {"name": "Harbour Press"}, "item_type": "magazineArticle"}
    config = {"theme": {"name": "material", "font": False}, "site_name": "The Harbour Review"}

    built = built_site(
        small_site({"articles/quake.md": text}), small_config(options, **config, site_url="https://example.org/")
    )

    assert built.ok, built.log
    html = built.read("articles/quake/index.html")
    saved = saved_by_zotero(html, "https://example.org/articles/quake/")
    assert saved.type == "magazineArticle"
    assert (saved.title, saved.date, saved.publication) == ("Quake", "2023/02/08", "The Harbour Review")
    assert saved.creators == [("Lovelace", "Ada"), ("Data desk", "")]
    assert (saved.abstract, saved.section, saved.language) == ("What happened.", "World", "en")
    assert saved.url == "https://example.org/articles/quake/"
    names = [name for name, _ in tags_of(html.partition("</head>")[0]) if name not in ("None", "citation_author")]
    assert len(names) == len(set(names))
    assert "Z3988" not in html
