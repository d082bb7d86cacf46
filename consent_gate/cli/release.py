"""`reconsent review | approve | publish | withdraw-version | reconcile`: from a draft to a version that stays as it is.

Drafts are written with the commands of `drafting`; versions are read with those of `versions`.
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from consent_gate.cli.opened import ActorOption, DraftArgument, PolicyArgument, actor, moment, opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.errors import ArgumentError
from policy_versions.model import Actor

if TYPE_CHECKING:
    from consent_gate.gate import Gate
    from consent_gate.release.drafts import Standing
    from consent_gate.release.flags import Flag
    from consent_gate.release.review import Review, Tie

DONE, FINDING = 0, 1


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("review")(review)
    app.command("approve")(approve_draft)
    app.command("publish")(publish_draft)
    app.command("withdraw-version")(withdraw)
    app.command("reconcile")(repair)


class Say(StrEnum):
    """What a reviewer says of a change."""

    CONFIRM = "confirm"
    OVERRIDE = "override"
    SEND_BACK = "send-back"


def review(
    policy: PolicyArgument,
    draft: DraftArgument,
    change: Annotated[str | None, typer.Argument(metavar="CHANGE", help="The change to decide on; without it all are listed.")] = None,
    say_: Annotated[Say | None, typer.Option("--say", help="What you decide.")] = None,
    tie: Annotated[
        list[str] | None, typer.Option(help="What a confirmed change does, as widens:partner-ads or weakens:no-sale; may be repeated.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; needed to override and to send back.")] = "",
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """List the changes of a draft that need a decision, or decide on one. Exit code 1 while any is open."""
    from consent_gate.release.deciding import DraftName, decide
    from consent_gate.release.drafts import standing_of
    from consent_gate.release.publishing import warnings_of
    from consent_gate.release.review import ReviewVerdict

    if (change is None) != (say_ is None):
        raise ArgumentError("a decision needs a CHANGE and --say", hint="`reconsent review POLICY DRAFT` lists the changes")
    with opened() as (gate, _):
        if change is not None and say_ is not None:
            verdicts = {
                Say.CONFIRM: ReviewVerdict.CONFIRMED,
                Say.OVERRIDE: ReviewVerdict.OVERRIDDEN,
                Say.SEND_BACK: ReviewVerdict.SENT_BACK,
            }
            ties = tuple(_tie(text) for text in tie or ())
            decide(gate, DraftName(policy, draft), change, verdicts[say_], actor=actor(who), reason=reason, ties=ties)
        standing = standing_of(gate, policy, draft)
    left = standing.open_flags()
    say(
        chosen(format, as_json),
        text=lambda: "\n".join([_listed(standing), *(f"look at: {w.message}" for w in warnings_of(standing))]),
        data={
            "policy": policy,
            "draft": draft,
            "identity": standing.identity,
            "base": standing.base.number if standing.base else None,
            "changes": [_plain(flag, standing.review) for flag in standing.flags.flags],
            "open": len(left),
            "warnings": [{"rule": w.rule, "message": w.message} for w in warnings_of(standing)],
        },
    )
    return FINDING if left else DONE


def _tie(text: str) -> "Tie":
    from consent_gate.release.review import Tie
    from consent_gate.release.widening import How

    how, separator, name = text.partition(":")
    if not separator or not name or how not in {one.value for one in How}:
        raise ArgumentError(f"`{text}` is no tie", hint="write adds:ID, widens:ID, reopens:ID or weakens:ID")
    return Tie(name, How(how))


def _plain(flag: "Flag", review: "Review") -> dict[str, object]:
    decided = review.standing([flag.id]).get(flag.id)
    return {
        "id": flag.id,
        "kind": flag.kind.value,
        "about": flag.about,
        "direction": flag.direction.value,
        "dimensions": [dimension.value for dimension in flag.dimensions],
        "material": flag.material,
        "claimed_editorial": flag.claimed_editorial,
        "change": flag.change.to_dict() if flag.change else None,
        "decision": None
        if decided is None
        else {
            "verdict": decided.verdict.value,
            "reason": decided.reason,
            "ties": [{"id": tie.id, "how": tie.how.value} for tie in decided.ties],
            "actor": decided.actor.id,
            "time": decided.time.isoformat(),
        },
    }


def _listed(standing: "Standing") -> str:
    flags = standing.flags.flags
    if not flags:
        return "no change needs a decision"
    lines = []
    for flag in flags:
        decided = standing.review.standing([flag.id]).get(flag.id)
        lines.append(f"{flag.id}  {flag.direction.value}{', said to be editorial' if flag.claimed_editorial else ''}  {flag.about}")
        lines += [
            f"    {finding.rule}: {finding.reason} {finding.witness}".rstrip() for finding in (flag.change.findings if flag.change else ())
        ]
        if decided is None:
            lines.append("    open")
        else:
            tied = "".join(f", {tie.how.value} {tie.id}" for tie in decided.ties)
            lines.append(f"    {decided.verdict.value}{tied} by {decided.actor.id}" + (f": {decided.reason}" if decided.reason else ""))
    left = len(standing.open_flags())
    return "\n".join([*lines, f"{left} of {len(flags)} open"])


def approve_draft(
    policy: PolicyArgument,
    draft: DraftArgument,
    ssh_key: Annotated[
        Path | None, typer.Option(help="Sign with this SSH key, which shows who you are (see RECONSENT_ALLOWED_SIGNERS).")
    ] = None,
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Approve a draft exactly as it is; any byte changed afterwards voids it."""
    from consent_gate.release.deciding import DraftName, approve

    with opened() as (gate, settings):
        person, signature = actor(who), ""
        if ssh_key is not None:
            person, signature = _signed(gate, policy, draft, ssh_key, person, settings.allowed_signers)
        given = approve(gate, DraftName(policy, draft), actor=person, one_person=settings.one_person, signature=signature)
    say(
        chosen(format, as_json),
        text=f"{given.actor.id} approves {given.identity[:12]}",
        data={"policy": policy, "draft": draft, "identity": given.identity, "actor": given.actor.id, "one_person": given.one_person},
    )


