"""A policy's values as the JSON that a version row holds, and back: quicker to read than policy.yaml, and exact."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from policy_versions.durations import Duration
from policy_versions.model import (
    Basis,
    Consequence,
    Controller,
    Dimension,
    LocalText,
    NoticeDetails,
    OwnKey,
    Permission,
    Policy,
    Promise,
    Recipient,
    Weakened,
)


def policy_to_json(policy: Policy) -> str:
    """The policy as JSON with sorted keys."""
    return json.dumps(_policy(policy), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def policy_from_json(text: str) -> Policy:
    """The policy that `policy_to_json` wrote; ValueError, KeyError or TypeError where it is something else."""
    d = json.loads(text)
    return Policy(
        title=_text(d["title"]),
        controller=Controller(id=d["controller"]["id"], name=_text(d["controller"]["name"])),
        language=d["language"],
        effective=None if d["effective"] is None else datetime.fromisoformat(d["effective"]),
        summary=_optional(d["summary"]),
        recipients=tuple(Recipient(id=r["id"], name=_text(r["name"])) for r in d["recipients"]),
        taxonomy=tuple(OwnKey(key=k["key"], label=_text(k["label"])) for k in d["taxonomy"]),
        permissions=tuple(_permission(p) for p in d["permissions"]),
        promises=tuple(_promise(p) for p in d["promises"]),
        consequences=MappingProxyType({Dimension(k): Consequence(v) for k, v in d["consequences"].items()}),
        reopens=tuple(d["reopens"]),
        weakened=tuple(_weakened(w) for w in d["weakened"]),
        notice=_notice(d["notice"]),
    )


def _policy(policy: Policy) -> dict[str, Any]:
    notice = policy.notice
    return {
        "title": _words(policy.title),
        "controller": {"id": policy.controller.id, "name": _words(policy.controller.name)},
        "language": policy.language,
        "effective": None if policy.effective is None else policy.effective.isoformat(),
        "summary": _words(policy.summary),
        "recipients": [{"id": r.id, "name": _words(r.name)} for r in policy.recipients],
        "taxonomy": [{"key": k.key, "label": _words(k.label)} for k in policy.taxonomy],
        "permissions": [
            {
                "id": p.id,
                "text": _words(p.text),
                "data": p.data,
                "use": p.use,
                "recipients": p.recipients,
                "basis": p.basis,
                "retention": _iso(p.retention),
                "valid_for": _iso(p.valid_for),
                "clause": p.clause,
            }
            for p in policy.permissions
        ],
        "promises": [
            {"id": p.id, "text": _words(p.text), "clause": p.clause, "dimension": p.dimension, "period": _iso(p.period)}
            for p in policy.promises
        ],
        "consequences": {dimension.value: consequence.value for dimension, consequence in policy.consequences.items()},
        "reopens": policy.reopens,
        "weakened": [{"id": w.id, "text": _words(w.text), "clause": w.clause, "dimension": w.dimension} for w in policy.weakened],
        "notice": {
            "contact": _words(notice.contact),
            "jurisdiction": notice.jurisdiction,
            "storage_locations": notice.storage_locations,
            "rights": notice.rights,
            "withdrawal": _words(notice.withdrawal),
        },
    }


def _permission(d: Mapping[str, Any]) -> Permission:
    return Permission(
        id=d["id"],
        text=_text(d["text"]),
        data=tuple(d["data"]),
        use=tuple(d["use"]),
        recipients=tuple(d["recipients"]),
        basis=Basis(d["basis"]),
        retention=_duration(d["retention"]),
        valid_for=_duration(d["valid_for"]),
        clause=d["clause"],
    )


def _promise(d: Mapping[str, Any]) -> Promise:
    return Promise(
        id=d["id"], text=_text(d["text"]), clause=d["clause"], dimension=Dimension(d["dimension"]), period=_duration(d["period"])
    )


def _weakened(d: Mapping[str, Any]) -> Weakened:
    dimension = None if d["dimension"] is None else Dimension(d["dimension"])
    return Weakened(id=d["id"], text=_optional(d["text"]), clause=d["clause"], dimension=dimension)


def _notice(d: Mapping[str, Any]) -> NoticeDetails:
    return NoticeDetails(
        contact=_optional(d["contact"]),
        jurisdiction=tuple(d["jurisdiction"]),
        storage_locations=tuple(d["storage_locations"]),
        rights=tuple(d["rights"]),
        withdrawal=_optional(d["withdrawal"]),
    )


def _words(text: LocalText | None) -> Mapping[str, str] | None:
    return None if text is None else dict(text.by_language)


def _text(d: Mapping[str, str]) -> LocalText:
    return LocalText.of(d)


def _optional(d: Mapping[str, str] | None) -> LocalText | None:
    return None if d is None else LocalText.of(d)


def _iso(duration: Duration | None) -> str | None:
    return None if duration is None else duration.iso


def _duration(iso: str | None) -> Duration | None:
    return None if iso is None else Duration.parse(iso)
