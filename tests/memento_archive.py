"""A real Memento archive on loopback: pywb, the software of web archives, with a collection of its own.

pywb answers as RFC 7089 asks: a TimeGate that redirects to the copy nearest to `Accept-Datetime`, a TimeMap that lists
them, and copies that say when they were taken (`Memento-Datetime`). It runs in a process of its own, because it brings
gevent, which changes Python's sockets for everybody.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

COLLECTION = "desk"
CONFIG = """\
framed_replay: false
redirect_to_exact: true
enable_memento: true
autoindex: 1
recorder: live
collections:
  live: $live
"""
"""As public archives answer: a copy without a frame around it, under an address with the exact time of saving.

`autoindex`: seconds after which a recorded page can be found.
"""
_PROGRAM = "from pywb.apps.cli import wayback; wayback()"
"""What `wayback` on the PATH runs; that may be another environment's."""
READY_WITHIN = 30.0
"""Seconds that the archive may take to answer; it takes one on a quiet machine."""


@dataclass
class MementoArchive:
    """A running archive."""

    root: Path
    """The folder that holds `collections/`."""
    base: str
    """`http://127.0.0.1:40123`."""
    front: str = ""
    """The same of the server that stands before pywb's recorder (`_Saving`)."""
    _count: int = field(default=0, init=False)

    @property
    def timegate(self) -> str:
        """The TimeGate, with `{url}` where the address of the page belongs."""
        return f"{self.base}/{COLLECTION}/{{url}}"

    @property
    def timemap(self) -> str:
        """The TimeMap (application/link-format), in the same form."""
        return f"{self.base}/{COLLECTION}/timemap/link/{{url}}"

    @property
    def save(self) -> str:
        """What saves a page and then leads to its copy, in the same form; it takes a second."""
        return f"{self.front}/save/{{url}}"

    def copy(self, url: str, when: str) -> str:
        """The address of the copy of that moment (14 digits), as the archive itself names it."""
        return f"{self.base}/{COLLECTION}/{when}/{url}"

    def requests(self) -> int:
        """How many requests it has answered, its own among them."""
        return (self.root / "log.txt").read_bytes().count(b' HTTP/1.1" ')

    def put(self, url: str, when: str, html: str, status: str = "200 OK") -> str:
        """Hold a copy of a page, taken at a moment (14 digits, UTC); return the copy's address. It is found at once.

        The file and its line of the index (CDXJ) are written here: pywb looks for new ones at every request.
        """
        from surt import surt
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        self._count += 1
        name = f"put-{os.getpid()}-{self._count}"
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True)
        date = f"{when[:4]}-{when[4:6]}-{when[6:8]}T{when[8:10]}:{when[10:12]}:{when[12:]}Z"
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(html.encode()),
            http_headers=StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date},
        )
        writer.write_record(record)
        record.raw_stream.close()  # a temporary file
        fields = {
            "url": url,
            "mime": "text/html",
            "status": status.split()[0],
            "digest": record.rec_headers.get_header("WARC-Payload-Digest").removeprefix("sha1:"),
            "length": str(buffer.tell()),
            "offset": "0",
            "filename": f"{name}.held",  # not `.warc.gz`: the automatic index would list it a second time
        }
        folder = self.root / "collections" / COLLECTION
        (folder / "archive" / fields["filename"]).write_bytes(buffer.getvalue())
        temporary = folder / f"{name}.cdxj"
        temporary.write_text(f"{surt(url)} {when} {json.dumps(fields)}\n", encoding="utf-8")
        temporary.replace(folder / "indexes" / f"{name}.cdxj")
        # pywb tells by the folder's time, in whole seconds, whether there are new files in it.
        os.utime(folder / "indexes", (self._count, self._count))
        return self.copy(url, when)


class _Saving(BaseHTTPRequestHandler):
    """Saves as the Wayback Machine does: it answers once the copy can be read, and leads there.

    pywb's own recorder answers with the page at once, and lists the copy within a second.
    """

    archive: MementoArchive

    def do_GET(self) -> None:
        url = self.path.removeprefix("/save/")
        try:
            with urllib.request.urlopen(f"{self.archive.base}/{COLLECTION}/record/{url}", timeout=20) as recorded:
                moment = parsedate_to_datetime(recorded.headers["Memento-Datetime"])
            self._await_copy(self.archive.timemap.format(url=url), moment.strftime("%Y%m%d%H%M%S"))
        except (OSError, KeyError) as error:
            self.send_error(502, str(error))
        else:
            self.send_response(302)
            self.send_header("Location", self.archive.copy(url, moment.strftime("%Y%m%d%H%M%S")))
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _await_copy(self, timemap: str, when: str) -> None:
        end = time.monotonic() + READY_WITHIN
        while time.monotonic() < end:
            with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(timemap, timeout=20) as listed:
                if when.encode() in listed.read():
                    return
            time.sleep(0.05)
        raise OSError("the copy is not listed")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextlib.contextmanager
def _saving(archive: MementoArchive) -> Iterator[None]:
    handler = type("Saving", (_Saving,), {"archive": archive})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    archive.front = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def running_archive(root: Path) -> Iterator[MementoArchive]:
    """An archive whose files are in a folder, until the block ends.

    Raises:
        RuntimeError: it does not start; the message holds what it printed.
    """
    for part in ("archive", "indexes"):
        (root / "collections" / COLLECTION / part).mkdir(parents=True)
    (root / "config.yaml").write_text(CONFIG, encoding="utf-8")
    port = _free_port()
    archive = MementoArchive(root, f"http://127.0.0.1:{port}")
    with (root / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "-b", "127.0.0.1", "-p", str(port)],
            cwd=root,
            env=_environment(root),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _await(archive, process)
            with _saving(archive):
                yield archive
        finally:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(root: Path) -> dict[str, str]:
    """pywb would ask for a list of public suffixes on the web when it first records: no test reaches the network."""
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "TLDEXTRACT_CACHE": str(root / "tldextract")}
    return os.environ | nowhere | {"PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": ""}


def _await(archive: MementoArchive, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(archive.base, timeout=1):
            return
        time.sleep(0.02)
    printed = (archive.root / "log.txt").read_text("utf-8", "replace")
    raise RuntimeError(f"pywb does not answer on {archive.base}.\n{printed[-2000:]}")


@pytest.fixture(scope="session")
def memento_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MementoArchive]:
    """One archive for all tests of a worker; each test holds pages under addresses of its own."""
    missing = [name for name in ("pywb", "warcio", "surt") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed: there is no Memento archive to test against.")
    with running_archive(tmp_path_factory.mktemp("memento")) as archive:
        yield archive
