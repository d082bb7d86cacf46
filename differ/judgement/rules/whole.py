"""The rules on whole statements that may move something: what it means that one is new, or gone.

Those that move nothing are the business of `idle_statements`.
"""

import re

from differ.judgement.rules.base import NEUTRAL, RELAXES, TIGHTENS, UNCLEAR, dimension_of_statement, rule
from differ.judgement.rules.stated import stated, unexplained, words_of
from differ.judgement.statements import Force, Sentence, Statement
from differ.model import Dimension, Finding


@rule("new-practice", "We run a shop.", "We run a shop. We sell your address to advertisers.", RELAXES)
def new_practice(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """A practice, exclusion or assumption newly stated relaxes, unless the old text allowed it already; one no longer stated tightens."""
    if statement.sign <= 0 or statement.force is Force.LIMITED:
        return None
    if (
        not new
        and statement.force is Force.PRACTICE
        and any(told(sentence, statement) for told in (_not_plainly_done, _all_done_there, _tells_a_source))
    ):
        return unexplained(sentence, statement, new=new)
    if statement.force is Force.DISCLAIMER:
        return stated("new-practice", RELAXES if new else TIGHTENS, sentence, statement, new=new)
    return stated("new-practice", RELAXES if new else TIGHTENS, sentence, statement, new=new, material=True)


@rule("as-told", "We run a shop.", "We run a shop. We handle your personal data as described in this policy.", NEUTRAL, one_way=True)
def as_told(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """That personal data is handled as the text itself says tells of no further practice, where no particular data, purpose,
    recipient, place or time is named.
    """
    if not new or statement.force is not Force.PRACTICE:
        return None
    text = words_of(sentence, statement)
    if _NAMES_WHAT_FOR.match(text) and not any(term.entry is not None and term.entry.material for term in sentence.terms):
        return stated("as-told", NEUTRAL, sentence, statement, new=new, reason="It only names what serves for what is told before it.")
    if _AS_IT_SAYS.search(text) is None:
        return None
    terms = sentence.terms[statement.first : statement.last]
    in_general = all(term.code not in "adg" or term.key in _IN_GENERAL for term in terms)
    if not in_general or not _NAMES_NOTHING.issuperset(term.code for term in terms) or sum(term.code == "_" for term in terms) > 2:
        return None
    return stated("as-told", NEUTRAL, sentence, statement, new=new, reason="It is only said to be done as the text tells.")


_AS_IT_SAYS = re.compile(
    r"""\b(?:as|consistent\swith|in\saccordance\swith|in\sline\swith|according\sto|pursuant\sto|in\sthe\s(?:ways?|manner))\b[^.;,]*?
    \b(?:(?:this|our)\s(?:privacy\s|data\s)?(?:policy|notice|statement|page|section)|sections?|below|above|here)\b
    |\bon\sthe\sfollowing\s(?:legal\s|lawful\s)*(?:bases|basis|grounds)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMES_WHAT_FOR = re.compile(
    r"(?:one|some|two|examples?)\sof\sthe\s(?:\w+\s)?(?:tools?|products?|services?|programs?|systems?)\s(?:that\s)?we\suse\s(?:to\sdo\s|for\s)(?:this|that|so)\b"
    r"[^.;]{0,60}?\b(?:is|are)\s[^.;,]{2,60}\W*$",
    re.IGNORECASE,
)
_NAMES_NOTHING = frozenset("oymwagdbP>F_&|,.")
_IN_GENERAL = frozenset({"data.personal", "act.collect", "act.use", "act.retain", "act.disclose", "act.give", "act.transfer"})


def _tells_a_source(sentence: Sentence, statement: Statement) -> bool:
    """Whether it only says from whom the data come of which a sentence before it tells: "we get this information from banks"."""
    return statement.actor == "o" and _FROM_WHOM.search(sentence.text) is not None


_FROM_WHOM = re.compile(
    r"\b(?:receive|get|obtain|collect)s?\s(?:this|these|that|such)\s(?:information|data|details)\sfrom\b", re.IGNORECASE
)


def _not_plainly_done(sentence: Sentence, statement: Statement) -> bool:
    """Whether what is done is not the clause's own verb, so that the clause may be a promise whose verb is unknown."""
    codes = sentence.signature[statement.first : statement.last]
    if statement.verb is None or statement.verb not in sentence.terms:
        return False
    verb = sentence.terms.index(statement.verb) - statement.first
    before, start = codes[: max(verb, 0)], sentence.terms[statement.first].start
    if _UNKNOWN_VERB.search(before) or set(before) & set("skp") or _ANOTHERS_ACT.search(sentence.text, start, statement.verb.start):
        return True
    return any(term.key in _MEASURED for term in sentence.terms[statement.first : statement.last])


_UNKNOWN_VERB = re.compile(r"o[mwvhzlj]*_")
_ANOTHERS_ACT = re.compile(r"\b(?:who|how|whether|before)\b(?!\s+you\b)", re.IGNORECASE)
_MEASURED = frozenset({"guard.limit", "bound.at_most"})


def _all_done_there(sentence: Sentence, statement: Statement) -> bool:
    """Whether it is said where all of something is done: "all processing takes place in Norway"."""
    codes = sentence.signature[statement.first : statement.last]
    return _ALL_IN_A_PLACE.match(codes) is not None


_ALL_IN_A_PLACE = re.compile(r"j[^.,ru]*b_?f")


@rule("lost-period", "We run a shop. We keep recordings of calls for ninety days.", "We run a shop.", RELAXES, one_way=True)
def lost_period(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """How long data is kept is a limit as well as a practice: where it is no longer said, no end is promised any more."""
    if new or statement.sign <= 0 or dimension_of_statement(statement) is not Dimension.RETENTION:
        return None
    bounded = any(term.code in "qBt" for term in sentence.terms[statement.first : statement.last])
    reason = "How long it is kept is no longer said." if bounded else "Whether it is still kept, and for how long, is no longer said."
    return stated("lost-period", RELAXES if bounded else UNCLEAR, sentence, statement, new=False, material=bounded, reason=reason)


@rule("lost-promise", "We run a shop. We never sell your address.", "We run a shop.", RELAXES)
def lost_promise(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """A promise, ban, right or choice no longer stated relaxes, unless the new text says it elsewhere; one newly stated tightens."""
    if statement.sign >= 0:
        return None
    if new and statement.verb is None and sentence.signature[statement.first : statement.last].strip("_Ad|:,.(") == "q":
        return unexplained(sentence, statement, new=True)
    if not new and statement.first == 0 and _IN_OTHER_WORDS.match(sentence.text):
        return stated("lost-promise", UNCLEAR, sentence, statement, new=False, reason="It said of itself that it only repeats what stands.")
    if new and statement.force is Force.BAN and _limits_a_grave_act(sentence, statement):
        return unexplained(sentence, statement, new=True)
    if new and statement.force is Force.RIGHT and _in_one_way_only(sentence, statement):
        return stated(
            "lost-promise", UNCLEAR, sentence, statement, new=True, reason="A right is told with its limit; which of them is new?"
        )
    return stated("lost-promise", TIGHTENS if new else RELAXES, sentence, statement, new=new, material=True)


_IN_OTHER_WORDS = re.compile(
    r"\W*(?:in\sother\swords|put\s(?:differently|another\sway)|to\sput\sit\sanother\sway|that\sis\sto\ssay)\b", re.IGNORECASE
)


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
    return stated("limited-practice", UNCLEAR if new else RELAXES, sentence, statement, new=new, material=not new)


@rule("lost-coverage", "This notice applies to our site and to our app.", "", RELAXES, one_way=True)
def lost_coverage(sentence: Sentence, statement: Statement, *, new: bool) -> Finding | None:
    """What the policy was said to cover and is no longer said to cover may be unprotected; what is newly named as covered is neutral."""
    if statement.force is not Force.COVERAGE:
        return None
    return stated(
        "lost-coverage", NEUTRAL if new else RELAXES, sentence, statement, new=new, reason="What the policy covers is said otherwise."
    )
