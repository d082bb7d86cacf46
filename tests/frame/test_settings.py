"""Settings are read strictly, from two places, and all faults are told at once."""

import re
from pathlib import Path

import pytest

from consent_gate.errors import SettingsError
from consent_gate.membership import roles_of
from consent_gate.settings import Settings, load
from policy_versions.model import Role

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))


def test_without_any_the_defaults_hold(tmp_path: Path) -> None:
    settings = load()
    assert settings.archive == Path()
    assert settings.database_url == "sqlite:///reconsent.db"
    assert settings.keys == tmp_path / "configuration" / "reconsent" / "keys"
    assert settings.one_person is False


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("reconsent.toml").write_text('archive = "policies-repo"\nport = 9000\n')
    monkeypatch.setenv("RECONSENT_PORT", "9001")
    settings = load()
    assert settings.port == 9001
    assert settings.archive == Path("policies-repo")


def test_paths_in_the_file_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "ours.toml").write_text('archive = "archive"\nkeys = "../keys"\ndatabase_url = "sqlite:///ledger.db"\n')
    monkeypatch.setenv("RECONSENT_CONFIG", str(folder / "ours.toml"))
    settings = load()
    assert settings.archive == folder / "archive"
    assert settings.keys == folder / "../keys"
    assert settings.database_url == f"sqlite:///{folder}/ledger.db"


def test_what_a_client_of_the_product_api_goes_by_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "http.md").read_text()
    named = set(re.findall(r"RECONSENT_API\w*", page)) - {f"RECONSENT_{field.upper()}" for field in Settings.model_fields}
    assert named
    for name in named:
        monkeypatch.setenv(name, "x")
    load()


def test_the_page_for_operators_tells_every_setting_and_no_other() -> None:
    section = (ROOT / "docs" / "operate.md").read_text().partition("## Settings\n")[2].partition("\n## ")[0]
    first = [row.split("|")[1] for row in section.splitlines() if row.startswith("| `")]
    assert {name for names in first for name in re.findall(r"`(\w+)`", names)} == set(Settings.model_fields)


def test_an_absolute_database_path_is_left_as_it_is() -> None:
    Path("reconsent.toml").write_text('database_url = "sqlite:////var/lib/reconsent/ledger.db"\n')
    assert load().database_url == "sqlite:////var/lib/reconsent/ledger.db"


def test_all_faults_of_both_places_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("reconsent.toml").write_text('databse_url = "sqlite:///x.db"\nport = 0\n')
    monkeypatch.setenv("RECONSENT_PUBLIC_URL", "http://privacy.example.org")
    monkeypatch.setenv("RECONSENT_ARCHVE", "here")
    with pytest.raises(SettingsError) as caught:
        load()
    assert caught.value.faults == (
        "RECONSENT_ARCHVE is no setting; did you mean RECONSENT_ARCHIVE?",
        "`port` in reconsent.toml: input should be greater than or equal to 1",
        "RECONSENT_PUBLIC_URL: the address of the prompt pages must be https: whoever reads a link on its way can answer for the person",
        "`databse_url` in reconsent.toml is no setting; did you mean database_url?",
    )


@pytest.mark.parametrize(
    "url", ["mysql://host/db", "reconsent.db", "sqlite:reconsent.db", "sqlite://host/reconsent.db", "sqlite:///", "postgres://host/db", ""]
)
def test_a_database_of_another_kind_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_DATABASE_URL", url)
    with pytest.raises(SettingsError, match="RECONSENT_DATABASE_URL: must be"):
        load()


def test_a_fault_in_the_database_url_does_not_repeat_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_DATABASE_URL", "mysql://app:hunter2@host/db")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["https://privacy.example.org", "http://localhost:8410", "http://127.0.0.1:8410", "http://[::1]:8410"])
def test_prompts_are_served_by_https_or_on_this_machine(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_PUBLIC_URL", url + "/")
    assert load().public_url == url


@pytest.mark.parametrize("text", ["archive = [", "archive = 'a'\narchive = 'b'", "\x00"])
def test_a_file_that_is_not_toml_is_refused_by_name(text: str) -> None:
    Path("reconsent.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"`reconsent\.toml` is not TOML"):
        load()


def test_a_named_file_that_is_not_there_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECONSENT_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"`nowhere\.toml` is not there"):
        load()


def test_hosts_are_a_list_in_the_file_and_words_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("reconsent.toml").write_text('return_hosts = ["shop.example", "app.example"]\n')
    assert load().return_hosts == ("shop.example", "app.example")
    monkeypatch.setenv("RECONSENT_RETURN_HOSTS", "shop.example, other.example")
    assert load().return_hosts == ("shop.example", "other.example")


ROLES = """[roles]
admin = ["ada@example.org"]
approver = [{ claim = "groups", value = "legal" }, { email = "ben@example.org", issuer = "https://login.example.org" }]
"""


def test_roles_go_by_address_issuer_and_claim_and_all_that_a_rule_names_must_hold() -> None:
    Path("reconsent.toml").write_text(ROLES)
    rules = load().roles
    assert roles_of(rules, "ADA@example.org", {}) == {Role.ADMIN}
    assert roles_of(rules, "cleo@example.org", {"groups": ["sales", "legal"]}) == {Role.APPROVER}
    assert roles_of(rules, "cleo@example.org", {"groups": "legal"}) == {Role.APPROVER}
    assert roles_of(rules, "cleo@example.org", {"groups": "paralegal"}) == frozenset()
    assert roles_of(rules, "ben@example.org", {"iss": "https://login.example.org"}) == {Role.APPROVER}
    assert roles_of(rules, "ben@example.org", {"iss": "https://attacker.example"}) == frozenset()
    assert roles_of(rules, "ben@example.org", {}) == frozenset()


def test_without_roles_nobody_is_limited_by_theirs() -> None:
    assert load().roles is None
    assert roles_of(None, "eve@example.org", {}) is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('[roles]\nowner = ["ada@example.org"]\n', "roles.owner"),
        ("[roles]\nadmin = [{}]\n", "must name an email, an issuer, or a claim"),
        ('[roles]\nadmin = [{ claim = "groups" }]\n', "must name both claim and value"),
        ('[roles]\nadmin = [{ mail = "ada@example.org" }]\n', "roles.admin.0.mail"),
    ],
)
def test_a_faulty_rule_about_roles_is_told_by_its_place(written: str, told: str) -> None:
    Path("reconsent.toml").write_text(written)
    with pytest.raises(SettingsError) as refused:
        load()
    assert told in str(refused.value)
    assert "roles" in str(refused.value)
