"""Takes a first draft in as the version that it already is: published elsewhere, and in force since a time that is past.

What `importing` does with a folder, for a policy that was brought in and completed as a draft.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from consent_gate.release.drafts import Standing, standing_of
from consent_gate.release.importing import import_found
from consent_gate.release.review import Review
from consent_gate.release.version_folder import Found
from policy_versions.errors import ArchiveError, ImportRefusedError
from policy_versions.identity import identified
from policy_versions.model import Actor, Version
from policy_versions.roles import Right, require

if TYPE_CHECKING:
    from datetime import datetime

    from consent_gate.gate import Gate


def why_not_taken(standing: Standing, now: "datetime") -> str:
    """What a first draft lacks for being taken in as it was, as one line for people; "" where it lacks nothing."""
    draft = standing.draft
    if standing.versions:
        return f"`{draft.slug}` has versions already, and history goes before the first one"
    if not draft.texts.get(draft.policy.language, "").strip():
        return f"the text in the language that prevails, `{draft.policy.language}.md`, is missing or empty"
    if draft.policy.effective is None:
        return "it does not say since when it has been in force"
    if draft.policy.effective > now:
        return "it takes effect at a time still to come: publish it"
    return ""


def take_in(gate: "Gate", slug: str, name: str, *, actor: Actor) -> Version:
    """Freeze a first draft at its own past time, and clear the draft away.

    Raises:
        NoRightError: the actor may not publish.
        ImportRefusedError: there are versions already, or the draft lacks its text or a time that is past.
        PolicyNotFoundError: there is no such draft.
    """
    require(actor, Right.PUBLISH)
    standing = standing_of(gate, slug, name)
    if why := why_not_taken(standing, gate.clock()):
        raise ImportRefusedError(why, hint="set the time under `effective`, or publish the draft as a new version")
    draft = standing.draft
    found = Found(folder=name, files=identified(draft.files), policy=draft.policy, texts=draft.texts, review=Review())
    (version,) = import_found(gate, slug, [found], actor=actor, strict=True)
    with suppress(ArchiveError):  # somebody went on writing in it: the version is taken in either way
        gate.archive.delete_draft(slug, name, expected=draft.commit)
    return version
