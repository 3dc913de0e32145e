"""How long a writer waits under `mkdocs serve`: from saving a file to the page that shows it, by the clock.

One server for each form of the site, all three alive, and a save in each in turn, so that a slow minute hits all alike.
What MkDocs itself waits for (it looks for changes every half second, and then a tenth of a second for more) is in it.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.generate import write_site

MODES = {"mkdocs serve": (), "mkdocs serve --dirty": ("--dirty",)}
HEADS = {
    "plain": "Material",
    "footnotes": "with footnotes",
    "articles": "on articles alone",
    "provenance": "with mkdocs-provenance",
}
PATIENCE = 600
"""Seconds after which a page that never shows the change is a failure."""
PAUSE = 0.02
"""Seconds between two looks at the page."""

Saved = dict[tuple[str, str], dict[str, float]]
"""What was saved and how the site was served, to form of the site, to seconds."""


def measure(
    size: int, variants: Sequence[str], runs: int, folder: Callable[[], tempfile.TemporaryDirectory[str]]
) -> Saved:
    """Seconds from save to page, the median of `runs`, for an article and, where there is one, for the registry."""
    medians: Saved = {}
    for mode, arguments in MODES.items():
        with folder() as name, ExitStack() as servers:
            roots = {variant: write_site(Path(name) / variant, size, variant).parent for variant in variants}
            addresses = {each: servers.enter_context(_serving(root, *arguments)) for each, root in roots.items()}
            for what, save in SAVES.items():
                seconds: dict[str, list[float]] = {each: [] for each in variants if what in _has(each)}
                for variant, word in _turns(list(seconds), runs):
                    save(roots[variant], word)
                    seconds[variant].append(_wait(addresses[variant], word))
                    print(f"{size:>6} {variant:<11} {what}, {mode} {seconds[variant][-1]:7.2f} s", flush=True)
                if seconds:
                    medians[what, mode] = {each: statistics.median(values) for each, values in seconds.items()}
    return medians


def _turns(variants: Sequence[str], runs: int) -> Iterator[tuple[str, str]]:
    """Whose turn it is, and a word that no page holds yet."""
    for run in range(runs):
        turn = run % max(1, len(variants))
        for variant in (*variants[turn:], *variants[:turn]):
            yield variant, f"Saved{time.time_ns()}"


def _has(variant: str) -> tuple[str, ...]:
    return ("an article", "the registry") if variant == "provenance" else ("an article",)


def table(size: int, saved: Saved, facts: str) -> str:
    """The measurements as a Markdown table."""
    variants = list(next(iter(saved.values())))
    rows = [
        f"| From save to page, {size:,} articles | " + " | ".join(HEADS[variant] for variant in variants) + " |",
        "| --- |" + " ---: |" * len(variants),
    ]
    for (what, mode), seconds in saved.items():
        cells = (_cell(seconds.get(variant), seconds.get("plain")) for variant in variants)
        rows.append(f"| {what}, `{mode}` | " + " | ".join(cells) + " |")
    return "\n".join([*rows, "", facts])


def _cell(seconds: float | None, plain: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.1f} s" + (f" ({seconds / plain:.2f})" if plain else "")


def _save_article(root: Path, word: str) -> None:
    folder = root / "articles" if (root / "articles").exists() else root / "docs/articles"
    article = folder / "article-00000.md"
    article.write_text(article.read_text("utf-8") + f"\n{word}.\n", "utf-8")


def _save_registry(root: Path, word: str) -> None:
    """Put the word into the title of a source that the first article cites."""
    cited = (root / "articles/article-00000.md").read_text("utf-8").partition("sources: [")[2].partition(",")[0]
    registry = root / "articles/sources.yml"
    before, key, after = registry.read_text("utf-8").partition(f"  {cited}:\n    kind: news\n    title: ")
    registry.write_text(f"{before}{key}{word} {after}", "utf-8")


SAVES = {"an article": _save_article, "the registry": _save_registry}


def _wait(address: str, word: str) -> float:
    """Seconds until the first article's page holds a word."""
    start = time.perf_counter()
    while word not in _read(f"{address}/articles/article-00000/"):
        if time.perf_counter() - start > PATIENCE:
            raise TimeoutError(f"{address} never showed {word}.")
        time.sleep(PAUSE)
    return time.perf_counter() - start


@contextmanager
def _serving(root: Path, *arguments: str) -> Iterator[str]:
    """The address of `mkdocs serve` in a folder, once it serves."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address, *arguments]
    server = subprocess.Popen(command, cwd=root, env=os.environ | {"NO_MKDOCS_2_WARNING": "true"})
    try:
        _wait(f"http://{address}", "</html>")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(60)


def _read(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return str(answer.read().decode("utf-8"))
    except (urllib.error.URLError, OSError):
        return ""
