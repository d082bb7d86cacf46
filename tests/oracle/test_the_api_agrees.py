"""The product API agrees with the library, and with the naive rule, on random lives under random policy histories.

All that is written goes over HTTP; what is read is held against the library's own answer from the same ledger.
"""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from consent_gate import UNKNOWN, Gate
from consent_gate.evidence.keys import Keys
from consent_gate.model import CollectionRecord, ask_to_dict
from consent_gate.service.call import record_to_dict
from consent_gate.service.keyring import Keyring, Scope, add_key
from consent_gate.service.product import product_app
from tests.consent_gate.service.conftest import served
from tests.oracle.histories import lives, versions
from tests.oracle.test_gate_agrees import Clock, Twins


class OverHttp:
    """What a gate has, as a product in another language has it."""

    def __init__(self, gate: Gate, client: httpx.Client) -> None:
        self.gate, self.client = gate, client
        self.ledger, self.check_many, self.select = gate.ledger, gate.check_many, gate.select

    def post(self, path: str, **body: Any) -> Any:
        answer = self.client.post(path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def record(self, subject: str, *, data: str, item: str, collected_at: Any, version: Any, fresh: bool) -> CollectionRecord:
        told = {
            "collected_at": collected_at.isoformat() if isinstance(collected_at, datetime) else "unknown",
            "version": "unknown" if version is UNKNOWN else version,
        }
        return self._made(self.post("/v1/records", subject=subject, data=data, item=item, fresh=fresh, **told))

    def derive(self, origins: list[CollectionRecord], *, data: str, item: str) -> CollectionRecord:
        ids = [origin.id for origin in origins]
        return self._made(self.post("/v1/records/derived", subject=origins[0].subject, origins=ids, data=data, item=item))

    def _made(self, told: Mapping[str, Any]) -> CollectionRecord:
        found = self.ledger.record(told["id"])
        assert found is not None
        assert record_to_dict(found) == told
        return found

    def delete(self, subject: str, *, item: str) -> None:
        self.post("/v1/deletions", subject=subject, item=item)

    def answer(self, subject: str, answers: Mapping[str, str]) -> Any:
        return self.post("/v1/answers", subject=subject, answers=answers, method="phone")["outcomes"]

    def withdraw(self, subject: str, *, permission: str) -> None:
        self.post("/v1/withdrawals", subject=subject, permission=permission, method="phone")

    def link(self, one: str, other: str) -> None:
        self.post("/v1/links", subject=one, other=other)

    def pending(self, subject: str) -> Any:
        asks = self.gate.pending(subject)
        assert self.post("/v1/pending", subject=subject)["asks"] == [ask_to_dict(ask) for ask in asks]
        return asks

    def check(self, subject: str, *, use: str, data: str, recipient: str, item: str | None, at: datetime | None) -> Any:
        asked = {"subject": subject, "use": use, "data": data, "recipient": recipient, "item": item}
        told = self.post("/v1/check", **asked, at=at and at.isoformat())
        assert told == self.gate.check(**asked, at=at).to_dict()  # type: ignore[arg-type]
        return SimpleNamespace(verdict=told["verdict"], to_dict=lambda: told)

    def due(self, at: datetime) -> list[Any]:
        found, since = [], 0
        while since is not None:
            told = self.post("/v1/due", at=at.isoformat(), since=since)
            found += told["records"]
            since = told["next"]
        return found


@contextmanager
def over_http(gate: Gate, keys: Path) -> Iterator[OverHttp]:
    key = add_key(keys, "product", Scope)
    app = product_app(gate, Keyring.load(keys), rate=None)
    with served(app) as address, httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}, timeout=60) as client:
        yield OverHttp(gate, client)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2000, 2002))
def test_the_api_agrees_with_the_library_and_the_naive_rule(seed: int, tmp_path: Path, scale: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consent_gate.sweeping.PART", 7)
    rng = random.Random(seed)
    history = versions(rng)
    clock = Clock(history[0].published)
    keys = Keys.throwaway()
    with Gate.open("sqlite://", archive=tmp_path / "none", clock=clock, keys=keys) as gate, over_http(gate, tmp_path) as api:
        twins = Twins(api, clock, rng)  # type: ignore[arg-type]
        twins.run(lives(rng, history, scale(200)))
        twins.check_all()
        for subject in {record.subject for record in twins.log.records}:
            told = [one["sequence"] for one in api.post("/v1/choices", subject=subject)["choices"] if one["stands"]]
            assert told == [one.sequence for one in gate.choices(subject) if one.stands]
        for later in (0, 40, 400):
            at = clock.now + timedelta(days=later)
            held = sorted((record_to_dict(one) for one in gate.due(None, at)), key=lambda one: one["id"])
            assert api.due(at) == held
        assert held
