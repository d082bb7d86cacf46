"""Compares two sets of permissions exactly: which of them lets the organisation do more, with a request that shows it.

What the prose around the permissions says is left to `judgement` and `prose`; what a version means for a datum already
held is left to `consent_gate.rule`.

What a set of permissions allows. A request (one data category, one use, one recipient) is allowed by each permission
that covers it, on that permission's terms: its basis, its retention and the life of a consent. Terms are ordered field
by field: a basis that asks less is looser (consent, then legitimate interests and public task, then contract, then
legal obligation and vital interests), and so is a longer time, no limit being the longest. A consent's life counts
beside every basis, since a basis may be raised again while consents run. Several permissions over one request do not
add up to one looser than each: the organisation picks the one that suits it best, so what counts is the set of best
terms, those that no other terms over the same request are looser than.

The order. New is at least as permissive as old where, for every request and for every terms that old offers for it, new
offers the same or looser ones. This is reflexive and transitive; sets that are each at least as permissive as the other
allow the same, whatever their permissions are called and however they are split. Four answers follow: more, less, equal,
incomparable.

Why it is exact. Coverage is read from the keys alone, so two requests that have the same keys of either set above them
are treated alike by both sets. Hence it is enough to look at the keys that the sets themselves name, grouped by which
permissions lie above them: what holds for these holds for every key of the taxonomy, and of any that a team adds.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from policy_versions.durations import Duration
from policy_versions.model import SELF, Basis, Permission, Request

__all__ = ["PermissionsComparison", "Permissiveness", "Terms", "Witness", "allows_more", "compare_permissions", "gains", "terms_for"]


class Permissiveness(StrEnum):
    """How a new set of permissions stands to an old one."""

    MORE = "more"  # it allows all that the old one did, and something besides
    LESS = "less"
    EQUAL = "equal"  # the same requests on the same terms
    INCOMPARABLE = "incomparable"  # each allows something that the other does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a request is allowed by one permission."""

    basis: Basis
    retention: Duration | None = None  # None: no limit
    valid_for: Duration | None = None  # how long a consent lasts; None: no limit

    @classmethod
    def of(cls, permission: Permission) -> "Terms":
        """The terms a permission sets for all it covers."""
        return cls(basis=permission.basis, retention=permission.retention, valid_for=permission.valid_for)

    def within(self, other: "Terms") -> bool:
        """Whether `other` is as loose as these terms, or looser, in each field."""
        return (
            self.basis.strictness >= other.basis.strictness
            and _no_longer(self.retention, other.retention)
            and _no_longer(self.valid_for, other.valid_for)
        )

    def to_dict(self) -> dict[str, str | None]:
        """As plain values."""
        return {
            "basis": self.basis.value,
            "retention": self.retention.iso if self.retention else None,
            "valid_for": self.valid_for.iso if self.valid_for else None,
        }

    def __str__(self) -> str:
        kept = f"kept for {self.retention}" if self.retention else "kept without limit"
        lasting = f", a consent lasting {self.valid_for}" if self.valid_for else ""
        return f"on the basis of {self.basis.value.replace('_', ' ')}, {kept}{lasting}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A request that one set of permissions allows on terms the other set does not offer for it."""

    request: Request
    terms: Terms  # the looser ones
    permission: str  # the id of a permission that offers them
    others: tuple[Terms, ...]  # the best terms of the other set for the same request; empty where it does not allow it at all

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "request": {"data": self.request.data, "use": self.request.use, "recipient": self.request.recipient},
            "terms": self.terms.to_dict(),
            "permission": self.permission,
            "others": [terms.to_dict() for terms in self.others],
        }

    def __str__(self) -> str:
        whom = "by the organisation itself" if self.request.recipient == SELF else f"by `{self.request.recipient}`"
        instead = "; ".join(map(str, self.others)) or "not at all"
        return f"use of `{self.request.data}` for `{self.request.use}` {whom} {self.terms}; the other set: {instead}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionsComparison:
    """The answer, with a witness for each side that allows something the other does not."""

    result: Permissiveness
    gained: Witness | None = None  # the new set allows this and the old one did not
    lost: Witness | None = None  # the old set allowed this and the new one does not

    def to_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "result": self.result.value,
            "gained": self.gained.to_dict() if self.gained else None,
            "lost": self.lost.to_dict() if self.lost else None,
        }


