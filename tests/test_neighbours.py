"""Beside plugins that people install: what each makes of our pages; docs/manual/neighbours.md has the table.

One site with as many of them as bear each other, and one for each kind of site in several languages.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib.util
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from conftest import Built, build_site, write_site
from manual_pages import ROOT, code, page, table
from mkdocs_provenance.model import Severity
from mkdocs_provenance.site_reader import check_site
from small_site import article, dead_links, one, record_of, site_files, soup_of, words

MODULES: Final = {
    "awesome-nav": "mkdocs_awesome_nav",
    "exclude": "mkdocs_exclude",
    "git-authors": "mkdocs_git_authors_plugin",
    "git-revision-date-localized": "mkdocs_git_revision_date_localized_plugin",
    "glightbox": "mkdocs_glightbox",
    "i18n": "mkdocs_static_i18n",
    "include-markdown": "mkdocs_include_markdown_plugin",
    "literate-nav": "mkdocs_literate_nav",
    "macros": "mkdocs_macros",
    "minify": "mkdocs_minify_plugin",
    "print-site": "mkdocs_print_site_plugin",
    "redirects": "mkdocs_redirects",
    "rss": "mkdocs_rss_plugin",
    "section-index": "mkdocs_section_index",
}


def has(name: str) -> bool:
    return importlib.util.find_spec(MODULES[name]) is not None


def needs(*names: str) -> pytest.MarkDecorator:
    missing = [name for name in names if not has(name)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


REGISTRY: Final = """\
organisations:
  usgs: {name: U.S. Geological Survey, kind: government, url: "https://www.usgs.gov"}
sources:
  usgs-1: {kind: dataset, title: M 7.8 - Pazarcik earthquake, publisher: usgs, published: 2023-02-06, url: "https://earthquake.usgs.gov/1"}
  kaust-2:
    kind: report
    title: Two quakes
    publisher: KAUST
    url: https://www.kaust.edu.sa/2
    excerpts: [{text: It cannot be considered an aftershock of the first.}]
  gone-3:
    kind: study
    title: A paper since withdrawn
    publisher: Some Journal
    doi: 10.1234/gone
    status: {state: retracted, date: 2024-01-02, note: The data could not be found.}
"""
QUAKE: Final = article(
    """\
The first shock came in {{ 2000 + 23 }} [1]. A second followed nine hours later [1, 2]. Nobody was asked.

!!! pullquote
    "cannot be considered an aftershock" [2]

!!! analysis
    The dispute is about words [2]. See [the other one](gone.md).

![A map](map.png)

{% include-markdown "../parts/included.md" %}
""",
    title="Two strong earthquakes",
    date=datetime.date(2023, 2, 8),
    tags=["quakes"],
    sources=["usgs-1", "kaust-2"],
    provenance={
        "corrections": [{"date": datetime.date(2023, 2, 10), "kind": "correction", "text": "The depth was wrong."}]
    },
)
GONE: Final = article(
    "The paper found a fault line [1]. The fault was known before [1, 2].",
    title="What the paper said", date=datetime.date(2023, 3, 1), sources=["gone-3", "usgs-1"],
)  # fmt: skip
POST: Final = article(
    "The first shock came [1].\n\n<!-- more -->\n\nThe second came later [2].",
    title="A post", date=datetime.date(2024, 1, 2), tags=["quakes"], sources=["usgs-1", "kaust-2"],
)  # fmt: skip
FILES: Final[Mapping[str, str | bytes]] = {
    "articles/sources.yml": REGISTRY,
    "articles/quake.md": QUAKE,
    "articles/gone.md": GONE,
    "articles/map.png": b"\x89PNG",
    "parts/included.md": "The included words came [2].\n",
    "docs/index.md": "# Home\n\nSee [the quake](articles/quake.md) and [all sources](sources/index.md).\n",
    "docs/about.md": "---\nsources: [usgs-1]\n---\n\n# About\n\nWe cite: the ground shook [1].\n",
    "docs/drafts/later.md": "# Later\n\nNot yet [1].\n",
    "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
    "docs/blog/index.md": "# Blog\n",
    "docs/blog/posts/first.md": POST,
    "docs/SUMMARY.md": """\
