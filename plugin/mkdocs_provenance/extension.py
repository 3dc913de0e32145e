"""The Python-Markdown seam: citations in, claims and marks out. The only module that imports `markdown`.

What the processors do, and why each stands where it does:

| processor | registry | priority | reason |
| --- | --- | --- | --- |
| `provenance-page` | preprocessors | 1000 | before every other, so that it sees the page's text as the host knows it |
| `provenance-block` | blockprocessors | 105.5 | just before `admonition`, whose block it is where that is not enabled |
| `provenance-bibliography` | blockprocessors | 105.4 | beside the other; before whatever takes a line as it stands |
| `provenance-adjacent` | inlinePatterns | 169 | `[1][2]`: after real link references (170), before `autorefs` (168) |
| `provenance` | inlinePatterns | 82 | after links, autolinks and raw HTML (90), before magiclink mentions (79.7) |
| `provenance` | treeprocessors | 5.5 | after inline (20), `attr_list` (8), `smarty` (6); before `toc` (5) |
| `provenance-finish` | treeprocessors | -1000 | after the last that reads headings (`toc` 5, MkDocs' title -999) |
| `provenance` | postprocessors | 25 | after raw HTML (30), whose comments are replaced with the others |

Citations are matched breadth-first, so they only get their order in the tree. Until the very end a mark is an empty
HTML comment: titles, slugs, tables of contents, search indexes and feeds see clean prose.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container, Iterator, Mapping
from itertools import chain, repeat
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_provenance.citations import Remark, place_markers, read_bracket, take_markers, tidy
from mkdocs_provenance.lines import spot_of
from mkdocs_provenance.model import (
    Article,
    Citation,
    Mark,
    Passage,
    PlacedCitation,
    Problem,
    Provenance,
    Registry,
    Role,
)
from mkdocs_provenance.problems import did_you_mean, problem
from mkdocs_provenance.prose import BLOCKS, Reader, Run
from mkdocs_provenance.trace import trace

PLACEHOLDER: Final = "<!--provenance:%s-->"
"""What stands in the HTML until the host, or the extension itself, puts the fragment of that name in its place."""
PLACEHOLDERS: Final = re.compile(r"<!--provenance:([a-z0-9/+~-]+)-->((?:(?<=~-->) )?)")
"""The name; and behind a name that ends in `~`, which stands between two claims, the space between them."""

PLACE: Final = "\x02provenance:%s\x03"
"""What stands in the tree's text, between Python-Markdown's own signs, until the postprocessors run."""
_PLACES: Final = re.compile("\x02provenance:(?:n([0-9]+)|/c\x03 \x02provenance:(c[0-9]+)|([a-z0-9/+]+))\x03")
"""A citation; the end of a claim with the beginning of the next, which are one place later: less to read for search;
anything else."""
_CITATION: Final = r"\[(?P<body>[^\[\]]+)\]"
_ADJACENT: Final = r"\][ ]?\[(?P<body>[^\[\]]+)\]"  # begins with a plain character: a look-behind costs five times
_CODE_AFTER: Final = re.compile(r"\w|\s*=(?!=)")
_CLASS_LIST: Final = re.compile(r"\s*\{:?\s*\.analysis\s*\}\s*$")
_RAW_MARKER: Final = re.compile(r"\[(?:[1-9][0-9]{0,2}(?:\s*[,;–-]\s*[1-9][0-9]{0,2})*|@[\w{][^\[\]]*)\]")
_UNREAD_HTML: Final = re.compile(
    r"<!--.*?(?:-->|$)|<(pre|code|script|style|textarea|svg|kbd|samp|math)\b.*?(?:</\1>|$)"
    r"|<span class=\"filename\".*?</span>|<[^>]*>",
    re.DOTALL | re.I,
)
_FIXABLE: Final = frozenset({"marker-form", "comma-between-keys", "repeated-item"})
BIBLIOGRAPHY: Final = re.compile(r"^[ ]{0,3}\\(?P<full>full_)?bibliography[ \t]*$", re.MULTILINE)
"""The commands of mkdocs-bibtex, on a line of their own: the panel's place, and the list of the whole registry."""
_HEADINGS: Final = frozenset(f"h{level}" for level in range(1, 7))
_UNREAD_BLOCKS: Final = frozenset({"pre", "hr", "iframe", "form", "nav", "menu", "colgroup"})
_NOT_PROSE: Final = _HEADINGS | {"td", "th", "dt", "caption", "figcaption", "summary", "label", "legend", "header"}


