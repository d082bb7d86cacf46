"""The command's one door: exit codes, one line for what is expected to go wrong, and a quick start."""

import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
import typer

from consent_gate.cli import main
from consent_gate.errors import ConsentGateError, SettingsError

SERVERS = {"ui", "serve", "run-example"}
"""Commands that run until they are stopped."""

DOCUMENTS = {"export", "receipt"}
"""Commands whose result is a document in JSON anyway."""


def reconsent(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "consent_gate.cli", *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_the_version_is_that_of_the_distribution() -> None:
    done = reconsent("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("reconsent 0.")


def test_without_a_command_the_help_is_shown() -> None:
    done = reconsent()
    assert done.returncode == 0
    assert "Commands:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["publsh"], "error: no such command 'publsh'"),
        (["--colour"], "error: no such option"),
        (["ui", "--port", "many"], "error: invalid value for '--port'"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(arguments: list[str], said: str) -> None:
    done = reconsent(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_the_help_of_every_command_can_be_shown() -> None:
    names = [name for name, _ in leaves(main.app)]
    assert "diff" in names
    for name in names:
        assert main.run([*name.split(), "--help"]) == 0


def leaves(app: typer.Typer) -> Iterator[tuple[str, Callable[..., object]]]:
    for command in app.registered_commands:
        assert command.callback is not None
        yield command.name or command.callback.__name__, command.callback
    for group in app.registered_groups:
        assert group.typer_instance is not None
        group_name = group.name if isinstance(group.name, str) else group.typer_instance.info.name
        yield from ((f"{group_name} {name}", callback) for name, callback in leaves(group.typer_instance))


def test_every_command_but_the_servers_can_say_its_result_as_json() -> None:
    silent = {name for name, callback in leaves(main.app) if not {"format", "as_json"} <= inspect.signature(callback).parameters.keys()}
    assert silent <= SERVERS | DOCUMENTS


def _failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code of a command that raises `error`."""

    def fail() -> None:
        raise error

    app = typer.Typer()
    app.callback(invoke_without_command=True)(fail)
    monkeypatch.setattr(main, "app", app)
    return main.run([])


def test_an_error_of_ours_is_its_message_and_its_hint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(ConsentGateError("the ledger is away", hint="start it"), monkeypatch) == 2
    assert capsys.readouterr() == ("", "error: the ledger is away (start it)\n")


def test_several_faults_are_a_line_each(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(SettingsError(("`a` is wrong", "`b` is wrong")), monkeypatch) == 2
    assert capsys.readouterr().err == "error: 2 faults (mend what is named and start again)\n  `a` is wrong\n  `b` is wrong\n"


def test_a_single_fault_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(SettingsError(("`a` is wrong",), hint="mend it"), monkeypatch) == 2
    assert capsys.readouterr().err == "error: `a` is wrong (mend it)\n"


def test_a_finding_is_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _failing(typer.Exit(1), monkeypatch) == 1


def test_what_the_system_refuses_is_named_with_its_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _failing(PermissionError(13, "Permission denied", "/etc/policies"), monkeypatch) == 2
    told = "error: permission denied: `/etc/policies` (see that you may read and write there, or name another place)\n"
    assert capsys.readouterr().err == told


def test_what_is_not_expected_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ZeroDivisionError):
        _failing(ZeroDivisionError(), monkeypatch)
