r"""LaTeX as it stands in BibTeX files, into plain text: `{\"o}` -> ö, `--` -> –, `\emph{x}` -> x, `{DNA}` -> DNA.

Nothing is lost but layout: of a command that is not known the name goes and its arguments stay. No input makes it
fail or take more than time in proportion to its length: groups are kept on a list, not on Python's stack.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from msgspec import Struct, field

_SPECIAL: Final = re.compile(r"[\\{}$~]|--|``|''")
_TOKEN: Final = re.compile(
    r"\\(?:(?P<word>[A-Za-z@]+)\*?[ \t\n]*|(?P<sign>.)|$)|(?P<one>[{}$~^_])|[^\\{}$~^_]+", re.DOTALL
)

_DOLLAR: Final = re.compile(r"(?<!\\)\$")
"""Where there is an odd number of them, they are dollars and not signs around mathematics."""

_ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
"""Accent command to combining character."""
_ALONE: Final = {"`": "`", "'": "'", "^": "^", "~": "~", '"': "\u00a8", "=": "\u00af", ".": "\u02d9", "c": "\u00b8"}
"""What an accent over nothing is."""
_LETTERS: Final = {
    "ss": "ß", "SS": "SS", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "ayn": "ʿ", "alif": "ʾ", "textschwa": "ə", "textcommabelow": "",
    "cyrchar": "",
}  # fmt: skip
_SIGNS: Final = {
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "quotesinglbase": "‚", "quotedblbase": "„", "glqq": "„", "grqq": "“", "glq": "‚",
    "grq": "‘", "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›", "guillemotleft": "«", "guillemotright": "»",
    "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "textquotesingle": "'",
    "textquotedbl": '"', "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`",
    "textbackslash": "\\", "textbar": "|", "textless": "<", "textgreater": ">", "textunderscore": "_",
    "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textdollar": "$", "textexclamdown": "¡",
    "textquestiondown": "¿", "textperiodcentered": "·", "textbullet": "•", "bullet": "•", "cdot": "·",
    "textellipsis": "…",    "dots": "…", "ldots": "…", "cdots": "⋯", "S": "§",
    "textsection": "§", "P": "¶", "textparagraph": "¶", "dag": "†",
    "ddag": "‡", "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£",
    "textsterling": "£", "texteuro": "€", "euro": "€", "EUR": "€", "textyen": "¥", "textcent": "¢", "textdegree": "°",
    "degree": "°", "textcelsius": "℃", "textmu": "µ", "textpm": "±", "pm": "±", "times": "×", "texttimes": "×",
    "div": "÷", "textnumero": "№", "No": "№", "no": "№", "textordfeminine": "ª", "textordmasculine": "º",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "slash": "/", "textvisiblespace": "␣",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "equiv": "≡", "infty": "∞", "partial": "∂",
    "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "in": "∈", "notin": "∉", "subset": "⊂",
    "cup": "∪", "cap": "∩", "emptyset": "∅", "forall": "∀", "exists": "∃", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "mapsto": "↦", "circ": "∘", "ast": "∗", "star": "⋆",
    "langle": "⟨", "rangle": "⟩", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "prime": "′", "perp": "⊥",
    "parallel": "∥", "otimes": "⊗", "oplus": "⊕", "dagger": "†", "textmusicalnote": "♪", "checkmark": "✓",
    "varepsilon": "ε", "vartheta": "ϑ", "varphi": "φ", "varrho": "ϱ", "varsigma": "ς", "varpi": "ϖ",
    "newline": " ", "quad": " ", "qquad": " ", "space": " ", "textspace": " ", "enspace": " ", "thinspace": " ",
    "par": " ", "linebreak": " ",
}  # fmt: skip
_PLAIN_SIGNS: Final = {
    "\\": " ",
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": " ",
    ";": " ",
    ":": " ",
    "!": "",
    "/": "",
    "-": "",
}
"""A backslash before one of these is layout; before any other sign it stands for the sign."""
_TWO_ARGUMENTS: Final = frozenset({"href", "textcolor", "foreignlanguage", "texorpdfstring", "bibinfo", "hspace"})
"""Of their arguments only the second is read."""
_UNREAD: Final = frozenset({"noopsort", "SortNoop", "vspace", "label", "phantom", "cyrchar"})
"""Their argument is for the machine."""
_QUOTES: Final = {"enquote": "“”", "mkbibquote": "“”", "textquote": "“”", "mkbibparens": "()", "mkbibbrackets": "[]"}
_VERBATIM: Final = frozenset({"url", "path", "nolinkurl"})
_RAISED: Final = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")

_Change = Callable[[str], str]


def plain(written: str) -> str:
    """LaTeX as plain text on one line."""
    text = written if _SPECIAL.search(written) is None else _converted(written)
    return " ".join(text.split())


class _Group(Struct):
    """What stands between two braces."""

    pieces: list[str] = field(default_factory=list)
    waiting: list[_Change] = field(default_factory=list)
    """What happens to the next arguments, the last first."""
    verbatim: bool = False

    def add(self, piece: str) -> None:
        """Add text that is no argument, or the first character of which is one."""
        while self.waiting and piece:
            change = self.waiting.pop()
            rest = piece.lstrip()
            self.pieces.append(change(rest[:1]))
            piece = rest[1:]
        self.pieces.append(piece)

    def add_group(self, text: str) -> None:
        """Add a group: where an argument is waited for, the whole of it is one."""
        self.pieces.append(self.waiting.pop()(text) if self.waiting else text)

    def text(self) -> str:
        """The group's text; an accent that waits for a letter stands alone."""
        while self.waiting:
            self.pieces.append(self.waiting.pop()(""))
        return "".join(self.pieces)