class ArticlePage(Struct, frozen=True):
    """What the host knows of the page that is converted."""

    article: Article
    """Everything but the passages."""
    registry: Registry
    numbers: frozenset[int] | None
    """The numbers that are citations; None on a page without `sources`."""
    deliver: Callable[[Provenance], None]
    """Called with the finished record."""
    declared: bool = True
    """False for a page that is an article only if it turns out to cite: it says nothing of sources itself."""
    render: Callable[[Provenance], Mapping[str, str]] | None = None
    """HTML fragments by name, where the extension has to finish the page itself; None where the host does."""
    forms: bool = False
    """Whether a marker in an uncommon form is remarked on."""
    places: bool = False
    """Whether passages without statements are given places too, so that a preview can mark words in them."""


Desk = Callable[[str, Markdown], ArticlePage | None]
"""Finds the article that a text is, None where the text is no article."""


class _Conversion(Struct):
    """What is known during one `convert()`; one per Markdown instance, emptied by the preprocessor."""

    page: ArticlePage | None = None
    citations: dict[int, Citation] = field(default_factory=dict)
    """Number to citation, in the order of matching."""
    written: dict[int, str] = field(default_factory=dict)
    """The same to what the author wrote, and later to the mark's place: a marker outside all prose stays text."""
    remarks: list[tuple[Remark, str, str]] = field(default_factory=list)
    """A remark, the marker as written, and the text before it."""
    provenance: Provenance | None = None
    headed: list[Element] = field(default_factory=list)
    """The analysis sections that a heading opens."""
    lists: set[str] = field(default_factory=set)
    """The fragments that a command has given a place of its own: `panel`, `bibliography`."""
    fragments: Mapping[str, str] | None = None
    """The HTML for the places, once nothing reads headings any more; None where the host puts it in."""

    def begin(self, page: ArticlePage | None) -> None:
        """Forget the last page: excerpts convert again and again without `reset()`."""
        self.page, self.provenance, self.fragments = page, None, None
        self.citations, self.written, self.remarks, self.headed, self.lists = {}, {}, [], [], set()


class ProvenanceExtension(Extension):
    """Reads citations on the pages that the desk knows; on every other page it changes nothing.

    Args:
        desk: Finds the article that a text is. Without one, no page is an article.
    """

    def __init__(self, desk: Desk | None = None, **options: Any) -> None:
        self.desk = desk
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors of the table above."""
        conversion = _Conversion()
        md.preprocessors.register(_PageFinder(md, conversion, self.desk), "provenance-page", 1000)
        md.parser.blockprocessors.register(_RoleBlocks(md, conversion), "provenance-block", 105.5)
        md.parser.blockprocessors.register(_Bibliographies(md, conversion), "provenance-bibliography", 105.4)
        md.inlinePatterns.register(_AdjacentCitations(md, conversion), "provenance-adjacent", 169)
        md.inlinePatterns.register(_Citations(md, conversion), "provenance", 82)
        md.treeprocessors.register(_Claims(md, conversion), "provenance", 5.5)
        md.treeprocessors.register(_Finish(md, conversion), "provenance-finish", -1000)
        md.postprocessors.register(_Places(md, conversion), "provenance", 25)


class _PageFinder(Preprocessor):
    def __init__(self, md: Markdown, conversion: _Conversion, desk: Desk | None) -> None:
        super().__init__(md)
        self._conversion = conversion
        self._desk = desk

    def run(self, lines: list[str]) -> list[str]:
        self._conversion.begin(self._desk("\n".join(lines), self.md) if self._desk else None)
        return lines


class _RoleBlocks(AdmonitionProcessor):
    """`!!! analysis` and `!!! pullquote` on an article's page, whether or not `admonition` is enabled."""

    RE = re.compile(r"(?:^|\n)!!! ?((?:analysis|pullquote)(?: +[\w\-]+)*)(?: +\"(.*?)\")? *(?:\n|$)")

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md.parser)
        self._conversion = conversion

    def test(self, parent: Element, block: str) -> bool:
        return self._conversion.page is not None and bool(super().test(parent, block))


