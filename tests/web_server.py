"""A web server on loopback for tests: good pages and bad ones, and a record of what it was asked.

    def test_one(web: WebServer) -> None:
        address = web.put("/page", "<title>One</title>")
        web.put("/old", status=301, location="/page")
        web.put("/slow", "drop by drop", drip=0.05)
        assert fetcher.get(address).status == 200
        assert web.asked("/page") == 1

A path that nothing was put at is answered with 404, also `/robots.txt`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore
import pytest

from mkdocs_provenance.web.connection import Network


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """By lower-case name."""


@dataclass(frozen=True)
class Answer:
    """What the server sends."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float | None = None
    """Seconds between two bytes of the body; None for all at once."""
    cut: bool = False
    """Close the connection half way through the body."""
    raw: bytes | None = None
    """Sent as it stands instead of all of the above, to be no HTTP at all."""


Answering = Callable[[Asked], Answer]


class WebServer:
    """The server, while a test runs."""

    def __init__(self) -> None:
        self.requests: list[Asked] = []
        self.stopped = threading.Event()
        self._answers: dict[str, Answer | Answering] = {}
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.web = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    def put(
        self,
        path: str,
        body: str | bytes = b"",
        status: int = 200,
        *,
        drip: float | None = None,
        cut: bool = False,
        raw: bytes | None = None,
        **headers: str,
    ) -> str:
        """Answer a path, with or without its query, in this way from now on; return its address.

        Headers are named as arguments are: `content_type="text/plain"`.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("content-type", "text/html; charset=utf-8")
        content = body if isinstance(body, bytes) else body.encode()
        return self.answer(path, Answer(content, status, sent, drip, cut, raw))

    def answer(self, path: str, answer: Answer | Answering) -> str:
        """Answer a path so, or as a function of the request says; return its address."""
        self._answers[path] = answer
        return self.url + path

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.path == path for request in self.requests)

    def respond(self, request: Asked) -> Answer:
        self.requests.append(request)
        bare = request.path.partition("?")[0]
        found = self._answers.get(request.path) or self._answers.get(bare) or Answer(b"No such page.", 404)
        return found if isinstance(found, Answer) else found(request)

    def close(self) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: WebServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up early is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.web.respond(Asked(self.command, self.path, headers))
        if answer.raw is not None:
            self.close_connection = True
            self.wfile.write(answer.raw)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if "transfer-encoding" not in answer.headers:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self._send(answer)

    do_HEAD = do_GET  # noqa: N815 - its names there
    do_POST = do_GET  # noqa: N815

    def _send(self, answer: Answer) -> None:
        body = answer.body[: len(answer.body) // 2] if answer.cut else answer.body
        self.close_connection = self.close_connection or answer.cut
        if answer.drip is None:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            if self.server.web.stopped.wait(answer.drip):
                return
            self.wfile.write(body[at : at + 1])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


class Internet(Network):
    """A public internet of the servers that a test has named; all other names are unknown.

    To the fetcher, `http://news.example/` is then a page at a public number; nothing but loopback is reached.
    """

    def __init__(self, **servers: WebServer) -> None:
        """Name servers, in order: `Internet(news=web)` for `http://news.example/`."""
        self.connected: list[str] = []
        """The numbers that were connected to, in order."""
        self._servers = {f"{name}.example": server for name, server in servers.items()}
        self._numbers = {host: f"93.184.216.{at}" for at, host in enumerate(self._servers, 1)}

    def resolve(self, host: str, port: int) -> list[str]:
        if host in self._numbers:
            return [self._numbers[host]]
        raise OSError("Name or service not known")

    def connect(self, number: str, port: int, timeout: float, *args: object) -> httpcore.NetworkStream:
        self.connected.append(number)
        hosts = {number: host for host, number in self._numbers.items()}
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._servers[hosts[number]].port, timeout)


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web server on loopback."""
    server = WebServer()
    yield server
    server.close()
