"""Which changes of a draft against its base a person must decide on.

From the prose: what the differ calls relaxing, mixed or unclear, in the language that prevails. From policy.yaml: what
it allows or promises otherwise than before, where no change of the prose was tied to it. Deciding is left to `ties`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from consent_gate.release.comparing import compared
from consent_gate.release.review import Review, ReviewVerdict, Tie
from consent_gate.release.widening import How, lowered_to_law, shortened, widens
from differ.model import Change, Comparison, Dimension, Direction
from policy_versions.model import Consequence, LocalText, Permission, Policy, Promise

NEEDS_DECISION = frozenset({Direction.RELAXES, Direction.MIXED, Direction.UNCLEAR})
"""The directions that a person must decide on."""


class FlagKind(StrEnum):
    """Where a flagged change stands."""

    PROSE = "prose"
    PERMISSION = "permission"  # added or widened, and no change of the prose is tied to it
    BY_LAW = "by_law"  # its basis became a duty of law or a life at stake: older data is released without asking
    PROMISE = "promise"  # dropped, shortened or weakened in policy.yaml and not listed under `weakened`
    CONTROLLER = "controller"  # another one answers for the data, or goes by another name
    CONSEQUENCE = "consequence"  # weakening promises of this dimension will be told instead of asked
    LANGUAGE = "language"  # another language prevails


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One change that needs a decision."""

    id: str  # a change's id, or the kind, what it is about and a digest of both sides
    kind: FlagKind
    about: str  # in a line, for people: the clause's words or the permission's id and fields
    direction: Direction
    dimensions: tuple[Dimension, ...] = ()
    material: bool = False
    ties: tuple[Tie, ...] = ()  # what confirming it concerns, where that is plain
    change: Change | None = None  # of a change of the prose
    claimed_editorial: bool = False  # the drafter says it is, the differ says otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """All that needs a decision, with the comparison of the prose it comes from."""

    flags: tuple[Flag, ...]
    comparison: Comparison | None  # None where there is no base

    @property
    def engine(self) -> str:
        """What judged the prose, as decisions name it."""
        if self.comparison is None:
            return ""
        return f"{self.comparison.engine.version}/{self.comparison.engine.vocabulary}"

    def of(self, flag_id: str) -> Flag | None:
        """The flag of that id; a unique beginning of at least six characters will do."""
        exact = next((flag for flag in self.flags if flag.id == flag_id), None)
        if exact is not None or len(flag_id) < 6:
            return exact
        begun = [flag for flag in self.flags if flag.id.startswith(flag_id)]
        return begun[0] if len(begun) == 1 else None

    def open(self, review: Review) -> tuple[Flag, ...]:
        """The flags that `review` leaves undecided or sent back."""
        standing = review.standing(flag.id for flag in self.flags)
        settled = {change for change, decision in standing.items() if decision.verdict is not ReviewVerdict.SENT_BACK}
        return tuple(flag for flag in self.flags if flag.id not in settled)


def flagged(
    old: Policy | None, old_texts: Mapping[str, str], new: Policy, new_texts: Mapping[str, str], review: Review | None = None
) -> Flags:
    """What of the step from `old` to `new` a person must decide on; nothing where there is no `old`.

    Args:
        old: the policy of the base version; None for a first version.
        old_texts: its texts, language to Markdown.
        new: the draft's policy.
        new_texts: its texts.
        review: what was said so far: claims raise flags, and ties of confirmed changes show which permissions the
            prose accounts for.
    """
    review = review or Review()
    if old is None:
        return Flags(flags=(), comparison=None)
    comparison = _compare(old, old_texts, new, new_texts)
    prose = tuple(_prose_flags(comparison, review))
    tied = _ties_of_confirmed(prose, review)
    return Flags(
        flags=(*prose, *_permission_flags(old, new, tied), *_promise_flags(old, new, tied), *_other_flags(old, new)),
        comparison=comparison,
    )


def _compare(old: Policy, old_texts: Mapping[str, str], new: Policy, new_texts: Mapping[str, str]) -> Comparison:
    language = new.language if new.language in old_texts else old.language
    return compared(old_texts.get(language, ""), new_texts.get(language, ""), language)


def _prose_flags(comparison: Comparison, review: Review) -> Iterable[Flag]:
    claimed = {claim.change for claim in review.claims}
    for change in comparison.changes:
        disputed = change.id in claimed and change.direction is not Direction.NEUTRAL
        if change.direction in NEEDS_DECISION or disputed:
            yield Flag(
                id=change.id,
                kind=FlagKind.PROSE,
                about=_words_of(change),
                direction=change.direction,
                dimensions=change.dimensions,
                material=change.material,
                change=change,
                claimed_editorial=disputed,
            )