class _Bibliographies(BlockProcessor):
    r"""`\bibliography` and `\full_bibliography` on a line of their own; what stands around the line stays."""

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md.parser)
        self._conversion = conversion

    def test(self, parent: Element, block: str) -> bool:
        return self._conversion.page is not None and BIBLIOGRAPHY.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        command = BIBLIOGRAPHY.search(block)
        if command is None:  # `test` has looked for it
            return
        before, after = block[: command.start()].rstrip("\n"), block[command.end() :].lstrip("\n")
        if before.strip():
            self.parser.parseBlocks(parent, [before])
        name = "bibliography" if command["full"] else "panel"
        if name not in self._conversion.lists:
            self._conversion.lists.add(name)
            parent.append(_paragraph(self.parser.md, name))
        if after.strip():
            blocks.insert(0, after)


class _Citations(InlineProcessor):
    """`[1, 3]` and `[@key]`, once links and code have had their turn."""

    def __init__(self, md: Markdown, conversion: _Conversion, pattern: str = _CITATION) -> None:
        super().__init__(pattern, md)
        self._conversion = conversion

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        page = self._conversion.page
        if page is None or "\x02" in m["body"]:
            return None, None, None
        begin, end = m.start("body") - 1, m.end()
        if not self._may_stand(m["body"], begin, end, data):
            return None, None, None
        reading = read_bracket(m["body"], numbers=page.numbers)
        if reading.remarks:
            before = data[max(0, begin - 80) : begin]
            self._conversion.remarks += [(remark, data[begin:end], before) for remark in reading.remarks]
        if reading.citation is None or not self._is_meant(reading.citation, page):
            return None, None, None
        if page.forms and not reading.remarks and (tidied := tidy(m["body"])) != m["body"]:
            remark = Remark("marker-form", f"The marker [{m['body']}] is better written [{tidied}].")
            self._conversion.remarks.append((remark, data[begin:end], data[max(0, begin - 80) : begin]))
        start = _without_space_before(data, begin, end)
        return self._store(reading.citation, data[start:end]), start, end

    def _is_meant(self, citation: Citation, page: ArticlePage) -> bool:
        """Whether keys are citations: on a page that says nothing of sources, where the registry knows one of them.

        Where it knows none, the bracket stays text: there an `@` can mean anything. If the page cites at all, that is
        remarked on, and a key with a near one in the registry is a slip.
        """
        if page.declared or any(item.key in page.registry.sources for item in citation.items):
            return True
        near = next(filter(None, (did_you_mean(str(item.key), page.registry.sources) for item in citation.items)), None)
        code = "unknown-source" if near else "bracket-left-as-text"
        message = f"{citation.raw} was left as text: the registry knows no such source."
        self._conversion.remarks.append((Remark(code, message, near), citation.raw, ""))
        return False

    def _store(self, citation: Citation, written: str) -> str:
        """Keep a citation; what stands in for it is text to every other processor."""
        number = len(self._conversion.citations) + 1
        self._conversion.citations[number] = citation
        self._conversion.written[number] = html.escape(written)
        return PLACE % f"n{number}"  # a bare number would be `abbr`'s to find

    def _may_stand(self, body: str, begin: int, end: int, data: str) -> bool:
        """Whether what surrounds a bracket lets it be a citation."""
        before, after = data[begin - 1 : begin] if begin else "", data[end : end + 1]
        if before == "[" and after == "]":
            return False  # [[wiki link]]
        if _in_template(data, begin) or _in_address(data, begin):
            return False
        if data.startswith("[]", end):
            self._remark("malformed-citation", body, "is followed by [], as a link is; no link has that name.")
            return False
        if after == ":" and not data[:begin].rpartition("\n")[2].strip():
            message = "looks like a list of sources; the registry is the place for it."
            self._remark("list-of-sources", body, message, ":")
            return False
        code_like = (before.isalnum() or before == "_") and _CODE_AFTER.match(data, end) is not None
        if code_like:
            self._remark("bracket-left-as-text", body, "was left as text: it stands within a word or before a “=”.")
        return not code_like

    def _remark(self, code: str, body: str, message: str, after: str = "") -> None:
        """Something to say of a bracket that would have been a citation elsewhere."""
        page = self._conversion.page
        if page is not None and read_bracket(body, numbers=page.numbers).citation is not None:
            self._conversion.remarks.append((Remark(code, f"[{body}] {message}"), f"[{body}]{after}", ""))


