"""Registry files in, sources and problems out: golden cases, single rules, and what no input can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_provenance import fields
from mkdocs_provenance.fields import MAX_DEPTH, UnreadableError, compose, loader_class
from mkdocs_provenance.model import Independence, Kind, Name, Problem, Registry, Source, State, Status
from mkdocs_provenance.problems import RULES
from mkdocs_provenance.registry import (
    MAX_BYTES,
    NOT_IDENTIFIED,
    ORGANISATION,
    SOURCE,
    RegistryFile,
    canonical_url,
    load_registry,
    safe_url,
    text_paths,
    with_texts,
)

CASES = sorted((Path(__file__).parent / "cases" / "registry").glob("*.yml"))
BASES = pytest.mark.parametrize("base", [fields.BASE, yaml.SafeLoader], ids=["c", "python"])


def load(text: str | bytes, path: str = "sources.yml") -> Registry:
    return load_registry([RegistryFile(path, text.encode() if isinstance(text, str) else text)])


def entry(**given_fields: Any) -> Source:
    """The one source that these fields make, without a problem."""
    found = load(yaml.safe_dump({"sources": {"a": {"kind": "news", "title": "T", "none_reason": "x"} | given_fields}}))
    assert found.problems == ()
    return found.sources["a"]


def sound(problem: Problem) -> bool:
    """Whether a problem keeps what every problem promises."""
    return (
        problem.code in RULES
        and bool(problem.path)
        and problem.line >= 1
        and problem.message.endswith(".")
        and problem.message.isprintable()
        and (problem.suggestion or "x").isprintable()
    )


# --- Golden cases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_golden_case(case: Path) -> None:
    golden = yaml.safe_load(case.read_text(encoding="utf-8"))
    files = golden.get("files") or {"sources.yml": golden["registry"]}

    found = load_registry([RegistryFile(path, text.encode()) for path, text in files.items()])

    place: Callable[[Problem], str] = lambda p: f"{p.path}:{p.line}" if "files" in golden else str(p.line)  # noqa: E731
    assert [f"{problem.code} @ {place(problem)}" for problem in found.problems] == golden["problems"]
    assert list(found.sources) == golden["ids"]
    assert all(sound(problem) for problem in found.problems)
    assert not any("SECRET" in str(problem) for problem in found.problems)
    assert "SECRET" not in str({**found.sources})


def test_there_are_golden_cases() -> None:
    assert len(CASES) >= 9


# --- What the fields become ------------------------------------------------------------------------------------------


def test_a_source_is_placed_at_its_id() -> None:
    found = load("# first\nsources:\n\n  a: {unidentified: true}\n  b:\n    unidentified: true\n", "x/y.yml")

    assert [(one.place.path, one.place.line) for one in found.sources.values()] == [("x/y.yml", 4), ("x/y.yml", 5)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("odd", ["", "\u2028", "\x85", "\u2029"])
def test_lines_are_counted_as_editors_count_them(newline: str, before: str, odd: str) -> None:
    text = f"{before}# a{odd}# comment\nsources:\n  a: {{unidentified: true}}\n  b: 1\n".replace("\n", newline)

    found = load(text)

    assert found.sources["a"].place.line == 3
    assert [problem.line for problem in found.problems] == [4]


def test_an_unidentified_source_needs_nothing_else() -> None:
    source = load("sources: {'7': {unidentified: true}}").sources["7"]

    assert (source.title, source.kind, source.unidentified) == (NOT_IDENTIFIED, Kind.DOCUMENT, True)


def test_plain_words_stay_text() -> None:
    found = load("sources: {a: {kind: news, title: No, publisher: 0123, none_reason: 1e3, language: no}}")

    source = found.sources["a"]
    assert (source.title, source.publisher, source.none_reason, source.language) == ("No", "0123", "1e3", "no")


def test_short_and_long_forms_say_the_same() -> None:
    assert entry(status="retracted").status == entry(status={"state": "retracted"}).status == Status(State.RETRACTED)
    assert entry(independence="checked").independence == entry(independence={"checked": True}).independence
    assert entry(independence="unknown").independence == Independence()
    assert entry(author="A").author == entry(author=["A"]).author == (Name("A"),)
    assert entry(author={"family": "B", "given": "A"}).author == (Name(family="B", given="A"),)
    assert entry(locator_physical="Box 3").locator == entry(locator="Box 3").locator == "Box 3"


@pytest.mark.parametrize("spelling", ["10.1234/Ab-c(1)", "doi:10.1234/Ab-c(1)", "https://doi.org/10.1234/Ab-c(1)",
                                      "http://dx.doi.org/10.1234/Ab-c(1)", "DOI: 10.1234/Ab-c(1)"])  # fmt: skip
def test_every_spelling_of_a_doi_becomes_one(spelling: str) -> None:
    assert entry(doi=spelling).doi == "10.1234/Ab-c(1)"


def test_control_characters_never_reach_a_page() -> None:
    assert entry(title="a\x00b\x1b[31m").title == "a\ufffdb\ufffd[31m"


# --- Addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://EXAMPLE.org:8080/a?b#c", "HTTP://EXAMPLE.org:8080/a?b#c"),
        ("https://пример.рф/путь", "https://пример.рф/путь"),
        ("https://[::1]/", "https://[::1]/"),
        ("mailto:jane@example.org", "mailto:jane@example.org"),
        ("doi:10.1234/a<b", None),
        ("doi:10.1234/ab#c", "https://doi.org/10.1234/ab%23c"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("vbscript:x", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("ftp://example.org/", None),
        ("//example.org/", None),
        ("/relative", None),
        ("www.example.org", None),
        ("https:example.org", None),
        ("https:///path", None),
        ("https://user:word@example.org/", None),
        ("https://exa\u202emple.org/", None),
        ("https://example.org/\n", None),
        ("https://example.org\\@evil.example/", None),
        ('https://example.org/"onclick=', None),
        ("https://example.org:port/", None),
        ("", None),
    ],
)
def test_only_safe_addresses_pass(url: str, kept: str | None) -> None:
    assert safe_url(url) == kept


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org:80/a/", "http://example.org/a"),
        ("https://example.org/a#b", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&id=1&utm_medium=y", "https://example.org/a?id=1"),
        ("https://doi.org/10.1234/ABC", "https://dx.doi.org/10.1234/abc"),
    ],
)
def test_spellings_of_one_address_are_known_for_one(url: str, same: str) -> None:
    assert canonical_url(url) == canonical_url(same)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org:8443/", "https://example.org/"),
        ("https://example.org/", "https://www.example.org/"),
    ],
)
def test_different_addresses_stay_different(url: str, other: str) -> None:
    assert canonical_url(url) != canonical_url(other)


@given(st.text())
@example("https://[::1")
@example("https://a:99999999/")
def test_an_address_that_passes_has_a_safe_scheme_and_no_white_space(text: str) -> None:
    url = safe_url(text)

    if url is None:
        return
    assert re.match(r"(?i)https?://|mailto:", url)
    assert not re.search(r"[\s\x00-\x1f\x7f<>\"\\]", url)
    assert safe_url(url) == url
    assert canonical_url(canonical_url(url)) == canonical_url(url)


# --- Messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sources: {a: {unidentified: true, kind: nwes}}", 'Did you mean "news"?'),
        ("sources: {a: {unidentified: true, publishd: 2023}}", 'Did you mean "published"?'),
        ("sources: {a: {unidentified: true, type: news}}", 'Did you mean "kind"?'),
        ("sources: {a: {unidentified: true, trust: 5}}", "There is no field for a score"),
        ("sources: {abc: {unidentified: true}, b: {unidentified: true, derived_from: abd}}", 'Did you mean "abc"?'),
        ("organizations: {}", 'Did you mean "organisations"?'),
        ("sources: {a: {unidentified: true, published: 2023-2-6}}", "for example 2023-02-06."),
        ("sources:\n\ta: {}", "indented with a tab"),
        ("sources: {a: {unidentified: true, title: [x]}}", "must be text, not a list"),
    ],
)
def test_a_problem_says_what_to_do(text: str, message: str) -> None:
    assert message in str(load(text).problems[0])


def test_a_duplicate_names_the_first_place() -> None:
    files = [
        RegistryFile("a.yml", b"sources:\n  x: {unidentified: true}\n"),
        RegistryFile("b.yml", b"sources:\n  x: {unidentified: true, note: N}\n"),
    ]

    (problem,) = load_registry(files).problems

    assert (problem.code, problem.path, problem.line) == ("duplicate-id", "b.yml", 2)
    assert "a.yml:2" in problem.message


def test_a_circle_is_shown_once_and_cut() -> None:
    chain = "".join(f"  s{i}: {{unidentified: true, derived_from: s{(i + 1) % 3}}}\n" for i in range(3))

    found = load("sources:\n" + chain)

    assert [problem.message for problem in found.problems] == [
        "Sources are derived from each other in a circle: s0 → s1 → s2 → s0."
    ]
    assert [source.derived_from for source in found.sources.values()] == [("s1",), ("s2",), ()]


def test_a_long_chain_is_no_circle_and_no_recursion() -> None:
    chain = "".join(f"  s{i}: {{unidentified: true, derived_from: s{i + 1}}}\n" for i in range(3000))

    found = load("sources:\n" + chain + "  s3000: {unidentified: true}\n")

    assert found.problems == ()
    assert len(found.sources) == 3001


def test_the_value_of_an_unknown_field_is_never_repeated() -> None:
    found = load("sources: {a: {unidentified: true, secret: SECRET, excerpts: [{text: t, secret: SECRET}]}}")

    assert [problem.code for problem in found.problems] == ["unknown-field", "unknown-field"]
    assert "SECRET" not in str(found)


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (None, "registry-missing", 1),
        (b"", "registry-empty", 1),
        (b"\xef\xbb\xbf", "registry-empty", 1),
        (b"sources:\n  a: \xff\n", "registry-encoding", 2),
        ("sources: {}".encode("utf-16"), "registry-encoding", 1),
        (b"x" * (MAX_BYTES + 1), "registry-too-large", 1),
        (b"sources:\n  a: " + b"[" * (MAX_DEPTH + 1), "registry-shape", 2),
        (b"sources: " + b"[" * 1_000_000, "registry-shape", 1),
        (b"sources:\n  a: \x01\n", "registry-syntax", 2),
        (b"%YAML 3.0\n---\nsources: {}", "registry-syntax", 1),
    ],
)
def test_a_file_that_cannot_be_used_is_one_problem(data: bytes | None, code: str, line: int) -> None:
    found = load_registry([RegistryFile("sources.yml", data)])

    assert [(problem.code, problem.line) for problem in found.problems] == [(code, line)]
    assert sound(found.problems[0])


def test_the_reason_why_a_file_cannot_be_read_is_told() -> None:
    (problem,) = load_registry([RegistryFile("a.yml", None, "Permission denied.")]).problems

    assert problem.message == 'The registry file "a.yml" cannot be read: "Permission denied".'


def test_one_broken_file_does_not_cost_the_others() -> None:
    found = load_registry(
        [RegistryFile("a.yml", b"a: b: c"), RegistryFile("b.yml", b"sources: {b: {unidentified: true}}")]
    )

    assert [problem.path for problem in found.problems] == ["a.yml"]
    assert list(found.sources) == ["b"]


def test_no_file_at_all_is_an_empty_registry() -> None:
    assert load_registry([]) == Registry()


def test_aliases_that_multiply_are_cut_off() -> None:
    lines = ["  a: &a {unidentified: true, excerpts: &e [" + "{text: t}, " * 2000 + "]}"]
    lines += [f"  b{i}: {{<<: *a, note: {i}}}" for i in range(2000)]

    found = load("sources:\n" + "\n".join(lines))

    assert [problem.code for problem in found.problems] == ["registry-too-large"]
    assert "a" in found.sources


@pytest.mark.parametrize(
    "bomb",
    [
        "sources: {a: &a {<<: *a, unidentified: true}}",
        "sources: &a {a: *a}",
        "sources: {a: {unidentified: true, excerpts: &e [*e]}}",
        "sources:\n  a: &x0 {unidentified: true}\n"
        + "".join(f"  a{i}: &x{i} {{<<: [*x{i - 1}, *x{i - 1}, *x{i - 1}]}}\n" for i in range(1, 30)),
        "sources:\n  a: &x0 [1]\n" + "".join(f"  b{i}: &x{i} [*x{i - 1}, *x{i - 1}]\n" for i in range(1, 3000)),
        "sources:\n  a: &r {x: *r}\n  a: &s {x: *s}\n",
    ],
)
def test_alias_bombs_are_problems_and_nothing_worse(bomb: str) -> None:
    found = load(bomb)

    assert found.problems
    assert all(sound(problem) for problem in found.problems)


# --- Texts -----------------------------------------------------------------------------------------------------------


def test_texts_are_asked_for_and_put_in_place() -> None:
    found = load("sources: {a: {unidentified: true, text_path: captures/a.txt}, b: {unidentified: true}}")

    filled = with_texts(found, {"a": "The words.", "z": "Nobody's."})

    assert text_paths(found) == {"a": "captures/a.txt"}
    assert {id_: source.text for id_, source in filled.sources.items()} == {"a": "The words.", "b": None}
    assert found.sources["a"].text is None


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "a/../../x", "C:/x", "a\\b", "~/x", "https://example.org/x", ".."]
)
def test_a_text_path_stays_inside_the_project(path: str) -> None:
    found = load(yaml.safe_dump({"sources": {"a": {"unidentified": True, "text_path": path}}}))

    assert [problem.code for problem in found.problems] == ["unknown-value"]
    assert text_paths(found) == {}


# --- Properties ------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from([*SOURCE.by_name, *ORGANISATION.by_name, "colour", "<<", "state", "text", "checked", ""])
WORDS = st.sampled_from(
    ["news", "unnamed", "true", "2023", "https://example.org/", "a", "b", "checked", "", "\x00", "@"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text() | WORDS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6))
ENTRIES = st.dictionaries(st.sampled_from("abcd") | st.text(), st.dictionaries(NAMES, VALUES, max_size=8) | VALUES)
REGISTRIES = st.fixed_dictionaries({}, optional={"sources": ENTRIES, "organisations": ENTRIES, "other": VALUES})


def promises_kept(found: Registry) -> None:
    assert all(sound(problem) for problem in found.problems), found.problems
    places = [(problem.path, problem.line) for problem in found.problems]
    assert places == sorted(places)
    for id_, source in found.sources.items():
        assert source.id == id_
        assert source.title
        assert source.unidentified or source.url or source.doi or source.isbn or source.locator or source.none_reason


@given(st.binary(max_size=400))
@example(b"sources: {a: !!set {b, c}}")
@example(b"? [a]\n: b\nsources: {? [x] : y}")
@example(b'sources: {a: {unidentified: true, title: "\\ud800"}}')
def test_arbitrary_bytes_raise_nothing(data: bytes) -> None:
    promises_kept(load_registry([RegistryFile("a.yml", data), RegistryFile("b.yml", b"sources:\n  " + data)]))


@given(REGISTRIES | VALUES)
def test_arbitrary_yaml_raises_nothing(value: object) -> None:
    promises_kept(load(yaml.safe_dump(value, allow_unicode=True)))


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"%@`#?,~< \n\t")))
def test_neither_of_yaml_s_parsers_raises_anything_but_a_sentence(text: str) -> None:
    for base in (fields.BASE, yaml.SafeLoader):
        try:
            node = compose(text, loader_class(base))
        except UnreadableError as error:
            line, sentence = error.line, error.message
        else:
            line, sentence = (node.start_mark.line if node else 1), "Read."
        assert 0 <= line <= text.count("\n") + 1
        assert sentence.endswith(".")


@BASES
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a:\n  b: c: d\n", 2, "colon"),
        ("a:\n\tb: c\n", 2, "tab"),
        ("a: 'b\n\n\n", 1, "quotation mark"),
        ("a: [b\nc: d\n", 1, "square brackets"),
        ("a: {b: c\nd: e\n", 1, "curly brackets"),
        ("a: 1\n---\nb: 1\n", 2, "second document"),
        ("\na: *b\n", 2, "anchor"),
        ("\na: &b 1\nc: &b 2\n", 3, "anchor"),
        ("\na: @b\n", 2, "@"),
        ("\na: `b`\n", 2, "`"),
        ('\na: "\\q"\n', 2, "backslash"),
        ("a: 1\n\x07", 2, "U+0007"),
        ("a: \ud800", 1, "U+D800"),
        ("a: 1\nfoo\nb: 2\n", 2, "colon"),
        ("a:\n  " + "[" * (MAX_DEPTH + 1), 2, "nested"),
    ],
)
def test_a_syntax_error_is_told_in_english_with_its_line(base: Any, text: str, line: int, words: str) -> None:
    with pytest.raises(UnreadableError) as refusal:
        compose(text, loader_class(base))

    assert (refusal.value.line, words in refusal.value.message) == (line, True), refusal.value.message