def _ties_of_confirmed(prose: Iterable[Flag], review: Review) -> frozenset[Tie]:
    standing = review.standing(flag.id for flag in prose)
    return frozenset(tie for d in standing.values() if d.verdict is ReviewVerdict.CONFIRMED for tie in d.ties)


def _permission_flags(old: Policy, new: Policy, tied: frozenset[Tie]) -> Iterable[Flag]:
    for permission in new.permissions:
        before = old.permission(permission.id)
        fields = widens(before, permission) if before is not None else ()
        if before is not None and not fields:
            continue
        how = How.ADDS if before is None else How.WIDENS
        tie = Tie(permission.id, how)
        by_law = before is not None and lowered_to_law(before, permission)
        if tie in tied and not by_law:
            continue
        yield Flag(
            id=_flag_id(FlagKind.BY_LAW if by_law else FlagKind.PERMISSION, permission.id, before, permission),
            kind=FlagKind.BY_LAW if by_law else FlagKind.PERMISSION,
            about=f"`{permission.id}` {'is new' if before is None else 'allows more: ' + ', '.join(fields)}",
            direction=Direction.RELAXES,
            dimensions=(Dimension.PURPOSE,),
            material=True,
            ties=(tie,),
        )


def _promise_flags(old: Policy, new: Policy, tied: frozenset[Tie]) -> Iterable[Flag]:
    for promise in old.promises:
        tie = Tie(promise.id, How.WEAKENS)
        now = new.promise(promise.id)
        if any(weak.id == promise.id for weak in new.weakened) or tie in tied:
            continue
        what = _weakening(promise, now, old.language)
        if what:
            yield Flag(
                id=_flag_id(FlagKind.PROMISE, promise.id, promise, now),
                kind=FlagKind.PROMISE,
                about=f"the promise `{promise.id}` {what}",
                direction=Direction.UNCLEAR if what == "reads otherwise" else Direction.RELAXES,
                dimensions=(promise.dimension,),
                material=True,
                ties=(tie,),
            )


def _weakening(old: Promise, new: Promise | None, language: str) -> str:
    """How a promise became less, in words; empty where it did not."""
    if new is None:
        return "is dropped"
    if shortened(old, new):
        return "has a shorter period"
    if old.text == new.text:
        return ""
    before, after = old.text.in_language(language), new.text.in_language(language)
    directions = compared(before, after, language).directions()
    return "reads otherwise" if directions & NEEDS_DECISION else ""


def _other_flags(old: Policy, new: Policy) -> Iterable[Flag]:
    if old.controller != new.controller:
        other = old.controller.id != new.controller.id
        yield Flag(
            id=_flag_id(FlagKind.CONTROLLER, new.controller.id, old.controller, new.controller),
            kind=FlagKind.CONTROLLER,
            about=f"`{new.controller.id}` answers for the data instead of `{old.controller.id}`; every permission reopens"
            if other
            else f"the controller's name is now {new.controller.name}",
            direction=Direction.RELAXES if other else Direction.UNCLEAR,
            dimensions=(Dimension.SCOPE,),
            material=other,
        )
    for dimension in Dimension:
        before, after = old.consequences.get(dimension), new.consequences.get(dimension)
        if before is Consequence.ASK and after is Consequence.NOTICE:
            yield Flag(
                id=_flag_id(FlagKind.CONSEQUENCE, dimension.value, before.value, after.value),
                kind=FlagKind.CONSEQUENCE,
                about=f"weakened promises of {dimension.value} will be told to people and no longer asked",
                direction=Direction.RELAXES,
                dimensions=(dimension,),
                material=True,
            )
    if old.language != new.language:
        yield Flag(
            id=_flag_id(FlagKind.LANGUAGE, new.language, old.language, new.language),
            kind=FlagKind.LANGUAGE,
            about=f"the {new.language} text prevails instead of the {old.language} one",
            direction=Direction.UNCLEAR,
            dimensions=(Dimension.SCOPE,),
        )


def _words_of(change: Change) -> str:
    clauses = change.new or change.old
    return " ".join(clause.text for clause in clauses)


def _flag_id(kind: FlagKind, about: str, old: object, new: object) -> str:
    digest = hashlib.sha256(json.dumps([_plain(old), _plain(new)], sort_keys=True).encode()).hexdigest()[:12]
    return f"{kind.value}/{about}/{digest}"


def _plain(value: object) -> object:
    """A value as JSON can write it, the same for the same value whatever made it."""
    if isinstance(value, LocalText):
        return dict(value.by_language)
    if isinstance(value, (Permission, Promise)) or hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
