"""A site in the form of mkdocs-bibtex, of which `mkdocs.yml` alone was changed; and registries of several forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import Built, SiteBuilder
from markdown_page import Desk, convert, markdown, plain
from mkdocs_provenance.model import Article, Registry

SITE = Path(__file__).parent / "cases" / "bibliography" / "site"
"""The pages and the `.bib` file of such a site. Its former `mkdocs.yml` had `bibtex: {bib_file: refs.bib}`."""


def files_of(folder: Path) -> dict[str, str | bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def moved(shared_site: SiteBuilder) -> Built:
    """The site as it is built after the move."""
    config = {
        "plugins": ["search", {"provenance": {"registry": "refs.bib"}}],
        "markdown_extensions": ["admonition", "attr_list", "footnotes", "pymdownx.details", "pymdownx.superfences"],
    }
    return shared_site("mkdocs-bibtex", files_of(SITE), config)


def page_of(built: Built, path: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(path), "html.parser")


def article_of(built: Built, path: str) -> BeautifulSoup:
    found = page_of(built, path).find("article")
    assert found is not None
    return BeautifulSoup(str(found), "html.parser")


def test_the_site_is_built_without_a_warning(moved: Built) -> None:
    assert moved.ok
    assert moved.warnings == []


def test_its_markers_become_marks(moved: Built) -> None:
    article = article_of(moved, "index.html")

    labels = [mark.get_text() for mark in article.select("p .provenance-mark")]
    assert labels == [
        "[1]",
        "[2, 3]",
        "[1, see Figure 1]",
        "[4, page A-1]",
        "[2, viii]",
        "[see 5, p. 7-4; 3, p. 4; and 1]",
        "[4, 3]",
    ]
    assert "[@" not in article.get_text()


def test_a_bibliography_is_where_the_page_puts_it(moved: Built) -> None:
    article = article_of(moved, "index.html")

    heading = article.find(id="references")
    assert heading is not None
    following = heading.find_next_sibling()
    assert following is not None
    assert following.get("id") == "how-we-know-this"
    assert len(article.select("#how-we-know-this")) == 1
    assert following.find_next_sibling("p").get_text() == "This line follows the references."
    assert "\\bibliography" not in article.get_text()


def test_a_bibliography_is_nothing_where_nothing_is_cited(moved: Built) -> None:
    html = moved.read("about/index.html")

    assert "\\bibliography" not in html
    assert "provenance:" not in html
    assert "provenance-panel" not in html


def test_the_full_bibliography_lists_every_source(moved: Built) -> None:
    article = article_of(moved, "literature/index.html")

    titles = [title.get_text() for title in article.select(".provenance-bibliography .provenance-title")]
    assert titles == [
        "Counting bells: a method",
        "Tides & towers, a handbook",
        "Who owns the bells?",
        "Plan for the essential functions of a harbour",
        "Guide to the keeping of ropes",
        "The <b>unquoted</b> bell",
    ]
    assert article.select_one('.provenance-bibliography a[href="https://example.org/who-owns"]') is not None
    assert "\\full_bibliography" not in article.get_text()
    assert "<b>unquoted</b>" not in str(article)


def test_search_finds_the_full_bibliography(moved: Built) -> None:
    assert "Guide to the keeping of ropes" in moved.read("search/search_index.json")


def test_code_shows_the_commands_as_they_are(moved: Built) -> None:
    article = article_of(moved, "writing/index.html")

    codes = [code.get_text().strip() for code in article.select("code")]
    block = "[@counting2019; @tides_towers]\n\n\\bibliography\n\\full_bibliography"
    assert codes == [block, "\\bibliography", "\\bibliography"]
    assert article.select(".provenance-mark, .provenance-panel, .provenance-bibliography") == []


def test_the_registry_is_not_published(moved: Built) -> None:
    assert {path.name for path in moved.site_dir.rglob("*.bib")} == {"article.bib", "sources.bib"}


def test_an_unknown_key_is_an_error_beside_one_that_is_known(built_site: SiteBuilder) -> None:
    bib = "@online{known, title={Known}, url={https://example.org/}}"
    pages = {"docs/index.md": "# Home\n\nIt rang [@known; @unknwon].\n", "refs.bib": bib}

    built = built_site(pages, {"plugins": [{"provenance": {"registry": "refs.bib"}}]})

    assert [line.partition(": ")[0] for line in built.warnings] == ["docs/index.md:3"]
    assert 'Did you mean "known"?' in built.warnings[0]


def test_the_full_bibliography_tells_of_no_source_that_is_not_named(built_site: SiteBuilder) -> None:
    registry = """\
