"""The statement on each engine, and the mask on each kind of column, answer as the gate's own select does."""

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import psycopg
import pyarrow as pa
import pytest

from consent_gate import Gate, Request
from consent_gate.errors import ArgumentError
from consent_gate.evidence.keys import Keys
from consent_gate.warehouse.statement import Tables
from consent_gate.warehouse.states import states, write_states
from tests.oracle.histories import lives, versions
from tests.oracle.naive import universe
from tests.oracle.test_gate_agrees import Clock, Twins

SEEDS = range(20 if os.environ.get("RECONSENT_SOAK") == "1" else 4)
Rows = list[tuple[str, str, int | None, int | None]]


@pytest.fixture(scope="module", params=SEEDS)
def gate(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """A gate at the end of forty random lives."""
    rng = random.Random(500 + request.param)
    history = versions(rng)
    clock = Clock(history[0].published)
    with Gate.open("sqlite://", archive=tmp_path_factory.mktemp("none"), clock=clock, keys=Keys.throwaway()) as opened:
        Twins(opened, clock, rng).run(lives(rng, history, 40))
        yield opened


def ticks(at: datetime | None) -> int | None:
    return None if at is None else round((at - datetime.fromisoformat("1970-01-01T00:00:00+00:00")).total_seconds() * 1_000_000)


def asked(gate: Gate, count: int) -> list[tuple[Request, list[str], Rows]]:
    """Requests, with what select says of every record and the records as columns, in one order."""
    found = []
    for data, use, recipient in random.Random(3).sample(list(universe()), count):
        request = Request(data=data, use=use, recipient=recipient)
        selected = sorted(gate.select(request, all=True), key=lambda one: one.record.id)
        rows = [(s.record.subject, s.record.data, s.record.version, ticks(s.record.collected_at)) for s in selected]
        found.append((request, [str(s.verdict) for s in selected], rows))
    return found


def by_sqlite(rows: Rows, answers: pa.Table, sql: str) -> list[str]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE records (id INTEGER, subject TEXT, category TEXT, version INTEGER, collected_at INTEGER)")
    connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
    connection.execute(
        "CREATE TABLE states (subject TEXT, permission TEXT, edition INTEGER, answer TEXT, at INTEGER, version INTEGER, seq INTEGER)"
    )
    connection.executemany("INSERT INTO states VALUES (?, ?, ?, ?, ?, ?, ?)", [tuple(row.values()) for row in answers.to_pylist()])
    found = connection.execute(sql).fetchall()
    connection.close()
    return [row[-1] for row in sorted(found, key=lambda row: row[0])]


def as_table(rows: Rows) -> pa.Table:
    names = ["subject", "category", "version", "collected_at"]
    kinds = [pa.string(), pa.string(), pa.int64(), pa.int64()]
    columns = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)]
    return pa.table([pa.array(range(len(rows)), pa.int64()), *columns], names=["id", *names])


def by_duckdb(rows: Rows, answers: pa.Table, sql: str) -> list[str]:
    with duckdb.connect() as connection:
        connection.register("records", as_table(rows))
        connection.register("states", answers)
        found = connection.execute(sql).fetchall()
    return [row[-1] for row in sorted(found, key=lambda row: row[0])]


@pytest.mark.parametrize("engine", [by_sqlite, by_duckdb])
def test_the_statement_answers_as_select_does(gate: Gate, engine: Callable[[Rows, pa.Table, str], list[str]]) -> None:
    answers = states(gate.ledger, "privacy")
    for request, expected, rows in asked(gate, 12):
        sql = gate.sql(request, {by_sqlite: "sqlite", by_duckdb: "duckdb"}[engine])
        assert engine(rows, answers, sql) == expected, request


