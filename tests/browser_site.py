"""The publication that the browser tests read: articles with a mark in every kind of place, under three themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from conftest import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Locator, Page, Request

Theme = Literal["material", "mkdocs", "readthedocs"]

BELL = "/articles/bell/"
LIGHT = "/articles/light/"
WITHDRAWN = "/articles/withdrawn/"

LONG = " ".join(f"Line {line} of the minutes says who came into the harbour and when they left." for line in range(40))
"""An excerpt that no screen holds."""

REGISTRY = f"""\
organisations:
  office: {{name: Harbour Office, kind: government}}
  tide: {{name: The Daily Tide, kind: news}}
  wire: {{name: Coast Wire, kind: wire}}
sources:
  log:
    kind: document
    title: Log of the harbour [1], 4 May
    publisher: office
    published: 2026-05-04
    url: https://example.org/log
    closeness: first-hand
    excerpts: [{{text: "The bell rang at nine [2] and was not heard again.", locator: Entry of 4 May}}]
  tide:
    kind: news
    title: Harbour bell vanishes
    publisher: tide
    published: 2026-05-05
    url: https://example.org/tide
    excerpts: [{{text: a grey van stood at the quay}}]
  tide-2: {{kind: news, title: The van is found, publisher: tide, published: 2026-05-06, url: "https://example.org/van"}}
  minutes:
    kind: document
    title: Minutes of the council
    publisher: office
    url: https://example.org/minutes
    excerpts: [{{text: "{LONG}"}}]
  wire: {{kind: news, title: Bell missing, publisher: wire, url: "https://example.org/wire", language: en}}
  study:
    kind: study
    title: How far a bell is heard
    publisher: office
    url: https://example.org/study
    status: {{state: retracted, date: 2026-04-30, note: Made up.}}
  guide: {{kind: web-page, title: The quay, publisher: tide, url: "https://example.org/guide", status: corrected}}
  arabic: {{kind: news, title: الجرس المفقود, language: ar, url: "https://example.org/arabic"}}
"""

FILLER = "The quay is long, the wind comes from the west, and nobody stays outside after dark. " * 6

BELL_ARTICLE = f"""\
---
title: Who took the harbour bell?
date: 2026-05-07
author: Ruth Vane
sources: [log, tide, tide-2, minutes, wire, arabic]
provenance:
  method: We read the log and spoke to nobody else.
  not_established: [Who took the bell down.]
  disagreement:
    - text: The log has the bell at nine, the wire at eight [1, 5].
  corrections:
    - {{date: 2026-05-08, kind: correction, text: An earlier version gave the wrong day.}}
  history:
    - {{date: 2026-05-07, change: First published.}}
---

