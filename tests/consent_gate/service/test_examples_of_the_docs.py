"""The examples of docs/http.md, as a reader would run them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.operations import OPERATIONS
from consent_gate.service.product import product_app
from tests.consent_gate.prompts.house import BEFORE, open_house
from tests.consent_gate.service.conftest import served

PAGE = Path(__file__).parents[3] / "docs" / "http.md"


def example(language, place=-1):
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[place]


@pytest.fixture
def environment(tmp_path):
    house = open_house(tmp_path)
    house.clock.now = BEFORE
    key = add_key(house.keys, "docs", Scope)
    with served(product_app(house.gate, Keyring.load(house.keys))) as address:
        yield {**os.environ, "RECONSENT_API": address, "RECONSENT_API_KEY": key}
    house.gate.close()


def run(command, code, environment):
    return subprocess.run(command, input=code, env=environment, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.mark.parametrize(
    ("language", "command"),
    [("sh", ["sh"]), ("js", ["node", "--input-type=module", "-"]), ("python", [sys.executable, "-"])],
)
def test_an_example_runs_as_it_stands(environment, language, command):
    if shutil.which(command[0]) is None or (language == "sh" and shutil.which("curl") is None):
        pytest.skip(f"no {command[0]} here")
    for _ in range(2):
        assert "not_permitted" in run(command, example(language), environment)


def test_a_key_is_made_listed_and_removed_as_the_page_says(tmp_path):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    told = run(["sh", "-e"], example("sh", 0), {**os.environ, "PATH": path, "RECONSENT_KEYS": str(tmp_path)})
    key, listed, removed = told.splitlines()
    assert key.startswith("rc_")
    assert listed.split() == ["shop", "check,", "record"]
    assert "`shop`" in removed
    assert len(Keyring.load(tmp_path)) == 0


def test_the_page_names_every_call():
    words = PAGE.read_text(encoding="utf-8")
    assert all(f"`POST {one.path}` | {one.scope} |" in words for one in OPERATIONS)
