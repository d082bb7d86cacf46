"""Archives and ledgers that are empty, large, lost, broken or busy: each page says what is the matter and what to do."""

import itertools
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from consent_gate.gate import Gate
from consent_gate.release.archives import ensure_archive
from desk import words
from policy_versions import Actor
from tests.desk.desk_server import DRAFT, POLICY, example
from tests.desk.test_pages import PAGES, open_page, press, shown

EVERY = [*PAGES, "version"]
SOMEBODY = Actor("mara@orchardlane.example")
POLICY_YAML = """title: Rules of hall number {number}
controller: {{id: halls, name: The Halls}}
language: en
effective: {effective}
summary: The first one.
permissions:
  - id: keys
    text: We use your name to hand you the keys.
    data: [user.name]
    use: [essential.service]
    basis: contract
promises: []
"""


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example(tmp_path_factory.mktemp("states"))


@pytest.fixture
def house(laid_out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, a copy for each test."""
    folder = tmp_path / "house"
    shutil.copytree(laid_out, folder)
    at(folder, monkeypatch)
    return folder


def at(folder: Path, monkeypatch: pytest.MonkeyPatch, *, database: str | None = None) -> None:
    monkeypatch.setenv("RECONSENT_ARCHIVE", str(folder / "archive"))
    monkeypatch.setenv("RECONSENT_DATABASE_URL", database or f"sqlite:///{folder}/ledger.db")
    monkeypatch.setenv("RECONSENT_KEYS", str(folder / "keys"))
    st.cache_resource.clear()
    st.cache_data.clear()


def drawn(page: str, **query: str) -> AppTest:
    app = open_page(page)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [fault.value for fault in app.exception]
    return app


def said(page: str, **query: str) -> str:
    app = drawn(page, **query)
    return shown(app)


@pytest.mark.parametrize("page", EVERY)
def test_a_database_that_vanished_under_the_desk_is_told_with_what_to_do(house: Path, page: str) -> None:
    assert words.LEDGER_AWAY not in said(page)
    for file in house.glob("ledger.db*"):
        file.unlink()
    told = said(page)
    assert "The ledger's database lacks a table" in told
    assert words.LEDGER_AWAY in told


@pytest.mark.parametrize("page", EVERY)
def test_a_ledger_begun_anew_beside_an_old_archive_is_never_taken_for_a_first_version(
    house: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in house.glob("ledger.db*"):
        file.unlink()
    at(house, monkeypatch)
    assert words.LEDGER_LOST.format(policies=POLICY) in said(page)


@pytest.mark.parametrize(
    ("database", "wrong"),
    [
        ("sqlite:////nowhere/at/all/ledger.db", "cannot be opened"),
        ("postgresql://127.0.0.1:1/away?connect_timeout=1", "does not answer"),
    ],
    ids=["file", "server"],
)
def test_a_database_that_cannot_be_reached_is_told_with_what_to_do(
    house: Path, database: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(house, monkeypatch, database=database)
    told = said("policies")
    assert f"The ledger's database {wrong}" in told
    assert words.LEDGER_AWAY in told


def test_a_broken_database_is_told_with_what_to_do(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (house / "ledger.db").write_bytes(b"no database " * 500)
    at(house, monkeypatch)
    assert "restore a backup" in said("policies")


def test_a_repository_that_another_program_locks_is_read_and_not_written(house: Path) -> None:
    (house / f"archive/.git/refs/heads/drafts/{POLICY}/{DRAFT}.lock").touch()
    page = drawn("draft")
    page.text_input(key="who").set_value(SOMEBODY.id).run()
    area = next(field for field in page.text_area if field.label == words.TEXT_IN.format(language="en"))
    area.set_value(area.value + "\nWe answer letters.\n").run()
    press(page, words.SAVE)
    assert not page.exception
    assert "cannot lock" in page.error[0].value
    assert "try again" in shown(page)
    area = next(field for field in page.text_area if field.label == words.TEXT_IN.format(language="en"))
    assert area.value.endswith("We answer letters.\n")  # what was written is still there


def publish_first(gate: Gate, slug: str, number: int, text: str) -> None:
    """A policy with one version, in the archive and the ledger, as an import leaves it."""
    from policy_versions.identity import identity_of
    from policy_versions.model import Version
    from policy_versions.policy_yaml import parse_policy

    effective = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number)
    files = {"policy.yaml": POLICY_YAML.format(number=number, effective=effective.isoformat()).encode(), "en.md": text.encode()}
    draft = gate.archive.start_draft(slug, "first", actor=SOMEBODY, files=files)
    frozen = gate.archive.freeze(slug, 1, draft.commit, message_fields={}, actor=SOMEBODY)
    gate.archive.delete_draft(slug, "first", expected=draft.commit)
    version = Version(
        slug=slug,
        number=1,
        policy=parse_policy(files["policy.yaml"], path="policy.yaml"),
        texts={"en": text},
        identity=identity_of(files),
        effective=effective,
        commit=frozen.commit,
        imported=True,
    )
    gate.ledger.add_version(version, files=files)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Gate]:
    ensure_archive(tmp_path / "archive")
    at(tmp_path, monkeypatch)
    return lambda: Gate.open(f"sqlite:///{tmp_path}/ledger.db", tmp_path / "archive", keys=tmp_path / "keys")


def test_one_policy_with_one_version_and_no_draft_says_on_each_page_what_comes_next(empty: Callable[[], Gate]) -> None:
    with empty() as gate:
        publish_first(gate, "hall-1", 1, "# Hall\n\nWe keep your name for one year.\n")
    assert words.NO_DRAFT in said("policies")
    assert words.NO_DRAFT_YET in said("draft")
    assert words.NO_DRAFT_YET in said("review")
    assert words.ONE_TEXT in said("compare")
    assert words.NOBODY_ASKED in said("consent")
    assert words.FIRST_VERSION_HELP in said("version")
    assert words.VERIFY_HELP in said("audit")


def test_of_fifty_policies_each_has_its_line_and_one_is_worked_on(empty: Callable[[], Gate]) -> None:
    with empty() as gate:
        for number in range(1, 51):
            publish_first(gate, f"hall-{number}", number, f"# Hall {number}\n\nWe keep your name for {number} years.\n")
        gate.archive.start_draft("hall-7", "longer", actor=SOMEBODY)
    page = drawn("policies", policy="hall-7")
    listed = page.dataframe[0].value
    assert len(listed) == 50
    assert dict(zip(listed[words.POLICY], listed[words.DRAFTS], strict=True))["hall-7"] == 1
    assert "longer" in shown(page)
    assert "hall-7@1" in shown(page)
    for name in EVERY:
        drawn(name, policy="hall-7")


def test_a_policy_of_over_20_000_words_is_drawn_on_every_page(empty: Callable[[], Gate]) -> None:
    clause = "We keep the record of desk number {n} in the reading room for {years} years, and nobody but the warden of the room sees it."
    parts = [(f"## Part {n // 20}\n\n" if n % 20 == 0 else "") + clause.format(n=n, years=1 + n % 5) for n in range(1000)]
    text = "# Rules\n\n" + "\n\n".join(parts) + "\n"
    assert len(text.split()) > 20_000
    with empty() as gate:
        publish_first(gate, "reading-room", 1, text)
        draft = gate.archive.start_draft("reading-room", "longer", actor=SOMEBODY)
        longer = text.replace("for 5 years", "for 8 years").encode()
        gate.archive.save("reading-room", "longer", {"en.md": longer}, expected=draft.commit, actor=SOMEBODY, message="Longer")
    for name, again in itertools.product(EVERY, (1, 2)):
        page = drawn(name, policy="reading-room")
        assert not page.error, (name, again, page.error[0].value)
    assert "200 " in shown(drawn("compare"))
