"""Tells whether a statement says nothing of what is done with data: it points elsewhere, or is about the text, its grounds or its reach.

The words of such sentences are found by `to_the_reader`; which force a statement has in the end is told by `forces`.
"""

import re

from differ.judgement import kinds as t
from differ.judgement import to_the_reader
from differ.judgement.clues import Clue
from differ.judgement.kinds import VERBS, Term

_YOURS = re.compile(r"\byours?\b", re.IGNORECASE)
_NOBODY_ELSES = frozenset("orckWDOINS")
_RANKS = re.compile(
    r"\b(?:conflicts?|differ|differs|inconsisten\w+|discrepanc\w+|contradict\w*)\b[^.;]*\b(?:prevails?|controls?|governs?|appl(?:y|ies)|counts?"
    r"|takes?\sprecedence|supersedes?)\b"
    r"|\b(?:prevails?|takes?\sprecedence|supersedes?)\s(?:over\s)?(?:any\s|all\s|other\s){0,2}(?:conflicting|differing|inconsistent|contrary)\b",
    re.IGNORECASE,
)
_NO_OTHER = re.compile(
    r"\b(?:english|translat\w+|language)\b|\b(?:this|(?:the|our)\sprivacy)\s(?:privacy\s)?(?:policy|notice|statement)\s(?:\w+\s){0,3}(?:prevail|control|govern|appl|count|take)",
    re.IGNORECASE,
)  # translations, or this text itself
_OVER_OTHERS = re.compile(
    r"\b(?:conflicting|differing|inconsistent|contrary)\b[^.;]*\b(?:third|part(?:y|ies)|partners?|providers?|others?)\b", re.IGNORECASE
)
_COUNTS_AS_DATA = re.compile(
    r"\b(?:constitutes?|counts?\sas|qualif(?:y|ies)\sas|amounts?\sto)\s(?:\w+\s)?(?:personal|sensitive)\b", re.IGNORECASE
)
_MAY_FAIL = re.compile(r"\b(?:may|might|could)\snot\s(?:always\s)?be\s(?:able\sto|possible)\b", re.IGNORECASE)


def instructs(clue: Clue) -> bool:
    """Whether it only tells the person what to do, for nobody else's sake and for no right's."""
    if not _NOBODY_ELSES.isdisjoint(clue.codes[clue.start : clue.end]) and not _says_so_on_a_button(clue):
        return False
    return _instructs(clue)


def _says_so_on_a_button(clue: Clue) -> bool:
    """Whether it names others, or a right, between quotation marks only, as what is written on a button does."""
    if '"' not in clue.text:
        return False
    return all(_is_quoted(clue.text, term.start) for term in clue.found[clue.start : clue.end] if term.code in _NOBODY_ELSES)


def _instructs(clue: Clue) -> bool:
    before = clue.found[clue.start - 1].end if clue.start else 0
    return to_the_reader.instructs(clue.text[before : clue.found[clue.end - 1].end])


def _is_quoted(text: str, place: int) -> bool:
    """Whether it stands between quotation marks."""
    return text.count('"', 0, place) % 2 == 1 and '"' in text[place:]


def invites_a_choice(clue: Clue) -> bool:
    """Whether the person is told what to use to make a choice: "please use this form to ask for removal"."""
    if clue.key not in {"act.use", "act.give"} or clue.actor or clue.negated or clue.verb is None or clue.has("orkWxl"):
        return False
    return _TO_CHOOSE.search(clue.codes, clue.verb, clue.end) is not None and _instructs(clue)


def answers_for_nobody(clue: Clue) -> bool:
    """Whether it only says that the organisation does not control or answer for what others do."""
    before = clue.found[clue.main : clue.end if clue.verb is None else clue.verb]
    return clue.actor == t.ORGANISATION and not clue.has("kWD") and any(term.key == "filler.liability" for term in before)


