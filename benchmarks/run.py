"""What a build costs: CPU time of `mkdocs build`, plain, with footnotes and with provenance, in turn.

Ratios carry over from machine to machine; seconds do not. CPU time is user and system time of the whole process, so a
busy machine disturbs it less than the clock.
"""

from __future__ import annotations

import argparse
import compileall
import cProfile
import importlib.metadata
import os
import platform
import pstats
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import check, serve
from benchmarks.generate import VARIANTS, write_site

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/manual/performance.md"
CHECK_PAGE = ROOT / "docs/manual/checking.md"
MARKERS = ("<!-- bench:start -->", "<!-- bench:end -->")
SERVE_MARKERS = ("<!-- serve:start -->", "<!-- serve:end -->")
TITLES = {
    "plain": "Material, no citations",
    "footnotes": "Material, Python-Markdown footnotes",
    "articles": "Material, mkdocs-provenance on articles alone",
    "provenance": "Material, mkdocs-provenance",
}


@dataclass
class Measured:
    """One form of the site at one size."""

    seconds: list[float] = field(default_factory=list)
    page_bytes: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


Results = dict[int, dict[str, Measured]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    try:
        if options.profile:
            profile(options.sizes[0], options.top)
        elif options.check:
            size = options.sizes[-1]
            measured = check.measure(size, options.runs, _folder)
            shown = check.table(size, measured, _facts(sys.argv[1:], "by the clock, median"))
            print(f"\n{shown}")
            if options.write:
                _write(shown, CHECK_PAGE)
        elif options.serve:
            size = options.sizes[-1]
            saved = serve.measure(size, options.variants, options.runs, _folder)
            shown = serve.table(size, saved, _facts(sys.argv[1:], "by the clock, median; in brackets against plain"))
            print(f"\n{shown}")
            if options.write:
                _write(shown, markers=SERVE_MARKERS)
        elif options.linear:
            linear(options.variants[-1], [100, 1000, 5000] if options.sizes == [100, 1000] else options.sizes)
        else:
            table = _table(measure(options.sizes, options.variants, options.runs), sys.argv[1:])
            print(f"\n{table}")
            if options.write:
                _write(table)
    except subprocess.CalledProcessError as error:
        print(f"\nA build failed with exit code {error.returncode}: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 dev.py bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="articles (default: 100 1000)")
    parser.add_argument("--runs", type=int, default=3, help="builds of each, of which the median counts (default: 3)")
    parser.add_argument("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS))
    parser.add_argument("--write", action="store_true", help="put the table into docs/manual/performance.md")
    parser.add_argument("--check", action="store_true", help="measure `provenance check` instead, at the largest size")
    parser.add_argument("--serve", action="store_true", help="measure `mkdocs serve` instead: from save to page")
    parser.add_argument("--linear", action="store_true", help="time per article at 100, 1000 and 5000 articles")
    parser.add_argument("--profile", action="store_true", help="where one build with provenance spends its time")
    parser.add_argument("--top", type=int, default=30, help="lines of the profile (default: 30)")
    return parser.parse_args(arguments)


def measure(sizes: Sequence[int], variants: Sequence[str], runs: int) -> Results:
    """Build every form of every size `runs` times, the forms in turn so that a slow minute hits all alike."""
    results: Results = {}
    compileall.compile_dir(ROOT / "plugin", quiet=1)  # as pip does when it installs a package
    for size in sizes:
        with _folder() as name:
            configs = {variant: write_site(Path(name) / variant, size, variant) for variant in variants}
            measured = results[size] = {variant: Measured() for variant in variants}
            for run in range(runs):
                for variant in (*variants[run % len(variants) :], *variants[: run % len(variants)]):
                    measured[variant].seconds.append(cpu_of_build(configs[variant]))
                    print(f"{size:>6} {variant:<11} {measured[variant].seconds[-1]:7.2f} s", flush=True)
            for variant in variants:
                measured[variant].page_bytes = _page_bytes(configs[variant].parent / "site/articles")
    return results


def _folder() -> tempfile.TemporaryDirectory[str]:
    """On a RAM disk where there is one: what a disk charges for a new file differs tenfold from minute to minute."""
    ram = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="provenance-bench-", dir=ram if os.access(ram, os.W_OK) else None)


def cpu_of_build(config: Path) -> float:
    """Seconds of CPU, user and system, that one cold build takes."""
    shutil.rmtree(config.parent / "site", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(config)]
    subprocess.run(command, cwd=config.parent, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "true"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _page_bytes(folder: Path) -> float:
    """HTML of an article's page, on average."""
    return statistics.mean(page.stat().st_size for page in folder.glob("article-*/index.html"))


def linear(variant: str, sizes: Sequence[int]) -> None:
    """Milliseconds per article at growing sizes: level, where the cost is linear."""
    for size in sizes:
        with _folder() as name:
            seconds = cpu_of_build(write_site(Path(name) / variant, size, variant))
        print(f"{size:>6} {variant:<11} {seconds:7.2f} s  {1000 * seconds / size:6.2f} ms an article", flush=True)


def profile(size: int, top: int) -> None:
    """Print the costliest functions of one build with provenance, by own time."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with tempfile.TemporaryDirectory(prefix="provenance-bench-") as name:
        config = load_config(str(write_site(Path(name) / "provenance", size, "provenance")))
        config.plugins.on_startup(command="build", dirty=False)
        profiler = cProfile.Profile()
        profiler.runcall(build, config)
    statistics_ = pstats.Stats(profiler)
    statistics_.sort_stats("tottime").print_stats(top)
    statistics_.sort_stats("cumulative").print_stats("mkdocs_provenance", top)


def _table(results: Results, arguments: Sequence[str]) -> str:
    sizes = list(results)
    variants = list(results[sizes[0]])
    head = [f"{size:,} articles" for size in sizes]
    rows = [["Build", *head, "HTML a page"], ["---", *("---:" for _ in head), "---:"]]
    for variant in variants:
        cells = [_cell(results[size], variant) for size in sizes]
        rows.append([TITLES[variant], *cells, f"{results[sizes[-1]][variant].page_bytes / 1000:.1f} kB"])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([*lines, "", _facts(arguments)])


def _cell(measured: dict[str, Measured], variant: str) -> str:
    seconds = measured[variant].median
    base = measured.get("plain")
    return f"{seconds:.1f} s" + (f" ({seconds / base.median:.2f})" if base else "")


def _facts(
    arguments: Sequence[str], what: str = "CPU time, median; in brackets against Material without citations"
) -> str:
    names = ("mkdocs", "mkdocs-material", "markdown")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    command = " ".join(["python3 dev.py bench", *arguments])
    return (
        f"Measured with `{command}`: {what}.\n"
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}."
    )


def _write(table: str, page: Path = PAGE, markers: tuple[str, str] = MARKERS) -> None:
    start, end = markers
    text = page.read_text(encoding="utf-8")
    before, after = text.split(start)[0], text.split(end)[1]
    page.write_text(f"{before}{start}\n{table}\n{end}{after}", encoding="utf-8")
    print(f"\nWritten to {page.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
