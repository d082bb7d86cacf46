"""Finds what an organisation calls itself in a document, so that a change of name is no change of meaning."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from differ.judgement.own_names import names_its_own
from differ.model import Clause, Pair

_LEGAL_FORM = r"(?:,? (?:Inc|Ltd|LLC|GmbH|plc|Limited|Corp|Corporation|AB|S\.A|B\.V)\b\.?)?"
_DOES = (
    "may will shall does do collects? uses? process(?:es)? shares? is has takes? keeps? stores? receives? discloses? "
    "respects? commits? participates? complies retains? sells?"
)
_NAMED = re.compile(rf"\b([A-Z][\w&-]*){_LEGAL_FORM}(?:'s|\s+(?:{'|'.join(_DOES.split())})\b)")
_ALIAS = re.compile(r"""\b([A-Z][\w&-]*)[^.()"“”]{0,80}\(\s*(?:hereinafter\s+)?(?:the\s+)?["“']?(?:we|us|our|the Company|Company)\b""")
_QUOTED = re.compile(r"""\(\s*(?:hereinafter\s+|collectively,?\s+)?["“']([A-Z][\w&-]*),?["”']\s*(?:,|or|\))""")
_TITLED = re.compile(r"\b([A-Z][\w&-]*)(?:'s)?\s(?:Online\s)?(?:Privacy|Cookie|Data\sProtection)\s(?:Policy|Notice|Statement)\b")
_MARKED = ((("(",), (_ALIAS, _QUOTED)), ((" Policy", " Notice", " Statement"), (_TITLED,)))
_ORDINARY = frozenset(
    (
        "we you it this that these those they our your the a an if when where which who what information data cookies users user "
        "third parties party there such personal service services site sites website websites policy notice statement partners "
        "providers provider children parents customers members individuals anyone he she one each some most all any no not other "
        "others please however in on at by for to from with as and or but law consent section article google facebook apple "
        "microsoft amazon california europe european eu eea gdpr ccpa uk us retention purpose controller processor analytics "
        "advertisers companies company employees staff account access content privacy security location technology how why "
        "advertising state states shield commission board court parliament union people person device devices app apps "
    ).split()
)


_COMPANIES = frozenset("google facebook apple microsoft amazon".split())  # ordinary in a policy, yet renamed like any other


def organisation_names(clauses: Iterable[Clause]) -> frozenset[str]:
    """The lower-case words by which the organisation is named: those that act twice or more, or are said to be "we"."""
    clauses = list(clauses)
    acting: Counter[str] = Counter()
    named: set[str] = set()
    own: set[str] = set()
    for clause in clauses:
        told = _names_in(clause.text)
        acting.update(told.acting)
        named |= told.meant
        own |= told.own
    often = {word for word, count in acting.items() if count >= 3}
    return frozenset(((often | {word for word in named if acting[word]}) - _ORDINARY) | _no_words(own - (_ORDINARY - _COMPANIES), clauses))


class _Names(NamedTuple):
    """Names in a clause, in lower case: those that act, as often as they do, those said to be "we", and those of whom it is."""

    acting: tuple[str, ...]
    meant: frozenset[str]
    own: frozenset[str]


@lru_cache(maxsize=4096)  # most clauses stand in both texts
def _names_in(text: str) -> _Names:
    acting = tuple(match[1].lower() for match in _NAMED.finditer(text))
    held = [
        patterns for marks, patterns in _MARKED if any(map(text.__contains__, marks))
    ]  # the patterns are slow, and few clauses hold one
    meant = frozenset(match[1].lower() for patterns in held for pattern in patterns for match in pattern.finditer(text))
    return _Names(acting, meant, frozenset(name.lower() for name in names_its_own(text)))


def _no_words(names: frozenset[str] | set[str], clauses: Sequence[Clause]) -> set[str]:
    """The names that are not words of the texts as well."""
    words = {name: re.compile(rf"\b{re.escape(name)}\b") for name in names}
    return {name for name in names if not any(words[name].search(clause.text) for clause in clauses)}


_WORD = re.compile(r"[A-Za-z][\w&-]*")
_MOST_WORDS = 400  # of a clause; in longer ones neighbours tell little
_MOST_LEFT, _MOST_THERE = 0.45, 0.3  # of a name that went, in the new text; of one that came, in the old


def renamed(pairs: Sequence[Pair]) -> dict[str, str]:
    """Names that stand everywhere for other names: old to new, in lower case.

    A name counts as renamed when it is replaced by the same one twice or more and the new text has less than half of it left,
    as in the names of products that keep it.
    """
    swaps: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        if pair.old and pair.new and not pair.proof and pair.old_text != pair.new_text:
            old, new = _WORD.findall(pair.old_text), _WORD.findall(pair.new_text)
            if len(old) < _MOST_WORDS and len(new) < _MOST_WORDS:
                swaps.update(_swaps(old, new))
    found: dict[str, str] = {}
    if not any(count > 1 for count in swaps.values()):
        return found
    before, after = _names(pair.old_text for pair in pairs), _names(pair.new_text for pair in pairs)
    for (one, other), count in sorted(swaps.items(), key=lambda item: (-item[1], item[0])):
        gone, fresh = after[one] <= _MOST_LEFT * before[one], before[other] <= _MOST_THERE * after[other]
        if (
            ((count >= 3 and gone and fresh) or (count == 2 and not after[one] and not before[other]))
            and one.lower() not in found
            and one.lower() not in _ORDINARY - _COMPANIES
        ):
            found[one.lower()] = other.lower()
    return found


def _names(texts: Iterable[str]) -> Counter[str]:
    """How often each word with a capital stands in some texts."""
    return Counter(word for text in texts for word in _WORD.findall(text) if word[0].isupper())


def _swaps(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Single words with a capital that stand between the same neighbours on both sides."""
    missing, fresh = set(old) - set(new), set(new) - set(old)
    if not missing or not fresh:
        return
    context: dict[tuple[str, str], str] = {}
    for index, word in enumerate(old):
        if word in missing and word[0].isupper():
            context[old[index - 1] if index else "", old[index + 1] if index + 1 < len(old) else ""] = word
    for index, word in enumerate(new):
        if word in fresh and word[0].isupper():
            one = context.get((new[index - 1] if index else "", new[index + 1] if index + 1 < len(new) else ""))
            if one:
                yield one, word
