"""The types of entries in BibTeX, biblatex, CSL and RIS, and the kind of source that each is nearest to.

CSL's list is that of CSL 1.0.2 and closed. BibTeX's and RIS's are open: a type that is not listed is a document. CSL's
types are read as `views/csl.py` writes them, so that a record exported and read again says the same.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from mkdocs_provenance.model import Kind

CSL: Final = MappingProxyType(
    {
        "article": Kind.STUDY, "article-journal": Kind.STUDY, "article-magazine": Kind.NEWS,
        "article-newspaper": Kind.NEWS, "bill": Kind.LAW, "book": Kind.BOOK, "broadcast": Kind.BROADCAST,
        "chapter": Kind.BOOK, "classic": Kind.BOOK, "collection": Kind.BOOK, "dataset": Kind.DATASET,
        "document": Kind.DOCUMENT, "entry": Kind.REFERENCE, "entry-dictionary": Kind.REFERENCE,
        "entry-encyclopedia": Kind.REFERENCE, "event": Kind.DOCUMENT, "figure": Kind.IMAGE, "graphic": Kind.IMAGE,
        "hearing": Kind.DOCUMENT, "interview": Kind.INTERVIEW, "legal_case": Kind.COURT_RECORD,
        "legislation": Kind.LAW, "manuscript": Kind.DOCUMENT, "map": Kind.IMAGE, "motion_picture": Kind.VIDEO,
        "musical_score": Kind.DOCUMENT, "pamphlet": Kind.DOCUMENT, "paper-conference": Kind.STUDY,
        "patent": Kind.DOCUMENT, "performance": Kind.DOCUMENT, "periodical": Kind.DOCUMENT,
        "personal_communication": Kind.CORRESPONDENCE, "post": Kind.SOCIAL_POST, "post-weblog": Kind.WEB_PAGE,
        "regulation": Kind.LAW, "report": Kind.REPORT, "review": Kind.DOCUMENT, "review-book": Kind.DOCUMENT,
        "software": Kind.DOCUMENT, "song": Kind.BROADCAST, "speech": Kind.SPEECH, "standard": Kind.DOCUMENT,
        "thesis": Kind.STUDY, "treaty": Kind.LAW, "webpage": Kind.WEB_PAGE,
    }
)  # fmt: skip
"""CSL 1.0.2's item types."""

BIBTEX: Final = MappingProxyType(
    {
        "article": Kind.STUDY, "suppperiodical": Kind.STUDY, "review": Kind.DOCUMENT,
        "book": Kind.BOOK, "mvbook": Kind.BOOK, "inbook": Kind.BOOK, "bookinbook": Kind.BOOK, "suppbook": Kind.BOOK,
        "booklet": Kind.BOOK, "collection": Kind.BOOK, "mvcollection": Kind.BOOK, "incollection": Kind.BOOK,
        "suppcollection": Kind.BOOK, "conference": Kind.STUDY, "inproceedings": Kind.STUDY,
        "proceedings": Kind.BOOK, "mvproceedings": Kind.BOOK, "manual": Kind.DOCUMENT, "misc": Kind.DOCUMENT,
        "online": Kind.WEB_PAGE, "electronic": Kind.WEB_PAGE, "www": Kind.WEB_PAGE, "webpage": Kind.WEB_PAGE,
        "website": Kind.WEB_PAGE, "blog": Kind.WEB_PAGE, "patent": Kind.DOCUMENT, "periodical": Kind.DOCUMENT,
        "reference": Kind.REFERENCE, "mvreference": Kind.REFERENCE, "inreference": Kind.REFERENCE,
        "report": Kind.REPORT, "techreport": Kind.REPORT, "thesis": Kind.STUDY, "phdthesis": Kind.STUDY,
        "mastersthesis": Kind.STUDY, "bachelorsthesis": Kind.STUDY, "unpublished": Kind.DOCUMENT,
        "dataset": Kind.DATASET, "data": Kind.DATASET, "software": Kind.DOCUMENT, "artwork": Kind.IMAGE,
        "image": Kind.IMAGE, "audio": Kind.BROADCAST, "music": Kind.BROADCAST, "movie": Kind.VIDEO,
        "video": Kind.VIDEO, "performance": Kind.DOCUMENT, "legislation": Kind.LAW, "legal": Kind.LAW,
        "jurisdiction": Kind.COURT_RECORD, "letter": Kind.CORRESPONDENCE, "standard": Kind.DOCUMENT,
        "newspaper": Kind.NEWS, "magazine": Kind.NEWS, "interview": Kind.INTERVIEW, "speech": Kind.SPEECH,
        "tweet": Kind.SOCIAL_POST,
    }
)  # fmt: skip
"""Entry types of BibTeX, biblatex and what is often seen beside them."""