def _signed(gate: "Gate", policy: str, draft: str, key: Path, person: Actor, allowed: Path | None) -> tuple[Actor, str]:
    """The person, known by their key's signature on the draft as it is."""
    from consent_gate.release.drafts import standing_of
    from consent_gate.release.signatures import sign, signer

    if allowed is None:
        raise ArgumentError("no file of allowed signers is named", hint="set RECONSENT_ALLOWED_SIGNERS to one, outside of the archive")
    identity = standing_of(gate, policy, draft).identity
    signature = sign(policy, identity, key)
    return signer(policy, identity, signature, person.id, allowed), signature


def publish_draft(
    policy: PolicyArgument,
    draft: DraftArgument,
    effective: Annotated[str | None, typer.Option(help="A check: the effective time that the draft's policy.yaml says.")] = None,
    short_notice: Annotated[str, typer.Option(help="Why a promised notice period is not kept, where it is not.")] = "",
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Publish a draft as the next version, wholly or not at all."""
    from consent_gate.release.publishing import publish

    with opened() as (gate, settings):
        done = publish(
            gate,
            policy,
            draft,
            actor=actor(who),
            effective=moment(effective, "--effective"),
            one_person=settings.one_person,
            short_notice=short_notice,
        )
    version = done.version
    say(
        chosen(format, as_json),
        text="\n".join(
            [f"{version.name} takes effect at {version.effective.isoformat()}", *(f"look at: {w.message}" for w in done.warnings)]
        ),
        data={
            "version": version.number,
            "policy": policy,
            "effective": version.effective.isoformat(),
            "identity": version.identity,
            "commit": version.commit,
            "warnings": [{"rule": w.rule, "message": w.message} for w in done.warnings],
        },
    )


def withdraw(
    policy: PolicyArgument,
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The version's number.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept with the version.")],
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Take back a version before it takes effect."""
    from consent_gate.release.showing import why_not_shown
    from consent_gate.release.withdraw import withdraw_version

    with opened() as (gate, _):
        version = withdraw_version(gate, policy, number, actor=actor(who), reason=reason)
        behind = why_not_shown(gate, policy)
    say(
        chosen(format, as_json),
        text="\n".join([f"{version.name} is withdrawn", *([f"look at: {behind}"] if behind else [])]),
        data={"policy": policy, "version": number, "withdrawn": True, "main": behind},
    )


def repair(format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> None:
    """Finish or undo what a crash between git and the ledger left half done."""
    from consent_gate.release.reconciling import reconcile
    from consent_gate.release.showing import why_not_shown

    with opened() as (gate, settings):
        done = reconcile(gate, one_person=settings.one_person)
        behind = {slug: why for slug in gate.ledger.policies() if (why := why_not_shown(gate, slug))}
    lines = [f"{one.what.value} {one.name}" + (f": {one.why}" if one.why else "") for one in done] or ["nothing was half done"]
    say(
        chosen(format, as_json),
        text="\n".join([*lines, *(f"look at: {slug}: {why}" for slug, why in behind.items())]),
        data={"repaired": [one.to_dict() for one in done], "main": behind},
    )