- [Home](index.md)
- [About](about.md)
- [Tags](tags.md)
- [Blog](blog/index.md)
- Articles
    - [Two strong earthquakes](articles/quake.md)
    - [What the paper said](articles/gone.md)
- [Who told us](sources/index.md)
- [What we got wrong](corrections/index.md)
""",
}
OURS: Final = {"provenance": {"rules": {"retracted-source": "info"}}}
CROWD: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("exclude", {"glob": ["drafts/*"]}),
    ("include-markdown", {}),
    ("macros", {"j2_block_start_string": "[%", "j2_block_end_string": "%]"}),
    ("literate-nav", {"nav_file": "SUMMARY.md"}),
    ("section-index", {}),
    ("redirects", {"redirect_maps": {"old.md": "articles/quake.md", "who.md": "sources/index.md"}}),
    ("glightbox", {}),
    ("git-revision-date-localized", {"type": "iso_date", "enable_creation_date": True}),
    ("git-authors", {}),
    ("rss", {"use_git": False, "date_from_meta": {"as_creation": "date", "datetime_format": "%Y-%m-%d"}}),
    ("minify", {"minify_html": True}),
)
BASE: Final[Mapping[str, Any]] = {
    "site_name": "Harbour Paper",
    "site_url": "https://example.org/paper/",
    "site_description": "A paper.",
    "repo_url": "https://github.com/o/r",
    "edit_uri": "edit/main/docs/",
    "theme": {"name": "material", "font": False, "features": ["content.action.edit", "navigation.footer"]},
    "markdown_extensions": ["admonition", "attr_list"],
    "exclude_docs": "SUMMARY.md",
    "validation": {"links": {"anchors": "warn", "unrecognized_links": "warn"}},
}


def commit(root: Path, author: str, date: str, *paths: str) -> None:
    """As somebody does on a day."""
    mail = f"{author.lower()}@example.org"
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", author), ("EMAIL", mail), ("DATE", f"{date}T12:00:00Z"))}  # fmt: skip
    for command in (["add", *paths], ["commit", "--quiet", "--message", "Write"]):
        subprocess.run(["git", *command], cwd=root, env=os.environ | who, check=True)


@pytest.fixture(scope="module", params=["first", "last"])
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A strict build with all that are installed; ours before them all, and behind."""
    root = tmp_path_factory.mktemp("neighbours")
    plugins: list[Any] = ["search", "tags", {"blog": {"categories": False, "archive": False}}]
    plugins += [{name: options} for name, options in CROWD if has(name)]
    if has("rss"):
        next(plugin for plugin in plugins if "rss" in plugin)["rss"]["cache_dir"] = str(root / "cache")
    plugins.insert(0 if request.param == "first" else len(plugins), OURS)
    config = {**BASE, "plugins": [*plugins, *(["print-site"] if has("print-site") else [])]}
    write_site(root, FILES, config)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", "."], cwd=root, check=True)
    commit(root, "Ann", "2024-01-01", "docs", "mkdocs.yml", "parts")
    commit(root, "Bob", "2024-02-02", "articles/sources.yml")
    commit(root, "Cat", "2024-03-03", "articles")
    with contextlib.chdir(root):  # git-authors asks the repository that it stands in
        return build_site(root, FILES, config, strict=True)


def pages_of(built: Built) -> list[str]:
    return sorted(path for path in site_files(built) if path.endswith("index.html") and path != "print_page/index.html")


def test_they_all_build_together_without_a_warning(crowd: Built) -> None:
    assert crowd.ok, crowd.log
    assert crowd.warnings == []
    assert {"sources/index.html", "sources/gone-3/index.html", "corrections/index.html"} <= site_files(crowd)


def test_no_link_of_any_page_is_dead(crowd: Built) -> None:
    assert len(pages_of(crowd)) >= 14
    for path in pages_of(crowd):
        assert dead_links(crowd, path) == [], path


def test_a_source_leads_to_the_sentence_of_a_post(crowd: Built) -> None:
    links = {str(link["href"]) for link in soup_of(crowd, "sources/usgs-1/index.html").select("article a[href]")}

    assert "../../blog/2024/01/02/a-post/#provenance-claim-1" in links
    assert "../../articles/quake/#provenance-claim-2" in links