@lru_cache(maxsize=1024)  # journals, publishers and authors recur
def _converted(written: str) -> str:
    groups = [_Group()]
    math, priced = False, len(_DOLLAR.findall(written)) % 2 == 1
    for token in _TOKEN.finditer(written):
        group = groups[-1]
        word, sign, one = token["word"], token["sign"], token["one"]
        if one == "{":
            groups.append(_Group(verbatim=group.verbatim or _is_verbatim(group)))
        elif one == "}":
            if len(groups) > 1:  # else it closes nothing, and goes
                groups.pop()
                groups[-1].add_group(group.text())
        elif one == "$" and not priced:
            math = not math
        elif one in ("^", "_") and math:
            group.waiting.append(_raised if one == "^" else _lowered)
        elif word is not None:
            _command(word, group)
        elif sign is not None:
            _sign(sign, group)
        else:
            group.add(" " if one == "~" and not group.verbatim else _dashes(token[0], verbatim=group.verbatim))
    while len(groups) > 1:
        closed = groups.pop().text()
        groups[-1].add_group(closed)
    return unicodedata.normalize("NFC", groups[0].text())


def _dashes(text: str, *, verbatim: bool) -> str:
    if verbatim or text == "\\":
        return "" if text == "\\" else text
    return text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")


def _sign(sign: str, group: _Group) -> None:
    if sign in _ACCENTS and sign not in _PLAIN_SIGNS:
        group.waiting.append(_accent(sign))
    else:
        group.add(_PLAIN_SIGNS.get(sign, "" if sign in "()[]" else sign))


def _command(word: str, group: _Group) -> None:
    if word in _ACCENTS:
        group.waiting.append(_accent(word))
    elif word in _LETTERS:
        group.add_group(_LETTERS[word])
    elif word in _SIGNS:
        group.add_group(_SIGNS[word])
    elif (greek := _greek(word)) is not None:
        group.add_group(greek)
    elif word in _QUOTES:
        marks = _QUOTES[word]
        group.waiting.append(lambda text: f"{marks[0]}{text}{marks[1]}")
    elif word in _TWO_ARGUMENTS:
        group.waiting += [_kept, _dropped]
    elif word in _UNREAD:
        group.waiting.append(_dropped)
    elif word in _VERBATIM:
        group.waiting.append(_kept)
        group.verbatim = True
    elif word == "frac":
        group.waiting += [_kept, lambda text: f"{text}/"]


def _is_verbatim(group: _Group) -> bool:
    """Whether the group that begins is an address; what follows it in the same group no longer is."""
    verbatim, group.verbatim = group.verbatim, False
    return verbatim


@lru_cache(maxsize=64)
def _accent(name: str) -> _Change:
    mark = _ACCENTS[name]

    def change(text: str) -> str:
        if not text.strip():
            return _ALONE.get(name, "") + text
        first = {"ı": "i", "ȷ": "j"}.get(text[0], text[0]) if name not in "dckbt" else text[0]
        end = next((at for at, char in enumerate(text) if at and not unicodedata.combining(char)), len(text))
        return first + text[1:end] + mark + text[end:]

    return change


def _kept(text: str) -> str:
    return text


def _dropped(text: str) -> str:  # noqa: ARG001 - what it drops
    return ""


def _raised(text: str) -> str:
    raised = text.translate(_RAISED)
    return raised if all(ord(char) > 127 for char in raised) else f"^{text}"


def _lowered(text: str) -> str:
    lowered = text.translate(_LOWERED)
    return lowered if all(ord(char) > 127 for char in lowered) else f"_{text}"


@lru_cache(maxsize=256)
def _greek(word: str) -> str | None:
    r"""`\alpha` and `\Delta`, by Unicode's names; also `\textalpha`."""
    name = word.removeprefix("text")
    case = "CAPITAL" if name[:1].isupper() else "SMALL"
    name = "lamda" if name.lower() == "lambda" else name
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return None
