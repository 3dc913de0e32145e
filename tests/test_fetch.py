"""Reading one address: from a real server on loopback; which addresses may be read, from tables."""

from __future__ import annotations

import contextlib
import gzip
import threading
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.web import addresses, pace
from mkdocs_provenance.web.body import EncodingError, read_body
from mkdocs_provenance.web.connection import Network
from mkdocs_provenance.web.fetch import Fetched, Fetcher, FetchError, Limits, whole
from web_server import Answer, Asked, Internet, WebServer


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


def desk(clock: Clock | None = None, **limits: object) -> Fetcher:
    """A fetcher that may read loopback and that waits for nothing, but for what `clock` records."""
    chosen = {"allow_private": True, "delay": 0.0, "backoff": 0.0} | limits
    if clock is None:
        return Fetcher(Limits(**chosen))  # type: ignore[arg-type]
    return Fetcher(Limits(**chosen), clock=clock, sleep=clock.sleep)  # type: ignore[arg-type]


def failing(act: Callable[[], object]) -> FetchError:
    with pytest.raises(FetchError) as caught:
        act()
    assert caught.value.message.endswith(".")
    return caught.value


# What is read -------------------------------------------------------------------------------------------------------


def test_a_page_is_read_as_it_is(web: WebServer) -> None:
    address = web.put("/page", "<title>Hafenglocke – Ä</title>", x_kept="yes")

    fetched = desk().get(address)

    assert (fetched.address, fetched.url, fetched.status) == (address, address, 200)
    assert fetched.body.decode() == "<title>Hafenglocke – Ä</title>"
    assert fetched.headers["x-kept"] == "yes"
    assert fetched.redirects == ()
    assert not fetched.truncated


def test_we_say_who_we_are_and_what_we_take(web: WebServer) -> None:
    address = web.put("/page")

    desk().get(address, headers={"Accept-Datetime": "Mon, 06 Feb 2023 00:00:00 GMT"})

    sent = web.requests[-1].headers
    assert sent["user-agent"].startswith("mkdocs-provenance/")
    assert "+https://github.com/" in sent["user-agent"]
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["accept-datetime"] == "Mon, 06 Feb 2023 00:00:00 GMT"


def test_a_site_can_be_asked_for_its_head_alone(web: WebServer) -> None:
    fetched = desk().get(web.put("/page", "<p>Long</p>"), method="HEAD")

    assert (fetched.status, fetched.body, web.requests[-1].method) == (200, b"", "HEAD")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 500, 502])
def test_an_answer_that_is_bad_news_is_an_answer(web: WebServer, status: int) -> None:
    fetched = desk().get(web.put("/page", "Gone.", status))

    assert (fetched.status, fetched.body, web.asked("/page")) == (status, b"Gone.", 1)


def test_no_proxy_stands_between(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve names for us, and reach what it likes."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")

    assert desk(retries=0).get(web.put("/page", "Here.")).body == b"Here."


# Redirects ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(web: WebServer, status: int) -> None:
    old = web.put("/a/old", "Moved.", status, location="../b/new?x=1")
    new = web.put("/b/new", "Here.")

    fetched = desk().get(old)

    assert (fetched.address, fetched.url, fetched.body) == (old, f"{new}?x=1", b"Here.")
    assert fetched.redirects == (old,)
    assert [(hop.url, hop.status, hop.headers["location"]) for hop in fetched.hops] == [(old, status, "../b/new?x=1")]


def test_a_redirect_to_nowhere_is_an_answer(web: WebServer) -> None:
    assert desk().get(web.put("/page", status=302)).status == 302


def test_a_circle_of_redirects_ends(web: WebServer) -> None:
    address = web.put("/a", status=302, location="/b")
    web.put("/b", status=302, location="/a")

    error = failing(lambda: desk().get(address))

    assert (error.kind, error.address) == ("redirects", address)
    assert "in a circle" in error.message


def test_redirects_are_followed_only_so_far(web: WebServer) -> None:
    for step in range(7):
        web.put(f"/{step}", status=301, location=f"/{step + 1}")
    web.put("/7", "Here.")

    assert desk().get(f"{web.url}/2").redirects == tuple(f"{web.url}/{step}" for step in range(2, 7))
    assert failing(lambda: desk().get(f"{web.url}/1")).kind == "redirects"