class _AdjacentCitations(_Citations):
    """The second bracket of `[1][2]`, which `autorefs` would otherwise take for a broken cross-reference."""

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md, conversion, _ADJACENT)

    def _may_stand(self, body: str, begin: int, end: int, data: str) -> bool:
        page = self._conversion.page
        if page is None or data.startswith("(", end) or body.strip().lower() in self.md.references:
            return False  # a link
        opening = data.rfind("[", 0, begin)
        image = opening > 0 and data[opening - 1] == "!"
        if image or data.rfind("<", 0, begin) > data.rfind(">", 0, begin):  # or the inside of a tag
            return False
        citation = read_bracket(body, numbers=page.numbers).citation
        linked = _in_address(data, begin) or _in_template(data, begin)
        return not linked and citation is not None and _all_known(citation, page)


def _all_known(citation: Citation, page: ArticlePage) -> bool:
    """Whether every key is in the registry and every number in the page's list."""
    return all(
        item.key in page.registry.sources if item.key is not None else item.number in (page.numbers or frozenset())
        for item in citation.items
    )


def _in_address(data: str, start: int) -> bool:
    """Whether a bracket stands within a web address: no white space between `://` and it."""
    address = data.rfind("://", max(0, start - 500), start)
    return address >= 0 and not any(character.isspace() for character in data[address:start])


def _in_template(data: str, start: int) -> bool:
    """Whether a bracket stands inside `{{ … }}` or `{% … %}` of a template language."""
    if "{" not in data:
        return False
    before = data[max(0, start - 500) : start]
    return max(before.rfind("{{"), before.rfind("{%")) > max(before.rfind("}}"), before.rfind("%}"))


def _without_space_before(data: str, start: int, end: int) -> int:
    """A mark is set right behind its word, so that no line begins with one; unless a word follows it directly."""
    if data[end : end + 1].isalnum():
        return start
    while start and data[start - 1] in " \t\n\u00a0\u202f\u200b":
        start -= 1
    return start


class _Claims(Treeprocessor):
    """Gathers the passages, has them traced, and writes marks and claims into the tree as placeholders."""

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, root: Element) -> None:
        conversion = self._conversion
        page = conversion.page
        if page is None or not (page.declared or conversion.citations):
            return
        _lift_marks_out_of_links(root, conversion.written)
        conversion.remarks += _clear_image_texts(root, page)
        gathered = _Gathering(self.md, conversion, page)
        gathered.visit(root)
        article = replace(
            page.article,
            passages=tuple(gathered.passages),
            sections=gathered.sections,
            statement=_with_disagreements(page, len(gathered.marks)),
        )
        provenance = trace(article, page.registry)
        remarks = tuple(self._problems(page))
        if remarks:
            provenance = replace(provenance, problems=provenance.problems + remarks)
        self._write(root, gathered, provenance)
        conversion.provenance = provenance
        page.deliver(provenance)

    def _write(self, root: Element, gathered: _Gathering, provenance: Provenance) -> None:
        """Put the placeholders in: marks, claims, the marks that pull quotes inherit, the summary."""
        for mark in provenance.marks:
            number = gathered.marks.get(mark.id)
            if number is not None:
                self._conversion.written[number] = self._space(mark, number) + PLACEHOLDER % mark.id
        for claim in provenance.claims:
            names = map(PLACE.__mod__, chain((claim.id,), repeat(f"{claim.id}+")))
            gathered.runs[claim.passage].wrap(claim.start, claim.end, names, PLACE % "/c")
        if self._conversion.page is not None and self._conversion.page.places:
            _place_passages(gathered, {claim.passage for claim in provenance.claims})
        for mark in provenance.marks:
            if mark.inherited:
                gathered.runs[mark.passage].append(PLACE % f"q{mark.passage}")
        for run in gathered.runs.values():
            run.commit()
        self._frame(root)

    def _space(self, mark: Mark, number: int) -> str:
        """The space before a marker that points nowhere: it is printed as it was written."""
        written = self._conversion.written[number]
        return "" if mark.resolved else written[: len(written) - len(written.lstrip())]

    def _frame(self, root: Element) -> None:
        """The summary under the headline; the panel at the end, where no host adds it."""
        at = next((index + 1 for index, child in enumerate(root) if child.tag == "h1"), 0)
        root.insert(at, _paragraph(self.md, "summary"))
        page = self._conversion.page
        if page is not None and page.render is not None and "panel" not in self._conversion.lists:
            root.append(_paragraph(self.md, "panel"))

    def _problems(self, page: ArticlePage) -> Iterator[Problem]:
        article = page.article
        for remark, raw, before in self._conversion.remarks:
            spot = spot_of(article.source, raw, before)
            found = problem(remark.code, remark.message, article.path, spot, remark.suggestion)
            fix = f"[{tidy(raw[1:-1])}]" if remark.code in _FIXABLE else None
            yield replace(found, words=raw, fix=fix)
        for number in article.numbering:
            if str(number) in self.md.references:
                message = f"The marker [{number}] is read as a link, because the text defines a link of that name."
                spot = spot_of(article.source, f"[{number}]:")
                yield problem("link-not-citation", message, article.path, spot, "Give the link another name.")


