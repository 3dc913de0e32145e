"""Signposts in the head and the link set: found by the library `signposting`, and held against RFC 9264's rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given, settings
from msgspec.structs import replace

from conftest import Built, SiteBuilder
from mkdocs_provenance.exports.edition import Edition
from mkdocs_provenance.exports.signposting import linkset_file, signposts
from mkdocs_provenance.model import Archive, Attribution, Form, Kind, Source
from mkdocs_provenance.publication import ITEM_TYPES, Publication
from record_factories import SOURCES, source
from small_site import article, site_files, small_config, small_site
from test_reference_managers import SITE, edition

ADDRESS = "https://example.org/articles/two-quakes/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
REGISTERED = frozenset({"author", "cite-as", "describedby", "describes", "license", "memento", "type", "via"})
"""Those of IANA's link relations that we use."""


def links(one: Edition) -> list[tuple[str, str, str]]:
    found = BeautifulSoup(signposts(one), "html.parser").select("link")
    return [(" ".join(link["rel"]), str(link["href"]), str(link.get("type") or "")) for link in found]


def linkset(one: Edition) -> list[dict[str, Any]]:
    ((name, data),) = linkset_file(one)
    assert name == "linkset.json"
    return checked(json.loads(data))


def checked(document: Any) -> list[dict[str, Any]]:
    """The contexts of a link set, once they are known to keep the rules of RFC 9264, section 4.2."""
    assert list(document) == ["linkset"]
    for context in document["linkset"]:
        assert isinstance(context.pop("anchor", ""), str) is True
        assert context
        for relation, targets in context.items():
            assert relation in REGISTERED
            assert isinstance(targets, list)
            assert targets
            for target in targets:
                assert isinstance(target["href"], str)
                assert not re.search(r"\s", target["href"])
                assert {type(target.get(name, "")) for name in ("href", "type", "title", "media")} == {str}
                assert all(isinstance(tag, str) for tag in target.get("hreflang", []))
                assert set(target) <= {"href", "type", "title", "hreflang"}
                assert isinstance(target.get("hreflang", []), list)
    contexts: list[dict[str, Any]] = document["linkset"]
    return contexts


# The head ------------------------------------------------------------------------------------------------------------


def test_the_signposts_of_an_article() -> None:
    one = edition(
        source("a"), publication=replace(SITE, license=LICENCE), authors=("https://orcid.org/0000-0001", "Ada")
    )

    assert links(one) == [
        ("cite-as", ADDRESS, ""),
        ("type", "https://schema.org/NewsArticle", ""),
        ("type", "https://schema.org/AboutPage", ""),
        ("license", LICENCE, ""),
        ("author", "https://orcid.org/0000-0001", ""),
        ("describedby", "article.csl.json", "application/vnd.citationstyles.csl+json"),
        ("describedby", "article.bib", "application/x-bibtex"),
        ("describedby", "article.ris", "application/x-research-info-systems"),
        ("describedby", "provenance.json", "application/json"),
        ("describedby", "annotations.jsonld", "application/ld+json"),
        ("describedby", "prov.json", "application/json"),
        ("linkset", "linkset.json", "application/linkset+json"),
    ]


def test_what_is_not_there_is_not_pointed_to() -> None:
    one = edition(publication=Publication("A"), address="articles/two-quakes.html", url="articles/two-quakes.html")
    bare = Edition(one.provenance, one.registry, one.publication, type(one.addresses)(), "two-quakes/", has_files=False)
    cites_nothing = Edition(one.provenance, one.registry, one.publication, one.addresses, "two-quakes/")

    assert [relation for relation, _, _ in links(bare)] == ["type", "type"]
    assert [href for relation, href, _ in links(cites_nothing) if relation == "describedby"] == [
        "two-quakes/article.csl.json",
        "two-quakes/article.bib",
        "two-quakes/article.ris",
        "two-quakes/provenance.json",
    ]


@pytest.mark.parametrize("item_type", ITEM_TYPES)
def test_every_article_is_something_and_its_page(item_type: str) -> None:
    types = [
        href
        for relation, href, _ in links(edition(publication=replace(SITE, item_type=item_type)))
        if relation == "type"
    ]

    assert types[1] == "https://schema.org/AboutPage"
    assert re.fullmatch(r"https://schema\.org/(?:[A-Z][a-z]+)+", types[0])


