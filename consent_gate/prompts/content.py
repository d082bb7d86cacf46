"""Turns what is pending for one person into what they are shown: every sentence, ready for page, JSON and mail.

Pure: versions, records, answers and the comparison of texts are handed in. What is pending is the gate's business,
which clauses concern an ask is told in `clauses`, how it looks in `pages`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from consent_gate.model import Ask, NoticeOwed
from consent_gate.prompts.changes import changes_between
from consent_gate.prompts.choices import shown_choice, standing
from consent_gate.prompts.clean import clean
from consent_gate.prompts.contacts import contacts_of
from consent_gate.prompts.known import Known
from consent_gate.prompts.language import Language
from consent_gate.prompts.outcomes import accepting, declining, waiting
from consent_gate.prompts.plain import ask_words, local_words, proposed_version, recipient_words, words_of
from consent_gate.prompts.shown import Content, Datum, ShownAsk, ShownNotice, Source, Words
from policy_versions.model import SELF, Basis, Permission, Policy, Version

MOST_ASKS = 10
"""Asks shown on one page; the others follow once these are answered."""


def prompt_content(
    asks: Sequence[Ask], notices: Sequence[NoticeOwed], known: Known, speech: Language, *, for_another: bool = False
) -> Content:
    """What the prompt shows: at most `MOST_ASKS` asks, those of one policy together, and the notices below.

    `for_another`: whoever is shown it answers for the person.
    """
    shown = [_ask(ask, known, speech, share=len(asks[:MOST_ASKS])) for ask in asks[:MOST_ASKS]]
    left = len(asks) - len(shown)
    frame = _frame({ask.policy for ask in asks} | {n.policy for n in notices}, known, speech)
    return replace(
        frame,
        asks=tuple(shown),
        notices=tuple(_notice(notice, known, speech) for notice in notices),
        more=speech.count("%(n)d more question follows after these.", "%(n)d more questions follow after these.", left) if left else "",
        sources=_sources_of(asks[:MOST_ASKS], known, speech),
        remarks=(_whose(speech), *frame.remarks) if asks and not for_another else frame.remarks,
        instead=instead_of(speech) if for_another else "",
    )


def instead_of(speech: Language) -> str:
    """What the sentences mean for somebody who answers for another."""
    return speech.say("You answer for somebody else, whose account you look after. “You” and “your data” mean that person here.")


def _whose(speech: Language) -> str:
    """Who is to answer; whether somebody may decide for another is for the law to say."""
    return speech.say(
        "Please answer only if it is your own data, or if you may decide for the person whose data it is, as a parent may for a child. "
        "Without an answer, nothing is agreed to."
    )


def _sources_of(asks: Sequence[Ask], known: Known, speech: Language) -> tuple[Source, ...]:
    place = ("sources", speech.tag, *((ask.id, ask.compare_from, ask.effective) for ask in asks))
    return known.memory.recall(place, lambda: _sources(asks, known, speech))


def _sources(asks: Sequence[Ask], known: Known, speech: Language) -> tuple[Source, ...]:
    """The versions that the asks compare."""
    versions = {
        (v.slug, v.number): v for ask in asks for v in (known.version(ask.policy, ask.compare_from), proposed_version(ask, known)) if v
    }
    return tuple(
        Source(
            policy=slug,
            number=number,
            name=speech.say("%(title)s, version %(number)s", title=local_words(v.policy.title, v.policy, speech).text, number=number),
        )
        for (slug, number), v in sorted(versions.items())
    )


def choices_content(asks: Sequence[Ask], known: Known, speech: Language, *, for_another: bool = False) -> Content:
    """What the choices page shows: every answer, those that stand first; the open asks only count."""
    earlier = [c for c in known.choices if not c.stands]
    return replace(
        _frame({c.policy for c in known.choices} or set(known.histories), known, speech),
        asks=tuple(_ask(ask, known, speech, share=MOST_ASKS) for ask in asks[:MOST_ASKS]),
        choices=standing(known, speech),
        earlier=tuple(shown_choice([c], known, speech) for c in sorted(earlier, key=lambda c: -c.sequence)),
        instead=instead_of(speech) if for_another else "",
    )


def _frame(policies: Iterable[str], known: Known, speech: Language) -> Content:
    """What a page about those policies shows besides what is asked, told and answered."""
    named = tuple(sorted(policies))
    return known.memory.recall(("frame", speech.tag, named), lambda: _framed(named, known, speech))


def _framed(policies: Sequence[str], known: Known, speech: Language) -> Content:
    current = [v for slug in policies if (v := known.in_force(slug) or next(iter(known.versions(slug)), None))]
    every = [v for slug in sorted(known.histories) if (v := known.in_force(slug) or next(iter(known.versions(slug)), None))]
    names = dict.fromkeys(local_words(v.policy.controller.name, v.policy, speech).text for v in current or every)
    return Content(
        language=speech.tag,
        organisation=speech.list(list(names)),
        policies=tuple(local_words(v.policy.title, v.policy, speech) for v in current),
        remarks=tuple(dict.fromkeys(remark for v in current if (remark := _prevails(v.policy, v.texts, speech)))),
        contacts=contacts_of(current or every, speech),
    )


def _ask(ask: Ask, known: Known, speech: Language, *, share: int) -> ShownAsk:
    place = ("ask", speech.tag, share, ask.kind, ask.id, ask.effective, ask.basis, ask.compare_from)
    alike = known.memory.recall(place, lambda: _asked(ask, known, speech, share=share))
    return replace(alike, why=_why(ask, known, speech), data=_data(ask, known, speech))


def _asked(ask: Ask, known: Known, speech: Language, *, share: int) -> ShownAsk:
    """An ask as all see it whom it is put to, without what is this person's own."""
    proposed = known.version(ask.policy, ask.editions[-1]) if ask.kind == "promise" else proposed_version(ask, known)
    permission = proposed.policy.permission(ask.subject_of) if proposed else None
    recipients = _recipients(permission, proposed, speech) if permission and proposed else None
    valid_for = permission.valid_for if permission and ask.basis is Basis.CONSENT else None
    return ShownAsk(
        key=ask.id,
        about=ask.kind,
        question=_question(ask, known, speech),
        words=ask_words(ask, known, speech),
        why="",
        data=(),
        recipients=recipients,
        effect=_effect(ask, proposed, speech),
        lasts=speech.say("A yes lasts %(period)s.", period=speech.period(valid_for)) if valid_for else "",
        accepting=accepting(ask, speech),
        declining=declining(ask, known, speech),
        waiting=waiting(ask, known, speech),
        changes=changes_between(
            ask.policy, ask.subject_of, known.version(ask.policy, ask.compare_from), proposed, known, speech, share=share
        ),
    )