def test_a_post_has_what_an_article_has_and_its_excerpt_nothing(crowd: Built) -> None:
    folder = "blog/2024/01/02/a-post/"
    post, listing = soup_of(crowd, f"{folder}index.html"), soup_of(crowd, "blog/index.html")

    assert one(post, "section#how-we-know-this")
    assert record_of(crowd, f"{folder}provenance.json")["counts"]["sourced"] == 2
    assert {"article.csl.json", "article.bib", "article.ris"} <= {Path(name).name for name in site_files(crowd)
                                                                   if name.startswith(folder)}  # fmt: skip
    assert json.loads(one(post, 'script[type="application/ld+json"]').get_text())["@context"]
    assert "The first shock came." in words(listing)
    assert listing.select('[class^="provenance-"], script[type="application/ld+json"]') == []


def test_tags_list_articles_and_posts_and_nothing_of_ours(crowd: Built) -> None:
    listed = {words(link) for link in soup_of(crowd, "tags/index.html").select("article li a")}

    assert listed == {"Two strong earthquakes", "A post"}


def test_search_finds_sources_and_neither_marks_nor_panels(crowd: Built) -> None:
    entries = json.loads(crowd.read("search/search_index.json"))["docs"]

    text = {entry["location"].partition("#")[0]: "" for entry in entries}
    for entry in entries:
        text[entry["location"].partition("#")[0]] += f"{entry['title']} {entry['text']} "
    assert "Pazarcik" in text["sources/usgs-1/"]
    assert "cannot be considered an aftershock" in text["sources/kaust-2/"]
    assert "Retracted" in text["sources/gone-3/"]
    assert "The depth was wrong." in text["corrections/"]
    assert "A second followed nine hours later." in text["articles/quake/"]
    assert not re.search(r"\[[12]\]|Who the sources are|Pazarcik", text["articles/quake/"])


@needs("literate-nav")
def test_a_written_navigation_names_our_pages(crowd: Built) -> None:
    listed = [words(link) for link in soup_of(crowd, "index.html").select(".md-nav--primary > ul > li > a")]

    assert listed[-2:] == ["Who told us", "What we got wrong"]
    assert words(one(soup_of(crowd, "sources/index.html"), "h1")) == "Sources"


@needs("rss")
def test_a_feed_tells_of_articles_and_not_of_our_pages(crowd: Built) -> None:
    links = re.findall(r"<link>https://example\.org/paper/([^<]*)</link>", crowd.read("feed_rss_created.xml"))

    assert {"articles/quake/", "articles/gone/", "blog/2024/01/02/a-post/"} <= set(links)
    assert [link for link in links if link.startswith(("sources", "corrections"))] == []


@needs("redirects")
def test_old_addresses_lead_to_articles_and_to_the_list_of_sources(crowd: Built) -> None:
    assert 'href="../articles/quake/"' in crowd.read("old/index.html")
    assert 'href="../sources/"' in crowd.read("who/index.html")


@needs("macros", "include-markdown")
def test_text_that_others_put_in_cites(crowd: Built) -> None:
    claims = {claim["text"]: claim["support"] for claim in record_of(crowd, "articles/quake/provenance.json")["claims"]}

    assert claims["The first shock came in 2023."] == "sourced"
    assert claims["The included words came."] == "sourced"


@needs("glightbox")
def test_a_picture_opens_and_our_pages_have_none(crowd: Built) -> None:
    assert one(soup_of(crowd, "articles/quake/index.html"), "a.glightbox img")
    assert soup_of(crowd, "sources/usgs-1/index.html").select("a.glightbox") == []


@needs("exclude")
def test_what_is_left_out_stays_out(crowd: Built) -> None:
    assert [path for path in site_files(crowd) if "later" in path] == []


@needs("git-revision-date-localized")
def test_an_article_has_the_date_of_its_own_file(crowd: Built) -> None:
    def dates(page: str) -> set[str]:
        return set(re.findall(r"20\d\d-\d\d-\d\d", words(one(soup_of(crowd, page), ".md-source-file"))))

    assert dates("articles/quake/index.html") == {"2024-03-03"}
    assert dates("about/index.html") == {"2024-01-01"}
    assert not dates("sources/index.html") & {"2024-02-02", "2024-03-03"}  # made by the build, so as new as it