def test_a_post_is_a_post() -> None:
    assert ("type", "https://schema.org/BlogPosting", "") in links(edition(form=Form.POST))


@pytest.mark.parametrize(
    ("address", "href"),
    [
        (LICENCE, LICENCE),
        ("about/licence/", "../../about/licence/"),
        ("javascript://alert(1)", None),
        ('https://example.org/"><script>', 'https://example.org/"><script>'),
        ("", None),
    ],
)
def test_the_licence(address: str, href: str | None) -> None:
    one = edition(publication=Publication("A", license=address))

    assert [found for relation, found, _ in links(one) if relation == "license"] == ([href] if href else [])
    assert "<script" not in signposts(one)


# The link set --------------------------------------------------------------------------------------------------------


def test_the_link_set_repeats_the_head_and_adds_the_sources() -> None:
    copy = Archive("https://web.archive.org/web/2023/https://example.org/a")
    cited = (
        source("a", url="https://example.org/a", language="de", archives=(copy,)),
        source("b", doi="10.1000/x"),
        source("c", locator="Ankara"),
        source("d", url="https://example.org/d", attribution=Attribution.UNNAMED, archives=(copy,)),
        source("e", url="javascript:alert(1)", archives=(Archive("ftp://example.org/"),)),
    )
    one = edition(*cited, publication=replace(SITE, license=LICENCE))

    own, *others = linkset(one)

    for relation in ("cite-as", "type", "license", "describedby"):
        head = [(urljoin(ADDRESS, href), type_) for found, href, type_ in links(one) if found == relation]
        assert [(target["href"], target.get("type", "")) for target in own[relation]] == head
    assert own["via"] == [
        {"href": "https://example.org/a", "title": "Title of a", "hreflang": ["de"]},
        {"href": "https://doi.org/10.1000/x", "title": "Title of b"},
    ]
    assert others[:-1] == [{"describes": [{"href": ADDRESS, "type": "text/html"}]}] * 6
    assert others[-1] == {"memento": [{"href": copy.url}]}


def test_addresses_of_a_site_without_one_start_from_the_file() -> None:
    fields: dict[str, Any] = {"address": "articles/quake.html", "url": "articles/quake.html"}
    made = edition(source("a"), publication=Publication("A"), **fields)
    one = Edition(made.provenance, made.registry, made.publication, made.addresses, "quake/")

    ((_, data),) = linkset_file(one)
    contexts = json.loads(data)["linkset"]

    assert contexts[0]["anchor"] == "../quake.html"
    assert "cite-as" not in contexts[0]
    assert [target["href"] for target in contexts[0]["describedby"]][:2] == ["article.csl.json", "article.bib"]
    assert contexts[1]["anchor"] == "article.csl.json"


@settings(max_examples=40)
@given(SOURCES)
def test_any_source_keeps_the_rules(one: Source) -> None:
    linkset(edition(one))


# Built ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(shared_site: SiteBuilder) -> Built:
    config = small_config({"license": LICENCE}, site_url="https://example.org/review/")
    built = shared_site(
        "signposts",
        small_site({"articles/quake.md": article("It shook [1, 2].", sources=["usgs-1", "kaust-2"])}),
        config,
    )
    assert built.ok, built.log
    return built


def test_the_library_finds_the_signposts_of_a_built_page(site: Built, serve: Callable[..., str]) -> None:
    from signposting import find_signposting_html, find_signposting_linkset

    page = f"{serve(site.site_dir)}/articles/quake/"

    found = find_signposting_html(page)

    assert found.citeAs is not None
    assert str(found.citeAs.target) == "https://example.org/review/articles/quake/"
    assert {str(each.target) for each in found.types} == {
        "https://schema.org/NewsArticle",
        "https://schema.org/AboutPage",
    }
    assert found.license is not None
    assert str(found.license.target) == LICENCE
    pointed_to = {str(each.target).removeprefix(page) for each in (*found.describedBy, *found.linksets)}
    there = {path.removeprefix("articles/quake/") for path in site_files(site) if path.startswith("articles/quake/")}
    assert there - pointed_to == {"index.html", "sources.csl.json", "sources.bib", "sources.ris"}
    assert pointed_to < there
    (address,) = found.linksets
    again = find_signposting_linkset(str(address.target))
    own = again.for_context("https://example.org/review/articles/quake/")
    assert {str(each.target) for each in own.types} == {str(each.target) for each in found.types}
    assert len(own.describedBy) == len(found.describedBy)


