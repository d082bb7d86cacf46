"""A tab that notes what it asked of the server and what came back, and an example of its own for a test that changes it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.desk.desk_server import WATCHING, example


@pytest.fixture
def page(page: Page) -> Page:
    page.add_init_script(WATCHING)
    return page


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    example(tmp_path)
    monkeypatch.setenv("RECONSENT_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("RECONSENT_DATABASE_URL", f"sqlite:///{tmp_path}/ledger.db")
    monkeypatch.setenv("RECONSENT_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("RECONSENT_ONE_PERSON", "true")
    return tmp_path
