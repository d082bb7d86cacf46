"""The page about the archive tells the truth."""

import re
from pathlib import Path

import pytest

from policy_versions import policy_fields
from policy_versions.model import Consequence, Dimension
from policy_versions.policy_yaml import parse_policy
from policy_versions.strict_yaml import load_strict
from tests.policy_versions.builders import git

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/archive.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return found


def test_the_example_is_a_policy_and_shows_every_field():
    data = block("yaml").encode()
    policy = parse_policy(data, path="library/policy.yaml")
    assert policy.permission("remind").recipients == ("self", "county-service")
    assert policy.consequences[Dimension.SECURITY] is Consequence.ASK
    value = load_strict(data, path="x").value
    assert tuple(value) == policy_fields.FIELDS
    assert {field for one in value["permissions"] for field in one} == set(policy_fields.PERMISSION_FIELDS)


def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    (tmp_path / "README.md").write_text("# Read me\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "Begin")
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python"), "docs/archive.md", "exec"), {})
    out = capsys.readouterr().out
    assert "# Loans" in out
    assert "2020-05-01" in out


@pytest.mark.parametrize(
    "said",
    [
        "no git program was found",
        "belongs to another user",
        "is not a git repository",
        "that are not committed",
        "somebody else was first",
        "cannot be read",
    ],
)
def test_the_messages_it_explains_are_messages_that_exist(said):
    assert any(said in path.read_text(encoding="utf-8") for path in (ROOT / "policy_versions").glob("*.py"))
