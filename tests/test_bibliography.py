"""Bibliographies that people have, as sources: golden cases of every form, single rules, and what no input can do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_provenance.bibliography.addresses import doi_in, eprint_address, isbn_in, web_address
from mkdocs_provenance.bibliography.issued import read_date
from mkdocs_provenance.bibliography.kinds import BIBTEX, CSL, RIS
from mkdocs_provenance.bibliography.latex import plain
from mkdocs_provenance.bibliography.names import bibtex_names
from mkdocs_provenance.bibliography.tongues import language_tag
from mkdocs_provenance.model import Kind, Name, Registry, Source, Status
from mkdocs_provenance.registry import MAX_BYTES, RegistryFile, load_registry
from mkdocs_provenance.views.csl import CSL_TYPES, GENRES, csl_item
from test_registry import sound

GOLDEN = Path(__file__).parent / "cases" / "bibliography" / "golden"
CASES = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".yml")


def load(text: str | bytes, path: str = "refs.bib") -> Registry:
    return load_registry([RegistryFile(path, text.encode() if isinstance(text, str) else text)])


def found_in(registry: Registry) -> list[str]:
    return [f"{problem.code} @ {problem.line}" for problem in registry.problems]


def said(source: Source) -> dict[str, Any]:
    """A source as the golden cases write it: what is not the default, names and dates as text."""
    fields: dict[str, Any] = {"line": source.place.line}
    bare = Source(id=source.id, kind=source.kind, title=source.title, place=source.place)
    for name in msgspec.structs.asdict(source):
        value = getattr(source, name)
        if name in ("kind", "title") or (name not in ("id", "place") and value != getattr(bare, name)):
            fields[name] = value
    for name, value in fields.items():
        if name == "author":
            fields[name] = [str(author) for author in value]
        elif name in ("published", "accessed", "event_date"):
            fields[name] = value.text
        elif name == "archives":
            fields[name] = [copy.url for copy in value]
        elif name == "status":
            fields[name] = str(value.state)
        elif name == "kind":
            fields[name] = str(value)
    return fields


# --- Golden cases ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_golden_case(case: Path, newline: str) -> None:
    if newline == "\r" and case.suffix == ".yaml":
        pytest.skip("YAML is read by lines that end in line feeds, as the registry's own is")
    golden = yaml.safe_load(case.with_suffix(".yml").read_text("utf-8"))
    text = case.read_text("utf-8").replace("\n", newline)

    found = load(text, case.name)

    assert {id_: said(source) for id_, source in found.sources.items()} == golden["sources"]
    assert found_in(found) == golden["problems"]
    assert all(sound(problem) for problem in found.problems)


def test_there_is_a_golden_case_of_every_form() -> None:
    assert {path.suffix for path in CASES} == {".bib", ".json", ".yaml", ".ris"}


# --- What fields become ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"{\"o}\'{e}{\ss}\textendash{}--\o re", "öéß––øre"),
        (
            r"\v{C}apek and {\v C}apek, \c{c}, \k{a}, \H{o}, \'{\i}, \'\i, \~nand\'u",
            "Čapek and Čapek, ç, ą, ő, í, í, ñandú",
        ),
        (r"Nguy\~{\^e}n \L{}\'od\'z {\aa}ngstr{\"{o}}m", "Nguyễn Łódź ångström"),
        (r"{{Double} braces}, \emph{emphasis}, {\it old}, \unknown{kept}", "Double braces, emphasis, old, kept"),
        (r"10\% \& 5\$ a\_b \#1 100% {\textasciitilde}", "10% & 5$ a_b #1 100% ~"),
        (r"$\alpha$-helix, H$_2$O, $10^{-3}$, \textmu m", "α-helix, H₂O, 10⁻³, µm"),
        ("It costs $5 and 5 %", "It costs $5 and 5 %"),
        (r"a --- b -- c, ``quoted'', \enquote{marked}", "a — b – c, “quoted”, “marked”"),
        (r"\url{https://example.org/~a_b} \href{https://x.org}{text}", "https://example.org/~a_b text"),
        (r"\noopsort{1973b}1973, \foreignlanguage{german}{Glocke}, J.~K. Quill", "1973, Glocke, J. K. Quill"),
        (r"\S 5, \pounds 6, \texteuro 7, \TeX, \ldots \, end\\ of\ line", "§5, £6, €7, TeX, … end of line"),
        (r"{unclosed \'{e", "unclosed é"),
        (r"stray } brace \'", "stray brace '"),
        ("\\", ""),
    ],
)
def test_latex_becomes_text(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Okoro, Ife and Vane, Ruth", ["Ife Okoro", "Ruth Vane"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("Ford, Jr., Henry and King, Jr.", ["Henry Ford Jr.", "King, Jr."]),
        ("{Barnes and Noble} and {World Health Organization}", ["Barnes and Noble", "World Health Organization"]),
        (r"{\'E}mile Zola and A{\~n}orga, J. and A\~{n}orga, K.", ["Émile Zola", "J. Añorga", "K. Añorga"]),
        ("family=Harman, given=Hans, prefix=von, suffix=II", ["Hans von Harman II"]),
        ("Plato AND OTHERS", ["Plato", "others"]),
        ("and and ,,", ["and"]),
        ("", []),
    ],
)
def test_names_of_bibtex(written: str, names: list[str]) -> None:
    assert [str(name) for name in bibtex_names(written)] == names


def test_a_particle_stays_with_the_family_name() -> None:
    assert bibtex_names("van der Berg, Jan") == (Name(family="van der Berg", given="Jan"),)
    assert bibtex_names("{NASA}") == bibtex_names("NASA") == (Name(literal="NASA"),)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020", "2020"), ("2020-5-1", "2020-05-01"), ("2020-05/2020-07", "2020-05/2020-07"), ("2020?~", "2020%"),
        ("2020/05/01/", "2020-05-01"), ("2020///", "2020"), ("2020-00-00", "2020"), ("2004-22", "2004"),
        ("199X", "1990/1999"), ("1988/", "1988"), ("../1990", "1990"), ("1 May 2020", "2020-05-01"),
        ("May 1st, 2020", "2020-05-01"), ("22-July-2004", "2004-07-22"), ("2009 Jul 5", "2009-07-05"),
        ("5. März 2019", "2019-03-05"), ("2 de mayo de 2010", "2010-05-02"), ("1.5.2020", "2020-05-01"),
        ("5/6/2020", "2020"), ("May/June 2020", "2020-05/2020-06"), ("10-12 May 2001", "2001-05-10/2001-05-12"),
        ("c. 1850", "1850~"), ("[1850?]", "1850?"), ("c1850", "1850"), ("1989-90", "1989/1990"), ("1990s", "1990/1999"),
        ("2001a", "2001"), ("Spring 2020", "2020"), ("forthcoming 2021", "2021"),
        ("2020-05-01T10:00:00Z", "2020-05-01T10:00:00Z"),
    ],
)  # fmt: skip
def test_dates_are_read_as_exactly_as_they_are_meant(written: str, date: str) -> None:
    found = read_date(written).date

    assert found is not None
    assert found.text == date


@pytest.mark.parametrize("written", ["n.d.", "[s.d.]", "o. J.", "undated", "No date"])
def test_words_for_no_date(written: str) -> None:
    assert read_date(written).undated


@pytest.mark.parametrize("written", ["in press", "forthcoming", "", "Im Druck", "to appear"])
def test_words_for_not_yet(written: str) -> None:
    assert (read_date(written).date, read_date(written).undated) == (None, False)


@pytest.mark.parametrize(
    "written", ["nonsense", "-0044", "2020-13-01", "2020-02-30", "May", "0000", "12/12/12", "2" * 300]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("english", "en"), ("ngerman", "de"), ("langfrench", "fr"), ("Deutsch", "de"), ("eng", "en"),
        ("en_us", "en-US"),
        ("brazilian", "pt-BR"), ("zh-hant", "zh-Hant"), ("English; French", "en"), ("german and french", "de"),
        ("und", None), ("potatoese", None), ("", None), ("the language", None),
    ],
)  # fmt: skip
def test_languages(written: str, tag: str | None) -> None:
    assert language_tag(written) == tag


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org/a", "https://example.org/a"), ("www.example.org/a", "http://www.example.org/a"),
        ("dl.example.org/a", "http://dl.example.org/a"), ("<https://example.org/>", "https://example.org/"),
        ("https://a.org/1; https://b.org/2", "https://a.org/1"), ("https://a.org/1 (accessed 2020)", "https://a.org/1"),
        ("https://a.org/has space", None), ("javascript:alert(1)", None), ("data:text/html,x", None), ("x.pdf", None),
        ("https://bbc.co.uk@example.org/", None), ("", None),
    ],
)  # fmt: skip
def test_addresses(written: str, address: str | None) -> None:
    assert web_address(written) == address


def test_numbers_of_works() -> None:
    assert doi_in("https://dx.doi.org/10.1234/A.b") == doi_in("doi: 10.1234/A.b.") == "10.1234/A.b"
    assert doi_in("none") is None
    assert isbn_in("0-306-40615-2 (paper), 978-0-306-40615-7") == "0-306-40615-2"
    assert isbn_in("1234-5678") is None
    assert eprint_address("arXiv", "hep-th/9603067") == "https://arxiv.org/abs/hep-th/9603067"
    assert eprint_address("jstor", "123") == "https://www.jstor.org/stable/123"
    assert eprint_address("", "123") is eprint_address("PMCID", "") is eprint_address("elsewhere", "1") is None


@pytest.mark.parametrize("kind", CSL_TYPES)
def test_our_own_csl_is_read_as_what_it_was(kind: Any) -> None:
    text = f"sources: {{a: {{kind: {kind}, title: T, url: 'https://example.org/', speaker: A B, publisher: P}}}}"
    registry = load(text, "sources.yml")
    item = csl_item(registry.sources["a"], registry)

    again = load(msgspec.json.encode([item]), "refs.json")

    exact = kind in GENRES or list(CSL_TYPES.values()).count(CSL_TYPES[kind]) == 1 or CSL[CSL_TYPES[kind]] is kind
    assert again.problems == ()
    assert again.sources["a"].kind is kind or not exact
    assert again.sources["a"].publisher == "P"


def test_only_csl_statuses_are_statuses() -> None:
    entry = "@book{a, title = {T}, publisher = {P}, note = {Retracted}, pubstate = {inpress}}"

    assert load(entry).sources["a"].status == Status()


def test_every_type_of_entry_is_a_kind() -> None:
    for type_, kind in BIBTEX.items():
        assert load(f"@{type_.upper()}{{a, title = {{T}}, number = 1, institution = {{I}}}}").sources["a"].kind is kind
    for type_, kind in RIS.items():
        assert load(f"TY  - {type_}\nID  - a\nTI  - T\nER  - \n", "a.ris").sources["a"].kind is kind


def test_the_manual_lists_every_type_of_entry() -> None:
    manual = (Path(__file__).parents[1] / "docs/manual/bibliographies.md").read_text("utf-8")
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", manual, re.MULTILINE)]
    rows = [row for row in cells if row[0].strip("`") in set(Kind)]

    listed = [
        {type_: row[0].strip("`") for row in rows for type_ in re.findall(r"`([^`]+)`", row[column])}
        for column in (1, 2, 3)
    ]

    assert listed == [{type_: str(kind) for type_, kind in table.items()} for table in (BIBTEX, CSL, RIS)]


def test_the_bibliography_in_the_manual_is_read() -> None:
    manual = (Path(__file__).parents[1] / "docs/manual/bibliographies.md").read_text("utf-8")
    shown = re.search(r'^```bibtex title="refs.bib"\n(.*?)^```$', manual, re.MULTILINE | re.DOTALL)
    assert shown is not None

    found = load(shown[1])

    assert found.problems == ()
    assert found.sources["counting2019"].locator == "The Harbour Review 12(3), pp. 4–9"


# --- Files together --------------------------------------------------------------------------------------------------


def test_an_id_may_stand_once_in_all_files() -> None:
    entry = "@online{%s, title = {T}, url = {https://example.org/%s}}"
    ours = "sources:\n  a: {kind: web-page, title: T, none_reason: x}\n  d: {unidentified: true, derived_from: b}\n"
    csl = '[{"id": "b", "type": "webpage", "title": "T", "URL": "https://example.org/b"}]'
    files = {
        "one.bib": f"{entry % ('a', 'a')}\n{entry % ('b', 'b')}",
        "two.bib": f"\n{entry % ('a', 'a')}\n{entry % ('b', 'other')}",
        "three.json": csl,
        "sources.yml": ours,
    }

    found = load_registry([RegistryFile(path, text.encode()) for path, text in files.items()])

    assert [f"{problem.path}:{problem.line}: {problem.code}" for problem in found.problems] == [
        "two.bib:2: repeated-entry",
        "two.bib:3: duplicate-id",
        "three.json:1: repeated-entry",
        "sources.yml:2: duplicate-id",
    ]
    assert "one.bib:2" in found.problems[1].message
    assert list(found.sources) == ["a", "b", "d"]
    assert found.sources["d"].derived_from == ("b",)


def test_the_same_address_under_two_ids_is_found_across_files() -> None:
    bib = b"@online{a, title = {T}, url = {https://example.org/x/}}"
    ris = b"TY  - ELEC\nID  - b\nTI  - T\nUR  - https://EXAMPLE.org/x\nER  - "

    found = load_registry([RegistryFile("a.bib", bib), RegistryFile("b.ris", ris)])

    assert [(problem.code, problem.path, problem.line) for problem in found.problems] == [("same-url", "b.ris", 1)]


@pytest.mark.parametrize(
    ("path", "data", "problems", "ids"),
    [
        ("refs.bib", None, ["registry-missing @ 1"], []),
        ("refs.bib", b"", ["registry-empty @ 1"], []),
        ("refs.ris", b"\n", ["registry-empty @ 1"], []),
        ("refs.json", b"[]", ["registry-empty @ 1"], []),
        ("refs.json", b"", ["registry-empty @ 1"], []),
        ("refs.json", b'{"title": 1', ["registry-syntax @ 1"], []),
        ("refs.json", b"[" * 100_000, ["registry-shape @ 1"], []),
        ("refs.json", b'{"items": [{"id": "a", "type": "book", "title": "T"}]}', [], ["a"]),
        ("refs.json", b'{"id": "a", "type": "book", "title": "T"}', [], ["a"]),
        ("refs.json", b'{"sources": {"a": {"unidentified": true}}}', [], ["a"]),
        ("refs.bib", b"\xef\xbb\xbf@book{a, title={T}}", [], ["a"]),
        ("refs.bib", b"@book{a, title={T}}\n@book{b, title={Gr\xf6\xdfe}}", ["registry-encoding @ 2"], ["a", "b"]),
        ("refs.bib", "@book{a, title={Größe}}".encode("utf-16"), ["registry-encoding @ 1"], ["a"]),
        ("refs.bib", "@book{a, title={Groesse}}".encode("utf-16-le"), ["registry-encoding @ 1"], ["a"]),
        ("refs.ris", "TY  - BOOK\nID  - a\nTI  - T\nER  - ".encode("utf-16"), ["registry-encoding @ 1"], ["a"]),
        ("refs.bib", b"x" * (MAX_BYTES + 1), ["registry-too-large @ 1"], []),
        ("REFS.BIB", b"@book{a, title=" + b"{" * 50_000 + b"T" + b"}" * 50_000 + b"}", [], ["a"]),
    ],
)  # fmt: skip
def test_files_as_they_come(path: str, data: bytes | None, problems: list[str], ids: list[str]) -> None:
    found = load_registry([RegistryFile(path, data)])

    assert found_in(found) == problems
    assert list(found.sources) == ids
    assert all(sound(problem) for problem in found.problems)


def test_a_billion_laughs_are_refused_in_csl_too() -> None:
    levels = "".join(f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 9))
    text = f"nocite:\n  - &l0 [x, x]\n{levels}references:\n- id: a\n  type: book\n  title: T\n  author: *l8\n"

    assert "registry-too-large" in {problem.code for problem in load(text, "refs.yaml").problems}


def test_abbreviations_that_double_again_and_again_are_refused() -> None:
    doubled = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(40))

    found = load(f"@string{{s0 = {{x}}}}\n{doubled}@book{{a, title = s40}}\n@book{{b, title = {{B}}}}")

    assert found_in(found) == ["registry-too-large @ 1"]
    assert list(found.sources) == ["a", "b"]


# --- Whatever the bytes ----------------------------------------------------------------------------------------------

TEXTS = {path.name: path.read_text("utf-8") for path in CASES}
PIECES = st.sampled_from(
    ["{", "}", '"', ",", "=", "@", "\n", "\n@book{", "#", "\\", "%", "[", "]", ":", "TY  - ", "ER  - ", "- ", " "]
)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A real-looking file in which pieces were taken out, doubled or put in."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 40))
        text = (
            text[:at] + draw(st.one_of(PIECES, st.text(max_size=4), st.just(text[at : at + 9]))) + text[at + length :]
        )
    return name, text


@given(mutated())
def test_a_broken_file_costs_no_more_than_what_is_broken(case: tuple[str, str]) -> None:
    name, text = case

    found = load(text.encode("utf-8", "surrogatepass"), name)

    assert all(sound(problem) for problem in found.problems)
    assert all(1 <= problem.line <= text.count("\n") + text.count("\r") + 1 for problem in found.problems)
    for source in found.sources.values():
        assert source.title
        assert source.url or source.doi or source.isbn or source.locator or source.none_reason
        assert re.match(r"(?:https?|mailto):", source.url or "http:")
    assert found.sources or found.problems


@given(st.sampled_from(["a.bib", "a.ris", "a.json", "a.yaml"]), st.binary(max_size=200))
def test_no_bytes_are_an_error(name: str, data: bytes) -> None:
    found = load(data, name)

    assert all(sound(problem) for problem in found.problems)


@given(st.text(alphabet=st.sampled_from(list("\\{}$~^_'`\"aoui -\n%&cvH")), max_size=60))
def test_latex_never_fails(written: str) -> None:
    text = plain(written)

    assert "\\" not in text
    assert text == " ".join(text.split())
