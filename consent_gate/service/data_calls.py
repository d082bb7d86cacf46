"""What the calls about data do: recorded, derived, deleted, due, and whether it may be used."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from consent_gate.errors import ArgumentError
from consent_gate.model import CollectionRecord, Request
from consent_gate.service import bodies
from consent_gate.service.call import Call, record_to_dict
from consent_gate.service.replies import problem_of


def record(call: Call, body: bodies.RecordBody) -> Mapping[str, Any]:
    """Record one datum."""
    return record_to_dict(call.gate.record(**dict(body), key=call.key))


def record_many(call: Call, body: bodies.RecordManyBody) -> Mapping[str, Any]:
    """Record many; a row that cannot be recorded is set aside and told, the others are recorded."""
    made: list[CollectionRecord | None] = []
    done = call.gate.record_many((dict(one) for one in body.records), key=call.key, each=lambda batch: made.extend(batch.records()))
    results: list[dict[str, Any]] = [{"record": one and record_to_dict(one), "problem": None} for one in made]
    for row in done.set_aside:
        results[row.place]["problem"] = problem_of(row.error)
    return {"results": results, "recorded": done.recorded, "refused": len(done.set_aside)}


def derive(call: Call, body: bodies.DerivedBody) -> Mapping[str, Any]:
    """Record a datum made from others."""
    origins = [_origin(call, body.subject, one) for one in body.origins]
    return record_to_dict(call.gate.derive(origins, body.data, item=body.item, fresh=body.fresh, key=call.key))


def _origin(call: Call, subject: str, place: int) -> CollectionRecord:
    """The record of that id; another person's is told from none in nothing."""
    found = call.gate.ledger.record(place)
    if found is None or found.subject != subject:
        raise ArgumentError(f"this person has no record {place}", hint="give the `id` that recording it answered with")
    return found


def delete(call: Call, body: bodies.DeletionBody) -> Mapping[str, Any]:
    """Close the records of an item."""
    return {"closed": list(call.gate.delete(body.subject, body.item, policy=body.policy, key=call.key))}


def due(call: Call, body: bodies.DueBody) -> Mapping[str, Any]:
    """A part of what is to be deleted."""
    found, further = call.gate.due_part(body.policy, body.at or call.gate.clock(), since=body.since)
    return {"records": [record_to_dict(one) for one in found], "next": further}


def check(call: Call, body: bodies.CheckBody) -> Mapping[str, Any]:
    """Decide one request."""
    return call.gate.ask(_request(body)).to_dict()


def check_many(call: Call, body: bodies.CheckManyBody) -> Mapping[str, Any]:
    """Decide many requests."""
    return {"decisions": [decision.to_dict() for decision in call.gate.check_many([_request(one) for one in body.requests])]}


def bound(call: Call, body: bodies.BoundBody) -> Mapping[str, Any]:
    """Every wording of a promise that binds."""
    found = call.gate.bound(body.subject, body.promise, item=body.item, policy=body.policy)
    return {"wordings": [asdict(one) for one in found]}


def _request(body: bodies.CheckBody) -> Request:
    return Request(
        subject=body.subject,
        use=body.use,
        data=body.data,
        recipient=body.recipient,
        item=body.item,
        policy=body.policy,
        at=body.at,
        id=body.id,
    )
