"""Verbs and the like that mean another thing by who does them, and to what: "go to our page", "when you order", "change this notice".

Words that are verbs or nouns by what stands before them are the business of `homographs`.
"""

from collections.abc import Sequence
from itertools import takewhile

from differ.judgement.kinds import ACT, CHOICE, DATA, GLUE, GUARD, MUST, POINTER, REFERRAL, WORD, Term
from differ.judgement.tokens import Token
from differ.vocabulary import load
from differ.vocabulary.stems import stem


def read_by_what_is_done(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """The term that a verb is by its subject and object, and how many words it takes; nothing where these make no difference."""
    reading = _READINGS.get(words[index].lower)
    return reading(words, index) if reading is not None else None


def _before(words: Sequence[Token], index: int) -> str:
    return words[index - 1].lower if index else ""


def _behind(words: Sequence[Token], index: int, many: int) -> list[str]:
    return [word.lower for word in words[index + 1 : index + 1 + many]]


def _gone_to(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """The reader is to "go to" a page, and no data goes to anyone: "to opt out, go to your account"."""
    before = _before(words, index)
    told = words[0].lower in _LEADS_IN if before == "," else not before or before in _TELLS_THE_READER
    if not told or _behind(words, index, 1) != ["to"]:
        return None
    entry = load().entries["referral.see"]
    return Term(REFERRAL, entry.key, words[index].start, words[index + 1].end, entry), 2


def _theirs_to_use(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What is "available to you" is what the reader has, and not what others are given."""
    if _behind(words, index, 2) not in (["to", "you"], ["to", "us"]) or _before(words, index) in _MAKES:
        return None
    return Term(GLUE, "to", words[index].start, words[index + 1].end), 2


def _within(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What is "included in" a thing is there, and no list opens."""
    if not set(_behind(words, index, 1)) & {"in", "on", "at"}:
        return None
    return Term(GLUE, words[index + 1].lower, words[index].start, words[index + 1].end), 2


def _bought(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What the person does when they "order" or "purchase" a thing is no data about them."""
    following = "".join(_behind(words, index, 1))
    if following not in _BEGINS_AN_OBJECT or not _is_the_subject(words, index, "you"):
        return None
    return _plain(words[index]), 1


def _text_changed(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """To change a notice or terms is nobody's right to have data corrected."""
    object_ = list(takewhile(lambda word: word not in {"your", "and", "or", ",", "."}, _behind(words, index, 4)))
    if object_[:1] not in (["this"], ["our"], ["the"], ["these"]) or _TEXTS.isdisjoint(object_):
        return None
    return Term(WORD, "chang", words[index].start, words[index].end), 1


def _got(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What the organisation "gets" it collects, unless it gets in touch or rid of something."""
    if not _is_the_subject(words, index, "we") or not _TURNS_IT.isdisjoint(_behind(words, index, 1)):
        return None
    if not _LEAVE.isdisjoint(_behind(words, index, 2)):
        return None
    term, length = _act("act.collect", words[index])
    whole = _behind(words, index, 1) == ["information"]  # as in "receive information"
    return (term._replace(end=words[index + 1].end), 2) if whole else (term, length)


def _asked_for(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """Where the organisation "requests your" data, it collects them; where it requests leave, it does not."""
    behind = _behind(words, index, 2)
    if behind[:1] != ["your"] or not _LEAVE.isdisjoint(behind) or not _is_the_subject(words, index, "we"):
        return None
    return _act("act.collect", words[index])


def _filmed(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """To use cameras is to record what they see; to use their pictures is not."""
    behind = list(takewhile(lambda word: word.isalpha() or "-" in word, _behind(words, index, 5)))
    at = next((place for place, word in enumerate(behind) if word in _CAMERAS), None)
    if at is None or not _PICTURES.isdisjoint(behind[at + 1 : at + 2]) or not _NOT_OF_A_CAMERA.isdisjoint(behind[:at]):
        return None
    return _act("act.collect", words[index])


def _owed(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What the person is "not obliged to" do they do not have to do, and nobody is bound by contract."""
    if _behind(words, index, 1) != ["to"] or not _is_the_subject(words, index, "you"):
        return None
    entry = load().entries["obligation.will"]
    return Term(MUST, entry.key, words[index].start, words[index + 1].end, entry), 2


def _link(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """A "link with which" something is done is a thing on a page, and links no data."""
    if _before(words, index) not in _DETERMINERS:
        return None
    entry = load().entries["pointer.pointer"]
    return Term(POINTER, entry.key, words[index].start, words[index].end, entry), 1


def _of_a_use(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """The "information on how you use" a thing, where someone collects it, is data, and no text to read."""
    behind, before = _behind(words, index, 3), [word.lower for word in words[max(0, index - 2) : index]]
    if behind[:1] not in (["on"], ["about"], ["regarding"], ["concerning"]) or _COLLECTS.isdisjoint(before):
        return None
    if _ASKS.isdisjoint(behind[1:2]) or _WHO_USES.isdisjoint(behind[2:3]):
        return None
    entry = load().entries["data.personal"]
    return Term(DATA, entry.key, words[index].start, words[index].end, entry), 1


def _inside(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What is done "within" a place or service is done in it; within some days, it is bounded."""
    behind = list(takewhile(lambda word: word[:1].isalnum(), _behind(words, index, 4)))
    if not behind or any(word[0].isdigit() or stem(word) in _BOUNDS for word in behind):
        return None
    return Term(GLUE, "in", words[index].start, words[index].end), 1


def _logged_in(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """When the person can "log on" or "sign in", nothing is recorded."""
    if not set(_behind(words, index, 1)) & {"in", "on"} or _before(words, index) not in _BEFORE_A_STEP:
        return None
    return Term(WORD, load().same.get("login", "login"), words[index].start, words[index + 1].end), 2


def _set_right(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """To "view and update your" details is to correct them."""
    behind = _behind(words, index, 2)
    if behind[:1] != ["your"] or not _OWN_THINGS.isdisjoint(behind[1:]) or _before(words, index) not in _JOINED_TO:
        return None
    entry = load().entries["choice.correct"]
    return Term(CHOICE, entry.key, words[index].start, words[index].end, entry), 1


def _for_a_time(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """Kept "for a period of two years" is kept for two years."""
    behind = _behind(words, index, 2)
    if (
        _before(words, index) not in {"a", "the"}
        or behind[:1] != ["of"]
        or not any(one[0].isdigit() or one in _NUMBERS for one in behind[1:])
    ):
        return None
    return Term(GLUE, "of", words[index].start, words[index + 1].end), 2


def _on_receipt(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """Within days "of receiving your letter" is of its receipt."""
    behind = _behind(words, index, 3)
    if _before(words, index) not in _SINCE or _ASKED.isdisjoint(behind):
        return None
    return Term(WORD, load().same.get("receipt", "receipt"), words[index].start, words[index].end), 1


def _of_its_kind(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """A "security problem" or "update" is no protection, nor is a "push notification" a notice that is promised."""
    named = (
        _before(words, index) == "push" if words[index].stem == _NOTIFICATION else not _NO_PROTECTION.isdisjoint(_behind(words, index, 1))
    )
    return (Term(WORD, words[index].stem, words[index].start, words[index].end), 1) if named else None


def _set_in_a_browser(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """To "set any cookies" is to place them, and where none "are set" none are placed."""
    behind, before = _behind(words, index, 3), [word.lower for word in words[max(0, index - 3) : index]]
    if behind[:1] == ["your"] or behind[1:2] == ["browser"] or not _COOKIES.isdisjoint(behind[:1]):
        return None
    none_are = before[-1:] in (["is"], ["are"]) and "no" in before and not _COOKIES.isdisjoint(before)
    return _act("act.place_cookie", words[index]) if none_are or not _COOKIES.isdisjoint(behind) else None


def _aggregated(words: Sequence[Token], index: int) -> tuple[Term, int] | None:
    """What the organisation does to data that it "aggregates" is to make them anonymous."""
    if not _is_the_subject(words, index, "we"):
        return None
    entry = load().entries["guard.anonymise"]
    return Term(GUARD, entry.key, words[index].start, words[index].end, entry), 1


def _is_the_subject(words: Sequence[Token], index: int, who: str) -> bool:
    """Whether someone is who does what a verb says, with no more than small words between them."""
    between = takewhile(lambda word: word.lower != who, reversed(words[max(0, index - _NEAR) : index]))
    near = [word.lower for word in between]
    return len(near) < min(index, _NEAR) and all(word in _SMALL for word in near)


def _act(key: str, token: Token) -> tuple[Term, int]:
    return Term(ACT, key, token.start, token.end, load().entries[key]), 1


def _plain(token: Token) -> Term:
    return Term(WORD, "buy" if token.lower == "purchase" else token.stem, token.start, token.end)


_NEAR = 4
_BEFORE_A_STEP = frozenset("to you or then please".split())
_BOUNDS = frozenset(
    stem(word)
    for word in (
        "second minute hour day week fortnight month quarter year decade one two three four five six seven eight nine ten twelve fourteen "
        "fifteen thirty sixty ninety few several reasonable legal statutory period time limit deadline term delay timeframe working "
        "calendar business"
    ).split()
)
_JOINED_TO, _OWN_THINGS = frozenset("and or view change".split()), frozenset("browser app software device operating".split())
_NUMBERS = frozenset("one two three four five six seven eight nine ten twelve fourteen fifteen thirty sixty ninety".split())
_SINCE = frozenset("of after upon from on".split())
_ASKED = frozenset("request requests letter complaint inquiry enquiry query claim".split())
_ASKS, _WHO_USES = frozenset("how which when what".split()), frozenset("you our guests visitors users".split())
_DETERMINERS = frozenset("a the this that each an our any every".split())
_COLLECTS = frozenset(
    "collect collects gather gathers receive receives record records log logs obtain obtains track tracks get share shares".split()
)
_SMALL = frozenset("not are may can could might will would also then only first sometimes already have to".split())
_TELLS_THE_READER = frozenset("please simply just then".split())
_LEADS_IN = frozenset("if to when on for in should once".split())
_MAKES = frozenset("make makes made making become becomes be".split())
_BEGINS_AN_OBJECT = frozenset("a an the our any from something one anything tickets products goods items".split())
_TEXTS = frozenset("policy notice statement terms policies".split())
_TURNS_IT = frozenset("in to rid back it ready on off out up around away better".split())
_LEAVE = frozenset("consent permission approval agreement authorisation authorization leave express explicit prior".split())
_NOTIFICATION = stem("notification")
_NO_PROTECTION = frozenset(
    "problem problems issue issues notice notices update updates vulnerability vulnerabilities bug bugs question questions concern "
    "concerns flaw flaws hole holes risk risks threat threats alert alerts camera cameras guard guards code codes deposit researcher "
    "researchers report reports fix fixes patch patches release releases".split()
)
_COOKIES = frozenset("cookie cookies".split())
_CAMERAS = frozenset("camera cameras cctv webcams camcorders dashcams bodycams".split())
_PICTURES = frozenset("footage images pictures recordings data films stills feeds settings".split())
_NOT_OF_A_CAMERA = frozenset("your their the from of images footage pictures and or to for".split())

_READINGS = {
    "go": _gone_to,
    "available": _theirs_to_use,
    "included": _within,
    **dict.fromkeys(("order", "purchase", "book"), _bought),
    **dict.fromkeys(("modify", "amend", "correct", "edit", "amending", "modifying"), _text_changed),
    **dict.fromkeys(("get", "gets", "got"), _got),
    "request": _asked_for,
    **dict.fromkeys(("obliged", "required", "obligated", "bound"), _owed),
    "link": _link,
    "within": _inside,
    "update": _set_right,
    "period": _for_a_time,
    "receiving": _on_receipt,
    **dict.fromkeys(("log", "sign"), _logged_in),
    "information": _of_a_use,
    **dict.fromkeys(("security", "notification", "notifications"), _of_its_kind),
    **dict.fromkeys(("set", "sets", "setting"), _set_in_a_browser),
    "aggregate": _aggregated,
    **dict.fromkeys(("use", "uses", "using"), _filmed),
}
