"""Cuts and joins sentences so that what is said in one or in two comes out alike: "we sell nothing. We rent nothing either".

Each step keeps the meaning: a clause of its own becomes a sentence of its own, and a sentence that only tells when, why or of what the
one before it speaks becomes a part of that. Where a limit or condition might then reach less far or further, nothing is done. What the
sentences say is judged elsewhere.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from differ.judgement.clause_words import AUX, LIMITS, NEGATED, PRONOUNS, WHO
from differ.judgement.plainly import plainly, then_first
from differ.judgement.rejoining import JOINS


@lru_cache(maxsize=512)
def recut(said: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences in the cut in which all ways of cutting the same are alike.

    >>> recut(("We store it for a year and then delete it.",)) == recut(("We store it for a year.", "After that we delete it."))
    True
    >>> recut(("We film you.", "We do this only if you agree."))
    ('We film you only if you agree.',)
    """
    apart = [piece for sentence in _without_a_bare_answer(said) for piece in _apart(sentence)]
    found: list[str] = []
    for sentence in apart:
        plain = then_first(_pronoun_for_the_last(_pronoun_for_the_same(sentence, found[-1]), found[-1]) if found else sentence)
        whole = next((one for join in JOINS if (one := join(found[-1], plain))), None) if found else None
        if whole is None:
            found.append(plain)
        else:
            found[-1] = whole
    return tuple(found)


def _without_a_bare_answer(said: Sequence[str]) -> Sequence[str]:
    """The sentences but for a "no" or "yes" of which the next says what it means."""
    bare = said[0].lower().rstrip(".,!") if len(said) > 1 else ""
    return said[1:] if bare in {"no", "yes"} and (bare == "no") == bool(NEGATED.search(said[1])) else said


def _apart(sentence: str) -> list[str]:
    """A sentence, each clause of its own being one."""
    sentence = plainly(sentence)
    for part in _PARTS:
        cut = part(sentence)
        if cut is not None:
            first, second = cut
            return [*_apart(first), *_apart(second)]
    return [sentence]


