"""`reconsent demo` as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
    command = [sys.executable, "-m", "consent_gate.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, run("demo", "--json", folder=folder)


def test_every_verdict_is_the_one_the_decision_table_gives(walked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    done = walked[1]
    steps = json.loads(done.stdout)
    assert [step for step in steps if not step["right"]] == []
    assert done.returncode == 0, done.stderr
    assert {"name", "asked", "verdict"} <= set(steps[0])
    verdicts = {step["name"]: step["verdict"] for step in steps}
    # The decision table, row by row, as the story meets it.
    assert verdicts["tax law needs no consent"] == "allowed"
    assert verdicts["news only if agreed to"] == "consent_required"
    assert verdicts["tighter terms bind all data at once"] == "not_permitted"
    assert verdicts["looser terms bind new data"] == "allowed"
    assert verdicts["and not data collected before"] == "consent_required"
    assert verdicts["declined"] == "declined"
    assert verdicts["accepted"] == "allowed"
    assert verdicts["taken back, at once"] == "declined"
    assert verdicts["a longer time is for new data only"] == "expired"
    assert verdicts["a tag is moved"] == "altered: privacy@2"


def test_it_leaves_nothing_behind(walked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert list(walked[0].iterdir()) == []


def test_its_text_says_whose_clock_it_is_and_how_long_it_took(tmp_path: Path) -> None:
    done = run("demo", "--keep", str(tmp_path), folder=tmp_path)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "clock of this walk is set by the demo itself" in done.stdout
    assert "s of wall time" in done.stdout.splitlines()[-1]
    assert (tmp_path / "ledger.db").exists()


def test_a_verdict_that_differs_makes_it_fail(tmp_path: Path) -> None:
    """The walk's own check can fail: with a rule that lets everything through, it does."""
    script = (
        "import sys\n"
        "from consent_gate import decision\n"
        "from consent_gate.model import Verdict\n"
        "decision.verdict_of = lambda basis, **_: Verdict.ALLOWED\n"
        "from consent_gate.cli.main import main\n"
        "main(['demo', '--json'])\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1 or "StopIteration" in done.stderr, done.stderr
    assert done.returncode != 0