def _notice(notice: NoticeOwed, known: Known, speech: Language) -> ShownNotice:
    place = ("notice", speech.tag, notice.kind, notice.policy, notice.subject_of, notice.version)
    return known.memory.recall(place, lambda: _told(notice, known, speech))


def _told(notice: NoticeOwed, known: Known, speech: Language) -> ShownNotice:
    version = known.version(notice.policy, notice.version)
    before = max((v for v in known.versions(notice.policy) if v.number < notice.version), key=lambda v: v.number, default=None)
    by_law = notice.kind == "permission"
    changes = changes_between(notice.policy, notice.subject_of, before, version, known, speech, share=MOST_ASKS)
    if before is not None:  # the step that is told of, whichever version the person's data was collected under
        steps = speech.say("From version %(old)s of the policy to version %(new)s.", old=before.number, new=notice.version)
        changes = replace(changes, note=steps)
    return ShownNotice(
        key=f"{notice.policy}/{notice.subject_of}@{notice.version}",
        words=words_of(notice.policy, notice.subject_of, known, speech, prefer=notice.version),
        why=speech.say("The law lets us do this without asking you.") if by_law else speech.say("This promise has changed."),
        effect=_since(version, known, speech),
        changes=changes,
    )


def _prevails(policy: Policy, texts: Mapping[str, str], speech: Language) -> str:
    """Which language counts, where that is not the page's own."""
    if speech.tag == policy.language:
        return ""
    prevailing = speech.language_name(policy.language)
    if speech.tag in texts:
        return speech.say("If the translations differ, the text in this language counts: %(language)s.", language=prevailing)
    return speech.say("The policy's own words are shown in the language it is written in, which counts: %(language)s.", language=prevailing)


def _question(ask: Ask, known: Known, speech: Language) -> str:
    if ask.kind == "permission":
        return speech.say("Do you agree to this?")
    proposed = known.version(ask.policy, ask.editions[-1])
    if proposed is not None and proposed.policy.promise(ask.subject_of):
        return speech.say("Do you agree to this weaker promise?")
    return speech.say("Do you agree that this promise ends?")


def _why(ask: Ask, known: Known, speech: Language) -> str:
    if ask.kind == "promise":
        return speech.say("We promised this when you gave us your data.")
    lapsed = [c.lapses_at for c in known.choices if (c.policy, c.subject_of) == (ask.policy, ask.subject_of) and c.lapses_at]
    if lapsed and max(lapsed) <= known.now:
        return speech.say("Your earlier yes ended on %(date)s.", date=speech.day(max(lapsed)))
    if ask.compare_from is None:
        return speech.say("We do not know under which terms you gave us this data, so we ask you.")
    if ask.compare_from >= ask.editions[-1]:
        return speech.say("We do this only with your yes, and we do not have it yet.")
    before = known.version(ask.policy, ask.compare_from)
    if before is not None and before.policy.permission(ask.subject_of):
        return speech.say("The terms have become wider since you gave us this data.")
    return speech.say("This is new since you gave us this data.")


def _data(ask: Ask, known: Known, speech: Language) -> tuple[Datum, ...]:
    since: dict[str, datetime | None] = {}
    for number in ask.records:
        record = known.records.get(number)
        if record is None:
            continue
        label = known.label(ask.policy, record.data, speech.tag)
        times = [t for t in (since.get(label), record.collected_at) if t is not None]
        since[label] = min(times, default=None)
    for key in ask.data:
        since.setdefault(known.label(ask.policy, key, speech.tag), None)
    return tuple(
        Datum(
            label=clean(label),
            since=speech.say("since %(date)s", date=speech.day(time)) if time else speech.say("since a date we do not know"),
        )
        for label, time in sorted(since.items())
    )


def _recipients(permission: Permission, version: Version, speech: Language) -> Words | None:
    others = [recipient_words(r, version.policy, speech) for r in permission.recipients if r != SELF]
    if not others:
        return None
    return Words(text=speech.list([w.text for w in others]), language=others[0].language, direction="auto")


def _effect(ask: Ask, proposed: Version | None, speech: Language) -> str:
    if ask.effective is not None:
        return speech.say("From %(date)s on.", date=speech.date(ask.effective))
    if proposed is None:
        return ""
    return speech.say("In the policy since %(date)s.", date=speech.date(proposed.effective))


def _since(version: Version | None, known: Known, speech: Language) -> str:
    if version is None:
        return ""
    if version.effective > known.now:
        return speech.say("From %(date)s on.", date=speech.date(version.effective))
    return speech.say("In the policy since %(date)s.", date=speech.date(version.effective))
