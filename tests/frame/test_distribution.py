"""The wheel holds all that an installation needs and claims no top-level name but its packages; the locks name no registry."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PACKAGES = ("policy_versions", "differ", "consent_gate")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


def test_every_file_of_the_packages_is_in_the_wheel(names: frozenset[str]) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z", *PACKAGES], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    there = {name for name in tracked.split("\0") if name and (ROOT / name).exists()}
    assert there
    assert there <= names


def test_the_wheel_claims_no_name_but_its_packages(names: frozenset[str]) -> None:
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)


def test_the_desk_is_found_in_an_installed_wheel(wheel: Path, names: frozenset[str], tmp_path: Path) -> None:
    assert {"consent_gate/desk_bundle/app.py", "consent_gate/desk_bundle/.streamlit/config.toml"} <= names
    desk = {path.relative_to(ROOT).as_posix() for path in (ROOT / "desk").rglob("*.py")}
    assert {f"consent_gate/desk_bundle/{name}" for name in desk} <= names
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    program = "from consent_gate.cli.ui import desk_script; print(desk_script())"
    found = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True).stdout.strip()
    assert Path(found) == tmp_path / "consent_gate" / "desk_bundle" / "app.py"


def locked(name: str) -> Iterator[str]:
    for line in (ROOT / name).read_text().splitlines():
        if found := re.match(r"([A-Za-z0-9._-]+)==", line):
            yield canonicalize_name(found[1])


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-bootstrap.lock"])
def test_a_lock_names_no_address_and_hashes_everything(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert text.count("==") >= 1
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#"))


def test_the_lock_holds_every_dependency_that_make_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = [entry for of in project["project"]["optional-dependencies"].values() for entry in of]
    groups = [entry for name in ("test", "lint", "build") for entry in project["dependency-groups"][name]]
    wanted = {canonicalize_name(Requirement(entry).name) for entry in [*project["project"]["dependencies"], *extras, *groups]}
    assert wanted <= set(locked("requirements.lock"))
