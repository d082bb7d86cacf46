"""Reads a sentence into terms: what each word or phrase is to a reader of a privacy policy.

A term is known by its kind (who, act, data, recipient, negation, condition, …) and a key that is equal for words
that mean the same. What a sentence says is the business of `reader`.
"""

from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from differ.judgement.homographs import (
    in_context,
    is_denied_act,
    is_done_by_us,
    is_found_out,
    is_no_exception,
    is_of_access,
    is_seen_by_someone,
)
from differ.judgement.kinds import (
    ACT,
    AND,
    BUT,
    COMMA,
    DATA,
    DATE,
    GLUE,
    KINDS,
    LINK,
    NAME,
    NEGATION,
    OR,
    ORGANISATION,
    PERSON,
    POINTER,
    QUANTITY,
    STOP,
    WEAK_ACT,
    WORD,
    Term,
)  # fmt: skip
from differ.judgement.quantities import quantities
from differ.judgement.set_phrases import SetPhrase, set_phrases
from differ.judgement.tokens import CHILDREN, Token, stretches, tokens
from differ.vocabulary import SYNONYM, Entry, load
from differ.vocabulary.stems import stem

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
        "recipient.court",
        "recipient.police",
        "purpose.improvement",
        "purpose.personalisation",
        "recipient.payment_provider",
        "recipient.advertiser",
        "data.cookies",
        "data.sensitive",
    }
)
_LIMITED_TO, _NEAR = frozenset({"limited", "restricted", "confined"}), 14
_ERASES = frozenset({"delet", "eras", "remov"})
_FRIENDS = "data.contacts_of_person"
_SUBJECTS = frozenset({"you", "we"})  # stand for themselves behind what opens a condition: "should you", "once we"
_STRENGTHS = frozenset({"explicit", "expres", "express", "prior", "written", "affirmativ", "opt-in", "informed", "parental", "parent"})


def _phrase(words: Sequence[Token], index: int) -> tuple[int, Entry] | None:
    if is_denied_act(words, index) or is_found_out(words, index):
        return None
    seen_by_someone = is_seen_by_someone(words, index)
    for stems, entry in load().phrases.get(words[index].stem, ()):
        length = len(stems)
        if (seen_by_someone and entry.kind == "referral") or (entry.kind == "exception" and is_no_exception(words, index)):
            continue
        if length == 1 or (index + length <= len(words) and all(words[index + k].stem == stems[k] for k in range(1, length))):
            last = words[index + length - 1].lower
            if entry.key == _FRIENDS and last == "contact":  # "your contact details" are nobody else's
                continue
            return length - (entry.kind == "condition" and last in _SUBJECTS), entry
    return None


def _known(entry: Entry, tokens: Sequence[Token]) -> Term:
    if entry.kind == SYNONYM:
        return Term(WORD, entry.id, tokens[0].start, tokens[-1].end)
    code = KINDS[entry.kind]
    if code == ACT and entry.weak:
        code = WEAK_ACT
    key = entry.key
    if entry.key not in _SAME_WHATEVER_THE_WORDS and entry.kind in _BY_WORDS:
        key += f":{_in_common_words(tokens)}"
    elif entry.key == "act.sell":
        key += "".join(f":{token.stem}" for token in tokens if token.stem in _OTHER_SALES)
    elif entry.kind in {"consent", "without_consent"}:
        key += "".join(f":{token.stem}" for token in tokens if token.stem in _STRENGTHS)
    return Term(code, key, tokens[0].start, tokens[-1].end, entry)


def _in_common_words(tokens: Sequence[Token]) -> str:
    """The stems of a phrase, its synonym's where it has one, or each word's."""
    same = load().same
    return same.get(" ".join(token.stem for token in tokens)) or " ".join(same.get(token.stem, token.stem) for token in tokens)


_OTHER_SALES = frozenset(stem(word) for word in "rent lease trade barter license monetise broker".split())


