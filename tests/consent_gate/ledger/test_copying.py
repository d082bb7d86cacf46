"""What COPY is given comes back as it was."""

import struct
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent_gate.ledger import schema
from consent_gate.ledger.copying import packed
from consent_gate.ledger.database import Database

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.sampled_from(["%s", "%", r"\N", "\t\n\\", "ü"])
VALUES = (
    WORDS,
    st.integers(-(2**63), 2**63 - 1),
    st.integers(-(2**31), 2**31 - 1),
    st.binary() | st.binary(min_size=37, max_size=37),  # 37 is the percent sign
)
ROWS = st.lists(st.tuples(*(st.none() | values for values in VALUES)), min_size=1, max_size=6)
ALIKE = st.builds(lambda row, count: [row] * count, st.tuples(*VALUES), st.integers(2, 5))


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    opened = Database(postgres_url)
    schema.migrate(opened)
    with opened.connected() as connection:
        connection.exec_driver_sql("CREATE TABLE copied (place bigint, words text, long bigint, short integer, raw bytea)")
    yield opened
    opened.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS | ALIKE)
def test_rows_come_back_as_they_were_copied(database: Database, rows: list[tuple[Any, ...]]) -> None:
    placed = [(place, *row) for place, row in enumerate(rows)]
    with database.write() as transaction:
        transaction.run("DELETE FROM copied")
        transaction.copy("copied", [b"".join(packed(list(zip(*placed, strict=True)), {3}))])
        assert transaction.rows("SELECT * FROM copied ORDER BY place") == placed


@pytest.mark.parametrize(("column", "error"), [([1.5, 2.5], KeyError), ([2**63, 0], struct.error), (["\ud800", ""], UnicodeEncodeError)])
def test_what_the_database_cannot_hold_is_not_packed(column: list[Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        list(packed([column]))
