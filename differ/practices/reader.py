"""Reads a document into practices: which data are put to which use, by whom, on what terms, and what is said not to happen.

English only, and no more than the vocabulary knows: a statement it cannot read is left out, never guessed.
"""

import re
from collections.abc import Iterator

from differ.model import Document, Span
from differ.practices.acts import act_of, basis_of, by_the_person, denied, exclusive, no_practice, stranger_in
from differ.practices.lexicon import Found, Lexicon, lexicon
from differ.practices.model import Act, Practice
from differ.practices.periods import find_periods
from differ.practices.segments import Segment, segments
from differ.practices.statements import Statement, statements
from differ.practices.tables import table_practices
from policy_versions.durations import Duration

__all__ = ["read_practices"]

_POINTS_BACK = re.compile(
    r"\b(?:it|them|they|both|this (?:data|information)|these(?: data| details| records)?|such (?:data|information|details|"
    r"records)|that (?:data|information)|those(?: data| details)?|the (?:data|information))\b"
)
_CARRIES_ON = ("may ", "we may ", "also ", "we also ", "and ", "to ", "for ")
_GENERIC = re.compile(r"\b(?:data|information|details)\b")
_SAID_ELSEWHERE = re.compile(
    r"\bas (?:otherwise |further )?(?:described|provided|set out|set forth|stated|permitted|"
    r"disclosed|explained|allowed)\b"
)
_NEEDED = re.compile(
    r"\b(?:when|where|if|as) (?:this is |it is |we are |that is )?(?:necessary|needed|required|ordered|"
    r"obliged|the law)\b"
)
_TIME_OF_NO_LIMIT = re.compile(
    r"\b(?:at least|no less than|not less than|a minimum of|minimum|within|answer|respond|reply|notify|inform|tell you|old|age|aged)\b"
)


def read_practices(document: Document, names: tuple[str, ...] = ()) -> tuple[Practice, ...]:
    """Every practice the document states or denies, in its order; table rows last.

    Args:
        document: the text.
        names: what the organisation is called in it, folded, as `organisation_names` gives them.
    """
    words = lexicon()
    found: list[Practice] = []
    for statement in statements(document, names):
        before = found[-1] if found and statement.follows else None
        found += _of_statement(statement, words, before)
    return (*found, *table_practices(document, words))


def _of_statement(statement: Statement, words: Lexicon, before: Practice | None) -> Iterator[Practice]:
    folded = words.masked(statement.folded)
    for segment in segments(folded):
        practice = _of_segment(statement, segment, words, before)
        if practice is not None:
            before = practice
            yield practice
            if segment.contrast:
                yield from _denied_beside(practice, segment.contrast, words)


def _of_segment(statement: Statement, segment: Segment, words: Lexicon, before: Practice | None) -> Practice | None:
    main = segment.main
    act = act_of(_blotted(main, words.data.find(main)))
    if act is None and before is not None and main.startswith(("to ", "for ", "also ")):
        act = before.act
    if act is None or by_the_person(main) or no_practice(main) or (segment.banned and not denied(main, act)):
        return None
    uses, whom, named = _apart(words.uses.find(main), words.recipients.find(main), words.data.find(main))
    needed = " ".join(condition for condition in segment.conditions if _NEEDED.search(condition))
    recipients = _recipients(act, main, whom)
    data = _data(main, named, (*uses, *recipients)) or _earlier_data(main, before)
    if not data:
        return None
    stranger = stranger_in(main) if act.discloses and not any(not r.entry.generic for r in recipients) else None
    return Practice(
        evidence=statement.evidence,
        act=act,
        banned=segment.banned,
        exclusive=not segment.banned and exclusive(segment.words),
        data=data,
        uses=_keys((*uses, *words.uses.find(needed))),
        recipients=_keys(recipients),
        strangers=(stranger,) if stranger and not words.recipients.find(stranger) else (),
        basis=basis_of(segment.words),
        period=_period(act, segment) if not segment.banned else None,
        excepted=_excepted(segment, words) if segment.banned else (),
        conditional=segment.banned and _conditional(segment, words),
    )