RIS: Final = MappingProxyType(
    {
        "ABST": Kind.STUDY, "ADVS": Kind.VIDEO, "AGGR": Kind.DATASET, "ANCIENT": Kind.BOOK, "ART": Kind.IMAGE,
        "BILL": Kind.LAW, "BLOG": Kind.WEB_PAGE, "BOOK": Kind.BOOK, "CASE": Kind.COURT_RECORD, "CHAP": Kind.BOOK,
        "CHART": Kind.IMAGE, "CLSWK": Kind.BOOK, "COMP": Kind.DOCUMENT, "CONF": Kind.BOOK, "CPAPER": Kind.STUDY,
        "DATA": Kind.DATASET, "DBASE": Kind.DATASET, "DICT": Kind.REFERENCE, "EBOOK": Kind.BOOK, "ECHAP": Kind.BOOK,
        "EDBOOK": Kind.BOOK, "EJOUR": Kind.STUDY, "ELEC": Kind.WEB_PAGE, "ENCYC": Kind.REFERENCE,
        "FIGURE": Kind.IMAGE, "GOVDOC": Kind.DOCUMENT, "HEAR": Kind.DOCUMENT, "ICOMM": Kind.CORRESPONDENCE,
        "INPR": Kind.STUDY, "JFULL": Kind.DOCUMENT, "JOUR": Kind.STUDY, "LEGAL": Kind.LAW, "MAP": Kind.IMAGE,
        "MGZN": Kind.NEWS, "MPCT": Kind.VIDEO, "MULTI": Kind.VIDEO, "MUSIC": Kind.BROADCAST, "NEWS": Kind.NEWS,
        "PCOMM": Kind.CORRESPONDENCE, "RPRT": Kind.REPORT, "SLIDE": Kind.SPEECH, "SOUND": Kind.BROADCAST,
        "STAT": Kind.LAW, "THES": Kind.STUDY, "UNBILL": Kind.LAW, "VIDEO": Kind.VIDEO, "WEB": Kind.WEB_PAGE,
    }
)  # fmt: skip
"""RIS's types of references."""

PARTS: Final = frozenset(
    {
        "inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inproceedings", "conference",
        "inreference", "chapter", "paper-conference", "entry", "entry-dictionary", "entry-encyclopedia",
        "CHAP", "ECHAP", "CPAPER",
    }
)  # fmt: skip
"""Types of entries that are a part of a larger work: its editors are not their authors."""

_GENRES: Final = MappingProxyType(
    {
        "wire report": Kind.WIRE, "press release": Kind.PRESS_RELEASE, "media release": Kind.PRESS_RELEASE,
        "official statement": Kind.OFFICIAL_STATEMENT, "statement": Kind.OFFICIAL_STATEMENT, "filing": Kind.FILING,
        "witnessed event": Kind.WITNESSED, "social media post": Kind.SOCIAL_POST, "own reporting": Kind.OWN_REPORTING,
        "tweet": Kind.SOCIAL_POST, "interview": Kind.INTERVIEW, "speech": Kind.SPEECH, "data set": Kind.DATASET,
        "dataset": Kind.DATASET, "newspaper article": Kind.NEWS, "newspaper": Kind.NEWS, "magazine": Kind.NEWS,
        "magazine article": Kind.NEWS, "letter": Kind.CORRESPONDENCE, "email": Kind.CORRESPONDENCE,
        "e-mail": Kind.CORRESPONDENCE, "court filing": Kind.FILING, "video": Kind.VIDEO,
        "broadcast": Kind.BROADCAST, "document": Kind.DOCUMENT,
    }
)  # fmt: skip
"""What an entry may call itself in `genre`, `type`, `entrysubtype` or `howpublished`, where its type is less exact."""


def kind_of_genre(words: str | None) -> Kind | None:
    """The kind that an entry's own words name, if they name one."""
    return _GENRES.get(words.strip(" .").lower()) if words else None
