"""Finds what an organisation calls itself in a document, so that a change of name is no change of meaning."""

import re
from collections import Counter
from collections.abc import Iterable

from differ.model import Clause

_NAMED = re.compile(r"\b([A-Z][\w&-]*)(?:,? (?:Inc|Ltd|LLC|GmbH|plc|Limited|Corp|Corporation|AB|S\.A|B\.V)\b\.?)?(?:'s|\s+(?:may|will|shall|does|do|collects?|uses?|process(?:es)?|shares?|is|has|takes?|keeps?|stores?|receives?|discloses?|respects?|commits?|participates?|complies|retains?|sells?))\b")
_ALIAS = re.compile(r"""\b([A-Z][\w&-]*)[^.()"“”]{0,80}\(\s*(?:hereinafter\s+)?(?:the\s+)?["“']?(?:we|us|our|the Company|Company)\b""")
_QUOTED = re.compile(r"""\(\s*(?:hereinafter\s+|collectively,?\s+)?["“']([A-Z][\w&-]*),?["”']\s*(?:,|or|\))""")
_ORDINARY = frozenset(
    "we you it this that these those they our your the a an if when where which who what information data cookies users user third parties party there such personal "
    "service services site sites website websites policy notice statement partners providers provider children parents customers members individuals anyone he she one each "
    "some most all any no not other others please however in on at by for to from with as and or but law consent section article google facebook apple microsoft amazon "
    "california europe european eu eea gdpr ccpa uk us retention purpose controller processor analytics advertisers companies company employees staff account access content "
    "privacy security location technology how why advertising state states shield commission board court parliament union people person device devices app apps".split()
)


def organisation_names(clauses: Iterable[Clause]) -> frozenset[str]:
    """The lower-case words by which the organisation is named: those that act twice or more, or are said to be "we"."""
    acting: Counter[str] = Counter()
    named: set[str] = set()
    for clause in clauses:
        text = clause.text
        for match in _NAMED.finditer(text):
            acting[match[1].lower()] += 1
        for pattern in (_ALIAS, _QUOTED):
            named.update(match[1].lower() for match in pattern.finditer(text))
    often = {word for word, count in acting.items() if count >= 3}
    return frozenset((often | {word for word in named if acting[word]}) - _ORDINARY)
