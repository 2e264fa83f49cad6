"""Wall-clock times in zones: laws over whole years of clock changes."""

# ruff: noqa: DTZ001  # wall-clock times without a zone are what is tested
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.sources.times import day_span, instants, parse_date, parse_moment, pick_span

zones = st.sampled_from(
    ["Europe/Oslo", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Cairo", "Pacific/Apia", "America/Havana"]
).map(ZoneInfo)
walls = st.datetimes(datetime(2005, 1, 1), datetime(2025, 1, 1))
spans = st.timedeltas(timedelta(0), timedelta(hours=20))


@given(wall=walls, zone=zones)
def test_an_instant_of_a_shown_time_shows_that_time(wall: datetime, zone: ZoneInfo) -> None:
    found = instants(wall, zone)
    assert len(found) in (1, 2)
    assert list(found) == sorted(set(found))
    shown = [instant.astimezone(zone).replace(tzinfo=None) for instant in found]
    # A skipped time shows as a later one, by as much as the clock was put forward.
    assert all(time == wall for time in shown) or (len(shown) == 1 and timedelta(0) < shown[0] - wall <= timedelta(days=1))


@given(start=walls, lasted=spans, zone=zones)
def test_what_a_clock_showed_is_found_again(start: datetime, lasted: timedelta, zone: ZoneInfo) -> None:
    begin = start.replace(tzinfo=UTC)
    finish = begin + lasted
    from_wall, to_wall = (instant.astimezone(zone).replace(tzinfo=None, fold=0) for instant in (begin, finish))
    span = pick_span(from_wall, to_wall, zone, lasted)
    assert span is not None
    assert span[1] - span[0] == lasted


@given(a=walls, b=walls, zone=zones, told=st.none() | spans)
def test_a_span_never_ends_before_it_starts(a: datetime, b: datetime, zone: ZoneInfo, told: timedelta | None) -> None:
    span = pick_span(a, b, zone, told)
    assert span is None or span[0] <= span[1]


@given(day=st.dates(date(2005, 1, 1), date(2025, 1, 1)), zone=zones)
def test_days_lie_end_to_end(day: date, zone: ZoneInfo) -> None:
    begin, finish = day_span(day, zone)
    assert finish == day_span(day + timedelta(days=1), zone)[0]
    assert timedelta(0) <= finish - begin <= timedelta(hours=25)
    # One island went over the date line and had no 30 December 2011 at all.
    assert finish > begin or (zone.key, day) == ("Pacific/Apia", date(2011, 12, 30))


@given(moment=st.datetimes(datetime(1970, 1, 1), datetime(2200, 12, 31)))
def test_iso_times_are_read_as_written(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment
    assert parse_moment(moment.isoformat(" ") + "Z") == moment.replace(tzinfo=UTC)
    assert parse_date(moment.isoformat()) == moment.date()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-11-02 00:09:30", datetime(2019, 11, 2, 0, 9, 30)),
        ("2019-11-02T07:19:30.000", datetime(2019, 11, 2, 7, 19, 30)),
        ("2023-07-01T12:27:14.85", datetime(2023, 7, 1, 12, 27, 14, 850000)),
        ("2023-07-01T12:27:14.123456789", datetime(2023, 7, 1, 12, 27, 14, 123456)),
        ("2023-07-01T12:27:14+0200", datetime(2023, 7, 1, 10, 27, 14, tzinfo=UTC)),
        ("2023-07-01", None),
        ("2023-02-30 10:00:00", None),
        ("2023-07-01T12:27:14+24:00", None),
        ("2023-W26-6T12:00:00", None),
        ("٢٠٢٣-07-01 10:00:00", None),
        ("", None),
    ],
)
def test_forms_of_times(text: str, expected: datetime | None) -> None:
    assert parse_moment(text) == expected


def test_the_order_of_day_and_month_is_declared() -> None:
    assert parse_date("11/02/19", "us") == date(2019, 11, 2)
    assert parse_date("02/11/2019", "european") == date(2019, 11, 2)
    assert parse_date("02/11/2019") is None