[5] was the first to report it.
{{ #edge }}

The bell rang at nine [1].
{{ #single }}

The log and the paper agree on the hour [1, 2].
{{ #group }}

Four accounts name a van [2-5].
{{ #range }}

The council met at once [4]. {FILLER}
{{ #long }}

“The bell rang at nine,” the log says [1]. The paper saw “a grey van” [2]. “It stood at the quay,” it went on [2].
“Nobody was in it,” it added [2]. “The lights were off,” it said [2]. “It was cold,” it said [2].
“It was late,” it said [2].
{{ #quotations }}

Of the van and of the driver nobody knows anything [1, 9].
{{ #half }}

The mayor left the town [9].
{{ #unresolved }}

See [the light](light.md) for what came after, or [the day after](light.md#second).
{{ #way }}

## The table [3]

| Hour | Who was there | What they carried | Which boat | Whose van | The light | Remark |
| ---- | ------------- | ----------------- | ---------- | --------- | --------- | ------ |
| 9 pm | HarbourMaster | TheHeavyOldLamp   | Salamander | GreyOneOf | Burning   | seen [1] {{ #cell }} |
| 8 pm | TheNightWatch | TheHeavyOldLamp   | Salamander | GreyOneOf | Burning   | seen [2, 3] |

=== "By day"

    In the day the quay was empty [2].
    {{ #shown }}

=== "By night"

    In the night somebody walked there [3].
    {{ #tabbed }}

??? note "The porter"

    The porter heard a hammer [5].
    {{ #folded }}

    ??? note "His brother"

        His brother heard nothing [5].
        {{ #twice-folded }}

- The crane was locked [5].
  {{ #item }}
- The gate stood open [1] all night.

> A neighbour wrote that the dogs barked [5].

The crane has a key of its own.[^key]

[^key]: The key hangs in the office [1].

!!! pullquote
    The bell rang at nine

{FILLER}

!!! analysis "What to make of it"
    A bell of that weight does not leave by itself [4].
    {{ #analysed }}

## What it means {{ .analysis }}

Somebody had the key. It was no accident [1].

The last word is the harbour master's [6].
{{ #last }}
"""

LIGHT_ARTICLE = f"""\
---
title: The light went out
date: 2026-05-09
sources: [tide, log]
---

The light went out at ten [1]. See [the bell](bell.md) and [the porter](bell.md#twice-folded).
{{ #first }}

{FILLER}

{FILLER}

## What it means

The log has it at eleven [2].
{{ #second }}
"""

WITHDRAWN_ARTICLE = """\
---
title: How far it was heard
date: 2026-05-10
sources: [study, log, guide]
---

It was heard in every street [1].
{ #fallen }

It was heard on the quay [2, 1].
{ #beside }

The quay is old [3].
{ #put-right }

It rang at nine [2].
{ #sound }
"""

FILES: Mapping[str, str | bytes] = {
    "docs/index.md": "# The Harbour Paper\n\n[The bell](articles/bell.md) and [the light](articles/light.md).\n",
    "docs/plain.md": "# Plain\n\nNothing is cited here, not even in [1].\n",
    "articles/sources.yml": REGISTRY,
    "articles/bell.md": BELL_ARTICLE,
    "articles/light.md": LIGHT_ARTICLE,
    "articles/withdrawn.md": WITHDRAWN_ARTICLE,
}

_OTHER: Mapping[str, Any] = {"plugins": ["search", {"provenance": {}}]}  # their scripts fail where there is no search
_TOGGLE = {"icon": "material/brightness-auto", "name": "Another scheme"}

THEMES: Mapping[Theme, Mapping[str, Any]] = {
    "material": {
        "theme": {
            "name": "material",
            "font": False,
            "features": ["navigation.instant", "content.tooltips", "navigation.top"],
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default", "toggle": _TOGGLE},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "toggle": _TOGGLE},
            ],
        },
        "plugins": [{"provenance": {}}],
    },
    "mkdocs": {"theme": {"name": "mkdocs", "highlightjs": False}, **_OTHER},
    "readthedocs": {"theme": {"name": "readthedocs", "highlightjs": False}, **_OTHER},
}

CONFIG: Mapping[str, Any] = {
    "site_name": "The Harbour Paper",
    "markdown_extensions": [
        "admonition",
        "attr_list",
        "footnotes",
        "tables",
        {"toc": {"permalink": True}},
        "pymdownx.details",
        "pymdownx.superfences",
        {"pymdownx.tabbed": {"alternate_style": True}},
    ],
}


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Callable[[Theme], str]:
    """`paper(theme)`: the publication's address, under that theme; built once for a test run."""

    @cache
    def publish(theme: Theme) -> str:
        root = tmp_path_factory.mktemp(theme)
        address = serve(root / "site")  # first, because Material's instant navigation has to know it
        built = build_site(root, FILES, {**CONFIG, **THEMES[theme], "site_url": f"{address}/"})
        assert built.ok, built.log
        return address

    return publish


# Reading it ----------------------------------------------------------------------------------------------------------

SIZE = (1280, 900)
_MEDIA = ("reduced_motion", "forced_colors")


@dataclass(frozen=True)
class Kind:
    """Of these, a reader keeps one page each: to load it anew costs a third of opening another."""

    touch: bool = False
    scripts: bool = True
    clock: bool = False
    dark: bool = False
    """Its own context, because Material remembers the scheme."""


@dataclass
class Reader:
    """Opens pages of the publication, and watches that each stays on this machine and reports no error."""

    browser: Browser
    paper: Callable[[Theme], str]
    pages: dict[Kind, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def open(
        self,
        path: str = BELL,
        *,
        theme: Theme = "material",
        size: tuple[int, int] = SIZE,
        touch: bool = False,
        scripts: bool = True,
        clock: bool = False,
        dark: bool = False,
        **media: Any,
    ) -> Page:
        """A page of the publication, freshly loaded; with `clock`, its time stands still unless the test runs it on.

        Args:
            media: What `Page.emulate_media` takes: `reduced_motion`, `forced_colors`.
        """
        return self.visit(self.address(theme) + path, Kind(touch, scripts, clock, dark), size, **media)

    def visit(self, url: str, kind: Kind = Kind(), size: tuple[int, int] = SIZE, **media: Any) -> Page:
        """Any page of this machine, as `open` opens those of the publication."""
        if kind not in self.pages:
            self.pages[kind] = self._new_page(kind)
        page = self.pages[kind]
        page.mouse.move(0, 0)
        if page.viewport_size != {"width": size[0], "height": size[1]}:
            page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(**{"media": "null", **dict.fromkeys(_MEDIA, "null"), **media})
        if "#" in url:
            page.goto("about:blank")  # or only the fragment would change
        page.goto(url)
        return page

    def address(self, theme: Theme = "material") -> str:
        return self.paper(theme)

    def _new_page(self, kind: Kind) -> Page:
        context = self.browser.new_context(
            has_touch=kind.touch,
            is_mobile=kind.touch,
            java_script_enabled=kind.scripts,
            color_scheme="dark" if kind.dark else "light",
        )
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        if kind.clock:
            context.clock.install(time=0)
            context.clock.pause_at(60)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:http://127.0.0.1:")):
            self.faults.append(f"asked for {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def leave(self) -> list[str]:
        """Close what a test has opened besides, have the pages forget the visit, and say what went wrong."""
        for kept in self.pages.values():
            for page in kept.context.pages:
                if page is not kept:
                    page.close()
            if kept.url.startswith("http:"):
                kept.evaluate("sessionStorage.clear()")  # where the lens is remembered
        faults, self.faults = self.faults, []
        return faults


@pytest.fixture(scope="session")
def readers(browser: Browser, paper: Callable[[Theme], str]) -> Iterator[Reader]:
    reader = Reader(browser, paper)
    yield reader
    for page in reader.pages.values():
        page.context.close()


@pytest.fixture
def reader(readers: Reader) -> Iterator[Reader]:
    """The reader of one test, which fails where a page of it reports an error or leaves this machine."""
    yield readers
    faults = readers.leave()
    assert faults == []


def link(page: Page, place: str, index: int = 0) -> Locator:
    """A mark's link: `#group`; 1 is the second number in the paragraph."""
    return page.locator(f"{place} .provenance-mark a").nth(index)


def card(page: Page) -> Locator:
    """The open card; nothing where none is open."""
    return page.locator(".provenance-card:popover-open")


def point_at(page: Page, target: Locator) -> None:
    """Move the pointer there, at once, also where the page's clock stands still."""
    box = box_of(target)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def box_of(target: Locator) -> FloatRect:
    box = target.bounding_box()
    assert box is not None
    return box
