"""The product API: what a product in any language can do, and what it is told when it may not."""

import asyncio
import json
from collections import Counter
from datetime import timedelta
from importlib.resources import files

import httpx
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from consent_gate.errors import KeysError
from consent_gate.model import Verdict
from consent_gate.service.keyring import Keyring, Scope, add_key, list_keys, remove_key
from consent_gate.service.limits import Rate
from consent_gate.service.openapi import DESCRIPTION, _written, describe
from consent_gate.service.operations import OPERATIONS
from consent_gate.service.product import product_app
from tests.consent_gate.prompts.house import BEFORE, PERSON, open_house
from tests.consent_gate.service.conftest import served

CHECK = {"subject": PERSON, "use": "marketing.advertising.third_party", "data": "user.name", "recipient": "insurers"}


@pytest.fixture
def house(tmp_path):
    house = open_house(tmp_path)
    yield house
    house.gate.close()


@pytest.fixture
def key(house):
    return add_key(house.keys, "shop", Scope)


@pytest.fixture
def api(house, key):
    app = product_app(house.gate, Keyring.load(house.keys), public_url="https://privacy.example", return_hosts=("shop.example",), rate=None)
    with served(app) as address, httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}, timeout=30) as client:
        yield client


def test_the_whole_path_over_http(house, api):
    assert api.post("/v1/check", json=CHECK).json()["verdict"] == "consent_required"
    asks = api.post("/v1/pending", json={"subject": PERSON}).json()["asks"]
    offer = next(ask["id"] for ask in asks if "insurer-offers" in ask["id"])
    prompt = api.post("/v1/prompts", json={"subject": PERSON, "language": "de", "return_to": "https://shop.example/account"}).json()
    assert prompt["url"].startswith("https://privacy.example/p/")
    assert prompt["due"]
    assert "Kestrel Cycles" in prompt["message"]["subject"]
    content = prompt["content"]
    sent = {"page": content["page"], "digest": content["digest"], "answers": {offer: "given"}}
    assert api.post("/v1/prompts/answers", json=sent).json()["outcomes"] == {offer: "recorded"}
    decision = api.post("/v1/check", json=CHECK).json()
    assert decision["verdict"] == "allowed"
    assert decision["permission"] == "insurer-offers"
    assert api.post("/v1/withdrawals", json={"subject": PERSON, "permission": "insurer-offers", "method": "phone"}).status_code == 200
    assert api.post("/v1/check", json=CHECK).json()["verdict"] == "declined"
    again = api.post("/v1/answers", json={"subject": PERSON, "answers": {offer: "given"}, "method": "paper", "actor": {"id": "clerk-7"}})
    assert again.json()["outcomes"] == {offer: "recorded"}
    event = house.gate.ledger.events(PERSON)[-1]
    assert (event.method, event.actor.id, event.actor.source.value) == ("paper", "clerk-7", "claimed")


def test_what_the_product_drew_itself_is_kept_with_its_answers(house, api):
    prompt = api.post("/v1/prompts", json={"subject": PERSON}).json()["content"]
    offer = next(ask["key"] for ask in prompt["asks"] if "insurer-offers" in ask["key"])
    api.post("/v1/prompts/answers", json={"page": prompt["page"], "answers": {offer: "refused"}})
    event = next(e for e in reversed(house.gate.ledger.events(PERSON)) if e.kind.value == "refused")
    kept = house.gate.ledger.page(PERSON, event.page)
    shown = json.loads(kept.content)
    assert event.method == "own-ui"
    assert kept.media_type == "application/json"
    assert shown["asks"] == prompt["asks"]


def test_a_prompt_can_go_to_somebody_who_answers_for_the_person(house, api):
    prompt = api.post("/v1/prompts", json={"subject": PERSON, "answered_by": "guardian-4"}).json()["content"]
    offer = next(ask["key"] for ask in prompt["asks"] if "insurer-offers" in ask["key"])
    api.post("/v1/prompts/answers", json={"page": prompt["page"], "answers": {offer: "refused"}})
    event = next(e for e in reversed(house.gate.ledger.events(PERSON)) if e.kind.value == "refused")
    assert event.actor.id == house.gate.ledger.pseudonym("guardian-4")


