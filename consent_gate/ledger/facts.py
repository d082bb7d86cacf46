"""The one statement of a check: the marks of the versions, the subject's records and latest answers, and the time.

Three kinds of row come back in one round trip, all as of one moment, with the same eight columns:
`0` the marks and the database's time, `1` a record, `2` a latest answer.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import NamedTuple

from consent_gate.errors import ArgumentError, LedgerTamperedError
from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.statements import Row
from consent_gate.ledger.ticks import from_ticks
from consent_gate.model import Answer, AnswerKind

NO_TIME = -(2**62)
"""Before every time, in ticks."""

_HEAD = """
SELECT 0, (SELECT max(seq) FROM versions), {text}, (SELECT max(seq) FROM version_withdrawals),
       {now}, {number}, {number}, {text}"""
_ITEM = """
UNION ALL
SELECT 1, r.seq, r.data, r.version, r.collected_at, r.recorded_at, c.seq, {text}
FROM subjects s JOIN records r ON r.subject = s.pseudonym LEFT JOIN closures c ON c.record = r.seq
WHERE s.subject = ? AND r.policy = ? AND r.item = {digest}"""
_ALL = """
UNION ALL
SELECT 1, r.seq, r.data, r.version, r.collected_at, r.recorded_at, {number}, {text}
FROM subjects s JOIN records r ON r.subject = s.pseudonym
WHERE s.subject = ? AND r.policy = ? AND NOT EXISTS (SELECT 1 FROM closures c WHERE c.record = r.seq)"""
_STATES = """
UNION ALL
SELECT 2, a.seq, a.permission, a.version, a.at, a.edition, {number}, a.answer
FROM subjects s JOIN consent_state a ON a.subject = s.pseudonym
WHERE s.subject = ? AND a.policy = ?"""


class AsWritten:
    """Around reading rows: a value of another kind than was written makes a `LedgerTamperedError`."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Begin to read."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Name what went wrong; what the caller gave is no fault of a row's."""
        if isinstance(error, _OF_ANOTHER_KIND) and not isinstance(error, (ArgumentError, UnicodeEncodeError)):
            raise _tampered() from error


def _tampered() -> LedgerTamperedError:
    return LedgerTamperedError("a row of the ledger cannot be what was written", hint="run `reconsent verify`")


_OF_ANOTHER_KIND = (KeyError, ValueError, TypeError, OverflowError)
AS_WRITTEN = AsWritten()


class Held(NamedTuple):
    """A record, as far as a decision needs it."""

    seq: int
    data: str
    version: int
    collected_at: datetime | None
    closed: bool


class Facts(NamedTuple):
    """What one statement found."""

    head: tuple[int, int]
    now: datetime | None  # the database's own; None where a clock was given, or SQLite has none
    records: Sequence[Held]
    answers: dict[tuple[str, int], Answer]
    told: int  # the latest version that the subject was told of
    latest: int  # when the latest of all this was recorded, in ticks


class FactsReader:
    """Reads the facts of a check from one database."""

    __slots__ = ("_all", "_cipher", "_database", "item_statement")

    def __init__(self, database: Database, cipher: Cipher) -> None:
        """Prepare the two statements: for one item, and for all of a subject's open records."""
        self._database, self._cipher = database, cipher
        if database.postgres:
            now = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint" if database.own_clock else "NULL::bigint"
            words = {"now": now, "number": "NULL::bigint", "text": "NULL::text", "digest": "sha256(s.salt || ?::bytea)"}
        else:
            words = {"now": "NULL", "number": "NULL", "text": "NULL", "digest": "sha256(s.salt, ?)"}
        self.item_statement = (_HEAD + _ITEM + _STATES).format(**words)
        self._all = (_HEAD + _ALL + _STATES).format(**words)

    def read(self, subject: str, policy: str, item: str | None) -> Facts:
        """The facts as of now, about an item or (None) all of the subject's open records.

        Raises:
            LedgerUnavailableError: the database cannot be reached.
            LedgerTamperedError: a row cannot be what was written.
        """
        if item is None:
            rows = self._database.read(self._all, (subject, policy, subject, policy))
        else:
            rows = self._database.read(self.item_statement, (subject, policy, self._cipher.item(item), subject, policy))
        try:
            return _facts(rows)
        except _OF_ANOTHER_KIND as error:
            raise _tampered() from error


_KINDS: Mapping[str | None, AnswerKind | None] = {None: None, **{kind.value: kind for kind in AnswerKind}}


def _facts(rows: list[Row]) -> Facts:
    head, now, told, latest = (0, 0), None, 0, NO_TIME
    records: list[Held] = []
    answers: dict[tuple[str, int], Answer] = {}
    for kind, seq, name, number, time, other, closed, answer in rows:
        if kind == 1:
            records.append(Held(seq, name, number, None if time is None else from_ticks(time), closed is not None))
            latest = max(latest, other)
        elif kind == 2:
            latest = max(latest, time)
            if name:
                answers[name, other] = Answer(_KINDS[answer], from_ticks(time), number, seq)
            else:
                told = number
        else:
            head, now = (seq or 0, number or 0), None if time is None else from_ticks(time)
    return Facts(head, now, records, answers, told, latest)
