"""What a command loads: nothing that it does not need, told by the modules of a fresh process and not by a clock."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_bad_input import Office
from tests.consent_gate.release.build import TEXT, policy_file

NEVER = {"alembic", "babel", "differ", "jinja2", "numpy", "pandas", "pyarrow", "sqlglot", "sqlmodel", "starlette", "streamlit", "uvicorn"}
"""What neither the help nor a check needs."""

RUN = "import sys; from consent_gate.cli.main import run; code = run(sys.argv[1:]); print(*sorted(sys.modules)); sys.exit(code)"


def loaded(office: Office, *arguments: str, code: int = 0) -> set[str]:
    """The modules of a process in which that command was run."""
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(command, cwd=office.folder, env=office.environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("office"))
    made.write("history/1", {"policy.yaml": policy_file(effective="2025-01-01T00:00:00+00:00"), "en.md": TEXT.encode()})
    assert made.run("init").returncode == 0
    made.json("import", "privacy", "history")
    return made


def test_the_help_loads_the_commands_names_and_no_library_behind_them(office: Office) -> None:
    found = loaded(office, "--help")
    assert found & (NEVER | {"consent_gate.gate", "git", "pydantic", "pydantic_settings", "sqlalchemy", "yaml"}) == set()


def test_a_check_loads_neither_the_differ_nor_pages_nor_an_orm(office: Office) -> None:
    found = loaded(office, "check", "s-1", "--use", "essential.service", "--data", "user.contact.email", code=1)
    assert "consent_gate.gate" in found
    assert found & (NEVER | {"sqlalchemy.orm"}) == set()


def test_recording_and_listing_load_as_little(office: Office) -> None:
    for command in (("record", "s-2", "--data", "user.contact.email"), ("versions",), ("pending", "s-2")):
        assert loaded(office, *command) & NEVER == set(), command


def test_an_error_loads_nothing_more(tmp_path: Path) -> None:
    assert loaded(Office(tmp_path), "check", "s-1", "--use", "essential.service", "--data", "user.contact.email", code=2) & NEVER == set()
