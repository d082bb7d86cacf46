"""Cuts a sentence into tokens: words, marks, links, dates; and finds the stretches of them that are one thing.

What a token means is the business of `terms`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from differ.judgement.asides import asides, read_as, titles, told_in_letters
from differ.vocabulary import load
from differ.vocabulary.stems import stem

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_TOKEN = re.compile(
    rf"""(?P<link>https?://\S+|www\.\S+|[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]+)+|\b[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,5}}\.(?:com|org|net|io|eu|de|fr|uk|gov|edu|info|biz|app|dev|ai|co|ie|nl|ca|au|example|(?:gov|go|co|ac|com|org|net)\.[a-z]{{2}})\b(?:/\S*)?)
    |(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b\.?,?(?:\s+\d{{4}})?|\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?
        |\b{_MONTH}\s+\d{{4}}\b|\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}\b)
    |(?P<word>(?:[A-Za-z]+-)?[A-Za-z](?:\.[A-Za-z])+\.?(?![\w])|\d+(?:\.\d+)+(?![\w.])|[^\W_]+(?:['-][^\W_]+)*|~~)
    |(?P<comma>,|\((?:[ivx]{{1,4}}|[a-z]|\d{{1,2}})\))
    |(?P<stop>\.(?!,|\s+(?-i:[a-z]))|[;:!?()\[\]|\n•]|\s[-–—]\s)""",
    re.IGNORECASE | re.VERBOSE,
)
_TAKES_AN_OBJECT = re.compile(r"\s+(?:your|what|how|when|which|whether)\b", re.IGNORECASE)  # then "records" is a verb
_LICENCE = re.compile(r"\s+licen[cs]es?\b", re.IGNORECASE)  # "the driver's licence" is a document of anyone's
_SLIPS = {
    word.replace("'", ""): word
    for word in "don't doesn't didn't isn't aren't wasn't weren't hasn't haven't shouldn't wouldn't couldn't".split()
}
_DETACHED = frozenset("the a an that this each every any".split())
CHILDREN = frozenset(stem(word) for word in "child minor parent guardian pupil student".split())
_HIS, _HER = frozenset("his he him".split()), frozenset("her she hers".split())
_SUBJECTS, _SUBJECT = frozenset("subject subjects".split()), "data subject"
_OF_SUBJECTS = re.compile(r"\s+(?:rights?|access|requests?)\b", re.IGNORECASE)  # "a data subject request" is one thing
_STREET = frozenset(
    "street st avenue ave road rd suite ste floor blvd boulevard lane drive way place square parkway box building "
    "house court plaza bldg bag rue chemin quai via viale piazza calle avenida rua strasse straße platz laan straat plein gata".split()
)
_JOINS = frozenset("of de la le les des du da do dos di del den der van von am an und et y & n c/o attn the".split())


class Token(NamedTuple):
    """A word or mark: its kind, in lower case, its stem, and where it stands."""

    group: str
    lower: str
    stem: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of a sentence, in order."""
    found: list[Token] = []
    unsaid = told_in_letters(text)
    for match in _TOKEN.finditer(text):
        group = match.lastgroup or "word"
        lower = match.group().lower()
        start, end = match.span()
        if unsaid and any(first <= start < last for first, last in unsaid):
            continue
        if group == "date" and match.group().endswith(" may"):  # "those of 13 may not join" names no day in May
            number = lower.removesuffix(" may")
            found += [Token("word", number, stem(number), start, start + len(number)), Token("word", "may", stem("may"), end - 3, end)]
            continue
        if _is_of_a_person(match.group(), lower, text, end):
            if found and found[-1].lower in _DETACHED:
                found.pop()
            found.append(Token("word", "your", "your", start, end))
            continue
        lower = _SLIPS.get(lower, lower)
        if group == "word" and lower.endswith("'s"):
            lower = lower[:-2]
        if group == "word" and "." in lower:
            lower = "us_" if lower.replace(".", "") in {"us", "usa"} else lower.rstrip(".")
        if lower in {"records", "logs"} and _TAKES_AN_OBJECT.match(text, end):
            lower = "recording_"
        lower = read_as(lower, text, start, end)
        if lower in _HER and len(found) > 1 and found[-1].lower == "or" and found[-2].lower in _HIS:
            found.pop()  # "his or her" is one
        if lower in _SUBJECTS and found and found[-1].lower == "data" and not _OF_SUBJECTS.match(text, end):
            found[-1] = Token("word", _SUBJECT, _SUBJECT, found[-1].start, end)
            continue
        if group == "word" and match.group() == "US":
            lower = "us_"
        found.append(Token(group, lower, stem(lower) if group == "word" else lower, start, end))
    return found


def _is_of_a_person(written: str, lower: str, text: str, end: int) -> bool:
    """Whether a word is "the guest's" or "customers'": as good as "your" where one person's data is meant."""
    owner = lower.removesuffix("'s")
    plural = lower.endswith("s") and text[end : end + 2] == "' "
    if (owner == lower and not plural) or (written[0].isupper() and end > len(written)):
        return False
    if owner == "driver" and _LICENCE.match(text, end):
        return False
    owner = stem(owner)
    return owner in load().person and owner not in CHILDREN


def _capital(token: Token, text: str) -> bool:
    return text[token.start].isupper() or any(char.isdigit() for char in token.lower)


_BODIES = frozenset("office commissioner authority board agency commission ombudsman inspectorate".split())


def _after_a_body(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the address of a body begins, behind its name: "Water Board, Fir Lane 4"."""
    for index in range(first, last - 3):
        if tokens[index].lower in _BODIES and tokens[index + 1].group in {"comma", "stop"}:
            return index + 2
    return first


def _addresses(tokens: Sequence[Token], text: str) -> dict[int, int]:
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
                or (token.group == "word" and (token.lower in _JOINS or (names and token.lower in _STREET)))
                or (token.group == "stop" and text[token.start] in ".|\n")
            ):
                commas += token.group == "comma"
                streets += token.lower in _STREET
            else:
                break
            end += 1
        start = _after_a_body(tokens, index, last)
        if names >= 4 and digits and (streets or (commas and digits >= 2)):
            found[tokens[start].start] = last
        index = max(end, index + 1)
    return found


def stretches(tokens: Sequence[Token], text: str) -> dict[int, tuple[int, str]]:
    """Stretches that are one term, addresses, asides, titles: from where each starts to the number of the token after it, and its key."""
    found = {start: (end, "address") for start, end in _addresses(tokens, text).items()}
    for key, spans in (("aside", asides(text)), ("title", titles(text))):
        for start, end in spans.items():
            found[start] = next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens)), key
    return found