def test_a_page_that_first_sets_a_cookie_can_be_read(web: WebServer) -> None:
    def page(asked: Asked) -> Answer:
        if "seen=1" in asked.headers.get("cookie", ""):
            return Answer(b"Here.")
        return Answer(status=302, headers={"location": "/page", "set-cookie": "seen=1"})

    fetcher = desk()

    assert fetcher.get(web.answer("/page", page)).body == b"Here."
    fetcher.get(web.put("/other"))
    assert "cookie" not in web.requests[-1].headers


def test_secrets_stay_with_the_host_they_are_for(web: WebServer) -> None:
    other = WebServer()
    try:
        elsewhere = other.put("/page").replace("127.0.0.1", "localhost")
        web.put("/same", status=302, location="/out")
        web.put("/out", status=302, location=elsewhere)
        desk().get(f"{web.url}/same", headers={"Authorization": "LOW key:secret", "X-Other": "1"})
        assert web.requests[-1].headers["authorization"] == "LOW key:secret"
        assert "authorization" not in other.requests[-1].headers
        assert other.requests[-1].headers["x-other"] == "1"
    finally:
        other.close()


# Bounds -------------------------------------------------------------------------------------------------------------


def test_a_page_is_cut_where_it_grows_too_large(web: WebServer) -> None:
    fetched = desk(max_bytes=1000).get(web.put("/page", "x" * 5000))

    assert (len(fetched.body), fetched.truncated) == (1000, True)
    assert failing(lambda: whole(fetched)).kind == "too-large"


def test_a_page_of_just_the_size_is_whole(web: WebServer) -> None:
    fetched = desk(max_bytes=1000).get(web.put("/page", "x" * 1000))

    assert whole(fetched).body == b"x" * 1000


def test_a_bomb_does_not_go_off(web: WebServer) -> None:
    """20 KB that unpack to 20 MB."""
    bomb = gzip.compress(b"\0" * 20_000_000, mtime=0)
    fetched = desk(max_bytes=100_000).get(web.put("/bomb", bomb, content_encoding="gzip"))

    assert len(bomb) < 30_000
    assert (len(fetched.body), fetched.truncated) == (100_000, True)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"Words.", mtime=0)),
        ("GZIP", gzip.compress(b"Wor", mtime=0) + gzip.compress(b"ds.", mtime=0)),
        ("x-gzip", gzip.compress(b"Words.", mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(b"Words.")),
        ("deflate", zlib.compress(b"Words.", wbits=-15)),
        ("identity", b"Words."),
        ("", b"Words."),
    ],
)
def test_a_packed_body_is_unpacked(encoding: str, packed: bytes) -> None:
    assert read_body([packed], encoding, 100) == (b"Words.", False)
    assert read_body([packed[at : at + 1] for at in range(len(packed))], encoding, 100) == (b"Words.", False)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"no gzip"), ("gzip", gzip.compress(b"Words.", mtime=0)[:-9])],
)
def test_a_body_that_cannot_be_unpacked_is_an_error(web: WebServer, encoding: str, packed: bytes) -> None:
    with pytest.raises(EncodingError):
        read_body([packed], encoding, 100)
    error = failing(lambda: desk().get(web.put("/page", packed, content_encoding=encoding)))
    assert error.kind == "connection"


@given(st.binary(max_size=3000), st.integers(0, 2000), st.sampled_from(["gzip", "deflate", ""]), st.integers(1, 99))
def test_no_body_is_longer_than_the_limit(body: bytes, most: int, encoding: str, size: int) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding](body)
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]

    assert read_body(chunks, encoding, most) == (body[:most], len(body) > most)


def test_a_server_that_drips_is_left(web: WebServer) -> None:
    """Each byte comes soon after the one before; the whole would take a quarter of an hour."""
    address = web.put("/slow", "x" * 50_000, drip=0.02)

    error = failing(lambda: desk(timeout=0.15).get(address))

    assert (error.kind, error.address) == ("timeout", address)


def test_a_server_that_never_answers_is_left(web: WebServer) -> None:
    def silent(_: Asked) -> Answer:
        web.stopped.wait(30)
        return Answer()

    assert failing(lambda: desk(timeout=0.1).get(web.answer("/page", silent))).kind == "timeout"


