"""The import law, and what keeps the core pure: read from the source, so that no import has to run."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "plugin" / "mkdocs_provenance"
NAME = "mkdocs_provenance"
LONGEST_FUNCTION = 45

CORE = {
    "model",
    "problems",
    "dates",
    "fields",
    "citations",
    "claims",
    "quotations",
    "origins",
    "trace",
    "registry",
    "frontmatter",
    "lines",
    "prose",
    "waivers",
    "rules",
    "ledger",
    "statistics",
    "terminal",
    "publication",
}
"""The heart: no host, no file, no clock, no log. Problems are returned."""

ALLOWED_EVERYWHERE = {"msgspec"}  # the nouns are its structs
ALLOWED_IN_CORE = {
    "fields": {"yaml"},
    "registry": {"yaml"},
    "frontmatter": {"yaml"},
    "waivers": {"yaml"},
    "claims": {"sentencex"},
}
ALLOWED_IN_VIEWS = {"jinja2", "markupsafe"}
ALLOWED_IN_EXPORTS = {"markupsafe", "rispy", "bibtexparser"}
ALLOWED_IN_IMPORTER = {"yaml"}
ALLOWED_IN_BIBLIOGRAPHY = {"yaml", "bibtexparser", "rispy"}

HOSTS = {
    "markdown": {"extension"},
    "mkdocs": {"plugin", "config", "neighbours", "site_files", "site_pages", "site_config", "site_reader"},
}
"""Who alone may import a host."""

FORBIDDEN_IN_CORE = {"logging", "os", "random", "shutil", "socket", "subprocess", "time", "urllib.request"}
IMPURE_CALLS = {"open", "print", "input", "exec", "eval"}
IMPURE_METHODS = {
    "now",
    "today",
    "utcnow",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "open",
    "glob",
    "rglob",
}


def module_name(path: Path) -> str:
    """`trace`, `views.panel`: the module within the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"), str(MODULES[module]))


def imports_of(module: str) -> Iterator[str]:
    """The full name of everything that a module imports, wherever it does so."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports_of(module: str) -> set[str]:
    """The modules of the package that a module imports."""
    names = (name.removeprefix(f"{NAME}.") for name in imports_of(module) if name.startswith(f"{NAME}."))
    return {name for name in names if name in MODULES}


def foreign_imports_of(module: str) -> set[str]:
    """The top-level packages, outside the standard library, that a module imports."""
    tops = {name.split(".")[0] for name in imports_of(module)}
    return tops - {NAME, "__future__"} - set(sys.stdlib_module_names)


def is_view(module: str) -> bool:
    return module == "views" or module.startswith("views.")


def is_export(module: str) -> bool:
    return module == "exports" or module.startswith("exports.")


def is_changes(module: str) -> bool:
    return module == "changes" or module.startswith("changes.")


def is_importer(module: str) -> bool:
    return module == "importer" or module.startswith("importer.")


CORE |= {module for module in MODULES if module == "checks" or module.startswith("checks.")}


def is_bibliography(module: str) -> bool:
    return module == "bibliography" or module.startswith("bibliography.")


def is_web(module: str) -> bool:
    return module == "web" or module.startswith("web.")


def is_links(module: str) -> bool:
    return module == "links" or module.startswith("links.")


ASKING = {"links.cache", "links.checking"}
"""The part of `links` that asks the web and keeps the answers; what it makes of them is pure."""

PURE = {
    module
    for module in MODULES
    if module in CORE
    or is_changes(module)
    or is_importer(module)
    or is_bibliography(module)
    or is_links(module)
    or is_export(module)
} - ASKING
"""The heart, and the importer: it stands outside the heart, and the desk's commands read and write its files."""


def test_the_package_is_there() -> None:
    assert {"model", "problems"} <= set(MODULES)


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_only_the_seams_import_a_host(host: str) -> None:
    importers = {module for module in MODULES if host in foreign_imports_of(module)}

    assert importers <= HOSTS[host]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_nothing_imports_the_plugin(module: str) -> None:
    assert "plugin" not in own_imports_of(module)


@pytest.mark.parametrize("module", sorted(CORE & set(MODULES)))
def test_the_core_imports_only_itself_and_what_it_was_granted(module: str) -> None:
    assert {name for name in own_imports_of(module) if not is_bibliography(name)} <= CORE
    assert foreign_imports_of(module) <= ALLOWED_IN_CORE.get(module, set()) | ALLOWED_EVERYWHERE


