"""What several commands need: the gate as the settings say, who acts, and times from the command line."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from consent_gate.errors import ArgumentError
from policy_versions.model import Actor, ActorSource
from policy_versions.names import check_actor

if TYPE_CHECKING:
    from consent_gate.gate import Gate
    from consent_gate.settings import Settings

ActorOption = Annotated[
    str, typer.Option("--as", metavar="WHO", help="Who does this, as ada@example.org; else the name you are logged in by.")
]
PolicyArgument = Annotated[str, typer.Argument(metavar="POLICY", help="The policy's short name, as privacy.")]
DraftArgument = Annotated[str, typer.Argument(metavar="DRAFT", help="The draft's name, as spring-terms.")]


@contextmanager
def opened() -> "Iterator[tuple[Gate, Settings]]":
    """The gate that the settings describe, and the settings; only `init` makes a ledger.

    Raises:
        ArgumentError: there is no ledger.
    """
    from consent_gate.gate import Gate
    from consent_gate.settings import load

    settings = load()
    with Gate.from_settings(settings) as gate:
        yield gate, settings


def actor(who: str) -> Actor:
    """Who acts; on the command line it is only claimed."""
    return check_actor(Actor(who or getpass.getuser(), ActorSource.CLAIMED))


def moment(text: str | None, name: str) -> datetime | None:
    """A time with its offset.

    Raises:
        ArgumentError: it is no time, has no offset, or lies outside of the calendar in UTC.
    """
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise ArgumentError(f"`{text}` is no time with an offset", hint=f"write {name} as 2026-12-01T00:00:00+01:00")
    try:
        time.astimezone(UTC)
    except OverflowError:
        raise ArgumentError(f"`{text}` lies outside of the calendar", hint=f"write {name} as 2026-12-01T00:00:00+01:00") from None
    return time
