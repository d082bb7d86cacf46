"""review.yaml: what was decided about a draft, as people can read it and the strict reader takes it.

The values are `review`'s. A file with any fault is refused with all of them; nothing is guessed.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

import yaml

from consent_gate.release.errors import ReviewFileError
from consent_gate.release.review import Approval, Claim, Exemption, Review, ReviewDecision, ReviewVerdict, Tie
from consent_gate.release.widening import How
from policy_versions.errors import PolicyFileError
from policy_versions.model import Actor, ActorSource
from policy_versions.names import MAX_FILE_BYTES, REVIEW_FILE
from policy_versions.strict_yaml import Document, Path, Value, load_strict

_Item = TypeVar("_Item")
_Choice = TypeVar("_Choice", bound=StrEnum)


class _Plain(yaml.SafeDumper):
    """Writes every value out, since the strict reader takes no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the library's signature
        return True


def dump_review(review: Review) -> bytes:
    """The review as review.yaml; the same review gives the same bytes."""
    content = {
        "decisions": [_decision(d) for d in review.decisions],
        "claims": [{"change": c.change, "actor": _actor(c.actor), "time": c.time.isoformat()} for c in review.claims],
        "approvals": [_approval(a) for a in review.approvals],
        "exemptions": [
            {"rule": e.rule, "identity": e.identity, "reason": e.reason, "actor": _actor(e.actor), "time": e.time.isoformat()}
            for e in review.exemptions
        ],
    }
    kept = {name: items for name, items in content.items() if items}
    return yaml.dump(kept, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120, encoding="utf-8")


def _decision(decision: ReviewDecision) -> dict[str, object]:
    content: dict[str, object] = {"change": decision.change, "verdict": decision.verdict.value}
    if decision.ties:
        content["ties"] = [{"id": tie.id, "how": tie.how.value} for tie in decision.ties]
    if decision.reason:
        content["reason"] = decision.reason
    return {**content, "actor": _actor(decision.actor), "time": decision.time.isoformat(), "engine": decision.engine}


def _approval(approval: Approval) -> dict[str, object]:
    content: dict[str, object] = {"identity": approval.identity, "actor": _actor(approval.actor), "time": approval.time.isoformat()}
    if approval.one_person:
        content["one_person"] = "yes"
    return {**content, "signature": approval.signature} if approval.signature else content


def _actor(actor: Actor) -> dict[str, str]:
    return {"id": actor.id, "source": actor.source.value}


def parse_review(data: bytes | None, *, path: str = REVIEW_FILE) -> Review:
    """Read a review.yaml; an absent or empty one says nothing yet.

    Raises:
        ReviewFileError: with every fault, each with file and line.
    """
    if not data or not data.strip():
        return Review()
    try:
        document = load_strict(data, path=path, max_bytes=MAX_FILE_BYTES)
    except PolicyFileError as error:
        raise ReviewFileError(error.faults) from error
    reader = _Reader(document, path)
    top = reader.mapping((), document.value, {"decisions", "claims", "approvals", "exemptions"})
    review = Review(
        decisions=reader.items(top, "decisions", reader.decision),
        claims=reader.items(top, "claims", reader.claim),
        approvals=reader.items(top, "approvals", reader.approval),
        exemptions=reader.items(top, "exemptions", reader.exemption),
    )
    if reader.faults:
        raise ReviewFileError(tuple(reader.faults))
    return review


