"""Which addresses may be read: decided from the address alone, and from the numbers that its name stands for. Pure.

A page can name any address, in a link or in a redirect, and the desk's machine can reach what the public cannot: its
own services, the router, a cloud's metadata service. So only addresses of the public internet are read (OWASP,
Server-Side Request Forgery Prevention).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address
from typing import Final

import httpx

from mkdocs_provenance.web.errors import FetchError, shown

MAX_LENGTH: Final = 8000
"""Characters of an address that is read: what RFC 9110 asks of every server."""

_HOST_NAME: Final = re.compile(r"(?=.{1,253}\.?$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*"
                               r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?")  # fmt: skip
_ENDS_IN_NUMBER: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0[Xx][0-9A-Fa-f]*)\.?")
"""A host that browsers and the C library read as an IPv4 address (WHATWG URL, "ends in a number checker")."""
_DOTTED: Final = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SPECIAL: Final[tuple[tuple[_Network, str], ...]] = tuple(
    (ipaddress.ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's network"),
        ("127.0.0.0/8", "this machine itself"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for examples"),
        ("192.88.99.0/24", "a reserved address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for measurements"),
        ("198.51.100.0/24", "an address for examples"),
        ("203.0.113.0/24", "an address for examples"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "this machine itself"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
    )
)
"""The special-purpose registries of IANA (RFC 6890), in words; the first match counts. What is in none of them is still
refused where Python's `ipaddress` does not call it global."""
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""An IPv4 address as a network without IPv4 reaches it (RFC 6052): as good as the address inside."""
_WRAPPING: Final = tuple(
    ipaddress.IPv6Network(network)
    for network in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")
)
"""IPv6 addresses with an IPv4 address inside (compatible, mapped, translated, local NAT64, Teredo, 6to4): no public
name stands for one, and which machine they reach depends on the network."""


def checked(address: str, allow_private: bool = False) -> httpx.URL:
    """The address, taken apart; names are written as DNS has them.

    Raises:
        FetchError: `address` for one that is not read (another scheme, a name and password, no host, odd characters),
            `private` for a number that is not of the public internet.
    """
    if len(address) > MAX_LENGTH:
        raise FetchError("address", f"{shown(address)} has more than {MAX_LENGTH} characters.", address)
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError, TypeError):
        raise FetchError("address", f"{shown(address)} is not an address that can be read.", address) from None
    host = url.raw_host.decode("ascii", "replace")
    if url.scheme not in ("http", "https"):
        raise FetchError("address", f"{shown(address)} begins neither with https:// nor with http://.", address)
    if url.userinfo:
        raise FetchError("address", "An address with a user name or password in it is not read.", address)
    if not host or (url.port or 0) > 65535:
        raise FetchError("address", f"{shown(address)} names no host that can be asked.", address)
    _check_host(host, address, allow_private)
    return url


def _check_host(host: str, address: str, allow_private: bool) -> None:
    number = _number(host)
    if number is None and (":" in host or not _HOST_NAME.fullmatch(host)):
        raise FetchError("address", f"{shown(address)} names no host that can be asked.", address)
    if allow_private:
        return
    if number is None and _ENDS_IN_NUMBER.fullmatch(host):
        message = f"{shown(address)} writes the number of its host in an unusual way, which can hide a private address."
        raise FetchError("private", message, address)
    if number is not None:
        refuse_private(shown(address), [str(number)], address)


def refuse_private(what: str, numbers: Iterable[str], address: str) -> None:
    """Refuse an address if any of the IP numbers that it stands for is not of the public internet.

    Args:
        what: what leads there, as the message calls it.
        numbers: IP numbers.
        address: the address that was to be read.

    Raises:
        FetchError: `private`.
    """
    for number in numbers:
        nature = not_public(number)
        if nature is not None:
            message = f"{what} leads to {number}, {nature}: only the public internet is read."
            raise FetchError("private", message, address)


def not_public(number: str) -> str | None:
    """What an IP number is that is not of the public internet: `a private address`; None for a public one."""
    parsed = _number(number)
    if parsed is None:
        return "which is no IP address"
    if isinstance(parsed, IPv6Address) and parsed in _NAT64:
        return not_public(str(IPv4Address(int(parsed) & 0xFFFFFFFF)))
    for network, what in _SPECIAL:
        if parsed.version == network.version and parsed in network:
            return what
    if isinstance(parsed, IPv6Address) and any(parsed in network for network in _WRAPPING):
        return "an address with another one inside"
    return None if parsed.is_global and not parsed.is_reserved else "a reserved address"


def _number(host: str) -> IPv4Address | IPv6Address | None:
    """An IP address in its one plain spelling; a zone (`%eth0`) belongs to link-local addresses and is dropped."""
    bare = host.partition("%")[0]
    try:
        return IPv6Address(bare) if ":" in bare else IPv4Address(bare) if _DOTTED.fullmatch(bare) else None
    except ValueError:
        return None
