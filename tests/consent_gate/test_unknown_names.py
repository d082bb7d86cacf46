"""A mistyped name is refused as ever, and told apart from a refusal: which name it is, and which known ones are near it."""

import json
from pathlib import Path
from typing import Any

import pytest

from consent_gate import Gate, Request
from consent_gate.cli.main import run
from consent_gate.explaining import chain
from consent_gate.guard import NotAllowedError, problem, require
from policy_versions import LocalText, OwnKey, Recipient
from tests.consent_gate.policies import ADS, EMAIL, START, Clock, permission, publish

CITY = Recipient(id="city-council", name=LocalText.of("The city"))


@pytest.fixture
def gate(small_gate: Gate, clock: Clock) -> Gate:
    """A gate whose policy names a recipient and a key of its own, with one datum that may be used."""
    own = OwnKey(key="user.ferry_pass", label=LocalText.of("Ferry passes"))
    publish(small_gate, clock, permission(basis="contract", recipients=("self",)), recipients=(CITY,), taxonomy=(own,))
    small_gate.record("s", EMAIL, "x")
    return small_gate


def asked(gate: Gate, **other: Any) -> Any:
    return gate.check(**{"subject": "s", "use": ADS, "data": EMAIL, **other})


MISTYPED = {
    "a use": ({"use": "marketing.advertisng"}, "unavailable", "use", "marketing.advertising"),
    "a category": ({"data": "user.contact.eemail"}, "unavailable", "data", "user.contact.email"),
    "a key of the team's own": ({"data": "user.fery_pass"}, "unavailable", "data", "user.ferry_pass"),
    "only the end of a key": ({"data": "email"}, "unavailable", "data", "user.contact.email"),
    "a policy": ({"policy": "prifacy"}, "unavailable", "policy", "privacy"),
    "a policy, replayed": ({"policy": "prifacy", "at": START}, "unavailable", "policy", "privacy"),
    "a recipient": ({"recipient": "city-councl"}, "nothing_covers", "recipient", "city-council"),
}


@pytest.mark.parametrize("what", MISTYPED)
def test_the_answer_names_what_was_mistyped_and_what_is_near(gate: Gate, what: str):
    other, reason, field, near = MISTYPED[what]
    decision = asked(gate, **other)
    assert (decision.verdict, decision.reasons[0], decision.allowed) == ("not_permitted", reason, False)
    (unknown,) = decision.unknown
    assert (unknown.field, unknown.name) == (field, other[field])
    assert near in unknown.nearest
    assert f"`{other[field]}`" in unknown.message
    assert f"did you mean `{near}`" in unknown.message or f"or `{near}`" in unknown.message
    assert "\n" not in unknown.message
    assert json.loads(json.dumps(decision.to_dict()))["unknown"] == [
        {"field": field, "name": other[field], "message": unknown.message, "nearest": list(unknown.nearest)}
    ]


def test_a_category_and_a_use_that_changed_places_are_both_told(gate: Gate):
    told = asked(gate, use=EMAIL, data=ADS).unknown
    assert [(one.field, one.name) for one in told] == [("data", ADS), ("use", EMAIL)]
    assert told[0].message == f"`{ADS}` is a use, not a data category: name a data category, as `user.contact.email`"


def test_a_name_like_no_other_leads_to_the_list(gate: Gate):
    (unknown,) = asked(gate, use="zzzz").unknown
    assert unknown.nearest == ()
    assert "docs/taxonomy.md" in unknown.message


def test_what_is_known_is_never_called_unknown(gate: Gate):
    assert asked(gate).unknown == ()
    for other in ({"recipient": "city-council"}, {"recipient": "self.branch"}, {"use": "analytics"}, {"item": "never"}, {"subject": "t"}):
        assert asked(gate, **other).unknown == (), other


def test_a_ledger_without_a_policy_says_so(small_gate: Gate):
    decision = asked(small_gate)
    assert (decision.verdict, decision.reasons) == ("not_permitted", ("unavailable", "unknown_policy"))
    assert decision.unknown[0].message == "the ledger has no policy yet: publish or import one first"


def test_a_refusal_by_the_decorator_or_over_http_says_it(gate: Gate):
    decision = asked(gate, use="marketing.advertisng")
    refused = problem(decision)
    assert refused.status == 503
    assert decision.unknown[0].message in refused.body["detail"]
    with pytest.raises(NotAllowedError) as caught:
        require(decision)
    assert "did you mean `marketing.advertising" in caught.value.hint


def test_why_tells_it_before_the_verdict(gate: Gate):
    _, links = chain(gate, Request(subject="s", use="marketing.advertisng", data=EMAIL))
    assert [link["step"] for link in links][-2:] == ["unknown name", "verdict"]
    assert links[-2]["name"] == "marketing.advertisng"


def test_the_command_line_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with Gate.open("sqlite:///reconsent.db") as gate:
        publish(gate, Clock(START), permission(), at=START, imported=True)
    capsys.readouterr()
    assert run(["check", "s", "--use", "marketing.advertisng", "--data", "user.contact.eemail"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "not_permitted: unavailable, unknown_key"
    assert lines[1].startswith("unknown data: `user.contact.eemail` is no data category of the taxonomy: did you mean `user.contact.email`")
    assert lines[2].startswith("unknown use: `marketing.advertisng` is no use of the taxonomy: did you mean `marketing.advertising`")
