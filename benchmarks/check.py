"""What `provenance check` costs: the clock, because a person waits; cold, warm, and after one article was changed.

Beside it a whole `mkdocs build` of the same site, so that ratios carry over to other machines.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.generate import write_site

TITLES = {
    "build": "`mkdocs build`, for comparison",
    "cold": "the first check",
    "warm": "nothing has changed",
    "article": "one article has changed",
    "registry": "the registry has changed",
}


def measure(size: int, runs: int, folder: Callable[[], tempfile.TemporaryDirectory[str]]) -> dict[str, float]:
    """Seconds by the clock, the median of `runs`, each kind in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in TITLES}
    with folder() as name:
        config = write_site(Path(name), size, "provenance")
        article, registry = Path(name, "articles/article-00000.md"), Path(name, "articles/sources.yml")
        for run in range(runs):
            (config.parent / ".cache/mkdocs-provenance/check.msgpack").unlink(missing_ok=True)
            seconds["build"].append(_timed("mkdocs", "build", "--quiet", "--config-file", str(config)))
            seconds["cold"].append(_check(config))
            seconds["warm"].append(_check(config))
            article.write_text(article.read_text("utf-8") + f"\nRun {run}.\n", "utf-8")
            seconds["article"].append(_check(config))
            registry.write_text(registry.read_text("utf-8") + f"# {run}\n", "utf-8")
            seconds["registry"].append(_check(config))
    return {kind: statistics.median(values) for kind, values in seconds.items()}


def table(size: int, measured: dict[str, float], facts: str) -> str:
    """The measurements as a Markdown table."""
    rows = [f"| `provenance check`, {size:,} articles | Seconds | Of a build |", "| --- | ---: | ---: |"]
    build = measured["build"]
    rows += [f"| {TITLES[kind]} | {value:.1f} | {value / build:.2f} |" for kind, value in measured.items()]
    return "\n".join([*rows, "", facts])


def _check(config: Path) -> float:
    return _timed("mkdocs_provenance", "check", "--config", str(config))


def _timed(module: str, *arguments: str) -> float:
    """Seconds that a command takes, from its start to its end."""
    start = time.perf_counter()
    command = [sys.executable, "-m", module, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"NO_MKDOCS_2_WARNING": "true"})
    return time.perf_counter() - start