class _Gathering:
    """Walks the tree once: passages in document order, with their roles, and where each was read."""

    def __init__(self, md: Markdown, conversion: _Conversion, page: ArticlePage) -> None:
        self._md = md
        self._conversion = conversion
        self._page = page
        self._reader = Reader(md.htmlStash.rawHtmlBlocks, conversion.written)
        self.passages: list[Passage] = []
        self.runs: dict[str, Run] = {}
        """Passage to the run it was read from."""
        self.marks: dict[str, int] = {}
        """Mark to the number of its citation."""
        self.sections: dict[str, str | None] = {}
        self._toc_marker = getattr(md.treeprocessors["toc"], "marker", "") if "toc" in md.treeprocessors else ""
        if page.article.statement.type_of_work == "analysis":
            self._whole: tuple[Role, str | None] = (Role.ANALYSIS, self._section(None))
        else:
            self._whole = (Role.REPORTED, None)

    def visit(self, root: Element) -> None:
        """Gather everything below `root`."""
        self._visit(root, *self._whole, prose=True)

    def _visit(self, block: Element, role: Role, section: str | None, *, prose: bool) -> None:
        if block.tag in _UNREAD_BLOCKS or _has_class(block, "highlight", "toc", "highlighttable", "mermaid"):
            return
        if self._toc_marker and (block.text or "").strip() == self._toc_marker:
            return  # `[TOC]`, which `toc` replaces after us
        role, section = self._role(block, role, section)
        prose = prose and block.tag not in _NOT_PROSE and not _has_class(block, "footnote", "admonition-title")
        if _marked_heading(block):
            _wrap_marked_headings(block)
        runs, blocks = self._reader.runs(block)
        for run in runs:
            self._add(run, role, section, prose=prose)
        for inner in blocks:
            self._visit(inner, role, section, prose=prose)

    def _role(self, block: Element, role: Role, section: str | None) -> tuple[Role, str | None]:
        """What a block declares itself to be; and its dress as such."""
        if block.tag not in ("div", "details", "section"):
            return role, section
        if block.tag == "section" and block.get("class") == "provenance-analysis":
            section = self._section(None)
            self._conversion.headed.append(block)
            block.insert(1, _paragraph(self._md, f"{section}-"))
            return Role.ANALYSIS, section
        if _has_class(block, "analysis") and (_has_class(block, "admonition") or block.tag == "details"):
            section = self._section(_own_title(block, "analysis"))
            _dress(block, "section", "provenance-analysis")
            block.set("aria-labelledby", f"provenance-analysis-{section[1:]}")
            block.insert(0, _paragraph(self._md, section))
            return Role.ANALYSIS, section
        if _has_class(block, "pullquote") and _has_class(block, "admonition"):
            _own_title(block, "pullquote")
            _dress(block, "div", "provenance-pullquote")  # an <aside> is a landmark to tools that skip DPUB-ARIA
            block.set("role", "doc-pullquote")
            return Role.PULLQUOTE, None
        return role, section

    def _section(self, title: str | None) -> str:
        section = f"a{len(self.sections) + 1}"
        self.sections[section] = title
        return section

    def _add(self, run: Run, role: Role, section: str | None, *, prose: bool) -> None:
        self._report_raw(run)
        text = run.text.rstrip()
        if not run.marks and (not prose or not text.strip()):
            return
        passage = f"p{len(self.passages) + 1}"
        placed = []
        for offset, number in run.marks:
            mark = f"m{len(self.marks) + 1}"
            self.marks[mark] = number
            placed.append(PlacedCitation(mark, min(offset, len(text)), self._conversion.citations[number]))
        self.runs[passage] = run
        self.passages.append(Passage(passage, role, text, tuple(placed), prose, section))

    def _report_raw(self, run: Run) -> None:
        """Markers that cannot become marks: inside a raw link, or inside raw HTML that Markdown does not read."""
        for offset, number in run.raw_links:
            raw = self._conversion.citations[number].raw
            remark = Remark("marker-in-link", f"The marker {raw} stands inside a raw HTML link and was left as text.")
            self._conversion.remarks.append((remark, raw, run.text[:offset]))
        if run.raw_html and not run.text.strip() and self._page.numbers is not None:
            for match in _RAW_MARKER.finditer(_UNREAD_HTML.sub(lambda tag: " " * len(tag[0]), run.raw_html)):
                message = f"The marker {match[0]} stands in raw HTML, which is not read; add `markdown` to its tag."
                before = run.raw_html[: match.start()]
                self._conversion.remarks.append((Remark("marker-in-raw-html", message), match[0], before))