def _in_a_name(words: Sequence[Token], index: int, text: str, entry: Entry) -> bool:
    """Whether a word with a capital is part of a name, beside another that is no known word."""
    token = words[index]
    if entry.kind == "place" and _names_a_body(words, index, text):
        return True
    if (
        index == 0
        or words[index - 1].group == "stop"
        or not text[token.start].isupper()
        or entry.kind in {"place", "pointer", "data"}
        or text[token.start : token.end].isupper()
    ):
        return False
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(words):
            other = words[beside]
            if (
                other.group == "word"
                and _written_as_a_name(text[other.start : other.end])
                and beside > 0
                and _phrase(words, beside) is None
                and other.stem not in load().idle
            ):
                return True
    return False


def _written_as_a_name(word: str) -> bool:
    """Whether a word has a capital, be it within: "iTrain"."""
    return not word.islower()


def _names_a_body(words: Sequence[Token], index: int, text: str) -> bool:
    """Whether a place is part of the name of a body: the "Authority of India"."""
    if index < 3 or words[index - 1].lower != "of":
        return False
    body, before = words[index - 2], words[index - 3]
    return all(word.group == "word" and text[word.start].isupper() and word.stem not in load().person for word in (body, before))


_GLUE_CODES = {"and": AND, "plus": AND, "or": OR, "but": BUT}


def _plain(token: Token, *, first: bool, inside: bool, text: str) -> Term | None:
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
        return Term(PERSON, "child" if token.stem in CHILDREN else "person", token.start, token.end)
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
    words = tokens(text)
    whole = stretches(words, text)
    standing = {one.start: one for one in set_phrases(text)}
    found: list[Term] = []
    index = 0
    while index < len(words):
        token = words[index]
        amount = amounts.get(token.start)
        if amount is not None and token.group in {"word", "date"}:
            found.append(Term(QUANTITY, amount.key, amount.start, max(amount.end, token.end)))
            index = next((later for later in range(index, len(words)) if words[later].start >= amount.end), len(words))
        elif token.start in standing:
            said = standing[token.start]
            found.append(_standing(said))
            index = next((later for later in range(index, len(words)) if words[later].start >= said.end), len(words))
        elif token.start in whole:
            end, key = whole[token.start]
            found.append(Term(LINK, key, token.start, words[end - 1].end))
            index = end
        elif token.group == "word" and token.stem == "detail" and found and found[-1].code == DATA and found[-1].end + 1 == token.start:
            index += 1  # "card details" are the card
        elif token.group == "word":
            term, length = _word(words, index, text, found)
            if length > 1 and token.lower == "only" and words[index + 1].start in standing:  # "only (if you agree)"
                term, length = _known(load().entries["limiter.only"], words[index : index + 1]), 1
            found += [term] if term else []
            index += length
        else:
            found.append(_mark(token, text))
            index += 1
    return tuple(_to_write_to(found))


def _standing(said: SetPhrase) -> Term:
    """The term that a set phrase is."""
    entry = load().entries[said.key]
    key = ":".join((said.key, *map(stem, said.strengths)))
    return Term(KINDS[entry.kind], key, said.start, said.end, entry)


def _to_write_to(found: Sequence[Term]) -> Sequence[Term]:
    """The terms of a sentence, the officer in it read as part of an address where it says nothing but where to write."""
    officers = [term for term in found if term.key == _OFFICER]
    if not officers or any(term.code in _PROMISES and term.key != _OFFICER for term in found):
        return found
    reached = any(term.code == LINK or term.key == "pointer.reach" for term in found)
    if not reached and not (found[-1].key == ":" and all(term.code not in _DOES for term in found)):
        return found
    entry = load().entries["pointer.reach"]
    return [Term(POINTER, entry.key, term.start, term.end, entry) if term.key == _OFFICER else term for term in found]


_OFFICER = "guard.officer"
_PROMISES, _DOES = frozenset("apcsnk"), frozenset("gomw")


def _mark(token: Token, text: str) -> Term:
    if token.group in {"link", "date"}:
        code, key = (LINK, "link") if token.group == "link" else (DATE, f"date:{token.lower}")
        return Term(code, key, token.start, token.end)
    mark = text[token.start : token.end].strip()
    code = COMMA if token.group == "comma" or mark in "()[]-–—" else STOP
    return Term(code, "," if len(mark) > 1 else mark or "\n", token.start, token.end)


