"""What a person can do without the page: whom they can ask, and how they take a yes back, as far as the policies say so.

It stands at the foot of every page, in the message and in the JSON, so that nobody is left alone with a page or a link.
"""

from collections.abc import Iterable, Iterator

from consent_gate.prompts.language import Language
from consent_gate.prompts.plain import local_words
from policy_versions.model import Version


def contacts_of(versions: Iterable[Version], speech: Language) -> tuple[str, ...]:
    """The lines, each once; none for what a policy does not say."""
    return tuple(dict.fromkeys(line for version in versions for line in _lines(version, speech)))


def _lines(version: Version, speech: Language) -> Iterator[str]:
    policy, notice = version.policy, version.policy.notice
    if notice.contact is not None:
        yield speech.say(
            "Questions? You can reach %(organisation)s here: %(contact)s",
            organisation=speech.isolated(local_words(policy.controller.name, policy, speech).text),
            contact=speech.isolated(local_words(notice.contact, policy, speech).text),
        )
    if notice.withdrawal is not None:
        yield speech.say("How to take a yes back later: %(how)s", how=speech.isolated(local_words(notice.withdrawal, policy, speech).text))