@needs("git-authors")
def test_an_article_has_its_own_authors_and_our_pages_those_of_the_registry(crowd: Built) -> None:
    for path, author in {"articles/quake": "Cat", "about": "Ann", "sources": "Bob", "sources/usgs-1": "Bob"}.items():
        links = soup_of(crowd, f"{path}/index.html").select(".md-source-file a[href^=mailto]")
        assert [words(link) for link in links] == [author], path


@needs("minify")
def test_a_minified_page_says_the_same(crowd: Built) -> None:
    page = soup_of(crowd, "articles/quake/index.html")

    assert "\n\n" not in crowd.read("articles/quake/index.html").partition("<article")[2].partition("</article>")[0]
    assert words(one(page, ".provenance-summary")).startswith("How we know this: 3 statements drawn from 2 sources")
    assert len(page.select(".provenance-mark a")) == 6


@needs("print-site")
def test_the_page_for_print_has_marks_notes_and_panels_that_lead_to_each_other(crowd: Built) -> None:
    page = soup_of(crowd, "print_page/index.html")

    quake = one(page, "#articles-quake")
    assert words(one(quake, "h1")) == "Two strong earthquakes"
    assert len(quake.select(".provenance-panel .provenance-notes > ol > li")) == 2
    mark = quake.select(".provenance-mark a")[0]
    assert "U.S. Geological Survey" in words(one(page, str(mark["href"])))
    assert one(page, "#articles-gone-provenance-claim-1")
    ids = Counter(str(tag["id"]) for tag in page.select("[id*=provenance], [id*=how-we-know-this]"))
    assert len(ids) > 30
    assert max(ids.values()) == 1
    links = {str(link["href"]) for link in page.select("#print-site-page a[href]")}
    assert {"../sources/usgs-1/", "../articles/quake/provenance.json", "#sources", "#corrections"} <= links
    assert links.isdisjoint(dead_links(crowd, "print_page/index.html"))
    assert one(page, "#sources").select("script") == []


@needs("awesome-nav")
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["Home", "About", "Articles", "Corrections and updates", "Sources"]),
        ("nav: [index.md, {Who told us: sources}, articles, '*']", ["Home", "Who told us", "Articles", "About",
                                                                    "Corrections and updates"]),
    ],
    ids=["as the folders lie", "as a file says"],
)  # fmt: skip
def test_a_navigation_made_from_folders_is_left_in_its_order(tmp_path: Path, order: str, expected: list[str]) -> None:
    files = {name: FILES[name] for name in ("articles/sources.yml", "articles/gone.md", "docs/about.md")}
    config = {**BASE, "plugins": ["awesome-nav", OURS]}

    built = build_site(tmp_path, files | ({"docs/.nav.yml": order} if order else {}), config, strict=True)

    assert built.ok, built.log
    page = soup_of(built, "index.html")
    assert [words(item) for item in page.select(".md-nav--primary > ul > li > :is(a, label)")] == expected


MIKE: Final = """\
def on_config(config):
    config["site_url"] = "https://example.org/paper/2.0"
"""
"""What mike does to a site while it builds a version."""


def test_every_whole_address_names_the_version_that_is_built(tmp_path: Path) -> None:
    files = {name: FILES[name] for name in ("articles/sources.yml", "articles/gone.md")} | {"mike.py": MIKE}
    config = {**BASE, "plugins": ["search", OURS], "hooks": ["mike.py"]}

    built = build_site(tmp_path, files, config, strict=True)

    assert built.ok, built.log
    texts = [path for path in site_files(built) if path.endswith((".html", ".json", ".jsonld", ".xml", ".bib", ".ris"))]
    named = [
        address for path in texts for address in re.findall(r"https://example\.org/paper[^\"\s<]*", built.read(path))
    ]
    assert len(named) > 50
    assert [address for address in named if not address.startswith("https://example.org/paper/2.0/")] == []


