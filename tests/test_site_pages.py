"""The site's own pages as part of a MkDocs site: where they are, what they leave alone, and how themes show them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from conftest import Built, SiteBuilder
from small_site import article, dead_links, one, site_files, small_config, small_site, soup_of, words

ARTICLES = {
    "articles/quake.md": article("It shook [1]. Twice [2].", sources=["usgs-1", "kaust-2"]),
    "docs/about.md": "# About\n\n[Who told us](sources/index.md), [what was wrong](corrections/index.md)\n",
}
OWN = {"sources/index.html", "sources/usgs-1/index.html", "sources/kaust-2/index.html", "sources/afad-3/index.html",
       "sources/organisations/usgs/index.html", "corrections/index.html"}  # fmt: skip
MATERIAL: dict[str, Any] = {
    "name": "material",
    "font": False,
    "features": ["content.action.edit", "content.action.view", "navigation.footer", "navigation.indexes",
                 "navigation.instant", "navigation.instant.preview", "navigation.path", "navigation.tabs"],
}  # fmt: skip


def outline(built: Built) -> list[Any]:
    """The navigation of the small theme: titles, and lists of them for sections."""

    def items(element: Any) -> list[Any]:
        found: list[Any] = []
        for entry in element.find_all("li", recursive=False):
            inner = entry.find("ul", recursive=False)
            found.append(items(inner) if inner else words(entry.find("a")))
        return found

    return items(one(soup_of(built, "index.html"), "nav > ul"))


def pages_with_dead_links(built: Built) -> dict[str, list[str]]:
    paths = [path for path in sorted(site_files(built)) if path.endswith(".html") and path != "404.html"]
    return {path: dead for path in paths if (dead := dead_links(built, path))}


def test_a_site_with_nothing_but_the_plugin_has_no_page_more(built_site: SiteBuilder) -> None:
    built = built_site(small_site({"docs/about.md": "# About\n"}, registry=None), small_config(), strict=True)

    assert built.ok, built.log
    made = {path for path in site_files(built) if path.endswith((".html", ".json", ".bib"))}
    assert made - {"main.html"} == {"index.html", "about/index.html"}
    assert outline(built) == ["Home", "About"]


def test_articles_alone_bring_the_page_of_corrections_only(built_site: SiteBuilder) -> None:
    files = {"articles/quake.md": "---\ntitle: Quake\n---\n\nIt shook.\n"}

    built = built_site(small_site(files, registry=None), small_config(), strict=True)

    assert built.ok, built.log
    assert OWN & site_files(built) == {"corrections/index.html"}


@pytest.mark.parametrize("directories", [True, False])
def test_every_page_is_there_and_leads_on(built_site: SiteBuilder, directories: bool) -> None:
    config = small_config(use_directory_urls=directories, site_url="https://example.org/")

    built = built_site(small_site(ARTICLES), config, strict=True)

    assert built.ok, built.log
    assert built.warnings == []
    flat = {re.sub(r"(?<!sources)(?<!corrections)/index\.html$", ".html", path) for path in OWN}
    assert (OWN if directories else flat) <= site_files(built)
    assert pages_with_dead_links(built) == {}


def test_mkdocs_own_navigation_ends_with_them(built_site: SiteBuilder) -> None:
    built = built_site(small_site(ARTICLES | {"docs/zoo/owl.md": "# Owl\n"}), small_config(), strict=True)

    assert outline(built) == ["Home", "About", ["Quake"], ["Owl"], "Sources", "Corrections and updates"]


def test_folders_within_folders_are_no_sections_of_one_page(built_site: SiteBuilder) -> None:
    options = {"sources_dir": "/record/sources/", "corrections_dir": "record/corrections"}
    files = ARTICLES | {"docs/about.md": "# About\n\n[Who told us](record/sources/index.md)\n"}

    built = built_site(small_site(files), small_config(options), strict=True)

    assert built.ok, built.log
    assert outline(built) == ["Home", "About", ["Quake"], ["Corrections and updates", "Sources"]]
    assert "record/sources/usgs-1/index.html" in site_files(built)
    assert pages_with_dead_links(built) == {}


NAVS = [
    (["index.md", "about.md"], ["Home", "About", ["Quake"]]),
    (["index.md", "about.md", {"Record": ["sources/index.md", {"Errors": "corrections/index.md"}]}],
     ["Home", "About", ["Sources", "Errors"], ["Quake"]]),
]  # fmt: skip


@pytest.mark.parametrize(("nav", "expected"), NAVS)
def test_a_written_navigation_names_them_or_does_not(
    built_site: SiteBuilder, nav: list[Any], expected: list[Any]
) -> None:
    built = built_site(small_site(ARTICLES), small_config(nav=nav), strict=True)

    assert built.ok, built.log
    assert built.warnings == []
    assert "not included in the" not in built.log
    assert outline(built) == expected
    assert words(one(soup_of(built, "corrections/index.html"), "h1")) == "Corrections and updates"


USERS = {
    "docs/sources/index.md": "# My sources\n",
    "docs/corrections.md": "# My corrections\n",
    "docs/sources/kaust-2.md": "# My words on KAUST\n",
}


def test_pages_of_the_users_own_stand(built_site: SiteBuilder) -> None:
    files = ARTICLES | USERS | {"docs/about.md": "# About\n\n[Who told us](sources/index.md)\n"}

    built = built_site(small_site(files), small_config(), strict=True)

    assert built.ok, built.log
    assert built.warnings == []
    for path, title in {"sources/index.html": "My sources", "corrections/index.html": "My corrections",
                        "sources/kaust-2/index.html": "My words on KAUST"}.items():  # fmt: skip
        page = one(soup_of(built, path), "main")
        assert words(page) == title
    assert "It shook." in words(one(soup_of(built, "sources/usgs-1/index.html"), "main"))
    assert pages_with_dead_links(built) == {}


def test_a_page_that_the_user_keeps_back_is_replaced(built_site: SiteBuilder) -> None:
    files = ARTICLES | {"docs/sources/kaust-2.md": "# My words on KAUST\n"}

    built = built_site(small_site(files), small_config(exclude_docs="/sources/kaust-2.md"), strict=True)

    assert built.ok, built.log
    page = words(one(soup_of(built, "sources/kaust-2/index.html"), "main"))
    assert "Twice." in page
    assert "My words" not in page


@pytest.fixture(scope="module")
def material(shared_site: SiteBuilder) -> Built:
    config = {
        "theme": MATERIAL,
        "site_url": "https://example.org/",
        "repo_url": "https://github.com/o/r",
        "edit_uri": "edit/main/docs/",
        "plugins": ["search", "tags", "provenance"],
    }
    return shared_site("own pages", small_site(ARTICLES), config)


def test_material_shows_them_without_edit_links_and_with_titles(material: Built) -> None:
    assert material.ok, material.log
    assert material.warnings == []
    assert soup_of(material, "articles/quake/index.html").select('a[rel~="edit"]')
    for path in sorted(OWN):
        page = soup_of(material, path)
        assert page.select(".md-content__button, .md-source-file, .md-tags") == [], path
        assert page.title is not None
        assert page.title.get_text() == f"{words(one(page, 'article h1'))} - Test", path
        assert one(page, 'meta[name="description"]')["content"], path


def test_the_sitemap_has_all_of_them(material: Built) -> None:
    listed = set(re.findall(r"<loc>https://example\.org/([^<]*)</loc>", material.read("sitemap.xml")))

    assert {path.removesuffix("index.html") for path in OWN} <= listed


def test_one_leads_to_the_next_where_the_navigation_does(material: Built) -> None:
    def steps(path: str) -> list[str]:
        return [str(link["href"]) for link in soup_of(material, path).select(".md-footer__link")]

    assert steps("articles/quake/index.html") == ["../../about/", "../../sources/"]
    assert steps("sources/index.html") == ["../articles/quake/", "../corrections/"]
    assert steps("corrections/index.html") == ["../sources/"]
    assert steps("sources/usgs-1/index.html") == []


def test_search_finds_them_once_and_no_further_page(material: Built) -> None:
    entries = json.loads(material.read("search/search_index.json"))["docs"]

    found = {entry["location"]: entry["title"] for entry in entries if "#" not in entry["location"]}
    assert found["sources/usgs-1/"] == "M 7.8 - Pazarcik earthquake"
    assert found["sources/organisations/usgs/"] == "U.S. Geological Survey"
    assert len({entry["location"] for entry in entries}) == len(entries)


def test_mkdocs_own_search_finds_sources_and_no_panel(built_site: SiteBuilder) -> None:
    config = {"theme": {"name": "readthedocs"}, "plugins": ["search", "provenance"]}

    built = built_site(small_site(ARTICLES), config, strict=True)

    assert built.ok, built.log
    text: dict[str, str] = {}
    for entry in json.loads(built.read("search/search_index.json"))["docs"]:
        path = entry["location"].partition("#")[0]
        text[path] = f"{text.get(path, '')}{entry['title']} {entry['text']} "
    assert "Pazarcik" in text["sources/usgs-1/"]
    assert not re.search(r"\[[12]\]|Who the sources are|Pazarcik", text["articles/quake/"])
    assert "It shook" in text["articles/quake/"]
