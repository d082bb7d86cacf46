"""Recording, deriving and deleting: arguments checked, the version found, the entry written, in one transaction each."""

from collections.abc import Callable, Sequence
from datetime import datetime

from consent_gate.arguments import check_arguments, require_text
from consent_gate.errors import ArgumentError, LedgerConflictError, PolicyUnclearError, UnknownVersionError
from consent_gate.evidence.canonical import canonical_time
from consent_gate.ledger import Ledger, recording
from consent_gate.ledger.idempotency import Once
from consent_gate.ledger.ledger import Work
from consent_gate.ledger.recording import Datum
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import UNKNOWN, CollectionRecord, Unknown
from consent_gate.rule import NOT_KNOWN
from consent_gate.rules import Rules
from policy_versions.taxonomy import KeyKind


def record(
    ledger: Ledger,
    rules: Callable[[str], Rules],
    subject: str,
    *,
    data: str,
    item: str | None,
    policy: str | None,
    collected_at: datetime | Unknown | None,
    version: int | Unknown | None,
    fresh: bool,
    key: str | None,
) -> CollectionRecord:
    """See `Gate.record`."""
    check_arguments(item, collected_at, version, key)
    body = {
        "do": "record",
        "subject": subject,
        "data": data,
        "item": item,
        "policy": policy,
        "collected_at": canonical_time(collected_at) if isinstance(collected_at, datetime) else _said(collected_at),
        "version": version if isinstance(version, int) else _said(version),
        "fresh": fresh,
    }
    once = Once(ledger.cipher, key, body)
    with ledger.writing(subject, once) as work:
        if work.kept is not None:
            return _kept(ledger, work)
        datum = datum_of(work, rules, data=data, item=item, policy=policy, collected_at=collected_at, version=version)
        made = recording.put(work.transaction, ledger.cipher, work.subject, datum, now=work.now, fresh=fresh)
        once.keep(work.transaction, {"record": made.id}, to_ticks(work.now))
    return made


def datum_of(
    work: Work,
    rules: Callable[[str], Rules],
    *,
    data: str,
    item: str | None,
    policy: str | None,
    collected_at: datetime | Unknown | None,
    version: int | Unknown | None,
) -> Datum:
    """What is to be recorded, of arguments that `check_arguments` passed.

    Raises:
        ArgumentError: the category, the time or the version cannot be.
        PolicyUnclearError: no policy was named and there is not exactly one.
    """
    slug = policy_of(work, policy)
    rules(slug).require(KeyKind.DATA, data)
    at = work.now if collected_at is None else collected_at
    known_at = at if isinstance(at, datetime) else None
    under = recording.collected_under(work.catalogue, slug, version, known_at, work.now)
    return Datum(policy=slug, data=data, item=item, version=int(under), collected_at=known_at)


def derive(
    ledger: Ledger,
    rules: Callable[[str], Rules],
    origins: Sequence[CollectionRecord],
    *,
    data: str,
    item: str | None,
    fresh: bool,
    key: str | None,
) -> CollectionRecord:
    """See `Gate.derive`."""
    check_arguments(item, None, None, key)
    if not origins or not all(isinstance(origin, CollectionRecord) for origin in origins):
        raise ArgumentError("there is no origin to derive from", hint="give records as `record` returned them")
    if len({(origin.subject, origin.policy) for origin in origins}) != 1:
        raise ArgumentError("the origins are of several subjects or policies", hint="derive for one subject and one policy at a time")
    subject, policy = origins[0].subject, origins[0].policy
    body = {"do": "derive", "origins": sorted(origin.id for origin in origins), "data": data, "item": item, "fresh": fresh}
    once = Once(ledger.cipher, key, body)
    with ledger.writing(subject, once) as work:
        if work.kept is not None:
            return _kept(ledger, work)
        require_policy(work, policy)
        rules(policy).require(KeyKind.DATA, data)
        found = [_origin(ledger, work, origin) for origin in origins]
        datum = Datum(
            policy=policy,
            data=data,
            item=item,
            version=min(origin.version or NOT_KNOWN for origin in found),
            collected_at=_earliest([origin.collected_at for origin in found]),
        )
        ids = tuple(origin.id for origin in found)
        made = recording.put(work.transaction, ledger.cipher, work.subject, datum, now=work.now, fresh=fresh, origins=ids)
        once.keep(work.transaction, {"record": made.id}, to_ticks(work.now))
    return made


def delete(ledger: Ledger, subject: str, *, item: str | None, policy: str | None, key: str | None) -> tuple[int, ...]:
    """See `Gate.delete`."""
    check_arguments(item, None, None, key)
    once = Once(ledger.cipher, key, {"do": "delete", "subject": subject, "item": item, "policy": policy})
    with ledger.writing(subject, once, make=False) as work:
        if work.kept is not None:
            return tuple(work.kept["closed"])
        if policy is not None:
            require_policy(work, policy)
        closed = recording.close(work.transaction, ledger.cipher, work.subject, item, policy, now=work.now) if work.group else ()
        once.keep(work.transaction, {"closed": closed}, to_ticks(work.now))
    return closed


def policy_of(work: Work, policy: str | None) -> str:
    """The policy named, or the only one there is."""
    found = tuple(work.catalogue.versions)
    if policy is None:
        if len(found) != 1:
            raise PolicyUnclearError(found)
        return found[0]
    return require_policy(work, policy)


def require_policy(work: Work, policy: str) -> str:
    """The policy, which must have a version."""
    if policy not in work.catalogue.versions:
        raise UnknownVersionError(f"the ledger has no version of a policy `{policy}`", hint="publish one, or check the name")
    return require_text("policy", policy)


def _kept(ledger: Ledger, work: Work) -> CollectionRecord:
    found = recording.fetch(work.transaction, ledger.cipher, work.kept["record"])
    if found is None:
        raise LedgerConflictError(
            "the person recorded under this key was erased since", hint="take a new key to record somebody of that id anew"
        )
    return found


def _origin(ledger: Ledger, work: Work, origin: CollectionRecord) -> CollectionRecord:
    """The origin as the ledger holds it now, which may be older than what the caller holds."""
    found = recording.fetch(work.transaction, ledger.cipher, recording.follow(work.transaction, origin.id))
    if found is None or (found.subject, found.policy) != (origin.subject, origin.policy):
        raise ArgumentError(f"the origin {origin.id} is no record of this ledger", hint="give records as `record` returned them")
    return found


def _earliest(times: Sequence[datetime | None]) -> datetime | None:
    known = [time for time in times if time is not None]
    return min(known) if len(known) == len(times) else None


def _said(value: object) -> str | None:
    return "unknown" if value is UNKNOWN else None
