"""Rules on whole statements: what it means that a sentence is new, or gone."""

import re
from functools import lru_cache

from differ.judgement.asides import leaves_the_past, tells_grounds, told_of
from differ.judgement.rules import witnesses
from differ.judgement.rules.base import NEUTRAL, RELAXES, TIGHTENS, UNCLEAR, dimension_of_statement, rule
from differ.judgement.statements import WHOLE, Force, Sentence, Statement
from differ.model import Dimension, Direction, Finding, Words

_REASONS = {
    Force.PRACTICE: ("What is now said to be done was not said before.", "It is no longer said to be done."),
    Force.LIMITED: (
        "What is now said to be done, if within a limit, was not said before.",
        "The limit on what is done is gone with the sentence.",
    ),
    Force.BAN: ("It is now ruled out.", "It is no longer ruled out."),
    Force.DUTY: ("It is now promised.", "It is no longer promised."),
    Force.RIGHT: ("The person may now ask for it or choose it.", "The person is no longer told of this right or choice."),
    Force.DENIAL: ("It is now said that this will not be granted.", "It is no longer said that this will not be granted."),
    Force.EXCLUSION: ("Less is covered.", "What was not covered may be."),
    Force.DEEMED: ("Agreement is now taken from silence or use.", "Agreement is no longer taken from silence or use."),
    Force.DISCLAIMER: ("It is now said that nothing is promised.", "It is no longer said that nothing is promised."),
    Force.CONSENT: ("Consent is now asked.", "Consent is no longer asked."),
}


def _found(
    name: str, direction: Direction, sentence: Sentence, statement: Statement, *, new: bool, material: bool = False, reason: str = ""
) -> Finding:
    text = _words_of(sentence, statement)
    return Finding(
        rule=name,
        direction=direction,
        dimension=dimension_of_statement(statement),
        words=Words(new=text) if new else Words(old=text),
        reason=reason or _REASONS.get(statement.force, ("", ""))[0 if new else 1],
        witness=witnesses.of_statement(text, new=new, force=statement.force) if direction is RELAXES else "",
        material=material and direction is not NEUTRAL,
    )


def _words_of(sentence: Sentence, statement: Statement) -> str:
    """The statement as written; the sentence whole where it makes only one."""
    if len(sentence.statements) == 1 or statement.last <= statement.first:
        return sentence.text
    return sentence.text[sentence.terms[statement.first].start : sentence.terms[statement.last - 1].end]


_UNKNOWN_VERB = re.compile(r"o[mwvhzlj]*_")
_ANOTHERS_ACT = re.compile(r"\b(?:who|how|whether|before)\b(?!\s+you\b)", re.IGNORECASE)


def _plainly_done(sentence: Sentence, statement: Statement) -> bool:
    """Whether what is done is the clause's own verb, so that the clause is not a promise whose verb is unknown."""
    codes = sentence.signature[statement.first : statement.last]
    if statement.verb is None or statement.verb not in sentence.terms:
        return True
    verb = sentence.terms.index(statement.verb) - statement.first
    before, start = codes[: max(verb, 0)], sentence.terms[statement.first].start
    if _UNKNOWN_VERB.search(before) or set(before) & set("skp") or _ANOTHERS_ACT.search(sentence.text, start, statement.verb.start):
        return False
    return not any(term.key in _MEASURED for term in sentence.terms[statement.first : statement.last])


def _all_done_there(sentence: Sentence, statement: Statement) -> bool:
    """Whether it is said where all of something is done: "all processing takes place in Norway"."""
    codes = sentence.signature[statement.first : statement.last]
    return _ALL_IN_A_PLACE.match(codes) is not None


_ALL_IN_A_PLACE = re.compile(r"j[^.,ru]*b_?f")
_MEASURED = frozenset({"guard.limit", "bound.at_most"})


