"""`reconsent check | why | pending | choices | answer | withdraw | impact | due | migrate | backup`: the gate on the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent_gate.cli import record
from consent_gate.cli.opened import ActorOption, actor, moment, opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.cli.record import line_of, plain
from consent_gate.errors import ArgumentError
from policy_versions.names import check_slug

if TYPE_CHECKING:
    from consent_gate.model import Ask, Choice, Decision, Request

DONE, FINDING = 0, 1

Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help="Your product's own id for the person.")]
Data = Annotated[str, typer.Option("--data", help="The data category, as user.contact.email.")]
Use = Annotated[str, typer.Option("--use", help="What for, as marketing.advertising.")]
Recipient = Annotated[str, typer.Option("--recipient", help="Who gets it; `self` is the organisation.")]
Item = Annotated[str | None, typer.Option("--item", help="Your product's own id for the datum; else all of the person's.")]
Policy = Annotated[str | None, typer.Option("--policy", help="The policy; else the only one there is.")]
At = Annotated[str | None, typer.Option("--at", help="Replay as of then; else now.")]
Once = Annotated[str | None, typer.Option("--key", help="An idempotency key: the same key and request come to one entry.")]


_PENDING = "`reconsent pending SUBJECT` lists the asks that can be answered, as privacy/letters@2"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    record.register(app)
    app.command("check")(check)
    app.command("why")(why)
    app.command("pending")(pending)
    app.command("choices")(choices)
    app.command("answer")(answer)
    app.command("withdraw")(withdraw)
    app.command("impact")(impact)
    app.command("due")(due)
    app.command("migrate")(migrate)
    app.command("backup")(backup)


def check(
    subject: Subject,
    use: Use,
    data: Data,
    recipient: Recipient = "self",
    item: Item = None,
    policy: Policy = None,
    at: At = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Ask whether a datum may be used for a purpose. Exit code 0: allowed; 1: not."""
    asked = _request(subject, use, data, recipient, item, policy, at)
    with opened() as (gate, _):
        decision = gate.ask(asked)
    say(chosen(format, as_json), text=_said(decision), data=decision.to_dict())
    return DONE if decision.allowed else FINDING


def _request(subject: str, use: str, data: str, recipient: str, item: str | None, policy: str | None, at: str | None) -> "Request":
    from consent_gate.model import Request

    return Request(subject=subject, use=use, data=data, recipient=recipient, item=item, policy=policy, at=moment(at, "--at"))


def _said(decision: "Decision") -> str:
    lines = [f"{decision.verdict}: {', '.join(decision.reasons)}"]
    if decision.permission:
        lines.append(f"by     {decision.policy}/{decision.permission} in {decision.policy}@{decision.version}")
    lines += [f"unknown {one.field}: {one.message}" for one in decision.unknown]
    lines += [f"ask    {ask.id}" for ask in decision.asks]
    lines += [f"notice {notice.policy}/{notice.subject_of}@{notice.version}" for notice in decision.notices]
    return "\n".join(lines)


