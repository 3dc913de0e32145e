"""What the manual lists of what machines read is what a site has, file by file and element by element."""

from __future__ import annotations

import json
import re

import pytest
from bs4 import BeautifulSoup, Tag

from annotation_model import faults
from conftest import Built, SiteBuilder
from manual_pages import code, codes, fences, page, part, table
from small_site import article, site_files, small_config, small_site, soup_of

TEXT = 'It shook [1]. Then "it cannot be considered an aftershock" [@kaust-2].'
FILES = {"articles/quake.md": article(TEXT), "articles/bare.md": article("It shook.", sources=[])}


@pytest.fixture
def built(shared_site: SiteBuilder) -> Built:
    return shared_site("machines", small_site(FILES), small_config(site_url="https://example.org/"))


def listed(anchor: str) -> list[str]:
    return [code(row[0]) for row in table(part(page("machines"), anchor), "File")]


def beside(built: Built, name: str) -> set[str]:
    """The files in an article's folder, but for the page itself."""
    inside = {path for path in site_files(built) if path.startswith(f"articles/{name}/")}
    return {path.rpartition("/")[2] for path in inside} - {"index.html"}


def test_every_file_of_an_article_is_listed(built: Built) -> None:
    assert set(listed("article-files")) == beside(built, "quake")


def test_an_article_that_cites_nothing_has_the_others(built: Built) -> None:
    lacking = set(listed("article-files")) - beside(built, "bare")

    assert lacking == {"annotations.jsonld", "prov.json", "sources.csl.json", "sources.bib", "sources.ris"}


def test_every_file_of_the_site_is_listed(built: Built) -> None:
    own = {
        path for path in site_files(built) if re.match(r"(?!articles/|assets/|search/|sitemap).*\.(?:json|xml)$", path)
    }

    assert own == set(listed("site-files"))


def test_every_element_of_the_head_is_there(built: Built) -> None:
    head = soup_of(built, "articles/quake/index.html").head
    assert head is not None
    for row in table(part(page("machines"), "head"), "Element"):
        shown = BeautifulSoup(code(row[0]), "html.parser").find()
        assert isinstance(shown, Tag)
        assert head.find(shown.name, attrs=dict(shown.attrs)), row[0]


def test_nothing_else_of_ours_is_in_the_head(built: Built) -> None:
    known = {code(row[0]) for row in table(part(page("machines"), "head"), "Element")}
    families = {re.sub(r"citation_(?!reference).*\"", 'citation_title"', shown) for shown in known}
    found = set()
    for path in ("articles/quake/index.html", "articles/bare/index.html"):
        head = soup_of(built, path).head
        assert head is not None
        for element in head.select("meta[name^='citation_'], meta[name^='z:'], link[rel], script[type$='json']"):
            name = "rel" if element.name == "link" else "type" if element.name == "script" else "name"
            value = " ".join(element[name]) if name == "rel" else str(element[name])
            found.add(re.sub(r"citation_(?!reference).*\"", 'citation_title"', f'<{element.name} {name}="{value}">'))

    assert found - {'<link rel="stylesheet">', '<link rel="type">', '<link rel="edit">'} <= families


def test_the_annotation_shown_is_one_that_the_model_allows() -> None:
    shown = {fence.title: json.loads(fence.text) for fence in fences(page("machines"))}["An annotation"]
    items = {"id": "https://example.org/#page", "type": "AnnotationPage", "items": [shown]}
    context = ["http://www.w3.org/ns/anno.jsonld"]
    whole = {"@context": context, "id": "https://example.org/", "type": "AnnotationCollection", "total": 1}

    assert faults(whole | {"first": items}) == []


def test_every_statement_of_prov_that_the_manual_names_is_made(built_site: SiteBuilder) -> None:
    rows = table(part(page("machines"), "prov"), "In PROV")
    told = {"corrections": [{"date": "2026-05-08", "kind": "update", "text": "It is over."}]}
    held = """\
sources:
  a: {kind: study, title: A, url: "https://example.org/a", publisher: A, closeness: first-hand,
      archives: [{url: "https://web.archive.org/web/20230207010203/https://example.org/a"}],
      excerpts: [{text: it cannot be}]}
  b: {kind: study, title: B, url: "https://example.org/b", derived_from: [a]}
"""
    text = article('It "cannot be" [1]. It is [2].', sources=["a", "b"], provenance=told)
    built = built_site(small_site({"articles/quake.md": text}, registry=held), small_config())
    made = json.loads(built.read("articles/quake/prov.json"))

    kinds = {name for row in rows for name in codes(row[0]) if not name.startswith("prov:")}
    types = {name for row in rows for name in codes(row[0]) if name.startswith("prov:")}
    assert kinds | {"prefix", "agent"} == set(made)
    assert types == {each["prov:type"]["$"] for each in made["wasDerivedFrom"].values() if "prov:type" in each}