class _Reader:
    """Takes values out of the document and collects every fault on its way."""

    def __init__(self, document: Document, path: str) -> None:
        self._document = document
        self._path = path
        self.faults: list[str] = []

    def mapping(self, at: Path, value: Value, known: set[str]) -> Mapping[str, Value]:
        if not isinstance(value, dict):
            self._fault(at, "names and values are expected here")
            return {}
        for name in value:
            if name not in known:
                self._fault((*at, name), f"`{name}` is not known; expected {', '.join(sorted(known))}")
        return value

    def items(self, around: Mapping[str, Value], name: str, read: Callable[[Path, Value], _Item]) -> tuple[_Item, ...]:
        value = around.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._fault((name,), f"`{name}` is a list")
            return ()
        return tuple(read((name, place), item) for place, item in enumerate(value))

    def decision(self, at: Path, value: Value) -> ReviewDecision:
        told = self.mapping(at, value, {"change", "verdict", "ties", "reason", "actor", "time", "engine"})
        ties = told.get("ties")
        if ties is not None and not isinstance(ties, list):
            self._fault((*at, "ties"), "`ties` is a list")
        return ReviewDecision(
            change=self._text(at, told, "change"),
            verdict=self._choice(at, told, "verdict", ReviewVerdict.SENT_BACK),
            reason=self._text(at, told, "reason", needed=False),
            ties=tuple(self._tie((*at, "ties", place), tie) for place, tie in enumerate(ties)) if isinstance(ties, list) else (),
            actor=self._actor(at, told),
            time=self._time(at, told),
            engine=self._text(at, told, "engine", needed=False),
        )

    def claim(self, at: Path, value: Value) -> Claim:
        told = self.mapping(at, value, {"change", "actor", "time"})
        return Claim(change=self._text(at, told, "change"), actor=self._actor(at, told), time=self._time(at, told))

    def approval(self, at: Path, value: Value) -> Approval:
        told = self.mapping(at, value, {"identity", "actor", "time", "one_person", "signature"})
        one_person = told.get("one_person")
        if one_person not in (None, "yes", "no"):
            self._fault((*at, "one_person"), "`one_person` is yes or no")
        return Approval(
            identity=self._text(at, told, "identity"),
            actor=self._actor(at, told),
            time=self._time(at, told),
            one_person=one_person == "yes",
            signature=self._text(at, told, "signature", needed=False),
        )

    def exemption(self, at: Path, value: Value) -> Exemption:
        told = self.mapping(at, value, {"rule", "identity", "reason", "actor", "time"})
        return Exemption(
            rule=self._text(at, told, "rule"),
            identity=self._text(at, told, "identity"),
            reason=self._text(at, told, "reason"),
            actor=self._actor(at, told),
            time=self._time(at, told),
        )

    def _tie(self, at: Path, value: Value) -> Tie:
        told = self.mapping(at, value, {"id", "how"})
        return Tie(self._text(at, told, "id"), self._choice(at, told, "how", How.WIDENS))

    def _actor(self, at: Path, around: Mapping[str, Value]) -> Actor:
        place = (*at, "actor")
        told = self.mapping(place, around.get("actor"), {"id", "source"})
        return Actor(self._text(place, told, "id"), self._choice(place, told, "source", ActorSource.CLAIMED))

    def _text(self, at: Path, told: Mapping[str, Value], name: str, *, needed: bool = True) -> str:
        value = told.get(name)
        if isinstance(value, str) and (value.strip() or not needed):
            return value
        if needed or value is not None:
            self._fault((*at, name), f"`{name}` is missing" if value is None else f"`{name}` is text")
        return ""

    def _choice(self, at: Path, told: Mapping[str, Value], name: str, fallback: _Choice) -> _Choice:
        kind = type(fallback)
        value = told.get(name)
        if value in [member.value for member in kind]:
            return kind(value)
        self._fault((*at, name), f"`{name}` is one of {', '.join(member.value for member in kind)}")
        return fallback

    def _time(self, at: Path, told: Mapping[str, Value]) -> datetime:
        value = told.get("time")
        try:
            time = datetime.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            time = None
        if time is None or time.tzinfo is None:
            self._fault((*at, "time"), "`time` is a time with its offset, as 2026-12-01T09:30:00+00:00")
            return datetime.min.replace(tzinfo=UTC)
        return time

    def _fault(self, at: Path, message: str) -> None:
        self.faults.append(f"{self._path}:{self._document.line(at)}: {message}")
