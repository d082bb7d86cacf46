"""The words of a policy for a person: a permission's or promise's own plain words, in the language that fits best."""

from dataclasses import replace

from consent_gate.model import Ask
from consent_gate.prompts.clean import clean
from consent_gate.prompts.known import Known
from consent_gate.prompts.language import Language, direction
from consent_gate.prompts.shown import Words
from policy_versions.model import LocalText, Policy, Version, covers_key


def proposed_version(ask: Ask, known: Known) -> Version | None:
    """The version whose permission is asked about: the one that takes effect then, else the one in force."""
    versions = known.versions(ask.policy)
    if ask.effective is not None:
        return next((v for v in versions if v.effective == ask.effective), known.version(ask.policy, ask.editions[-1]))
    return known.in_force(ask.policy) or known.version(ask.policy, ask.editions[-1])


def ask_words(ask: Ask, known: Known, speech: Language) -> Words:
    """The plain words of what is asked, as proposed."""
    proposed = proposed_version(ask, known)
    return words_of(ask.policy, ask.subject_of, known, speech, prefer=proposed.number if proposed else ask.editions[-1])


def words_of(policy: str, subject_of: str, known: Known, speech: Language, *, prefer: int) -> Words:
    """The plain words of a permission or promise in a version, else in the latest version that has it."""
    versions = sorted(known.versions(policy), key=lambda v: (v.number == prefer, v.number), reverse=True)
    for version in versions:
        held = version.policy.permission(subject_of) or version.policy.promise(subject_of)
        weak = next((w for w in version.policy.weakened if w.id == subject_of and w.text), None)
        text = held.text if held else weak.text if weak else None
        if text is not None:
            return local_words(text, version.policy, speech)
    return Words(text=subject_of, language="", direction="auto")


def matter_of(policy: str, subject_of: str, known: Known, speech: Language) -> str:
    """What the plain words of a promise stand for in an answer: its weakening or its end; empty for a permission."""
    if any(v.policy.permission(subject_of) for v in known.versions(policy)):
        return ""
    current = known.in_force(policy)
    if current is not None and current.policy.promise(subject_of):
        return speech.say("This promise, weaker than before:")
    return speech.say("The end of this promise:")


def local_words(text: LocalText, policy: Policy, speech: Language) -> Words:
    """A policy's words in the page's language where it has them, else in the one that prevails."""
    tag = speech.tag if speech.tag in text.by_language else policy.language
    return Words(text=clean(text.in_language(speech.tag, policy.language)), language=tag, direction=direction(tag))


def recipient_words(recipient: str, policy: Policy, speech: Language) -> Words:
    """What a policy calls a recipient: by name; a part of one by the name and what is said of the part; else by the words of its id."""
    named = [one for one in policy.recipients if covers_key(one.id, recipient)]
    if not named:
        return Words(text=_said(recipient), language=policy.language, direction="auto")
    nearest = max(named, key=lambda one: len(one.id))
    words, part = local_words(nearest.name, policy, speech), recipient[len(nearest.id) + 1 :]
    return replace(words, text=f"{words.text} ({_said(part)})") if part else words


def _said(id_: str) -> str:
    return clean(id_.translate(_PARTING))


_PARTING = str.maketrans("-_.", "   ")