def why(
    subject: Subject,
    use: Use,
    data: Data,
    recipient: Recipient = "self",
    item: Item = None,
    policy: Policy = None,
    at: At = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Tell what a check rests on: commit, clause, finding, reviewer, prompt, answer, verdict. Exit code as `check`."""
    from consent_gate.explaining import chain

    asked = _request(subject, use, data, recipient, item, policy, at)
    with opened() as (gate, _):
        decision, links = chain(gate, asked)
    say(chosen(format, as_json), text=lambda: "\n".join(_linked(link) for link in links), data=list(links))
    return DONE if decision.allowed else FINDING


def _linked(link: dict[str, object]) -> str:
    facts = [f"  {name}: {_short(value)}" for name, value in link.items() if name != "step" and value not in (None, [], "")]
    return "\n".join([str(link["step"]), *facts])


def _short(value: object) -> str:
    return ", ".join(_short(one) for one in value) if isinstance(value, list) else str(value)


def pending(subject: Subject, format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> None:
    """List what the person has to be asked, and is to be told."""
    from consent_gate.model import ask_to_dict, notice_to_dict

    with opened() as (gate, _):
        asks, notices = gate.pending(subject), gate.notices(subject)
    lines = [_asked(ask) for ask in asks] + [f"{n.policy}/{n.subject_of}@{n.version}  to be told" for n in notices]
    say(
        chosen(format, as_json),
        text="\n".join(lines) or "nothing is pending",
        data={"asks": [ask_to_dict(ask) for ask in asks], "notices": [notice_to_dict(notice) for notice in notices]},
    )


def _asked(ask: "Ask") -> str:
    effect = f"from {ask.effective.isoformat()}" if ask.effective else "in force"
    return f"{ask.id}  {effect}  {', '.join(ask.data)}"


def choices(subject: Subject, format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> None:
    """List every answer of a person by its number in the ledger, and whether it stands."""
    with opened() as (gate, _):
        found = gate.choices(subject)
    say(
        chosen(format, as_json),
        text="\n".join(_chosen(choice) for choice in found) or "nothing was answered",
        data=[_plain(choice) for choice in found],
    )


def _chosen(choice: "Choice") -> str:
    edition = f"@{choice.edition}" if choice.edition else ""
    standing = "stands" if choice.stands else "stands no more"
    until = f" until {choice.lapses_at.isoformat()}" if choice.stands and choice.lapses_at else ""
    about = f"{choice.policy}/{choice.subject_of}{edition}"
    return f"{choice.sequence:<8} {about}  {choice.answer}  {choice.at.isoformat()}  {standing}{until}"


def _plain(choice: "Choice") -> dict[str, object]:
    return {
        "answer": choice.sequence,
        "policy": choice.policy,
        "kind": choice.kind,
        choice.kind: choice.subject_of,
        "edition": choice.edition,
        "said": choice.answer.value,
        "at": choice.at.isoformat(),
        "version": choice.version,
        "stands": choice.stands,
        "lapses_at": choice.lapses_at.isoformat() if choice.lapses_at else None,
    }


def answer(
    subject: Subject,
    answers: Annotated[list[str], typer.Argument(metavar="ASK=ANSWER", help="As privacy/letters@2=given (or refused, deferred).")],
    method: Annotated[str, typer.Option(help="How the person said it.")] = "cli",
    who: ActorOption = "",
    key: Once = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Record a person's answers. Exit code 1 where one was stale or not pending."""
    pairs = [text.rpartition("=") for text in answers]
    if any(not equals for _, equals, _ in pairs):
        raise ArgumentError("an answer is ASK=ANSWER", hint="write privacy/letters@2=given; `reconsent pending` lists the asks")
    said_of = {ask: said for ask, _, said in pairs}
    if len(said_of) < len(pairs):
        raise ArgumentError("an ask was answered twice", hint="say of each ask once what the person answered")
    whoever = actor(who)
    with opened() as (gate, _):
        outcomes = gate.answer(subject, said_of, method=method, actor=whoever, key=key)
    kept = all(outcome == "recorded" for outcome in outcomes.values())
    say(
        chosen(format, as_json),
        text="\n".join([*(f"{ask}  {outcome}" for ask, outcome in outcomes.items()), *([] if kept else [_PENDING])]),
        data={"outcomes": {ask: outcome.value for ask, outcome in outcomes.items()}, "events": list(outcomes.events)},
    )
    return DONE if kept else FINDING


def withdraw(
    subject: Subject,
    permission: Annotated[str, typer.Argument(metavar="PERMISSION", help="The permission (or promise), as privacy/letters.")],
    policy: Policy = None,
    method: Annotated[str, typer.Option(help="How the person said it.")] = "cli",
    who: ActorOption = "",
    key: Once = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Take back a person's consent to a permission, or object to it."""
    whoever = actor(who)
    with opened() as (gate, _):
        event = gate.withdraw(subject, permission, policy=policy, method=method, actor=whoever, key=key)
    say(chosen(format, as_json), text=f"withdrawn ({event})", data={"event": event})


def impact(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="The policy, as privacy; or policy and draft in one, as privacy/spring.")],
    draft: Annotated[str | None, typer.Argument(metavar="DRAFT", help="The draft's name, as spring.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Tell whom a draft would touch: what each relaxation holds back, and how many would be asked."""
    name = policy if draft is None else f"{policy}/{draft}"
    if "/" not in name:
        raise ArgumentError(f"no draft of `{name}` was named", hint="`reconsent draft list` lists them")
    with opened() as (gate, _):
        found = gate.impact(name)
    lines = [f"{found.asked} to ask if {found.policy}@{found.number} is published"]
    lines += [
        f"{r.id}  {', '.join(r.how)}: {r.records} records of {r.subjects} people held back from {r.requests} kinds of use; {r.asked} to ask"
        for r in found.relaxations
    ]
    for cohort in found.cohorts:
        asks = ", ".join(f"{name} ({people})" for name, people in cohort.asks.items()) or "nothing"
        lines.append(f"{cohort.subjects} people since {cohort.version or 'an unknown version'}: {asks}")
    lines += [f"warning: {warning.message}" for warning in found.warnings]
    say(chosen(format, as_json), text="\n".join(lines), data=found.to_dict())


def due(
    policy: Annotated[str | None, typer.Argument(metavar="POLICY", help="The policy; else the only one there is.")] = None,
    at: Annotated[
        str | None, typer.Option("--at", help="When, as 2027-01-01T00:00:00+01:00; may be later than now, which it is else.")
    ] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """List the records to delete: expired, with no use left that is allowed. Exit code 1 where there are some."""
    slug, when = check_slug(policy) if policy else None, moment(at, "--at")
    with opened() as (gate, _):
        found = list(gate.due(slug, when or gate.clock()))
    say(chosen(format, as_json), text="\n".join(line_of(one) for one in found) or "nothing is due", data=[plain(one) for one in found])
    return FINDING if found else DONE


def migrate(
    back_to: Annotated[str, typer.Option(metavar="REVISION", help="Take them back to an earlier one, before an older release runs.")] = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Bring the ledger's tables to this release."""
    from consent_gate.evidence.keys import Keys
    from consent_gate.ledger.database import Database
    from consent_gate.ledger.schema import migrate as upgrade
    from consent_gate.ledger.schema import revision, take_back
    from consent_gate.settings import load, require_ledger

    settings = require_ledger(load())
    database = Database(settings.database_url)
    try:
        before = revision(database)
        after = take_back(database, back_to) if back_to else upgrade(database, lambda: Keys.load(settings.keys))
    finally:
        database.close()
    text = f"the tables are at {after}" if before == after else f"the tables went from {before or 'nothing'} to {after}"
    say(chosen(format, as_json), text=text, data={"before": before, "after": after})


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Copy an SQLite ledger to a new file while it is in use. The keys are not in it: keep them apart."""
    from consent_gate.ledger.backup import backup as copy

    with opened() as (gate, _):
        size = copy(gate.ledger.database, target)
    say(chosen(format, as_json), text=f"copied {size} bytes to {target}", data={"file": str(target), "bytes": size})
