"""What a stranger's program may send by mistake: each is refused in one clear line, or taken for exactly what it says."""

import json

import httpx
import pytest

from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.product import product_app
from tests.consent_gate.prompts.house import PERSON, open_house
from tests.consent_gate.service.conftest import served


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("house"))
    yield house
    house.gate.close()


@pytest.fixture(scope="module")
def api(house):
    app = product_app(house.gate, Keyring.load(house.keys), return_hosts=("shop.example",), rate=None)
    key = add_key(house.keys, "shop", Scope)
    with served(app) as address, httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}, timeout=30) as client:
        yield client


@pytest.mark.parametrize("word", ["unknown", "a/b/../c", "%2F?x=1#y", "größe 😀 日本", "\u202eright to left", "null", "0"])
def test_an_id_is_taken_as_it_stands(api, word):
    body = {"subject": word, "data": "user.name", "item": word}
    made = api.post("/v1/records", json=body).json()
    assert (made["subject"], made["item"]) == (word, word)
    many = api.post("/v1/records/many", json={"records": [body]}).json()
    assert many["results"][0]["record"] == made
    assert api.post("/v1/check", json={"subject": word, "data": "user.name", "use": "essential.service", "item": word}).json()["allowed"]
    assert api.post("/v1/deletions", json={"subject": word, "item": word}).json() == {"closed": [made["id"]]}
    assert api.post("/v1/erasures", json={"subject": word}).json() == {"erased": 1}


TIMES = (1700000000, 1700000000000, 20181201, "20181201", "1700000000", "2027-01-01T00:00:00", "2027-01-01", "yesterday")
TIMES += ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", True, [])


@pytest.mark.parametrize("said", TIMES, ids=str)
def test_a_time_is_never_guessed(api, said):
    for path, field in (("/v1/records", "collected_at"), ("/v1/check", "at"), ("/v1/due", "at")):
        subject = {} if path == "/v1/due" else {"subject": "a", "data": "user.name"}
        use = {"use": "essential.service"} if path == "/v1/check" else {}
        answer = api.post(path, json={**subject, **use, field: said})
        assert answer.status_code == 422
        fault = "a time is written out with its offset, as 2027-03-01T09:00:00Z"
        assert answer.json()["errors"] == [{"at": field, "fault": fault}]
        assert answer.json()["detail"] == f"the body is not as it must be at `{field}`: {fault}"


@pytest.mark.parametrize("said", ["2026-07-20T00:00:00Z", "2026-07-20t02:00:00.5+02:00", "2026-07-20T00:00:00-05:30"])
def test_a_time_with_its_offset_is_taken(api, said):
    assert api.post("/v1/records", json={"subject": "a", "data": "user.name", "collected_at": said}).status_code == 200


WRONG = {
    "version": ("1", True, 1.5, 0),
    "fresh": ("yes", 1),
    "subject": (7, "", "x" * 513, "a\0b"),
    "item": ("", {}),
    "data": ("User.Name",),
}


@pytest.mark.parametrize(("field", "said"), [(field, one) for field, said in {**WRONG, "more": (1,)}.items() for one in said])
def test_what_is_of_another_kind_is_refused_where_it_stands(api, field, said):
    answer = api.post("/v1/records", json={"subject": "a", "data": "user.name", field: said})
    assert answer.status_code == 422
    assert [one["at"] for one in answer.json()["errors"]] == [field]
    assert answer.json()["detail"].startswith(f"the body is not as it must be at `{field}`: ")


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"subject": "\\ud800", "data": "user.name"}',
        '{"subject": "é"}'.encode("latin-1"),
        b"\xef\xbb\xbf{}",
        b"{} {}",
        b"{'subject': 'a'}",
        b'{"version": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_json_is_said_to_be_none(api, content):
    answer = api.post("/v1/records", content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "body", "named"),
    [
        (
            "/v1/answers",
            '{"subject": "a", "method": "web", "answers": {"privacy/letters@1": "refused", "privacy/letters@1": "given"}}',
            "privacy/letters@1",
        ),
        ("/v1/check", '{"subject": "a", "data": "user.name", "use": "essential.service", "sub\\u006aect": "b"}', "subject"),
        ("/v1/records/many", '{"records": [{"subject": "a", "data": "user.name", "data": "user.contact.email"}]}', "data"),
    ],
)
def test_what_is_named_twice_in_a_body_is_refused_and_not_the_last_one_taken(house, api, path, body, named):
    before = house.gate.changes()
    answer = api.post(path, content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (422, f"the body names `{named}` twice")
    assert house.gate.changes() == before


def test_a_problem_is_one_short_line_whatever_a_field_is_called(api):
    answer = api.post("/v1/records", json={"subject": "a", "data": "user.name", "a\nb" + "c" * 100_000: 1})
    assert answer.status_code == 422
    assert "\n" not in answer.json()["detail"]
    assert len(answer.content) < 1_000


@pytest.mark.parametrize("key", ["", "x" * 201, "a b", "ü"])
def test_an_idempotency_key_that_is_none_is_refused_before_anything_is_done(house, api, key):
    before = house.rows()
    answer = api.post("/v1/records", json={"subject": "z", "data": "user.name"}, headers={"idempotency-key": key.encode()})
    assert answer.status_code == 400
    assert house.rows() == before


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://[bad", "https://shop.example@evil.example/", "https://evil.example/", ""]
)
def test_a_prompt_leads_back_to_nowhere_but_where_it_may(house, api, address):
    before = house.rows()
    assert api.post("/v1/prompts", json={"subject": PERSON, "return_to": address}).status_code == 422
    assert house.rows() == before


@pytest.mark.parametrize(
    "query", ["since=-1", "since=1e3", "since=", "limit=0", "limit=10001", "since=1&since=2", "from=1", "since=%D9%A3"]
)
def test_the_feed_takes_two_numbers_and_each_once(api, query):
    assert api.get(f"/v1/changes?{query}").status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "code"), [("GET", "/v1/records", 405), ("POST", "/v1/records/", 404), ("POST", "//v1/records", 404)]
)
def test_there_is_no_other_way_to_a_call_and_none_is_led_elsewhere(api, method, path, code):
    answer = api.request(method, path, content=json.dumps({}))
    assert (answer.status_code, answer.headers["content-type"]) == (code, "application/problem+json")
