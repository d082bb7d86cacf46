"""The README's example runs as it stands, on the example policy."""

import re
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from consent_gate import Gate
from consent_gate.release import import_versions

README = Path(__file__).parents[1] / "README.md"


def python_blocks(page: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_for_products_runs_and_its_answers_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    example = files("consent_gate") / "examples" / "marketplace"
    with Gate.open("sqlite:///reconsent.db") as gate, as_file(example) as versions:
        import_versions(gate, "privacy", versions)
    (block,) = python_blocks(README)
    names: dict[str, object] = {}
    exec(compile(block, str(README), "exec"), names)  # the README is ours
    gate = names["gate"]
    assert isinstance(gate, Gate)
    question = {"data": "user.contact.email", "use": "marketing.advertising.third_party", "recipient": "advertising-partners"}
    assert gate.check("s-42", item="signup/42", **question).verdict == "declined"
    gate.close()


def test_every_page_that_the_readme_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (README.parent / target).exists()] == []
