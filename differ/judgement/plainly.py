"""Puts turns of phrase that join or time two clauses into one form, so that they come out alike however they are put.

How sentences are then cut and joined is the business of `recutting`.
"""

import re

from differ.judgement.kept_at_most import kept_at_most

_NEITHER = re.compile(
    r"^(?P<who>(?:We|They|You|It|(?:Our|The)\s[\w-]+))\sneither\s(?P<one>\w+)\snor\s(?P<other>\w+)\s(?=\w)", re.IGNORECASE
)
_NOR_DO = re.compile(r"^(?:neither|nor)\s(?P<do>do|does|will|can|may)\s(?P<who>we|they|it|you)\s", re.IGNORECASE)
_BUT_ONLY = re.compile(r",\s(?:but|and)\sonly\s(?=(?:to|for|if|when|where|with|after|in)\b)", re.IGNORECASE)
_ABLE_TO = re.compile(r"\s(?:(?:in\sorder\s|so\sas\s)?to\sbe\sable\sto|so\sthat\swe\scan|in\sorder\sto)\s", re.IGNORECASE)
_SO_FOR = re.compile(r",\swhich\s(?:helps|allows|enables|lets)\sus\s(?:to\s)?(?=[a-z])", re.IGNORECASE)


_DONE = {
    "withdrawn": "withdraw",
    "revoked": "revoke",
    "requested": "request",
    "obtained": "obtain",
    "exercised": "exercise",
    "lodged": "lodge",
}
_CAN_BE_DONE = re.compile(
    rf"^(?P<what>(?:your|an?|any|this|the)\s[^,;.]{{2,60}}?|it|they)\s(?P<can>may|can)\s(?P<also>also\s)?be\s(?P<done>{'|'.join(_DONE)})\b(?!\sby\s(?!\w+ing\b))(?:\sby\syou)?",
    re.IGNORECASE,
)
"""What only the person does: "consent may be withdrawn"."""


_WHY_FIRST = re.compile(r"^(?:in\sorder\s)?to\s(?P<why>[a-z][^,;:]+),\s(?P<told>we\s[^,;:]+?)\.$", re.IGNORECASE)
_IN_THAT_CASE = re.compile(r"^(in\s(?:that|this|such\sa)\scase),\s", re.IGNORECASE)


def plainly(sentence: str) -> str:
    """A sentence with the plainest of several forms of the same.

    >>> plainly("We neither lend nor print it."), plainly("We print it, but only if you ask.")
    ('We do not lend or print it.', 'We print it only if you ask.')
    """
    told = _NEITHER.sub(_do_not, _IN_THAT_CASE.sub(r"\1 ", _WHY_FIRST.sub(_why_last, sentence)))
    told = _CAN_BE_DONE.sub(_you_can, told)
    told = _NOR_DO.sub(lambda found: f"{found['who'].capitalize()} {found['do'].lower()} not ", told)
    return kept_at_most(_ABLE_TO.sub(" to ", _SO_FOR.sub(" to ", _BUT_ONLY.sub(" only ", told))))


def _why_last(found: re.Match[str]) -> str:
    return f"We{found['told'][2:]} to {found['why']}."


def _you_can(found: re.Match[str]) -> str:
    what = found["what"]
    what = "them" if what.lower() == "they" else f"{what[:1].lower()}{what[1:]}"
    return f"You {found['can']} {found['also'] or ''}{_DONE[found['done'].lower()]} {what}"


def _do_not(found: re.Match[str]) -> str:
    do = "do" if found["who"].lower() in {"we", "they", "you"} else "does"
    return f"{found['who']} {do} not {found['one']} or {found['other']} "


_AFTER_THAT = re.compile(r"^(?:after\s(?:that|this)|afterwards|thereafter|subsequently),?\s", re.IGNORECASE)
_AFTERWARDS = re.compile(r",?\s(?:afterwards|thereafter|after\sthat)\.?$", re.IGNORECASE)
_LATER_THEN = re.compile(r"^(?P<who>we|they|it|you)\s(?P<aux>(?:(?:is|are|will|be)\s){0,2})then\s", re.IGNORECASE)


def then_first(sentence: str) -> str:
    """A sentence with "after that we wipe it", or "we then wipe it", as "then we wipe it"."""
    told = _AFTER_THAT.sub("Then ", sentence)
    if told == sentence and _AFTERWARDS.search(told):
        told = f"Then {told[:1].lower()}{_AFTERWARDS.sub('.', told)[1:]}"
    later = _LATER_THEN.match(told)
    return f"Then {later['who'].lower()} {later['aux']}{told[later.end() :]}" if later else told