def _excepted(segment: Segment, words: Lexicon) -> tuple[str, ...]:
    aside = " ".join(segment.conditions)
    return _keys((*words.uses.find(aside), *words.recipients.find(aside)))


def _conditional(segment: Segment, words: Lexicon) -> bool:
    """Whether a ban has a condition that names neither a basis nor uses or recipients, or leaves out what is said elsewhere."""
    return any(_SAID_ELSEWHERE.search(condition) for condition in segment.conditions) or any(
        basis_of(condition) is None and not words.uses.find(condition) and not words.recipients.find(condition)
        for condition in segment.conditions
    )


def _blotted(main: str, found: tuple[Found, ...]) -> str:
    """The words without the names of data, some of which look like verbs: `chat logs`, `call records`."""
    for one in found:
        start, end = one.span
        main = main[:start] + "_" * (end - start) + main[end:]
    return main


def _apart(*lists: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    """Each list without what longer names of another overlap: `advertising partners` names no advertising, `court order` no order."""
    spans = sorted({(one.span[0] - one.span[1], place, one.span) for place, found in enumerate(lists) for one in found})
    taken: list[tuple[int, Span]] = []
    for _, place, span in spans:
        if not any(span[0] < other[1] and other[0] < span[1] for _, other in taken):
            taken.append((place, span))
    return [tuple(one for one in found if (place, one.span) in taken) for place, found in enumerate(lists)]


def _recipients(act: Act, main: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """Those a disclosure names; of other acts, those who do it: as its subject, or after `by`."""
    if act.discloses:
        return tuple(one for one in found if not main[: one.span[0]].endswith((" from ", " from the ", " from other ", " about ")))
    return tuple(
        one
        for one in found
        if re.search(r"\bby (?:our |the |a |other )?$", main[: one.span[0]])
        or re.fullmatch(r"(?:our |the |other |these |some )?", main[: one.span[0]])
    )


def _data(main: str, found: tuple[Found, ...], others: tuple[Found, ...]) -> tuple[str, ...]:
    """The data named; where some stand before the uses and recipients, only those, since a purpose may name data too."""
    first = min((other.span[0] for other in others if other.span[0] > 0), default=len(main))
    leading = [one for one in found if one.span[0] < first] or list(found)
    specific = [one for one in leading if not one.entry.generic]
    return _keys(tuple(specific or leading))


def _earlier_data(main: str, before: Practice | None) -> tuple[str, ...]:
    if before is not None and (_POINTS_BACK.search(main) or main.startswith(_CARRIES_ON)):
        return before.data
    return ("user",) if _GENERIC.search(main) else ()


def _period(act: Act, segment: Segment) -> Duration | None:
    """How long the data are kept; a least time, or a time to answer, is none."""
    if act not in (Act.KEEP, Act.DELETE, Act.COLLECT, Act.USE) or _TIME_OF_NO_LIMIT.search(
        segment.words.replace("within", "", act is Act.DELETE)
    ):
        return None
    if act in (Act.COLLECT, Act.USE) and not re.search(
        r"\b(?:kept?|stored?|retain\w*|for (?:up to |no longer than )?(?:\d|\w+ \())", segment.words
    ):
        return None
    period = next(find_periods(segment.words), None)
    return period.duration if period else None


def _denied_beside(practice: Practice, contrast: str, words: Lexicon) -> Iterator[Practice]:
    """What `…, not for marketing` denies beside the statement it stands in."""
    uses, recipients = _keys(words.uses.find(contrast)), _keys(words.recipients.find(contrast))
    data = _keys(words.data.find(contrast)) or practice.data
    if uses or recipients:
        yield Practice(
            evidence=practice.evidence,
            act=practice.act if not recipients else Act.SHARE,
            banned=True,
            data=data,
            uses=uses,
            recipients=recipients,
        )


def _keys(found: tuple[Found, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.entry.key for one in found))
