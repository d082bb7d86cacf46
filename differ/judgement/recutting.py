"""Cuts and joins sentences so that what is said in one or in two comes out alike: "we sell nothing. We rent nothing either".

Each step keeps the meaning: a clause of its own becomes a sentence of its own, and a sentence that only tells when, why or of what the
one before it speaks becomes a part of that. Where a limit or condition might then reach less far or further, nothing is done. What the
sentences say is judged elsewhere.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

_PRONOUNS = frozenset("we you they it".split())
_WHO = r"(?:we|you|they|it|(?:our|the|your)\s(?:[\w'’-]+\s){0,2}?[\w'’-]+)"
_AUX = r"(?:may|can|will|must|shall|do|does|is|are|has|have|cannot|don['’]t|doesn['’]t|won['’]t)"
LIMITS = re.compile(
    r"""\b(?:if|when|whenever|where|unless|except|excluding|other\sthan|only|solely|exclusively|until|till|while|provided|subject\sto|as\slong\sas
    |in\scase|once|consent|permission|approval|agreement|without|before|as\ssoon\sas|to\sthe\sextent|insofar|upon|at\syour\srequest)\b""",
    re.IGNORECASE | re.VERBOSE,
)


@lru_cache(maxsize=512)
def recut(said: tuple[str, ...]) -> tuple[str, ...]:
    """The sentences in the cut in which all ways of cutting the same are alike.

    >>> recut(("We store it for a year and then delete it.",)) == recut(("We store it for a year.", "After that we delete it."))
    True
    >>> recut(("We film you.", "We do this only if you agree."))
    ('We film you only if you agree.',)
    """
    apart = [piece for sentence in said for piece in _apart(sentence)]
    found: list[str] = []
    for sentence in apart:
        plain = _then_first(_pronoun_for_the_same(sentence, found[-1]) if found else sentence)
        whole = next((one for join in _JOINS if (one := join(found[-1], plain))), None) if found else None
        if whole is None:
            found.append(plain)
        else:
            found[-1] = whole
    return tuple(found)


def _apart(sentence: str) -> list[str]:
    """A sentence, each clause of its own being one."""
    sentence = _neither(sentence)
    for part in _PARTS:
        cut = part(sentence)
        if cut is not None:
            first, second = cut
            return [*_apart(first), *_apart(second)]
    return [sentence]


_NEITHER = re.compile(r"^(?P<who>We|They|You)\sneither\s(?P<one>\w+)\snor\s(?P<other>\w+)\s(?=\w)", re.IGNORECASE)


def _neither(sentence: str) -> str:
    """A sentence with "we neither sell nor rent it" as "we do not sell or rent it"."""
    return _NEITHER.sub(r"\g<who> do not \g<one> or \g<other> ", sentence)


_SEMICOLON = re.compile(rf";\s(?=(?:and\s|but\s)?{_WHO}\s)", re.IGNORECASE)
_OWN_SUBJECT = re.compile(
    rf"^(?P<first>{_WHO}\s.*?),?\s(?:and|but)\s(?P<second>(?:we|you|they|it)\s(?!\w+\s(?:and|or)\s).+)$", re.IGNORECASE
)
_AFTER_WHICH = re.compile(r"^(?P<first>.+?),\safter\swhich\s(?P<second>.+)$", re.IGNORECASE)
_WHICH = re.compile(
    r"^(?P<first>.*[\w)]),\swhich\s(?P<second>(?:(?P<who>we|you|they)\s)?(?P<aux>(?:(?:may|can|will|also|then|never|do\snot)\s)*)(?P<verb>\w+).*)$",
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
_WITH_AN_AUXILIARY = re.compile(_PREDICATE.format(who=_WHO, aux=rf"{_AUX}(?:\snot|\snever)?\s"), re.IGNORECASE | re.VERBOSE)
_PREDICATES = re.compile(_PREDICATE.format(who=_WHO, aux=""), re.IGNORECASE | re.VERBOSE)
_NEGATED = re.compile(r"\b(?:not|never|no|cannot|neither|nobody|nothing)\b|n['’]t\b", re.IGNORECASE)


def _of_one_subject(sentence: str) -> tuple[str, str] | None:
    """Two things that one does, joined by "and" or "but": "we store it and never sell it"; not where a limit may be of both."""
    found = _WITH_AN_AUXILIARY.match(sentence) or _PREDICATES.match(sentence)
    if found is None or not (found["own"] or found["whom"]) or LIMITS.search(sentence):
        return None
    own, aux = (found["own"] or "").strip().lower(), found["aux"].strip()
    if _NEGATED.search(found["first"]) and own in {"", "then"}:
        return None
    who = _pronoun(found["who"], aux)
    carried = f"{aux} " if own in {"", "then", "never"} and aux and not _NEGATED.search(aux) else ""
    second = found["second"]
    if own == "then":
        return _ended(f"{found['who']} {found['first']}", f"then {who} {carried}{second[len('then ') :]}")
    return _ended(f"{found['who']} {found['first']}", f"{who} {carried}{second}")


_PARTS: Sequence[Callable[[str], tuple[str, str] | None]] = (
    _at_a_semicolon, _in_brackets, _after_which, _with_its_own_subject, _of_one_subject, _which,
)  # fmt: skip


def _pronoun(who: str, aux: str) -> str:
    if who.lower() in _PRONOUNS:
        return who.lower()
    return "they" if aux.lower() in {"are", "have", "do"} or (who.endswith("s") and aux.lower() not in {"is", "has", "does"}) else "it"


def _ended(first: str, second: str) -> tuple[str, str]:
    """Two sentences, each with its capital and full stop."""
    second = re.sub(r"^(?:and|but)\s", "", second.strip(), flags=re.IGNORECASE)
    return f"{first.rstrip(' .,;')}.", f"{second[:1].upper()}{second[1:].rstrip(' .;')}."


_SAME_SUBJECT = re.compile(rf"^(?P<who>(?:our|the|your)\s(?:[\w'’-]+\s){{0,2}}?[\w'’-]+)\s(?P<aux>{_AUX})\b", re.IGNORECASE)


def _pronoun_for_the_same(sentence: str, before: str) -> str:
    """A sentence with "it" or "they" for what the one before it begins with as well."""
    found = _SAME_SUBJECT.match(sentence)
    if found is None or not before.lower().startswith(f"{found['who'].lower()} "):
        return sentence
    who = _pronoun(found["who"], found["aux"])
    return f"{who.capitalize()}{sentence[found.end('who') :]}"


_AFTER_THAT = re.compile(r"^(?:after\s(?:that|this)|afterwards|thereafter|subsequently),?\s", re.IGNORECASE)
_LATER_THEN = re.compile(r"^(?P<who>we|they|it|you)\s(?P<aux>(?:(?:is|are|will|be)\s){0,2})then\s", re.IGNORECASE)


def _then_first(sentence: str) -> str:
    """A sentence with "after that we wipe it", or "we then wipe it", as "then we wipe it"."""
    told = _AFTER_THAT.sub("Then ", sentence)
    later = _LATER_THEN.match(told)
    return f"Then {later['who'].lower()} {later['aux']}{told[later.end() :]}" if later else told


_DOES_SO = re.compile(
    rf"""^(?:{_WHO}\s(?P<only>only\s)?(?:do|does)\s(?:this|so|it|that)|(?:this|that)\s(?:is|happens)(?:\sonly\sdone|(?P<done>\sdone)?))\s
    (?P<rest>(?:only\s)?(?:if|when|where|unless|because|so\sthat|to|in\sorder\sto|for|by)\s.+)$""",
    re.IGNORECASE | re.VERBOSE,
)
_TWO_DEEDS = re.compile(r",|;|\band\s(?:we|you|they|it|then|never|not|may|can|will|do|does)\b|\bbut\b", re.IGNORECASE)


def _when_or_why(before: str, sentence: str) -> str | None:
    """A sentence on when, why or how what is told right before it is done: "we do this to print it"."""
    found = _DOES_SO.match(sentence)
    if found is None or _TWO_DEEDS.search(before) or _NEGATED.search(before) or LIMITS.search(before):
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
    rf"^(?P<who>{_WHO})\s(?P<not>{_NOT})\s(?P<verbs>[\w-]+(?:,?\s(?:or\s)?[\w-]+)*?)\s(?P<what>(?:your|the|our|this|it|any)\b.+)$",
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
_MAY = re.compile(r"^you\s(?:can|may|have\sthe\sright\sto|are\sentitled\sto)\s", re.IGNORECASE)
_DOUBLED = frozenset("get tap log let put set".split())


def _how_to(before: str, sentence: str) -> str | None:
    """A sentence on how to use the right told right before it: "to do so, write to us" as "by writing to us"."""
    found = _TO_DO_SO.match(sentence)
    if found is None or _MAY.match(before) is None or _TWO_DEEDS.search(before) or " by " in before:
        return None
    verb = found["verb"].lower()
    doing = verb + verb[-1] if verb in _DOUBLED else verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    return f"{before.rstrip('. ')} by {doing}ing {found['rest']}"


_JOINS: Sequence[Callable[[str, str], str | None]] = (_when_or_why, _examples, _ruled_out_too, _how_to)
