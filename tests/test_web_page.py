"""What a page says of itself, and its words: tables of pages, and any page at all."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_provenance.quotations import check
from mkdocs_provenance.web import values
from mkdocs_provenance.web.charset import decode
from mkdocs_provenance.web.html import MAX_TAGS, parse
from mkdocs_provenance.web.metadata import PLACES, Metadata, tidy_address
from mkdocs_provenance.web.page import PageError, origin_of, read_page, read_saved
from mkdocs_provenance.web.page_text import page_text, plain_text

UNPRINTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
TODAY = datetime.date(2026, 11, 22)
ADDRESS = "https://www.harbour.example/2026/bell"


def said(head: str, body: str = "", *, address: str = ADDRESS, html: str = "<html>") -> Metadata:
    page = read_page(f"<!DOCTYPE html>{html}<head>{head}</head><body>{body}".encode(), "text/html", address, TODAY)
    assert page.metadata is not None
    return page.metadata


def value(metadata: Metadata, field: str) -> str | tuple[str, ...] | None:
    found = metadata.fields.get(field)
    return found.value if found else None


def meta(name: str, content: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{content}">'


def ld(*nodes: object, **fields: object) -> str:
    data: object = list(nodes) if nodes else {"@context": "https://schema.org", **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def article(**fields: object) -> str:
    return ld(**{"@type": "NewsArticle", **fields})


# Which place counts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "title", "where"),
    [
        ("<title>Bell missing</title>", "Bell missing", "<title>"),
        ("<title>Bell | The Log</title>" + meta("og:site_name", "The Log", "property"), "Bell", "<title>"),
        ("<title>Bell missing - THE LOG</title>" + meta("application-name", "The Log"), "Bell missing", "<title>"),
        ("<title>The Log</title>" + meta("og:site_name", "The Log", "property"), "The Log", "<title>"),
        ("<title>A log of the Log</title>" + meta("og:site_name", "Log", "property"), "A log of the Log", "<title>"),
        (meta("og:title", "Open", "property") + "<title>T</title>", "Open", "meta og:title"),
        (article(headline="Line") + meta("og:title", "Open", "property"), "Line", "JSON-LD NewsArticle: headline"),
        (article(headline="Line") + meta("citation_title", "Cited"), "Cited", "meta citation_title"),
        (ld(**{"@type": "Dataset", "name": "Data"}), "Data", "JSON-LD Dataset: name"),
        (article(headline="a river", name="Wupper") + "<title>Wupper - Encyclopaedia</title>", "Wupper",
         "JSON-LD NewsArticle: name"),
        (article(headline="undefined") + meta("DC.Title", "Core"), "Core", "meta dc.title"),
        (meta("og:title", "{{ page.title }}", "property") + "<title>Bell</title>", "Bell", "<title>"),
        (article(headline="Bell &amp; rope <b>gone</b>"), "Bell & rope gone", "JSON-LD NewsArticle: headline"),
        (meta("dc:title og:title", "Both", "property"), "Both", "meta og:title"),
    ],
)  # fmt: skip
def test_the_title(head: str, title: str, where: str) -> None:
    found = said(head).fields["title"]

    assert (found.value, found.where) == (title, where)


@pytest.mark.parametrize(
    ("title", "headings", "found"),
    [
        ("Bell gone · Site", ["Bell gone"], "Bell gone"),
        ("Site · Bell gone", ["Bell gone"], "Site · Bell gone"),
        ("Bell gone · Site", ["Bell", "Bell gone"], "Bell gone · Site"),
        ("Bell gone · Site", ["Something else"], "Bell gone · Site"),
    ],
)
def test_a_heading_is_the_title_where_the_title_begins_with_it(title: str, headings: list[str], found: str) -> None:
    body = "".join(f"<h1> {heading}\n</h1>" for heading in headings)

    assert value(said(f"<title>{title}</title>", body), "title") == found


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (article(author="Ruth Vane"), ("Ruth Vane",)),
        (article(author={"@type": "Person", "name": "By Ruth Vane"}), ("Ruth Vane",)),
        (article(author=[{"name": "Ruth Vane"}, {"name": "Ada Quill"}, "Ruth Vane"]), ("Ruth Vane", "Ada Quill")),
        (ld({"@type": "NewsArticle", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Ada Quill"}),
         ("Ada Quill",)),
        (meta("citation_author", "Vane, Ruth") + meta("citation_author", "Quill, Ada"), ("Vane, Ruth", "Quill, Ada")),
        (meta("article:author", "https://social.example/ruth", "property") + meta("author", "Ruth"), ("Ruth",)),
        (article(author="admin") + meta("author", "thelog.example"), None),
        (article(author={"name": "The Log"}, publisher={"name": "The Log"}), None),
        (meta("author", "No Author"), None),
        (meta("author", "x" * 200), None),
        ('<a rel="author">Somebody from a teaser</a>', None),
    ],
)  # fmt: skip
def test_the_authors(head: str, authors: tuple[str, ...] | None) -> None:
    assert value(said(head), "author") == authors


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (article(publisher={"@type": "NewsMediaOrganization", "name": "The Log"}), "The Log"),
        (article(publisher="https://thelog.example") + meta("og:site_name", "The Log", "property"), "The Log"),
        (ld({"@type": "WebSite", "name": "The Log"}, {"@type": "Article", "headline": "x"}), "The Log"),
        (meta("citation_publisher", "Press") + meta("citation_journal_title", "Journal"), "Press"),
        (meta("citation_journal_title", "Journal"), "Journal"),
        ("", None),
    ],
)
def test_the_publisher(head: str, publisher: str | None) -> None:
    assert value(said(head), "publisher") == publisher


@pytest.mark.parametrize(
    ("head", "body", "published", "updated"),
    [
        (article(datePublished="2026-05-04T23:30:00-07:00", dateModified="2026-05-06"), "", "2026-05-04", "2026-05-06"),
        (article(datePublished="2026-05-04", dateModified="2026-05-04T18:00:00+02:00"), "", "2026-05-04", None),
        (article(datePublished="2026-05-04", dateModified="2026-05-01"), "", "2026-05-04", None),
        (article(datePublished="2026-05-04", dateModified="2026"), "", "2026-05-04", None),
        (meta("article:published_time", "2026-05-04T09:00:00Z", "property"), "", "2026-05-04T09:00Z", None),
        (meta("citation_publication_date", "2026/05"), "", "2026-05", None),
        (meta("DCTERMS.issued", "2026"), "", "2026", None),
        (meta("dc.date", "2026-05-04") + meta("date", "2026-05-04"), "", None, None),
        (ld(**{"@type": "WebPage", "datePublished": "2026-05-04"}), "", "2026-05-04", None),
        ("", '<article><header><time datetime="2026-05-04">', "2026-05-04", None),
        ("", '<article><header><time datetime="2026-05-04"></article><article>', None, None),
        ("", '<time itemprop="datePublished" datetime="2026-05-04">4 May</time>', "2026-05-04", None),
        ("", '<p itemprop="datePublished">4 May 2026</p><p itemprop="datePublished">5 May 2026</p>', None, None),
    ],
)
def test_the_dates(head: str, body: str, published: str | None, updated: str | None) -> None:
    metadata = said(head, body)

    assert (value(metadata, "published"), value(metadata, "updated")) == (published, updated)


def test_a_date_that_cannot_be_is_passed_over_and_told() -> None:
    metadata = said(article(datePublished="02/06/2026") + meta("article:published_time", "2031-01-01", "property"))

    assert "published" not in metadata.fields
    assert len(metadata.remarks) == 2
    assert "“02/06/2026”" in metadata.remarks[0]
    assert all(remark.endswith(".") for remark in metadata.remarks)


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ('<html lang="en-gb">', meta("og:locale", "fr_FR", "property"), "en-GB"),
        ('<html lang="">', article(inLanguage="de"), "de"),
        ("<html>", meta("og:locale", "pt_BR", "property"), "pt-BR"),
        ('<html lang="zh-hant-tw">', "", "zh-Hant-TW"),
        ('<html lang="english">', "", None),
        ('<html lang="und">', "", None),
    ],
)
def test_the_language(html: str, head: str, language: str | None) -> None:
    assert value(said(head, html=html), "language") == language


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (article(), "news"),
        (ld(**{"@type": ["Article", "ReportageNewsArticle"]}), "news"),
        (ld(**{"@type": "https://schema.org/Dataset"}), "dataset"),
        (ld(**{"@type": "schema:ScholarlyArticle"}), "study"),
        (ld(**{"@graph": [{"@type": "WebSite"}, {"@type": "BlogPosting"}]}), "web-page"),
        (ld({"@type": "VideoObject", "name": "Clip"}, {"@type": "NewsArticle"}), "news"),
        (ld(**{"@type": "VideoObject", "name": "Clip"}), "web-page"),
        (ld(**{"@type": "VideoObject", "name": "Clip", "url": ADDRESS}), "video"),
        (meta("citation_journal_title", "Journal"), "study"),
        (meta("og:type", "video.other", "property"), "video"),
        (meta("og:type", "article", "property"), "web-page"),
        ("", "web-page"),
    ],
)
def test_the_kind(head: str, kind: str) -> None:
    assert value(said(head), "kind") == kind


def test_a_post_is_known_by_its_host() -> None:
    assert value(said("", address="https://x.com/desk/status/1"), "kind") == "social-post"


@pytest.mark.parametrize(
    ("head", "doi", "isbn"),
    [
        (meta("citation_doi", "https://doi.org/10.1000/xyz.1"), "10.1000/xyz.1", None),
        (meta("DC.identifier", "urn:isbn:1") + meta("dc.identifier", "doi:10.1000/xyz"), "10.1000/xyz", None),
        (ld(**{"@type": "ScholarlyArticle", "sameAs": ["https://a.example", "https://doi.org/10.1000/abc"]}),
         "10.1000/abc", None),
        (meta("citation_isbn", "978-0-306-40615-7"), None, "978-0-306-40615-7"),
        (meta("citation_doi", "10.1000"), None, None),
    ],
)  # fmt: skip
def test_numbers_of_works(head: str, doi: str | None, isbn: str | None) -> None:
    metadata = said(head)

    assert (value(metadata, "doi"), value(metadata, "isbn")) == (doi, isbn)


# The address --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "url", "remark"),
    [
        ("https://harbour.example/bell", "https://harbour.example/bell", ""),
        ("/2026/bell?utm_source=x&id=7", "https://www.harbour.example/2026/bell?id=7", ""),
        ("https://m.harbour.example/bell", "https://m.harbour.example/bell", ""),
        ("https://wire.example/bell", ADDRESS, "another site, wire.example"),
        ("https://harbour.example/", ADDRESS, "the home page"),
        ("javascript:alert(1)", ADDRESS, "no address that can be a link"),
        ("https://user:pass@harbour.example/bell", ADDRESS, "no address that can be a link"),
        ("http://[::1/", ADDRESS, "no address that can be a link"),
        ("https://harbour.example:99999999/", ADDRESS, "no address that can be a link"),
    ],
)
def test_the_address_that_a_page_calls_its_own(link: str, url: str, remark: str) -> None:
    for head in (f'<link rel="Canonical" href="{link}">', meta("og:url", link, "property")):
        metadata = said(head)
        assert value(metadata, "url") == url
        assert any(remark in told for told in metadata.remarks) == bool(remark)


@pytest.mark.parametrize(
    ("address", "tidy"),
    [
        ("https://a.example/x?utm_source=a&b=1&fbclid=2#part", "https://a.example/x?b=1#part"),
        ("https://a.example/x#:~:text=some%20words", "https://a.example/x"),
        ("https://a.example/x?reference=1", "https://a.example/x?reference=1"),
        ("https://[", "https://["),
    ],
)
def test_what_only_tells_where_a_reader_came_from_is_cut_off(address: str, tidy: str) -> None:
    assert tidy_address(address) == tidy


def test_the_article_of_another_page_is_not_this_one() -> None:
    teasers = [{"@type": "NewsArticle", "url": f"/2026/{name}", "headline": name} for name in ("fire", "bell", "fair")]

    assert value(said(ld(*teasers)), "title") == "bell"
    assert value(said(ld(*teasers) + "<title>List</title>", address="https://www.harbour.example/"), "title") == "List"


# JSON-LD as it is written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Bell"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Bell"}\n//]]>',
        '/* <![CDATA[ */ {"@type": "NewsArticle", "headline": "Bell"} /* ]]> */',
        '{"@type": "NewsArticle", "headline": "Bell",}',
        '{"@type": "NewsArticle", "headline": "Bell"};',
        '{"@type": "NewsArticle", "headline": "Be\nll"}'.replace("Be\nll", "Bell"),
        '[[{"@graph": [{"mainEntity": {"@type": "NewsArticle", "headline": ["Bell"]}}]}]]',
        '{"@type": "NewsArticle", "headline": {"@value": "Bell", "@language": "en"}}',
        '{"@type": "NewsArticle", "headline": "Bell", "articleBody": "bare \n line end"}',
    ],
)
def test_json_ld_as_pages_write_it(script: str) -> None:
    assert value(said(f'<script type="application/ld+json; charset=utf-8">{script}</script>'), "title") == "Bell"


@pytest.mark.parametrize(
    "script",
    ["", "null", "[]", "7", '"x"', "{", "[" * 100_000, '{"a":' * 5000, '{"@graph": {"@graph": 7}}',
     '{"@type": 7, "headline": {"name": {"name": {"name": 1e999}}}}', "9" * 5000, '{"@id": []}',
     '{"@type": "NewsArticle", "author": {"@id": {}}, "url": ["x"], "headline": true}', " " * 300_000 + "{"],
)  # fmt: skip
def test_json_ld_that_is_none_does_no_harm(script: str) -> None:
    """Nor takes it minutes: the cost of white space and brackets must not grow with the square."""
    assert value(said(f'<script type="application/ld+json">{script}</script><title>Bell</title>'), "title") == "Bell"


# Values -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-02-06", "2023-02-06"),
        ("2023-2-6", "2023-02-06"),
        ("2023/02/06", "2023-02-06"),
        ("2023.02.06 10:00", "2023-02-06"),
        ("20230206", "2023-02-06"),
        ("20230206T011734", "2023-02-06"),
        ("2023-02-06T23:30:00-08:00", "2023-02-06"),
        ("2023-02-06T23:30:00+00:00", "2023-02-06T23:30Z"),
        ("2023-02-06T23:30:12.123Z", "2023-02-06T23:30Z"),
        ("2023-02-06T00:00:00Z", "2023-02-06"),
        ("Mon, 06 Feb 2023 01:17:34 +0300", "2023-02-06"),
        ("Monday, February 6, 2023", "2023-02-06"),
        ("Feb. 6th, 2023 at noon", "2023-02-06"),
        ("6 February 2023", "2023-02-06"),
        ("06.02.2023, 11:43", "2023-02-06"),
        ("6. February 2023", "2023-02-06"),
        ("2023-02", "2023-02"),
        ("2023-02-00", "2023-02"),
        ("2023", "2023"),
        ("1665", "1665"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-24", None),
        ("2027", None),
        ("2023-02-30", None),
        ("2023-13-01", None),
        ("0001-01-01", None),
        ("1970-01-01T00:00:00Z", None),
        ("02/06/2023", None),
        ("1675646254000", None),
        ("yesterday", None),
        ("Ma 6, 2023", None),
        ("", None),
    ],
)
def test_days(written: str, day: str | None) -> None:
    assert values.day(written, TODAY) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers_of_values(text: str) -> None:
    for found in (values.clean(text), values.name(text), values.author(text), values.language(text)):
        assert found is None or (found == found.strip() and not UNPRINTED.search(found))
    assert values.day(text, TODAY) is None or text.strip()


# Text ---------------------------------------------------------------------------------------------------------------

STORY = "The harbour bell rang for the last time on Monday. " * 6


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One <b>two</b></p><p>thr<i>ee</i><br>four", "One two\n\nthree four"),
        ("<nav>Menu</nav><header>Site</header><p>Words</p><aside>Ad</aside><footer>Imprint</footer>", "Words"),
        ("<script>x</script><style>y</style><template>z</template><!-- c --><p>Words", "Words"),
        ("<div>Loose<div>nested</div>end</div>", "Loose\n\nnested\n\nend"),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("<table><tr><td>A</td><td>B</td></tr><tr><td>C", "A B\n\nC"),
        ('<p hidden>No</p><p style="color:red;display: none">No</p><p>Yes</p>', "Yes"),
        ('<div role="navigation">Menu</div><p>Words', "Words"),
        ("<p>co\u00adoperate&nbsp;now", "cooperate now"),
        ("<figure><img alt=x><figcaption>A bell</figcaption></figure>", "A bell"),
        ("", ""),
    ],
)
def test_the_words_of_a_page(body: str, text: str) -> None:
    filler = "<p>" + STORY
    whole = page_text(parse(f"<html><body>{body}{filler}"))

    assert whole.removesuffix(STORY.strip()).strip() == text


@pytest.mark.parametrize(
    ("body", "kept", "left"),
    [
        (f"<p>Before</p><article><header>Top</header><p>{STORY}</article><p>After", "Top", "After"),
        (f"<p>Before</p><main><p>{STORY}</main><p>After", STORY.strip(), "After"),
        (f'<p>Before</p><div role="main"><p>{STORY}</div><p>After', STORY.strip(), "After"),
        (f"<p>{STORY}</p><article>Teaser</article>", "Teaser", "-"),
        (f"<article><p>{STORY}</article><article><p>{STORY}</article><p>Between", "Between", "-"),
    ],
)
def test_what_holds_the_page_s_own_words(body: str, kept: str, left: str) -> None:
    text = page_text(parse(f"<html><body>{body}"))

    assert kept in text
    assert left not in text


def test_a_page_whose_header_is_never_closed_still_has_words() -> None:
    assert page_text(parse("<body><header><p>Bell gone.<div><p>Nobody knows.")) == "Bell gone.\n\nNobody knows."


def test_a_page_that_a_script_fills_gives_what_json_ld_holds_of_it() -> None:
    head = article(headline="Bell", articleBody="First line.\n\nSecond line, which is longer than what the page shows.")
    page = read_page(f"<html><head>{head}<body><p>Loading".encode(), "text/html", ADDRESS, TODAY)

    assert page.text == "First line.\n\nSecond line, which is longer than what the page shows."


def test_quotations_are_found_in_the_text_of_a_page() -> None:
    body = "<article><p>Quill said: &ldquo;I gave <em>no</em> order&nbsp;to take it down,&rdquo; and left.</article>"
    page = read_page(f"<html><body>{body}".encode(), "text/html", ADDRESS, TODAY)

    assert str(check('"I gave no order to take it down"', (page.text,))) == "exact"


def test_a_plain_text_keeps_its_paragraphs() -> None:
    assert plain_text("One\r\ntwo\r\n\r\n  three \n \n\n four\fend") == "One two\n\nthree\n\nfour\n\nend"


# Encodings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type", "text", "encoding"),
    [
        ("Ä –".encode(), "text/html", "Ä –", "utf-8"),
        ("Ä –".encode(), "text/html; charset=iso-8859-1", "Ä –", "utf-8"),
        ("Ä –".encode("cp1252"), "text/html; charset=ISO-8859-1", "Ä –", "cp1252"),
        ("Ä –".encode("cp1252"), "text/html; charset=utf-8", "Ä –", "cp1252"),
        ("Ä –".encode("cp1252"), "", "Ä –", "cp1252"),
        (b'<meta charset="koi8-r">' + "Бой".encode("koi8-r"), "", '<meta charset="koi8-r">Бой', "koi8-r"),
        ("\ufeffÄ".encode("utf-16-le"), "text/html; charset=utf-8", "Ä", "utf-16-le"),
        ("\ufeffÄ".encode(), "", "Ä", "utf-8"),
        ("鐘".encode("cp932"), 'text/html; charset="Shift_JIS"', "鐘", "cp932"),
        ("鐘".encode("iso-2022-jp"), "text/html; charset=iso-2022-jp", "鐘", "iso-2022-jp"),
        ("é".encode("cp1252") + b"x" * 9, "text/html; charset=rot13", "é" + "x" * 9, "cp1252"),
        ("é".encode("cp1252"), "text/html; charset=unicode_escape", "é", "cp1252"),
        (b"\xc3\xa4 \xff", "text/html; charset=utf-8", "ä \ufffd", "utf-8"),
    ],
)
def test_encodings(body: bytes, content_type: str, text: str, encoding: str) -> None:
    assert decode(body, content_type) == (text, encoding)


# Files --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "address", "saved"),
    [
        ("<!-- saved from url=(0033)https://harbour.example/2026/bell -->", "https://harbour.example/2026/bell", None),
        ("<!--\n Page saved with SingleFile \n url: https://harbour.example/bell \n saved date: Mon Feb 06 2023 "
         "10:00:00 GMT+0100 (Central European Standard Time)\n-->",
         "https://harbour.example/bell", datetime.date(2023, 2, 6)),
        ("<!-- Mirrored from harbour.example/bell by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 06 Feb 2023 "
         "10:00:00 GMT -->", "http://harbour.example/bell", datetime.date(2023, 2, 6)),
        ("<!-- saved from url=(0010)file:///tmp/x -->", None, None),
        ("<!-- saved from url=(0014)javascript:x() -->", None, None),
        ("<!-- Page saved with SingleFile " + "url: " * 3000, None, None),
        ("<!-- nothing -->", None, None),
    ],
)  # fmt: skip
def test_where_a_saved_page_comes_from(opening: str, address: str | None, saved: datetime.date | None) -> None:
    origin = origin_of(f"<!DOCTYPE html>\n{opening}\n<html>")

    assert (origin.address, origin.saved) == (address, saved)


def test_a_saved_page_without_a_note_is_known_by_its_own_address() -> None:
    saved = read_saved(b'<html><link rel="canonical" href="https://harbour.example/bell?utm_x=1">', None, TODAY)

    assert (saved.address, saved.where) == ("https://harbour.example/bell", "the page's own statement")
    assert read_saved(b'<html><link rel="canonical" href="/bell">', None, TODAY).address is None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 ...", "text/html"),
        (b"%PDF-1.7 ...", ""),
        (b"x", "application/pdf"),
        (b"\x89PNG", "image/png"),
        (b"PK\x03\x04", "application/vnd.openxmlformats"),
        (b"a\0b", "text/html"),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(body: bytes, content_type: str) -> None:
    with pytest.raises(PageError) as caught:
        read_page(body, content_type, ADDRESS, TODAY)

    assert str(caught.value).endswith(".")


def test_a_plain_text_says_nothing_of_itself() -> None:
    page = read_page(b"Bell gone.\n\nNobody knows.", "text/plain", ADDRESS, TODAY)

    assert page.metadata is None
    assert page.text == "Bell gone.\n\nNobody knows."


# Anything at all ----------------------------------------------------------------------------------------------------

PIECES = [
    "<html>", "<head>", "<meta name=author content='", "<meta property=og:url content=", "<meta charset=", "<title>",
    "</title>", "<article>", "</article>", "<header>", "<p>", "<!--", "-->", "<![CDATA[",
    "<script type=application/ld+json>", "</script>", '{"@type":"NewsArticle",', '"author":', '[{"name":',
    '"datePublished":"', "2023-02-06", "}", "]", '"', "'", "<link rel=canonical href=", "http://[",
    "https://harbour.example/x", "<time datetime=", "&#0;", "&amp;", "\x08",
    "<svg>", "<table>", "<form>", "</", "<", ">", "=", " ",
]  # fmt: skip


ANY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(st.lists(st.one_of(st.sampled_from(PIECES), ANY), max_size=40).map("".join))
@example("<link rel=canonical href=//[>")
@example('<script type=application/ld+json>{"@type":"Article","url":"http://[","headline":"x"}</script>')
@example("<meta property=og:url content=http://[::1:x>")
def test_no_page_breaks_the_reader(markup: str) -> None:
    page = read_page(f"<html>{markup}".encode(), "text/html", ADDRESS, TODAY)

    assert page.metadata is not None
    assert set(page.metadata.fields) <= {*PLACES, "url", "kind"}
    for found in page.metadata.fields.values():
        texts = [found.value] if isinstance(found.value, str) else found.value
        assert all(text and not UNPRINTED.search(text) for text in texts)
    assert page.text == page.text.strip()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    try:
        page = read_saved(b"<html>" + body, None, TODAY).page
    except PageError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right
    else:
        assert page.metadata is not None


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000 + "Deep.",
        "<p " + " ".join(f"a{number}={number}" for number in range(50_000)) + ">Broad.",
        '<img src="data:image/png;base64,' + "A" * 2_000_000 + '"><p>Picture.',
        "b='<plaintext>'<a " * 3_000,
        "<!--" * 50_000,
        "<a <a" * 50_000,
    ],
)
def test_a_hostile_page_is_read_to_its_end(markup: str) -> None:
    """Python's own parser would take minutes for some of them; a recursive walk would not end well."""
    page = read_page(f"<html><head><title>Bell</title><body>{markup}".encode(), "text/html", ADDRESS, TODAY)

    assert page.metadata is not None
    assert value(page.metadata, "title") == "Bell"
    assert not re.search("A{99}", page.text)


def test_a_page_of_too_many_tags_is_read_up_to_there() -> None:
    soup = parse("<p>First." + "<" * MAX_TAGS + "<p>Last.")

    assert "Last" not in page_text(soup)
    assert "First" in page_text(soup)