def test_a_name_server_that_never_answers_is_left() -> None:
    asked = threading.Event()

    class Silent(Network):
        def resolve(self, host: str, port: int) -> list[str]:
            asked.wait(30)
            return []

    fetcher = Fetcher(Limits(timeout=0.1), network=Silent())

    assert failing(lambda: fetcher.get("http://example.org/")).kind == "timeout"
    asked.set()


# What goes wrong ----------------------------------------------------------------------------------------------------


def closed_port() -> int:
    server = WebServer()
    server.close()
    return server.port


def test_a_host_that_refuses_is_tried_again_and_then_given_up() -> None:
    clock = Clock()
    address = f"http://127.0.0.1:{closed_port()}/page"

    error = failing(lambda: desk(clock, backoff=1.0, retries=3).get(address))

    assert (error.kind, error.address) == ("connection", address)
    assert "refused" in error.message
    assert clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("raw", [b"", b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 40_000])
def test_what_is_not_http_is_an_error(web: WebServer, raw: bytes) -> None:
    assert failing(lambda: desk(retries=0).get(web.put("/page", raw=raw))).kind == "connection"


def test_a_page_that_breaks_off_is_an_error(web: WebServer) -> None:
    assert failing(lambda: desk(retries=1).get(web.put("/page", "x" * 900, cut=True))).kind == "connection"
    assert web.asked("/page") == 2


def test_a_server_without_tls_is_an_error_of_its_own(web: WebServer) -> None:
    address = web.url.replace("http:", "https:") + "/page"

    error = failing(lambda: desk().get(address))

    assert (error.kind, error.address) == ("tls", address)


def test_a_name_that_nobody_knows_is_an_error_of_its_own() -> None:
    error = failing(lambda: Fetcher(network=Internet()).get("https://nobody.example/page"))

    assert (error.kind, error.address) == ("dns", "https://nobody.example/page")


# Politeness ---------------------------------------------------------------------------------------------------------


def test_requests_to_one_host_stand_apart(web: WebServer) -> None:
    clock = Clock()
    other = WebServer()
    fetcher = desk(clock, delay=2.0, respect_robots=False)
    try:
        for address in (web.put("/a"), web.put("/b"), other.put("/c"), web.put("/d")):
            fetcher.get(address)
    finally:
        other.close()

    assert clock.slept == [2.0, 2.0]


def test_a_site_that_is_busy_is_asked_again_when_it_says(web: WebServer) -> None:
    answers = [Answer(status=429, headers={"retry-after": "7"}), Answer(status=503), Answer(b"Here.")]
    clock = Clock()
    address = web.answer("/page", lambda _: answers.pop(0))

    fetched = desk(clock, backoff=1.0).get(address)

    assert (fetched.body, clock.slept) == (b"Here.", [7.0, 2.0])


def test_a_site_that_stays_busy_is_believed(web: WebServer) -> None:
    address = web.put("/page", "Later.", 429, retry_after="0")

    assert desk(retries=2).get(address).status == 429
    assert web.asked("/page") == 3


def test_nobody_waits_for_hours(web: WebServer) -> None:
    clock = Clock()

    assert desk(clock).get(web.put("/page", "Tomorrow.", 503, retry_after="86400")).status == 503
    assert (web.asked("/page"), clock.slept) == (1, [])


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 21 Oct 2026 07:28:30 GMT", 30.0),
        ("Wed, 21 Oct 2026 07:00:00 GMT", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("²", None),
        ("Wed, 99 Oct 2026 07:28:30 GMT", None),
        ("9" * 400, 999999999.0),
    ],
)
def test_retry_after_is_read_in_both_its_forms(written: str, seconds: float | None) -> None:
    assert pace.retry_after({"retry-after": written, "date": "Wed, 21 Oct 2026 07:28:00 GMT"}) == seconds


ROBOTS = """
User-agent: *
Disallow: /closed

User-agent: mkdocs-provenance
Disallow: /not-us
Crawl-delay: 3
"""