def test_answers_to_a_drawing_that_is_out_of_date_are_refused_and_a_retry_is_not(house, api):
    prompt = api.post("/v1/prompts", json={"subject": PERSON}).json()["content"]
    offer = next(ask["key"] for ask in prompt["asks"] if "insurer-offers" in ask["key"])
    body = {"page": prompt["page"], "answers": {offer: "refused"}}
    first = api.post("/v1/prompts/answers", json=body).json()
    before = house.rows()
    retried = api.post("/v1/prompts/answers", json=body)
    assert retried.json()["outcomes"] == first["outcomes"]
    late = api.post("/v1/prompts/answers", json={"page": prompt["page"], "answers": {offer: "given"}})
    assert late.status_code == 409
    assert late.json()["type"] == "urn:reconsent:problem:page-changed"
    broken = api.post("/v1/prompts/answers", json={"page": prompt["page"][:-4] + "AAAA", "answers": {offer: "given"}})
    assert broken.status_code == 422
    assert house.rows() == before


def test_recording_makes_the_next_check_know(api):
    made = api.post("/v1/records", json={"subject": "neu", "data": "user.name", "item": "customer"})
    assert made.status_code == 200
    assert made.json()["version"] == 2
    check = {"subject": "neu", "use": "essential.service", "data": "user.name"}
    assert api.post("/v1/check", json=check).json()["allowed"]


def test_unknown_is_said_as_such(api):
    made = api.post("/v1/records", json={"subject": "old", "data": "user.name", "version": "unknown", "collected_at": "unknown"}).json()
    assert (made["version"], made["collected_at"]) == (None, None)


def test_bad_rows_are_told_and_set_aside_and_the_others_recorded(house, api):
    rows = [
        {"subject": "a", "data": "user.name", "item": "1"},
        {"subject": "a", "data": "user.no_such_key", "item": "2"},
        {"subject": "a", "data": "user.name", "item": "3", "collected_at": (house.clock.now + timedelta(days=1)).isoformat()},
        {"subject": "a", "data": "user.name", "item": "4", "version": 99},
        {"subject": "a", "data": "user.name", "item": "5"},
    ]
    told = api.post("/v1/records/many", json={"records": rows}).json()
    assert (told["recorded"], told["refused"]) == (2, 3)
    assert [one["problem"] is None for one in told["results"]] == [True, False, False, False, True]
    assert all(one["problem"]["detail"] for one in told["results"] if one["problem"])


def test_the_same_key_and_body_come_to_the_first_answer_and_another_body_is_a_conflict(house, api):
    headers = {"idempotency-key": "order-77"}
    body = {"subject": "a", "data": "user.name", "item": "1", "fresh": True}
    first = api.post("/v1/records", json=body, headers=headers)
    before = house.rows()
    assert [api.post("/v1/records", json=body, headers=headers).json() for _ in range(3)] == [first.json()] * 3
    other = api.post("/v1/records", json={**body, "item": "2"}, headers=headers)
    assert other.status_code == 409
    assert house.rows() == before


def test_one_programs_keys_are_not_anothers(house, api):
    other = add_key(house.keys, "till", [Scope.RECORD])
    app = product_app(house.gate, Keyring.load(house.keys), rate=None)
    body = {"subject": "a", "data": "user.name", "item": "1"}
    api.post("/v1/records", json=body, headers={"idempotency-key": "k"})
    with served(app) as address:
        answer = httpx.post(
            f"{address}/v1/records", json={**body, "item": "2"}, headers={"idempotency-key": "k", "authorization": f"Bearer {other}"}
        )
    assert answer.status_code == 200


