"""The way to the network: names are resolved here, and what was checked is what is connected to.

A library that resolves names by itself would look a name up a second time after the check, and a hostile name server
could answer differently (DNS rebinding). So the connection is opened to the very number that passed, while the request
and the certificate are still those of the name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import httpcore
import httpx

from mkdocs_provenance.web.addresses import refuse_private
from mkdocs_provenance.web.errors import FetchError, shown

Clock = Callable[[], float]
"""Seconds, from whenever: only differences are used."""

_MAX_ATTEMPTS: Final = 4
"""Numbers of one host that are tried."""


class Network:
    """The two things that are asked of the machine. A test can put another internet in its place."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The IP numbers of a host, best first, as the machine's own resolver gives them.

        Raises:
            OSError: there is none, or nobody can be asked.
        """
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

    def connect(
        self,
        number: str,
        port: int,
        timeout: float,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to an IP number, within `timeout` seconds.

        Raises:
            httpcore.ConnectError, httpcore.ConnectTimeout: there is none.
        """
        return httpcore.SyncBackend().connect_tcp(number, port, timeout, local_address, socket_options)


class Deadline:
    """The moment at which an exchange must be over, however slowly the other side drips."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds left.

        Raises:
            httpcore.ReadTimeout: none are.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def extend(self, seconds: float) -> None:
        """Leave out time that was spent on waiting politely."""
        self._end += seconds


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing waits longer than the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - httpcore's name
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        secure = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Opens connections to numbers that were checked, and to no others."""

    def __init__(self, deadline: Deadline, allow_private: bool, network: Network) -> None:
        self._deadline = deadline
        self._allow_private = allow_private
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = self._numbers(host, port)
        if not self._allow_private:
            refuse_private(f"The host {shown(host)}", numbers, f"//{host}")
        last: httpcore.ConnectError | None = None
        for number in numbers[:_MAX_ATTEMPTS]:
            try:
                tcp = self._network.connect(number, port, self._deadline.left(), local_address, socket_options)
            except httpcore.ConnectError as error:
                last = error
            else:
                return _Stream(tcp, self._deadline)
        raise last or httpcore.ConnectError

    def _numbers(self, host: str, port: int) -> Sequence[str]:
        """As `Network.resolve`, but no longer than the deadline: the system's resolver may take minutes."""
        answer: list[Sequence[str]] = []
        failure: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self._network.resolve(host, port))
            except (OSError, UnicodeError) as error:
                failure.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(self._deadline.left())
        if answer and answer[0]:
            return answer[0]
        if not failure and not answer:
            raise httpcore.ConnectTimeout
        raise FetchError("dns", f"No address is known for the host {shown(host)}.", f"//{host}")


class Transport(httpx.BaseTransport):
    """httpx's way out, over guarded connections. No proxy is used: it would resolve names for us."""

    def __init__(
        self, ssl_context: ssl.SSLContext, deadline: Deadline, allow_private: bool, network: Network | None = None
    ) -> None:
        backend = _Backend(deadline, allow_private, network or Network())
        self._pool = httpcore.ConnectionPool(ssl_context=ssl_context, network_backend=backend)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request, its body still to be read.

        Raises:
            FetchError: a name that is not known, or leads to a private address.
            httpcore.TimeoutException: the deadline has passed.
            httpcore.NetworkError, httpcore.ProtocolError: the connection failed, or was not HTTP.
        """
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
