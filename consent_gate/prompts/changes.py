"""What changes for one person in one matter, between the version their data was collected under and the one proposed.

The redline of the clauses concerned, then what only the permissions show: words, recipients, times. In the page's
language where both versions have it, else in the language that prevails.
"""

from collections.abc import Iterator, Sequence

from consent_gate.prompts.clauses import MOST, at_the_same_places, concerned, once, plain_clauses, show, weight
from consent_gate.prompts.clean import clean
from consent_gate.prompts.known import Known
from consent_gate.prompts.language import Language, direction
from consent_gate.prompts.plain import recipient_words
from consent_gate.prompts.shown import Changes, Clause, Run
from differ.model import Change, Document, Op
from policy_versions.model import SELF, LocalText, Permission, Policy, Promise, Version, Weakened

ROOM = 12_000
"""Characters of changed clauses on one page, shared among its asks."""


def changes_between(
    policy: str, subject_of: str, old: Version | None, new: Version | None, known: Known, speech: Language, *, share: int
) -> Changes:
    """The changes that concern `subject_of`, as much as fits into one of `share` parts of a page; worked out once for all people."""
    place = ("changes", policy, subject_of, old.number if old else None, new.number if new else None, speech.tag, share)
    return known.memory.recall(place, lambda: _changes(policy, subject_of, old, new, known, speech, share=share))


def _changes(
    policy: str, subject_of: str, old: Version | None, new: Version | None, known: Known, speech: Language, *, share: int
) -> Changes:
    if new is None:
        return Changes(title=speech.say("What changes for you"))
    if old is None or old.number >= new.number:
        return _as_it_stands(subject_of, new, known, speech, unknown=old is None)
    tag, found = _found(policy, subject_of, old, new, known, speech)
    every = [*once(show(change, tag, speech) for change in found), *_fields(old.policy, new.policy, subject_of, speech)]
    kept = _fit(every, ROOM // max(share, 1))
    more = len(every) - len(kept)
    return Changes(
        title=speech.say("What changes for you"),
        clauses=tuple(kept),
        left_out=speech.count("%(n)d more changed clause belongs to this.", "%(n)d more changed clauses belong to this.", more)
        if more
        else "",
        note=speech.say(
            "From version %(old)s of the policy, which your data was collected under, to version %(new)s.", old=old.number, new=new.number
        ),
    )


def _as_it_stands(subject_of: str, version: Version, known: Known, speech: Language, *, unknown: bool) -> Changes:
    tag = version.policy.language
    document = _read(version, tag, known)
    translation = _read(version, speech.tag, known) if speech.tag in version.texts and speech.tag != tag else None
    if translation is not None and len(translation.clauses) == len(document.clauses):
        tag = speech.tag
    else:
        translation = None
    held = _held(version.policy, subject_of)
    clauses = plain_clauses(document, held.clause if held else None, tag, translation)
    note = speech.say("Version %(number)s of the policy says:", number=version.number) if clauses else ""
    return Changes(
        title=speech.say("What the policy says") if clauses or not unknown else speech.say("What changes for you"),
        clauses=clauses,
        note=note,
    )


def _read(version: Version, tag: str, known: Known) -> Document:
    text = version.texts.get(tag, "")
    return known.compare(text, text, tag).new


def _found(policy: str, subject_of: str, old: Version, new: Version, known: Known, speech: Language) -> tuple[str, tuple[Change, ...]]:
    """The changes that concern it, and the language they are in: the page's where both texts have the clauses of the prevailing one."""
    prevailing = next((tag for tag in (new.policy.language, old.policy.language) if tag in old.texts and tag in new.texts), None)
    if prevailing is None:
        return new.policy.language, ()
    base = known.compare(old.texts[prevailing], new.texts[prevailing], prevailing)
    addresses = [held.clause for v in (old, new) if (held := _held(v.policy, subject_of)) and held.clause]
    found = concerned(base, addresses, known.tied(policy, old.number, new.number, subject_of))
    if speech.tag == prevailing or speech.tag not in old.texts or speech.tag not in new.texts:
        return prevailing, found
    translated = at_the_same_places(found, base, known.compare(old.texts[speech.tag], new.texts[speech.tag], speech.tag))
    return (prevailing, found) if translated is None else (speech.tag, translated)


def _held(policy: Policy, subject_of: str) -> Permission | Promise | Weakened | None:
    return policy.permission(subject_of) or policy.promise(subject_of) or next((w for w in policy.weakened if w.id == subject_of), None)


def _fit(clauses: Sequence[Clause], room: int) -> list[Clause]:
    """As many clauses as have room, at least one."""
    kept: list[Clause] = []
    for clause in clauses[:MOST]:
        room -= weight(clause)
        if room < 0 and kept:
            break
        kept.append(clause)
    return kept


def _fields(old: Policy, new: Policy, subject_of: str, speech: Language) -> Iterator[Clause]:
    """What the permissions themselves show to have changed."""
    before, now = old.permission(subject_of), new.permission(subject_of)
    if before is not None and now is not None:
        for heading, was, became in (
            (speech.say("Who gets it"), _recipients(before, old, speech), _recipients(now, new, speech)),
            (speech.say("How long it is kept"), _kept(before, speech), _kept(now, speech)),
            (speech.say("How long a yes lasts"), _lasts(before, speech), _lasts(now, speech)),
        ):
            if was != became:
                yield _replaced(heading, was, became, speech.tag)
    promised, promise = old.promise(subject_of), new.promise(subject_of)
    if promised is not None:
        was = clean(_local(promised.text, old, speech))
        became = clean(_local(promise.text, new, speech)) if promise else ""
        if was != became:
            yield _replaced(speech.say("The promise"), was, became, new.language)


def _replaced(heading: str, was: str, became: str, tag: str) -> Clause:
    runs = [Run(op=op, text=text) for op, text in ((Op.DELETE, was and was + " "), (Op.INSERT, became)) if text]
    return Clause(heading=heading, note="", runs=tuple(runs), language=tag, direction=direction(tag))


def _local(text: LocalText, policy: Policy, speech: Language) -> str:
    return text.in_language(speech.tag, policy.language)


def _recipients(permission: Permission, policy: Policy, speech: Language) -> str:
    others = _without_self(permission.recipients)
    return speech.list([speech.say("only us") if r == SELF else recipient_words(r, policy, speech).text for r in others])


def _without_self(recipients: Sequence[str]) -> list[str]:
    others = [r for r in recipients if r != SELF]
    return others or [SELF]


def _kept(permission: Permission, speech: Language) -> str:
    return speech.period(permission.retention) if permission.retention else speech.say("no limit")


def _lasts(permission: Permission, speech: Language) -> str:
    return speech.period(permission.valid_for) if permission.valid_for else speech.say("no limit")