def left_to_others(clue: Clue) -> bool:
    """Whether it only says by whose terms something is governed."""
    return clue.start == 0 and not clue.has("nkWx") and to_the_reader.left_to_others(clue.text)


def answers_questions(clue: Clue) -> bool:
    """Whether it only says whom to ask: "if you have a question on how we use it, write to us"."""
    return clue.start == 0 and not clue.has("nkWx") and to_the_reader.answers_questions(clue.text)


def leaves_the_past(clue: Clue) -> bool:
    """Whether it only says that what was lawful stays so: "this does not affect the lawfulness of earlier processing"."""
    return not clue.has(t.MAY) and to_the_reader.leaves_the_past(clue.text[clue.found[clue.main].start : clue.found[clue.end - 1].end])


def tells_grounds(clue: Clue) -> bool:
    """Whether its subject is no one who acts, but the laws, grounds or criteria by which someone does."""
    return clue.start == 0 and not clue.has("rkWcnxqtTI") and to_the_reader.tells_grounds(clue.text)


def tells_of_itself(clue: Clue) -> bool:
    """Whether it only says how the text was changed, where links lead, or who the organisation is and where it is registered."""
    if clue.start == 0 and to_the_reader.tells_of_its_changes(clue.text):
        return True
    if clue.start == 0 and to_the_reader.only_informs(clue.text) and not clue.has("akWrcp"):
        return True
    if clue.start or clue.has("nxkWDOINuspq") or clue.actor not in {"o", ""} or _YOURS.search(clue.text):
        return False
    return to_the_reader.tells_of_itself(clue.text)


def is_a_copyright_line(clue: Clue) -> bool:
    """Whether it only says whose copyright the text is: "© 2024 Fjord Lines"."""
    return clue.start == 0 and _COPYRIGHT.match(clue.text) is not None and not clue.has("omwnkWagpc")


