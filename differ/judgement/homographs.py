"""Words that mean this or that by what stands before them: "we link" and "a link", "your answers" and "we answer"."""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from differ.judgement.kinds import (
    ACT,
    CHOICE,
    DATA,
    EXCEPTION,
    GUARD,
    HEDGE,
    NEGATION,
    ORGANISATION,
    POINTER,
    PURPOSE,
    REPORT,
    WORD,
    Term,
)  # fmt: skip
from differ.judgement.lifting import is_ruled_out_by_nothing
from differ.judgement.listed_acts import is_listed_with_an_act, is_no_deed, is_what_is_kept
from differ.judgement.switching import switched
from differ.judgement.tokens import Token
from differ.vocabulary import load

_DETERMINERS = frozenset("your their his her these those our any all such its".split())
_THINGS_OF_A_PERSON = frozenset(
    "answers replies responses uploads posts copies reviews reports searches views visits scans notes requests".split()
)
LEADS_A_VERB = frozenset(
    "we may can could might will shall must not never nor also then don't cannot won't be been being is are was were".split()
)
_BEING = frozenset("be been being is are was were".split())
BEFORE_A_VERB = LEADS_A_VERB | frozenset("to you and or please".split())
_IS_CLEAR = _BEING | frozenset("not always yet entirely fully very become becomes make makes made".split())
_KEPT_THINGS = frozenset("logs records recordings scans films files copies searches purchases orders prints stores".split())
_KEPT_THING = frozenset("rent lease profile record log file score recording scan search watch".split())
_ONE_OF_ITS_KIND = frozenset("the a each this that any every".split())
_AFTER_A_THING = _BEING | frozenset("may can will shall must remain remains stay stays never".split())
_PARTICIPLE = re.compile(r"(?:\w+(?:ed|[aeo]ught|own|[oe]pt)|lent|sent|held|told|sold|read|laid|heard|seen|taken|given|written|put|cut)$")
_TELLS, _WHAT_IS_FOUND_OUT = frozenset("tell tells".split()), frozenset("whether if apart who".split())
_ASKS, _MAY = frozenset("ask demand insist request require".split()), frozenset("may can could".split())
_TREATS_OF = frozenset("addresses governs details treats".split())
_TELLS_OF_WHOM = frozenset("you we about that".split())
_MAY_AND_MIGHT = frozenset("may might could".split())
_MAY_HAVE_A_RIGHT = re.compile(
    r"(?:also |then )?(?:be entitled\b|have (?:the |a |certain |some |additional |further )?(?:legal )?rights?\b)"
)
_GOODS, _WHOSE = frozenset("security safety protection".split()), frozenset("your our their".split())


def in_context(words: Sequence[Token], index: int) -> Term | None:
    """A word that is a verb or a noun by what stands before it: "we link", "your answers"."""
    token, before = words[index], words[index - 1].lower if index else ""
    following = words[index + 1].lower if index + 1 < len(words) else ""
    if token.lower == "us" and before == "by":
        return Term(ORGANISATION, "organisation", token.start, token.end)
    if _is_data(words, index, before, following):
        return Term(DATA, f"data.yours:{token.stem}", token.start, token.end)
    if token.lower == "no" and _is_a_number_sign(words, index):
        return Term(POINTER, "number", token.start, token.end)
    if any(is_none(words, index, before) for is_none in (_is_no_act, _is_no_choice, _names_a_thing, _counts_one, is_no_deed)):
        return Term(WORD, _NAMED_OTHERWISE.get(token.lower, token.stem), token.start, token.end)
    if token.lower in _KEEPS | {"safe", "named"} and not is_ruled_out_by_nothing(words, index):
        return _kept_or_named(words, index)
    lifted = (NEGATION, "negation.refrain") if is_ruled_out_by_nothing(words, index) else None
    read = (
        lifted
        or (_are_taught(words, index) if token.lower in _TRAINS else None)
        or switched(words, index, before)
        or _read_by_its_neighbours(words, index, before, following)
    )
    if read is not None:
        return _read_as(*read, token)
    return _verbal(words, index, before, following)


def _verbal(words: Sequence[Token], index: int, before: str, following: str) -> Term | None:
    """An act told by a word that is a verb only behind "we", "are", "may" and the like, or joined to what is done."""
    token = words[index]
    entry = load().verbal.get(token.stem)
    if entry is None:
        return None
    joined = before == "and" and following in _BEGINS_AN_OBJECT - {"and", "or"} and is_listed_with_an_act(words, index)
    if not joined and (before not in LEADS_A_VERB or (before in _BEING and not _PARTICIPLE.match(token.lower))):
        return None
    return Term(ACT, entry.key, token.start, token.end, entry)


def _counts_one(words: Sequence[Token], index: int, before: str) -> bool:
    """Whether "once" says how often, and not when: "we ask once", not "once you agree"."""
    following = words[index + 1].lower if index + 1 < len(words) else ""
    return words[index].lower == "once" and following in _ENDS_A_COUNT and before not in {"", ",", "at", "all", "for"}


