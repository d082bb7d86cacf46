"""What is wrong with the database is told as what it is, with what to do; whatever it was, nothing half-written is left."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from consent_gate import Gate
from consent_gate.errors import LedgerError, LedgerUnavailableError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from tests.consent_gate.policies import EMAIL, Clock, permission, publish

FILL = """
import sys
from pathlib import Path
from consent_gate import Gate
from consent_gate.errors import LedgerUnavailableError
folder = Path(sys.argv[1])
gate = Gate.open(f"sqlite:///{folder}/ledger.db", archive=folder / "nowhere", keys=folder / "keys")
try:
    for turn in range(10_000):
        gate.record_many([{"subject": f"s-{turn}-{n}", "data": "user.contact.email"} for n in range(100)])
except LedgerUnavailableError as error:
    print(error, flush=True)
    kept = gate.ledger.database.read("SELECT count(*) FROM records")[0][0]
    print(kept % 100, kept > 0, flush=True)
"""


def begun(folder: Path, clock: Clock) -> None:
    with Gate.open(f"sqlite:///{folder}/ledger.db", archive=folder / "nowhere", clock=clock, keys=Keys.create(folder / "keys")) as gate:
        publish(gate, clock, permission())


def filled_until_it_fails(*command: str, **options: Any) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": "."}, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_disk_that_is_full_is_told_and_nothing_of_the_batch_is_kept(tmp_path: Path, clock: Clock):
    disk = tmp_path / "disk"
    disk.mkdir()
    (tmp_path / "start").mkdir()
    begun(tmp_path / "start", clock)
    mount = f"mount -t tmpfs -o size=900k tmpfs {disk}"
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "sh", "-c", mount], check=False, capture_output=True).returncode:
        pytest.skip("no disk of our own can be mounted here")
    program = f'{mount} && cp -r {tmp_path}/start/. {disk} && exec "$0" -c "$1" {disk}'
    said, kept = filled_until_it_fails("unshare", "-rm", "sh", "-c", program, sys.executable, FILL)
    assert said == "the ledger's database has no room left: database or disk is full"
    assert kept == "0 True"


def test_a_file_that_may_not_grow_is_told_as_a_fault_of_the_disk(tmp_path: Path, clock: Clock):
    begun(tmp_path, clock)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000))

    said, kept = filled_until_it_fails(sys.executable, "-c", FILL, str(tmp_path), preexec_fn=limited)
    assert said == "the ledger's database cannot read or write its disk: disk I/O error"
    assert kept == "0 True"


@pytest.mark.parametrize(
    ("pragma", "said", "hint"),
    [
        ("query_only = ON", "may only be read: attempt to write a readonly database", "a file, its folder and its disk"),
        ("max_page_count = 1", "has no room left: database or disk is full", "free some room"),
    ],
)
def test_sqlite_that_may_not_be_written_to_says_why(pragma: str, said: str, hint: str, tmp_path: Path, clock: Clock):
    begun(tmp_path, clock)
    with Gate.open(f"sqlite:///{tmp_path}/ledger.db", archive=tmp_path / "nowhere", clock=clock, keys=tmp_path / "keys") as gate:
        gate.ledger.database._raw().execute(f"PRAGMA {pragma}")
        with pytest.raises(LedgerUnavailableError, match=said) as error:
            gate.record_many([{"subject": f"s-{n}", "data": EMAIL} for n in range(500)])
        assert hint in error.value.hint
        assert gate.check("s-1", use="marketing.advertising", data=EMAIL).reasons[-1] == "nothing_recorded"


def test_sqlite_that_somebody_else_holds_says_so(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch):
    begun(tmp_path, clock)
    monkeypatch.setattr("consent_gate.ledger.database.BUSY_SECONDS", 0.1)
    with (
        Gate.open(f"sqlite:///{tmp_path}/ledger.db", archive=tmp_path / "nowhere", clock=clock, keys=tmp_path / "keys") as gate,
        closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerUnavailableError, match="is held by somebody else: database is locked"):
            gate.record("s", EMAIL)
        other.execute("ROLLBACK")


RAISING = """
CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{}'; END $$;
CREATE TRIGGER failing BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION failing()"""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (RAISING.format("53100"), "has no room left: as told"),
        (RAISING.format("53200"), "has no memory left: as told"),
        (RAISING.format("58030"), "cannot read or write its disk: as told"),
        (RAISING.format("XX001"), "cannot be read: as told"),
        ("ALTER DATABASE {database} SET default_transaction_read_only = on", "may only be read: cannot execute"),
        ("CREATE ROLE {role}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}", "refuses this process: permission denied"),
    ],
    ids=["full", "memory", "disk", "corrupt", "read only", "no rights"],
)
def test_postgresql_that_may_not_be_written_to_says_why(statement: str, said: str, postgres_url: str, clock: Clock, tmp_path: Path):
    made, keys = Database(postgres_url), Keys.throwaway()
    schema.migrate(made)
    made.close()
    with Gate.open(postgres_url, archive=tmp_path, clock=clock, keys=keys) as gate:
        publish(gate, clock, permission())
    database, role = postgres_url.partition("?")[0].rpartition("/")[2], f"reader_{os.getpid()}"
    with (
        psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as administrator,
        Gate.open(postgres_url, archive=tmp_path, clock=clock, keys=keys) as gate,
    ):
        administrator.execute(statement.replace("{database}", database).replace("{role}", role))
        if "DATABASE" in statement:
            gate.ledger.database._local.kept = None  # what was set counts for new connections
        if "{role}" in statement:
            gate.ledger.database._raw().execute(f"SET ROLE {role}")
        with pytest.raises(LedgerError, match=said):
            gate.record("s", EMAIL)
        if "{role}" in statement:
            gate.ledger.database._raw().execute("RESET ROLE")  # the connection is none the worse for what failed
            gate.record("s", EMAIL)
            administrator.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")