@pytest.mark.soak
def test_a_client_that_gives_up_sends_again_stops_half_way_and_begins_anew_loses_and_doubles_nothing(house, api, scale):
    house.clock.now = BEFORE
    rows = [{"subject": f"s-{n % 50}", "data": "user.name", "item": f"item-{n}"} for n in range(scale(100_000))]
    parts = [rows[n : n + 1_000] for n in range(0, len(rows), 1_000)]
    before = house.rows()["records"]

    def send(place, part, **how):
        return api.post("/v1/records/many", json={"records": part}, headers={"idempotency-key": f"import/{place}"}, **how)

    for place, part in enumerate(parts[: len(parts) // 2 + 1]):
        if place % 2:
            with pytest.raises(httpx.ReadTimeout):  # the service goes on with the rows; the client cannot know
                send(place, part, timeout=httpx.Timeout(30, read=0.001))
        first, again = send(place, part), send(place, part)
        assert first.json() == again.json()
        assert send(place, part[:-1]).status_code == 409
    assert house.rows()["records"] - before == 1_000 * (len(parts) // 2 + 1)
    for place, part in enumerate(parts):
        told = send(place, part).json()
        assert (told["recorded"], told["refused"]) == (len(part), 0)
    assert house.rows()["records"] - before == len(rows)


def test_many_checks_come_back_in_order_with_their_ids(api):
    asked = [CHECK | {"id": "first"}, CHECK | {"use": "essential.service", "recipient": "self"}, CHECK | {"id": "last"}]
    told = api.post("/v1/check/many", json={"requests": asked}).json()["decisions"]
    assert [one["id"] for one in told] == ["first", "1", "last"]
    assert [one["verdict"] for one in told] == ["consent_required", "allowed", "consent_required"]


def test_the_feed_tells_every_entry_once(house, api):
    seen, since = [], 0
    while True:
        told = api.get("/v1/changes", params={"since": since, "limit": 3}).json()
        if not told["changes"]:
            break
        seen += told["changes"]
        since = told["next"]
    assert [one["sequence"] for one in seen] == sorted({one["sequence"] for one in seen})
    assert Counter(one["kind"] for one in seen) == {"version": 2, "record": 2}


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer rc_", "Bearer rc_" + "x" * 43, "Basic cnVuOmE=", "bearer\trc_x"])
def test_without_a_key_nothing_opens(house, api, shown):
    before = house.rows()
    for one in OPERATIONS:
        answer = httpx.post(f"{api.base_url}{one.path}", json={}, headers={"authorization": shown} if shown else {})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
    assert httpx.get(f"{api.base_url}/v1/changes").status_code == 401
    assert house.rows() == before


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_opens_what_its_scope_says_and_nothing_else(house, api, scope):
    key = add_key(house.keys, f"only-{scope}", [scope])
    app = product_app(house.gate, Keyring.load(house.keys), rate=None)
    with served(app) as address, httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}) as client:
        for one in OPERATIONS:
            answer = client.post(one.path, json={"no": "field of any"})
            assert answer.status_code == (422 if one.scope is scope else 403), one.path
        assert client.get("/v1/changes").status_code == (200 if scope is Scope.FEED else 403)


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"subject": 3}', "application/json", 422),
        (b'{"subject": "a", "use": "marketing", "data": "user.name", "more": 1}', "application/json", 422),
        (b'{"subject": "a", "use": "No.Key", "data": "user.name"}', "application/json", 422),
        (b'{"subject": "a", "use": "marketing", "data": "user.name", "at": "2027-01-01T00:00:00"}', "application/json", 422),
        (b'{"subject": "a\\u0000b", "use": "marketing", "data": "user.name"}', "application/json", 422),
        (b"subject=a", "application/x-www-form-urlencoded", 415),
    ],
)
def test_what_is_no_request_is_told_as_a_problem(api, content, kind, code):
    answer = api.post("/v1/check", content=content, headers={"content-type": kind})
    assert answer.status_code == code
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(answer.json())


def test_a_problem_does_not_repeat_what_was_sent(api):
    answer = api.post("/v1/check", json={"subject": 17, "use": "secret-canary", "data": "user.name"})
    assert "canary" not in answer.text


