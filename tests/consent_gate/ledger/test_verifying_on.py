"""Verification goes on from where the last one ended, and nobody with the database alone can make it believe more."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from consent_gate.errors import EvidenceError
from consent_gate.evidence.checkpoint import public_keys
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import verified
from consent_gate.ledger.audit import audit
from consent_gate.ledger.entries import append
from consent_gate.ledger.gaps import append_gap
from consent_gate.ledger.ledger import Ledger
from consent_gate.ledger.sealing import origin_of, seal_all
from consent_gate.ledger.ticks import to_ticks
from consent_gate.ledger.verified import Verified
from policy_versions.model import Actor

AT = to_ticks(datetime(2026, 1, 1, tzinfo=UTC))


class House:
    """A ledger, and what was verified of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = Keys.create(folder / "keys")
        self.ledger = Ledger.open(f"sqlite:///{folder}/ledger.db", keys=self.keys)
        self.file = verified.file_in(folder / "keys", origin_of(self.ledger.database))
        self.entries = 0

    def seal(self, count: int) -> None:
        with self.ledger.database.write() as transaction:
            for _ in range(count):
                self.entries += 1
                append(transaction, "closures", (self.entries, "deleted", None, AT))
        seal_all(self.ledger.database, origin_of(self.ledger.database), self.keys.signing[-1])

    def verify(self, *, only_new: bool = True) -> tuple[list[str], int]:
        """The faults, and how many entries were read."""
        keys = public_keys(origin_of(self.ledger.database), self.keys.signing)
        read = [0]
        found = audit(
            self.ledger.database,
            keys,
            last=verified.load(self.file, keys),
            only_new=only_new,
            sound=lambda reached: verified.keep(self.file, reached),
            progress=lambda _, total: read.append(total),
        )
        return [str(fault) for fault in found], read[-1]

    def sql(self, statements: str) -> None:
        with closing(sqlite3.connect(self.folder / "ledger.db")) as connection:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.executescript(statements)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.ledger.close()


@pytest.mark.parametrize("sizes", [(100, 50), (16, 16), (256, 1), (5, 300, 4), (4096, 3), (1, 1, 1)])
def test_only_what_is_new_is_read_again(house: House, sizes: tuple[int, ...]) -> None:
    before = 0
    for size in sizes:
        house.seal(size)
        found, read = house.verify()
        assert found == []
        assert read == before % 16 + size  # a block that was not whole is read again
        before += size
    assert house.verify(only_new=False) == ([], before)


def test_altered_new_entries_are_found_and_the_place_is_not_moved_past_them(house: House) -> None:
    house.seal(100)
    assert house.verify()[0] == []
    house.seal(100)
    house.sql("UPDATE closures SET record = 9999 WHERE seq = 150")
    assert house.verify()[0] == ["closures 150: was altered"]
    assert house.verify()[0] == ["closures 150: was altered"]


def test_altered_old_entries_are_left_to_a_full_verification(house: House) -> None:
    house.seal(100)
    house.verify()
    house.sql("UPDATE closures SET record = 9999 WHERE seq = 50")
    assert house.verify()[0] == []
    assert house.verify(only_new=False)[0] == ["closures 50: was altered"]


@pytest.mark.parametrize("only_new", [True, False])
@pytest.mark.parametrize("kept", [160, 96, 101, 0])
def test_an_older_copy_does_not_pass_for_what_was_verified(house: House, only_new: bool, kept: int) -> None:
    for size in (96, 5, 59, 7):
        house.seal(size)
    assert house.verify()[0] == []
    house.sql(
        f"""DELETE FROM closures WHERE seq > {kept}; DELETE FROM leaves WHERE position >= {kept};
        DELETE FROM checkpoints WHERE size > {kept}; DELETE FROM nodes WHERE (position + 1) << level > {kept};"""
    )
    found, _ = house.verify(only_new=only_new)
    assert [one for one in found if "the last verification signed 167" in one]
    append_gap(house.ledger.database, house.ledger.cipher, kept, 167, actor=Actor("ops@example.org"), reason="an older copy was restored")
    seal_all(house.ledger.database, origin_of(house.ledger.database), house.keys.signing[-1])
    assert house.verify(only_new=only_new)[0] == []


def test_another_history_of_the_same_length_does_not_pass_for_what_was_verified(house: House) -> None:
    house.seal(101)
    assert house.verify()[0] == []
    old = house.file.read_text()
    house.sql("DELETE FROM closures; DELETE FROM leaves; DELETE FROM checkpoints; DELETE FROM nodes; UPDATE places SET last = 0")
    house.entries = 1000
    house.seal(120)
    assert any("the last verification" in one for one in house.verify(only_new=False)[0])
    assert any("the last verification" in one for one in house.verify()[0])
    assert house.file.read_text() == old


def test_the_kept_place_is_private_and_refused_where_it_was_altered(house: House) -> None:
    house.seal(40)
    house.verify()
    keys = public_keys(origin_of(house.ledger.database), house.keys.signing)
    assert house.file.stat().st_mode & 0o077 == 0
    assert isinstance(verified.load(house.file, keys), Verified)
    good = house.file.read_text()
    for broken in ("{}", "", good.replace("sealed 2", "sealed 3"), good.replace('"blocks": [', '"blocks": ["00",')):
        house.file.write_text(broken)
        with pytest.raises(EvidenceError):
            verified.load(house.file, keys)
    house.file.write_text(good)
    house.file.chmod(0o666)
    with pytest.raises(EvidenceError, match="written by others"):
        verified.load(house.file, keys)