@pytest.mark.parametrize("module", sorted(filter(is_view, MODULES)))
def test_a_view_knows_the_record_and_its_templates_only(module: str) -> None:
    assert {name for name in own_imports_of(module) if not is_view(name)} <= {
        "model",
        "ledger",
        "publication",
        "statistics",
    }
    assert foreign_imports_of(module) <= ALLOWED_IN_VIEWS | ALLOWED_EVERYWHERE


@pytest.mark.parametrize("module", sorted(filter(is_export, MODULES)))
def test_an_export_knows_the_record_and_the_views_only(module: str) -> None:
    known = {"model", "ledger", "publication"}
    assert {name for name in own_imports_of(module) if not (is_view(name) or is_export(name))} <= known
    assert foreign_imports_of(module) <= ALLOWED_IN_EXPORTS | ALLOWED_EVERYWHERE


@pytest.mark.parametrize("module", sorted(filter(is_changes, MODULES)))
def test_the_changes_know_the_core_and_themselves_only(module: str) -> None:
    assert {name for name in own_imports_of(module) if not is_changes(name)} <= CORE
    assert foreign_imports_of(module) <= ALLOWED_EVERYWHERE


@pytest.mark.parametrize("module", sorted(filter(is_importer, MODULES)))
def test_the_importer_knows_the_core_and_itself_only(module: str) -> None:
    assert {name for name in own_imports_of(module) if not is_importer(name)} <= CORE
    assert foreign_imports_of(module) <= ALLOWED_IN_IMPORTER | ALLOWED_EVERYWHERE


@pytest.mark.parametrize("module", sorted(filter(is_bibliography, MODULES)))
def test_a_bibliography_knows_the_core_and_itself_only(module: str) -> None:
    assert {name for name in own_imports_of(module) if not is_bibliography(name)} <= CORE
    assert foreign_imports_of(module) <= ALLOWED_IN_BIBLIOGRAPHY | ALLOWED_EVERYWHERE


def test_only_the_registry_asks_for_bibliographies() -> None:
    """It does so when it meets one: a site without them need not wait for their libraries."""
    asking = {name for name in MODULES if any(map(is_bibliography, own_imports_of(name)))}

    assert {name for name in asking if not is_bibliography(name)} == {"registry"}


@pytest.mark.parametrize("module", sorted(module for module in MODULES if not is_web(module)))
def test_no_html_is_parsed_in_the_build(module: str) -> None:
    """BeautifulSoup reads saved pages and, in the tests, built ones; in the build it would double the time."""
    assert not foreign_imports_of(module) & {"bs4", "lxml", "html5lib", "selectolax"}


@pytest.mark.parametrize("module", sorted(module for module in MODULES if not is_web(module)))
def test_nothing_but_the_web_can_reach_the_network(module: str) -> None:
    reach = {"urllib.request", "http.client", "socket", "requests", "httpx", "httpcore", "urllib3", "aiohttp"}

    assert not {name for name in imports_of(module) if name in reach}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_only_the_desk_uses_the_web(module: str) -> None:
    """A build reads no page: only commands do, when a person calls them."""
    if module.split(".")[0] not in {"cli", "links", "web"}:
        assert not {name for name in own_imports_of(module) if is_web(name) or is_links(name)}
    elif is_links(module) and module not in ASKING:
        assert not set(filter(is_web, own_imports_of(module)))


@pytest.mark.parametrize("module", sorted(PURE))
def test_the_core_and_the_importer_are_pure(module: str) -> None:
    assert not set(imports_of(module)) & FORBIDDEN_IN_CORE

    impure = [
        f"{module}.py:{call.lineno}: {name}()" for call, name in _calls(tree_of(module)) if _is_impure(call, name)
    ]

    assert impure == []


@pytest.mark.parametrize("module", sorted(PURE))
def test_the_core_and_the_importer_hide_no_error(module: str) -> None:
    broad = [
        node.lineno for node in ast.walk(tree_of(module)) if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    ]

    assert broad == []


@pytest.mark.parametrize("module", sorted(MODULES))
def test_functions_are_short(module: str) -> None:
    long = [
        f"{MODULES[module].name}:{node.lineno}: {node.name} has {_length(node)} lines"
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST_FUNCTION
    ]

    assert long == []


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node, node.func.id
            elif isinstance(node.func, ast.Attribute):
                yield node, node.func.attr


def _is_impure(call: ast.Call, name: str) -> bool:
    return name in (IMPURE_CALLS if isinstance(call.func, ast.Name) else IMPURE_METHODS)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the function, its decorators and docstring apart."""
    first = function.body[0]
    docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(function) and first.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring
