"""A document that was a policy before there was an archive: proposed as a first version, for a person to confirm.

Its text becomes Markdown, its permissions and promises are suggested from the prose. Nothing is frozen here: the files
are written as a folder of one version, which people may edit and `importing` takes.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from differ.english import is_english, looks_english
from differ.suggest import Suggestions, suggest_permissions
from policy_versions.importers import import_text
from policy_versions.model import Controller, LocalText, Policy
from policy_versions.names import POLICY_FILE, check_language
from policy_versions.policy_edit import dump_policy

_NOTHING = Suggestions(permissions=(), promises=(), recipients=(), unread=())
FOLDER = "1"
"""The subfolder that the one version is written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a document would become."""

    markdown: str
    policy: Policy
    dropped: tuple[str, ...]  # what of the document is no part of the policy, as menus
    suggestions: Suggestions
    effective_found: bool  # the document says when it took effect

    def to_dict(self) -> dict[str, object]:
        """As plain values."""
        return {
            "title": str(self.policy.title),
            "effective": self.policy.effective.isoformat() if self.policy.effective else None,
            "dropped": list(self.dropped),
            "permissions": [
                {
                    "id": one.permission.id,
                    "text": str(one.permission.text),
                    "data": list(one.permission.data),
                    "use": list(one.permission.use),
                    "recipients": list(one.permission.recipients),
                    "basis": one.permission.basis.value,
                    "basis_stated": one.basis_stated,
                    "denied_by": [evidence.words for evidence in one.denied_by],
                }
                for one in self.suggestions.permissions
            ],
            "promises": [{"id": one.promise.id, "text": str(one.promise.text)} for one in self.suggestions.promises],
            "unread": [evidence.words for evidence in self.suggestions.unread],
        }


def propose(
    data: bytes,
    name: str,
    *,
    language: str = "en",
    effective: datetime | None = None,
    controller: str | None = None,
) -> Proposal:
    """Read a document and propose the version it was.

    Args:
        data: the document: plain text, Markdown, HTML or DOCX.
        name: its file name, which tells what it is.
        language: the language it is in.
        effective: when it took effect; else what it says itself.
        controller: who answers for the data, by name; else left to fill in.

    Raises:
        ImportRefusedError: it cannot be read as a policy.
    """
    check_language(language)
    read = import_text(data, name)
    is_read = is_english(language) and looks_english(read.markdown)
    found = suggest_permissions(read.markdown) if is_read else _NOTHING
    policy = Policy(
        title=LocalText.of(read.title or "Privacy policy"),
        controller=controller_named(controller),
        language=language,
        effective=effective or read.effective,
        summary=LocalText.of("The text as it was before it was kept here."),
        recipients=found.recipients,
        permissions=tuple(one.permission for one in found.permissions),
        promises=tuple(one.promise for one in found.promises),
    )
    return Proposal(
        markdown=read.markdown,
        policy=policy,
        dropped=tuple(read.dropped),
        suggestions=found,
        effective_found=read.effective is not None,
    )


def write(proposal: Proposal, folder: Path) -> Path:
    """Write the proposal as a folder of one version; the version's own folder."""
    version = folder / FOLDER
    version.mkdir(parents=True, exist_ok=True)
    for name, data in files_of(proposal.policy, proposal.markdown).items():
        (version / name).write_bytes(data)
    return version


def files_of(policy: Policy, markdown: str) -> dict[str, bytes]:
    """A policy with its one text, as the files of a version or a draft."""
    return {POLICY_FILE: dump_policy(policy), f"{policy.language}.md": markdown.encode()}


def controller_named(name: str | None) -> Controller:
    """The controller of that name, with an id made of it; a name to be filled in where none is given."""
    who = name or "The controller"
    words = re.sub(r"[^a-z0-9]+", "-", who.lower()).strip("-")
    return Controller(id=words[:64].rstrip("-") or "controller", name=LocalText.of(who))