class _Finish(Treeprocessor):
    """After everything that reads headings: names sections by them, and renders where no host does it."""

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, root: Element) -> None:
        page, provenance = self._conversion.page, self._conversion.provenance
        for section in self._conversion.headed:
            if heading := section[0].get("id"):  # `toc` gives it
                section.set("aria-labelledby", heading)
        if page is not None and page.render is not None and provenance is not None:
            self._conversion.fragments = page.render(provenance)


class _Places(Postprocessor):
    """Turns the places in the text into HTML comments, and in the end, where no host does it, into the fragments."""

    def __init__(self, md: Markdown, conversion: _Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, text: str) -> str:
        conversion = self._conversion
        if "\x02provenance:" in text:
            text = _PLACES.sub(self._comment, text)
        if conversion.provenance is None and "panel" in conversion.lists:
            text = text.replace(PLACEHOLDER % "panel", "")  # the page has turned out to cite nothing
        if conversion.fragments is not None:
            text = put_in(conversion.fragments, text)
        return text

    def _comment(self, place: re.Match[str]) -> str:
        number, following, name = place.groups()
        if following:
            return PLACEHOLDER % f"{following}~" + " "
        return PLACEHOLDER % name if name else self._conversion.written[int(number)]


def put_in(fragments: Mapping[str, str], html: str) -> str:
    """The fragments in their places; where there is none of that name, nothing, or the space between two claims."""
    return PLACEHOLDERS.sub(lambda place: fragments.get(place[1], place[2]), html)


def _place_passages(gathered: _Gathering, told: Container[str]) -> None:
    """Give every passage a place, but for those whose statements have been given theirs."""
    for passage in gathered.passages:
        if passage.id not in told:
            names = map(PLACE.__mod__, chain((passage.id,), repeat(f"{passage.id}+")))
            gathered.runs[passage.id].wrap(0, len(passage.text), names, PLACE % "/p")


def _paragraph(md: Markdown, name: str) -> Element:
    """A block's place: raw HTML, whose paragraph Markdown takes away."""
    paragraph = Element("p")
    paragraph.text = str(md.htmlStash.store(PLACEHOLDER % name))
    return paragraph


def _with_disagreements(page: ArticlePage, marks: int) -> Any:
    """The author's statement with the markers of its disagreements read; their ids follow those of the body."""
    statement = page.article.statement
    read = []
    for disagreement in statement.disagreement:
        text, placed = place_markers(disagreement.text, numbers=page.numbers, first=marks + 1)
        marks += len(placed)
        read.append(replace(disagreement, text=text, citations=placed))
    return replace(statement, disagreement=tuple(read)) if read else statement


