"""The pages and the API over SQLite and PostgreSQL, with two servers over one ledger."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx
import pytest

from consent_gate.gate import Gate
from consent_gate.model import Verdict
from consent_gate.prompts.make import make_prompt
from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.product import product_app
from consent_gate.service.public import public_app
from tests.consent_gate.prompts.house import AFTER, BEFORE, PERSON, open_house
from tests.consent_gate.service.conftest import served
from tests.consent_gate.service.form import form_of

OFFERS = {"use": "marketing.advertising.third_party", "data": "user.name", "recipient": "insurers"}


@pytest.fixture
def pair(tmp_path, url):
    """A house and two servers of its pages, each with a gate of its own."""
    with ExitStack() as stack:
        house = open_house(tmp_path, url=url)
        stack.callback(house.gate.close)
        addresses = []
        for _ in range(2):
            gate = stack.enter_context(Gate.open(url, tmp_path, clock=house.clock, keys=house.keys))
            addresses.append(stack.enter_context(served(public_app(gate, rate=None))))
        yield house, addresses


def test_a_page_from_one_server_is_answered_at_another(pair):
    house, (one, other) = pair
    path = urlsplit(make_prompt(house.gate, PERSON).url).path
    form = form_of(httpx.get(one + path).text).press("given", "insurer-offers")
    assert httpx.post(other + path, data=form).status_code == 303
    assert house.gate.check(PERSON, **OFFERS).verdict is Verdict.ALLOWED
    assert httpx.post(one + path, data=form).status_code == 303
    assert [e.kind.value for e in house.gate.ledger.events(PERSON)].count("given") == 1


def test_the_same_press_at_both_servers_at_once_counts_once(pair):
    house, addresses = pair
    house.clock.now = BEFORE
    people = [f"person-{n}" for n in range(20)]
    for person in people:
        house.gate.record(person, "user.name", item="customer")
    house.clock.now = AFTER
    paths = [urlsplit(make_prompt(house.gate, person).url).path for person in people]
    forms = [form_of(httpx.get(addresses[0] + path).text).press("refused", "insurer-offers") for path in paths]
    with ThreadPoolExecutor(16) as pool:
        sent = [
            pool.submit(httpx.post, address + path, data=form, timeout=60)
            for path, form in zip(paths, forms, strict=True)
            for address in addresses * 2
        ]
        assert {one.result().status_code for one in sent} == {303}
    for person in people:
        assert [e.kind.value for e in house.gate.ledger.events(person)].count("refused") == 1


def test_the_api_answers_alike(tmp_path, url):
    house = open_house(tmp_path, url=url)
    key = add_key(house.keys, "shop", Scope)
    app = product_app(house.gate, Keyring.load(house.keys), rate=None)
    with served(app) as address, httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}) as client:
        assert client.post("/v1/check", json={"subject": PERSON, **OFFERS}).json()["verdict"] == "consent_required"
        body = {"subject": "a", "data": "user.name", "item": "1"}
        first = client.post("/v1/records", json=body, headers={"idempotency-key": "k"}).json()
        assert client.post("/v1/records", json=body, headers={"idempotency-key": "k"}).json() == first
        assert client.post("/v1/records", json={**body, "item": "2"}, headers={"idempotency-key": "k"}).status_code == 409
    house.gate.close()


def test_with_the_ledger_away_the_page_says_so_and_a_check_is_no(tmp_path):
    house = open_house(tmp_path)
    path = urlsplit(make_prompt(house.gate, PERSON).url).path
    with served(public_app(house.gate, rate=None)) as address:
        before = httpx.get(address + path).text
    key = add_key(house.keys, "shop", Scope)
    (tmp_path / "ledger.db").rename(tmp_path / "gone.db")
    with ExitStack() as stack:
        gate = house.gate
        gate.ledger.database.close()
        pages = stack.enter_context(served(public_app(gate, rate=None)))
        api = stack.enter_context(served(product_app(gate, Keyring.load(house.keys), rate=None)))
        page = httpx.get(pages + path)
        assert page.status_code == 503
        assert "Nothing you answered before is lost" in page.text
        form = {"page": form_of(before).page, "answer": "given:*"}
        assert "may not be saved yet" in httpx.post(pages + path, data=form).text, "whether a press was saved is not known"
        assert httpx.get(pages + "/readyz").status_code == 503
        assert httpx.get(pages + "/livez").status_code == 200
        answer = httpx.post(api + "/v1/check", json={"subject": PERSON, **OFFERS}, headers={"authorization": f"Bearer {key}"})
        assert answer.status_code == 200
        assert answer.json()["verdict"] == "not_permitted"
        assert "unavailable" in answer.json()["reasons"]