def test_robots_txt_is_kept_to(web: WebServer) -> None:
    web.put("/robots.txt", ROBOTS, content_type="text/plain")
    clock = Clock()
    fetcher = desk(clock)

    assert fetcher.get(web.put("/closed/page")).status == 200  # the group that names us is ours, and that one alone
    assert failing(lambda: fetcher.get(web.put("/not-us/page"))).kind == "robots"
    assert fetcher.get(web.put("/open")).status == 200
    assert (web.asked("/robots.txt"), web.asked("/not-us/page")) == (1, 0)
    assert clock.slept == [3.0]


def test_another_name_is_asked_for_by_that_name(web: WebServer) -> None:
    web.put("/robots.txt", ROBOTS, content_type="text/plain")
    fetcher = Fetcher(Limits(allow_private=True, delay=0), "desk-of-ours/2.0")

    assert fetcher.get(web.put("/not-us/page")).status == 200
    assert failing(lambda: fetcher.get(web.put("/closed/page"))).kind == "robots"


def test_robots_txt_is_asked_again_after_a_redirect(web: WebServer) -> None:
    other = WebServer()
    try:
        other.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
        address = web.put("/page", status=302, location=other.put("/page"))
        error = failing(lambda: desk().get(address))
        assert (error.kind, error.address) == ("robots", f"{other.url}/page")
        assert other.asked("/page") == 0
    finally:
        other.close()


@pytest.mark.parametrize(
    ("status", "read"), [(200, True), (401, True), (403, True), (404, True), (429, False), (500, False), (503, False)]
)
def test_what_a_missing_robots_txt_means(web: WebServer, status: int, read: bool) -> None:
    web.put("/robots.txt", "<html>", status)
    address = web.put("/page")

    if read:
        assert desk().get(address).status == 200
    else:
        assert failing(lambda: desk().get(address)).kind == "robots"
        assert web.asked("/page") == 0


@pytest.mark.parametrize(("location", "read"), [("/robots.txt", True), ("http://nobody.invalid/", False)])
def test_what_a_robots_txt_elsewhere_means(web: WebServer, location: str, read: bool) -> None:
    """RFC 9309, 2.3.1.2: after five redirects there is none; a host that cannot be asked has not allowed anything."""
    web.put("/robots.txt", status=302, location=location)
    address = web.put("/page")

    if read:
        assert desk().get(address).status == 200
    else:
        assert failing(lambda: desk().get(address)).kind == "robots"


@pytest.mark.parametrize("body", [b"\xff\xfe\0", b"User-agent", b"Disallow: *****$\nCrawl-delay: nan", b"x" * 700_000])
def test_an_odd_robots_txt_does_no_harm(web: WebServer, body: bytes) -> None:
    web.put("/robots.txt", body, content_type="text/plain")

    assert desk().get(web.put("/page")).status == 200


def test_robots_txt_can_be_left_out(web: WebServer) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")

    assert desk(respect_robots=False).get(web.put("/page")).status == 200
    assert web.asked("/robots.txt") == 0


def test_several_threads_read_one_robots_txt(web: WebServer) -> None:
    fetcher = desk()
    address = web.put("/page")
    found: list[Fetched] = []
    threads = [threading.Thread(target=lambda: found.append(fetcher.get(address))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [fetched.status for fetched in found] == [200] * 6
    assert (web.asked("/robots.txt"), web.asked("/page")) == (1, 6)


# The public internet only -------------------------------------------------------------------------------------------

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.0.9",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "not an address",
]
PUBLIC = ["1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.0.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111",
          "2a00:1450:4001::1", "64:ff9b::8.8.8.8"]  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_that_are_not_public(number: str) -> None:
    assert addresses.not_public(number) is not None


@pytest.mark.parametrize("number", PUBLIC)
def test_numbers_that_are_public(number: str) -> None:
    assert addresses.not_public(number) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1:8443/x",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://127.0.0.1./",
        "http://127。0。0。1/",
        "http://8.8.8/",
        "http://example.0x7f/",
    ],
)
def test_hosts_that_are_private_or_hide_what_they_are(address: str) -> None:
    assert failing(lambda: addresses.checked(address)).kind == "private"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org/page",
        "//example.org/page",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "gopher://example.org/",
        "http:example.org",
        "http:///page",
        "http://user:word@example.org/",
        "http://user@example.org/",
        "http://example.org\\@example.com/",
        "http://exa mple.org/",
        "http://a..b/",
        "http://.example.org/",
        "http://example.org:99999/",
        "http://[::1/",
        "http://0177.0.0.1/",
        "http://08.8.8.8/",
        "http://256.1.1.1/",
        "http://[1::2::3]/",
        "http://" + "a" * 64 + ".org/",
        "http://" + "a." * 140 + "org/",
        "http://example.org/\x00",
        "https://example.org/" + "a" * 9000,
    ],
)
def test_addresses_that_are_not_read(address: str) -> None:
    assert failing(lambda: addresses.checked(address)).kind == "address"
    assert failing(lambda: addresses.checked(address, allow_private=True)).kind == "address"


