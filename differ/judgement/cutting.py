"""Cuts a sentence into its statements.

Where the main clause of each begins is found by `main_clauses`, who acts in it by `actors`.
"""

import re
from collections.abc import Sequence

from differ.judgement import kinds as t
from differ.judgement.kinds import VERBS, Term
from differ.judgement.main_clauses import SUBJECT_THEN_VERB, only_leads_in
from differ.judgement.questions import asks


def cuts(text: str, codes: str, found: Sequence[Term]) -> list[int]:
    """Where each statement of a sentence begins, and where the last ends."""
    cuts = [0]
    for index, code in enumerate(codes):
        if code in {t.COMMA, t.AND} and asks(text, found, index + 1):
            continue
        following = codes[index + 1 : index + 6]
        if (
            code in {t.STOP, t.BUT}
            or (code == t.COMMA and _CONCEDES.match(text, found[index].start))
            or (found[index].key == "(" and re.match(r"n[adr_]{0,2}[ag]|[oyr]?n", following))
        ):
            cuts.append(index + 1)
        elif code == t.AND and _turns_to_another_act(text, codes[cuts[-1] : index], found[index : index + 2]):
            cuts.append(index)
        elif code == t.AND and _ONLY_WHO.fullmatch(codes, cuts[-1], index):
            continue  # "only you and our printers can see it"
        elif code == t.AND and (following[:1] in {"n", "w", "m"} or SUBJECT_THEN_VERB.match(following)):
            if following[:1] == "o" or not set(codes[cuts[-1] : index].lstrip("ix,_b")) & set("xi"):
                cuts.append(index)
        elif (
            code == t.COMMA and following[:1] == "n" and VERBS & set(codes[index + 1 : index + 9]) and VERBS & set(codes[cuts[-1] : index])
        ) or (code == t.COMMA and SUBJECT_THEN_VERB.match(following) and not only_leads_in(codes, cuts[-1], index)):
            cuts.append(index)
    cuts.append(len(codes))
    return cuts


_ONLY_WHO = re.compile(r"l[yro_A,]+")
_CONCEDES = re.compile(r",\s(?:al)?though\b", re.IGNORECASE)


def _turns_to_another_act(text: str, before: str, joined: Sequence[Term]) -> bool:
    """Whether what "and" joins on is no more of the same: "we do not share names and do share totals", "we mask it and sell it"."""
    start = joined[0].start
    does = _AND_DOES.match(text, start) is not None and not VERBS.isdisjoint(before)
    handed = t.GUARD in before and _HANDS_IT_ON.match(text, start) is not None
    return does or handed or (not {t.GUARD, t.SAFEGUARD}.isdisjoint(before) and _is_done_as_well(text, joined))


def _is_done_as_well(text: str, joined: Sequence[Term]) -> bool:
    """Whether something is done with the data besides what protects them: "they stay on your phone and are copied to our cloud"."""
    told = _AND_IS.match(text, joined[0].start)
    return told is not None and len(joined) > 1 and joined[1].code == t.ACT and joined[1].start == told.end()


_AND_IS = re.compile(r"and\s(?:then\s|also\s)?(?:is|are|will\sbe|may\sbe|can\sbe|gets?)\s(?:also\s|then\s|\w+ly\s)?", re.IGNORECASE)
_AND_DOES = re.compile(r"and\s(?:do|does|did)\s(?!so\b|not\b|it\b|this\b|that\b)\w+", re.IGNORECASE)
_HANDS_IT_ON = re.compile(
    r"""and\s(?:then\s|also\s|may\s)?(?:share|sell|disclose|publish|rent|lease|license|pass(?:\son)?|give|send|hand(?:\sover)?|release|supply|provide)\s
    (?:it|them|the|your|this|these|that|those|what|all|some|copies|their|its)\b""",
    re.IGNORECASE | re.VERBOSE,
)  # after something done for the person: "we take out your name and sell the rest"