def compare_permissions(old: Iterable[Permission], new: Iterable[Permission]) -> PermissionsComparison:
    """How `new` stands to `old`, over every request there can be.

    >>> from dataclasses import replace
    >>> from policy_versions.model import LocalText
    >>> ads = Permission(id="ads", text=LocalText.of("Ads."), data=("user.contact",), use=("marketing",), basis=Basis.CONSENT)
    >>> mail = replace(ads, data=("user.contact.email",))
    >>> answer = compare_permissions([mail], [ads])
    >>> answer.result.value, answer.gained.request.data, answer.lost
    ('more', 'user.contact', None)
    """
    old, new = tuple(old), tuple(new)
    gained, lost = allows_more(old, new), allows_more(new, old)
    if gained and lost:
        result = Permissiveness.INCOMPARABLE
    elif gained:
        result = Permissiveness.MORE
    else:
        result = Permissiveness.LESS if lost else Permissiveness.EQUAL
    return PermissionsComparison(result=result, gained=gained, lost=lost)


def allows_more(old: Iterable[Permission], new: Iterable[Permission]) -> Witness | None:
    """A request that `new` allows on terms `old` does not offer, if there is one; one that `old` does not allow at all, if possible."""
    return min(gains(old, new), key=_plainest, default=None)


def gains(old: Iterable[Permission], new: Iterable[Permission]) -> Iterator[Witness]:
    """One witness for each group of requests treated alike that `new` allows on terms which `old` does not offer."""
    old, new = tuple(old), tuple(new)
    both = old + new
    of_old = (1 << len(old)) - 1
    for request, mask in _kinds_of_request(both):
        if mask & ~of_old:
            yield from _gain(request, _selected(old, mask), _selected(new, mask >> len(old)))


def terms_for(permissions: Iterable[Permission], request: Request) -> tuple[Terms, ...]:
    """The best terms, from the organisation's side, on which the request is allowed; none where it is not."""
    return _best(p for p in permissions if p.covers(request))


def _gain(request: Request, old: list[Permission], new: list[Permission]) -> Iterator[Witness]:
    offered = _best(old)
    for permission in new:
        terms = Terms.of(permission)
        if not any(terms.within(other) for other in offered):
            yield Witness(request=request, terms=terms, permission=permission.id, others=offered)
            return


def _best(permissions: Iterable[Permission]) -> tuple[Terms, ...]:
    """The terms that no others are looser than, each once; of two that allow the same, the first."""
    best: list[Terms] = []
    for terms in map(Terms.of, permissions):
        if not any(terms.within(other) for other in best):
            best = [other for other in best if not other.within(terms)]
            best.append(terms)
    return tuple(best)


def _kinds_of_request(permissions: tuple[Permission, ...]) -> Iterator[tuple[Request, int]]:
    """One request for each set of permissions that cover the same, with the set as bits."""
    data = _keys_by_cover([p.data for p in permissions])
    uses = _keys_by_cover([p.use for p in permissions])
    recipients = _keys_by_cover([p.recipients for p in permissions])
    seen: set[int] = set()
    for over_data, datum in data.items():
        for over_use, use in uses.items():
            if not over_data & over_use:
                continue
            for over_recipient, recipient in recipients.items():
                mask = over_data & over_use & over_recipient
                if mask and mask not in seen:
                    seen.add(mask)
                    yield Request(data=datum, use=use, recipient=recipient), mask


def _keys_by_cover(fields: list[tuple[str, ...]]) -> dict[int, str]:
    """For each set of permissions that some key lies under, as bits, the first such key among those named."""
    naming: dict[str, int] = {}
    for place, keys in enumerate(fields):
        for key in keys:
            naming[key] = naming.get(key, 0) | 1 << place
    covers: dict[int, str] = {}
    for key in sorted(naming):
        mask, parent = 0, key
        while parent:
            mask |= naming.get(parent, 0)
            parent = parent.rpartition(".")[0]
        covers.setdefault(mask, key)
    return covers


def _selected(permissions: tuple[Permission, ...], mask: int) -> list[Permission]:
    return [permission for place, permission in enumerate(permissions) if mask >> place & 1]


def _no_longer(time: Duration | None, other: Duration | None) -> bool:
    return other is None or (time is not None and time.days <= other.days)


def _plainest(witness: Witness) -> tuple[bool, int, str, str, str]:
    request = witness.request
    depth = request.data.count(".") + request.use.count(".") + request.recipient.count(".")
    return bool(witness.others), -depth, request.data, request.use, request.recipient