def _word(words: Sequence[Token], index: int, text: str, found: Sequence[Term]) -> tuple[Term | None, int]:
    """The term that begins at a word, if it is one, and how many words it takes: a phrase before a word by its context."""
    token, known = words[index], _phrase(words, index) or _without_asking(words, index)
    if token.lower in _LIMITED_TO and is_of_access(words, index):
        return Term(GLUE, "to", token.start, words[index + 1].end), 2
    if token.lower == "access" and any(is_of_access(words, later) for later in range(index + 1, min(len(words), index + _NEAR))):
        return _known(load().entries["guard.limit"], words[index : index + 1]), 1
    if known is None and token.lower == "without" and (_is_denied(found) or (not index and _is_denied_later(words))):
        return _known(load().entries["exception.except"], words[index : index + 1]), 1
    if (known is None or known[0] == 1) and (term := in_context(words, index)):
        return term, 1
    if known and not (known[0] == 1 and _in_a_name(words, index, text, known[1])):
        length, entry = known
        if entry.key == "consent.consent" and index and words[index - 1].lower == "our":
            return Term(WORD, "permission", token.start, words[index + length - 1].end), length
        if entry.key == "choice.erase" and length > 1 and token.stem in _ERASES and is_done_by_us(words, index):
            length, entry = 1, load().entries["guard.delete"]
        if token.stem == "notice" and found and found[-1].code == QUANTITY:
            entry = load().entries["guard.notify"]
        return _known(entry, words[index : index + length]), length
    last = found[-1] if found else None
    first = (last is None or last.key in {":", "\n", "|"} or last.code == POINTER) and not _begins_a_name(words, index, text)
    plain = _plain(token, first=first, inside=last is not None and last.code == NAME, text=text)
    if plain is not None and plain.code == WORD and _is_yours(words, index):
        plain = Term(DATA, f"data.yours:{plain.key}", plain.start, plain.end)
    return plain, 1


def _without_asking(words: Sequence[Token], index: int) -> tuple[int, Entry] | None:
    """Of "without any further permission" and the like, how many words it takes and what it means."""
    if words[index].lower != "without":
        return None
    for length, word in enumerate(words[index + 1 : index + 6], start=2):
        for key, said in _NOT_ASKED.items():
            if word.lower in said:
                return length, load().entries[key]
        if word.lower not in _BEFORE_CONSENT:
            return None
    return None


_NOT_ASKED = {
    "without_consent.without_consent": frozenset("consent permission agreement authorisation authorization approval assent".split()),
    "without_notice.without_notice": frozenset("notice notification warning".split()),
}
_BEFORE_CONSENT = frozenset(
    "your their his her the a an any such further additional prior previous first fresh new separate specific express explicit written "
    "asking for seeking obtaining getting having needing requiring receiving giving parental parent's guardian's".split()
)


def _is_denied(found: Sequence[Term]) -> bool:
    """Whether a "not" stands before in the same clause, so that "without" leaves a way round it: "not … without a warrant"."""
    for term in reversed(found):
        if term.code in {STOP, BUT}:
            return False
        if term.code == NEGATION:
            return True
    return False


def _begins_a_name(words: Sequence[Token], index: int, text: str) -> bool:
    """Whether a word is the first of several with capitals, none of them known: "Fairwind Parcel Group delivers"."""
    following = words[index + 1 : index + 2]
    return (
        bool(following)
        and following[0].group == "word"
        and text[words[index].start].isupper()
        and text[following[0].start].isupper()
        and text[following[0].start + 1 : following[0].end].islower()
        and _phrase(words, index + 1) is None
        and following[0].stem not in load().idle | load().organisation | load().person | load().glue
    )


_NOT = frozenset("not no never nobody none neither nothing cannot".split())


def _is_denied_later(words: Sequence[Token]) -> bool:
    """Whether a "not" stands behind a fronted "without" ("without a warrant we open nothing")."""
    clause = takewhile(lambda word: word.group != "stop" and word.lower != "but", words)
    return any(word.lower in _NOT or word.lower.endswith("n't") for word in clause)


def _is_yours(words: Sequence[Token], index: int) -> bool:
    """Whether an unknown word stands after "your" and may be data for all that is known."""
    token = words[index]
    if index == 0 or words[index - 1].lower != "your" or "-" in token.lower or token.stem in load().not_data:
        return False
    known = _phrase(words, index + 1) if index + 1 < len(words) else None
    return known is None or known[1].kind != "data"  # "your live location" is a location
