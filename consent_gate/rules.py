"""The rules of a policy's versions, made once for each request and kept: a published version is never changed."""

from itertools import product

from consent_gate.errors import ArgumentError
from consent_gate.model import UnknownName
from consent_gate.rule import History, Rule, below
from policy_versions.errors import TaxonomyError
from policy_versions.model import SELF, Request, Version, covers_key
from policy_versions.taxonomy import KeyKind, Taxonomy, meant, nearest

MOST = 20_000
"""Rules kept at most; past that all are dropped and made anew."""


class Rules:
    """The rules of one policy, as of one state of the catalogue.

    `data` and `uses` are all keys that the taxonomy, or one of the policy's versions, has, `recipients` all that one of the versions
    names; `published` is when the latest version was, in seconds since 1970.
    """

    __slots__ = ("_cells", "_made", "_of_held", "_taxonomy", "data", "history", "published", "recipients", "uses")

    def __init__(self, history: History) -> None:
        """Take the scheduled versions."""
        self.history = history
        self._made: dict[tuple[int, str, str, str], Rule] = {}
        self._of_held: dict[tuple[int, str, str, str, str], Rule | None] = {}
        self.published = max((v.published_at.timestamp() for v in history.versions if v.published_at), default=0.0)
        self._cells: dict[tuple[int, str], tuple[Rule, ...]] = {}
        permissions = [permission for version in history.versions for permission in version.policy.permissions]
        self._taxonomy = Taxonomy.of(key for version in history.versions for key in version.policy.taxonomy)
        self.data = frozenset(self._taxonomy.keys(KeyKind.DATA)).union(*(permission.data for permission in permissions))
        self.uses = frozenset(self._taxonomy.keys(KeyKind.USE)).union(*(permission.use for permission in permissions))
        named = (recipient.id for version in history.versions for recipient in version.policy.recipients)
        self.recipients = frozenset((SELF, *named)).union(*(permission.recipients for permission in permissions))

    def rule(self, version: Version, data: str, use: str, recipient: str) -> Rule:
        """The rule for a request while `version` is in force."""
        key = (version.number, data, use, recipient)
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= MOST:
                self._made.clear()
            found = self._made[key] = self.history.rule(Request(data=data, use=use, recipient=recipient), version.number)
        return found

    def rule_of(self, held: str, version: Version, data: str, use: str, recipient: str) -> Rule | None:
        """The rule that a record of category `held` is judged by, for the narrower of it and `data`; None where neither covers one."""
        key = (version.number, held, data, use, recipient)
        try:
            return self._of_held[key]
        except KeyError:
            if len(self._of_held) >= MOST:
                self._of_held.clear()
            judged = narrower(held, data)
            found = self._of_held[key] = None if judged is None else self.rule(version, judged, use, recipient)
            return found

    def cells(self, version: Version, data: str) -> tuple[Rule, ...]:
        """Rules that stand for every request a record of category `data` can be judged for while `version` is in force.

        Each differs from the others in its permissions or their editions; requests that nothing covers are left out.
        """
        found = self._cells.get((version.number, data))
        if found is None:
            found = self._cells[version.number, data] = self._find_cells(version, data)
        return found

    def _find_cells(self, version: Version, data: str) -> tuple[Rule, ...]:
        named = [permission for v in self.history.up_to(version.number) for permission in v.policy.permissions]
        keys = below((data,), [key for permission in named for key in permission.data])
        uses = dict.fromkeys(key for permission in named for key in permission.use)
        recipients = dict.fromkeys(key for permission in named for key in permission.recipients)
        found: dict[tuple[tuple[str, int], ...], Rule] = {}
        for key, use, recipient in product(keys, uses, recipients):
            if not any(permission.covers(Request(data=key, use=use, recipient=recipient)) for permission in version.policy.permissions):
                continue
            rule = self.rule(version, key, use, recipient)
            found.setdefault(tuple((one.permission, one.edition) for one in rule.permissions), rule)
        return tuple(found.values())

    def require(self, kind: KeyKind, key: str) -> None:
        """Refuse a key that neither the taxonomy nor the policy knows.

        Raises:
            ArgumentError: there is no such key; the hint names near ones.
        """
        error = self._fault(kind, key)
        if error is not None:
            raise ArgumentError(str(error), hint=error.hint) from error

    def _fault(self, kind: KeyKind, key: str) -> TaxonomyError | None:
        if key in (self.data if kind is KeyKind.DATA else self.uses):
            return None
        try:
            self._taxonomy.check(key, kind)
        except TaxonomyError as error:
            return error
        return None

    def unknown(self, data: str, use: str) -> tuple[UnknownName, ...]:
        """Which of a category and a use neither the taxonomy nor the policy knows."""
        faults = (("data", data, self._fault(KeyKind.DATA, data)), ("use", use, self._fault(KeyKind.USE, use)))
        return tuple(unknown_name(field, key, str(fault), fault.nearest, hint=fault.hint) for field, key, fault in faults if fault)

    def unknown_recipient(self, recipient: str) -> tuple[UnknownName, ...]:
        """The recipient, where no version of the policy names it, or one that stands for it."""
        if recipient in self.recipients or any(covers_key(known, recipient) for known in self.recipients):
            return ()
        near = nearest(recipient, tuple(sorted(self.recipients)))
        return (unknown_name("recipient", recipient, f"`{recipient}` is no recipient that the policy names", near),)


def unknown_name(field: str, name: str, message: str, near: tuple[str, ...], *, hint: str = "") -> UnknownName:
    """A name that is not known, with what may have been meant."""
    told = hint or meant(near)
    return UnknownName(field, name, f"{message}: {told}" if told else message, near)


def narrower(one: str, other: str) -> str | None:
    """The narrower of two categories of which one covers the other; None where neither does."""
    if covers_key(one, other):
        return other
    return one if covers_key(other, one) else None