def _read_by_its_neighbours(words: Sequence[Token], index: int, before: str, following: str) -> tuple[str, str] | None:
    """The kind and meaning of a word whose neighbours make it another: "save for", "tell whether", "for your safety", "may ask"."""
    word = words[index].lower
    if word == "save" and index and before not in BEFORE_A_VERB:
        return EXCEPTION, "exception.except"
    if word in _TELLS and following in _WHAT_IS_FOUND_OUT:
        return ACT, "act.use"
    if word in _MAY_AND_MIGHT and _MAY_HAVE_A_RIGHT.match(" ".join(later.lower for later in words[index + 1 : index + 6])):
        return HEDGE, "hedge.soft"
    if word in _GOODS and before in _WHOSE and index > 1 and words[index - 2].lower == "for" and following != "of":
        return PURPOSE, "purpose.security_purpose"
    if word in _ASKS and before in _MAY:
        return CHOICE, "choice.ask"
    if word == "details" and following in _TELLS_OF_WHOM:
        return DATA, "data.personal"
    if word in _TREATS_OF and before in _TEXTS:
        return REPORT, "report.tells"
    return None


_TRAINS = frozenset("train trains".split())
_TAUGHT, _THINGS = (
    frozenset("in on how".split()),
    frozenset("model models algorithm algorithms system systems software network networks ai engine bot bots".split()),
)


def _are_taught(words: Sequence[Token], index: int) -> tuple[str, str] | None:
    """The kind and meaning of "train" where people learn something: "trains its coaches in how to handle data"."""
    behind = [later.lower for later in words[index + 1 : index + 6]]
    learns = next((place for place, word in enumerate(behind) if word in _TAUGHT), 0)
    people = learns > 1 and behind[0] in _DETERMINERS and _THINGS.isdisjoint(behind[:learns])
    return (GUARD, "guard.assess") if people else None


def _is_no_act(words: Sequence[Token], index: int, before: str) -> bool:
    """Whether "supplement" is a text or is done to a text, "attribute" is a feature, "trade" that of traders, "block" one of stone,
    "clear" is plain to see, and "registered" says only what users they are.
    """
    word = words[index].lower
    if word not in _MAY_BE_NO_ACT:
        return False
    following = [later.lower for later in words[index + 1 : index + 6]]
    if word == "clear":
        return before in _IS_CLEAR  # "it is not clear whether"
    if word == "registered":
        return not _REGISTERED.isdisjoint(following[:1])
    if word == "one" or word in _BLOCKS:
        return following[:1] == ["of"]
    if word in _TRADE:
        return not _OF_TRADERS.isdisjoint(following[:1])
    return (before not in BEFORE_A_VERB and before != ",") or (not _TEXTS.isdisjoint(following) and "data" not in following)


def _is_no_choice(words: Sequence[Token], index: int, before: str) -> bool:
    """Whether "offer" is to give something, a "setting" is that of a clock, or a "security pane" is on a screen."""
    word = words[index].lower
    if words[index + 1 : index + 2] and words[index + 1].lower in _ON_SCREEN:
        return True
    if word in _OFFER:
        return before not in _AN_OFFER
    if word == "stay":
        return before in _ONE_OF_ITS_KIND or before == "your"
    if word in _SETTING:
        return before in _SET
    if word in _MANAGE and not _PURCHASES.isdisjoint(later.lower for later in words[index + 1 : index + 4]):
        return True
    if word in _MANAGE and is_done_by_us(words, index):
        return _CHOICES.isdisjoint(later.lower for later in words[index + 1 : index + 5])
    return False


_ON_SCREEN = frozenset("pane tab menu dialog".split())
_OFFER, _AN_OFFER = frozenset("offer offered".split()), frozenset("an any each every this such promotional".split())
_SETTING, _SET = (
    frozenset("setting settings".split()),
    frozenset("time timezone zone language clock font display keyboard currency".split()),
)
_PURCHASES = frozenset("order orders booking bookings reservation reservations ticket tickets trip trips appointment appointments".split())
_MANAGE = frozenset("manage manages managing".split())
_NAMED_OTHERWISE = {"once": "one time", **dict.fromkeys(_MANAGE, "management")}
_CHOICES = frozenset("preferences preference choices choice settings cookies consent consents permissions subscriptions privacy".split())


def _names_a_thing(words: Sequence[Token], index: int, before: str) -> bool:
    """Whether a word that may be a verb names a thing: "the checkout process", "our online store"."""
    following = words[index + 1].lower if index + 1 < len(words) else ""
    if words[index].lower == "financial" and following in _THINGS_ON_OFFER:
        return True
    if words[index].lower not in _NOUNS_WITHOUT_AN_OBJECT or following in _BEGINS_AN_OBJECT:
        return False
    if before in _ONE_OF_ITS_KIND or before in _DETERMINERS or before == "your":
        return words[index].lower not in _KEPT_THING
    alone = not words[index].lower.endswith("s") or following in _AFTER_THE_OBJECT
    plain = alone and index > 0 and words[index - 1].group == "word" and before not in BEFORE_A_VERB
    return plain and not before.endswith(("s", "ly")) and before not in _STANDS_FOR_WHO_ACTS