sources:
  porter: {kind: interview, title: A porter, none_reason: notes, attribution: unnamed, described_as: x, reason: safety}
  later: {unidentified: true}
  log: {kind: document, title: The log, locator: Harbour office}
"""
    pages = {"docs/index.md": "# Home\n\n\\full_bibliography\n", "articles/sources.yml": registry}

    built = built_site(pages, {"plugins": ["provenance"]}, strict=True)

    assert built.ok
    titles = article_of(built, "index.html").select(".provenance-bibliography .provenance-title")
    assert [title.get_text() for title in titles] == ["The log"]
    assert "porter" not in built.read("index.html")


def test_registries_of_every_form_are_one(built_site: SiteBuilder) -> None:
    entry = "{%s, title={%s}, url={https://example.org/%s}}"
    files = {
        "docs/index.md": "# Home\n\nBib [@a]. RIS [@b]. JSON [@c]. CSL-YAML [@d]. Our own [@e].\n",
        "sources/a.bib": "@online" + entry % ("a", "A", "a"),
        "sources/b.ris": "TY  - ELEC\nID  - b\nTI  - B\nUR  - https://example.org/b\nER  - \n",
        "sources/c.json": '[{"id": "c", "type": "webpage", "title": "C", "URL": "https://example.org/c"}]',
        "sources/d.yaml": "references:\n- id: d\n  type: webpage\n  title: D\n  URL: https://example.org/d\n",
        "sources/e.yml": "sources:\n  e: {kind: web-page, title: E, url: 'https://example.org/e', derived_from: a}\n",
        "docs/f.bib": "@online" + entry % ("f", "F", "f"),
    }

    built = built_site(files, {"plugins": [{"provenance": {"registry": ["sources/*", "docs/f.bib"]}}]}, strict=True)

    assert built.ok, built.log
    article = article_of(built, "index.html")
    assert [title.get_text() for title in article.select(".provenance-notes .provenance-title")] == list("ABCDE")
    assert {path.name for path in built.site_dir.rglob("*.bib")} == {"article.bib", "sources.bib"}


# In one page, without MkDocs ----------------------------------------------------------------------------------------

PANEL = '<p class="fragment" data-name="panel"></p>'
LIST = '<p class="fragment" data-name="bibliography"></p>'


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("A bell [@alpha].\n\n\\bibliography\n", ["A bell", PANEL]),
        ("A bell [@alpha].\n\\bibliography", ["A bell", PANEL]),
        ("\\bibliography\nA bell [@alpha].", [PANEL, "A bell"]),
        ("A bell [@alpha].\n\n## References\n\\bibliography\n\nMore.", ["References</h2>", PANEL, "More."]),
        ("A bell [@alpha].\n\nReferences\n---\n\\full_bibliography", ["References</h2>", LIST]),
        ("- A bell [@alpha].\n- two\n\n   \\bibliography  \n", ["two", PANEL]),
        ("A [@alpha].\n\n\\bibliography\n\\full_bibliography\n\\bibliography\n\nB.", [PANEL, LIST, "B."]),
    ],
)
def test_a_command_is_the_place_of_its_list(text: str, pieces: list[str]) -> None:
    html = convert(text).html

    places = [html.find(piece) for piece in pieces]
    assert -1 not in places
    assert places == sorted(places)
    assert html.count(PANEL) <= 1
    assert "bibliography" not in html.replace(LIST, "")


@pytest.mark.parametrize(
    "text",
    [
        "`\\bibliography` [@alpha]",
        "It says \\bibliography here [@alpha].",
        "A bell [@alpha].\n\n    \\bibliography\n",
        "A bell [@alpha].\n\n\\bibliographystyle\n",
    ],
)
def test_elsewhere_the_words_stay(text: str) -> None:
    assert "\\bibliography" in convert(text).html


def test_a_command_inside_an_admonition() -> None:
    html = convert("A bell [@alpha].\n\n!!! note\n\n    \\bibliography\n", extensions=["admonition"]).html

    assert BeautifulSoup(html, "html.parser").select_one(".admonition .fragment[data-name=panel]") is not None


def test_on_a_page_that_is_no_article_the_words_stay() -> None:
    text = "\\bibliography\n\n\\full_bibliography"

    assert markdown(desk=Desk(Article(path=""), Registry(), None, active=False)).convert(text) == plain(text)