_SEMICOLON = re.compile(rf";\s(?=(?:and\s|but\s)?{WHO}\s)", re.IGNORECASE)
_OWN_SUBJECT = re.compile(
    rf"""^(?P<first>{WHO}\s.*?),?\s(?:and|but)\s
    (?P<second>(?:(?:in\s(?:that|this|such\sa)\scase,?\s)?(?:we|you|they|it)\s(?!\w+\s(?:and|or)\s)|(?:our|the|your)\s(?:[\w'’-]+\s){{1,3}}?{AUX}\s).+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER_WHICH = re.compile(r"^(?P<first>.+?),\safter\swhich\s(?P<second>.+)$", re.IGNORECASE)
_WHICH = re.compile(
    r"^(?P<first>.*[\w)]),\s(?:which|who)\s(?P<second>(?:(?P<who>we|you|they|it)\s)?(?P<aux>(?:(?:may|can|will|also|then|never|do\snot)\s)*)(?P<verb>\w+).*)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"^(?P<first>.*\w)\s\((?P<second>(?:this|these|it|they|we|you)\s[^()]+)\)\.$", re.IGNORECASE)


def _at_a_semicolon(sentence: str) -> tuple[str, str] | None:
    found = _SEMICOLON.search(sentence)
    return _ended(sentence[: found.start()], sentence[found.end() :]) if found else None


def _in_brackets(sentence: str) -> tuple[str, str] | None:
    """A sentence in brackets at the end of another."""
    found = _ASIDE.match(sentence)
    return _ended(found["first"], found["second"]) if found else None


def _with_its_own_subject(sentence: str) -> tuple[str, str] | None:
    """Two clauses joined by "and" or "but", each with who acts; a condition may be of both, and then nothing is cut."""
    found = _OWN_SUBJECT.match(sentence)
    if found is None or LIMITS.search(sentence) or not _HAS_A_VERB.search(found["first"]):
        return None
    return _ended(found["first"], found["second"])


_HAS_A_VERB = re.compile(r"\w\s\w+\s\w")


def _after_which(sentence: str) -> tuple[str, str] | None:
    found = _AFTER_WHICH.match(sentence)
    return _ended(found["first"], f"then {found['second']}") if found else None


def _which(sentence: str) -> tuple[str, str] | None:
    """What is told of the thing named last as a sentence on it: "your name, which we print" as "we print it"."""
    found = _WHICH.match(sentence)
    if found is None or _GOES_ON.search(found["second"]):
        return None
    if found["who"]:
        rest = found["second"][found.end("verb") - found.start("second") :]
        return _ended(found["first"], f"{found['who']} {found['aux']}{found['verb']} it{rest}")
    return _ended(found["first"], f"it {found['second']}")


_GOES_ON = re.compile(r",\s(?:and|but|or)\s|,\swe\s|,\s\w+\s(?:with|to|by)\s")

_PREDICATE = r"""^(?P<who>{who})\s(?P<first>(?P<aux>{aux})[\w'’-]+\b.*?),?\s(?:and|but)\s
    (?P<second>(?P<own>(?:then|never|do\snot|does\snot|don['’]t|doesn['’]t|will\snot|cannot|may\snot|may|can|will|must)\s)?
      (?:also\s)?[\w'’-]+\s?(?P<whom>(?:it|them|us)\b)?.*)$"""
_WITH_AN_AUXILIARY = re.compile(_PREDICATE.format(who=WHO, aux=rf"{AUX}(?:\snot|\snever)?\s"), re.IGNORECASE | re.VERBOSE)
_PREDICATES = re.compile(_PREDICATE.format(who=WHO, aux=""), re.IGNORECASE | re.VERBOSE)


def _of_one_subject(sentence: str) -> tuple[str, str] | None:
    """Two things that one does, joined by "and" or "but": "we store it and never sell it"; not where a limit may be of both."""
    found = _WITH_AN_AUXILIARY.match(sentence) or _PREDICATES.match(sentence)
    if found is None or not (found["own"] or found["whom"]) or LIMITS.search(sentence):
        return None
    own, aux = (found["own"] or "").strip().lower(), found["aux"].strip()
    if NEGATED.search(found["first"]) and own in {"", "then"}:
        return None
    who = _pronoun(found["who"], aux)
    carried = f"{aux} " if own in {"", "then", "never"} and aux and not NEGATED.search(aux) else ""
    second = found["second"]
    if own == "then":
        return _ended(f"{found['who']} {found['first']}", f"then {who} {carried}{second[len('then ') :]}")
    return _ended(f"{found['who']} {found['first']}", f"{who} {carried}{second}")


_GAPPED = re.compile(
    rf"""^(?P<head>(?:{WHO}\s(?!(?:is|are)\s)(?:(?:may|will|can)\s)?(?!be\s)[\w-]+))\s(?P<one>[^,;]+?)\s(?P<by>for|after|with|to|within|in)\s(?P<for_one>[^,;]+?),?\sand\s
    (?P<other>(?:your|the|our|[\w-]+)\s[^,;]*?)\s(?P=by)\s(?P<for_other>[^,;]+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_GAPPED_PASSIVE = re.compile(
    r"""^(?P<one>[^,;]+?)\s(?P<head>(?:is|are|may\sbe|will\sbe)\s\w+)\s(?P<by>for|after|with|to|within|in)\s(?P<for_one>[^,;]+?),?\sand\s
    (?P<other>(?:your|the|our|[\w-]+)\s[^,;]*?)\s(?P=by)\s(?P<for_other>[^,;]+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_TWICE = re.compile(r"\sand\s|\b(?:we|you|they|it)\b", re.IGNORECASE)


def _with_a_gap(sentence: str) -> tuple[str, str] | None:
    """Two things told with one verb: "we keep your slip for a year and your photo for a week"."""
    found = _GAPPED.match(sentence)
    passive = None if found else _GAPPED_PASSIVE.match(sentence)
    told = found or passive
    if told is None or LIMITS.search(sentence) or any(_TWICE.search(told[part]) for part in ("one", "for_one", "other", "for_other")):
        return None
    at = f"{told['by']} {told['for_other'].rstrip('.')}"
    first = sentence[: told.end("for_one")]
    return _ended(first, f"{told['other']} {told['head']} {at}" if passive else f"{told['head']} {told['other']} {at}")


_BUT_NOT = re.compile(
    rf"^(?P<who>{WHO})\s(?P<aux>(?:may|can|will)\s)?(?P<verb>[\w-]+)\s(?P<what>[^,;]+?),?\s(?:but|and)\snot\s(?P<less>(?:(?:your|the|our|their)\s)?[\w\s'’-]+\.?)$",
    re.IGNORECASE,
)


def _but_not(sentence: str) -> tuple[str, str] | None:
    """What is done with one thing and not with another: "the guard sees your badge but not your name"."""
    found = _BUT_NOT.match(sentence)
    if found is None or LIMITS.search(sentence) or found["verb"].lower() in {"is", "are", "may", "can", "will"}:
        return None
    who = _pronoun(found["who"], "do")
    aux = found["aux"].strip() if found["aux"] else "do" if who in {"we", "you", "they"} else "does"
    return _ended(f"{found['who']} {found['aux'] or ''}{found['verb']} {found['what']}", f"{who} {aux} not {found['verb']} {found['less']}")


_WITHOUT_DOING = re.compile(rf"^(?P<who>{WHO})\s(?P<first>[^,;]+?)\swithout\s(?P<doing>\w{{3,}}ing)\s(?P<what>[^,;]+)$", re.IGNORECASE)


def _without_doing(sentence: str) -> tuple[str, str] | None:
    """What is done and what is not done with it: "the camera films the gate without recording sound"."""
    found = _WITHOUT_DOING.match(sentence)
    if found is None or LIMITS.search(found["first"]) or LIMITS.search(found["what"]) or NEGATED.search(sentence):
        return None
    who = _pronoun(found["who"], "")
    do = "do" if who in {"we", "you", "they"} else "does"
    return _ended(f"{found['who']} {found['first']}", f"{who} {do} not {found['doing'].removesuffix('ing')} {found['what']}")


_PARTS: Sequence[Callable[[str], tuple[str, str] | None]] = (
    _at_a_semicolon, _in_brackets, _after_which, _with_its_own_subject, _with_a_gap, _but_not, _without_doing, _of_one_subject, _which,
)  # fmt: skip


def _pronoun(who: str, aux: str) -> str:
    if who.lower() in PRONOUNS:
        return who.lower()
    return "they" if aux.lower() in {"are", "have"} or (who.endswith("s") and aux.lower() not in {"is", "has", "does"}) else "it"


def _ended(first: str, second: str) -> tuple[str, str]:
    """Two sentences, each with its capital and full stop."""
    second = re.sub(r"^(?:and|but)\s", "", second.strip(), flags=re.IGNORECASE)
    return f"{first.rstrip(' .,;')}.", f"{second[:1].upper()}{second[1:].rstrip(' .;')}."


_SAME_SUBJECT = re.compile(rf"^(?P<who>(?:our|the|your)\s(?:[\w'’-]+\s){{0,2}}?[\w'’-]+)\s(?P<aux>{AUX})\b", re.IGNORECASE)


def _pronoun_for_the_same(sentence: str, before: str) -> str:
    """A sentence with "it" or "they" for what the one before it begins with as well."""
    found = _SAME_SUBJECT.match(sentence)
    if found is None or not before.lower().startswith(f"{found['who'].lower()} "):
        return sentence
    who = _pronoun(found["who"], found["aux"])
    return f"{who.capitalize()}{sentence[found.end('who') :]}"


_LAST_NAMED = re.compile(
    r"\s(?:(?:to|with|by|from|at|in)\s(?:(?:an?|our|the)\s)?|an?\s)(?P<name>[\w'’-]+(?:\s[\w'’-]+)?)\.$", re.IGNORECASE
)


def _pronoun_for_the_last(sentence: str, before: str) -> str:
    """A sentence with "it" for what the one before it names last: "to a courier. The courier …"."""
    last = _LAST_NAMED.search(before)
    if last is None:
        return sentence
    again = re.match(rf"(?:(?:our|the|this|that|these|those)\s)?{re.escape(last['name'])}\s(?=\w)", sentence, re.IGNORECASE)
    return f"It {sentence[again.end() :]}" if again else sentence
