"""The exact page a person would be asked on if a draft were published, in any language, before it is.

Nothing is written: nobody counts as asked, and what is worked out of a draft is kept apart from what is remembered of
published versions, which never change.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from consent_gate.ledger.ledger import Ledger
from consent_gate.model import Ask
from consent_gate.prompts.content import prompt_content
from consent_gate.prompts.gather import Pending, compared, gather
from consent_gate.prompts.known import Memory, Tied
from consent_gate.prompts.language import language
from consent_gate.prompts.pages import prompt_page, static
from consent_gate.prompts.ties import tied_changes, tied_clauses
from consent_gate.rule import History
from consent_gate.rules import Rules
from policy_versions.model import Version

_STYLESHEET = '<link rel="stylesheet" href="/prompt.css">'
_SEALED = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; form-action 'none'\">"

_ELSEWHERE = re.compile(r' href="(?!#)[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What one person would be shown."""

    html: str  # a whole page with its style inside; nothing on it can be sent or leads away
    asks: tuple[Ask, ...]
    language: str


class _Ahead:
    """A gate as it would be with the draft published: the same ledger, one more version."""

    def __init__(self, gate: Pending, draft: Version) -> None:
        self._gate = gate
        self._draft = draft

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        return self._gate.ledger

    def rules(self, policy: str) -> Rules:
        """The rules, the draft's among them."""
        rules = self._gate.rules(policy)
        return Rules(History([*rules.history.versions, self._draft])) if policy == self._draft.slug else rules


def preview(gate: Pending, draft: Version, subject: str, *, review: bytes | None = None, wanted: str | None = None) -> Preview:
    """The page that `subject` would be shown, of what the draft asks of them alone.

    Args:
        gate: the gate as it is.
        draft: the draft as the version it would be, with its number and effective time.
        subject: the product's id for a person with data.
        review: the draft's review.yaml, which ties clauses to permissions.
        wanted: the language the person reads.
    """
    gathered = gather(_Ahead(gate, draft), subject)
    asks = tuple(ask for ask in gathered.asks if draft.number in ask.editions and ask.policy == draft.slug)
    notices = tuple(notice for notice in gathered.notices if notice.version == draft.number and notice.policy == draft.slug)
    speech = language(wanted)
    before = [version for version in gathered.known.versions(draft.slug) if version.number < draft.number]
    tied = _tied(gathered.known.tied, before[-1:], draft, review)
    known = replace(gathered.known, tied=tied, memory=Memory())
    sheet = prompt_page(prompt_content(asks, notices, known, speech))
    html = sheet.send(lambda _name, _argument: "").decode()
    style = f"{_SEALED}<style>{static('prompt.css').decode()}</style>"
    return Preview(html=_ELSEWHERE.sub("", html.replace(_STYLESHEET, style)), asks=asks, language=speech.tag)


def _tied(published: Tied, before: Sequence[Version], draft: Version, review: bytes | None) -> Tied:
    """The clauses tied to an id: as published up to the version before the draft, and as its review says from there on."""

    def tied(policy: str, old: int, new: int, subject_of: str) -> frozenset[str]:
        if policy != draft.slug or new < draft.number:
            return published(policy, old, new, subject_of)
        found: frozenset[str] = frozenset()
        changes, tag = tied_changes(review, subject_of), draft.policy.language
        for base in before:
            found |= published(policy, old, base.number, subject_of)
            if changes and tag in base.texts and tag in draft.texts:
                found |= tied_clauses(compared(base.texts[tag], draft.texts[tag], tag), changes)
        return found

    return tied
