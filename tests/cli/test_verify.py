"""`reconsent verify` as an operator runs it: its words, its exit codes, its progress."""

import io
import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from consent_gate.cli import main
from consent_gate.cli.progress import Progress
from consent_gate.gate import Gate
from consent_gate.ledger.entries import append


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {
        "ARCHIVE": tmp_path / "archive",
        "DATABASE_URL": f"sqlite:///{tmp_path}/ledger.db",
        "KEYS": tmp_path / "keys",
    }.items():
        monkeypatch.setenv(f"RECONSENT_{name}", str(value))
    monkeypatch.chdir(tmp_path)
    assert main.run(["init"]) == 0
    return tmp_path


def verify(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main.run(["verify", "--json", *options])
    return code, json.loads(capsys.readouterr().out)


def test_it_reads_all_unless_told_to_go_on_and_names_what_was_altered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Gate.open(f"sqlite:///{folder}/ledger.db", folder / "archive", keys=folder / "keys") as gate:
        for number in range(40):
            with gate.ledger.database.write() as transaction:
                append(transaction, "closures", (number, "deleted", None, 0))
    assert verify(capsys) == (0, {"sound": True, "full": True, "read": 40, "anchors": 0, "faults": [], "remarks": []})
    assert verify(capsys, "--incremental") == (0, {"sound": True, "full": False, "read": 8, "anchors": 0, "faults": [], "remarks": []})
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        _drop(connection)
        connection.execute("UPDATE closures SET record = 99 WHERE seq = 7")
        connection.commit()
    code, said = verify(capsys, "--incremental")
    assert (code, [one["name"] for one in said["faults"]]) == (1, ["trigger checkpoints_no_delete on checkpoints"])  # type: ignore[attr-defined]
    code, said = verify(capsys, "--full")
    assert code == 1
    altered, unguarded = said["faults"]  # type: ignore[misc]
    assert altered == {"fault": "ledger_changed", "name": "closures 7", "detail": "was altered"}
    assert unguarded["detail"] == "is not there, nor are 29 more: nothing refuses alterations"


def test_two_ledgers_with_the_same_keys_are_each_verified_on_from_their_own_place(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for reads in (3, 6):
        for name in ("ledger", "other"):
            url = f"sqlite:///{folder}/{name}.db"
            monkeypatch.setenv("RECONSENT_DATABASE_URL", url)
            with Gate.open(url, folder / "archive", keys=folder / "keys") as gate, gate.ledger.database.write() as transaction:
                for number in range(reads - 3, reads):
                    append(transaction, "closures", (number, "deleted", None, 0))
            assert verify(capsys) == (0, {"sound": True, "full": True, "read": reads, "anchors": 0, "faults": [], "remarks": []})
    assert len(list((folder / "keys").glob("verified-*"))) == 2


def _drop(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def test_progress_is_shown_on_a_terminal_once_a_second_has_passed_and_leaves_nothing() -> None:
    terminal, now = Terminal(), [0.0]
    progress = Progress("entries", terminal, lambda: now[0])
    progress(100, 1000)
    assert terminal.getvalue() == ""
    for now[0], done in ((1.2, 500), (1.25, 600), (1.4, 1000)):
        progress(done, 1000)
    lines = terminal.getvalue().split("\r")
    assert [line.strip() for line in lines if line] == [
        "###############...............  50%  500 of 1,000 entries",
        "############################## 100%  1,000 of 1,000 entries",
    ]
    progress.clear()
    assert terminal.getvalue().endswith("\r" + " " * len(lines[-1]) + "\r")


def test_it_says_how_many_anchors_the_ledger_was_held_against(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(2):
        with (
            Gate.open(f"sqlite:///{folder}/ledger.db", folder / "archive", keys=folder / "keys") as gate,
            gate.ledger.database.write() as transaction,
        ):
            append(transaction, "closures", (number, "deleted", None, 0))
        assert main.run(["seal", "--anchor"]) == 0
    capsys.readouterr()
    assert main.run(["verify"]) == 0
    assert capsys.readouterr().out == "nothing was altered (2 sealed entries read, held against the 2 anchors in the archive)\n"
    subprocess.run(["git", "update-ref", "-d", "refs/reconsent/checkpoints"], cwd=folder / "archive", check=True)
    assert main.run(["verify"]) == 0
    assert "held against no anchor: the archive has none, and without one an end that is cut off need not show" in capsys.readouterr().out


def test_a_clock_that_was_set_back_is_told_as_what_it_is_and_is_no_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    minute = 60_000_000
    times = [0, 100, 41, 99, 39, 20, 100, 200, 0]
    with (
        Gate.open(f"sqlite:///{folder}/ledger.db", folder / "archive", keys=folder / "keys") as gate,
        gate.ledger.database.write() as transaction,
    ):
        for number, at in enumerate(times):
            append(transaction, "closures", (number, "deleted", None, at * minute))
    code, said = verify(capsys)
    assert (code, said["sound"], said["remarks"]) == (
        0,
        True,
        [
            "to explain: entry 3 says a time up to 0:59:00 earlier than entry 2, which stands before: was the clock set back?",
            "to explain: entries 5 to 6 say a time up to 1:20:00 earlier than entry 2, which stands before: was the clock set back?",
            "to explain: entry 9 says a time up to 3:20:00 earlier than entry 8, which stands before: was the clock set back?",
        ],
    )
    assert main.run(["verify"]) == 0
    assert "\nto explain: entry 3 says" in capsys.readouterr().out


def test_progress_says_nothing_where_nobody_looks() -> None:
    stream = io.StringIO()
    progress = Progress("entries", stream, iter(range(100)).__next__)
    progress(1, 2)
    progress.clear()
    assert stream.getvalue() == ""


def test_a_long_verification_counts_on_the_terminal_and_says_its_result_on_standard_output(folder: Path) -> None:
    with (
        Gate.open(f"sqlite:///{folder}/ledger.db", folder / "archive", keys=folder / "keys") as gate,
        gate.ledger.database.write() as transaction,
    ):
        for number in range(9_000):
            append(transaction, "closures", (number, "deleted", None, 0))
    ours, theirs = pty.openpty()
    program = "import consent_gate.cli.progress as p; p.PATIENCE = p._EVERY = 0.0; from consent_gate.cli.main import main; main(['verify'])"
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=theirs, check=False, text=True, cwd=folder)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.stdout.startswith("nothing was altered (9,000 sealed entries read, held against no anchor")
    assert "4,096 of 9,000 entries" in shown
    assert "9,000 of 9,000 entries" in shown
