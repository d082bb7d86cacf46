"""`reconsent record`: one datum, or every row of a file."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from consent_gate.cli.opened import moment, opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say
from consent_gate.cli.progress import Progress
from consent_gate.errors import ArgumentError

if TYPE_CHECKING:
    from consent_gate.cli.rows import Source
    from consent_gate.gate import Gate
    from consent_gate.intake import Batch, Recorded, Row
    from consent_gate.model import CollectionRecord, Unknown

DONE, FINDING = 0, 1


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("record")(record)


def record(
    subject: Annotated[str | None, typer.Argument(metavar="SUBJECT", help="Your product's own id for the person.")] = None,
    data: Annotated[str | None, typer.Option("--data", help="The data category, as user.contact.email.")] = None,
    item: Annotated[str | None, typer.Option("--item", help="Your product's own id for the datum.")] = None,
    policy: Annotated[str | None, typer.Option("--policy", help="The policy; else the only one there is.")] = None,
    collected_at: Annotated[str | None, typer.Option(help="When it was collected, or `unknown`; else now.")] = None,
    version: Annotated[str | None, typer.Option(help="Under which version, or `unknown`; else the one in force then.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="The person gave it anew: the older record is closed.")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Record every row of a .csv, .jsonl or .parquet file, whose columns are called so."),
    ] = None,
    key: Annotated[
        str | None, typer.Option("--key", help="An idempotency key: the same key and request come to one entry; of a file, else its bytes.")
    ] = None,
    format: FormatOption = Format.TEXT,
    as_json: JsonOption = False,
) -> int:
    """Record that a datum was collected, or every row of a file. Exit code 1: rows were set aside, in a file beside it.

    A file may be given again after a stop, however it came about: nothing is recorded twice.
    """
    if file is not None:
        if subject is not None or data or item or collected_at or version or fresh:
            raise ArgumentError("with --from everything stands in the file", hint="give no SUBJECT, and only --policy and --key beside it")
        return _every_row(file, policy, key, chosen(format, as_json))
    if subject is None or data is None:
        raise ArgumentError("record needs SUBJECT and --data", hint="or a file: --from FILE")
    when, under = _time(collected_at), _number(version)
    with opened() as (gate, _):
        made = gate.record(subject, data=data, item=item, policy=policy, collected_at=when, version=under, fresh=fresh, key=key)
    say(chosen(format, as_json), text=line_of(made), data=plain(made))
    return DONE


def _time(text: str | None) -> "datetime | Unknown | None":
    from consent_gate.model import UNKNOWN

    return UNKNOWN if text == UNKNOWN.value else moment(text, "--collected-at")


def _number(text: str | None) -> "int | Unknown | None":
    from consent_gate.model import UNKNOWN

    if text is None or text == UNKNOWN.value:
        return UNKNOWN if text else None
    if not text.isascii() or not text.isdigit():
        raise ArgumentError(f"`{text}` is no version's number", hint="write --version 3, or --version unknown")
    return int(text)


def plain(record: "CollectionRecord") -> dict[str, object]:
    """A record for programs."""
    return {
        "id": record.id,
        "subject": record.subject,
        "policy": record.policy,
        "data": record.data,
        "item": record.item,
        "version": record.version,
        "collected_at": record.collected_at.isoformat() if record.collected_at else None,
        "recorded_at": record.recorded_at.isoformat(),
    }


def line_of(record: "CollectionRecord") -> str:
    """A record for people."""
    under = f"{record.policy}@{record.version}" if record.version else f"{record.policy}, version unknown"
    when = record.collected_at.isoformat() if record.collected_at else "time unknown"
    return f"{record.id:<8} {record.subject}  {record.data}  {record.item or '-'}  {under}  {when}"


def _every_row(path: Path, policy: str | None, key: str | None, format: Format) -> int:
    from consent_gate.cli.rows import Source

    source = Source(path)
    beside = path.with_name(f"{path.name}.set-aside.jsonl")
    with opened() as (gate, _), beside.open("w", encoding="utf-8") as bad:
        done = _recorded(gate, source, policy, key or f"file/{source.digest()}", bad)
    count = len(done.set_aside)
    if not count:
        with suppress(FileNotFoundError):
            beside.unlink()
    text = f"{done.recorded} of {done.recorded + count} rows stand recorded"
    told = [f"  {words}: {number} rows" for words, number in _reasons(done)]
    say(
        format,
        text="\n".join([f"{text}; {count} set aside in {beside}", *told]) if count else text,
        data={"recorded": done.recorded, "set_aside": count, "file": str(beside) if count else None},
    )
    return FINDING if count else DONE


def _recorded(gate: "Gate", source: "Source", policy: str | None, key: str, bad: IO[str]) -> "Recorded":
    """Record every row, with a bar on a terminal; those set aside go to `bad`, each under its number and with its problem."""
    numbers: list[int] = []

    def rows() -> "Iterator[Row]":
        for number, row in source.rows():
            numbers.append(number)
            yield row if policy is None or isinstance(row, ArgumentError) else {"policy": policy, **row}

    progress = Progress("bytes")

    def each(batch: "Batch") -> None:
        for aside in batch.set_aside:
            place = aside.place - batch.first
            bad.write(_aside(numbers[place], str(aside), batch.rows[place]))
        bad.flush()
        numbers[: len(batch.rows)] = []
        progress(source.position, source.size)

    try:
        return gate.record_many(rows(), key=key, each=each)
    finally:
        progress.clear()


def _aside(number: int, problem: str, row: object) -> str:
    from consent_gate.model import Unknown

    def written(value: object) -> object:
        return value.isoformat() if isinstance(value, datetime) else value.value if isinstance(value, Unknown) else str(value)

    values: dict[str, Any] = dict(row) if isinstance(row, dict) else {}
    return json.dumps({"_row": number, "_problem": problem, **values}, default=written) + "\n"


def _reasons(done: "Recorded") -> list[tuple[str, int]]:
    """The problems met most, with how many rows had each."""
    from collections import Counter

    return Counter(str(aside.error) for aside in done.set_aside).most_common(5)
