"""Where the sentences of a clause begin and end, for legal English.

Knows the abbreviations, initials, enumerators and numbers of legal prose (`Sec. 4.2`, `e.g.`, `U.S.`, `Art. 6(1)(c)`,
`(a) …`). What a sentence says is read elsewhere.
"""

import re

from differ.model import Span

_ENDING = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)|\n|(?<=[。！？])""")
_WORD_BEFORE = re.compile(r"[\w.&'’-]*$")
_OPENING = re.compile(r"""\s*(?:["'“‘\[•*–—-]\s*)*(?:[a-z]?[A-ZÀ-ÖØ-ÞΑ-ΩА-Я0-9]|\((?:[a-z]|[ivxlc]+|\d+|[A-Z])\)?|\([A-Z]|https?:)""")
_ENUMERATOR = re.compile(r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)])")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?$")

# Never the end of a sentence: what they shorten stands before what they name.
_BINDING = frozenset(
    "art arts sec secs sect no nos nr para paras par cl ch chap reg regs fig figs vol vols p pp pt ed eds rev cf vs v "
    "mr mrs ms mx dr prof hon st mt dept est approx ca min max e.g eg i.e ie viz al op "
    "jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
# May end a sentence: the next word tells.
_CLOSING = frozenset("inc ltd co corp llc plc gmbh etc u.s us u.k uk e.u eu d.c u.n n.v b.v s.a a.m p.m a.k.a esq jr sr".split())
_STARTERS = frozenset(
    "a after all an any as at before by do does each even every except for from he her his how however i if in it its "
    "many most my no not nothing on once one or other our please she since some such that the their then there these "
    "they this those to under unless until upon we what when where which while who why with without you your".split()
)
_NEXT_WORD = re.compile(r"""[\s"'“‘(\[]*([\w'’]+)""")


def sentence_spans(text: str) -> list[Span]:
    """The spans of the sentences of `text`, without the white space around them.

    >>> [(s, e) for s, e in sentence_spans("See Sec. 4.2. We keep it.")]
    [(0, 13), (14, 25)]
    """
    spans: list[Span] = []
    start = 0
    for ending in _ENDING.finditer(text):
        if ending.end() > start and _is_boundary(text, start, ending):
            _append(spans, text, start, ending.end())
            start = ending.end()
    _append(spans, text, start, len(text))
    return spans


def sentences(text: str) -> list[str]:
    """The sentences of `text`.

    >>> sentences("We share it with Acme Inc. and others, e.g. Banks. Nobody else gets it.")
    ['We share it with Acme Inc. and others, e.g. Banks.', 'Nobody else gets it.']
    """
    return [text[start:end] for start, end in sentence_spans(text)]


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        spans.append((start, end))


def _is_boundary(text: str, start: int, ending: re.Match[str]) -> bool:
    mark = ending.group()
    if mark == "\n" or not mark:
        return True
    if not _OPENING.match(text, ending.end()):
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    return _full_stop_ends(text, start, ending)


def _full_stop_ends(text: str, start: int, ending: re.Match[str]) -> bool:
    before = _WORD_BEFORE.search(text[max(start, ending.start() - 40) : ending.start()])
    word = before.group() if before else ""
    lower = word.lower().strip("'’&-")
    if _ENUMERATOR.fullmatch(text[start : ending.start() + 1].strip()):
        return False
    if lower in _BINDING:
        return lower in ("no", "nos") and not text[ending.end() :].lstrip()[:1].isdigit()
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    if lower in _CLOSING or _INITIALS.fullmatch(word):
        following = _NEXT_WORD.match(text, ending.end())
        return following is not None and following.group(1).lower() in _STARTERS and following.group(1)[0].isupper()
    return True
