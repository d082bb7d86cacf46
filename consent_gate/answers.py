"""Answers, withdrawals, notices and links: what may be answered, and the events that say it was."""

from collections.abc import Mapping, Sequence
from typing import Any

from consent_gate.arguments import require_text
from consent_gate.editions import answerable, knows, was_answerable
from consent_gate.errors import ArgumentError, UnknownVersionError
from consent_gate.ledger import Ledger, answering, subjects
from consent_gate.ledger.answering import How, Said
from consent_gate.ledger.idempotency import Once
from consent_gate.ledger.ledger import Work
from consent_gate.ledger.ticks import to_ticks
from consent_gate.model import Answered, EventKind, Outcome, Page, Shown
from consent_gate.records import require_policy
from consent_gate.rule import ALL
from policy_versions.model import Actor

CAN_ANSWER = {kind.value: kind for kind in (EventKind.GIVEN, EventKind.REFUSED, EventKind.DEFERRED)}


def answer(
    ledger: Ledger,
    subject: str,
    answers: Mapping[str, str],
    *,
    shown: Shown | None,
    method: str,
    actor: Actor | None,
    key: str | None,
    page: Page | None = None,
    told: Mapping[str, int] | None = None,
) -> Answered:
    """See `Gate.answer`; besides, keep the page that was shown and settle the notices on it, in the same transaction.

    Args:
        ledger: the ledger.
        subject: the person.
        answers: ask id to answer.
        shown: what the page's token says.
        method: how it was said.
        actor: who entered it.
        key: an idempotency key.
        page: the exact bytes shown.
        told: for each policy the latest version that a notice on the page was about.
    """
    _check(answers)
    method = _named(method)
    body = {
        "do": "answer",
        "subject": subject,
        "answers": {str(ask): str(kind) for ask, kind in answers.items()},
        "shown": [shown.sequence, shown.digest] if shown else None,
        "method": method,
        "told": dict(told or {}),
    }
    digest = page.digest if page else shown.digest if shown else None
    once = Once(ledger.cipher, key, body)
    with ledger.writing(subject, once) as work:
        if work.kept is not None:
            return Answered({ask: Outcome(outcome) for ask, outcome in work.kept["outcomes"].items()}, tuple(work.kept["events"]))
        if page is not None:
            answering.keep_page(work.transaction, ledger.cipher, work.subject, page, work.now)
        how = How(method=method, page=digest, actor=actor)
        outcomes: dict[str, Outcome] = {}
        events: list[int] = []
        for ask, kind in answers.items():
            outcomes[ask], said = _weigh(work, ask, CAN_ANSWER[kind], shown)
            events += [answering.write(work.transaction, ledger.cipher, work.group, one, how, work.now) for one in said]
        for policy, version in sorted((told or {}).items()):
            events.append(_tell(ledger, work, policy, version, how))
        once.keep(work.transaction, {"outcomes": {ask: o.value for ask, o in outcomes.items()}, "events": events}, to_ticks(work.now))
    return Answered(outcomes, tuple(events))


def _weigh(work: Work, ask: str, kind: EventKind, shown: Shown | None) -> tuple[Outcome, Sequence[Said]]:
    """What becomes of an answer to one ask, and the events to write."""
    parsed = parse_ask(ask)
    if parsed is None or parsed[0] not in work.catalogue.histories:
        return Outcome.NOT_PENDING, ()
    policy, subject_of, editions = parsed
    history = work.catalogue.histories[policy]
    standing = answerable(history, subject_of, work.now)
    open_now = [edition for edition in editions if edition in standing]
    if not open_now:
        ended = any(was_answerable(history, work.catalogue.versions[policy], subject_of, edition) for edition in editions)
        return Outcome.STALE if ended else Outcome.NOT_PENDING, ()
    if shown is not None and answering.withdrawn_after(work.transaction, work.subject, policy, subject_of, shown.sequence):
        return Outcome.STALE, ()
    version = _in_force(work, policy)
    return Outcome.RECORDED, [
        Said(kind=kind, policy=policy, subject_of=subject_of, edition=edition, version=version) for edition in open_now
    ]


def parse_ask(ask: str) -> tuple[str, str, tuple[int, ...]] | None:
    """The policy, the permission or promise, and the editions that an ask's id names; None where it is no such id.

    >>> parse_ask("privacy/partner-ads@2+3"), parse_ask("partner-ads")
    (('privacy', 'partner-ads', (2, 3)), None)
    """
    policy, slash, rest = ask.partition("/")
    subject_of, at, numbers = rest.rpartition("@")
    editions = numbers.split("+")
    if not (policy and slash and subject_of and at) or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in editions):
        return None
    return policy, subject_of, tuple(sorted({int(part) for part in editions}))


