"""Proposes permissions and promises from a policy's prose, each with the words it rests on.

A start for the person who writes policy.yaml for a text that has none. Nothing is proposed from a ban, nothing is
guessed for words the vocabulary does not know, and a legal basis that the words do not name is proposed as the use's
common one, marked as not stated. How prose is read is told in `practices`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from differ.model import Document
from differ.parse import parse
from differ.practices.acts import without_determiner
from differ.practices.agreement import denies
from differ.practices.lexicon import lexicon
from differ.practices.model import Act, Evidence, Practice, clause_path, slug
from differ.practices.organisation import organisation_names
from differ.practices.pledges import Pledge, read_pledges
from differ.practices.reader import read_practices
from policy_versions.durations import Duration
from policy_versions.model import SELF, Basis, LocalText, Permission, Promise, Recipient, covers_key

__all__ = ["PermissionProposal", "PromiseProposal", "Suggestions", "suggest_permissions"]

_LONGEST_ID = 64
_LONGEST_PART = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionProposal:
    """A permission that the prose seems to give."""

    permission: Permission
    evidence: tuple[Evidence, ...]
    basis_stated: bool  # False: the words name no basis, and the use's common one, or consent, is proposed
    denied_by: tuple[Evidence, ...] = ()  # words elsewhere that deny it; a person has to say which holds


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseProposal:
    """A promise that the prose seems to make."""

    promise: Promise
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What a text seems to permit and to promise."""

    permissions: tuple[PermissionProposal, ...]
    promises: tuple[PromiseProposal, ...]
    recipients: tuple[Recipient, ...]  # those the permissions name, for `recipients` in policy.yaml
    unread: tuple[Evidence, ...]  # said of data, with a use the vocabulary does not know


