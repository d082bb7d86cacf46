"""The ledger's latest answers as a table for other engines, by the product's own ids; erased people are not in it."""

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from consent_gate.ledger import Ledger

SCHEMA = pa.schema(
    [
        ("subject", pa.string()),
        ("permission", pa.string()),
        ("edition", pa.int64()),  # 0: all of the permission
        ("answer", pa.string()),  # given, refused, withdrawn; null: cleared when two ids were linked
        ("at", pa.int64()),  # microseconds since 1970, UTC
        ("version", pa.int64()),  # in force when it was given
        ("seq", pa.int64()),  # of two answers the one with the higher number counts
    ]
)


def states(ledger: "Ledger", policy: str) -> pa.Table:
    """The latest answers to one policy's permissions."""
    columns: list[list[object]] = [[] for _ in SCHEMA]
    for batch in ledger.states(policy):
        for column, values in zip(columns, zip(*batch, strict=True), strict=True):
            column.extend(values)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)


def write_states(ledger: "Ledger", policy: str, path: Path | str) -> int:
    """Write them as Parquet; how many there are. The file appears whole or not at all."""
    table, wanted = states(ledger, policy), Path(path)
    new = wanted.with_name(wanted.name + ".new")
    pq.write_table(table, new)
    new.replace(wanted)
    return int(table.num_rows)