CARDS: Final = """\
from pathlib import Path

from mkdocs.plugins import event_priority


@event_priority(-100)
def on_page_markdown(markdown, *, page, config, files):
    begun.append((page.file.src_uri, page.title))


def on_post_page(output, *, page, config):
    if page.meta.get("social", {}).get("cards", True):
        name = page.file.src_uri.replace("/", "-")
        Path(config.site_dir, f"{name}.card").write_text(dict(begun)[page.file.src_uri], "utf-8")


begun = []
"""
"""Fails where Material's `social` does, on a page whose card it has not begun; that plugin needs a font from Google."""


def test_a_card_is_asked_for_where_one_was_begun(tmp_path: Path) -> None:
    files = {name: FILES[name] for name in ("articles/sources.yml", "articles/gone.md")} | {"cards.py": CARDS}

    built = build_site(tmp_path, files, {**BASE, "plugins": [OURS], "hooks": ["cards.py"]}, strict=True)

    assert built.ok, built.log
    cards = {path: built.read(path) for path in site_files(built) if path.endswith(".card")}
    assert cards == {
        "index.md.card": "Home",
        "articles-gone.md.card": "What the paper said",
        "sources-index.md.card": "Sources",
        "corrections-index.md.card": "Corrections and updates",
    }


def test_the_manual_names_tests_that_are_there() -> None:
    named = [code(row[1].rpartition("<br>")[2]) for row in table(page("neighbours"), "Neighbour")]

    assert len(named) > 20
    for path, _, function in (name.partition("::") for name in named if name.startswith("tests/")):
        assert f"\ndef {function}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{function}"
    for command in (name for name in named if not name.startswith("tests/")):
        assert command.startswith("python3 -m tools.neighbours ")


# Several languages ---------------------------------------------------------------------------------------------------

FRENCH: Final = article("La première secousse [1]. Une deuxième a suivi [1, 2].", title="Deux forts séismes",
                        language="fr", sources=["usgs-1", "kaust-2"])  # fmt: skip
LANGUAGES: Final = [{"locale": "en", "default": True, "name": "English"}, {"locale": "fr", "name": "Français"}]
TONGUES: Final[Mapping[str, Mapping[str, str | bytes]]] = {
    "suffix": {
        "pages/index.md": "# Home\n\n[The quake](articles/quake.md)\n",
        "pages/index.fr.md": "# Accueil\n\n[Le séisme](articles/quake.md)\n",
        "articles/quake.fr.md": FRENCH,
    },
    "folder": {
        "pages/en/index.md": "# Home\n\n[The quake](articles/quake.md)\n",
        "pages/fr/index.md": "# Accueil\n\n[Le séisme](articles/quake.md)\n",
        "pages/fr/articles/quake.md": FRENCH,
    },
}


@pytest.fixture(scope="module", params=TONGUES)
def translated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Built]:
    pytest.importorskip("mkdocs_static_i18n")
    structure = str(request.param)
    quake = article("The first shock [1].\n\n![A map](map.png)", title="Two strong earthquakes", sources=["usgs-1"])
    files = {
        "articles/sources.yml": REGISTRY,
        "articles/gone.md": GONE,
        "articles/quake.md": quake,
        "articles/map.png": b"\x89PNG",
        **TONGUES[structure],
    }
    i18n = {"docs_structure": structure, "languages": LANGUAGES}
    config = {**BASE, "docs_dir": "pages", "plugins": ["search", {"i18n": i18n}, OURS]}
    return structure, build_site(tmp_path_factory.mktemp(structure), files, config, strict=True)


def test_each_language_has_articles_and_pages_of_sources(translated: tuple[str, Built]) -> None:
    _, built = translated

    assert built.ok, built.log
    assert built.warnings == []
    for folder in ("", "fr/"):
        made = {"articles/quake/index.html", "articles/gone/index.html", "sources/index.html", "corrections/index.html",
                "sources/usgs-1/index.html", "corrections/feed.xml", "provenance/index.json"}  # fmt: skip
        assert {f"{folder}{path}" for path in made} <= site_files(built)
    for path in pages_of(built):
        assert [link for link in dead_links(built, path) if not link.startswith("/paper/")] == [], path


