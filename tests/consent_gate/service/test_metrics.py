"""Prometheus gets numbers, and no word about anybody."""

import re
from contextlib import ExitStack

import httpx
import pytest

from consent_gate.anchoring import seal
from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.measured import Measured, api_called, page_called
from consent_gate.service.metrics import BUCKETS, Metrics
from consent_gate.service.product import product_app
from consent_gate.service.public import public_app
from consent_gate.service.sealing import sealer
from tests.consent_gate.prompts.house import PERSON, open_house
from tests.consent_gate.service.conftest import served

LINE = re.compile(r'(reconsent_[a-z_]+)(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? (\d+(\.\d+)?)')
CLOSED = re.compile(r"[A-Za-z0-9_.-]+|\+Inf")
CHECK = {"subject": PERSON, "use": "marketing.advertising.third_party", "data": "user.name", "recipient": "insurers"}


@pytest.fixture
def house(tmp_path):
    opened = open_house(tmp_path)
    yield opened
    opened.gate.close()


@pytest.fixture
def clients(house):
    """The API's client and the pages' address."""
    key, metrics = add_key(house.keys, "shop", Scope), Metrics()
    api = Measured(product_app(house.gate, Keyring.load(house.keys), rate=None, metrics=metrics), metrics, "api", api_called, house.gate)
    pages = Measured(public_app(house.gate, rate=None), metrics, "pages", page_called)
    with ExitStack() as stack:
        client = stack.enter_context(
            httpx.Client(base_url=stack.enter_context(served(api)), headers={"authorization": f"Bearer {key}"}, timeout=30)
        )
        yield client, stack.enter_context(served(pages))


def figures(client):
    answer = client.get("/metrics", headers={"authorization": ""})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found = {}
    for line in answer.text.splitlines():
        if not line.startswith("#"):
            matched = LINE.fullmatch(line)
            assert matched, line
            assert all(CLOSED.fullmatch(value) for value in re.findall(r'="([^"]*)"', line)), line
            found[line.rpartition(" ")[0]] = float(matched[4])
    return found


def test_what_was_decided_asked_and_answered_is_counted(house, clients):
    client, pages = clients
    before = figures(client)
    assert before['reconsent_decisions_total{verdict="allowed"}'] == 0
    client.post("/v1/check", json=CHECK)
    client.post("/v1/check/many", json={"requests": [CHECK, CHECK]})
    offer = "privacy/insurer-offers@2"
    client.post("/v1/answers", json={"subject": PERSON, "answers": {offer: "given"}, "method": "phone"})
    client.post("/v1/check", json=CHECK)
    url = client.post("/v1/prompts", json={"subject": PERSON}).json()["url"]
    assert httpx.get(pages + "/p/" + url.rpartition("/")[2]).status_code == 200
    assert httpx.get(f"{pages}/p/{PERSON}").status_code == 404
    client.post("/v1/check", json={"subject": PERSON})
    now = figures(client)
    assert now['reconsent_decisions_total{verdict="consent_required"}'] == 3
    assert now['reconsent_decisions_total{verdict="allowed"}'] == 1
    assert now['reconsent_events_total{kind="given"}'] == 1
    assert now['reconsent_responses_total{service="api",call="check",status="200"}'] == 2
    assert now['reconsent_responses_total{service="api",call="check",status="422"}'] == 1
    assert now['reconsent_responses_total{service="pages",call="prompt",status="200"}'] == 1
    assert now['reconsent_responses_total{service="pages",call="prompt",status="404"}'] == 1
    labels = 'service="api",call="check"'
    buckets = [now[f'reconsent_response_seconds_bucket{{{labels},le="{bound:g}"}}'] for bound in BUCKETS]
    assert buckets == sorted(buckets)
    assert now[f'reconsent_response_seconds_bucket{{{labels},le="+Inf"}}'] == now[f"reconsent_response_seconds_count{{{labels}}}"] == 3
    assert 0 < now[f"reconsent_response_seconds_sum{{{labels}}}"] < 60


def test_how_far_sealing_is_behind_shows(house, clients):
    client, _ = clients
    waiting = figures(client)["reconsent_unsealed_entries"]
    assert waiting > 0
    seal(house.gate.ledger)
    sealed = figures(client)
    assert sealed["reconsent_unsealed_entries"] == 0
    assert sealed["reconsent_sealed_entries"] == waiting
    assert sealed["reconsent_checkpoint_age_seconds"] == 0
    house.clock.now = house.clock.now.replace(hour=house.clock.now.hour + 1)
    assert figures(client)["reconsent_checkpoint_age_seconds"] == 3600
    assert sealed["reconsent_blocked"] == 0
    house.gate.blocked = "an older copy was restored"
    assert figures(client)["reconsent_blocked"] == 1
    assert client.get("/readyz").status_code == 503
    sealer(house.gate)()  # the gap was recorded meanwhile, or there was none
    assert figures(client)["reconsent_blocked"] == 0
    assert client.get("/readyz").status_code == 200


def test_a_ledger_that_is_away_leaves_the_numbers_of_the_process(house, clients):
    client, _ = clients
    client.post("/v1/check", json=CHECK)
    house.gate.ledger.close()
    client.post("/v1/check", json=CHECK)
    away = figures(client)
    assert away["reconsent_ledger_up"] == 0
    assert 'reconsent_events_total{kind="given"}' not in away
    assert away['reconsent_decisions_total{verdict="not_permitted"}'] == 1


def test_sealing_that_fails_is_counted(house):
    metrics = Metrics()
    chore = sealer(house.gate, metrics)
    house.gate.ledger.close()
    from consent_gate.errors import LedgerUnavailableError

    with pytest.raises(LedgerUnavailableError):
        chore()
    assert "reconsent_sealing_failures_total 1\n" in metrics.text(None, blocked=False)


def test_a_path_is_never_a_label():
    for path in ("", "/", "/p/rosa@example.net", "/rosa@example.net", "/v1/rosa", "/v1/check/rosa", "/receipt", "rosa"):
        assert {page_called(path), api_called(path)} <= {"prompt", "receipt", "other"}
