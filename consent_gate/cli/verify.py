"""`reconsent verify`: whether anything was altered, in the archive or in the ledger."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

import typer

from consent_gate.cli.opened import opened
from consent_gate.cli.output import Format, FormatOption, JsonOption, chosen, say

DONE, FINDING = 0, 1

FullOption = Annotated[
    bool,
    typer.Option(
        "--full/--incremental",
        help="Read every entry, or only those since the last verification that found nothing; what it read is not read again.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)


def verify(full: FullOption = True, format: FormatOption = Format.TEXT, as_json: JsonOption = False) -> int:
    """Check that nothing was altered: the archive against the ledger, the ledger against its proofs. Exit code 1 names what was."""
    from consent_gate.anchoring import anchors
    from consent_gate.cli.progress import Progress
    from consent_gate.ledger import verified
    from consent_gate.ledger.sealing import origin_of
    from consent_gate.release.verify import verify_archive, verify_ledger
    from policy_versions.errors import ArchiveError

    progress = Progress("entries")
    seen = _Seen(progress)
    remarks: list[str] = []
    with opened() as (gate, settings):
        found = [one.to_dict() for one in verify_archive(gate)]
        last = verified.file_in(settings.keys, origin_of(gate.ledger.database))
        found += [one.to_dict() for one in verify_ledger(gate, progress=seen, remark=remarks.append, last=last, only_new=not full)]
        held = 0
        with suppress(ArchiveError):  # a finding already
            held = len(anchors(gate.ledger, gate.archive))
    progress.clear()
    read = f"{seen.total:,} {'sealed entries' if full else 'new sealed entries'} read, {_held_against(held)}"
    lines = [f"{one['fault']}: {one['name']}: {one['detail']}" for one in found] or [f"nothing was altered ({read})"]
    say(
        chosen(format, as_json),
        text="\n".join(lines + remarks),
        data={"sound": not found, "full": full, "read": seen.total, "anchors": held, "faults": found, "remarks": remarks},
    )
    return FINDING if found else DONE


def _held_against(anchors: int) -> str:
    if not anchors:
        return "held against no anchor: the archive has none, and without one an end that is cut off need not show"
    return "held against the one anchor in the archive" if anchors == 1 else f"held against the {anchors:,} anchors in the archive"


@dataclass(slots=True)
class _Seen:
    """Remembers how much there was to read."""

    progress: Callable[[int, int], None]
    total: int = 0

    def __call__(self, done: int, total: int) -> None:
        self.total = total
        self.progress(done, total)