def test_the_link_set_of_a_built_page_keeps_the_rules(site: Built) -> None:
    own = checked(json.loads(site.read("articles/quake/linkset.json")))[0]

    assert [target["href"] for target in own["via"]] == ["https://earthquake.usgs.gov/1", "https://www.kaust.edu.sa/2"]


# Robust links --------------------------------------------------------------------------------------------------------


def test_every_link_to_a_source_can_be_repaired(built_site: SiteBuilder) -> None:
    held = {
        "a": {
            "kind": "study", "title": "A", "url": "https://example.org/a", "doi": "10.1000/x", "accessed": "2023-03-01",
            "archives": [{"url": "https://web.archive.org/web/20230207101112/https://example.org/a"}],
            "excerpts": [{"text": "It shook twice."}],
        },
        "b": {"kind": "news", "title": "B", "url": "https://example.org/b", "published": "2023-02"},
        "c": {
            "kind": "news", "title": "C", "url": "https://example.org/c?d=e&f", "status": "removed",
            "archives": [{"url": "https://archive.example/c", "date": "2023-02-07"}],
        },
    }  # fmt: skip
    files = {"articles/quake.md": article("It shook [1, 2, 3].", sources=["a", "b", "c"])}

    built = built_site(small_site(files, registry=yaml.safe_dump({"sources": held})), small_config())

    assert built.ok, built.log
    for path in ("articles/quake/index.html", "sources/a/index.html"):
        found = _robust(built, path)
        copy = "https://web.archive.org/web/20230207101112/https://example.org/a"
        live = ("https://example.org/a", copy, "2023-03-01")
        assert found["https://example.org/a"] == live
        assert found["https://example.org/a#:~:text=It%20shook%20twice."] == live
        assert found[copy] == ("https://example.org/a", copy, "2023-02-07")
        assert found["https://doi.org/10.1000/x"] == ("https://doi.org/10.1000/x", None, "2023-03-01")
    article_links = _robust(built, "articles/quake/index.html")
    assert article_links["https://example.org/b"] == (None, None, None)  # no day is known: half a robust link is none
    gone = ("https://example.org/c?d=e&f", "https://archive.example/c", "2023-02-07")
    assert article_links["https://archive.example/c"] == gone
    assert "https://example.org/c?d=e&f" not in article_links


def _robust(built: Built, path: str) -> dict[str, tuple[str | None, ...]]:
    """Every link out of the site: its address, and the three attributes."""
    soup = BeautifulSoup(built.read(path), "html.parser")
    return {
        str(link["href"]): tuple(link.get(f"data-{name}") for name in ("originalurl", "versionurl", "versiondate"))
        for link in soup.select("main a[href^=http]")
    }


def test_a_source_of_every_kind_of_date() -> None:
    from factories import date
    from mkdocs_provenance.views.robust_links import link_to, link_to_copy

    url = "https://example.org/a"
    copy = Archive("https://archive.example/a", date("2023-02-07"))
    undated = Archive("https://archive.example/a", date("2023-02"))
    for fields, expected in (
        ({"accessed": date("2023-03-01"), "archives": (copy,)}, "2023-03-01"),
        ({"accessed": date("2023-03"), "archives": (copy,)}, "2023-02-07"),
        ({"archives": (undated,), "updated": date("2023-01-02"), "published": date("2023-01-01")}, "2023-01-02"),
        ({"published": date("2023-01-01")}, "2023-01-01"),
        ({"published": date("2023")}, None),
    ):
        link = link_to(source("a", Kind.NEWS, url=url, **fields), url)
        assert link is not None
        assert link.date == expected
        assert bool(link.data) == bool(expected)
    bare = link_to_copy(source("a", Kind.DOCUMENT), copy)
    assert bare is not None
    assert bare.data == ""
