"""Turns what is pending for one person into what they are shown: every sentence, ready for page, JSON and mail.

Pure: versions, records, answers and the comparison of texts are handed in. What is pending is the gate's business,
which clauses concern an ask is told in `clauses`, how it looks in `pages`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from consent_gate.model import AnswerKind, Ask, Choice, NoticeOwed
from consent_gate.prompts.changes import Compare, Tied, changes_between, no_ties
from consent_gate.prompts.clean import clean
from consent_gate.prompts.language import Language, direction
from consent_gate.prompts.shown import Changes, Content, Datum, ShownAsk, ShownChoice, ShownNotice, Source, Words
from policy_versions.model import SELF, Basis, LocalText, Permission, Policy, Version

MOST_ASKS = 12
"""Asks shown on one page; the others follow once these are answered."""


Memory = dict[tuple[object, ...], Any]
"""What depends on published versions alone, which never change: by what it is and what of."""


class Recorded(Protocol):
    """What a prompt needs of a record."""

    @property
    def data(self) -> str:
        """The category."""

    @property
    def collected_at(self) -> datetime | None:
        """When it was collected; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a prompt is made from, besides what is pending."""

    versions: Mapping[str, Sequence[Version]]  # of each policy, ascending by number, none withdrawn
    records: Mapping[int, Recorded]  # those that the asks name
    compare: Compare  # compares two texts; remembered by the caller, since versions never change
    label: Callable[[str, str, str], str]  # policy, taxonomy key, language -> plain words
    now: datetime
    tied: Tied = no_ties  # the clauses that reviewers tied to a permission or promise
    choices: Sequence[Choice] = field(default=())  # every answer of the person
    memory: Memory = field(default_factory=dict)  # what was worked out from the versions alone, kept between prompts
    answerable: Callable[[str, str], Sequence[int]] = lambda _policy, _subject_of: ()  # editions that an answer may be for

    def version(self, policy: str, number: int | None) -> Version | None:
        """One version, if it is there."""
        return next((v for v in self.versions.get(policy, ()) if v.number == number), None)

    def in_force(self, policy: str) -> Version | None:
        """The version in force now."""
        return max((v for v in self.versions.get(policy, ()) if v.effective <= self.now), key=lambda v: v.number, default=None)


def prompt_content(asks: Sequence[Ask], notices: Sequence[NoticeOwed], known: Known, speech: Language) -> Content:
    """What the prompt shows: at most `MOST_ASKS` asks, those of one policy together, and the notices below."""
    shown = [_ask(ask, known, speech, share=len(asks[:MOST_ASKS])) for ask in asks[:MOST_ASKS]]
    told = [_notice(notice, known, speech) for notice in notices]
    policies = {ask.policy for ask in asks} | {n.policy for n in notices}
    content = _content(known, speech, policies, asks=tuple(shown), notices=tuple(told))
    left = len(asks) - len(shown)
    more = speech.count("%(n)d more question follows after these.", "%(n)d more questions follow after these.", left) if left else ""
    return replace(content, sources=_sources(asks[:MOST_ASKS], known, speech), more=more)


def _sources(asks: Sequence[Ask], known: Known, speech: Language) -> tuple[Source, ...]:
    """The versions that the asks compare."""
    versions = {(v.slug, v.number): v for ask in asks for v in (known.version(ask.policy, ask.compare_from), _proposed(ask, known)) if v}
    return tuple(
        Source(
            policy=slug,
            number=number,
            name=speech.say("%(title)s, version %(number)s", title=_local(v.policy.title, v.policy, speech).text, number=number),
        )
        for (slug, number), v in sorted(versions.items())
    )


def choices_content(asks: Sequence[Ask], known: Known, speech: Language) -> Content:
    """What the choices page shows: every answer, those that stand first; the open asks only count."""
    earlier = [c for c in known.choices if not c.stands]
    return _content(
        known,
        speech,
        {c.policy for c in known.choices} or set(known.versions),
        asks=tuple(_ask(ask, known, speech, share=MOST_ASKS) for ask in asks[:MOST_ASKS]),
        choices=standing(known, speech),
        earlier=tuple(_shown_choice([c], known, speech) for c in sorted(earlier, key=lambda c: -c.sequence)),
    )


def standing(known: Known, speech: Language, names: Collection[tuple[str, str]] | None = None) -> tuple[ShownChoice, ...]:
    """The answers that stand, one for each permission or promise, the newest first; only those of `names` (policy, id) where given."""
    groups: dict[tuple[str, str], list[Choice]] = {}
    for choice in sorted(known.choices, key=lambda c: -c.sequence):
        if choice.stands:
            groups.setdefault((choice.policy, choice.subject_of), []).append(choice)
    wanted = [group for name, group in groups.items() if names is None or name in names]
    return tuple(_shown_choice([c for c in group if c.answer is group[0].answer], known, speech) for group in wanted)


def _shown_choice(group: Sequence[Choice], known: Known, speech: Language) -> ShownChoice:
    """Answers to several editions of one permission, alike and the newest first, as one."""
    choice = group[0]
    given = choice.answer is AnswerKind.GIVEN
    lapsed = given and choice.lapses_at is not None and choice.lapses_at <= known.now
    version = known.in_force(choice.policy) or known.version(choice.policy, choice.version)
    permission = version.policy.permission(choice.subject_of) if version else None
    key, turn = _turning(group, known)
    turn = "" if not choice.stands or lapsed else turn
    return ShownChoice(
        key=key,
        matter=matter_of(choice.policy, choice.subject_of, known, speech),
        words=words_of(choice.policy, choice.subject_of, known, speech, prefer=choice.version),
        state="lapsed" if lapsed else choice.answer.value,
        said=_said(choice, speech, lapsed=lapsed),
        event=str(choice.sequence),
        means=_means(choice, permission, speech, lapsed=lapsed) if choice.stands else "",
        turn=_turned(choice, permission, speech) if turn else "",
        turn_action=turn,
    )


def _turning(group: Sequence[Choice], known: Known) -> tuple[str, str]:
    """What turns an answer round: a yes is taken back for all of the permission, a no becomes a yes to what can be answered now."""
    choice = group[0]
    name = f"{choice.policy}/{choice.subject_of}"
    if choice.answer is AnswerKind.GIVEN:
        return name, AnswerKind.WITHDRAWN.value
    open_now = sorted(known.answerable(choice.policy, choice.subject_of))
    answered = {c.edition for c in group}
    editions = open_now if None in answered else [edition for edition in open_now if edition in answered]
    if not editions:
        return name, ""
    return f"{name}@{'+'.join(map(str, editions))}", AnswerKind.GIVEN.value


def put_off(ask: Ask, known: Known, speech: Language) -> ShownChoice:
    """An ask that the person put off just now."""
    return ShownChoice(
        key=ask.id,
        matter=matter_of(ask.policy, ask.subject_of, known, speech),
        words=_ask_words(ask, known, speech),
        state="deferred",
        said=speech.say("You want to decide later."),
        event="",
        means=speech.say("Nothing changes until you answer. We remind you three times at most."),
        turn="",
        turn_action="",
    )


def _content(
    known: Known,
    speech: Language,
    policies: Iterable[str],
    *,
    asks: tuple[ShownAsk, ...] = (),
    notices: tuple[ShownNotice, ...] = (),
    choices: tuple[ShownChoice, ...] = (),
    earlier: tuple[ShownChoice, ...] = (),
) -> Content:
    current = [v for slug in sorted(policies) if (v := known.in_force(slug) or next(iter(known.versions.get(slug, ())), None))]
    every = [v for slug in sorted(known.versions) if (v := known.in_force(slug) or next(iter(known.versions[slug]), None))]
    names = dict.fromkeys(_local(v.policy.controller.name, v.policy, speech).text for v in current or every)
    return Content(
        language=speech.tag,
        organisation=speech.list(list(names)),
        policies=tuple(_local(v.policy.title, v.policy, speech) for v in current),
        asks=asks,
        notices=notices,
        choices=choices,
        earlier=earlier,
        remarks=tuple(dict.fromkeys(remark for v in current if (remark := _prevails(v.policy, v.texts, speech)))),
    )


def _ask(ask: Ask, known: Known, speech: Language, *, share: int) -> ShownAsk:
    proposed = known.version(ask.policy, ask.editions[-1]) if ask.kind == "promise" else _proposed(ask, known)
    permission = proposed.policy.permission(ask.subject_of) if proposed else None
    recipients = _recipients(permission, proposed, speech) if permission and proposed else None
    valid_for = permission.valid_for if permission and ask.basis is Basis.CONSENT else None
    return ShownAsk(
        key=ask.id,
        about=ask.kind,
        question=_question(ask, known, speech),
        words=_ask_words(ask, known, speech),
        why=_why(ask, known, speech),
        data=_data(ask, known, speech),
        recipients=recipients,
        effect=_effect(ask, proposed, speech),
        lasts=speech.say("A yes lasts %(period)s.", period=speech.period(valid_for)) if valid_for else "",
        accepting=_accepting(ask, speech),
        declining=_declining(ask, speech),
        waiting=_waiting(ask, speech),
        changes=changes_between(
            ask.policy, ask.subject_of, known.version(ask.policy, ask.compare_from), proposed, known, speech, share=share
        ),
    )


def _notice(notice: NoticeOwed, known: Known, speech: Language) -> ShownNotice:
    version = known.version(notice.policy, notice.version)
    before = known.version(notice.policy, notice.version - 1)
    by_law = notice.kind == "permission"
    return ShownNotice(
        key=f"{notice.policy}/{notice.subject_of}@{notice.version}",
        words=words_of(notice.policy, notice.subject_of, known, speech, prefer=notice.version),
        why=speech.say("The law lets us do this without asking you.") if by_law else speech.say("This promise has changed."),
        effect=_since(version, known, speech),
        changes=changes_between(notice.policy, notice.subject_of, before, version, known, speech, share=MOST_ASKS),
    )


def _proposed(ask: Ask, known: Known) -> Version | None:
    """The version whose permission is asked about: the one that takes effect then, else the one in force."""
    versions = known.versions.get(ask.policy, ())
    if ask.effective is not None:
        return next((v for v in versions if v.effective == ask.effective), known.version(ask.policy, ask.editions[-1]))
    return known.in_force(ask.policy) or known.version(ask.policy, ask.editions[-1])


def _ask_words(ask: Ask, known: Known, speech: Language) -> Words:
    proposed = _proposed(ask, known)
    return words_of(ask.policy, ask.subject_of, known, speech, prefer=proposed.number if proposed else ask.editions[-1])


def words_of(policy: str, subject_of: str, known: Known, speech: Language, *, prefer: int) -> Words:
    """The plain words of a permission or promise in a version, else in the latest version that has it."""
    versions = sorted(known.versions.get(policy, ()), key=lambda v: (v.number == prefer, v.number), reverse=True)
    for version in versions:
        held = version.policy.permission(subject_of) or version.policy.promise(subject_of)
        weak = next((w for w in version.policy.weakened if w.id == subject_of and w.text), None)
        text = held.text if held else weak.text if weak else None
        if text is not None:
            return _local(text, version.policy, speech)
    return Words(text=subject_of, language="", direction="auto")


def matter_of(policy: str, subject_of: str, known: Known, speech: Language) -> str:
    """What the plain words of a promise stand for in an answer: its weakening or its end; empty for a permission."""
    if any(v.policy.permission(subject_of) for v in known.versions.get(policy, ())):
        return ""
    current = known.in_force(policy)
    if current is not None and current.policy.promise(subject_of):
        return speech.say("This promise, weaker than before:")
    return speech.say("The end of this promise:")


def _local(text: LocalText, policy: Policy, speech: Language) -> Words:
    tag = speech.tag if speech.tag in text.by_language else policy.language
    return Words(text=clean(text.in_language(speech.tag, policy.language)), language=tag, direction=direction(tag))


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
        return speech.say("We do this only with your yes, and have none from you yet.")
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
            since=speech.say("since %(date)s", date=speech.day(time)) if time else speech.say("for a time we do not know"),
        )
        for label, time in sorted(since.items())
    )


def _recipients(permission: Permission, version: Version, speech: Language) -> Words | None:
    names = {r.id: _local(r.name, version.policy, speech) for r in version.policy.recipients}
    others = [
        names.get(r) or Words(text=clean(r), language=version.policy.language, direction="auto") for r in permission.recipients if r != SELF
    ]
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


def _accepting(ask: Ask, speech: Language) -> str:
    if ask.kind == "promise":
        return speech.say("The old promise no longer counts for the data you gave us before.")
    if ask.basis is Basis.CONSENT:
        return speech.say("Your data may be used for this.")
    return speech.say("The data you gave us before may be used for this too.")


def _declining(ask: Ask, speech: Language) -> str:
    if ask.kind == "promise":
        return speech.say("The old promise goes on counting for the data you gave us before.")
    if ask.basis is Basis.CONTRACT:
        return speech.say(
            "The data you gave us before stays under its old terms. Data you give us under the new terms may be used for this."
        )
    if ask.basis in (Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK):
        return speech.say("None of your data is used for this, whenever you gave it to us.")
    return speech.say("Your data is not used for this.")


def _waiting(ask: Ask, speech: Language) -> str:
    if ask.kind == "promise":
        return speech.say("The old promise goes on counting for the data you gave us before.")
    if ask.basis is Basis.CONSENT:
        return speech.say("Your data is not used for this.")
    return speech.say("The data you gave us before is not used for this. Data you give us under the new terms may be.")


def _said(choice: Choice, speech: Language, *, lapsed: bool) -> str:
    day = speech.day(choice.at)
    if lapsed and choice.lapses_at:
        return speech.say("You accepted on %(date)s; your yes ended on %(end)s.", date=day, end=speech.day(choice.lapses_at))
    if choice.answer is AnswerKind.GIVEN and choice.lapses_at:
        return speech.say("You accepted on %(date)s. Your yes lasts until %(end)s.", date=day, end=speech.day(choice.lapses_at))
    return {
        AnswerKind.GIVEN: speech.say("You accepted on %(date)s.", date=day),
        AnswerKind.REFUSED: speech.say("You declined on %(date)s.", date=day),
        AnswerKind.WITHDRAWN: speech.say("You took your yes back on %(date)s.", date=day),
    }[choice.answer]


def _means(choice: Choice, permission: Permission | None, speech: Language, *, lapsed: bool) -> str:
    given = choice.answer is AnswerKind.GIVEN and not lapsed
    if choice.kind == "promise":
        return (
            speech.say("The old promise no longer counts for your earlier data.")
            if given
            else speech.say("The old promise goes on counting for your earlier data.")
        )
    if given:
        return speech.say("Your data may be used for this.")
    if permission is not None and permission.basis is Basis.CONTRACT:
        return speech.say("Your earlier data stays under its old terms.")
    return speech.say("Your data is not used for this.")


def _turned(choice: Choice, permission: Permission | None, speech: Language) -> str:
    if choice.answer is not AnswerKind.GIVEN:
        return speech.say("If you accept now, your data may be used for this.") if choice.kind == "permission" else ""
    if choice.kind == "promise" or (permission is not None and permission.basis is Basis.CONTRACT):
        return ""
    return speech.say("If you take it back, your data is no longer used for this.")


__all__ = ["MOST_ASKS", "Changes", "Known", "choices_content", "matter_of", "prompt_content", "put_off", "standing", "words_of"]