def suggest_permissions(text: str) -> Suggestions:
    """Propose permissions and promises for a Markdown text in English.

    >>> found = suggest_permissions("We use your e-mail address to send you our newsletter if you have subscribed. We never sell it.")
    >>> [(p.permission.use, p.permission.basis.value) for p in found.permissions], [p.promise.id for p in found.promises]
    ([(('marketing.communications.email',), 'consent')], ['no-sale'])
    """
    document = parse(text)
    names = organisation_names(document)
    practices = read_practices(document, names)
    drafts = _merged(_drafts(practices, document))
    recipients = {name: words for draft in drafts for name, words in draft.recipients.items()}
    return Suggestions(
        permissions=tuple(_numbered(drafts, practices)),
        promises=tuple(_promises(read_pledges(document, practices, names))),
        recipients=tuple(Recipient(id=name, name=LocalText.of(words)) for name, words in sorted(recipients.items()) if name != SELF),
        unread=tuple(dict.fromkeys(p.evidence for p in practices if p.act is Act.USE and not p.banned and not p.uses)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A permission in the making: one use of some data by some recipients on one set of terms."""

    act: Act
    data: tuple[str, ...]
    use: str
    recipients: dict[str, str]  # id -> plain words
    basis: Basis
    basis_stated: bool
    retention: Duration | None
    clause: str | None
    evidence: tuple[Evidence, ...]

    @property
    def kind(self) -> tuple[object, ...]:
        """What two drafts share that become one permission."""
        return (
            self.act.discloses,
            self.use,
            tuple(sorted(self.recipients)),
            self.basis,
            self.basis_stated,
            self.retention,
            self.data == ("user",),
        )


def _drafts(practices: tuple[Practice, ...], document: Document) -> Iterator[_Draft]:
    words = lexicon()
    limits = [p for p in practices if p.period is not None and not p.banned]
    paths = {clause_path(clause.heading) for clause in document.clauses}
    for practice in practices:
        if practice.banned or practice.act is Act.DELETE:
            continue
        for use in _uses(practice):
            common = words.uses.entries[use].basis
            for retention, data in _by_retention(practice, limits).items():
                yield _Draft(
                    act=practice.act,
                    data=data,
                    use=use,
                    recipients=_recipients(practice),
                    basis=practice.basis or common or Basis.CONSENT,
                    basis_stated=practice.basis is not None,
                    retention=retention,
                    clause=_shortest(clause_path(practice.evidence.heading), paths),
                    evidence=(practice.evidence,),
                )


def _uses(practice: Practice) -> tuple[str, ...]:
    if practice.uses:
        return practice.uses
    if practice.act.discloses:
        return ("third_party_sharing",)
    return ("collect",) if practice.act is Act.COLLECT else ()


def _recipients(practice: Practice) -> dict[str, str]:
    entries = lexicon().recipients.entries
    named = {key: entries[key].plain for key in practice.recipients if not entries[key].generic}
    named |= {name: words for words in practice.strangers if (name := _identifier(without_determiner(words)))}
    if not named and practice.act.discloses:
        return {"third-parties": entries["third-parties"].plain}
    return named or {SELF: ""}


def _identifier(words: str) -> str:
    """Words as an id that policy.yaml takes, short enough to be part of another; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", slug(words)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_PART].strip("-")


def _by_retention(practice: Practice, limits: list[Practice]) -> dict[Duration | None, tuple[str, ...]]:
    """The data by how long they are kept, said in the same words or elsewhere of the same data; of several times, the shortest."""
    grouped: dict[Duration | None, tuple[str, ...]] = {}
    for datum in practice.data:
        said = (
            [practice.period]
            if practice.period
            else [p.period for p in limits if any(covers_key(key, datum) for key in p.data if key != "user")]
        )
        retention = min((period for period in said if period is not None), default=None)
        grouped[retention] = (*grouped.get(retention, ()), datum)
    return grouped


def _shortest(path: tuple[str, ...], paths: Iterable[tuple[str, ...]]) -> str | None:
    """The shortest end of a path of headings that no other path of the document ends with."""
    others = [other for other in paths if other != path]
    for length in range(1, len(path)):
        end = path[-length:]
        if not any(other[-length:] == end for other in others):
            return "/".join(end)
    return "/".join(path) or None


def _merged(drafts: Iterable[_Draft]) -> list[_Draft]:
    merged: dict[tuple[object, ...], _Draft] = {}
    for draft in drafts:
        known = merged.get(draft.kind)
        if known is None:
            merged[draft.kind] = draft
        else:
            data = tuple(dict.fromkeys((*known.data, *draft.data)))
            evidence = tuple(dict.fromkeys((*known.evidence, *draft.evidence)))
            merged[draft.kind] = replace(known, data=data, evidence=evidence)
    return list(merged.values())


def _numbered(drafts: list[_Draft], practices: tuple[Practice, ...]) -> Iterator[PermissionProposal]:
    taken: set[str] = set()
    for draft in drafts:
        name = _unique(_id(draft), draft, taken)
        permission = Permission(
            id=name,
            text=LocalText.of(_plain(draft)),
            data=draft.data,
            use=(draft.use,),
            recipients=tuple(sorted(draft.recipients)),
            basis=draft.basis,
            retention=draft.retention,
            clause=draft.clause,
        )
        denied = tuple(dict.fromkeys(p.evidence for p in practices if p.banned and _as_wide(p, permission) and denies(p, permission)))
        yield PermissionProposal(permission=permission, evidence=draft.evidence, basis_stated=draft.basis_stated, denied_by=denied)


def _as_wide(ban: Practice, permission: Permission) -> bool:
    """Whether a ban is about all of some datum permitted: "no data of children" says little against "personal data"."""
    return any(covers_key(banned, datum) for banned in ban.data for datum in permission.data)


def _id(draft: _Draft) -> str:
    use = draft.use.split(".")[-1] if draft.use.count(".") else draft.use
    base = {"third_party_sharing": "sharing", "collect": "collecting"}.get(draft.use, use.replace("_", "-"))
    outside = [name for name in sorted(draft.recipients) if name != SELF]
    return f"{base}-{outside[0]}" if outside else base


def _unique(base: str, draft: _Draft, taken: set[str]) -> str:
    candidates = [
        base,
        f"{base}-{draft.data[0].split('.')[-1].replace('_', '-')}",
        *(f"{base[: _LONGEST_ID - 5].rstrip('-')}-{number}" for number in range(2, 10_000)),
    ]
    name = next(candidate for candidate in candidates if candidate not in taken and len(candidate) <= _LONGEST_ID)
    taken.add(name)
    return name


def _plain(draft: _Draft) -> str:
    words = lexicon()
    data = _listed([words.data.entries[key].plain for key in draft.data])
    use = words.uses.entries[draft.use]
    outside = [plain for name, plain in sorted(draft.recipients.items()) if name != SELF]
    if not outside:
        verb = "collect" if draft.act is Act.COLLECT else "keep" if draft.act is Act.KEEP else "use"
        return f"We collect {data}." if draft.use == "collect" else f"We {verb} {data} {use.plain}."
    verb = "sell" if draft.act is Act.SELL else "share"
    joined = f"We {verb} {data} {'to' if verb == 'sell' else 'with'} {_listed(outside)}"
    return f"{joined}." if draft.use == "third_party_sharing" else f"{joined} {use.plain}."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _promises(pledges: Iterable[Pledge]) -> Iterator[PromiseProposal]:
    found: dict[tuple[str, str], PromiseProposal] = {}
    for pledge in pledges:
        key = (pledge.about, pledge.evidence.words)
        if key not in found:
            count = sum(about == pledge.about for about, _ in found) + 1
            promise = Promise(
                id=pledge.about if count == 1 else f"{pledge.about}-{count}",
                text=LocalText.of(pledge.evidence.words),
                clause=pledge.evidence.clause,
                dimension=pledge.dimension,
                period=pledge.period,
            )
            found[key] = PromiseProposal(promise=promise, evidence=(pledge.evidence,))
    yield from found.values()
