"""From collecting to erasing over HTTP alone: the same as in the library, on both databases, and done once however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from datetime import timedelta

import httpx
import pytest

from consent_gate.model import Request, ask_to_dict, notice_to_dict
from consent_gate.service.call import record_to_dict
from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.operations import OPERATIONS
from consent_gate.service.product import product_app
from tests.consent_gate.prompts.house import AFTER, PERSON, V2, open_house
from tests.consent_gate.service.conftest import served

NAME, ORDER, OFFER = "user.name", "user.behavior.purchase_history", "privacy/insurer-offers@2"
OFFERS = {"use": "marketing.advertising.third_party", "data": NAME, "recipient": "insurers"}
LATER = AFTER + timedelta(days=800)
KEPT_A_YEAR = V2.replace("basis: contract", "basis: contract\n    retention: P1Y").replace("retention: P2Y", "retention: P1Y")


@pytest.fixture
def pair(tmp_path, url):
    """The API over one ledger, and a gate over another that holds the same."""
    with ExitStack() as stack:
        house, other = (open_house(folder, url=where, v2=KEPT_A_YEAR) for folder, where in ((tmp_path, url), (tmp_path / "other", None)))
        stack.callback(house.gate.close)
        stack.callback(other.gate.close)
        key = add_key(house.keys, "shop", Scope)
        address = stack.enter_context(served(product_app(house.gate, Keyring.load(house.keys), rate=None)))
        api = stack.enter_context(httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}, timeout=60))
        yield house, api, other.gate


@pytest.fixture(autouse=True)
def _folder(tmp_path):
    (tmp_path / "other").mkdir()


def person(subject, **more):
    return {"subject": subject, **more}


def choice_to_dict(choice):
    at, lapses_at = (time and time.isoformat().replace("+00:00", "Z") for time in (choice.at, choice.lapses_at))
    facts = {name: getattr(choice, name) for name in ("policy", "kind", "edition", "answer", "version", "sequence", "stands")}
    return facts | {choice.kind: choice.subject_of, "at": at, "lapses_at": lapses_at}


def test_a_life_comes_to_the_same_over_http_as_in_the_library(pair):
    house, api, gate = pair

    def same(path, body, expected):
        answer = api.post(path, json=body)
        assert (answer.status_code, answer.json()) == (200, expected), path
        return answer.json()

    def checked(subject):
        same("/v1/check", person(subject, **OFFERS), gate.ask(Request(subject=subject, **OFFERS)).to_dict())

    made = [gate.record("ida", data, item) for data, item in ((NAME, "form"), (ORDER, "order-9"))]
    for one in made:
        same("/v1/records", person("ida", data=one.data, item=one.item), record_to_dict(one))
    derived = gate.derive(made, ORDER, item="score")
    origins = [one.id for one in made]
    same("/v1/records/derived", person("ida", origins=origins, data=ORDER, item="score"), record_to_dict(derived))
    old = gate.ledger.record(3)
    derived = gate.derive([old], NAME, item="nickname", fresh=True)
    same("/v1/records/derived", person(PERSON, origins=[3], data=NAME, item="nickname", fresh=True), record_to_dict(derived))
    assert (old.subject, derived.version) == (PERSON, 1)
    checked("ida")
    for subject in (PERSON, "ida", "nobody"):
        asks, notices = [ask_to_dict(one) for one in gate.pending(subject)], [notice_to_dict(one) for one in gate.notices(subject)]
        same("/v1/pending", person(subject), {"asks": asks, "notices": notices})
        wordings = [asdict(one) for one in gate.bound(subject, "no-insurers")]
        same("/v1/bound", person(subject, promise="no-insurers"), {"wordings": wordings})
    done = gate.answer("ida", {OFFER: "given", "privacy/no-insurers@2": "refused"}, method="phone")
    body = person("ida", answers={OFFER: "given", "privacy/no-insurers@2": "refused"}, method="phone")
    same("/v1/answers", body, {"outcomes": dict(done), "events": list(done.events)})
    checked("ida")
    same("/v1/told", person(PERSON, version=2, method="mail"), {"event": gate.told(PERSON, 2, "mail")})
    assert api.post("/v1/pending", json=person(PERSON)).json()["notices"] == []
    gate.link("ida", "ida@phone")
    same("/v1/links", person("ida", other="ida@phone"), {"linked": True})
    for subject in ("ida", "ida@phone", "nobody"):
        same("/v1/choices", person(subject), {"choices": [choice_to_dict(one) for one in gate.choices(subject)]})
    assert gate.choices("ida@phone")[-1].stands
    withdrawn = person("ida@phone", permission="insurer-offers", method="phone")
    same("/v1/withdrawals", withdrawn, {"event": gate.withdraw("ida@phone", "insurer-offers", method="phone")})
    checked("ida")
    house.clock.now = LATER
    held = sorted(gate.due(None, LATER), key=lambda one: one.id)
    told = same("/v1/due", {"at": LATER.isoformat()}, {"records": [record_to_dict(one) for one in held], "next": None})
    for one in told["records"]:
        gone = person(one["subject"], item=one["item"])
        same("/v1/deletions", gone, {"closed": list(gate.delete(**gone))})
    assert held
    same("/v1/due", {}, {"records": [], "next": None})
    same("/v1/erasures", person("ida@phone"), {"erased": gate.erase("ida@phone")})
    same("/v1/erasures", person("ida"), {"erased": 0})
    assert house.gate.ledger.pseudonym("ida") is None


def test_what_was_recorded_without_an_item_can_be_deleted(pair):
    _, api, _ = pair
    made = api.post("/v1/records", json=person("ida", data=NAME)).json()
    assert api.post("/v1/deletions", json=person("ida", item=None)).json() == {"closed": [made["id"]]}
    assert api.post("/v1/deletions", json=person("ida")).status_code == 422


@pytest.mark.parametrize("origin", ["another's", "none", "an erased person's"])
def test_nothing_is_derived_from_what_is_not_the_persons_and_whose_it_is_is_not_told(pair, origin):
    _, api, _ = pair
    place = {"another's": 3, "none": 999, "an erased person's": 3}[origin]
    if origin == "an erased person's":
        api.post("/v1/erasures", json=person(PERSON))
    answer = api.post("/v1/records/derived", json=person("ida", origins=[place], data=NAME))
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"this person has no record {place}"


def test_what_is_due_comes_in_parts_that_leave_nobody_out(pair, monkeypatch):
    monkeypatch.setattr("consent_gate.sweeping.PART", 3)
    house, api, _ = pair
    for n in range(10):
        house.gate.record(f"p{n % 4}", ORDER, item=f"order-{n}")
    house.clock.now = LATER
    parts, since = [], 0
    while since is not None:
        told = api.post("/v1/due", json={"since": since}).json()
        parts.append([one["id"] for one in told["records"]])
        since = told["next"]
    assert sorted(one.id for one in house.gate.due(None, LATER)) == [one for part in parts for one in part]
    assert len(parts) > 3
    assert max(map(len, parts)) == 3


def bodies(api, house):
    """For each call that writes: a body, and another one."""
    made = api.post("/v1/records", json=person("ida", data=NAME, item="form")).json()["id"]
    prompt = api.post("/v1/prompts", json=person(PERSON)).json()["content"]
    one = {"data": NAME, "item": "x", "fresh": True}
    return {
        "record": (person("ida", **one), person("ida", **one | {"item": "y"})),
        "recordMany": ({"records": [person("ida", **one)]}, {"records": [person("ida", **one)] * 2}),
        "derive": (person("ida", origins=[made], **one), person("ida", origins=[made], **one | {"item": "y"})),
        "delete": (person(PERSON, item="order-1"), person(PERSON, item="customer")),
        "prompt": (person(PERSON), person("ida")),
        "answerPrompt": ({"page": prompt["page"], "answers": {OFFER: "given"}}, {"page": prompt["page"], "answers": {OFFER: "refused"}}),
        "answer": (person("ida", answers={OFFER: "given"}, method="phone"), person("ida", answers={OFFER: "refused"}, method="phone")),
        "withdraw": (person("ida", permission="reminders", method="phone"), person("ida", permission="repairs", method="phone")),
        "told": (person("ida", version=2, method="mail"), person("ida", version=1, method="mail")),
        "link": (person("ida", other="ida@phone"), person("ida", other="ida@desk")),
        "erase": (person("ida"), person(PERSON)),
    }


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.writes], ids=lambda one: one.name)
def test_the_same_key_and_body_are_done_once_and_another_body_is_refused(pair, operation):
    house, api, _ = pair
    body, other = bodies(api, house)[operation.name]
    headers = {"idempotency-key": "k/1"}
    first = api.post(operation.path, json=body, headers=headers)
    before = house.rows()
    again = api.post(operation.path, json=body, headers=headers)
    assert (first.status_code, again.status_code) == (200, 200), first.text + again.text
    if operation.name == "prompt":  # its links are new each time
        assert [told.json()["due"] for told in (first, again)] == [False, False]
    else:
        assert again.json() == first.json()
    conflict = api.post(operation.path, json=other, headers=headers)
    assert conflict.status_code == 409
    assert house.rows() == before


def test_a_prompt_whose_answer_was_lost_is_as_due_when_it_is_made_again(pair):
    house, api, _ = pair
    first, again, other = (api.post("/v1/prompts", json=person(PERSON), headers={"idempotency-key": key}).json() for key in "112")
    assert (first["due"], again["due"], other["due"]) == (True, True, False)
    assert again["asks"] == first["asks"]
    kinds = [event.kind.value for event in house.gate.ledger.events(PERSON)]
    assert kinds.count("requested") == 2 * len(first["asks"])


@pytest.mark.parametrize("name", ["erase", "link", "delete"])
def test_a_call_sent_again_while_the_first_is_at_work_comes_to_its_answer(pair, name):
    house, api, _ = pair
    operation = next(one for one in OPERATIONS if one.name == name)
    for n in range(5):
        for item in "xy":
            house.gate.record(f"ida-{n}", NAME, item=item)
        body = person(f"ida-{n}") | {"erase": {}, "link": {"other": f"ida@{n}"}, "delete": {"item": "x"}}[name]
        with ThreadPoolExecutor(8) as pool:
            sent = [pool.submit(api.post, operation.path, json=body, headers={"idempotency-key": f"k-{n}"}) for _ in range(8)]
            answers = [one.result() for one in sent]
        assert [one.status_code for one in answers] == [200] * 8, answers[-1].text
        assert all(one.json() == answers[0].json() for one in answers)


def test_an_erasure_sent_again_late_does_not_erase_who_has_the_id_now(pair):
    _, api, _ = pair
    headers = {"idempotency-key": "request-81"}
    record = person(PERSON, data=NAME, item="again")
    assert api.post("/v1/erasures", json=person(PERSON), headers=headers).json() == {"erased": 1}
    made = api.post("/v1/records", json=record, headers={"idempotency-key": "r"}).json()
    assert api.post("/v1/erasures", json=person(PERSON), headers=headers).json() == {"erased": 1}
    assert api.post("/v1/deletions", json=person(PERSON, item="again")).json() == {"closed": [made["id"]]}


def test_a_recording_sent_again_after_an_erasure_brings_nobody_back(pair):
    house, api, _ = pair
    record = {"json": person("ida", data=NAME, item="form"), "headers": {"idempotency-key": "r"}}
    assert api.post("/v1/records", **record).status_code == 200
    api.post("/v1/erasures", json=person("ida"))
    again = api.post("/v1/records", **record)
    assert (again.status_code, again.json()["detail"]) == (409, "the person recorded under this key was erased since")
    assert house.gate.ledger.pseudonym("ida") is None
