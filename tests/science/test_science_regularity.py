"""Sleep regularity: known answers, missing nights, time zones and clock changes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from science_days import DATA, WHO, bout, measured, missing, needs_data

from auren.errors import InvalidInput
from auren.findings import Coverage
from auren.people import Profile
from auren.readings import Reading
from auren.science import Inputs
from auren.science.recovery.regularity import sleep_regularity_index

OSLO = ZoneInfo("Europe/Oslo")


def night(last: date, *, begin: float = 23, hours: float = 8, zone: str = "Europe/Oslo") -> Reading:
    """Give the night that ends on a date; `begin` is the hour on the wall, of the day before from noon on."""
    start = datetime.combine(last - timedelta(days=1 if begin >= 12 else 0), datetime.min.time(), ZoneInfo(zone))
    start += timedelta(hours=begin)
    end = (start + timedelta(hours=hours)).replace(fold=0)
    return bout(start.astimezone(UTC), end.astimezone(UTC), zone=zone)


def nights(last: date, count: int) -> list[Reading]:
    return [night(last - timedelta(days=n)) for n in range(count)]


def given_bouts(bouts: list[Reading]) -> Inputs:
    return Inputs(readings={"sleep.bout": bouts})


def test_n8_hourly_example() -> None:
    first = bytes([1] * 8 + [0] * 16)
    second = bytes([0] + [1] * 8 + [0] * 15)
    assert sleep_regularity_index([first, second]) == pytest.approx(83.33, abs=5e-3)


def test_an_unknown_day_is_left_out_with_its_pairs() -> None:
    day = bytes([1, 0])
    assert sleep_regularity_index([day, None, day]) is None
    assert sleep_regularity_index([day, day, None, bytes([0, 1])]) == 100
    for days in ([b"", b""], [bytes([1]), bytes([1, 0])]):
        with pytest.raises(InvalidInput, match="different length"):
            sleep_regularity_index(days)


@given(st.lists(st.one_of(st.none(), st.binary(min_size=6, max_size=6).map(lambda b: bytes(x & 1 for x in b))), max_size=12))
def test_the_index_stays_in_its_range(days: list[bytes | None]) -> None:
    index = sleep_regularity_index(days)
    assert index is None or -100 <= index <= 100


@needs_data
def test_n8_recorded_nights() -> None:
    bouts = _recorded()
    result = measured("sleep.regularity", given_bouts(bouts), today=date(2019, 11, 30))
    # All 28 days have sleep, so that leaving missing days out changes nothing against the reference figure.
    assert result.coverage == Coverage(28, 28)
    assert result.value == pytest.approx(89.573, abs=5e-4)
    assert result.note == ""
    assert {daily.day for daily in result.inputs} == {date(2019, 11, 3) + timedelta(days=n) for n in range(28)}
    assert all(daily.reading_ids for daily in result.inputs)


@needs_data
def test_recorded_nights_with_one_lost_stay_regular() -> None:
    lost = date(2019, 11, 17)
    bouts = [reading for reading in _recorded() if reading.day != lost]
    result = measured("sleep.regularity", given_bouts(bouts), today=date(2019, 11, 30))
    assert result.coverage == Coverage(27, 28)
    assert result.value == pytest.approx(89.57, abs=1.0)
    assert result.note == "Days without recorded sleep were left out, not taken as awake."


def test_order_and_repetition_change_nothing() -> None:
    bouts = [night(date(2023, 7, 1) + timedelta(days=n), begin=22 + n % 3) for n in range(12)]
    usual = measured("sleep.regularity", given_bouts(bouts), today=date(2023, 7, 12), days=12)
    again = measured("sleep.regularity", given_bouts([*reversed(bouts), *bouts]), today=date(2023, 7, 12), days=12)
    assert usual == again
    assert usual.value < 100


def test_a_deleted_bout_counts_no_more() -> None:
    bouts = nights(date(2023, 7, 10), 9)
    gone = bout(bouts[0].start, bouts[0].end, id=bouts[0].id, deleted=True)
    result = measured("sleep.regularity", given_bouts([*bouts, gone]), today=date(2023, 7, 10), days=9)
    assert result.coverage == Coverage(8, 9)


def test_seven_days_running_are_needed() -> None:
    today = date(2023, 7, 20)
    assert missing("sleep.regularity", given_bouts(nights(today, 6)), today=today).have == 6
    assert measured("sleep.regularity", given_bouts(nights(today, 7)), today=today).value == 100
    apart = [night(today - timedelta(days=2 * n)) for n in range(10)]
    gap = missing("sleep.regularity", given_bouts(apart), today=today)
    assert (gap.have, gap.need) == (0, 6)


def test_a_nap_does_not_make_a_night_that_was_not_recorded_a_night_awake() -> None:
    today = date(2023, 7, 20)
    lost = date(2023, 7, 15)
    nap = night(lost + timedelta(days=1), begin=15, hours=1)
    assert nap.day == lost
    bouts = [reading for reading in nights(today, 14) if reading.day != lost]
    result = measured("sleep.regularity", given_bouts([*bouts, nap]), today=today, days=14)
    assert result.coverage == Coverage(13, 14)


def test_the_zone_is_never_guessed() -> None:
    today = date(2023, 7, 20)
    mixed = [*nights(today, 6), night(today - timedelta(days=6), zone="America/New_York")]
    assert missing("sleep.regularity", given_bouts(mixed), today=today, profile=Profile()).missing == "your time zone"
    assert measured("sleep.regularity", given_bouts(nights(today, 7)), today=today, profile=Profile()).value == 100


@pytest.mark.parametrize("change", [date(2023, 3, 26), date(2023, 10, 29)])
def test_a_changed_clock_does_not_break_a_rhythm_on_the_wall(change: date) -> None:
    bouts = []
    for n in range(-4, 5):
        last = change + timedelta(days=n)
        start = datetime.combine(last - timedelta(days=1), datetime.min.time(), OSLO).replace(hour=23)
        end = datetime.combine(last, datetime.min.time(), OSLO).replace(hour=7)
        bouts.append(bout(start.astimezone(UTC), end.astimezone(UTC)))
    result = measured("sleep.regularity", given_bouts(bouts), today=change + timedelta(days=4), days=9, profile=WHO)
    assert result.value == 100


def _recorded() -> list[Reading]:
    logs = json.loads((DATA / "pmdata" / "p01" / "fitbit" / "sleep.json").read_text())
    bouts: list[Reading] = []
    for log in logs:
        for stage in log["levels"]["data"]:
            if stage["level"] == "wake" or not "2019-11-02" < log["dateOfSleep"] <= "2019-12-01":
                continue
            start = datetime.fromisoformat(stage["dateTime"]).replace(tzinfo=OSLO).astimezone(UTC)
            end = start + timedelta(seconds=stage["seconds"])
            minutes = stage["seconds"] / 60
            bouts.append(
                Reading.of(
                    bout(start, end).subject,
                    "sleep.bout",
                    minutes,
                    unit="min",
                    start=start,
                    end=end,
                    zone="Europe/Oslo",
                    source="fitbit",
                    day=date.fromisoformat(log["dateOfSleep"]),
                )
            )
    return bouts
