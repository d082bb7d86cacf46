"""Reads a sentence into terms: what each word or phrase is to a reader of a privacy policy.

A term is known by its kind (who, act, data, recipient, negation, condition, …) and a key that is equal for words
that mean the same. What a sentence says is the business of `reader`.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from differ.judgement import kinds as t
from differ.judgement.capitals import begins_a_name, in_a_name
from differ.judgement.changes_told import changes_told
from differ.judgement.doings import read_by_what_is_done
from differ.judgement.homographs import in_context, is_done_by_us, is_of_access
from differ.judgement.kinds import KINDS, Term
from differ.judgement.phrases import known_term, phrase_at
from differ.judgement.quantities import quantities
from differ.judgement.set_phrases import SetPhrase, set_phrases
from differ.judgement.tokens import CHILDREN, Token, stretches, tokens
from differ.judgement.without import leaves_a_way_round, without_asking
from differ.vocabulary import load
from differ.vocabulary.stems import stem

_LIMITED_TO, _NEAR = frozenset({"limited", "restricted", "confined"}), 14
_ERASES = frozenset({"delet", "eras", "remov"})
_GLUE_CODES = {"and": t.AND, "plus": t.AND, "or": t.OR, "but": t.BUT}


@cache
def terms(text: str) -> tuple[Term, ...]:
    """The terms of one sentence, in order, without the words that carry no meaning of their own."""
    load()
    amounts = {place: quantity for quantity in quantities(text) for place in range(quantity.start, min(quantity.start + 3, quantity.end))}
    words = tokens(text)
    whole = stretches(words, text)
    standing = {one.start: one for one in (*changes_told(text), *set_phrases(text))}
    found: list[Term] = []
    index = 0
    while index < len(words):
        token = words[index]
        amount = amounts.get(token.start)
        if amount is not None and token.group in {"word", "date"}:
            found.append(Term(t.QUANTITY, amount.key, amount.start, max(amount.end, token.end)))
            found += (bound := _bound_behind(text, found[-1].end))
            index = next((later for later in range(index, len(words)) if words[later].start >= (bound or found)[-1].end), len(words))
        elif token.start in standing:
            said = standing[token.start]
            found.append(_standing(said))
            index = next((later for later in range(index, len(words)) if words[later].start >= said.end), len(words))
        elif token.start in whole:
            end, key = whole[token.start]
            found.append(Term(t.LINK, key, token.start, words[end - 1].end))
            index = end
        elif token.group == "word" and token.stem == "detail" and found and found[-1].code == t.DATA and found[-1].end + 1 == token.start:
            index += 1  # "card details" are the card
        elif token.group == "word":
            term, length = read_by_what_is_done(words, index) or _word(words, index, text, found)
            if length > 1 and token.lower == "only" and words[index + 1].start in standing:  # "only (if you agree)"
                term, length = known_term(load().entries["limiter.only"], words[index : index + 1]), 1
            found += [term] if term else []
            index += length
        else:
            found.append(_mark(token, text))
            index += 1
    return tuple(_to_write_to(found))


_MORE_OR_LESS = re.compile(
    r"\s(?:or|and)\s(?:(?P<at_least>more|longer)|(?P<at_most>less|fewer|shorter|sooner|earlier))(?!\s(?:than|often|frequent)|[\w-])",
    re.IGNORECASE,
)


def _bound_behind(text: str, end: int) -> list[Term]:
    """What is told behind an amount of how much it may be: "two weeks (or more)" are at least two weeks."""
    told = _MORE_OR_LESS.match(text, end)
    if told is None:
        return []
    entry = load().entries[f"bound.{told.lastgroup}"]
    return [Term(KINDS[entry.kind], entry.key, *told.span(), entry)]


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
    reached = any(term.code == t.LINK or term.key == "pointer.reach" for term in found)
    if not reached and not (found[-1].key == ":" and all(term.code not in _DOES for term in found)):
        return found
    entry = load().entries["pointer.reach"]
    return [Term(t.POINTER, entry.key, term.start, term.end, entry) if term.key == _OFFICER else term for term in found]


_OFFICER = "guard.officer"
_PROMISES, _DOES = frozenset("apcsnk"), frozenset("gomw")


_GO = frozenset({"go", "goes"})
_TO_A_PAGE = re.compile(
    r"\sto\s(?:the|our|your|this)\s(?:['\"\w-]+\s){0,4}?['\"]?(?:section|page|tab|menu|settings|website|site|link|paragraph)\b",
    re.IGNORECASE,
)


def _mark(token: Token, text: str) -> Term:
    if token.group in {"link", "date"}:
        code, key = (t.LINK, "link") if token.group == "link" else (t.DATE, f"date:{token.lower}")
        return Term(code, key, token.start, token.end)
    mark = text[token.start : token.end].strip()
    code = t.COMMA if token.group == "comma" or mark in "()[]-–—" else t.STOP
    return Term(code, "," if len(mark) > 1 else mark or "\n", token.start, token.end)


def _only_joins(words: Sequence[Token], index: int, text: str, length: int) -> tuple[Term, int] | None:
    """The term, and how many words it takes, of what only joins or points, where it could be read as more: "go to the next page"."""
    token = words[index]
    if token.lower == "nor" and _goes_on_a_neither(words, index):
        return Term(t.OR, "or", token.start, token.end), 1
    if token.lower in _LIMITED_TO and is_of_access(words, index):
        return Term(t.GLUE, "to", token.start, words[index + 1].end), 2
    if length and token.lower in _GO and _TO_A_PAGE.match(text, token.end):
        return Term(t.WORD, "go", token.start, words[index + length - 1].end), length
    return None


def _word(words: Sequence[Token], index: int, text: str, found: Sequence[Term]) -> tuple[Term | None, int]:
    """The term that begins at a word, if it is one, and how many words it takes: a phrase before a word by its context."""
    token, known = words[index], phrase_at(words, index) or without_asking(words, index)
    if (form := _only_joins(words, index, text, known[0] if known else 0)) is not None:
        return form
    if token.lower == "access" and any(is_of_access(words, later) for later in range(index + 1, min(len(words), index + _NEAR))):
        return known_term(load().entries["guard.limit"], words[index : index + 1]), 1
    if known is None and leaves_a_way_round(words, index, found):
        return known_term(load().entries["exception.except"], words[index : index + 1]), 1
    if (known is None or known[0] == 1) and (term := in_context(words, index)):
        return term, 1
    if known and not (known[0] == 1 and in_a_name(words, index, text, known[1])):
        length, entry = known
        if entry.key == "consent.consent" and index and words[index - 1].lower == "our":
            return Term(t.WORD, "permission", token.start, words[index + length - 1].end), length
        if entry.key == "choice.erase" and length > 1 and token.stem in _ERASES and is_done_by_us(words, index):
            length, entry = 1, load().entries["guard.delete"]
        if (
            entry.key == "referral.see"
            and _MORE_DATA.fullmatch(text, token.start, words[index + length - 1].end)
            and _goes_on_with_data(found, text[words[index + length - 1].end :])
        ):
            entry = load().entries["data.personal"]
        if token.stem == "notice" and found and found[-1].code == t.QUANTITY:
            entry = load().entries["guard.notify"]
        return known_term(entry, words[index : index + length]), length
    last = found[-1] if found else None
    first = (last is None or last.key in {":", "\n", "|"} or last.code == t.POINTER) and not begins_a_name(words, index, text)
    plain = _plain(token, first=first, inside=last is not None and last.code == t.NAME, text=text)
    if plain is not None and plain.code == t.WORD and _is_yours(words, index):
        plain = Term(t.DATA, f"data.yours:{plain.key}", plain.start, plain.end)
    return plain, 1


_MORE_DATA = re.compile(r"(?:additional|further|more)\s(?:information|data|details)", re.IGNORECASE)


def _goes_on_with_data(found: Sequence[Term], after: str) -> bool:
    """Whether what follows is one more in a list of data: "your name, address and (additional information)"; of things that are no
    known data, where nothing stands behind it.
    """
    if len(found) < 2 or found[-1].code not in (t.AND, t.OR, t.COMMA):
        return False
    return found[-2].code in (t.DATA, t.COMMA) or (found[-2].code == t.WORD and after.strip() in {"", "."})


def _goes_on_a_neither(words: Sequence[Token], index: int) -> bool:
    """Whether "nor" only joins one more to those of whom nothing is done: "to neither the baker nor the miller"."""
    before = takewhile(lambda word: word.group == "word", reversed(words[max(0, index - _NEAR) : index]))
    return any(word.lower == "neither" for word in before)


def _plain(token: Token, *, first: bool, inside: bool, text: str) -> Term | None:
    words = load()
    if token.lower in _GLUE_CODES:
        return Term(_GLUE_CODES[token.lower], token.lower, token.start, token.end)
    if token.stem in words.glue:
        return Term(t.GLUE, token.stem, token.start, token.end)
    if token.lower in {"our", "your", "my", "yours", "ours", "us"} or token.stem in words.idle:
        return None
    if (who := _who(token, inside=inside, text=text)) is not None:
        return who
    if any(char.isdigit() for char in token.lower) and (first or token.lower.strip("0123456789")):
        return Term(t.POINTER, "number", token.start, token.end)
    written = text[token.start : token.end]
    if ((not first and written[0].isupper()) or (not written[1:].islower() and not written.islower())) and not text.isupper():
        return Term(t.NAME, words.same.get(token.stem, token.stem), token.start, token.end)
    return Term(t.WORD, words.same.get(token.stem, token.stem), token.start, token.end)


def _who(token: Token, *, inside: bool, text: str) -> Term | None:
    """The organisation, a person or others, where a plain word means one of them; of companies in the plural, only those who get data."""
    words = load()
    if token.lower in _OF_MANY and not _OURS.search(text, 0, token.start):
        if _GIVEN_TO.search(text, 0, token.start) or _GET_IT.match(text, token.end):
            return Term(t.RECIPIENT, _ANY_COMPANIES.key, token.start, token.end, _ANY_COMPANIES)
        return Term(t.WORD, _COMPANIES, token.start, token.end)
    if token.stem in words.organisation:
        return Term(t.ORGANISATION, "organisation", token.start, token.end)
    if token.stem in words.person and not (inside and text[token.start].isupper()):
        return Term(t.PERSON, "child" if token.stem in CHILDREN else "person", token.start, token.end)
    return None


_OF_MANY = frozenset("companies organisations organizations firms".split())  # are others, where one of them is the organisation itself
_OURS = re.compile(r"\bour\s(?:\w+\s)?$", re.IGNORECASE)
_GIVEN_TO = re.compile(
    r"\b(?:with|to)\s(?:[\w'-]+,?\s){0,3}$|\b(?:and|or)\s(?:(?:any|all|many|other|similar|such)\s)+(?:\w+\s)?$|\b(?:these|such|those)\s$",
    re.IGNORECASE,
)
_GET_IT = re.compile(r"\s(?:(?:may|can|will|also|then)\s)*(?:gets?|receives?|sees?|(?:are|be)\s(?:shown|told|given|sent))\b", re.IGNORECASE)
_COMPANIES = stem("businesses")
_ANY_COMPANIES = load().entries["recipient.third_party"]


def _is_yours(words: Sequence[Token], index: int) -> bool:
    """Whether an unknown word stands after "your" and may be data for all that is known."""
    token = words[index]
    if index == 0 or words[index - 1].lower != "your" or "-" in token.lower or token.stem in load().not_data:
        return False
    known = phrase_at(words, index + 1) if index + 1 < len(words) else None
    return known is None or known[1].kind != "data"  # "your live location" is a location
