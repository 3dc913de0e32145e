"""Bytes of a page to text: by what it declares, unless the bytes themselves say better.

The order is that of the HTML standard (byte order mark, Content-Type, `<meta>`), with one departure: bytes that are
valid UTF-8 are UTF-8. Text in another encoding is never that by chance; a wrong declaration is common, above all on
saved pages.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META: Final = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_HEADER: Final = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_PRESCAN: Final = 8192
"""Bytes in which `<meta charset>` is looked for; the standard says 1,024, saved pages put remarks before it."""
_KNOWN: Final = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|(?:windows|cp)-?\d{3,4}|koi8-[ru]|macintosh"
    r"|gbk|gb2312|gb18030|big5(?:-hkscs)?|euc-(?:jp|kr)|shift[_-]jis|sjis|iso-2022-jp|tis-620|ks_c_5601-1987"
)
_WIDER: Final = {
    "ascii": "cp1252", "us-ascii": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "macintosh": "mac-roman",
    "windows-874": "cp874", "tis-620": "cp874", "utf-16": "utf-16-le", "utf16": "utf-16-le",
}  # fmt: skip
"""What browsers take for a label: the encoding that holds the one named (WHATWG Encoding)."""


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a page, and the encoding that it was read by. What cannot be read becomes U+FFFD.

    Args:
        body: the page.
        content_type: its Content-Type header; empty for none.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    declared = _declared(body, content_type)
    if declared not in ("utf-16-le", "utf-16-be", "iso-2022-jp"):
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return text, "utf-8"
    if declared == "utf-8" and b"\xef\xbf\xbd" not in body and _mostly_latin(body):
        declared = None
    try:
        return body.decode(declared or "cp1252"), declared or "cp1252"
    except UnicodeDecodeError:
        return body.decode(declared or "cp1252", "replace"), declared or "cp1252"


def _mostly_latin(body: bytes) -> bool:
    """Whether bytes that declare UTF-8 hold none of its sequences at all, and so are something else."""
    return not re.search(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", body)


def _declared(body: bytes, content_type: str) -> str | None:
    """The first encoding that is declared and known, by Python's name."""
    header = _HEADER.search(content_type)
    meta = _META.search(body[:_PRESCAN])
    names = [header[1] if header else "", meta[1].decode("ascii") if meta else ""]
    for name in (name.lower() for name in names):
        label = _WIDER.get(name, name)
        if not _KNOWN.fullmatch(label) and label not in _WIDER.values():
            continue
        if meta and name == names[1].lower() and label.startswith("utf-16"):
            label = "utf-8"  # a page that says so in ASCII cannot be it (HTML, "determining the character encoding")
        try:
            codecs.lookup(label)
        except LookupError:
            continue
        return label
    return None
