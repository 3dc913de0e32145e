"""Asking an archive for copies: a server on loopback that speaks RFC 7089, and tables of what archives write."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.web import memento
from mkdocs_provenance.web.fetch import Fetcher, FetchError, Limits
from mkdocs_provenance.web.memento import Archive, Memento
from web_server import Answer, Asked, WebServer

PAGE = "https://example.org/quake?id=7"
FEBRUARY = datetime.datetime(2023, 2, 7, 12, 0, tzinfo=datetime.UTC)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.UTC)


def archive(web: WebServer, path: str = "/web/{url}") -> Archive:
    fetcher = Fetcher(Limits(allow_private=True, delay=0, backoff=0, retries=0, respect_robots=False))
    return Archive(fetcher, web.url + path, web.url + "/save/{url}")


def put_copy(web: WebServer, digits: str, original: str = PAGE, moment: str = "", status: int = 200) -> str:
    headers = {"memento_datetime": moment} if moment else {}
    return web.put(f"/web/{digits}/{original}", "Saved.", status, **headers)


# The TimeGate -------------------------------------------------------------------------------------------------------


def test_the_nearest_copy_is_asked_for(web: WebServer) -> None:
    copy = put_copy(web, "20230207093000", moment="Tue, 07 Feb 2023 09:30:00 GMT")
    web.put(f"/web/{PAGE}", status=302, location=copy)

    found = archive(web).nearest(PAGE, FEBRUARY)

    assert found == Memento(copy, at(2023, 2, 7, 9, 30))
    assert web.requests[0].headers["accept-datetime"] == "Tue, 07 Feb 2023 12:00:00 GMT"
    assert web.requests[0].path == f"/web/{PAGE}"


def test_a_moment_elsewhere_is_asked_for_in_gmt(web: WebServer) -> None:
    istanbul = datetime.timezone(datetime.timedelta(hours=3))

    assert archive(web).nearest(PAGE, datetime.datetime(2023, 2, 6, 1, 0, tzinfo=istanbul)) is None
    assert web.requests[0].headers["accept-datetime"] == "Sun, 05 Feb 2023 22:00:00 GMT"


def test_a_page_of_which_there_is_no_copy_has_none(web: WebServer) -> None:
    assert archive(web).nearest(PAGE, FEBRUARY) is None


def test_the_copy_of_an_error_is_none(web: WebServer) -> None:
    copy = put_copy(web, "20230207093000", moment="Tue, 07 Feb 2023 09:30:00 GMT", status=404)
    web.put(f"/web/{PAGE}", status=302, location=copy)

    assert archive(web).nearest(PAGE, FEBRUARY) is None


def test_a_copy_without_its_moment_says_it_in_its_address(web: WebServer) -> None:
    copy = put_copy(web, "20230207093000")
    web.put(f"/web/{PAGE}", status=302, location=copy)

    assert archive(web).nearest(PAGE, FEBRUARY) == Memento(copy, at(2023, 2, 7, 9, 30))


def test_a_saved_redirect_is_the_copy_and_not_where_it_leads(web: WebServer) -> None:
    target = put_copy(web, "20240101000000", "https://example.org/new", "Mon, 01 Jan 2024 00:00:00 GMT")
    old = web.put(f"/web/20230207093000/{PAGE}", status=301, location=target,
                  memento_datetime="Tue, 07 Feb 2023 09:30:00 GMT")  # fmt: skip
    web.put(f"/web/{PAGE}", status=302, location=old)

    assert archive(web).nearest(PAGE, FEBRUARY) == Memento(old, at(2023, 2, 7, 9, 30))


def test_a_timegate_may_answer_with_the_copy_itself(web: WebServer) -> None:
    """RFC 7089, 4.2.1: status 200, and where the copy is in Content-Location."""
    web.put(f"/web/{PAGE}", "Saved.", memento_datetime="Tue, 07 Feb 2023 09:30:00 GMT",
            content_location=f"/web/20230207093000/{PAGE}")  # fmt: skip

    found = archive(web).nearest(PAGE, FEBRUARY)

    assert found == Memento(f"{web.url}/web/20230207093000/{PAGE}", at(2023, 2, 7, 9, 30))


@pytest.mark.parametrize("status", [200, 403, 500])
def test_an_archive_that_speaks_something_else_is_an_error(web: WebServer, status: int) -> None:
    web.put(f"/web/{PAGE}", "<p>Welcome.", status)

    with pytest.raises(FetchError) as caught:
        archive(web).nearest(PAGE, FEBRUARY)

    assert caught.value.kind == "connection"
    assert caught.value.message.endswith(".")


# The TimeMap --------------------------------------------------------------------------------------------------------

TIMEMAP = """
 <https://example.org/quake?id=7>; rel="original",
 <http://archive.example/tm/https://example.org/quake?id=7>
   ; rel="self";type="application/link-format"
   ; from="Tue, 07 Feb 2023 09:30:00 GMT"; until="Sat, 01 Apr 2023 00:00:00 GMT",
 <http://archive.example/tg/https://example.org/quake?id=7>; rel="timegate",
 <http://archive.example/20230207093000/https://example.org/quake?id=7>
   ; rel="first memento";datetime="Tue, 07 Feb 2023 09:30:00 GMT",
 <http://archive.example/20230301000000/https://example.org/quake?id=7>; rel="memento",
 </20230401000000/https://example.org/quake?id=7>
   ; datetime="Sat, 01 Apr 2023 00:00:00 GMT"; rel="last memento"; license="a, \\"b\\"; c",
 <http://archive.example/odd>; rel="memento"; datetime="never"
