"""A gate opened as the settings say: the ledger, archive, keys and links that the commands have too."""

import asyncio
from pathlib import Path

import pytest

from consent_gate import ArgumentError, AsyncGate, Gate, GateMiddleware, Request, SettingsError
from consent_gate.cli.main import run
from consent_gate.settings import load
from tests.consent_gate.policies import EMAIL, Clock, permission, publish

PAGES = "https://choices.dairy.example"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation that is made but for its policies."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reconsent.toml").write_text(
        f'archive = "terms"\ndatabase_url = "sqlite:///milk.db"\nkeys = "secrets"\npublic_url = "{PAGES}"\n'
        'return_hosts = ["dairy.example"]\nallowed_signers = "signers"\n'
    )
    assert run(["init"]) == 0
    return tmp_path


def test_a_program_has_the_ledger_archive_and_keys_of_the_commands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Gate.from_settings() as gate:
        assert gate.archive_path == Path("terms")
        assert gate.allowed_signers == Path("signers")
        publish(gate, Clock(gate.clock()), permission(), wait=False)
    capsys.readouterr()
    assert run(["versions"]) == 0
    assert capsys.readouterr().out.startswith("privacy@1")


def test_its_prompts_lead_to_the_public_pages_and_back_to_the_hosts_named(folder: Path) -> None:
    with Gate.from_settings() as gate:
        prompt = gate.prompt("s", return_to="https://dairy.example/account")
        assert prompt.url.startswith(f"{PAGES}/p/")
        assert gate.prompt("s", public_url="https://other.example").url.startswith("https://other.example/p/")
        asked = GateMiddleware(lambda *_: None, gate)._answer_at(Request(data=EMAIL, use="marketing", subject="s"))  # type: ignore[arg-type, return-value]
        assert asked is not None
        assert asked.startswith(f"{PAGES}/p/")


def test_a_gate_opened_by_its_url_reads_no_setting(folder: Path) -> None:
    with Gate.open("sqlite:///milk.db", keys="secrets") as gate:
        assert gate.prompt("s").url.startswith("http://127.0.0.1:8410/p/")
    with Gate.open("sqlite:///milk.db", keys="secrets", public_url=PAGES + "/") as gate:
        assert gate.prompt("s").url.startswith(f"{PAGES}/p/")


@pytest.mark.parametrize(
    "pages", ["dairy.example", "http://dairy.example", "https://", "https://dairy.example:port", "https://dairy.example/?a=b"]
)
def test_a_link_begins_with_no_address_that_opens_nothing_or_that_others_can_read_on_its_way(folder: Path, pages: str) -> None:
    with pytest.raises(ArgumentError, match="the address of the prompt pages"):
        Gate.open("sqlite:///new.db", keys="new", public_url=pages)
    assert not Path("new.db").exists()
    with Gate.from_settings() as gate, pytest.raises(ArgumentError, match="the address of the prompt pages"):
        gate.prompt("s", public_url=pages)


def test_the_environment_and_a_file_of_ones_own_count(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RECONSENT_PUBLIC_URL", "https://env.example")
    with Gate.from_settings() as gate:
        assert gate.public_url == "https://env.example"
    monkeypatch.delenv("RECONSENT_PUBLIC_URL")
    own = folder / "own.toml"
    own.write_text((folder / "reconsent.toml").read_text().replace(PAGES, "https://own.example"))
    for settings in (own, str(own), load(own)):
        with Gate.from_settings(settings) as gate:
            assert gate.public_url == "https://own.example"
    with pytest.raises(SettingsError, match="is not there"):
        Gate.from_settings("nowhere.toml")


def test_in_a_wrong_folder_it_makes_no_empty_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ArgumentError, match=r"there is no ledger `reconsent\.db`") as caught:
        Gate.from_settings()
    assert "reconsent init" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_told_all_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_PORT", "0")
    monkeypatch.setenv("RECONSENT_PUBLIC_URL", "http://dairy.example")
    with pytest.raises(SettingsError) as caught:
        Gate.from_settings()
    assert len(caught.value.faults) == 2


def test_the_gate_for_asyncio_can_be_opened_so_too(folder: Path) -> None:
    async def link() -> str:
        async with await AsyncGate.from_settings(threads=1) as gate:
            return (await gate.prompt("s")).url

    assert asyncio.run(link()).startswith(f"{PAGES}/p/")
