"""Asking again: after no answer only, a week apart, three times."""

from datetime import UTC, datetime, timedelta

from consent_gate.prompts.reminders import APART, TIMES, reminder

START = datetime(2027, 3, 1, tzinfo=UTC)


def test_who_was_never_asked_may_be_asked_now():
    assert reminder([], START).due


def test_a_week_must_lie_between_two_askings():
    assert not reminder([START], START + APART - timedelta(seconds=1)).due
    assert reminder([START], START + APART).due


def test_after_the_first_asking_there_are_three_more():
    asked = [START]
    again = 0
    for day in range(400):
        now = START + timedelta(days=day)
        if reminder(asked, now).due:
            asked.append(now)
            again += 1
    assert again == TIMES
    assert reminder(asked, START + timedelta(days=4000)).next_at is None


def test_several_links_on_one_day_are_one_asking():
    asked = [START + timedelta(minutes=n) for n in range(50)]
    found = reminder(asked, START + APART)
    assert found.due
    assert found.asked == 1