_COPYRIGHT = re.compile(r"\W*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)


def tells_news(clue: Clue) -> bool:
    """Whether it is an entry in a list of dated changes that tells of nothing done with data: "May 2020 - Added the Hull branch"."""
    return clue.start == 0 and _NEWS.match(clue.text) is not None and not clue.has("nkWagpcdu")


_NEWS = re.compile(
    r"(?:(?:on|in)\s)?(?:[A-Z][a-z]+,?\s(?:\d{1,2},?\s)?\d{4}|\d[\d./-]+\d)\s?[–—:-]\s?(?:added|removed|updated|revised|clarified|renamed|corrected)\b",
    re.IGNORECASE,
)


def ranks_texts(clue: Clue) -> bool:
    """Whether it says which of several texts holds where they differ, and they are no translations."""
    said = clue.text[clue.found[clue.start].start : clue.found[clue.end - 1].end]
    return (
        t.POINTER in clue.codes[clue.start : clue.end]
        and _RANKS.search(said) is not None
        and (_NO_OTHER.search(said) is None or _OVER_OTHERS.search(said) is not None)
    )


def counts_as_data(clue: Clue) -> bool:
    """Whether it says what is, or is not, personal data under a law: "this may constitute personal data"."""
    counts = clue.says(_COUNTS_AS_DATA)
    return counts is not None and all(term.code not in VERBS or term.end > counts.start() for term in clue.terms)


_TO_CHOOSE = re.compile(r"[ag][^.,;agpnd]*bc")


def reach_of_a_seal(clue: Clue) -> bool:
    """Whether what is said to leave something out is not this text, but the programme of an outside body: "the seal does not cover"."""
    return clue.has(t.SCOPE_OUT) and not clue.has(t.POINTER) and clue.says(_SEAL) is not None


_SEAL = re.compile(
    r"\b(?:programme|program|seal|certification|certificate|scheme|accreditation)\s(?:does|do|will|shall|is|are)\b", re.IGNORECASE
)


def changes_the_text(clue: Clue) -> bool:
    """Whether what the organisation may correct or change is its own text: "we reserve the right to modify this notice"."""
    if clue.verb is None or clue.actor != t.ORGANISATION or clue.key != "choice.correct" or clue.has("dn"):
        return False
    following = clue.found[clue.verb + 1 : clue.end]
    return next((term.code for term in following if term.code not in "c|&,_b"), "") == t.POINTER


def cannot_be_done_without(clue: Clue) -> bool:
    """Whether it only says what those cannot have who do not give their data: "without your address we cannot deliver"."""
    said = clue.text[clue.found[clue.start].start :] if clue.start else clue.text
    return not clue.has("rkW") and to_the_reader.cannot_be_done_without(said.lstrip(", "))


def is_of_another_site(clue: Clue) -> bool:
    """Whether it only says what others do on their own sites: "if you follow the link, the inn may set cookies"."""
    if ("link" not in clue.text and "site" not in clue.text) or clue.has("kWDc"):
        return False
    away = clue.actor != t.ORGANISATION and to_the_reader.tells_of_another_site(clue.text)
    return away or to_the_reader.tells_of_linked_sites(clue.text)


_OTHERS_SITES = re.compile(
    r"""\W*(?:this|our)\s(?:\w+\s)?(?:notice|policy|statement)\s(?:does|shall|will)\snot\s(?:cover|apply\sto|extend\sto|govern)\s
    (?:(?!\b(?:our|your|data|information|shar\w+|services?|partners?|affiliates?|providers?|employees|customers)\b)[^.;,]){0,40}?
    \b(?:sites?|websites?|pages)\b
    (?=[^.;]*\b(?:link(?:s|ed)?|others|third\sparties|(?:not|neither)\s(?:\w+\s){0,2}?(?:operate[sd]?|owned?|controll?(?:ed)?|run)|other\s(?:companies|organi[sz]ations|firms))\b)
    (?:(?!\b(?:our|your|shar\w+|partners?|affiliates?|providers?|apps?)\b)[^.;])*\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def leaves_others_sites_out(clue: Clue) -> bool:
    """Whether it only says that the text is not that of the sites of others, which nobody took it for: "it does not cover linked sites"."""
    return clue.start == 0 and t.NEGATION in clue.body and _OTHERS_SITES.match(clue.text) is not None


def may_fail(clue: Clue) -> bool:
    """Whether it says that something may not be possible, which forbids nobody anything: "we may not be able to serve you"."""
    return clue.says(_MAY_FAIL) is not None


_FAILS = re.compile(
    r"""\b(?:may|might|will|could|can|would)\s(?:then\s)?(?:no\slonger|not)\s(?:\w+ly\s)?(?:work|function|operate|display|load|run|perform
    |be\s(?:\w+ly\s)?(?:available|accessible|usable|functional|operational|displayed))\b
    |\byou\s(?:may|might|will|could|would)\s(?:then\s)?(?:no\slonger|not)\sbe\sable\sto\s(?:fully\s)?
    (?:use|enjoy|take\sadvantage|benefit|participate|order|play|watch|book|log\sin|sign\sin)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_WARNED_OF = frozenset("ckWpsrdNSX")


def warns_of_failure(clue: Clue) -> bool:
    """Whether it only tells what will not work where the person refuses something: "if you block cookies, our shop may not work"."""
    codes = clue.codes[clue.start : clue.end]
    case, comma, told = codes.partition(t.COMMA)
    if not comma or case[:1] != t.CONDITION or t.PERSON not in case or not _WARNED_OF.isdisjoint(told):
        return False
    return _FAILS.search(clue.text, clue.found[clue.start + len(case)].start, clue.found[clue.end - 1].end) is not None


def reaches(clue: Clue) -> bool:
    """Whether it only tells how to reach the organisation."""
    if not any(term.key == "pointer.reach" for term in clue.terms) or _gives_data(clue):
        return False
    return not clue.has("apcnkWsS") or (clue.first.key == "pointer.reach" and not clue.has("ckWs") and not _acts(clue))


def _gives_data(clue: Clue) -> bool:
    """Whether the organisation does something with data, as in "we give your file to whoever makes an inquiry"."""
    return clue.verb is not None and clue.actor == t.ORGANISATION and clue.codes[clue.verb] == t.WEAK_ACT and clue.is_before(t.DATA)


def _acts(clue: Clue) -> bool:
    """Whether its verb stands after "may", "will" or "not", so that it tells what is done."""
    return clue.verb is not None and bool(set(clue.before_verb) & set("mwn")) and not clue.has(t.PERSON)


def only_names(clue: Clue) -> bool:
    """Whether it is no clause, but a name, a title or an address; says who somebody is, or points to a text, a date or where to write."""
    if clue.says(_CARRIES_OVER):
        return False
    pointed = any(term.code in _POINTERS and not _names_a_thing(clue, term) for term in clue.terms)
    if pointed or _points_there(clue) or _dates(clue) or (clue.start == 0 and _greets_or_tells_who(clue)):
        return True
    if clue.start == 0 and clue.body.strip(".,") in _MAY_AT_ALL:
        return False
    ends = clue.codes[clue.end - 1] == t.STOP and clue.found[clue.end - 1].key in _ENDS
    return not clue.says(_SEVERAL_WORDS) or not (ends or clue.says(_FINITE))


_CARRIES_OVER = re.compile(
    r"\b(?:conditions?|restrictions?|limits?|limitations?|safeguards?|requirements?|exceptions?|exclusions?|bans?|prohibitions?|protections?)\b"
    r"[^.;]*\b(?:appl(?:y|ies)|holds?|counts?|extends?)\b",
    re.IGNORECASE,
)  # "the condition in clause 4 applies here as well"


def _names_a_thing(clue: Clue, term: Term) -> bool:
    """Whether what may point to a text or to someone may as well be named as a thing: "the list lies open", "it was stated then"."""
    return term.code == t.POINTER and clue.text[term.start : term.end].lower() in _THINGS


_THINGS = frozenset(
    "table chart list stated indicated mentioned listed specified overview summary document article question questions representative "
    "representatives concerns portal contact revision version date updated revised effective".split()
)
_MAY_AT_ALL = frozenset({"om", "rm", "Am", "_m", "AAm", "ow", "Aw"})  # "The caterers may.", after what others may not
_POINTERS, _ENDS = "PU<>", frozenset({".", "!"})
_SEVERAL_WORDS = re.compile(r"\b[a-z][a-z'-]+\b(?:.*?\b[a-z][a-z'-]+\b){2}", re.DOTALL)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|can|may|might|will|shall|must|should|does|do|did)\b|'(?:re|ve|ll)\b")


def _points_there(clue: Clue) -> bool:
    """Whether the reader is sent somewhere: "see the map", not "the guard sees the map"."""
    return clue.first.code == t.REFERRAL or any(term.code == t.REFERRAL and term.key != "referral.see" for term in clue.terms)


def _dates(clue: Clue) -> bool:
    """Whether it is a date with hardly a word more, and not until or since which: "Effective: 1 May", not "it went live on 1 May"."""
    if clue.codes[clue.start : clue.end].count(t.WORD) > 1:
        return False
    return any(term.code == t.DATE and not _BOUNDS.search(clue.text, 0, term.start) for term in clue.terms)


_BOUNDS = re.compile(r"\b(?:before|after|until|till|since|through|by|up\sto|prior\sto)\s(?:the\s)?$", re.IGNORECASE)


def _greets_or_tells_who(clue: Clue) -> bool:
    """Whether it thanks or welcomes the reader, or says what company somebody is."""
    return to_the_reader.greets(clue.text) or (clue.first.code in {t.ORGANISATION, t.NAME} and to_the_reader.tells_who_it_is(clue.text))
