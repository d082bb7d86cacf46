"""Evidence from the command line: export | evidence | receipt | erase | seal | gap | keys."""

import json
from pathlib import Path
from typing import Annotated

import typer

from consent_gate.cli.opened import ActorOption, actor, moment, opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.cli.writing import write_new
from consent_gate.errors import ArgumentError


def _id(text: str | None) -> str | None:
    """A person's id, which must not be empty nor come from bytes that are no UTF-8."""
    from consent_gate.arguments import require_text

    return None if text is None else require_text("subject", text)


SubjectArgument = Annotated[str, typer.Argument(metavar="SUBJECT", help="The product's id for the person.", callback=_id)]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write; a file that is there is never overwritten.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (export, evidence, receipt, erase, seal, gap):
        app.command()(command)
    keys = typer.Typer(help="The installation's keys.", no_args_is_help=True)
    keys.command("show")(keys_show)
    keys.command("rotate")(keys_rotate)
    app.add_typer(keys, name="keys")


def export(subject: SubjectArgument) -> None:
    """Write a person's consent records as JSON-LD (ISO/IEC TS 27560 by way of DPV)."""
    from consent_gate.proving import export_records

    with opened() as (gate, settings):
        records = export_records(gate.ledger, subject, policy_url=str(settings.public_url))
    typer.echo(json.dumps(records, ensure_ascii=False, indent=2))


def evidence(
    out: OutOption,
    subject: Annotated[str | None, typer.Option(metavar="SUBJECT", help="All about one person.", callback=_id)] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="TIME", help="All entries from this time on.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="TIME", help="Up to but not at this time; else now.")] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Write a zip that proves what happened to one person, or in one period, to anyone with Python."""
    from consent_gate.anchoring import anchors
    from consent_gate.proving import evidence_of_period, evidence_of_subject

    if (subject is None) == (since is None):
        raise ArgumentError("name either a person or a period", hint="give --subject, or --from and --to")
    begin, end = moment(since, "--from"), moment(until, "--to")
    if end is not None and (begin is None or end <= begin):
        raise ArgumentError("--to ends a period that begins before it", hint="give --from, and a later --to")
    if out.exists():
        raise ArgumentError(f"`{out}` is there already", hint="name a new file")
    with opened() as (gate, settings):
        kept = anchors(gate.ledger, gate.archive)
        now = gate.clock()
        if begin is not None and end is None and begin >= now:
            raise ArgumentError(f"`{since}` lies in the future", hint="give a --from up to now, or a --to as well")
        if subject is not None:
            data = evidence_of_subject(gate.ledger, subject, anchors=kept, policy_url=str(settings.public_url), now=now)
        else:
            assert begin is not None  # noqa: S101 - asked for above
            data = evidence_of_period(gate.ledger, begin, end or now, anchors=kept, now=now)
    write_new(out, data)
    say(chosen(format, as_json), text=f"wrote {out}: unpack it and run `python3 verify.py`", data={"file": str(out), "bytes": len(data)})


def receipt(
    subject: SubjectArgument,
    answer: Annotated[int, typer.Argument(metavar="ANSWER", help="The answer's number in the ledger.")],
    kantara: Annotated[bool, typer.Option("--kantara", help="As a Kantara consent receipt v1.1.")] = False,
) -> None:
    """Write the receipt of one answer, with the proof that it stands in the ledger."""
    from consent_gate.proving import receipt as make

    with opened() as (gate, settings):
        made = make(gate.ledger, subject, answer, policy_url=str(settings.public_url), kantara=kantara)
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


def erase(
    subject: SubjectArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Erase a person: what leads back to them goes for good, entries stay under a pseudonym, proofs still verify."""
    if not yes:
        typer.confirm("This cannot be undone: all of this person's entries lose their name. Erase?", abort=True, err=True)
    with opened() as (gate, _):
        count = gate.erase(subject)
    text = f"erased, with {count - 1} linked ids" if count > 1 else "erased" if count else "the ledger knows nobody of that id"
    say(chosen(format, as_json), text=text, data={"erased": count})


def seal(
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
    anchor: Annotated[bool, typer.Option("--anchor", help="Also keep the checkpoint in the archive.")] = False,
) -> None:
    """Seal what waits and sign a checkpoint over it."""
    from consent_gate import anchoring

    with opened() as (gate, _):
        made = anchoring.seal(gate.ledger)
        kept = anchoring.anchor(gate.ledger, gate.archive) if anchor else None
    size = None if made is None else made.size
    text = "nothing waited" if made is None else f"sealed: {size} entries in the tree"
    say(
        chosen(format, as_json),
        text=text + (", anchored in the archive" if kept else ""),
        data={"size": size, "anchored": None if kept is None else kept.size},
    )


def gap(
    reason: Annotated[str, typer.Option(help="What was restored and why.")],
    who: ActorOption = "",
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Put on record that entries were lost when an older copy was restored; the gate answers again."""
    from consent_gate.anchoring import record_gap

    with opened() as (gate, _):
        lost = record_gap(gate.ledger, gate.archive, actor=actor(who), reason=reason)
    say(chosen(format, as_json), text=f"recorded: {lost} sealed entries are lost", data={"lost": lost})


def keys_show(
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Show the public keys that checkpoints are verified with; hand them out before they are needed."""
    from consent_gate.anchoring import verifying_keys

    with opened() as (gate, _):
        shown = [str(key) for key in verifying_keys(gate.ledger)]
    say(chosen(format, as_json), text="\n".join(shown), data=shown)


def keys_rotate(
    name: Annotated[str, typer.Argument(metavar="token|signing", help="Which key.")],
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """Make a new key; the old ones go on verifying what they signed."""
    from consent_gate.evidence.keys import rotate
    from consent_gate.settings import load

    rotated = rotate(load().keys, name)
    count = len(rotated.token if name == "token" else rotated.signing)
    say(
        chosen(format, as_json), text=f"a new {name} key is in use; {count - 1} older ones still verify", data={"name": name, "keys": count}
    )
