"""A page that has to wait, for a writer or for texts to be compared, holds up nobody else."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from consent_gate.errors import LedgerUnavailableError
from consent_gate.gate import Gate
from consent_gate.prompts.content import prompt_content
from consent_gate.prompts.errors import NotAtHandError
from consent_gate.prompts.gather import gather
from consent_gate.prompts.language import language
from consent_gate.prompts.make import make_prompt
from tests.consent_gate.prompts.house import PERSON


@pytest.fixture
def writer(site):
    """Somebody else's connection to the ledger, by which everybody can be kept from reading."""
    database = site.house.gate.ledger.database
    if database.journal == "wal":
        pytest.skip("with a WAL nobody who reads waits for a writer")
    with closing(sqlite3.connect(database.url.database, isolation_level=None)) as writer:
        yield writer


def test_a_page_waits_for_a_writer_and_nothing_else_waits_for_the_page(site, writer):
    page = site.address + urlsplit(make_prompt(site.house.gate, PERSON).url).path
    assert httpx.get(page).status_code == 200
    with ThreadPoolExecutor(1) as pool:
        writer.execute("BEGIN EXCLUSIVE")
        waiting = pool.submit(httpx.get, page, timeout=60)
        time.sleep(0.2)
        assert httpx.get(site.address + "/livez", timeout=10).status_code == 200
        assert not waiting.done()
        writer.execute("COMMIT")
        assert "Do you agree to this?" in waiting.result().text


def test_who_is_in_a_hurry_does_not_wait_for_a_writer_and_is_patient_again_afterwards(site, writer):
    database = site.house.gate.ledger.database
    patience = database.read("PRAGMA busy_timeout")
    writer.execute("BEGIN EXCLUSIVE")
    begun = time.monotonic()
    with pytest.raises(LedgerUnavailableError), database.hurried():
        database.read("SELECT count(*) FROM events")
    assert time.monotonic() - begun < 5
    assert database.read("PRAGMA busy_timeout") == patience


def test_in_a_hurry_no_text_is_compared_and_what_was_compared_before_is_shown(site):
    house, speech = site.house, language("en")
    with Gate.open(house.url, clock=house.clock, keys=house.keys) as gate:
        hurried = gather(gate, PERSON, hurried=True)
        with pytest.raises(NotAtHandError):
            prompt_content(hurried.asks, hurried.notices, hurried.known, speech)
        patient = gather(gate, PERSON)
        shown = prompt_content(patient.asks, patient.notices, patient.known, speech)
        assert prompt_content(hurried.asks, hurried.notices, hurried.known, speech) == shown