_REPEATS = re.compile(
    r"""\b(?:as|again|(?:as\s)?already)\s(?:we\shave\s|already\s|we\s)*
    (?:stated|noted|explained|mentioned|described|said|set\sout|told)\s(?:already\s)?
    (?:above|before|earlier|previously|in\sthe\s(?:previous|preceding|first)\s\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LIMITS = frozenset("nlxkKWqBtTXc")


@lru_cache(maxsize=64)  # asked for each statement of a sentence
def _repeats(text: str) -> bool:
    return _REPEATS.search(text) is not None


@rule("repetition", "We scan tickets. As stated above, we scan tickets at the door.", "We scan tickets.", NEUTRAL, one_way=True)
def repetition(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """What says of itself that it only repeats what stands above takes nothing away when it goes, unless it limits or promises."""
    if new or statement.sign < 0 or not _repeats(sentence.text) or not _LIMITS.isdisjoint(sentence.signature):
        return None
    return _found("repetition", NEUTRAL, sentence, statement, new=new, reason="It only repeated what stands above.")


@rule("new-practice", "We run a shop.", "We run a shop. We sell your address to advertisers.", RELAXES)
def new_practice(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """A practice, exclusion or assumption newly stated relaxes, unless the old text allowed it already; one no longer stated tightens."""
    if statement.sign <= 0 or statement.force is Force.LIMITED:
        return None
    if not new and statement.force is Force.PRACTICE and (not _plainly_done(sentence, statement) or _all_done_there(sentence, statement)):
        return unexplained(sentence, statement, new=new)
    if statement.force is Force.DISCLAIMER:
        return _found("new-practice", RELAXES if new else TIGHTENS, sentence, statement, new=new)
    return _found("new-practice", RELAXES if new else TIGHTENS, sentence, statement, new=new, material=True)


_DEFINES = re.compile(r"""["“'‘]?[A-Z][\w /-]{1,40}["”'’]?,?\s(?:shall\s)?(?:means?|refers?\sto)\b""")


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
    return _found("meaning", NEUTRAL, sentence, statement, new=new, reason="The words only say what another word means.")


@rule("lost-period", "We run a shop. We keep recordings of calls for ninety days.", "We run a shop.", RELAXES, one_way=True)
def lost_period(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """How long data is kept is a limit as well as a practice: where it is no longer said, no end is promised any more."""
    if new or statement.sign <= 0 or dimension_of_statement(statement) is not Dimension.RETENTION:
        return None
    bounded = any(term.code in "qBt" for term in sentence.terms[statement.first : statement.last])
    reason = "How long it is kept is no longer said." if bounded else "Whether it is still kept, and for how long, is no longer said."
    return _found("lost-period", RELAXES if bounded else UNCLEAR, sentence, statement, new=False, material=bounded, reason=reason)


@rule("lost-promise", "We run a shop. We never sell your address.", "We run a shop.", RELAXES)
def lost_promise(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """A promise, ban, right or choice no longer stated relaxes, unless the new text says it elsewhere; one newly stated tightens."""
    if statement.sign >= 0:
        return None
    if new and statement.verb is None and sentence.signature[statement.first : statement.last].strip("_Ad|:,.(") == "q":
        return unexplained(sentence, statement, new=True)
    if new and statement.force is Force.BAN and _limits_a_grave_act(sentence, statement):
        return unexplained(sentence, statement, new=True)
    if new and statement.force is Force.RIGHT and _in_one_way_only(sentence, statement):
        return _found(
            "lost-promise", UNCLEAR, sentence, statement, new=True, reason="A right is told with its limit; which of them is new?"
        )
    return _found("lost-promise", TIGHTENS if new else RELAXES, sentence, statement, new=new, material=True)


def _limits_a_grave_act(sentence: Sentence, statement: Statement) -> bool:
    """Whether a grave act is said to be done to those or for that only to which it is limited: "we limit sales to ten firms"."""
    terms = sentence.terms[statement.first : statement.last]
    grave = any(term.code == "a" and term.entry is not None and (term.entry.material or term.key == "act.disclose") for term in terms)
    return grave and "x" in statement.places and statement.verb is not None and statement.verb.key == "guard.limit"


def _in_one_way_only(sentence: Sentence, statement: Statement) -> bool:
    """Whether a right is told with a limit on it: "you can object only by letter"."""
    return any(term.key in {"limiter.only", "condition.only_if"} for term in sentence.terms[statement.first : statement.last])


@rule("limited-practice", "We run a shop. We use your number only for delivery.", "We run a shop.", RELAXES, one_way=True)
def limited_practice(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """A practice said with its limit: when the sentence goes the limit goes with it, which relaxes; when it is new a person has to
    say whether practice or limit is the news.
    """
    if statement.force is not Force.LIMITED:
        return None
    return _found("limited-practice", UNCLEAR if new else RELAXES, sentence, statement, new=new, material=not new)


@rule("lost-coverage", "This notice applies to our site and to our app.", "", RELAXES, one_way=True)
def lost_coverage(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """What the policy was said to cover and is no longer said to cover may be unprotected; what is newly named as covered is neutral."""
    if statement.force is not Force.COVERAGE:
        return None
    return _found(
        "lost-coverage", NEUTRAL if new else RELAXES, sentence, statement, new=new, reason="What the policy covers is said otherwise."
    )


_UNKNOWN_DENIAL = re.compile(r"n[wmhz]*_")


def _may_be_of_data(codes: str, force: Force) -> bool:
    """Whether words that seem to say nothing of data deny an unknown act, or tell the person to have something done with data."""
    if force is Force.SILENT:
        return bool(_UNKNOWN_DENIAL.search(codes))
    return force is Force.PERSON and bool(re.search(r"[ap].*d.*[ap]", codes))


_POINTED_AT = re.compile(r"\b(?:it|them|these|those|this)\b", re.IGNORECASE)


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


@rule("no-data-practice", "We run a shop.", "We run a shop. It opens at nine.", NEUTRAL)
def no_data_practice(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """Words that speak neither of personal data nor of people's choices or protection move nothing; nor do the person's own duties
    and the meanings of words.
    """
    codes = sentence.signature[statement.first : statement.last].lstrip(",.b&|!")
    opening = next((term for term in sentence.terms[statement.first : statement.last] if term.code not in ",.&|!b"), None)
    if statement.force is Force.SILENT and opening is not None and opening.key == "condition.only_if":
        return None
    if statement.force is Force.SILENT and (
        codes[:1] in {"l", "x", "k", "W", "D", "O", "V"} or codes[:2] in {"hl", "n."} or codes in {"n", "_n", "Pn"}
    ):
        return None
    if statement.force is Force.MENTION and (
        _tells_where_to_write(sentence, statement) or _tells_where_it_stands(sentence, statement, new=new)
    ):
        return _found("no-data-practice", NEUTRAL, sentence, statement, new=new, reason="The words only tell where to write or call.")
    if statement.force not in {Force.SILENT, Force.PERSON, Force.DEFINITION, Force.IDENTITY}:
        return None
    denies = _may_be_of_data(codes, statement.force) and not leaves_the_past(sentence.text)
    if denies or _of_what_was_said(sentence, statement):
        return None
    return _found(
        "no-data-practice", NEUTRAL, sentence, statement, new=new, reason="The words speak of no use or protection of personal data."
    )


_IN_WHICH_FORM = re.compile(
    r"(?:this|the|our)\s(?:privacy\s)?(?:information|policy|notice|statement)\s(?:is|are)\s(?:also\s)?available\s(?:as\s(?:an?\s)?|in\s(?:an?\s)?)"
    r"(?:pdf|html|docx?|printable|downloadable)(?:\s(?:format|form|file|version|document))?\W*$",
    re.IGNORECASE,
)
_ADDRESS = frozenset("AUPFdfYb,._&|E")


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


_HEADS_AN_ADDRESS = re.compile(r"[^.;]*\baddress\sis:?$", re.IGNORECASE)


def _tells_where_it_stands(sentence: Sentence, statement: Statement, *, new: bool) -> bool:
    """Whether a statement only says where more is told, or is the head of the organisation's own address."""
    text = _words_of(sentence, statement).strip()
    if not new and not _HEADS_AN_ADDRESS.match(text):
        return False
    codes = sentence.signature[statement.first : statement.last]
    return _STANDS_THERE.match(text) is not None and _TELLS_NOTHING_DONE.isdisjoint(codes)


_TELLS_NOTHING_DONE = frozenset("agpcnxlkWtTXLRDOINSGHQus")


def _tells_where_to_write(sentence: Sentence, statement: Statement) -> bool:
    """Whether a statement is an address, with a name and a number or link, and nothing else; or where one is found."""
    mine = sentence.terms[statement.first : statement.last]
    if not _ADDRESS.issuperset(term.code for term in mine) or sum(term.code == "_" for term in mine) > 3:
        return False
    data = {term.entry.key if term.entry else "" for term in mine if term.code == "d"}
    if data <= {"data.contact", "data.personal"} and _IN_WHICH_FORM.match(sentence.text):
        return True
    return data <= {"data.contact", "data.personal"} and any(term.code == "U" for term in mine) and len(mine) > 2


@rule("unexplained", "Our guests have names.", "Our guests have names. Their photographs hang in the hall.", UNCLEAR)
def unexplained(sentence: Sentence, statement: Statement, *, new: bool) -> Finding:
    """Words about data whose force no rule can read are left to a person."""
    return _found("unexplained", UNCLEAR, sentence, statement, new=new, reason="No rule tells what the words do.")


STATEMENT_RULES = (meaning, repetition, lost_period, new_practice, lost_promise, limited_practice, lost_coverage, no_data_practice)
__all__ = ["STATEMENT_RULES", "WHOLE", "unexplained"]