def test_the_statement_answers_as_select_does_on_postgresql(gate: Gate, postgres_url: str) -> None:
    answers = states(gate.ledger, "privacy")
    with psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute(
            "CREATE TABLE states (subject text, permission text, edition bigint, answer text, at bigint, version bigint, seq bigint)"
        )
        connection.cursor().executemany(
            "INSERT INTO states VALUES (%s, %s, %s, %s, %s, %s, %s)", [tuple(row.values()) for row in answers.to_pylist()]
        )
        for request, expected, rows in asked(gate, 12):
            connection.execute("DROP TABLE IF EXISTS records")
            connection.execute("CREATE TABLE records (id bigint, subject text, category text, version bigint, collected_at bigint)")
            connection.cursor().executemany("INSERT INTO records VALUES (%s, %s, %s, %s, %s)", [(n, *row) for n, row in enumerate(rows)])
            found = connection.execute(gate.sql(request, "postgres").encode()).fetchall()
            assert [row[-1] for row in sorted(found)] == expected, request


def as_arrow(rows: Rows) -> dict[str, Any]:
    table = as_table(rows)
    return {name: table[name] for name in ("subject", "category", "version", "collected_at")}


def as_pandas(rows: Rows) -> dict[str, Any]:
    frame = as_table(rows).to_pandas()
    frame["collected_at"] = pd.to_datetime(frame["collected_at"], unit="us", utc=True)
    return {name: frame[name] for name in ("subject", "category", "version", "collected_at")}


def as_polars(rows: Rows) -> dict[str, Any]:
    frame = pl.from_arrow(as_table(rows))
    assert isinstance(frame, pl.DataFrame)
    return {name: frame[name] for name in ("subject", "category", "version", "collected_at")}


def as_numpy(rows: Rows) -> dict[str, Any]:
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    subject, category, version, collected = (list(column) for column in columns)
    return {
        "subject": np.array(subject, dtype=object),
        "category": np.array(category, dtype=object),
        "version": np.array([v or 0 for v in version], dtype=np.int64),
        "collected_at": np.array(collected, dtype=object),
    }


@pytest.mark.parametrize("columns", [as_arrow, as_pandas, as_polars, as_numpy])
def test_the_mask_answers_as_select_does(gate: Gate, columns: Callable[[Rows], dict[str, Any]]) -> None:
    for request, expected, rows in asked(gate, 25):
        assert list(gate.mask(columns(rows), request, all=True)) == expected, request
        assert list(gate.mask(columns(rows), request)) == [verdict == "allowed" for verdict in expected]


def test_rows_that_the_request_is_not_about_are_not_permitted(gate: Gate) -> None:
    columns = {"subject": ["s0"], "category": ["user.biometric"], "version": [1], "collected_at": [0]}
    assert list(gate.mask(columns, Request(data="user.contact", use="analytics"), all=True)) == ["not_permitted"]


def test_the_latest_answers_are_written_whole_as_parquet(gate: Gate, tmp_path: Path) -> None:
    count = write_states(gate.ledger, "privacy", f"{tmp_path}/states.parquet")
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT count(*) FROM '{tmp_path}/states.parquet'").fetchone()
    assert found == (count,)


def test_wrong_columns_tables_and_engines_are_refused_in_a_line(gate: Gate) -> None:
    request = Request(data="user.contact", use="analytics")
    good = {"subject": ["s"], "category": ["user.contact"], "version": [1], "collected_at": [0]}
    with pytest.raises(ArgumentError, match="`version` is missing"):
        gate.mask({name: column for name, column in good.items() if name != "version"}, request)
    with pytest.raises(ArgumentError, match="different lengths"):
        gate.mask({**good, "version": [1, 2]}, request)
    with pytest.raises(ArgumentError, match="without an offset"):
        gate.mask({**good, "collected_at": pd.Series(pd.to_datetime(["2026-01-01"]))}, request)
    with pytest.raises(ArgumentError, match="not of its kind"):
        gate.mask({**good, "version": ["one"]}, request)
    with pytest.raises(ArgumentError, match="no engine"):
        gate.sql(request, "cobol")
    with pytest.raises(ArgumentError, match="no plain name"):
        gate.sql(request, "postgres", tables=Tables(records="records; DROP TABLE states"))


def test_a_statement_for_an_engine_no_test_runs_says_so(gate: Gate) -> None:
    assert gate.sql(Request(data="user.contact", use="analytics"), "snowflake").startswith("-- generated for snowflake; no test runs it")
