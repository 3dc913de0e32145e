"""The body of an answer, unpacked and cut at a limit: a small file that unpacks to gigabytes stops there."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

ENCODINGS: Final = "gzip, deflate"
"""What we ask for (RFC 9110 Accept-Encoding)."""


class EncodingError(Exception):
    """The body is packed in a way that was not asked for, or is damaged; the message is a sentence's end."""


def read_body(chunks: Iterable[bytes], encoding: str, max_bytes: int) -> tuple[bytes, bool]:
    """The body, and whether it was cut at `max_bytes`.

    Args:
        chunks: the body as it arrives.
        encoding: its Content-Encoding; empty for none.
        max_bytes: how many bytes are kept, counted once unpacked.

    Raises:
        EncodingError: it cannot be unpacked.
    """
    body = bytearray()
    for piece in _unpacked(chunks, encoding.strip().lower(), max_bytes + 1):
        body += piece
        if len(body) > max_bytes:
            return bytes(body[:max_bytes]), True
    return bytes(body), False


def _unpacked(chunks: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """The pieces of the body; none is longer than `most`, or than what arrived at once."""
    if encoding in ("", "identity"):
        yield from chunks
    elif encoding in ("gzip", "x-gzip", "deflate"):
        try:
            yield from _inflated(chunks, encoding == "deflate", most)
        except zlib.error:
            raise EncodingError("is damaged and cannot be unpacked") from None
    else:
        raise EncodingError(f'is packed as "{encoding[:40]}", which nobody asked for')


def _inflated(chunks: Iterable[bytes], deflate: bool, most: int) -> Iterator[bytes]:
    """A gzip file of one or more members, or what servers call deflate: with a zlib header (RFC 9110) or without.

    What follows the last member is passed over, as browsers do.
    """
    unpacker = None
    over = False
    for chunk in chunks:
        data = chunk
        while data and not over:
            if unpacker is None:
                bare = deflate and (data[0] & 0x0F) != 8
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
            elif unpacker.eof:
                over = deflate or data[0] != 0x1F
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16) if not over else unpacker
                continue
            yield unpacker.decompress(data, most)
            data = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise zlib.error