_THINGS_ON_OFFER = frozenset(
    "product products service services advice institution market markets regulator regulators authority year".split()
)
_NOUNS_WITHOUT_AN_OBJECT = frozenset("process processes store stores share score scores track film".split())
_BEGINS_AN_OBJECT = frozenset(
    "your the a an it them this that these those any all some such its their our his her you us personal data information and or".split()
)
_AFTER_THE_OBJECT = _BEING | {"", ".", "in", "of", "at", "on", "for"}
_STANDS_FOR_WHO_ACTS = frozenset("it he she they who that which and or people everyone anyone nobody staff".split())
_ENDS_A_COUNT = frozenset({"", ".", ",", ";", "and", "or", "before", "in", "only"})  # "we ask once", not "once you agree"
_BLOCKS = frozenset("block blocks".split())
_TRADE, _OF_TRADERS = frozenset({"trade"}), frozenset("show shows fair fairs association associations body bodies secret secrets".split())
_REGISTERED = frozenset("user users member members customer customers guest guests player players reader readers owner owners".split())
_NOUNS_AS_WELL = frozenset("supplement supplements attribute attributes".split())
_MAY_BE_NO_ACT = _BLOCKS | _TRADE | _NOUNS_AS_WELL | {"clear", "registered", "one"}
_TEXTS = frozenset("policy notice statement supplement terms agreement".split())


def _is_data(words: Sequence[Token], index: int, before: str, following: str) -> bool:
    """Whether a word that may be a verb names what a person gave or what is kept about them: "your answers", "logs are"."""
    word = words[index].lower
    if word in _THINGS_OF_A_PERSON and (before in _DETERMINERS or (before == "the" and _given_by_the_person(words, index))):
        return True
    if word == "recording" and before in _ONE_OF_ITS_KIND and following != "of":
        return True
    if word in _KEPT_THINGS and is_what_is_kept(words, index):
        return True
    return (word in _KEPT_THINGS and following in _AFTER_A_THING) or (before == "your" and word in _KEPT_THING)


def _is_a_number_sign(words: Sequence[Token], index: int) -> bool:
    """Whether "no." is short for "number"."""
    following = [word.lower for word in words[index + 1 : index + 3]]
    return len(following) == 2 and following[0] == "." and following[1][:1].isdigit()


def _read_as(code: str, key: str, token: Token) -> Term:
    return Term(code, key, token.start, token.end, load().entries[key])


_KEEPS = frozenset("keep keeps keeping kept".split())
_KEPT_SO = re.compile(
    r"^(?:\S+ ){0,7}?(?:informed|updated|up-to-date|up to date|current|running|going|working|accurate|to a minimum|in touch|in mind)\b"
)


def _kept_or_named(words: Sequence[Token], index: int) -> Term | None:
    """A "keep" that keeps no data, a "safe" in which something is kept, and a "named" that is no name."""
    token = words[index]
    if token.lower == "named":
        return Term(WORD, "called", token.start, token.end)
    if token.lower == "safe":
        kept = not _KEEPS.isdisjoint(word.lower for word in words[max(0, index - 8) : index])
        return _read_as(GUARD, "guard.protect", token) if kept else None
    return Term(WORD, "keep", token.start, token.end) if _keeps_so(words, index) else None


def _keeps_so(words: Sequence[Token], index: int) -> bool:
    """Whether "keep" is to let a thing go on as it is: "keep you informed", "keep it to a minimum"."""
    return _KEPT_SO.match(" ".join(word.lower for word in words[index + 1 : index + 11])) is not None


def is_done_by_us(words: Sequence[Token], index: int) -> bool:
    """Whether the organisation is who does what a verb says, and neither is asked to nor leaves it to the person: "we then delete it"."""
    before = takewhile(lambda word: word.group != "stop", reversed(words[max(0, index - 6) : index]))
    return next((word.lower for word in before if word.lower in _SOMEONE), "") == "we"


def is_of_access(words: Sequence[Token], index: int) -> bool:
    """Whether access is what is limited to someone, which is as much as to limit it: "access to files is restricted to nurses"."""
    if words[index].lower not in _LIMITED or [word.lower for word in words[index + 1 : index + 2]] != ["to"]:
        return False
    said = [word.lower for word in takewhile(lambda word: word.group == "word", reversed(words[max(0, index - 13) : index]))]
    said = said[1:] if said[:1] and said[0].endswith("ly") else said
    often = any(word.lower in _COUNTED or word.lower[:1].isdigit() for word in words[index + 2 : index + 3])
    if not said or said[0] not in _BEING or often:
        return False
    return any(one == "access" and two == "to" for two, one in pairwise(said)) and "access your" not in " ".join(said)


_LIMITED = frozenset({"limited", "restricted", "confined"})
_COUNTED = frozenset("one two three four once twice a".split())
_SOMEONE = frozenset("we you us ask asks asked request requests requested want right who let help".split())


def _given_by_the_person(tokens: Sequence[Token], index: int) -> bool:
    return any(token.lower == "you" for token in tokens[index + 1 : index + 3])
