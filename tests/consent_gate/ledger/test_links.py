"""Two ids of one person: whatever comes together at a link, nothing is looser afterwards, and nothing said meanwhile is lost."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from consent_gate import Gate
from consent_gate.ledger import answering, subjects
from tests.consent_gate.policies import ADS, EMAIL, Clock, permission, publish

YES = {"privacy/letters@1": "given"}


def allowed(gate: Gate, *subjects: str) -> list[bool]:
    return [gate.check(subject, use=ADS, data=EMAIL).allowed for subject in subjects]


@pytest.mark.parametrize("who", ["a", "b"])
def test_a_withdrawal_that_waited_for_a_link_counts_for_both(open_gate: Callable[..., Gate], clock: Clock, who: str):
    gate, other = open_gate(), open_gate()
    publish(gate, clock, permission())
    for subject in ("a", "b"):
        gate.answer(subject, YES)
    withdrawing = threading.Thread(target=other.withdraw, args=(who, "letters"))
    with gate.ledger.linking("a", "b") as (work, others):
        withdrawing.start()
        time.sleep(0.3)  # until it waits for the link
        answering.merge(work.transaction, gate.ledger.cipher, work.group, others, work.now)
        subjects.join(work.transaction, gate.ledger.cipher, work.subject.person, others)
    withdrawing.join(20)
    assert allowed(gate, "a", "b") == [False, False]


def test_a_consent_copied_at_a_link_lapses_with_the_earliest(gate: Gate, clock: Clock):
    publish(gate, clock, permission(valid_for="P10D"))
    first = clock.now
    for subject in ("a", "c", "b"):
        gate.answer(subject, YES)
        clock.advance(days=2)
    gate.link("a", "b")  # b's consent is now a's, written after c's
    gate.link("b", "c")
    clock.now = first + timedelta(days=10, microseconds=-1)
    assert allowed(gate, "a", "b", "c") == [True] * 3
    clock.advance(microseconds=1)
    assert allowed(gate, "a", "b", "c") == [False] * 3


def test_a_withdrawal_is_not_passed_by_a_consent_copied_later(gate: Gate, clock: Clock):
    publish(gate, clock, permission())
    gate.answer("c", YES)
    gate.withdraw("a", "letters")
    gate.answer("a", YES)
    gate.answer("b", YES)
    gate.withdraw("c", "letters")
    gate.link("a", "b")  # b's withdrawal and consent are copies now, both written after c's withdrawal
    gate.link("b", "c")
    assert allowed(gate, "a", "b", "c") == [False] * 3