def _clear_image_texts(root: Element, page: ArticlePage) -> Iterator[tuple[Remark, str, str]]:
    """Alternative text can hold no mark: a marker is taken out of it, unless it is all there is."""
    for image in root.iter("img"):
        text = image.get("alt") or ""
        clear = take_markers(text, numbers=page.numbers, known=page.registry.sources.__contains__)
        if clear.strip() and clear != text:
            image.set("alt", clear)
            message = f"A marker was taken out of the image's text “{text}”: it can hold no mark."
            yield Remark("marker-in-image-text", message), text, ""


def _lift_marks_out_of_links(root: Element, written: Mapping[int, str]) -> None:
    """A link cannot hold a link: a marker in a link's text is set right behind the link.

    Where it is the link's whole text, as in `[[1]](url)`, the link wins: the marker stays text.
    """
    for link in root.iter("a"):
        text = "".join(link.itertext())
        if "\x02provenance:" not in text:
            continue
        whole = link.find(".//img") is None and not _PLACES.sub("", text).strip()
        lifted: list[str] = []

        def lift(place: re.Match[str], whole: bool = whole, lifted: list[str] = lifted) -> str:
            if whole:
                return html.unescape(written[int(place[1])])
            lifted.append(place[0])
            return ""

        for element in link.iter():
            element.text = _PLACES.sub(lift, element.text or "")
            if element is not link:
                element.tail = _PLACES.sub(lift, element.tail or "")
        link.tail = "".join(lifted) + (link.tail or "")


def _has_class(element: Element, *names: str) -> bool:
    classes = element.get("class")
    return classes is not None and not set(names).isdisjoint(classes.split())


def _own_title(block: Element, default: str) -> str | None:
    """Take an admonition's title out; the author's words, or None where Markdown made the title from the class."""
    title = next((child for child in block if _has_class(child, "admonition-title") or child.tag == "summary"), None)
    if title is None:
        return None
    block.remove(title)
    words = "".join(title.itertext()).strip()
    return None if words.lower() == default else words or None


def _dress(block: Element, tag: str, name: str) -> None:
    """Another tag, and the contract's class before the author's further ones."""
    further = [
        word for word in (block.get("class") or "").split() if word not in ("admonition", "analysis", "pullquote")
    ]
    block.tag = tag
    block.attrib.pop("open", None)
    block.set("class", " ".join((name, *further)))


def _marked_heading(block: Element) -> bool:
    """Whether a block holds a heading that opens an analysis section, not yet wrapped."""
    return not _has_class(block, "provenance-analysis") and any(
        child.tag in _HEADINGS and _is_marked(child) for child in block
    )


def _is_marked(heading: Element) -> bool:
    """Whether a heading has the class `analysis`, through `attr_list` or, without it, as the words stand."""
    if _has_class(heading, "analysis"):
        return True
    last = heading[-1].tail if len(heading) else heading.text
    return bool(last and _CLASS_LIST.search(last))


def _wrap_marked_headings(block: Element) -> None:
    """Put every marked heading, with what follows it up to the next of its level or higher, into a section."""
    children = list(block)
    for child in children:
        block.remove(child)
    section: Element | None = None
    level = ""
    for child in children:
        ends = child.tag in _HEADINGS and child.tag <= level
        if ends or _has_class(child, "footnote"):  # the footnotes are the whole page's
            section = None
        if section is None and child.tag in _HEADINGS and _is_marked(child):
            _take_class_list(child)
            section, level = SubElement(block, "section", {"class": "provenance-analysis"}), child.tag
            section.text = section.tail = "\n"
        (block if section is None else section).append(child)


def _take_class_list(heading: Element) -> None:
    if len(heading):
        heading[-1].tail = _CLASS_LIST.sub("", heading[-1].tail or "")
    else:
        heading.text = _CLASS_LIST.sub("", heading.text or "")


def makeExtension(**options: Any) -> ProvenanceExtension:  # the name is Python-Markdown's
    """Python-Markdown's entry by dotted module name."""
    return ProvenanceExtension(**options)


__all__ = [
    "BIBLIOGRAPHY",
    "BLOCKS",
    "PLACEHOLDER",
    "PLACEHOLDERS",
    "ArticlePage",
    "ProvenanceExtension",
    "makeExtension",
    "put_in",
]
