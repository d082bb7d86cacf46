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
        elif code == t.AND and _turns_to_another_act(text, codes[cuts[-1] : index], found[index]):
            cuts.append(index)
        elif code == t.AND and (following[:1] in {"n", "w", "m"} or SUBJECT_THEN_VERB.match(following)):
            if following[:1] == "o" or not set(codes[cuts[-1] : index].lstrip("ix,_b")) & set("xi"):
                cuts.append(index)
        elif (
            code == t.COMMA and following[:1] == "n" and VERBS & set(codes[index + 1 : index + 9]) and VERBS & set(codes[cuts[-1] : index])
        ) or (code == t.COMMA and SUBJECT_THEN_VERB.match(following) and not only_leads_in(codes, cuts[-1], index)):
            cuts.append(index)
    cuts.append(len(codes))
    return cuts


_CONCEDES = re.compile(r",\s(?:al)?though\b", re.IGNORECASE)


def _turns_to_another_act(text: str, before: str, joining: Term) -> bool:
    """Whether what "and" joins on is no more of the same: "we do not share names and do share totals", "we mask it and sell it"."""
    does = _AND_DOES.match(text, joining.start) is not None and not VERBS.isdisjoint(before)
    return does or (t.GUARD in before and _HANDS_IT_ON.match(text, joining.start) is not None)


_AND_DOES = re.compile(r"and\s(?:do|does|did)\s(?!so\b|not\b|it\b|this\b|that\b)\w+", re.IGNORECASE)
_HANDS_IT_ON = re.compile(
    r"""and\s(?:then\s|also\s|may\s)?(?:share|sell|disclose|publish|rent|lease|license|pass(?:\son)?|give|send|hand(?:\sover)?|release|supply|provide)\s
    (?:it|them|the|your|this|these|that|those|what|all|some|copies|their|its)\b""",
    re.IGNORECASE | re.VERBOSE,
)  # after something done for the person: "we take out your name and sell the rest"
