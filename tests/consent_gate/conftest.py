"""A gate on each of the two databases, with a clock that the test sets."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from tests.consent_gate.policies import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty ledger's URL, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    found: str = request.getfixturevalue("postgres_url")
    database = Database(found)
    schema.migrate(database)
    database.close()
    return found


@pytest.fixture
def open_gate(url: str, clock: Clock, tmp_path: Path) -> Iterator[Callable[..., Gate]]:
    """Opens gates on one and the same ledger."""
    keys, gates = Keys.throwaway(), []

    def opened(**wanted: object) -> Gate:
        gates.append(Gate.open(url, archive=tmp_path / "nowhere", **{"clock": clock, "keys": keys, **wanted}))  # type: ignore[arg-type]
        return gates[-1]

    yield opened
    for gate in gates:
        gate.close()


@pytest.fixture
def gate(open_gate: Callable[..., Gate]) -> Gate:
    return open_gate()


@pytest.fixture
def small_gate(clock: Clock, tmp_path: Path) -> Iterator[Gate]:
    """A gate in memory, for what does not depend on the database."""
    with Gate.open("sqlite://", archive=tmp_path / "nowhere", clock=clock) as opened:
        yield opened
