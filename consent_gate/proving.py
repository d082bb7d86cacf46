"""Evidence about one subject or one period, and receipts: what is in the ledger, put together with its proofs.

Everything queued is sealed first, so that what is handed out is proven whole.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from consent_gate.anchoring import seal, verifying_keys
from consent_gate.errors import ArgumentError, EvidenceError
from consent_gate.evidence.bundle import Evidence, write_bundle
from consent_gate.evidence.checkpoint import open_note
from consent_gate.evidence.consent_record import STATES, Consent, consent_receipt, consent_record, kantara_receipt
from consent_gate.ledger import Ledger, proofs
from consent_gate.ledger.sealing import origin_of
from consent_gate.model import ConsentEvent, EventKind
from policy_versions.model import Version

ANSWERS = (EventKind.GIVEN, EventKind.REFUSED, EventKind.WITHDRAWN)

WEB = "web"
"""The method of what is pressed on our pages."""


def consents(ledger: Ledger, subject: str, *, policy_url: str) -> tuple[Consent, ...]:
    """What the subject answered, one for each permission and version that was answered, past answers included.

    Args:
        ledger: the ledger.
        subject: the product's id; the records show it.
        policy_url: what browsers call the prompt pages, which show every version to anybody.
    """
    made = []
    for (policy, number, permission_id), events in _by_edition(ledger.events(subject)).items():
        version = ledger.version(policy, number)
        permission = version.policy.permission(permission_id)
        if permission is None or not any(event.kind in ANSWERS for event in events):
            continue
        made.append(
            Consent(
                origin=origin_of(ledger.database),
                subject=subject,
                version=version,
                permission=permission,
                language=_language(ledger, subject, events, version),
                events=tuple(events),
                policy_url=f"{policy_url.rstrip('/')}/policy/{version.slug}/{version.number}",
                pressed=frozenset(event.sequence for event in events if _is_pressed(ledger, subject, event)),
            )
        )
    return tuple(made)


def _is_pressed(ledger: Ledger, subject: str, event: ConsentEvent) -> bool:
    """Whether a button of one of our pages made it: the page is kept, as HTML."""
    page = ledger.page(subject, event.page) if event.method == WEB and event.page else None
    return page is not None and page.media_type.startswith("text/html")


def _by_edition(events: Iterable[ConsentEvent]) -> dict[tuple[str, int, str], list[ConsentEvent]]:
    """The events of each edition; what is said of all of a permission stands with every edition that was spoken of before."""
    grouped: dict[tuple[str, int, str], list[ConsentEvent]] = {}
    for event in events:
        if event.kind not in STATES or not event.subject_of:
            continue
        before = [of for of in grouped if not event.edition and (of[0], of[2]) == (event.policy, event.subject_of)]
        for of in before or [(event.policy, event.edition or event.version, event.subject_of)]:
            grouped.setdefault(of, []).append(event)
    return grouped


def export_records(ledger: Ledger, subject: str, *, policy_url: str) -> list[dict[str, Any]]:
    """The subject's consent records as DPV JSON-LD."""
    return [consent_record(consent) for consent in consents(ledger, subject, policy_url=policy_url)]


def receipt(ledger: Ledger, subject: str, sequence: int, *, policy_url: str, kantara: bool = False) -> dict[str, Any]:
    """The receipt of one answer, with the proof that it stands in the ledger.

    Raises:
        ArgumentError: the subject has no such answer.
        EvidenceError: policy.yaml lacks what a receipt must say.
    """
    for consent in reversed(consents(ledger, subject, policy_url=policy_url)):
        upto = tuple(event for event in consent.events if event.sequence <= sequence)
        if upto and upto[-1].sequence == sequence:
            shown = replace(consent, events=upto)
            if kantara:
                return kantara_receipt(shown)
            return {**consent_receipt(shown, created=upto[-1].recorded_at), "proof": _proof(ledger, sequence)}
    raise ArgumentError(f"there is no answer {sequence} of this subject", hint="`reconsent choices SUBJECT` lists what there is")


