"""The drill of docs/operate.md, run as it is written there: back up, lose, restore, put the gap on record."""

import json
import re
import shlex
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from consent_gate.cli import main
from consent_gate.gate import Gate
from consent_gate.release import import_versions

ERASED = "zyxdrill-erased@example.org"
BEFORE, AFTER = ("person-before", "person-after")
CHECK = ("--use", "essential.service", "--data", "user.contact.email", "--json")


def drill() -> list[list[str]]:
    """The commands of the page's section, in their order."""
    page = (Path(__file__).parents[2] / "docs" / "operate.md").read_text()
    section = page.partition("## Back up and restore\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^ *```\n(.*?)^ *```\n", section, re.DOTALL | re.MULTILINE)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in (("ARCHIVE", "archive"), ("KEYS", "keys"), ("DATABASE_URL", "sqlite:///ledger.db")):
        monkeypatch.setenv(f"RECONSENT_{name}", value)
    monkeypatch.chdir(tmp_path)
    assert main.run(["init"]) == 0
    with opened() as gate, as_file(files("consent_gate") / "examples" / "marketplace") as versions:
        import_versions(gate, "privacy", versions)
    return tmp_path


def opened() -> Gate:
    return Gate.open("sqlite:///ledger.db", "archive", keys="keys")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    return main.run(arguments), capsys.readouterr().out


def record(subject: str) -> None:
    assert main.run(["record", subject, "--data", "user.contact.email", "--item", f"account of {subject}"]) == 0


def test_the_drill_brings_the_ledger_back_and_nothing_is_allowed_before_the_gap_is_on_record(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, copy, verify, gap, seal, again = drill()
    record(BEFORE)
    record(ERASED)
    assert main.run(["seal", "--anchor"]) == 0
    assert run(capsys, *backup[1:])[0] == 0
    record(AFTER)
    assert main.run(["erase", ERASED, "--yes"]) == 0
    assert main.run(["seal", "--anchor"]) == 0
    assert run(capsys, "verify")[0] == 0

    (folder / "ledger.db").unlink()
    assert copy[0] == "cp"
    shutil.copy(copy[1], copy[2])
    assert ERASED.encode() in (folder / "ledger.db").read_bytes()

    code, said = run(capsys, *verify[1:])
    assert code == 1
    assert re.search(
        r"^rolled_back: ledger: the ledger has \d+ sealed entries, and the archive holds a checkpoint of \d+", said, re.MULTILINE
    )
    assert ERASED.encode() not in (folder / "ledger.db").read_bytes()
    code, said = run(capsys, "check", BEFORE, *CHECK)
    decision = json.loads(said)
    assert (code, decision["verdict"]) == (1, "not_permitted")
    assert "unavailable" in decision["reasons"]

    code, said = run(capsys, *gap[1:])
    assert code == 0
    assert re.fullmatch(r"recorded: [1-9]\d* sealed entries are lost\n", said)
    decision = json.loads(run(capsys, "check", BEFORE, *CHECK)[1])
    assert "unavailable" not in decision["reasons"]
    assert run(capsys, *seal[1:])[0] == 0
    assert run(capsys, *again[1:])[0] == 0
    with opened() as gate:
        assert gate.ledger.pseudonym(ERASED) is None
        assert gate.ledger.pseudonym(AFTER) is None  # what was written after the backup is lost, and that is on record
        assert gate.ledger.pseudonym(BEFORE) is not None
