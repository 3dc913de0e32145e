"""`web.memento` against a real archive, and the archive that the tests run: pywb."""

from __future__ import annotations

import datetime

import pytest

from memento_archive import MementoArchive
from mkdocs_provenance.web.fetch import Fetcher, FetchError, Limits
from mkdocs_provenance.web.memento import Archive, Memento
from web_server import WebServer

FETCHER = Fetcher(Limits(allow_private=True, delay=0, backoff=0, respect_robots=False))


def day(year: int, month: int, day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=datetime.UTC)


def test_the_nearest_copy_is_found(web: WebServer, memento_archive: MementoArchive) -> None:
    page = f"{web.url}/page?id=7&lang=tr"
    copies = {when: memento_archive.put(page, when, f"<p>{when}</p>") for when in ("20200101120000", "20230207120000")}
    archive = Archive(FETCHER, memento_archive.timegate)

    assert archive.nearest(page, day(2020, 6, 1)) == Memento(copies["20200101120000"], day(2020, 1, 1))
    assert archive.nearest(page, day(2023, 1, 1)) == Memento(copies["20230207120000"], day(2023, 2, 7))
    assert archive.nearest(page) == Memento(copies["20230207120000"], day(2023, 2, 7))
    assert archive.nearest(f"{web.url}/another") is None
    assert b"<p>20200101120000</p>" in FETCHER.get(copies["20200101120000"]).body


def test_a_list_of_copies_will_do_as_well(web: WebServer, memento_archive: MementoArchive) -> None:
    page = f"{web.url}/listed"
    copies = [memento_archive.put(page, when, f"<p>{when}</p>") for when in ("20200101120000", "20230207120000")]
    archive = Archive(FETCHER, memento_archive.timemap)

    assert archive.nearest(page, day(2019, 6, 1)) == Memento(copies[0], day(2020, 1, 1))
    assert archive.nearest(page, day(2020, 6, 1)) == Memento(copies[0], day(2020, 1, 1))
    assert archive.nearest(page, day(2024, 1, 1)) == Memento(copies[1], day(2023, 2, 7))
    assert archive.nearest(f"{web.url}/another") is None


def test_a_copy_of_an_error_is_none(web: WebServer, memento_archive: MementoArchive) -> None:
    page = f"{web.url}/gone"
    memento_archive.put(page, "20230207120000", "No such page.", "404 Not Found")

    assert Archive(FETCHER, memento_archive.timegate).nearest(page) is None


def test_a_page_is_saved_and_then_found(web: WebServer, memento_archive: MementoArchive) -> None:
    page = web.put("/fresh", "<p>Fresh.</p>")
    archive = Archive(FETCHER, memento_archive.timegate, memento_archive.save)

    saved = archive.save(page)

    assert saved == archive.nearest(page)
    assert saved.url.startswith(f"{memento_archive.base}/desk/2")
    assert b"<p>Fresh.</p>" in FETCHER.get(saved.url).body
    with pytest.raises(FetchError):
        archive.save("http://127.0.0.1:9/nobody-there")