def request(
    ledger: Ledger,
    subject: str,
    asks: Sequence[str],
    *,
    method: str,
    page: Page | None = None,
    actor: Actor | None = None,
    key: str | None = None,
) -> tuple[int, ...]:
    """Record that the person was shown asks, with the page; for the page's own reckoning of when to ask again."""
    once = Once(ledger.cipher, key, {"do": "request", "subject": subject, "asks": list(asks), "method": method})
    with ledger.writing(subject, once) as work:
        if work.kept is not None:
            return tuple(work.kept["events"])
        if page is not None:
            answering.keep_page(work.transaction, ledger.cipher, work.subject, page, work.now)
        how = How(method=method, page=page.digest if page else None, actor=actor)
        events: list[int] = []
        for ask in asks:
            parsed = parse_ask(ask)
            if parsed is None:
                raise ArgumentError(f"`{ask}` is no ask", hint="give ids of asks as `pending` tells them")
            policy, subject_of, editions = parsed
            version = _in_force(work, require_policy(work, policy))
            for edition in editions:
                said = Said(kind=EventKind.REQUESTED, policy=policy, subject_of=subject_of, edition=edition, version=version)
                events.append(answering.write(work.transaction, ledger.cipher, work.group[:1], said, how, work.now))
        once.keep(work.transaction, {"events": events}, to_ticks(work.now))
    return tuple(events)


def withdraw(
    ledger: Ledger,
    subject: str,
    policy: str,
    subject_of: str,
    *,
    method: str,
    actor: Actor | None,
    key: str | None,
    page: Page | None = None,
) -> int:
    """See `Gate.withdraw`."""
    method = _named(method)
    once = Once(ledger.cipher, key, {"do": "withdraw", "subject": subject, "policy": policy, "permission": subject_of, "method": method})
    with ledger.writing(subject, once) as work:
        if work.kept is not None:
            return int(work.kept["event"])
        if not knows(work.catalogue.versions[require_policy(work, policy)], subject_of):
            raise ArgumentError(
                f"no version of `{policy}` has a permission or promise `{subject_of}`",
                hint="`reconsent choices` lists the person's answers",
            )
        if page is not None:
            answering.keep_page(work.transaction, ledger.cipher, work.subject, page, work.now)
        said = Said(kind=EventKind.WITHDRAWN, policy=policy, subject_of=subject_of, edition=ALL, version=_in_force(work, policy))
        how = How(method=method, page=page.digest if page else None, actor=actor)
        event = answering.write(work.transaction, ledger.cipher, work.group, said, how, work.now)
        once.keep(work.transaction, {"event": event}, to_ticks(work.now))
    return event


def told(ledger: Ledger, subject: str, policy: str, version: int, *, method: str, actor: Actor | None, key: str | None) -> int:
    """See `Gate.told`."""
    method = _named(method)
    once = Once(ledger.cipher, key, {"do": "told", "subject": subject, "policy": policy, "version": version, "method": method})
    with ledger.writing(subject, once) as work:
        if work.kept is not None:
            return int(work.kept["event"])
        event = _tell(ledger, work, policy, version, How(method=method, actor=actor))
        once.keep(work.transaction, {"event": event}, to_ticks(work.now))
    return event


def link(ledger: Ledger, one: str, other: str, *, key: str | None) -> None:
    """See `Gate.link`."""
    if one == other:
        raise ArgumentError(f"`{one}` is one id already", hint="name two ids of the same person")
    once = Once(ledger.cipher, key, {"do": "link", "subjects": sorted((one, other))})
    with ledger.linking(one, other, once) as (work, others):
        if work.kept is not None:
            return
        if work.subject.person != others[0].person:
            answering.merge(work.transaction, ledger.cipher, work.group, others, work.now)
            subjects.join(work.transaction, ledger.cipher, work.subject.person, others)
        once.keep(work.transaction, {"linked": True}, to_ticks(work.now))


def _tell(ledger: Ledger, work: Work, policy: str, version: int, how: How) -> int:
    slug = require_policy(work, policy)
    if version not in work.catalogue.histories[slug]:
        raise UnknownVersionError(f"there is no version `{slug}@{version}`", hint="`reconsent versions` lists them")
    said = Said(kind=EventKind.TOLD, policy=slug, subject_of="", edition=int(version), version=_in_force(work, slug))
    return answering.write(work.transaction, ledger.cipher, work.group, said, how, work.now)


def _in_force(work: Work, policy: str) -> int:
    version = work.catalogue.in_force(policy, work.now)
    return version.number if version else 0


def _named(method: object) -> str:
    return require_text("method", method, hint="say how the person was reached, as web, mail, phone or paper")


def _check(answers: Mapping[Any, Any]) -> None:
    if not isinstance(answers, Mapping):
        raise ArgumentError("the answers are no mapping", hint="give {ask.id: `given`, …}; `pending` lists the asks")
    for ask, kind in answers.items():
        if not isinstance(ask, str) or not isinstance(kind, str) or kind not in CAN_ANSWER:
            raise ArgumentError(f"`{kind}` is no answer", hint="answer given, refused or deferred; `withdraw` takes consent back")
