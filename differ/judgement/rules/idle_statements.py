"""The rules on whole statements that move nothing: repetitions, the meaning of words, words that say nothing of data, addresses."""

import re
from functools import lru_cache

from differ.judgement.asides import told_of
from differ.judgement.rules.base import NEUTRAL, rule
from differ.judgement.rules.stated import stated, unexplained, words_of
from differ.judgement.statements import Force, Sentence, Statement
from differ.judgement.to_the_reader import leaves_the_past, tells_grounds
from differ.model import Finding


@rule("repetition", "We scan tickets. As stated above, we scan tickets at the door.", "We scan tickets.", NEUTRAL, one_way=True)
def repetition(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """What says of itself that it only repeats what stands above takes nothing away when it goes, unless it limits or promises."""
    if new or statement.sign < 0 or not _repeats(sentence.text) or not _LIMITS.isdisjoint(sentence.signature):
        return None
    return stated("repetition", NEUTRAL, sentence, statement, new=new, reason="It only repeated what stands above.")


@lru_cache(maxsize=64)  # asked for each statement of a sentence
def _repeats(text: str) -> bool:
    return _REPEATS.search(text) is not None


_REPEATS = re.compile(
    r"""\b(?:as|again|(?:as\s)?already)\s(?:we\shave\s|already\s|we\s)*
    (?:stated|noted|explained|mentioned|described|said|set\sout|told)\s(?:already\s)?
    (?:above|before|earlier|previously|in\sthe\s(?:previous|preceding|first)\s\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LIMITS = frozenset("nlxkKWqBtTXc")


@rule("meaning", "We run a shop.", 'We run a shop. "Basket data" means all that you put in your basket.', NEUTRAL, one_way=True)
def meaning(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """What a word means, said for the first time, moves nothing where nothing is taken out of it."""
    later = sentence.signature[statement.first : statement.last] if statement.first else ""
    if _DEFINES.match(sentence.text) is None or not {*"or"}.isdisjoint(later):
        return None
    if not {*"nxSlkWD"}.isdisjoint(sentence.signature) or {*"oy"} <= {*sentence.signature.partition("M")[0]}:
        return None
    if not new:
        return unexplained(sentence, statement, new=new) if statement.sign else None
    return stated("meaning", NEUTRAL, sentence, statement, new=new, reason="The words only say what another word means.")


_DEFINES = re.compile(r"""["“'‘]?[A-Z][\w /-]{1,40}["”'’]?,?\s(?:shall\s)?(?:means?|refers?\sto)\b""")


@rule("no-data-practice", "We run a shop.", "We run a shop. We are a family firm.", NEUTRAL)
def no_data_practice(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """Words of which a rule tells that they speak neither of personal data nor of people's choices or protection move nothing; nor do
    the person's own duties and the meanings of words.
    """
    codes = sentence.signature[statement.first : statement.last].lstrip(",.b&|!")
    opening = next((term for term in sentence.terms[statement.first : statement.last] if term.code not in ",.&|!b"), None)
    if statement.force is Force.SILENT and opening is not None and opening.key == "condition.only_if":
        return None
    if statement.force is Force.SILENT and (
        codes[:1] in {"l", "x", "k", "W", "D", "O", "V"} or codes[:2] in {"hl", "n."} or codes.rstrip(".") in {"n", "_n", "Pn", "h"}
    ):
        return None
    if statement.force is Force.MENTION and (
        _tells_where_to_write(sentence, statement) or _tells_where_it_stands(sentence, statement, new=new)
    ):
        return stated("no-data-practice", NEUTRAL, sentence, statement, new=new, reason="The words only tell where to write or call.")
    if statement.force not in {Force.SILENT, Force.PERSON, Force.DEFINITION, Force.IDENTITY} or statement.unread:
        return None
    if not new and statement.force in {Force.PERSON, Force.SILENT} and _NEED_NOT.search(words_of(sentence, statement)):
        return unexplained(sentence, statement, new=new)
    denies = _may_be_of_data(codes, statement.force) and not leaves_the_past(sentence.text)
    if denies or _of_what_was_said(sentence, statement):
        return None
    return stated(
        "no-data-practice", NEUTRAL, sentence, statement, new=new, reason="The words speak of no use or protection of personal data."
    )


def _may_be_of_data(codes: str, force: Force) -> bool:
    """Whether words that seem to say nothing of data deny an unknown act, or tell the person to have something done with data."""
    if force is Force.SILENT:
        return bool(_UNKNOWN_DENIAL.search(codes))
    return force is Force.PERSON and bool(re.search(r"[ap].*d.*[ap]", codes))


_NEED_NOT = re.compile(
    r"\b(?:need\snot|needn['’]t|(?:do\snot|don['’]t)\s(?:have|need)\sto|(?:are\snot|aren['’]t)\s(?:obliged|required|bound|forced)\sto|under\sno\s(?:duty|obligation)\sto)"
    r"\s(?:\w+\s)?(?:answer|reply|give|tell|say|state|fill|provide|supply|share|enter|submit|respond|register|disclose|agree|consent)",
    re.IGNORECASE,
)  # what nobody has to tell stays a choice
_UNKNOWN_DENIAL = re.compile(r"n[wmhz]*_")


def _of_what_was_said(sentence: Sentence, statement: Statement) -> bool:
    """Whether the organisation does something with "it" or "them", which the sentence before may have said to be data."""
    if statement.force is not Force.SILENT or statement.actor != "o" or statement.verb is None or statement.verb.code not in "ag":
        return False
    if tells_grounds(sentence.text):
        return False
    told = told_of(sentence.text)
    if told is not None and told[0] <= statement.verb.start < told[1]:
        return False
    return _POINTED_AT.search(sentence.text, statement.verb.end) is not None


_POINTED_AT = re.compile(r"\b(?:it|them|these|those|this)\b", re.IGNORECASE)


def _tells_where_to_write(sentence: Sentence, statement: Statement) -> bool:
    """Whether a statement is an address, with a name and a number or link, and nothing else; or where one is found."""
    mine = sentence.terms[statement.first : statement.last]
    if not _ADDRESS.issuperset(term.code for term in mine) or sum(term.code == "_" for term in mine) > 3:
        return False
    data = {term.entry.key if term.entry else "" for term in mine if term.code == "d"}
    if data <= {"data.contact", "data.personal"} and _IN_WHICH_FORM.match(sentence.text):
        return True
    return data <= {"data.contact", "data.personal"} and any(term.code == "U" for term in mine) and len(mine) > 2


_IN_WHICH_FORM = re.compile(
    r"(?:this|the|our)\s(?:privacy\s)?(?:information|policy|notice|statement)\s(?:is|are)\s(?:also\s)?available\s(?:as\s(?:an?\s)?|in\s(?:an?\s)?)"
    r"(?:pdf|html|docx?|printable|downloadable)(?:\s(?:format|form|file|version|document))?\W*$",
    re.IGNORECASE,
)
_ADDRESS = frozenset("AUPFdfYb,._&|E")


def _tells_where_it_stands(sentence: Sentence, statement: Statement, *, new: bool) -> bool:
    """Whether a statement only says where more is told, or is the head of the organisation's own address."""
    text = words_of(sentence, statement).strip()
    if not new and not _HEADS_AN_ADDRESS.match(text):
        return False
    codes = sentence.signature[statement.first : statement.last]
    return _STANDS_THERE.match(text) is not None and _TELLS_NOTHING_DONE.isdisjoint(codes)


_STANDS_THERE = re.compile(
    r"""(?:(?:if|should)\syou\s(?:have|need)\s[^.;:,]{0,60},\s(?:please\s)?)?
    (?:you\s(?:can|may|will)\s(?:also\s)?find\s(?:our|the\sorganisation's|further|more|the\sfull|full)\s(?:contact\s)?(?:details|information)
      |(?:(?:our\s|more\s|further\s|full\s|contact\s){1,3}information|(?:our\s|more\s|further\s|full\s|contact\s){0,3}details)(?:\sfor\s(?!you)[^.;]{0,120})?,?
        \s(?:are|is|(?:can|may)\s(?:also\s)?be\sfound|(?:is|are)\s(?:given|set\sout))
      |(?:an?\s|the\s|our\s)?(?:(?:up-to-date|current|complete|full)\s)*list\sof\s[^.;:]{0,90}?\s(?:can\sbe\sfound|is\s(?:available|given|kept|published))
      |(?:for\s[^;:]{0,120},\s)?our\s(?:mailing|postal|business|office|registered|street)\saddress\sis(?=:?$))
    (?P<where>(?:\s(?:in|at|on|under|below)\b[^;]{0,120})?)[.:]?$""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADS_AN_ADDRESS = re.compile(r"[^;]*\baddress\sis:?$", re.IGNORECASE)
_TELLS_NOTHING_DONE = frozenset("agpcnxlkWtTXLRDOINSGHQus")
