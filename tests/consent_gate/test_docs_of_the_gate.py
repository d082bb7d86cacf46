"""The way from nothing to a check in docs/gate.md, walked as a reader would."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "gate.md"


def test_the_first_steps_run_as_they_stand(tmp_path: Path):
    page = PAGE.read_text(encoding="utf-8")
    commands, program = (re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)[0] for language in ("sh", "python"))
    told = re.findall(r"`(reconsent why .*?)`", page)[0]
    root = PAGE.parents[1]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(root),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "HOME": str(tmp_path),
    }

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    run("sh", "-e", "-c", commands)
    assert run(sys.executable, "-c", program).splitlines() == ["allowed consent_required", "send it"]
    assert "withdrawn" in run("sh", "-c", told)
