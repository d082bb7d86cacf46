"""An answer under a version that cannot be allows nothing, however many are asked about at once."""

import duckdb
import pyarrow as pa
import pytest

from consent_gate import Gate, Request
from consent_gate.warehouse.states import states
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish
from tests.consent_gate.test_gate_failures import without_guards

REQUEST = Request(use=ADS, data=EMAIL)


@pytest.fixture
def tampered(gate: Gate, url: str, clock: Clock) -> Gate:
    publish(gate, clock, permission(basis="consent"))
    gate.record("s", data=EMAIL, item="x")
    gate.answer("s", {"privacy/letters@1": "given"})
    assert gate.check("s", use=ADS, data=EMAIL, item="x").allowed
    assert [str(one.verdict) for one in gate.select(REQUEST, all=True)] == ["allowed"]
    without_guards(url, "consent_state", "UPDATE consent_state SET version = 77")
    return gate


def test_a_consent_under_a_version_that_cannot_be_allows_nothing(tampered: Gate, clock: Clock) -> None:
    assert not tampered.check("s", use=ADS, data=EMAIL, item="x").allowed
    assert list(tampered.select(REQUEST)) == []
    assert [str(one.verdict) for one in tampered.select(REQUEST, all=True)] == ["not_permitted"]
    columns = {"subject": ["s"], "category": [EMAIL], "version": [1], "collected_at": [clock.now]}
    assert list(tampered.mask(columns, REQUEST, all=True)) == ["not_permitted"]


def test_nor_does_it_in_the_statement_for_a_warehouse(tampered: Gate) -> None:
    rows = pa.table(
        {"subject": ["s"], "category": [EMAIL], "version": pa.array([1], pa.int64()), "collected_at": pa.array([0], pa.int64())}
    )
    with duckdb.connect() as connection:
        connection.register("records", rows)
        connection.register("states", states(tampered.ledger, "privacy"))
        assert [row[-1] for row in connection.execute(tampered.sql(REQUEST, "duckdb")).fetchall()] == ["not_permitted"]


def test_a_term_longer_than_the_calendar_is_no_term_that_ends(gate: Gate, clock: Clock) -> None:
    publish(gate, clock, permission(basis="contract", retention="P9999Y"))
    gate.record("s", data=EMAIL, item="x")
    columns = {"subject": ["s"], "category": [EMAIL], "version": [1], "collected_at": [clock.now]}
    assert list(gate.mask(columns, REQUEST, all=True)) == ["allowed"]
    assert "allowed" in gate.sql(REQUEST, "duckdb")