def test_pages_speak_the_language_of_their_part_of_the_site(translated: tuple[str, Built]) -> None:
    _, built = translated

    english, french = (soup_of(built, f"{folder}corrections/index.html") for folder in ("", "fr/"))
    assert [words(one(page, "h1")) for page in (english, french)] == ["Corrections and updates",
                                                                       "Corrections et mises à jour"]  # fmt: skip
    links = soup_of(built, "fr/sources/gone-3/index.html").select(".md-select__link")
    assert [str(link["href"]) for link in links] == ["../../../sources/gone-3/", "./"]


def test_what_rests_on_a_source_is_of_the_language(translated: tuple[str, Built]) -> None:
    _, built = translated

    english, french = (soup_of(built, f"{folder}sources/usgs-1/index.html") for folder in ("", "fr/"))
    assert "The first shock." in words(english)
    assert "La première secousse." in words(french)
    assert "The first shock." not in words(french)
    assert "../../../fr/articles/quake/#provenance-claim-1" in {str(link["href"]) for link in french.select("a[href]")}


def test_an_article_that_is_not_translated_keeps_its_language_and_its_edit_link(translated: tuple[str, Built]) -> None:
    structure, built = translated

    found = record_of(built, "fr/articles/gone/provenance.json")["article"]
    assert (found["language"], found["path"]) == ("en", "articles/gone.md")
    assert found["url"] == "https://example.org/paper/fr/articles/gone/"
    assert words(one(soup_of(built, "fr/articles/gone/index.html"), ".provenance-panel h2")) == "How we know this"
    name = "articles/quake.fr.md" if structure == "suffix" else "docs/fr/articles/quake.md"
    assert f"/edit/main/{name}" in built.read("fr/articles/quake/index.html")
    assert "/edit/main/" not in built.read("fr/sources/index.html")


def test_a_translation_is_a_record_of_its_own(translated: tuple[str, Built]) -> None:
    _, built = translated

    found = record_of(built, "fr/articles/quake/provenance.json")
    assert (found["article"]["language"], found["counts"]["claims"]) == ("fr", 2)
    graph = json.loads(
        one(soup_of(built, "fr/articles/quake/index.html"), 'script[type="application/ld+json"]').get_text()
    )
    assert "NewsArticle" in json.dumps(graph)


@needs("i18n")
@pytest.mark.parametrize("structure", TONGUES)
def test_the_check_reads_every_language(tmp_path: Path, structure: str) -> None:
    files = {name: text.replace("suivi [1, 2]", "suivi [1, 7]") if isinstance(text, str) else text
             for name, text in TONGUES[structure].items()}  # fmt: skip
    i18n = {"docs_structure": structure, "languages": LANGUAGES}
    config = {**BASE, "docs_dir": "pages", "plugins": [{"i18n": i18n}, OURS]}
    write_site(tmp_path, {"articles/sources.yml": REGISTRY, "articles/gone.md": GONE, **files}, config)

    found = check_site(tmp_path / "mkdocs.yml")

    wrong = {path: [each.code for each in page.problems if each.severity is Severity.ERROR]
             for path, page in found.pages.items()}  # fmt: skip
    french = "articles/quake.fr.md" if structure == "suffix" else "pages/fr/articles/quake.md"
    assert wrong.pop(french) == ["unknown-source"]
    assert not any(wrong.values())


def test_the_navigation_of_each_language_lists_articles_and_our_pages(translated: tuple[str, Built]) -> None:
    _, built = translated

    for folder, corrections in (("", "Corrections and updates"), ("fr/", "Corrections et mises à jour")):
        page = soup_of(built, f"{folder}index.html")
        listed = [words(item) for item in page.select(".md-nav--primary > ul > li > :is(a, label)")]
        assert listed[1:] == ["Articles", "Sources", corrections]
        titles = {words(item) for item in page.select(".md-nav--primary ul ul .md-nav__link")}
        assert titles == {"What the paper said", "Deux forts séismes" if folder else "Two strong earthquakes"}


def test_the_sitemap_has_every_page_of_every_language(translated: tuple[str, Built]) -> None:
    _, built = translated

    listed = set(re.findall(r"<loc>https://example\.org/paper/([^<]*)</loc>", built.read("sitemap.xml")))
    assert listed == {path.removesuffix("index.html") for path in pages_of(built)}
