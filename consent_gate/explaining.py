"""Why a check comes to what it does, all the way back: commit, clause, finding, reviewer, prompt, answer, verdict.

Read from the ledger, which holds every version's text and review, so that the archive need not be at hand.
"""

from typing import TYPE_CHECKING

from consent_gate.model import Decision, EventKind, Request
from consent_gate.release.review import ReviewDecision
from consent_gate.release.review_yaml import parse_review
from differ import compare
from differ.model import Change
from policy_versions.model import Version

if TYPE_CHECKING:
    from consent_gate.gate import Gate

Link = dict[str, object]
"""One link of the chain: `step` names it, the rest are its facts."""


def chain(gate: "Gate", request: Request) -> tuple[Decision, tuple[Link, ...]]:
    """The decision on a request, and what it rests on, from the published text to the verdict."""
    decision = gate.ask(request)
    links: list[Link] = []
    if decision.policy and decision.version:
        links += _versions(gate, decision, decision.policy, decision.version)
    links += _records(gate, decision)
    links += _person(gate, decision, request.subject or "")
    links += [{"step": "unknown name", **one.to_dict()} for one in decision.unknown]
    links.append({"step": "verdict", "verdict": decision.verdict.value, "reasons": [reason.value for reason in decision.reasons]})
    return decision, tuple(links)


def _versions(gate: "Gate", decision: Decision, policy: str, number: int) -> list[Link]:
    """The version in force, the clause, and how the permission's edition came to be."""
    version = gate.ledger.version(policy, number)
    links: list[Link] = [_published(gate, "version in force", version)]
    permission = version.policy.permission(decision.permission) if decision.permission else None
    if permission is None:
        return links
    links.append({"step": "clause", "permission": f"{policy}/{permission.id}", "clause": permission.clause, "text": str(permission.text)})
    edition = _edition(gate, decision, policy, number)
    if edition and edition != number:
        links.append(_published(gate, "edition began", gate.ledger.version(policy, edition)))
    if edition:
        links += _findings(gate, policy, edition, permission.id)
    return links


def _published(gate: "Gate", step: str, version: Version) -> Link:
    actors = gate.ledger.version_actors(version.slug, version.number)
    return {
        "step": step,
        "version": version.name,
        "commit": version.commit,
        "identity": version.identity,
        "effective": version.effective.isoformat(),
        "published_at": version.published_at.isoformat() if version.published_at else None,
        **{role: [f"{actor.id} ({actor.source})" for actor in found] for role, found in actors.items() if found},
    }


def _edition(gate: "Gate", decision: Decision, policy: str, number: int) -> int | None:
    rules, (data, use, recipient, *_) = gate.rules(policy), decision.request
    rule = rules.rule(rules.history.version(number), data, use, recipient)
    return next((one.edition for one in rule.permissions if one.permission == decision.permission), None)


def _findings(gate: "Gate", policy: str, number: int, permission_id: str) -> list[Link]:
    """What the reviewers tied to the permission when the edition was published, with what the differ had found."""
    tied = [
        decision
        for decision in parse_review(gate.ledger.version_review(policy, number)).decisions
        if any(tie.id == permission_id for tie in decision.ties)
    ]
    changes = _changes(gate, policy, number) if tied else {}
    return [link for decision in tied for link in _reviewed(decision, changes.get(decision.change))]


def _changes(gate: "Gate", policy: str, number: int) -> dict[str, Change]:
    history = gate.rules(policy).history
    version, before = history.version(number), history.before(number)
    language = version.policy.language
    if before is None or language not in before.texts or language not in version.texts:
        return {}
    return {change.id: change for change in compare(before.texts[language], version.texts[language], language=language).changes}


def _reviewed(decision: ReviewDecision, change: Change | None) -> list[Link]:
    links: list[Link] = []
    if change is not None:
        plain = change.to_dict()
        links.append({"step": "finding", "change": change.id, "direction": plain["direction"], "findings": plain["findings"]})
    links.append(
        {
            "step": "reviewer",
            "change": decision.change,
            "verdict": decision.verdict.value,
            "reason": decision.reason,
            "reviewer": f"{decision.actor.id} ({decision.actor.source})",
            "time": decision.time.isoformat(),
            "engine": decision.engine,
        }
    )
    return links


def _records(gate: "Gate", decision: Decision) -> list[Link]:
    links: list[Link] = []
    for seq in decision.events:
        record = gate.ledger.record(seq)
        if record is not None:
            links.append(
                {
                    "step": "record",
                    "record": record.id,
                    "data": record.data,
                    "item": record.item,
                    "version": f"{record.policy}@{record.version}" if record.version else None,
                    "collected_at": record.collected_at.isoformat() if record.collected_at else None,
                }
            )
    return links


_SHOWN = {EventKind.REQUESTED: "prompt", EventKind.DEFERRED: "prompt", EventKind.TOLD: "notice"}


def _person(gate: "Gate", decision: Decision, subject: str) -> list[Link]:
    """What the person was shown and said about the permission, up to the decision."""
    links: list[Link] = []
    for event in gate.ledger.events(subject):
        about = event.policy == decision.policy and (event.subject_of == decision.permission or event.kind is EventKind.TOLD)
        if not about or (decision.at is not None and event.recorded_at > decision.at):
            continue
        links.append(
            {
                "step": _SHOWN.get(event.kind, "answer"),
                "event": event.sequence,
                "kind": event.kind.value,
                "edition": event.edition or None,
                "time": event.recorded_at.isoformat(),
                "method": event.method,
                "page": event.page,
                "by": f"{event.actor.id} ({event.actor.source})" if event.actor else "the person",
                "decides": event.sequence in decision.events,
            }
        )
    return links


__all__ = ["Link", "chain"]
