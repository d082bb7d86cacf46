"""Reads a sentence into terms: what each word or phrase is to a reader of a privacy policy.

A term is known by its kind (who, act, data, recipient, negation, condition, …) and a key that is equal for words
that mean the same. Each kind has a letter, so that the kinds of a sentence make a string, its signature, on which the
reading of statements rests. What a sentence says is the business of `reading`.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from differ.judgement.asides import asides, read_as
from differ.judgement.quantities import quantities
from differ.vocabulary import Entry, load
from differ.vocabulary.stems import stem

ORGANISATION, PERSON, RECIPIENT = "o", "y", "r"
ACT, WEAK_ACT, GUARD, CHOICE = "a", "g", "p", "c"
DATA, PURPOSE, SAFEGUARD, PLACE, QUANTITY = "d", "u", "s", "f", "q"
NEGATION, MAY, MUST, SHOULD = "n", "m", "w", "v"
HEDGE, FIRM, LIMITER, EXCEPTION, CONDITION = "h", "z", "l", "x", "i"
CONSENT, CONSENT_STRENGTH, WITHOUT_CONSENT, WITHOUT_NOTICE = "k", "K", "W", "N"
DEEMED, DEFAULT_ON, INTEREST = "D", "O", "I"
OPENER, CLOSER, SCOPE_OUT, SCOPE_IN, DEFINITION, AGE_GATE, DISCLAIMER = "e", "E", "S", "C", "M", "Q", "G"
OPEN_TIME, NO_TIME_LIMIT, EXTENSION, LEGAL_OPENING, LEGAL_DUTY = "t", "T", "X", "L", "R"
POINTER, LINK, DATE, NAME, WORD = "P", "U", "Y", "A", "_"
QUANTIFIER, BOUND, IDENTITY, REFERRAL, DEFAULT_OFF, BURDEN, ADVICE, REPORT, TOLD_ELSEWHERE = "j", "B", "J", "F", "V", "H", "Z", ">", "<"
AND, OR, BUT, GLUE, COMMA, STOP = "&", "|", "!", "b", ",", "."

KINDS: Mapping[str, str] = {
    "data": DATA,
    "recipient": RECIPIENT,
    "purpose": PURPOSE,
    "act": ACT,
    "guard": GUARD,
    "choice": CHOICE,
    "safeguard": SAFEGUARD,
    "place": PLACE,
    "negation": NEGATION,
    "filler": WORD,
    "permission": MAY,
    "obligation": MUST,
    "weak_obligation": SHOULD,
    "hedge": HEDGE,
    "intensifier": FIRM,
    "quantifier": QUANTIFIER,
    "bound": BOUND,
    "limiter": LIMITER,
    "open_time": OPEN_TIME,
    "no_time_limit": NO_TIME_LIMIT,
    "extension": EXTENSION,
    "exception": EXCEPTION,
    "condition": CONDITION,
    "legal_opening": LEGAL_OPENING,
    "legal_duty": LEGAL_DUTY,
    "consent": CONSENT,
    "consent_strength": CONSENT_STRENGTH,
    "without_consent": WITHOUT_CONSENT,
    "without_notice": WITHOUT_NOTICE,
    "retroactive": WITHOUT_NOTICE,
    "deemed_consent": DEEMED,
    "default_on": DEFAULT_ON,
    "legitimate_interest": INTEREST,
    "opener": OPENER,
    "closer": CLOSER,
    "scope_out": SCOPE_OUT,
    "scope_in": SCOPE_IN,
    "default_off": DEFAULT_OFF,
    "burden": BURDEN,
    "definition": DEFINITION,
    "referral": REFERRAL,
    "report": REPORT,
    "told_elsewhere": TOLD_ELSEWHERE,
    "advice": ADVICE,
    "identity": IDENTITY,
    "age_gate": AGE_GATE,
    "disclaimer": DISCLAIMER,
    "pointer": POINTER,
}

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TOKEN = re.compile(
    rf"""(?P<link>https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|eu|de|fr|uk|gov)\b(?:/\S*)?)
    |(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?,?(?:\s+\d{{4}})?|\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?
        |\b{_MONTH}\s+\d{{4}}\b|\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b)
    |(?P<word>[A-Za-z](?:\.[A-Za-z])+\.?(?![\w])|[^\W_]+(?:['-][^\W_]+)*|~~)
    |(?P<comma>,|\((?:[ivx]{{1,4}}|[a-z]|\d{{1,2}})\))
    |(?P<stop>[.;:!?()\[\]|\n•]|\s[-–—]\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_TAKES_AN_OBJECT = re.compile(r"\s+(?:your|what|how|when|which|whether)\b", re.IGNORECASE)  # then "records" is a verb
_DETERMINERS = frozenset("your their his her these those our any all such its".split())
_THINGS_OF_A_PERSON = frozenset("answers replies responses uploads posts copies reviews reports searches views visits scans notes requests".split())
_LEADS_A_VERB = frozenset("we may can could might will shall must not never nor also then don't cannot won't be been being is are was were".split())
_BEING = frozenset("be been being is are was were".split())
_BEFORE_A_VERB = _LEADS_A_VERB | frozenset("to you and or please".split())
_KEPT_THINGS = frozenset("logs records recordings scans films files copies searches purchases orders prints stores".split())
_AFTER_A_THING = _BEING | frozenset("may can will shall must remain remains stay stays never".split())
_PARTICIPLE = re.compile(r"\w+(?:ed|[aeo]ught|own|[oe]pt)$")
_ASKS, _MAY = frozenset("ask demand insist request require".split()), frozenset("may can could always also".split())
_SEEING = frozenset("see read view visit find".split())
_WHO_DOES_NOT = frozenset("we they nor neither who staff employees partners".split())
_DETACHED = frozenset("the a an that this each every any".split())
_SENTENCE_END = frozenset(".;:!?|\n•")


_BY_WORDS = frozenset({"data", "recipient", "purpose", "place", "safeguard"})
_SAME_WHATEVER_THE_WORDS = frozenset(
    {
        "data.personal",
        "data.anonymous",
        "recipient.third_party",
        "recipient.service_provider",
        "recipient.public",
        "recipient.affiliate",
        "recipient.successor",
        "safeguard.measures",
        "safeguard.framework",
        "safeguard.contract_clauses",
        "place.abroad",
        "purpose.advertising",
        "purpose.marketing",
        "purpose.any_purpose",
        "purpose.service",
        "recipient.authority",
        "purpose.improvement",
        "purpose.personalisation",
        "recipient.payment_provider",
        "recipient.advertiser",
        "data.cookies",
        "data.sensitive",
    }
)
_STRENGTHS = frozenset({"explicit", "expres", "express", "prior", "written", "affirmativ", "opt-in", "informed", "parental", "parent"})


class Term(NamedTuple):
    """A word or phrase of a sentence: `code` its kind's letter, `key` equal for the same meaning."""

    code: str
    key: str
    start: int
    end: int
    entry: Entry | None = None


class _Token(NamedTuple):
    group: str
    lower: str
    stem: str
    start: int
    end: int


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or "word"
        lower = match.group().lower()
        start, end = match.span()
        if _is_of_a_person(match.group(), lower, text, end):
            if found and found[-1].lower in _DETACHED:
                found.pop()
            found.append(_Token("word", "your", "your", start, end))
            continue
        if group == "word" and lower.endswith("'s"):
            lower = lower[:-2]
        if group == "word" and "." in lower:
            lower = "us_" if lower.replace(".", "") in {"us", "usa"} else lower.rstrip(".")
        if lower in {"records", "logs"} and _TAKES_AN_OBJECT.match(text, end):
            lower = "recording_"
        lower = read_as(lower, text, start, end)
        if group == "word" and match.group() == "US":
            lower = "us_"
        stemmed = "your" if lower in _THEIR else stem(lower) if group == "word" else lower
        found.append(_Token(group, lower, stemmed, start, end))
    return found


_THEIR = frozenset("their his her".split())


def _is_of_a_person(written: str, lower: str, text: str, end: int) -> bool:
    """Whether a word is "the guest's" or "customers'": as good as "your" where one person's data is meant."""
    owner = lower.removesuffix("'s")
    plural = lower.endswith("s") and text[end : end + 2] == "' "
    if (owner == lower and not plural) or (written[0].isupper() and end > len(written)):
        return False
    owner = stem(owner)
    return owner in load().person and owner not in _CHILDREN


def _in_context(tokens: Sequence[_Token], index: int) -> Term | None:
    """A word that is a verb or a noun by what stands before it: "we link", "your answers"."""
    token, before = tokens[index], tokens[index - 1].lower if index else ""
    if token.lower in _THINGS_OF_A_PERSON and (before in _DETERMINERS or (before == "the" and _given_by_the_person(tokens, index))):
        return Term(DATA, f"data.yours:{token.stem}", token.start, token.end)
    if token.lower == "save" and index and before not in _BEFORE_A_VERB:
        entry = load().entries["exception.except"]
        return Term(EXCEPTION, entry.key, token.start, token.end, entry)
    if token.lower in _KEPT_THINGS and index + 1 < len(tokens) and tokens[index + 1].lower in _AFTER_A_THING:
        return Term(DATA, f"data.yours:{token.stem}", token.start, token.end)
    if token.lower in _ASKS and before in _MAY:
        entry = load().entries["choice.ask"]
        return Term(CHOICE, entry.key, token.start, token.end, entry)
    entry = load().verbal.get(token.stem)
    if entry is None or before not in _LEADS_A_VERB or (before in _BEING and not _PARTICIPLE.match(token.lower)):
        return None
    return Term(ACT, entry.key, token.start, token.end, entry)


def _given_by_the_person(tokens: Sequence[_Token], index: int) -> bool:
    return any(token.lower == "you" for token in tokens[index + 1 : index + 3])


def _phrase(tokens: Sequence[_Token], index: int) -> tuple[int, Entry] | None:
    if tokens[index].lower == "do" and index and tokens[index - 1].lower in _WHO_DOES_NOT:
        return None
    seen_by_someone = index > 0 and tokens[index].lower in _SEEING and tokens[index - 1].lower in _LEADS_A_VERB
    for stems, entry in load().phrases.get(tokens[index].stem, ()):
        length = len(stems)
        if seen_by_someone and entry.kind == "referral":
            continue
        if length == 1 or (index + length <= len(tokens) and all(tokens[index + k].stem == stems[k] for k in range(1, length))):
            return length, entry
    return None


def _known(entry: Entry, tokens: Sequence[_Token]) -> Term:
    code = KINDS[entry.kind]
    if code == ACT and entry.weak:
        code = WEAK_ACT
    key = entry.key
    if entry.key not in _SAME_WHATEVER_THE_WORDS and entry.kind in _BY_WORDS:
        key += ":" + " ".join(token.stem for token in tokens)
    elif entry.key == "act.sell":
        key += "".join(f":{token.stem}" for token in tokens if token.stem in _OTHER_SALES)
    elif entry.kind in {"consent", "without_consent"}:
        key += "".join(f":{token.stem}" for token in tokens if token.stem in _STRENGTHS)
    return Term(code, key, tokens[0].start, tokens[-1].end, entry)


_OTHER_SALES = frozenset(stem(word) for word in "rent lease trade barter license monetise broker".split())
_CHILDREN = frozenset(stem(word) for word in "child minor parent guardian pupil student".split())
_STREET = frozenset(
    "street st avenue ave road rd suite ste floor blvd boulevard lane drive way place square parkway box building "
    "house court plaza bldg".split()
)
_JOINS = frozenset("of de la le del den der und & n c/o attn the".split())


def _capital(token: _Token, text: str) -> bool:
    return text[token.start].isupper() or any(char.isdigit() for char in token.lower)


def _addresses(tokens: Sequence[_Token], text: str) -> dict[int, int]:
    """Postal addresses: runs of names and numbers; from where they start to the number of the token after them."""
    found: dict[int, int] = {}
    index = 0
    while index < len(tokens):
        end, names, digits, streets, commas, last = index, 0, 0, 0, 0, index
        while end < len(tokens):
            token = tokens[end]
            if token.group == "word" and _capital(token, text):
                names += 1
                digits += any(char.isdigit() for char in token.lower)
                streets += token.lower in _STREET
                last = end + 1
            elif (
                token.group == "comma"
                or (token.group == "word" and token.lower in _JOINS)
                or (token.group == "stop" and text[token.start] in ".|\n")
            ):
                commas += token.group == "comma"
            else:
                break
            end += 1
        if names >= 4 and digits and (streets or (commas and digits >= 2)):
            found[tokens[index].start] = last
        index = max(end, index + 1)
    return found


def _stretches(tokens: Sequence[_Token], text: str) -> dict[int, tuple[int, str]]:
    """Stretches that are one term, postal addresses and asides: from where each starts to the number of the token after it, and its key."""
    found = {start: (end, "address") for start, end in _addresses(tokens, text).items()}
    for start, end in asides(text).items():
        found[start] = next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens)), "aside"
    return found


def _in_a_name(tokens: Sequence[_Token], index: int, text: str, entry: Entry) -> bool:
    """Whether a word with a capital is part of a name, beside another that is no known word."""
    token = tokens[index]
    if (
        index == 0
        or not text[token.start].isupper()
        or entry.kind in {"place", "pointer", "data"}
        or text[token.start : token.end].isupper()
    ):
        return False
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(tokens):
            other = tokens[beside]
            if (
                other.group == "word"
                and text[other.start].isupper()
                and beside > 0
                and _phrase(tokens, beside) is None
                and other.stem not in load().idle
            ):
                return True
    return False


_GLUE_CODES = {"and": AND, "or": OR, "but": BUT}


def _plain(token: _Token, *, first: bool, inside: bool, text: str) -> Term | None:
    words = load()
    if token.lower in _GLUE_CODES:
        return Term(_GLUE_CODES[token.lower], token.lower, token.start, token.end)
    if token.stem in words.glue:
        return Term(GLUE, token.stem, token.start, token.end)
    if token.lower in {"our", "your", "my", "yours", "ours", "us"} or token.stem in words.idle:
        return None
    if token.stem in words.organisation:
        return Term(ORGANISATION, "organisation", token.start, token.end)
    if token.stem in words.person and not (inside and text[token.start].isupper()):
        return Term(PERSON, "child" if token.stem in _CHILDREN else "person", token.start, token.end)
    if any(char.isdigit() for char in token.lower) and (first or token.lower.strip("0123456789")):
        return Term(POINTER, "number", token.start, token.end)
    written = text[token.start : token.end]
    if ((not first and written[0].isupper()) or (not written[1:].islower() and not written.islower())) and not text.isupper():
        return Term(NAME, words.same.get(token.stem, token.stem), token.start, token.end)
    return Term(WORD, words.same.get(token.stem, token.stem), token.start, token.end)


@cache
def terms(text: str) -> tuple[Term, ...]:
    """The terms of one sentence, in order, without the words that carry no meaning of their own."""
    load()
    amounts = {place: quantity for quantity in quantities(text) for place in range(quantity.start, min(quantity.start + 3, quantity.end))}
    tokens = _tokens(text)
    stretches = _stretches(tokens, text)
    found: list[Term] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        amount = amounts.get(token.start)
        if amount is not None and token.group in {"word", "date"}:
            found.append(Term(QUANTITY, amount.key, amount.start, max(amount.end, token.end)))
            while index < len(tokens) and tokens[index].start < amount.end:
                index += 1
            continue
        if token.start in stretches:
            end, key = stretches[token.start]
            found.append(Term(LINK, key, token.start, tokens[end - 1].end))
            index = end
            continue
        if token.group in {"stop", "comma"}:
            mark = text[token.start : token.end].strip()
            code = COMMA if token.group == "comma" or mark in "()[]-–—" else STOP
            if len(mark) > 1:
                mark = ","
            found.append(Term(code, mark or "\n", token.start, token.end))
        elif token.group in {"link", "date"}:
            code, key = (LINK, "link") if token.group == "link" else (DATE, f"date:{token.lower}")
            found.append(Term(code, key, token.start, token.end))
        elif term := _in_context(tokens, index):
            found.append(term)
        elif (known := _phrase(tokens, index)) and not (known[0] == 1 and _in_a_name(tokens, index, text, known[1])):
            length, entry = known
            if token.stem == "notice" and found and found[-1].code == QUANTITY:
                entry = load().entries["guard.notify"]
            found.append(_known(entry, tokens[index : index + length]))
            index += length
            continue
        else:
            first = not found or found[-1].key in {":", "\n", "|"}
            if term := _plain(
                token, first=first or (bool(found) and found[-1].code == POINTER), inside=bool(found) and found[-1].code == NAME, text=text
            ):
                if (
                    index
                    and tokens[index - 1].lower == "your"
                    and term.code == WORD
                    and "-" not in token.lower
                    and token.stem not in load().not_data
                ):
                    term = Term(DATA, f"data.yours:{term.key}", term.start, term.end)
                found.append(term)
        index += 1
    return tuple(found)


def signature(found: Sequence[Term]) -> str:
    """The kinds of the terms, a letter each."""
    return "".join(term.code for term in found)