def test_bodies_past_the_cap_and_calls_past_the_rate_are_refused(house, key):
    app = product_app(house.gate, Keyring.load(house.keys), rate=Rate(per_second=0.001, burst=3))

    async def ask():
        transport = httpx.ASGITransport(app, client=("192.0.2.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://api.test", headers={"authorization": f"Bearer {key}"}) as client:
            large = await client.post("/v1/records", content=b" " * 5_000_000)
            return [large, *[await client.post("/v1/check", json=CHECK) for _ in range(3)]]

    answers = asyncio.run(ask())
    assert [one.status_code for one in answers] == [413, 200, 200, 429]
    assert all(one.headers["content-type"] == "application/problem+json" for one in (answers[0], answers[-1]))


def test_the_stored_description_is_the_one_of_the_table_and_names_every_route(api):
    assert _written() == DESCRIPTION, "run `python -m consent_gate.service.openapi`"
    described = set(describe()["paths"])
    assert described == {one.path for one in OPERATIONS} | {"/v1/changes"}
    assert api.get("/v1/openapi.json").json() == json.loads(DESCRIPTION)


def test_answers_are_as_the_description_says(house, api):
    schema = json.loads(files("consent_gate.service").joinpath("openapi.json").read_bytes())

    def holds(answer, name):
        assert answer.status_code == 200
        jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": schema["components"]}).validate(
            answer.json()
        )

    holds(api.post("/v1/check", json=CHECK), "DecisionOut")
    mistyped = api.post("/v1/check", json={**CHECK, "use": "marketing.advertisng"})
    holds(mistyped, "DecisionOut")
    assert mistyped.json()["unknown"][0]["nearest"][0] == "marketing.advertising"
    holds(api.post("/v1/check/many", json={"requests": [CHECK]}), "DecisionsOut")
    holds(api.post("/v1/pending", json={"subject": PERSON}), "PendingOut")
    holds(api.post("/v1/prompts", json={"subject": PERSON}), "PromptOut")
    holds(api.post("/v1/records", json={"subject": "a", "data": "user.name"}), "RecordOut")
    holds(api.post("/v1/records/many", json={"records": [{"subject": "a", "data": "user.nope"}]}), "RecordManyOut")
    holds(api.post("/v1/withdrawals", json={"subject": PERSON, "permission": "reminders", "method": "mail"}), "EventOut")
    holds(api.get("/v1/changes"), "ChangesOut")
    made = api.post("/v1/records", json={"subject": "a", "data": "user.name", "item": "1"}).json()
    holds(api.post("/v1/records/derived", json={"subject": "a", "origins": [made["id"]], "data": "user.name", "item": "2"}), "RecordOut")
    holds(api.post("/v1/deletions", json={"subject": "a", "item": "2"}), "ClosedOut")
    holds(api.post("/v1/due", json={"at": "2028-01-01T00:00:00Z"}), "DueOut")
    holds(api.post("/v1/bound", json={"subject": PERSON, "promise": "no-insurers"}), "BoundOut")
    holds(api.post("/v1/told", json={"subject": PERSON, "version": 2, "method": "mail"}), "EventOut")
    holds(api.post("/v1/choices", json={"subject": PERSON}), "ChoicesOut")
    holds(api.post("/v1/links", json={"subject": "a", "other": "b"}), "LinkedOut")
    holds(api.post("/v1/erasures", json={"subject": "a"}), "ErasedOut")
    assert house.gate.check(PERSON, "functional.service", "user.behavior.purchase_history").verdict is Verdict.DECLINED


@pytest.mark.soak
def test_no_generated_request_finds_a_fault_or_anything_undocumented(house, key, scale):
    app = product_app(house.gate, Keyring.load(house.keys), rate=None)
    with served(app) as address:
        described = {**json.loads(DESCRIPTION), "servers": [{"url": address}]}
        schema = schemathesis.openapi.from_dict(described)
        for found in schema.get_all_operations():
            operation = found.ok()

            @settings(max_examples=scale(200), deadline=None, database=None, suppress_health_check=list(HealthCheck), derandomize=True)
            def one(case):
                answer = case.call(base_url=address, headers={"authorization": f"Bearer {key}"})
                assert answer.status_code < 500, answer.text
                case.validate_response(
                    answer,
                    checks=(
                        schemathesis.checks.not_a_server_error,
                        schemathesis.specs.openapi.checks.status_code_conformance,
                        schemathesis.specs.openapi.checks.content_type_conformance,
                        schemathesis.specs.openapi.checks.response_schema_conformance,
                    ),
                )

            operation.as_strategy()
            from hypothesis import given

            given(case=operation.as_strategy())(one)()


def test_keys_are_made_listed_and_taken_away(tmp_path):
    key = add_key(tmp_path, "shop", [Scope.CHECK])
    assert Keyring.load(tmp_path).caller(f"Bearer {key}").name == "shop"
    assert key not in (tmp_path / "api").read_text()
    assert (tmp_path / "api").stat().st_mode & 0o077 == 0
    with pytest.raises(KeysError):
        add_key(tmp_path, "shop", [Scope.CHECK])
    with pytest.raises(KeysError):
        add_key(tmp_path, "Bad Name", [Scope.CHECK])
    with pytest.raises(KeysError):
        add_key(tmp_path, "other", [])
    assert [one.name for one in list_keys(tmp_path)] == ["shop"]
    remove_key(tmp_path, "shop")
    assert Keyring.load(tmp_path).caller(f"Bearer {key}") is None
    with pytest.raises(KeysError):
        remove_key(tmp_path, "shop")


def test_a_keyring_that_others_may_read_or_that_is_none_is_refused(tmp_path):
    add_key(tmp_path, "shop", [Scope.CHECK])
    (tmp_path / "api").chmod(0o644)
    with pytest.raises(KeysError, match="read by others"):
        Keyring.load(tmp_path)
    (tmp_path / "api").chmod(0o600)
    (tmp_path / "api").write_text("shop all-of-it 00\n")
    with pytest.raises(KeysError, match="line 1"):
        Keyring.load(tmp_path)