def evidence_of_subject(ledger: Ledger, subject: str, *, anchors: Iterable[str] = (), policy_url: str = "", now: datetime) -> bytes:
    """The evidence zip about one subject.

    Raises:
        ArgumentError: the ledger knows nobody of that id.
    """
    pseudonym = ledger.pseudonym(subject)
    if pseudonym is None:
        raise ArgumentError("the ledger knows nobody of that id", hint="check the id; who was erased cannot be named any more")
    places = proofs.of_subject(ledger.database, pseudonym)
    events = ledger.events(subject)
    pages = {event.page: ledger.page(subject, event.page) for event in events if event.page}
    exports = {"consent-records.json": _records_file(ledger, subject, policy_url)}
    return _bundle(
        ledger,
        f"one subject, {pseudonym}",
        places,
        anchors,
        now,
        pages=[page.content for page in pages.values() if page is not None],
        exports=exports,
    )


def evidence_of_period(ledger: Ledger, since: datetime, until: datetime, *, anchors: Iterable[str] = (), now: datetime) -> bytes:
    """The evidence zip of all entries recorded from `since` up to but not at `until`; pages of people not included."""
    places = proofs.of_period(ledger.database, since, until)
    return _bundle(ledger, f"all entries from {since.isoformat()} up to {until.isoformat()}", places, anchors, now)


def _bundle(
    ledger: Ledger,
    about: str,
    places: Sequence[proofs.Place],
    anchors: Iterable[str],
    now: datetime,
    *,
    pages: Sequence[bytes] = (),
    exports: dict[str, bytes] | None = None,
) -> bytes:
    seal(ledger)
    last = proofs.last_checkpoint(ledger.database)
    keys = verifying_keys(ledger)
    kept = {f"anchor at {open_note(note, keys).size} entries": note for note in anchors}
    wanted = sorted({*places, *proofs.of_versions(ledger.database), *proofs.of_gaps(ledger.database)}, key=lambda place: place[1])
    if last is None:
        raise ArgumentError("the ledger is empty", hint="there is nothing to give evidence of yet")
    sizes = {last[0], *(open_note(note, keys).size for note in kept.values())}
    versions = {version.tag: _files(ledger, version) for policy in ledger.policies() for version in ledger.versions(policy)}
    return write_bundle(
        Evidence(
            about=about,
            made_at=now,
            entries=proofs.proven(ledger.database, wanted, last[0]),
            checkpoints=proofs.checkpoints(ledger.database, sizes),
            keys=keys,
            anchors=kept,
            pages=pages,
            versions=versions,
            exports=exports or {},
        )
    )


def _files(ledger: Ledger, version: Version) -> dict[str, bytes]:
    files = dict(ledger.version_files(version.slug, version.number))
    review = ledger.version_review(version.slug, version.number)
    return files if review is None else {**files, "review.yaml": review}


def _records_file(ledger: Ledger, subject: str, policy_url: str) -> bytes:
    try:
        found: object = export_records(ledger, subject, policy_url=policy_url)
    except EvidenceError as error:
        found = {"not exported": str(error)}
    return json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n"


def _proof(ledger: Ledger, sequence: int) -> dict[str, Any]:
    seal(ledger)
    last = proofs.last_checkpoint(ledger.database)
    assert last is not None  # noqa: S101 - the answer itself was sealed
    (entry,) = proofs.proven(ledger.database, [("events", sequence)], last[0])
    return {
        "index": entry.position,
        "size": entry.size,
        "canonical": entry.canonical.decode(),
        "inclusion": [step.hex() for step in entry.proof],
        "checkpoint": last[1],
        "keys": [str(key) for key in verifying_keys(ledger)],
    }


def _language(ledger: Ledger, subject: str, events: Sequence[ConsentEvent], version: Version) -> str:
    for event in reversed(events):
        page = ledger.page(subject, event.page) if event.page else None
        if page is not None:
            return page.language
    return version.policy.language