"""


def test_a_timemap_is_read() -> None:
    copies = memento.timemap(TIMEMAP, "http://archive.example/")

    assert [copy.moment for copy in copies] == [at(2023, 2, 7, 9, 30), at(2023, 3, 1), at(2023, 4, 1)]
    assert copies[2].url == "http://archive.example/20230401000000/https://example.org/quake?id=7"


@pytest.mark.parametrize(
    ("moment", "digits"),
    [
        (at(2022, 1, 1), "20230207093000"),
        (at(2023, 2, 20), "20230301000000"),
        (at(2023, 3, 30), "20230401000000"),
        (None, "20230401000000"),
    ],
)
def test_the_template_may_be_that_of_a_timemap(web: WebServer, moment: datetime.datetime | None, digits: str) -> None:
    web.put("/tm/https%3A%2F%2Fexample.org%2Fquake%3Fid%3D7", TIMEMAP, content_type="application/link-format")

    found = archive(web, "/tm/{quoted}").nearest(PAGE + "#top", moment)

    assert found is not None
    assert digits in found.url


def test_an_empty_timemap_means_none(web: WebServer) -> None:
    web.put("/tm/", "", content_type="application/link-format; charset=utf-8")

    assert archive(web, "/tm/?u={quoted}").nearest(PAGE) is None


@given(st.text(alphabet='<>;,=" \\relmontdiwh.0:/', max_size=80))
def test_no_text_breaks_the_reader_of_links(text: str) -> None:
    for link in memento.links(text):
        assert ">" not in link.target
    assert memento.timemap(text) == [] or "memento" in text


def test_a_long_list_is_read_in_one_go() -> None:
    text = ",\n".join(
        f'<http://archive.example/{20000101000000 + second}/x>; rel="memento"'
        for second in range(60)
        for _ in range(500)
    )

    assert len(memento.timemap(text)) == 30_000


# Saving -------------------------------------------------------------------------------------------------------------


def test_a_copy_is_saved_and_named(web: WebServer) -> None:
    copy = put_copy(web, "20261122101500", moment="Sun, 22 Nov 2026 10:15:00 GMT")
    web.put(f"/save/{PAGE}", status=302, location=copy)

    assert archive(web).save(PAGE) == Memento(copy, at(2026, 11, 22, 10, 15))


@pytest.mark.parametrize(
    "headers",
    [
        {"content_location": f"/web/20261122101500/{PAGE}"},
        {
            "link": f'<{PAGE}>; rel="original", </web/20261122101500/{PAGE}>; rel="last memento"; '
            'datetime="Sun, 22 Nov 2026 10:15:00 GMT"'
        },
    ],
)
def test_an_archive_may_name_the_new_copy_in_its_headers(web: WebServer, headers: dict[str, str]) -> None:
    web.put(f"/save/{PAGE}", "Saved.", **headers)

    assert archive(web).save(PAGE) == Memento(f"{web.url}/web/20261122101500/{PAGE}", at(2026, 11, 22, 10, 15))


def test_a_copy_that_nobody_saved_is_an_error(web: WebServer) -> None:
    def refuse(_: Asked) -> Answer:
        return Answer(b"Not you.", 403)

    web.answer(f"/save/{PAGE}", refuse)

    with pytest.raises(FetchError, match="did not say that it saved"):
        archive(web).save(PAGE)


# What archives write ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "moment"),
    [
        ("https://web.archive.org/web/20230206011734/https://example.org/", at(2023, 2, 6, 1, 17, 34)),
        ("https://web.archive.org/web/20230206011734id_/https://example.org/", at(2023, 2, 6, 1, 17, 34)),
        ("http://localhost:8080/coll/20230206011734mp_/https://example.org/", at(2023, 2, 6, 1, 17, 34)),
        ("https://example.org/20231399999999/x", None),
        ("https://example.org/2023/02/06/x", None),
        ("https://example.org/article-20230206011734", None),
        ("", None),
    ],
)
def test_a_moment_in_an_address(address: str, moment: datetime.datetime | None) -> None:
    assert memento.moment_in(address) == moment


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://a.example/web/{url}", f"https://a.example/web/{PAGE}"),
        ("https://a.example/web/", f"https://a.example/web/{PAGE}"),
        ("https://a.example/?u={quoted}", "https://a.example/?u=https%3A%2F%2Fexample.org%2Fquake%3Fid%3D7"),
    ],
)
def test_a_template_is_filled(template: str, address: str) -> None:
    assert memento.fill(template, PAGE + "#part") == address


def test_an_archive_has_a_name_for_readers() -> None:
    assert Memento("https://web.archive.org/web/2023/x", FEBRUARY).service == "Internet Archive"
    assert Memento("https://arquivo.pt/wayback/2023/x", FEBRUARY).service == "arquivo.pt"