@pytest.mark.parametrize(
    ("address", "read"),
    [
        (" https://example.org/a ", "https://example.org/a"),
        ("HTTPS://EXAMPLE.org./x", "https://example.org./x"),
        ("https://münchen.example/straße?q=ü", "https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC"),
        ("http://8.8.8.8:8080/", "http://8.8.8.8:8080/"),
        ("https://1.example/", "https://1.example/"),
        ("https://x_y.example/", "https://x_y.example/"),
    ],
)
def test_addresses_that_are_read(address: str, read: str) -> None:
    assert str(addresses.checked(address)) == read


def test_private_numbers_can_be_allowed() -> None:
    assert str(addresses.checked("http://127.0.0.1:8000/", allow_private=True)) == "http://127.0.0.1:8000/"


@given(st.text(max_size=60))
def test_no_text_is_an_address_that_breaks_the_check(text: str) -> None:
    for address in (text, f"http://{text}", f"https://example.org/{text}"):
        with contextlib.suppress(FetchError):
            url = addresses.checked(address)
            assert url.scheme in {"http", "https"}
            assert url.host


def test_this_machine_is_not_read(web: WebServer) -> None:
    for address in (web.put("/page"), web.put("/page").replace("127.0.0.1", "localhost")):
        error = failing(lambda address=address: Fetcher().get(address))  # type: ignore[misc]
        assert (error.kind, error.address) == ("private", address)
        assert "127.0.0.1, this machine itself" in error.message
    assert web.requests == []


def test_a_name_is_refused_if_any_of_its_numbers_is_private() -> None:
    class Mixed(Internet):
        def resolve(self, host: str, port: int) -> list[str]:
            return ["93.184.216.34", "10.0.0.7"]

    network = Mixed()

    assert failing(lambda: Fetcher(network=network).get("http://mixed.example/")).kind == "private"
    assert network.connected == []


def test_a_name_that_answers_differently_the_second_time_gains_nothing(web: WebServer) -> None:
    """DNS rebinding: the number that was checked is the one that is connected to; no name is looked up in between."""

    class Rebinding(Internet):
        asked = 0

        def resolve(self, host: str, port: int) -> list[str]:
            self.asked += 1
            return super().resolve(host, port) if self.asked == 1 else ["127.0.0.1"]

    web.put("/page", "Public.")
    network = Rebinding(news=web)
    fetcher = Fetcher(Limits(delay=0, respect_robots=False), network=network)

    assert fetcher.get("http://news.example/page").body == b"Public."
    assert network.connected == ["93.184.216.1"]
    assert web.requests[0].headers["host"] == "news.example"
    assert failing(lambda: fetcher.get("http://news.example/page")).kind == "private"
    assert web.asked("/page") == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1:{port}", "localhost:{port}", "2130706433:{port}", "[::ffff:7f00:1]:{port}", "169.254.169.254"]
)
def test_a_redirect_from_the_internet_into_the_machine_is_not_followed(web: WebServer, host: str) -> None:
    target = f"http://{host.format(port=web.port)}/inside"
    web.put("/out", status=302, location=target)
    web.put("/inside", "Secret.")

    class WithLocalhost(Internet):
        def resolve(self, host: str, port: int) -> Sequence[str]:
            return Network.resolve(self, host, port) if host == "localhost" else super().resolve(host, port)

    fetcher = Fetcher(Limits(delay=0), network=WithLocalhost(news=web))
    error = failing(lambda: fetcher.get("http://news.example/out"))

    assert error.kind == "private"
    assert (web.asked("/out"), web.asked("/inside")) == (1, 0)
