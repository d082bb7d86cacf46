"""Who is behind the pseudonyms of the entries: each row of `subjects` as it was written, and none gone that nobody erased.

No entry says who a person is, so no proof covers it: the bond in the row does, and the register of erasures beside the keys.
"""

from collections.abc import Callable, Collection, Iterator

from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.fault import Fault, of_each
from consent_gate.ledger.subjects import COLUMNS, is_bound

_NAMED = "SELECT subject, min(seq) AS seq FROM {} WHERE seq > ? GROUP BY subject"
_NAMED_BY_ENTRIES = f"{_NAMED.format('records')} UNION ALL {_NAMED.format('events')}"
_ROWS = f"SELECT {COLUMNS} FROM subjects WHERE pseudonym IN (SELECT n.subject FROM ({_NAMED_BY_ENTRIES}) n) ORDER BY pseudonym"  # noqa: S608
_ABSENT = (
    f"SELECT n.subject, min(n.seq) FROM ({_NAMED_BY_ENTRIES}) n LEFT JOIN subjects s ON s.pseudonym = n.subject"  # noqa: S608
    " WHERE s.pseudonym IS NULL GROUP BY n.subject ORDER BY 2"
)


def people(database: Database, cipher: Cipher, after: int, erased: Callable[[], Collection[str] | None]) -> Iterator[Fault]:
    """The rows of everybody whom entries after the place `after` name.

    Args:
        database: the ledger's.
        cipher: holds the rows together.
        after: entries up to this place are left out.
        erased: the pseudonyms of all who were erased, asked for after the rows were read; None where nobody keeps account of them.
    """
    for rows in database.stream(_ROWS, (after, after)):
        altered = [row[0] for row in rows if not is_bound(cipher, row)]
        yield from of_each("subjects", altered, "was altered: whose entries these are is not what was written")
    gone: Collection[str] | None = None
    for rows in database.stream(_ABSENT, (after, after)):
        gone = erased() if gone is None else gone
        if gone is None:
            return
        for pseudonym, seq in rows:
            if pseudonym not in gone:
                yield Fault(f"subjects {pseudonym}", f"is not there: entry {seq} is about them, and no register says they were erased")
