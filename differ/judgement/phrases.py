"""Finds the words and phrases of the vocabulary in a sentence, and makes the terms that they are.

What a word means by what stands before it is told by `homographs`, what an unknown word is by `terms`.
"""

from collections.abc import Iterator, Sequence

from differ.judgement.kinds import ACT, KINDS, WEAK_ACT, WORD, Term
from differ.judgement.not_meant import is_denied_act, is_found_out, is_no_exception, is_seen_by_someone, tells_which_thing
from differ.judgement.things_not_texts import begins_a_clause, points_nowhere
from differ.judgement.tokens import Token
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
_FRIENDS = "data.contacts_of_person"
_SUBJECTS = frozenset({"you", "we"})  # stand for themselves behind what opens a condition: "should you", "once we"
_PROVIDES = frozenset({"provide", "provides"})  # "you provide that data" is no "provided that"
_BOUNDS = frozenset({"within"})  # stands for itself behind "answered"
_STRENGTHS = frozenset({"explicit", "expres", "express", "prior", "written", "affirmativ", "opt-in", "informed", "parental", "parent"})
_OTHER_SALES = frozenset(stem(word) for word in "rent lease trade barter license monetise broker".split())


def phrase_at(words: Sequence[Token], index: int) -> tuple[int, Entry] | None:
    """Of a phrase of the vocabulary that begins at a word, how many words it takes and what it means."""
    if is_denied_act(words, index) or is_found_out(words, index) or tells_which_thing(words, index):
        return None
    seen_by_someone = is_seen_by_someone(words, index)
    for stems, entry in _beginning_at(words, index):
        length = len(stems)
        if entry.kind == "limiter" and begins_a_clause(words, index, length):
            continue
        if entry.kind == "pointer" and points_nowhere(words, index, length):
            continue
        if entry.kind == "condition" and words[index].lower in _PROVIDES:
            continue
        if (seen_by_someone and entry.kind == "referral") or (entry.kind == "exception" and is_no_exception(words, index)):
            continue
        if length <= 2 or (index + length <= len(words) and all(words[index + k].stem == stems[k] for k in range(2, length))):
            last = words[index + length - 1].lower
            if entry.key == _FRIENDS and last == "contact":  # "your contact details" are nobody else's
                continue
            return length - ((entry.kind == "condition" and last in _SUBJECTS) or (entry.kind == "guard" and last in _BOUNDS)), entry
    return None


def _beginning_at(words: Sequence[Token], index: int) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """The phrases that begin with the two words at a place, then those of one word, the longest first."""
    phrases, start = load().phrases, words[index].stem
    if index + 1 < len(words):
        yield from phrases.get((start, words[index + 1].stem), ())
        yield from _told_otherwise(words, index)
    yield from phrases.get((start, ""), ())


_DATA_WORDS = (stem("data"), stem("information"))


def _told_otherwise(words: Sequence[Token], index: int) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """The data of two words of which the last is "data" where the vocabulary has "information", or the reverse."""
    first, last = words[index].stem, words[index + 1].stem
    if last in _DATA_WORDS:
        other = _DATA_WORDS[1 - _DATA_WORDS.index(last)]
        yield from ((stems, entry) for stems, entry in load().phrases.get((first, other), ()) if len(stems) == 2 and entry.kind == "data")


def known_term(entry: Entry, tokens: Sequence[Token]) -> Term:
    """The term that words known to the vocabulary are, its key telling apart what must not be taken for the same."""
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
