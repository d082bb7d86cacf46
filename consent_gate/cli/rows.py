"""Rows of a file of collected data: CSV, JSON Lines or Parquet, each as the arguments of `Gate.record_many`.

Columns are called as those arguments; columns that begin with `_` are passed over, so that a file of rows that were set
aside can be mended and given again. A row that cannot be read comes as the error that says why. Checking what rows say is
`record_many`'s.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

from consent_gate.errors import ArgumentError
from consent_gate.intake import Row
from consent_gate.model import UNKNOWN
from consent_gate.row_checks import FIELDS

TYPES = (".csv", ".jsonl", ".parquet")
_NEEDED = ("subject", "data")
_ROWS = 10_000  # read from a Parquet file at a time
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Source:
    """A file of rows, opened; `position` of `size` says how far it was read."""

    def __init__(self, path: Path) -> None:
        """Open it, and see that its columns are ours.

        Raises:
            ArgumentError: there is no such file, it is of no type we read, or its columns are others.
        """
        self.kind = path.suffix.lower()
        if self.kind not in TYPES:
            raise ArgumentError(f"`{path}` is of no type that is read", hint=f"give one that ends in {', '.join(TYPES)}")
        if not path.is_file():
            raise ArgumentError(f"there is no such file: `{path}`", hint="check the path")
        self.path = path
        self.position, self.size = 0, path.stat().st_size
        self._columns = self._header()
        strangers = [name for name in self._columns if name not in FIELDS and not name.startswith("_")]
        lacking = [name for name in _NEEDED if name not in self._columns]
        if self.kind != ".jsonl" and (strangers or lacking):
            fault = f"has a column `{strangers[0]}`" if strangers else f"has no column `{lacking[0]}`"
            raise ArgumentError(f"`{path}` {fault}", hint=f"columns are {', '.join(FIELDS)}; others begin with `_`")

    def digest(self) -> str:
        """Tells this file's bytes from others."""
        with self.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row under its number: its line in a text, its place from 1 in Parquet."""
        for number, row in {".csv": self._csv, ".jsonl": self._jsonl, ".parquet": self._parquet}[self.kind]():
            yield number, row if isinstance(row, ArgumentError) else _row(row)

    def _header(self) -> Sequence[str]:
        if self.kind == ".jsonl":
            return ()
        if self.kind == ".parquet":
            names: list[str] = _parquet_of(self.path).schema_arrow.names
            return names
        with self.path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            return next(csv.reader(text), [])

    def _lines(self, file: IO[bytes]) -> Iterator[str]:
        for number, line in enumerate(file):
            self.position += len(line)
            yield line.decode("utf-8" if number else "utf-8-sig", errors="surrogateescape")

    def _csv(self) -> Iterator[tuple[int, Row]]:
        with self.path.open("rb") as file:
            reader = csv.reader(self._lines(file), strict=True)
            next(reader)
            while True:
                try:
                    values = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield (
                        reader.line_num,
                        ArgumentError(f"the line is no CSV: {error}", hint="quote what holds commas, quotes or line ends"),
                    )
                    continue
                if len(values) > len(self._columns) or (values and len(values) < len(self._columns)):
                    words = f"the line has {len(values)} fields, not {len(self._columns)}"
                    yield reader.line_num, ArgumentError(words, hint="quote what holds commas, quotes or line ends")
                elif values:
                    yield reader.line_num, dict(zip(self._columns, values, strict=True))

    def _jsonl(self) -> Iterator[tuple[int, Row]]:
        with self.path.open("rb") as file:
            for number, line in enumerate(self._lines(file), 1):
                if not line.strip():
                    continue
                try:
                    found = json.loads(line)
                except (ValueError, RecursionError):
                    found = None
                if isinstance(found, dict):
                    yield number, found
                else:
                    yield number, ArgumentError("the line is no JSON object", hint="write one object a line")

    def _parquet(self) -> Iterator[tuple[int, Row]]:
        file, number = _parquet_of(self.path), 0
        total = max(1, file.metadata.num_rows)
        for batch in file.iter_batches(_ROWS):
            for row in _in_microseconds(batch).to_pylist():
                number += 1
                self.position = self.size * number // total
                yield number, row


def _row(found: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: value for name, value in found.items() if not name.startswith("_") and value is not None and value != ""}
    for name, read in (("collected_at", _time), ("version", _version), ("fresh", _truth)):
        if isinstance(row.get(name), str):
            row[name] = read(row[name])
    return row


def _time(text: str) -> object:
    try:
        return UNKNOWN if text == UNKNOWN.value else datetime.fromisoformat(text)
    except ValueError:
        return text


def _version(text: str) -> object:
    return UNKNOWN if text == UNKNOWN.value else int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def _truth(text: str) -> object:
    return _TRUTH.get(text.lower(), text)


def _parquet_of(path: Path) -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise ArgumentError("Parquet cannot be read here", hint="install reconsent[warehouse], or give CSV or JSON Lines") from error
    try:
        return pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise ArgumentError(f"`{path}` is no Parquet file", hint="write it again") from error


def _in_microseconds(batch: Any) -> Any:
    """The batch with times as Python has them; a finer part of a time is dropped."""
    import pyarrow as pa

    fields = [
        field.with_type(pa.timestamp("us", tz=field.type.tz)) if pa.types.is_timestamp(field.type) else field for field in batch.schema
    ]
    return pa.Table.from_batches([batch]).cast(pa.schema(fields), safe=False)
