"""The gate agrees with the naive rule on random lives under random policy histories, on both databases.

In full (`make soak`): 100,000 people over 500 policy histories on SQLite, 10,000 over 50 on PostgreSQL.
"""

import os
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from consent_gate import UNKNOWN, Gate, Request
from consent_gate.errors import ConsentGateError
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.database import Database
from policy_versions import Actor, Basis, Controller, Duration, LocalText, Permission, Policy, Version
from tests.oracle.histories import Moment, lives, versions
from tests.oracle.naive import Ans, Log, Rec, Ver, universe


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Twins:
    """The gate and the naive log, told the same things."""

    def __init__(self, gate: Gate, clock: Clock, rng: random.Random) -> None:
        self.gate, self.clock, self.rng = gate, clock, rng
        self.log = Log()
        self.sequence = 0
        self.made: dict[str, list[Any]] = {}
        self.asked: dict[str, list[Any]] = {}
        self.places: dict[int, int] = {}
        self.checks = 0

    def run(self, moments: list[Moment]) -> None:
        for moment in moments:
            self.clock.now = max(moment.at, self.clock.now + timedelta(microseconds=1))
            getattr(self, moment.what)(*moment.args)

    def _next(self) -> int:
        self.sequence += 1
        return self.sequence

    # ------------------------------------------------------------ versions

    def publish(self, ver: Ver) -> None:
        ver.published = self.clock.now
        publish(self.gate, ver)
        self.log.versions.append(ver)

    def withdraw_version(self, number: int) -> None:
        ver = next(v for v in self.log.versions if v.number == number)
        if any(v.number > number for v in self.log.versions):
            ver.withdrawn_at = None
            return
        withdraw_version(self.gate, number)
        ver.withdrawn_at = self.clock.now

    # ------------------------------------------------------------ data

    def record(self, subject: str, item: str, data: str, version: str, collected: str, fresh: bool) -> None:
        now = self.clock.now
        in_force = self.log.in_force(now)
        if in_force is None:
            return
        time = {"now": now, "unknown": None, "before": now - timedelta(days=self.rng.randint(0, 300), seconds=self.rng.randint(0, 86_000))}[
            collected
        ]
        then = self.log.in_force_known(time, now) if time is not None else None
        number = {"now": then.number if then else 0, "unknown": 0, "earlier": self.rng.randint(1, then.number) if then else 0}[version]
        if time is None and version == "earlier":
            number = self.rng.randint(1, in_force.number)
        withdrawn = {v.number for v in self.log.versions if v.withdrawn_at}
        if number in withdrawn or (then is None and time is not None):
            return
        claimed = {"now": None, "unknown": UNKNOWN, "earlier": number}[version]
        if time is None and version == "now":
            number = 0
        record = self.gate.record(
            subject, data=data, item=item, collected_at=UNKNOWN if time is None else time, version=claimed or None, fresh=fresh
        )
        self.made.setdefault(subject, []).append(record)
        self.places[record.id] = self._next()
        self.log.records.append(Rec(self.sequence, now, subject, item, data, number, time, fresh))

    def derive(self, subject: str, item: str, data: str) -> None:
        if self.log.in_force(self.clock.now) is None or not self.made.get(subject):
            return
        origins = self.rng.sample(self.made[subject], min(2, len(self.made[subject])))
        derived = self.gate.derive(origins, data=data, item=item)
        now = [self.log.standing(subject, origin.item or "", origin.data, self.places[origin.id]) for origin in origins]
        numbers, times = [version for version, _ in now], [collected for _, collected in now]
        earliest = None if None in times else min(times)
        self.log.records.append(Rec(self._next(), self.clock.now, subject, item, data, min(numbers), earliest))
        self.made[subject].append(derived)
        self.places[derived.id] = self.sequence

    def delete(self, subject: str, item: str) -> None:
        self.gate.delete(subject, item=item)
        self.log.deletions.append((self._next(), self.clock.now, subject, item))
        self.made[subject] = [record for record in self.made.get(subject, []) if record.item != item]

    # ------------------------------------------------------------ answers

    def answer(self, subject: str, said: str) -> None:
        asks = self.gate.pending(subject)
        mine = {(ask.subject_of, edition) for ask in asks for edition in ask.editions}
        assert mine == self.log.pending(subject, self.clock.now), f"pending of {subject} at {self.clock.now}"
        if asks:
            ask = self.rng.choice(asks)
            self.asked.setdefault(subject, []).append(ask)
            self._answered(subject, ask, said)

    def answer_again(self, subject: str, said: str) -> None:
        if self.asked.get(subject):
            self._answered(subject, self.rng.choice(self.asked[subject]), said)

    def _answered(self, subject: str, ask: Any, said: str) -> None:
        outcome = self.gate.answer(subject, {ask.id: said})[ask.id]
        if outcome == "recorded" and said != "deferred":
            for edition in ask.editions:
                self.log.answers.append(Ans(self._next(), self.clock.now, subject, ask.subject_of, edition, said))

    def withdraw(self, subject: str, permission: str) -> None:
        in_force = self.log.in_force(self.clock.now)
        if in_force is None or permission not in in_force.permissions:
            return
        self.gate.withdraw(subject, permission=permission)
        self.log.answers.append(Ans(self._next(), self.clock.now, subject, permission, 0, "withdrawn"))

    def link(self, one: str, other: str) -> None:
        if one != other:
            self.gate.link(one, other)
            self.log.links.append((self._next(), self.clock.now, one, other))

    # ------------------------------------------------------------ questions

    def check(self, subject: str, data: str, use: str, recipient: str, item: str | None) -> None:
        self._check(subject, data, use, recipient, item, self.clock.now, None)
        past = self.clock.now - timedelta(days=self.rng.randint(1, 700))
        if self.log.versions and past > self.log.versions[0].published:
            self._check(subject, data, use, recipient, item, past, past)

    def _check(self, subject: str, data: str, use: str, recipient: str, item: str | None, at: datetime, asked_at: datetime | None) -> None:
        expected = self.log.check(subject, data=data, use=use, recipient=recipient, item=item, at=at)
        decision = self.gate.check(subject, use=use, data=data, recipient=recipient, item=item, at=asked_at)
        self.checks += 1
        assert decision.verdict == expected, f"{subject} {data} {use} {recipient} {item} at {at}: {decision.to_dict()}"

    def check_all(self) -> None:
        """Everything about everybody, by check_many and by select."""
        subjects = sorted({r.subject for r in self.log.records})
        now = self.clock.now
        requests = self.rng.sample(list(universe()), 12)
        for data, use, recipient in requests:
            asked = [Request(subject=s, data=data, use=use, recipient=recipient) for s in subjects]
            for s, decision in zip(subjects, self.gate.check_many(asked), strict=True):
                assert decision.verdict == self.log.check(s, data=data, use=use, recipient=recipient, item=None, at=now)
            selected = sorted(
                (found.record.subject, found.record.item, found.record.data, str(found.verdict))
                for found in self.gate.select(Request(data=data, use=use, recipient=recipient), all=True)
            )
            assert selected == self._selected(subjects, data, use, recipient, now)
            self.checks += len(subjects)

    def _selected(self, subjects: list[str], data: str, use: str, recipient: str, now: datetime) -> list[tuple[str, str, str, str]]:
        rows = []
        for subject in subjects:
            for item, held, version, collected in self.log.open_records(subject, now):
                judged = data if covers(held, data) else held
                if covers(held, data) or covers(data, held):
                    rows.append((subject, item, held, self.log.judge(subject, (judged, use, recipient), version, collected, now)))
        return sorted(rows)


