"""A person's answers as they are shown: what they said, what it means now, and the one press that turns it round."""

from collections.abc import Collection, Sequence

from consent_gate.model import AnswerKind, Ask, Choice
from consent_gate.prompts.known import Known
from consent_gate.prompts.language import Language
from consent_gate.prompts.outcomes import is_in_part, waiting
from consent_gate.prompts.plain import ask_words, matter_of, words_of
from consent_gate.prompts.shown import ShownChoice
from policy_versions.model import Basis, Permission, Version


def standing(known: Known, speech: Language, names: Collection[tuple[str, str]] | None = None) -> tuple[ShownChoice, ...]:
    """The answers that stand, one for each permission or promise, the newest first; only those of `names` (policy, id) where given."""
    groups: dict[tuple[str, str], list[Choice]] = {}
    for choice in sorted(known.choices, key=lambda c: -c.sequence):
        if choice.stands:
            groups.setdefault((choice.policy, choice.subject_of), []).append(choice)
    wanted = [group for name, group in groups.items() if names is None or name in names]
    return tuple(shown_choice([c for c in group if c.answer is group[0].answer], known, speech) for group in wanted)


def shown_choice(group: Sequence[Choice], known: Known, speech: Language) -> ShownChoice:
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
        said=_said(choice, known, speech, lapsed=lapsed),
        event=str(choice.sequence),
        means=_means(group, version, known, speech, lapsed=lapsed) if choice.stands else "",
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
        words=ask_words(ask, known, speech),
        state="deferred",
        said=speech.say("You want to decide later."),
        event="",
        means=" ".join((waiting(ask, known, speech), speech.say("We remind you three times at most."))),
        turn="",
        turn_action="",
    )


def _said(choice: Choice, known: Known, speech: Language, *, lapsed: bool) -> str:
    day = speech.day(choice.at)
    if lapsed and choice.lapses_at:
        return speech.say("You accepted on %(date)s; your yes ended on %(end)s.", date=day, end=speech.day(choice.lapses_at))
    if choice.answer is AnswerKind.GIVEN and choice.lapses_at:
        return speech.say("You accepted on %(date)s. Your yes lasts until %(end)s.", date=day, end=speech.day(choice.lapses_at))
    if choice.answer is AnswerKind.WITHDRAWN and not _had_accepted(choice, known):
        return speech.say("You objected on %(date)s.", date=day)
    return {
        AnswerKind.GIVEN: speech.say("You accepted on %(date)s.", date=day),
        AnswerKind.REFUSED: speech.say("You declined on %(date)s.", date=day),
        AnswerKind.WITHDRAWN: speech.say("You took your yes back on %(date)s.", date=day),
    }[choice.answer]


def _had_accepted(choice: Choice, known: Known) -> bool:
    """Whether there was a yes before it that could be taken back."""
    return any(
        c.answer is AnswerKind.GIVEN and c.sequence < choice.sequence and (c.policy, c.subject_of) == (choice.policy, choice.subject_of)
        for c in known.choices
    )


def _means(group: Sequence[Choice], version: Version | None, known: Known, speech: Language, *, lapsed: bool) -> str:
    choice, permission = group[0], version.policy.permission(group[0].subject_of) if version else None
    given = choice.answer is AnswerKind.GIVEN and not lapsed
    if choice.kind == "promise":
        return (
            speech.say("The old promise no longer holds for your earlier data.")
            if given
            else speech.say("The old promise still holds for your earlier data.")
        )
    if given:
        return speech.say("Your data may be used for this.")
    if permission is not None and permission.basis is Basis.CONTRACT:
        return speech.say("Your earlier data stays under its old terms.")
    if permission is not None and is_in_part(choice.policy, choice.subject_of, [c.edition for c in group], version, known):
        return speech.say("Your data is not used for what is new in this. What was allowed before goes on.")
    return speech.say("Your data is not used for this.")


def _turned(choice: Choice, permission: Permission | None, speech: Language) -> str:
    """What the other answer would do."""
    if choice.answer is not AnswerKind.GIVEN:
        if choice.kind == "promise":
            return speech.say("If you accept now, the old promise no longer holds for your earlier data.")
        return speech.say("If you accept now, your data may be used for this.")
    if choice.kind == "promise":
        return speech.say("If you take it back, the old promise holds for your earlier data again.")
    if permission is not None and permission.basis is Basis.CONTRACT:
        return speech.say("If you take it back, your earlier data is under its old terms again.")
    return speech.say("If you take it back, your data is no longer used for this.")
