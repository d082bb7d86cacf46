"""Whatever is done in whatever order, the ledger's fast paths say what its entries say; on both databases."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from consent_gate import UNKNOWN, Gate, Request
from consent_gate.anchoring import verifying_keys
from consent_gate.evidence.keys import Keys
from consent_gate.ledger import schema
from consent_gate.ledger.audit import audit
from consent_gate.ledger.database import Database
from consent_gate.ledger.entries import COLUMNS, leaf_of
from consent_gate.ledger.sealing import origin_of, seal, seal_all, unsealed
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

SUBJECTS = st.sampled_from(["a", "b", "c"])
ITEMS = st.sampled_from(["x", "y"])
DATA = st.sampled_from([EMAIL, "user.contact", "user.behavior"])
PERMISSIONS = st.sampled_from(["letters", "calls"])
BASES = st.sampled_from(["consent", "contract", "legitimate_interests", "legal_obligation"])
QUESTIONS = [(data, use) for data in (EMAIL, "user.contact") for use in (ADS, "marketing", "analytics")]


class Machine(RuleBasedStateMachine):
    """Does anything in any order; `opened` opens an empty ledger."""

    opened: Callable[[Clock], Gate]

    @initialize(basis=BASES)
    def begin(self, basis: str) -> None:
        self.clock = Clock()
        self.gate = self.opened(self.clock)
        self.kept: dict[str, Any] = {}
        publish(self.gate, self.clock, permission("letters", basis), permission("calls", "consent", use=("analytics",)))

    @rule(letters=BASES, calls=BASES, wide=st.booleans(), reopens=st.booleans(), wait=st.booleans())
    @precondition(lambda self: len(self.gate.ledger.versions("privacy")) < 5)
    def publish(self, letters: str, calls: str, wide: bool, reopens: bool, wait: bool) -> None:
        if any(v.effective > self.clock.now for v in self.gate.ledger.versions("privacy")):
            return
        wider = permission("letters", letters, use=(ADS, "marketing") if wide else (ADS,), retention="P30D")
        others = permission("calls", calls, use=("analytics",), valid_for="P20D")
        publish(self.gate, self.clock, wider, others, reopens=("calls",) if reopens else (), wait=wait)

    @rule(hours=st.sampled_from([0, 1, 24, 24 * 15, 24 * 40]))
    def wait(self, hours: int) -> None:
        self.clock.advance(hours=hours, microseconds=1)

    @rule(subject=SUBJECTS, data=DATA, item=ITEMS, known=st.booleans(), fresh=st.booleans())
    def record(self, subject: str, data: str, item: str, known: bool, fresh: bool) -> None:
        made = self.gate.record(subject, data=data, item=item, collected_at=None if known else UNKNOWN, fresh=fresh)
        self.kept[made.subject] = made

    @rule(subject=SUBJECTS, data=DATA)
    def derive(self, subject: str, data: str) -> None:
        if subject in self.kept:
            self.gate.derive([self.kept[subject]], data=data, item="derived")

    @rule(subject=SUBJECTS, item=ITEMS)
    def delete(self, subject: str, item: str) -> None:
        self.gate.delete(subject, item=item)

    @rule(subject=SUBJECTS, said=st.sampled_from(["given", "refused", "deferred"]), first=st.booleans())
    def answer(self, subject: str, said: str, first: bool) -> None:
        asks = self.gate.pending(subject)
        if asks:
            ask = asks[0 if first else -1]
            assert self.gate.answer(subject, {ask.id: said}) == {ask.id: "recorded"}
            assert said == "deferred" or ask.id not in {other.id for other in self.gate.pending(subject)}

    @rule(subject=SUBJECTS, name=PERMISSIONS)
    def withdraw(self, subject: str, name: str) -> None:
        self.gate.withdraw(subject, name)

    @rule(subject=SUBJECTS)
    def tell(self, subject: str) -> None:
        version = self.gate.ledger.versions("privacy")[-1].number
        self.gate.told(subject, version=version, method="mail")
        assert self.gate.notices(subject) == ()

    @rule(one=SUBJECTS, other=SUBJECTS)
    def link(self, one: str, other: str) -> None:
        if one != other:
            self.gate.link(one, other)

    @rule(batch=st.sampled_from([1, 3, 50]))
    def seal(self, batch: int) -> None:
        database = self.gate.ledger.database
        seal(database, origin_of(database), self.gate.ledger.keys.signing[-1], batch=batch)

    @invariant()
    def a_check_is_what_a_replay_of_this_moment_says(self) -> None:
        if not hasattr(self, "gate"):
            return
        for subject in ("a", "b", "c"):
            for data, use in QUESTIONS[:2]:
                now = self.gate.check(subject, use=use, data=data)
                again = self.gate.check(subject, use=use, data=data, at=self.clock.now)
                assert now.to_dict() == again.to_dict()

    def teardown(self) -> None:
        if not hasattr(self, "gate"):
            return
        self._selection_says_what_checks_say()
        self._states_are_what_the_events_say()
        self._leaves_are_those_of_their_entries()
        self._an_audit_finds_nothing()
        self.gate.close()

    def _selection_says_what_checks_say(self) -> None:
        for data, use in QUESTIONS:
            worst: dict[str, Any] = {}
            for found in self.gate.select(Request(use=use, data=data), all=True):
                subject = found.record.subject
                worst[subject] = max(worst.get(subject, found.verdict), found.verdict, key=lambda verdict: verdict.rank)
            for subject, verdict in worst.items():
                assert self.gate.check(subject, use=use, data=data).verdict == verdict

    def _states_are_what_the_events_say(self) -> None:
        for subject in ("a", "b", "c"):
            answers = self.gate.ledger.holdings(subject).answers.get("privacy", {})
            assert answers == self.gate.ledger.answers(subject, "privacy")

    def _an_audit_finds_nothing(self) -> None:
        """Half sealed, and then wholly; every place of the tree is taken once."""
        ledger = self.gate.ledger
        for _ in range(2):
            found = audit(ledger.database, verifying_keys(ledger), cipher=ledger.cipher)
            assert [fault for fault in found if not fault.where.startswith("version ")] == []  # these versions have no texts
            seal_all(ledger.database, origin_of(ledger.database), ledger.keys.signing[-1])
        assert unsealed(ledger.database) == 0
        with ledger.reading() as transaction:
            count = sum(transaction.rows(f"SELECT count(*) FROM {source}")[0][0] for source in COLUMNS)
            assert [row[0] for row in transaction.rows("SELECT position FROM leaves ORDER BY position")] == list(range(count))

    def _leaves_are_those_of_their_entries(self) -> None:
        with self.gate.ledger.reading() as transaction:
            places = []
            for source, columns in COLUMNS.items():
                for seq, leaf, *values in transaction.rows(f"SELECT seq, leaf, {', '.join(columns)} FROM {source}"):
                    assert leaf_of(source, seq, tuple(values)) == bytes(leaf)
                    places.append(seq)
        assert len(places) == len(set(places))


@pytest.mark.soak
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_ledger_keeps_what_its_entries_say(
    database: str, request: pytest.FixtureRequest, tmp_path: Path, scale: Callable[[int], int]
) -> None:
    keys = Keys.throwaway()

    def in_memory(clock: Clock) -> Gate:
        return Gate.open("sqlite://", archive=tmp_path / "nowhere", clock=clock, keys=keys)

    def on_server(clock: Clock) -> Gate:
        url = request.getfixturevalue("postgres_url")
        emptied = Database(url)
        with emptied.connected() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
        schema.migrate(emptied)
        emptied.close()
        return Gate.open(url, archive=tmp_path / "nowhere", clock=clock, keys=keys)

    class Chosen(Machine):
        opened = staticmethod(in_memory if database == "sqlite" else on_server)  # type: ignore[assignment]

    examples = scale(300) if database == "sqlite" else scale(100)
    run_state_machine_as_test(
        Chosen, settings=settings(max_examples=examples, stateful_step_count=30, suppress_health_check=list(HealthCheck), print_blob=True)
    )
