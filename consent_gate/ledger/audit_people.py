"""Who is behind the pseudonyms of the entries: each row of `subjects` as it was written, and none gone that nobody erased.

No entry says who a person is, so no proof covers it: the bond in the row does, and the register of erasures beside the keys.
"""

from collections.abc import Callable, Collection, Iterator

from consent_gate.ledger.cipher import Cipher
from consent_gate.ledger.database import Database
from consent_gate.ledger.fault import Fault, of_each
from consent_gate.ledger.subjects import COLUMNS, is_bound

_NAMED = "SELECT DISTINCT subject FROM records{since} UNION ALL SELECT DISTINCT subject FROM events{since}"
_ROWS = f"SELECT {COLUMNS} FROM subjects"  # noqa: S608
_ABSENT = "SELECT DISTINCT n.subject FROM ({named}) n WHERE NOT EXISTS (SELECT 1 FROM subjects s WHERE s.pseudonym = n.subject) ORDER BY 1"


def people(database: Database, cipher: Cipher, after: int | None, erased: Callable[[], Collection[str] | None]) -> Iterator[Fault]:
    """The rows of everybody, or of those whom entries after a place name.

    Args:
        database: the ledger's.
        cipher: holds the rows together.
        after: entries up to this place are left out.
        erased: the pseudonyms of all who were erased, asked for after the rows were read; None where nobody keeps account of them.
    """
    named = _NAMED.format(since="" if after is None else " WHERE seq > ?")
    since = () if after is None else (after, after)
    for rows in database.stream(_ROWS if after is None else f"{_ROWS} WHERE pseudonym IN ({named})", since):
        altered = [row[0] for row in rows if not is_bound(cipher, row)]
        yield from of_each("subjects", altered, "was altered: whose entries these are is not what was written")
    gone: Collection[str] | None = None
    for rows in database.stream(_ABSENT.format(named=named), since):
        gone = erased() if gone is None else gone
        if gone is None:
            return
        absent = [pseudonym for (pseudonym,) in rows if pseudonym not in gone]
        yield from of_each("subjects", absent, "is not there: entries are about them, and no register says they were erased")