def covers(parent: str, key: str) -> bool:
    return (key + ".").startswith(parent + ".")


def publish(gate: Gate, ver: Ver) -> None:
    policy = Policy(
        title=LocalText.of("Privacy"),
        controller=Controller(id=ver.controller, name=LocalText.of(ver.controller)),
        language="en",
        effective=ver.effective,
        permissions=tuple(
            Permission(
                id=pid,
                text=LocalText.of(pid),
                data=perm.data,
                use=perm.use,
                recipients=perm.recipients,
                basis=Basis(perm.basis),
                retention=Duration.parse(f"P{perm.retention}D") if perm.retention else None,
                valid_for=Duration.parse(f"P{perm.valid_for}D") if perm.valid_for else None,
            )
            for pid, perm in ver.permissions.items()
        ),
        reopens=ver.reopens,
    )
    texts = {"en": f"# Privacy\n\nVersion {ver.number}.\n"}
    version = Version(slug="privacy", number=ver.number, policy=policy, texts=texts, identity=f"{ver.number:064x}", effective=ver.effective)
    gate.ledger.add_version(version, files={"en.md": texts["en"].encode()})


def withdraw_version(gate: Gate, number: int) -> None:
    gate.ledger.withdraw_version("privacy", number, reason="a test", actor=Actor("a test"))


SOAK = os.environ.get("RECONSENT_SOAK") == "1"
HISTORIES = 500 if SOAK else 50
ON_POSTGRES = HISTORIES if SOAK else HISTORIES // 10  # each needs a database of its own: five seconds
PEOPLE = 200
GROUP = 10


@pytest.mark.soak
@pytest.mark.parametrize("first", range(0, HISTORIES, GROUP))
def test_the_gate_agrees_with_the_naive_rule_on_sqlite(first: int, tmp_path: Path) -> None:
    for seed in range(first, first + GROUP):
        _agree(seed, "sqlite://", tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1000 + ON_POSTGRES))
def test_the_gate_agrees_with_the_naive_rule_on_postgresql(seed: int, postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    schema.migrate(database)
    database.close()
    _agree(seed, postgres_url, tmp_path)


def _agree(seed: int, url: str, folder: Path) -> None:
    rng = random.Random(seed)
    history = versions(rng)
    clock = Clock(history[0].published)
    with Gate.open(url, archive=folder / "no archive", clock=clock, keys=Keys.throwaway()) as gate:
        twins = Twins(gate, clock, rng)
        try:
            twins.run(lives(rng, history, PEOPLE))
            twins.check_all()
        except (AssertionError, ConsentGateError) as error:
            error.add_note(f"history {seed}, {PEOPLE} people")
            raise
    assert twins.checks > PEOPLE
