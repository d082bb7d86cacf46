"""Joins a sentence that only tells when, why, how or of what the one before it speaks to that one; `recutting` asks for it."""

import re
from collections.abc import Callable, Sequence

from differ.judgement.clause_words import LIMITS, NEGATED, WHO

_DOES_SO = re.compile(
    rf"""^(?:{WHO}\s(?P<only>only\s)?(?:do|does)\s(?:this|so|it|that)|(?:this|that)\s(?:is|happens)(?:\sonly\sdone|(?P<done>\sdone)?))\s
    (?P<rest>(?:only\s)?(?:if|when|where|unless|because|so\sthat|to|in\sorder\sto|for|by)\s.+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_COLLECTED = re.compile(
    r"^(?:(?:this|that|the|such|your)\s)?(?:information|data|details)\s(?:is|are)\s(?:collected|obtained|gathered|received)\s(?P<rest>(?:if|when|where|through|by|from)\s.+)$",
    re.IGNORECASE,
)
_COLLECTS = re.compile(r"\b(?:collect|gather|obtain|receive)", re.IGNORECASE)
_TWO_DEEDS = re.compile(r",|;|\band\s(?:we|you|they|it|then|never|not|may|can|will|do|does)\b|\bbut\b", re.IGNORECASE)


def _when_or_why(before: str, sentence: str) -> str | None:
    """A sentence on when, why or how what is told right before it is done: "we do this to print it"."""
    found = _DOES_SO.match(sentence)
    told = _COLLECTED.match(sentence) if found is None and _COLLECTS.search(before) else None
    if told is not None and not (_TWO_DEEDS.search(before) or NEGATED.search(before) or LIMITS.search(before)):
        return f"{before.rstrip('. ')} {told['rest']}"
    if found is None or _TWO_DEEDS.search(before) or NEGATED.search(before) or LIMITS.search(before):
        return None
    only = "only " if found["only"] or " only done " in sentence else ""
    return f"{before.rstrip('. ')} {only}{found['rest']}"


_LISTS = re.compile(
    r"^(?:(?:some\s)?examples?(?:\sof\s(?:this|these|them|such\s\w+))?\s(?:are|is|includes?)|for\s(?:example|instance),?\s(?=(?:your|the|our|an?)\s[^.]*$)"
    r"|(?P<including>(?:these|this|they)\s(?:(?:may|can|also)\s)?includes?))[:,]?\s(?P<rest>.+)$",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:we|they|it|you)\s(?:may|can|will|do|have|are|must|use|share|collect|keep)\b|\b(?:is|are|will|may|can|must)\b", re.IGNORECASE
)


def _examples(before: str, sentence: str) -> str | None:
    """A sentence that only gives examples of what the one before it names last."""
    found = _LISTS.match(sentence)
    if found is None or _FINITE.search(found["rest"]) or before.endswith((":", "?")):
        return None
    return f"{before.rstrip('. ')}, {'including' if found['including'] else 'such as'} {found['rest']}"


_NOT = r"(?:(?:do|does|will|shall|would)\s(?:not|never)|(?:don|doesn|won)['’]t|never|cannot)"
_RULED_OUT = re.compile(
    rf"^(?P<who>{WHO})\s(?P<not>{_NOT})\s(?P<verbs>[\w-]+(?:,?\s(?:or\s)?[\w-]+)*?)\s(?P<what>(?:your|the|our|this|it|any)\b.+)$",
    re.IGNORECASE,
)
_NOR_THAT = re.compile(
    rf"^(?P<who>we|they|it|you)\s(?P<not>{_NOT})\s(?P<verb>[\w-]+)(?P<on>\s(?:out|away|on))?\s(?:it|them)(?P<off>\s(?:out|away|on))?(?:,?\seither)?\.$",
    re.IGNORECASE,
)


def _ruled_out_too(before: str, sentence: str) -> str | None:
    """A ban of something else done with the same thing: "we do not rent it either"."""
    first, second = _RULED_OUT.match(before), _NOR_THAT.match(sentence)
    if first is None or second is None or LIMITS.search(before):
        return None
    if first["not"].lower() != second["not"].lower() or second["who"].lower() not in {first["who"].lower(), "it", "they"}:
        return None
    more = f"{second['verb']}{second['on'] or second['off'] or ''}"
    return f"{first['who']} {first['not']} {first['verbs']} or {more} {first['what']}"


_TO_DO_SO = re.compile(
    r"^(?:to\sdo\s(?:so|this|that)|for\s(?:this|that)),\s(?:please\s|simply\s|just\s|you\s(?:can|may)\s)*(?P<verb>[a-z]{3,})\s(?P<rest>.+)$",
    re.IGNORECASE,
)
_SO_TO_DO = re.compile(
    r"^(?:please\s|simply\s|just\s|you\s(?:can|may)\s)+(?P<verb>[a-z]{3,})\s(?P<rest>.+?)\s(?:to|in\sorder\sto)\sdo\s(?:so|this|that)\.$",
    re.IGNORECASE,
)
_DO_SO_BY = re.compile(r"^you\s(?:can|may)\sdo\s(?:so|this|that)\s(?P<rest>by\s[^,;]+)$", re.IGNORECASE)
_MAY = re.compile(r"^you\s(?:can|may|have\sthe\sright\sto|are\sentitled\sto)\s", re.IGNORECASE)
_DOUBLED = frozenset("get tap log let put set".split())


def _how_to(before: str, sentence: str) -> str | None:
    """A sentence on how to use the right told right before it: "to do so, write to us" as "by writing to us"."""
    found = _TO_DO_SO.match(sentence) or _SO_TO_DO.match(sentence)
    done = None if found else _DO_SO_BY.match(sentence)
    if (found or done) is None or _MAY.match(before) is None or _TWO_DEEDS.search(before) or " by " in before:
        return None
    if done is not None or found is None:
        return f"{before.rstrip('. ')} {done['rest']}" if done else None
    verb = found["verb"].lower()
    doing = verb + verb[-1] if verb in _DOUBLED else verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return f"{before.rstrip('. ')} by {doing}ing {found['rest'].rstrip('.')}."


_ALSO = re.compile(
    r"^(?:we|they|it|you|\w+\s\w+)\salso\s(?P<verb>[\w-]+)\s(?:it\s|them\s)?(?P<rest>(?:us\s)?(?P<how>to|for|with|from|in|on)\s.+)$",
    re.IGNORECASE,
)


def _the_same_also(before: str, sentence: str) -> str | None:
    """A sentence on what else the same is done for or to: "we also use it to print tickets"."""
    found = _ALSO.match(sentence)
    if found is None or LIMITS.search(before) or LIMITS.search(sentence) or NEGATED.search(before) or _TWO_DEEDS.search(before):
        return None
    verb = re.search(rf"^(?:\S+\s){{1,3}}?{re.escape(found['verb'])}\s", before, re.IGNORECASE)
    return f"{before.rstrip('. ')} and {found['rest'].removeprefix('us ')}" if verb and f" {found['how']} " in before else None


_HELPS = re.compile(r"^(?:this|that|it)\s(?:helps|allows|enables|lets)\sus\s(?:to\s)?(?P<rest>[a-z].+)$", re.IGNORECASE)


def _to_what_end(before: str, sentence: str) -> str | None:
    """A sentence on what the deed told right before it is good for: "this helps us find faults" as "to find faults"."""
    found = _HELPS.match(sentence)
    if found is None or _TWO_DEEDS.search(before) or NEGATED.search(before) or LIMITS.search(before):
        return None
    return f"{before.rstrip('. ')} to {found['rest']}"


_KEPT_FOR = re.compile(
    r"^(?:(?:we|our\s\w+|the\s\w+)\s(?:keep|store|retain|hold|save)s?\s(?P<this>[^,;.]+?)|(?P<that>[^,;.]+?)\s(?:is|are)\s(?:kept|stored|retained|held|saved))"
    r"\sfor\s(?P<time>[^,;]+)\.$",
    re.IGNORECASE,
)
_THEN_DELETED = re.compile(
    r"^then\s(?:we|they|it|our\s\w+|the\s\w+)\s(?:(?:delete|erase|destroy|wipe|shred)s?\s(?:it|them)|(?:is|are)\s(?:deleted|erased|destroyed|wiped|shredded))\.$",
    re.IGNORECASE,
)


def _kept_then_deleted(before: str, sentence: str) -> str | None:
    """A sentence that only says that what was kept for a time is then deleted."""
    found = _KEPT_FOR.match(before)
    if found is None or _THEN_DELETED.match(sentence) is None or NEGATED.search(before) or LIMITS.search(before):
        return None
    what = found["this"] or found["that"]
    return f"We delete {what[:1].lower()}{what[1:]} after {found['time']}."


JOINS: Sequence[Callable[[str, str], str | None]] = (
    _when_or_why,
    _examples,
    _ruled_out_too,
    _how_to,
    _the_same_also,
    _to_what_end,
    _kept_then_deleted,
)
