"""The command's one door: lists of commands, what the system refuses, and the commands that hints name."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from consent_gate.cli.main import app, run

ROOT = Path(__file__).parents[2]


def commands() -> set[str]:
    """Every command, those of groups as `draft start`."""
    top = get_command(app)
    assert isinstance(top, TyperGroup)
    inner = {f"{name} {sub}" for name, group in top.commands.items() if isinstance(group, TyperGroup) for sub in group.commands}
    return set(top.commands) | inner


@pytest.mark.parametrize("group", [[], ["draft"], ["keys"], ["api-key"]], ids=" ".join)
def test_a_list_of_commands_says_each_in_a_whole_sentence(group: list[str], capsys: pytest.CaptureFixture[str]):
    assert run([*group, "--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:\n")[2]
    sentences = re.split(r"^  (?=\S)", listed, flags=re.MULTILINE)[1:]
    assert len(sentences) > 1
    assert [one for one in sentences if "..." in one or not one.rstrip().endswith(".")] == []


def test_what_the_system_refuses_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = tmp_path / "rules.md"
    text.write_text("# House rules\n\nWe lend tools for a week.\n", encoding="utf-8")
    assert run(["diff", str(text), str(text), "--output", str(tmp_path / "nowhere" / "diff.txt")]) == 2
    assert capsys.readouterr().err.endswith("diff.txt` (check the path)\n")
    assert run(["diff", str(text), str(text), "--output", str(tmp_path)]) == 2
    assert capsys.readouterr().err.endswith("` (name another place)\n")


def test_a_word_that_is_no_choice_is_told_without_the_library_s_own_words(capsys: pytest.CaptureFixture[str]):
    assert run(["versions", "--format", "pdf"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: invalid value for '--format': 'pdf' is not one of")


def test_every_command_that_a_hint_or_a_page_names_is_there():
    known = commands()
    named: dict[str, Path] = {}
    for file in (*ROOT.glob("consent_gate/**/*.py"), *ROOT.glob("policy_versions/**/*.py"), *ROOT.glob("docs/*.md"), ROOT / "README.md"):
        for words in re.findall(r"`reconsent ([a-z-]+(?: [a-z-]+)?)[^`]*`", file.read_text(encoding="utf-8")):
            named[words] = file
    assert len(named) > 20
    assert {words: file.name for words, file in named.items() if not {words, words.split()[0]} & known and words[0] != "-"} == {}
    groups = {name.split()[0] for name in known if " " in name}
    wrong = [words for words in named if words.split()[0] in groups and " " in words and words not in known]
    assert wrong == []
