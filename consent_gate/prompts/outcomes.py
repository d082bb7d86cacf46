"""What each answer does, in a sentence: accepting, declining, and not answering at all.

A permission that became wider is asked about as a whole, in its new words; a no to what is new leaves what was allowed
before as it was, and the sentences say so.
"""

from collections.abc import Iterable

from consent_gate.editions import editions_at
from consent_gate.model import Ask
from consent_gate.prompts.known import Known
from consent_gate.prompts.language import Language
from consent_gate.prompts.plain import proposed_version
from policy_versions.model import Basis, Version

OBJECTION = (Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK)
"""Where a no is an objection, which counts for all of the person's data."""


def accepting(ask: Ask, speech: Language) -> str:
    """What accepting does."""
    if ask.kind == "promise":
        return speech.say("The old promise no longer holds for the data you gave us before.")
    if ask.basis is Basis.CONSENT:
        return speech.say("Your data may be used for this.")
    return speech.say("The data you gave us before may be used for this too.")


def declining(ask: Ask, known: Known, speech: Language) -> str:
    """What declining does."""
    if ask.kind == "promise":
        return speech.say("The old promise still holds for the data you gave us before.")
    if ask.basis is Basis.CONTRACT:
        return speech.say(
            "The data you gave us before stays under its old terms. Data you give us under the new terms may be used for this."
        )
    if is_in_part(ask.policy, ask.subject_of, ask.editions, proposed_version(ask, known), known):
        return speech.say("Your data is not used for what is new in this. What was allowed before goes on.")
    if ask.basis in OBJECTION:
        return speech.say("None of your data is used for this, whenever you gave it to us.")
    return speech.say("Your data is not used for this.")


def waiting(ask: Ask, known: Known, speech: Language) -> str:
    """What holds until there is an answer."""
    if ask.kind == "promise":
        return speech.say("The old promise still holds for the data you gave us before.")
    in_part = is_in_part(ask.policy, ask.subject_of, ask.editions, proposed_version(ask, known), known)
    if ask.basis is Basis.CONSENT:
        if in_part:
            return speech.say("Your data is not used for what is new in this. What was allowed before goes on.")
        return speech.say("Your data is not used for this.")
    if in_part:
        return speech.say("The data you gave us before is not used for what is new in this. Data you give us under the new terms may be.")
    return speech.say("The data you gave us before is not used for this. Data you give us under the new terms may be.")


def is_in_part(policy: str, permission: str, editions: Iterable[int | None], version: Version | None, known: Known) -> bool:
    """Whether those editions are only a part of the permission in that version: some of it was allowed, or refused, before them."""
    if version is None or None in editions:
        return False
    history = known.histories[policy]
    if version.number not in history:
        return False
    place = ("editions", policy, permission, version.number)
    return bool(known.memory.recall(place, lambda: editions_at(history, permission, version.number)) - set(editions))
