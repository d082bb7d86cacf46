"""`reconsent record --from`: every row of a file, restartable, with what was set aside in a file beside it."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from consent_gate.cli.main import run
from tests.cli.test_bad_input import Office
from tests.consent_gate.release.build import TEXT, policy_file

EMAIL = "user.contact.email"
GOOD = [
    {"subject": "ann", "data": EMAIL, "item": "signup, by post"},
    {"subject": "bob", "data": EMAIL, "item": "x", "version": "unknown", "collected_at": "unknown"},
    {"subject": "cem", "data": EMAIL, "item": "größe", "version": "1", "collected_at": "2026-02-01T10:00:00+01:00", "fresh": "true"},
]
BAD = [
    {"subject": "", "data": EMAIL, "item": "no subject"},
    {"subject": "dee", "data": "user.nonsense", "item": "no category"},
    {"subject": "eve", "data": EMAIL, "item": "no offset", "collected_at": "2026-02-01"},
    {"subject": "fay", "data": EMAIL, "item": "no version", "version": "7"},
]
ROWS = [GOOD[0], BAD[0], GOOD[1], BAD[1], BAD[2], GOOD[2], BAD[3]]
COLUMNS = ("subject", "data", "item", "version", "collected_at", "fresh")


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Office(tmp_path_factory.mktemp("office"))
    assert made.run("init").returncode == 0
    history = made.write("history/1", {"policy.yaml": policy_file(effective="2025-01-01T00:00:00+00:00"), "en.md": TEXT.encode()}).parent
    assert made.run("import", "privacy", str(history)).returncode == 0
    return made.folder


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Office:
    return Office(Path(shutil.copytree(furnished, tmp_path / "office")))


@pytest.fixture
def nothing_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run commands in without a ledger, and as yet without anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def written(folder: Path, kind: str, rows: list[dict[str, str]]) -> str:
    path = folder / f"rows.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    else:
        pq.write_table(pa.table({name: [row.get(name) for row in rows] for name in COLUMNS}), path)
    return path.name


def recorded(office: Office) -> int:
    with closing(sqlite3.connect(office.folder / "ledger.db")) as database:
        return int(database.execute("SELECT count(*) FROM records").fetchone()[0])


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_good_rows_are_recorded_and_bad_ones_set_aside_beside(office: Office, kind: str) -> None:
    name = written(office.folder, kind, ROWS)
    done: Any = office.json("record", "--from", name, code=1)
    assert done == {"recorded": 3, "set_aside": 4, "file": f"{name}.set-aside.jsonl"}
    told = [json.loads(line) for line in (office.folder / done["file"]).read_text().splitlines()]
    first = {"csv": 2, "jsonl": 1, "parquet": 1}[kind]
    assert [one["_row"] - first for one in told] == [1, 3, 4, 6]
    for one, words in zip(told, ("`subject`", "user.nonsense", "offset", "privacy@7"), strict=True):
        assert words in one["_problem"]
    assert [one["item"] for one in told] == [row["item"] for row in BAD]
    assert office.json("record", "--from", name, code=1) == done
    assert recorded(office) == 3


def test_what_was_set_aside_can_be_mended_and_given_again(office: Office) -> None:
    name = written(office.folder, "csv", ROWS)
    assert office.run("record", "--from", name).returncode == 1
    aside = office.folder / f"{name}.set-aside.jsonl"
    mended = [json.loads(line) for line in aside.read_text().splitlines()]
    better = ({"subject": "gil"}, {"data": EMAIL}, {"collected_at": "2026-02-01T00:00Z"}, {"version": 1})
    (office.folder / "mended.jsonl").write_text("".join(json.dumps({**row, **by}) + "\n" for row, by in zip(mended, better, strict=True)))
    assert office.json("record", "--from", "mended.jsonl") == {"recorded": 4, "set_aside": 0, "file": None}
    assert not (office.folder / "mended.jsonl.set-aside.jsonl").exists()
    assert recorded(office) == 7


def test_a_parquet_file_may_have_times_numbers_and_truths(office: Office) -> None:
    table = pa.table(
        {
            "subject": ["ann", "bob"],
            "data": [EMAIL, EMAIL],
            "version": pa.array([1, None], pa.int32()),
            "collected_at": pa.array([datetime(2026, 2, 1, tzinfo=UTC), None], pa.timestamp("ns", tz="Asia/Tokyo")),
            "fresh": [False, True],
            "_note": [1, 2],
        }
    )
    pq.write_table(table, office.folder / "typed.parquet")
    assert office.json("record", "--from", "typed.parquet") == {"recorded": 2, "set_aside": 0, "file": None}
    with closing(sqlite3.connect(office.folder / "ledger.db")) as database:
        query = "SELECT collected_at FROM records JOIN subjects ON pseudonym = records.subject WHERE subjects.subject = 'ann'"
        assert database.execute(query).fetchall() == [(1769904000000000,)]


LINES = {
    "csv": (
        b'subject,data,item\nann,%s,1\nbob,%s\ncem,%s,3,4\n\ndee,%s,\xff\n"eve,%s,5\n'.replace(b"%s", EMAIL.encode()),
        ["fields, not 3", "fields, not 3", "half a character", "no CSV"],
    ),
    "jsonl": (
        b'{"subject":"ann","data":"%s"}\n[1]\n{\n\n{"subject":"bob","data":"%s","colour":1}\n'.replace(b"%s", EMAIL.encode()),
        ["no JSON object", "no JSON object", "`colour`"],
    ),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_line_that_cannot_be_read_is_set_aside_too(office: Office, kind: str) -> None:
    data, words = LINES[kind]
    (office.folder / f"odd.{kind}").write_bytes(data)
    done: Any = office.json("record", "--from", f"odd.{kind}", code=1)
    assert done["recorded"] == 1
    told = [json.loads(line)["_problem"] for line in (office.folder / done["file"]).read_text().splitlines()]
    assert len(told) == len(words)
    for problem, part in zip(told, words, strict=True):
        assert part in problem


WRONG = {
    "no such file": (["--from", "nowhere.csv"], "no such file"),
    "another type": (["--from", "rows.xlsx"], "no type that is read"),
    "no column for the subject": (["--from", "headless.csv"], "no column `subject`"),
    "a column of no meaning": (["--from", "odd.csv"], "a column `colour`"),
    "no Parquet": (["--from", "no.parquet"], "no Parquet file"),
    "a file and a subject": (["ann", "--from", "odd.csv"], "in the file"),
    "neither": ([], "SUBJECT and --data"),
    "a time without offset": (["ann", "--data", EMAIL, "--collected-at", "2026-01-01"], "offset"),
    "a version that is none": (["ann", "--data", EMAIL, "--version", "one"], "no version's number"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_arguments_are_refused_before_a_ledger_is_made(nothing_there: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    for name, data in {"headless.csv": b"", "odd.csv": b"subject,data,colour\n", "no.parquet": b"PAR", "rows.xlsx": b""}.items():
        (nothing_there / name).write_bytes(data)
    before = sorted(path.name for path in nothing_there.iterdir())
    arguments, words = WRONG[what]
    assert run(["record", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert len(told.err.splitlines()) == 1
    assert sorted(path.name for path in nothing_there.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "s", "--use", "marketing", "--data", EMAIL, "--at", "yesterday"),
        ("why", "s", "--use", "marketing", "--data", EMAIL, "--at", "2026-01-01"),
        ("answer", "s", "privacy/letters@1"),
        ("answer", "s", "privacy/letters@1=given", "--as", "two\nlines"),
        ("withdraw", "s", "letters", "--as", "two\nlines"),
        ("due", "--", "--output=x"),
        ("due", "--at", "tomorrow"),
    ],
)
def test_other_commands_refuse_wrong_arguments_before_too(nothing_there: Path, arguments: tuple[str, ...]) -> None:
    assert run(arguments) == 2
    assert list(nothing_there.iterdir()) == []


@pytest.mark.soak
def test_the_command_killed_half_way_and_begun_anew_loses_and_doubles_nothing(office: Office, scale: Callable[[int], int]) -> None:
    rows = scale(100_000)
    lines = (json.dumps({"subject": f"s{n % 997}", "data": EMAIL, "item": f"i{n}", "fresh": n % 2 == 0}) for n in range(rows))
    (office.folder / "many.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-m", "consent_gate.cli", "record", "--from", "many.jsonl"]
    child = subprocess.Popen(command, cwd=office.folder, env=office.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None and recorded(office) < rows // 3:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert 0 < recorded(office) < rows
    assert office.json("record", "--from", "many.jsonl") == {"recorded": rows, "set_aside": 0, "file": None}
    with closing(sqlite3.connect(office.folder / "ledger.db")) as database:
        assert database.execute("SELECT count(*), count(DISTINCT item), (SELECT count(*) FROM closures) FROM records").fetchone() == (
            rows,
            rows,
            0,
        )
    assert office.run("verify").returncode == 0
