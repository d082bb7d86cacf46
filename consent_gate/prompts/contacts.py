"""Whom a person can ask who would rather speak to somebody: a line for each contact that the policies name.

It stands at the foot of every page, in the message and in the JSON, so that nobody is left alone with a page.
"""

from collections.abc import Iterable

from consent_gate.prompts.language import Language
from consent_gate.prompts.plain import local_words
from policy_versions.model import Version


def contacts_of(versions: Iterable[Version], speech: Language) -> tuple[str, ...]:
    """A line for each contact, each once; none for a policy that names none."""
    lines = (_line(version, speech) for version in versions if version.policy.notice.contact is not None)
    return tuple(dict.fromkeys(lines))


def _line(version: Version, speech: Language) -> str:
    policy = version.policy
    assert policy.notice.contact is not None  # noqa: S101 - asked above
    return speech.say(
        "Questions? You can reach %(organisation)s here: %(contact)s",
        organisation=speech.isolated(local_words(policy.controller.name, policy, speech).text),
        contact=speech.isolated(local_words(policy.notice.contact, policy, speech).text),
    )
