"""What impact foretells is what comes about once the draft is in force."""

import random
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from consent_gate import UNKNOWN
from consent_gate.release import How, ReviewVerdict, Tie, approve, decide, publish, standing_of
from policy_versions.errors import PolicyNotFoundError
from tests.consent_gate.release.build import ADS, LOOSER, TEXT
from tests.consent_gate.release.house import ADA, BEN, WHERE, House

OWN_ADS = ADS.replace("basis: consent", "basis: legitimate_interests").replace("id: ads", "id: own-ads")
WIDER = ADS.replace("data: [user.behavior]", "data: [user.behavior, user.contact]")
DATA = ("user.behavior.purchase_history", "user.contact.email", "user.behavior", "user.content")


def people(house: House, rng: random.Random, count: int) -> list[str]:
    """People with data of all ages, some of whom have answered."""
    names = [f"p{number}" for number in range(count)]
    for name in names:
        for item in range(rng.randint(0, 3)):
            if rng.random() < 0.2:
                house.gate.record(name, rng.choice(DATA), f"i{item}", version=UNKNOWN, collected_at=UNKNOWN)
            else:
                house.gate.record(name, rng.choice(DATA), f"i{item}", collected_at=house.clock() - timedelta(days=rng.choice((0, 10, 200))))
        for ask in house.gate.pending(name):
            if rng.random() < 0.5:
                house.gate.answer(name, {ask.id: rng.choice(("given", "refused"))})
        if rng.random() < 0.15:
            house.gate.withdraw(name, "ads")
    return names


def settle(house: House) -> None:
    for flag in standing_of(house.gate, "privacy", "next").open_flags():
        if flag.change and "sell" in flag.about:
            decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN, ties=(Tie("no-sale", How.WEAKENS),))
    for flag in standing_of(house.gate, "privacy", "next").open_flags():
        decide(house.gate, WHERE, flag.id, ReviewVerdict.CONFIRMED, actor=BEN, ties=flag.ties or (Tie("ads", How.WIDENS),))


@pytest.mark.parametrize("seed", range(6))
def test_who_is_foretold_to_be_asked_is_asked(house: House, seed: int) -> None:
    rng = random.Random(seed)
    house.first(permissions=ADS)
    names = people(house, rng, 12)
    house.draft(LOOSER, permissions=(WIDER if seed % 2 else ADS) + OWN_ADS, more="reopens: [receipts]" if seed % 3 else "", days=30)
    settle(house)
    foretold = house.gate.impact("privacy/next")
    approve(house.gate, WHERE, actor=BEN)
    number = publish(house.gate, "privacy", "next", actor=ADA).version.number
    assert foretold.number == number
    house.clock.on(days=30)  # type: ignore[attr-defined]
    asked: dict[str, set[str]] = defaultdict(set)
    cohorts: dict[int | None, Counter[str]] = defaultdict(Counter)
    for name in names:
        records = [record for record in house.gate.ledger.open_records("privacy") if record.subject == name]
        for ask in house.gate.pending(name):
            if number in ask.editions:
                asked[ask.subject_of].add(name)
        if records:
            oldest = min(record.version or 0 for record in records) or None
            cohorts[oldest].update({ask.subject_of for ask in house.gate.pending(name)})
    assert {r.id: r.asked for r in foretold.relaxations if r.asked} == {name: len(who) for name, who in asked.items()}
    assert foretold.asked == len(set().union(*asked.values())) if asked else foretold.asked == 0
    assert {c.version: dict(c.asks) for c in foretold.cohorts} == {version: dict(count) for version, count in cohorts.items()}


def test_held_back_is_what_new_data_may_be_used_for_and_old_may_not(house: House) -> None:
    house.first()
    house.gate.record("old", "user.behavior", "visit")
    house.gate.record("old", "user.contact.email", "account")
    house.draft(TEXT, permissions=OWN_ADS)
    found = {one.id: one for one in house.gate.impact("privacy/next").relaxations}
    assert set(found) == {"own-ads"}
    assert (found["own-ads"].subjects, found["own-ads"].records, found["own-ads"].requests, found["own-ads"].asked) == (1, 1, 1, 1)
    assert found["own-ads"].how == (How.ADDS,)


def test_a_longer_time_holds_old_data_to_the_shorter_one_and_asks_nobody(house: House) -> None:
    house.first(permissions=OWN_ADS + "    retention: P90D\n")
    house.gate.record("old", "user.behavior", "visit")
    house.draft(TEXT, permissions=OWN_ADS + "    retention: P1Y\n", days=30)
    (found,) = house.gate.impact("privacy/next").relaxations
    assert (found.how, found.records, found.asked) == ((How.WIDENS,), 1, 0)


def test_impact_writes_nothing_and_names_what_is_not_there(house: House) -> None:
    house.first()
    house.draft(LOOSER)
    before = house.gate.ledger.changes()
    assert house.gate.impact(house.gate.archive.draft("privacy", "next")).to_dict() == house.gate.impact("privacy/next").to_dict()
    assert house.gate.ledger.changes() == before
    with pytest.raises(PolicyNotFoundError):
        house.gate.impact("privacy/nowhere")
