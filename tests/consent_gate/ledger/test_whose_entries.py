"""Nobody without the keys can give one person the history of another, or make somebody disappear, and stay unnoticed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consent_gate import Gate
from consent_gate.anchoring import verifying_keys
from consent_gate.errors import KeysError, LedgerTamperedError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.audit import audit
from consent_gate.ledger.audit_people import people
from consent_gate.ledger.database import Database
from tests.consent_gate.policies import EMAIL, Clock, permission, publish

YES, NO = {"privacy/letters@1": "given"}, {"privacy/letters@1": "refused"}


@pytest.fixture
def gate(url: str, clock: Clock, tmp_path: Path) -> Iterator[Gate]:
    """A ledger of three people, one with two ids; keys and register beside each other."""
    with opened(url, clock, tmp_path) as made:
        publish(made, clock, permission())
        for who, answer in (("ann", YES), ("ben", NO), ("cleo", YES), ("cleo's phone", YES)):
            made.record(who, EMAIL, item="sign-up")
            made.answer(who, answer)
        made.link("cleo", "cleo's phone")
        yield made


def opened(url: str, clock: Clock, folder: Path) -> Gate:
    return Gate.open(url, archive=folder / "nowhere", clock=clock, keys=Keys.create(folder / "keys") and folder / "keys")


def faults(gate: Gate) -> list[str]:
    """All but that the versions of these tests have no texts."""
    ledger = gate.ledger
    found = audit(ledger.database, verifying_keys(ledger), cipher=ledger.cipher, erased=ledger.erased)
    return [str(one) for one in found if not one.where.startswith("version ")]


def sql(gate: Gate, statement: str, *values: object) -> None:
    with gate.ledger.database.write() as transaction:
        assert transaction.run(statement, values).rowcount > 0


def rows(gate: Gate) -> dict[str, dict[str, Any]]:
    names = ("pseudonym", "subject", "person", "salt", "secret", "bond")
    found = gate.ledger.database.read(f"SELECT {', '.join(names)} FROM subjects")
    return {row[1]: dict(zip(names, row, strict=True)) for row in found}


def swap(gate: Gate, columns: tuple[str, ...]) -> None:
    """Make what two rows hold in these columns change places."""
    ann, ben = rows(gate)["ann"], rows(gate)["ben"]
    sql(gate, "DELETE FROM subjects WHERE subject IN ('ann', 'ben')")
    for one, other in ((ann, ben), (ben, ann)):
        made = {**one, **{column: other[column] for column in columns}}
        sql(gate, f"INSERT INTO subjects ({', '.join(made)}) VALUES ({', '.join('?' * len(made))})", *made.values())


READS_AND_WRITES: tuple[Callable[[Gate], object], ...] = (
    lambda gate: gate.record("ann", EMAIL),
    lambda gate: gate.record_many([{"subject": "ann", "data": EMAIL}]),
    lambda gate: gate.answer("ann", YES),
    lambda gate: gate.withdraw("ann", "letters"),
    lambda gate: gate.pending("ann"),
    lambda gate: gate.choices("ann"),
    lambda gate: gate.link("ann", "dora"),
    lambda gate: gate.erase("ann"),
    lambda gate: gate.ledger.events("ann"),
    lambda gate: gate.ledger.pseudonym("ann"),
)


@pytest.mark.parametrize(
    "columns", [("subject",), ("pseudonym",), ("pseudonym", "bond"), ("person",), ("salt", "secret"), ("subject", "bond")], ids=" ".join
)
def test_two_people_who_change_places_are_named_and_nothing_is_done_for_either(gate: Gate, columns: tuple[str, ...]):
    assert faults(gate) == []
    swap(gate, columns)
    named = {rows(gate)[who]["pseudonym"] for who in ("ann", "ben")}
    assert {one for one in faults(gate) if one.startswith("subjects ")} == {
        f"subjects {pseudonym}: was altered: whose entries these are is not what was written" for pseudonym in named
    }
    for act in READS_AND_WRITES:
        with pytest.raises(LedgerTamperedError, match="not as it was written"):
            act(gate)
    assert rows(gate).keys() >= {"ann", "ben"}
    assert gate.ledger.erased() == frozenset()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE subjects SET person = (SELECT o.person FROM subjects o WHERE o.subject = 'ben') WHERE subject = 'ann'",
        "UPDATE subjects SET person = pseudonym WHERE subject = 'cleo'",
        "UPDATE subjects SET subject = 'somebody new' WHERE subject = 'ann'",
        "UPDATE subjects SET salt = secret WHERE subject = 'ann'",
        "INSERT INTO subjects SELECT '0', 'dora', person, salt, secret, bond FROM subjects WHERE subject = 'ann'",
    ],
)
def test_a_row_that_was_altered_is_not_believed(gate: Gate, statement: str):
    if "'0'" in statement:
        sql(gate, statement)
        with pytest.raises(LedgerTamperedError):
            gate.record("dora", EMAIL)
        return
    sql(gate, statement)
    assert [one for one in faults(gate) if one.startswith("subjects ")]


def test_links_that_the_gate_makes_and_people_whom_it_erases_raise_no_alarm(gate: Gate):
    gate.link("ann", "cleo's phone")
    gate.record_many([{"subject": who, "data": EMAIL, "item": "many"} for who in ("ann", "dora", "eve")])
    assert faults(gate) == []
    gate.erase("cleo")
    assert rows(gate).keys() == {"ben", "dora", "eve"}
    assert faults(gate) == []


def test_somebody_who_disappeared_is_missed_unless_they_were_erased(gate: Gate):
    gone = rows(gate)["ann"]["pseudonym"]
    sql(gate, "DELETE FROM subjects WHERE subject = 'ann'")
    assert faults(gate) == [f"subjects {gone}: is not there: entries are about them, and no register says they were erased"]


def test_verifying_on_looks_at_whom_new_entries_are_about(gate: Gate):
    (after,) = gate.ledger.database.read("SELECT max(seq) FROM events")[0]

    def since() -> list[str]:
        return [one.where for one in people(gate.ledger.database, gate.ledger.cipher, after, gate.ledger.erased)]

    swap(gate, ("subject",))
    assert since() == []
    swap(gate, ("subject",))
    gate.record("ann", EMAIL, item="new")
    ann = rows(gate)["ann"]["pseudonym"]
    swap(gate, ("subject",))
    assert since() == [f"subjects {ann}"]
    sql(gate, "DELETE FROM subjects WHERE pseudonym = ?", ann)
    assert since() == [f"subjects {ann}"]


def test_the_rows_of_another_ledger_with_the_same_keys_are_not_believed(gate: Gate, clock: Clock, tmp_path: Path):
    with opened(f"sqlite:///{tmp_path / 'other.db'}", clock, tmp_path) as other:
        publish(other, clock, permission())
        other.record("ann", EMAIL, item="sign-up")
        foreign = rows(other)["ann"]
    sql(gate, "DELETE FROM subjects WHERE subject = 'ann'")
    sql(gate, f"INSERT INTO subjects ({', '.join(foreign)}) VALUES ({', '.join('?' * len(foreign))})", *foreign.values())
    with pytest.raises(LedgerTamperedError):
        gate.record("ann", EMAIL)


def test_people_of_an_older_ledger_are_bound_when_it_is_migrated_with_its_keys(gate: Gate, url: str, clock: Clock, tmp_path: Path):
    before = [gate.choices(who) for who in ("ann", "ben", "cleo", "cleo's phone")]
    gate.close()
    database = Database(url)
    schema.take_back(database, "0002")
    assert "bond" not in [column[0] for column in database._raw().execute("SELECT * FROM subjects").description]
    for keys, why in ((None, "needed to migrate"), (Keys.throwaway, "another ledger's")):
        with pytest.raises(KeysError, match=why):
            schema.migrate(database, keys)
        assert schema.revision(database) == "0002"
    schema.migrate(database, lambda: Keys.load(tmp_path / "keys"))
    database.close()
    with opened(url, clock, tmp_path) as upgraded:
        assert faults(upgraded) == []
        assert [upgraded.choices(who) for who in ("ann", "ben", "cleo", "cleo's phone")] == before
        upgraded.record("cleo", EMAIL, item="later")
        swap(upgraded, ("subject",))
        assert faults(upgraded)
