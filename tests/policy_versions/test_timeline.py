"""Which version is in force when: half-open intervals of UTC, whatever zone a time is written in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_versions.durations import Duration
from policy_versions.errors import DurationError, EffectiveTimeError, NoVersionInForceError
from policy_versions.model import Controller, LocalText, Policy, Version
from policy_versions.timeline import DEFAULT_LEAD, check_effective, history, in_force, scheduled, upcoming

POLICY = Policy(title=LocalText.of("T"), controller=Controller(id="c", name=LocalText.of("C")), language="en")
TICK = timedelta(microseconds=1)


def version(number: int, effective: datetime, *, withdrawn: bool = False) -> Version:
    return Version(slug="bread", number=number, policy=POLICY, texts={}, identity="", effective=effective, withdrawn=withdrawn)


times = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds


@given(st.lists(times, unique=True, min_size=1, max_size=12), times, st.data())
def test_exactly_one_version_is_in_force_from_the_first_on(moments, at, data):
    moments.sort()
    versions = [version(n, moment, withdrawn=n > 1 and data.draw(st.booleans())) for n, moment in enumerate(moments, start=1)]
    live = [one for one in versions if not one.withdrawn]
    shuffled = data.draw(st.permutations(versions))
    if at < moments[0]:
        with pytest.raises(NoVersionInForceError):
            in_force(shuffled, at)
    else:
        found = in_force(shuffled, at)
        assert found == max((one for one in live if one.effective <= at), key=lambda one: one.effective)
    assert [*upcoming(shuffled, at)] == [one for one in live if one.effective > at]
    assert [*history(shuffled, at)] == [one for one in live if one.effective <= at]
    assert len(scheduled(shuffled)) == len(live)


def test_a_version_is_in_force_from_its_very_instant():
    edge = datetime(2026, 5, 1, tzinfo=UTC)
    versions = [version(1, edge - timedelta(days=1)), version(2, edge)]
    assert [in_force(versions, edge + step).number for step in (-TICK, timedelta(), TICK)] == [1, 2, 2]


# Both edges of daylight saving time in five zones, 2026: the local hour that is skipped, and the one that comes twice.
ZONES = {
    "Europe/Berlin": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 10, 3, 15, 30, tzinfo=UTC), datetime(2026, 4, 4, 15, tzinfo=UTC)),
    "America/Santiago": (datetime(2026, 9, 6, 4, tzinfo=UTC), datetime(2026, 4, 5, 3, tzinfo=UTC)),
    "Africa/Casablanca": (datetime(2026, 3, 22, 2, tzinfo=UTC), datetime(2026, 2, 15, 2, tzinfo=UTC)),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("which", [0, 1], ids=["forward", "back"])
def test_clocks_that_change_move_no_version(zone, which):
    there, edge = ZoneInfo(zone), ZONES[zone][which]
    assert (edge - TICK).astimezone(there).utcoffset() != edge.astimezone(there).utcoffset(), "no clock changes here"
    versions = [version(1, edge - timedelta(days=1)), version(2, edge)]
    for step in (-timedelta(hours=2), -TICK, timedelta(), TICK, timedelta(hours=2)):
        local = (edge + step).astimezone(there)
        assert in_force(versions, local).number == (2 if step >= timedelta() else 1)
    repeated = edge.astimezone(there).replace(fold=0).astimezone(UTC), edge.astimezone(there).replace(fold=1).astimezone(UTC)
    for moment in repeated:
        assert in_force(versions, moment) == in_force(versions, moment.astimezone(there))


@pytest.mark.parametrize("day", [datetime(2024, 2, 29, tzinfo=UTC), datetime(2000, 2, 29, tzinfo=UTC), datetime(2100, 2, 28, tzinfo=UTC)])
def test_leap_days_are_days(day):
    versions = [version(1, day - timedelta(days=1)), version(2, day), version(3, day + timedelta(days=1))]
    assert [in_force(versions, at).number for at in (day - TICK, day, day + timedelta(days=1) - TICK, day + timedelta(days=1))] == [
        1,
        2,
        2,
        3,
    ]


def test_equal_instants_in_different_offsets_clash():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    there = [version(1, datetime(2026, 6, 1, tzinfo=UTC))]
    same = datetime.fromisoformat("2026-06-01T05:30:00+05:30")
    with pytest.raises(EffectiveTimeError, match="is not after that of `bread@1`"):
        check_effective(same, now=now, earlier=there)
    check_effective(same + TICK, now=now, earlier=there)


def test_back_dated_and_too_near_times_are_refused():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for effective, why in [(now - TICK, "in the past"), (now, "too near"), (now + DEFAULT_LEAD - TICK, "too near")]:
        with pytest.raises(EffectiveTimeError, match=why):
            check_effective(effective, now=now, earlier=[])
    check_effective(now + DEFAULT_LEAD, now=now, earlier=[])


def test_a_withdrawn_version_blocks_no_time():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    gone = version(1, datetime(2027, 1, 1, tzinfo=UTC), withdrawn=True)
    check_effective(datetime(2026, 6, 1, tzinfo=UTC), now=now, earlier=[gone])


def test_times_without_offset_are_refused():
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the point
    aware = datetime(2026, 1, 1, tzinfo=UTC)
    for call in (
        lambda: in_force([version(1, aware)], naive),
        lambda: upcoming([], naive),
        lambda: history([], naive),
        lambda: check_effective(naive, now=aware, earlier=[]),
        lambda: check_effective(aware, now=naive, earlier=[]),
    ):
        with pytest.raises(EffectiveTimeError, match="has no offset"):
            call()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 999))
def test_a_period_counts_the_short_way_for_data_and_the_long_way_for_notice(years, months, weeks, days):
    text = "P" + "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (weeks, "W"), (days, "D")) if n)
    if text == "P":
        with pytest.raises(DurationError):
            Duration.parse(text)
        return
    period = Duration.parse(text)
    exact_months = (years + months // 12) * 12 + months % 12
    rest = weeks * 7 + days
    assert period.days == exact_months // 12 * 365 + exact_months % 12 * 28 + rest
    assert period.notice_days == exact_months // 12 * 366 + exact_months % 12 * 31 + rest
    # No calendar makes the period shorter than what is counted for data, nor longer than what is counted for notice.
    for start in (datetime(2023, 1, 31, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC), datetime(2096, 12, 31, tzinfo=UTC)):
        month = start.month - 1 + exact_months
        year, month = start.year + month // 12, month % 12 + 1
        if year < 9000:
            begin = datetime(year, month, 1, tzinfo=UTC) - datetime(start.year, start.month, 1, tzinfo=UTC)
            assert period.days <= begin.days + rest <= period.notice_days + exact_months // 48 + 1


@pytest.mark.parametrize("text", ["", "P", "P0D", "P1.5Y", "PT1H", "P1DT1H", "1Y", "p1y", "P-1D", "P1D2Y", "P 1D", "P1Y\n", "P99999Y"])
def test_what_is_no_whole_period_is_refused(text):
    with pytest.raises(DurationError):
        Duration.parse(text)
