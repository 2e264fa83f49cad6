"""Two devices on one body: each stretch of time counts once, by a stated order, whatever the order of arrival."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auren.errors import InvalidInput
from auren.people import Subject
from auren.readings import STANDARD_METRICS, DailyValue, DayRule, Reading, SourcePriority, form_day, without_overlap

DAY = date(2024, 3, 2)
MIDNIGHT = datetime(2024, 3, 2, tzinfo=UTC)
WATCH, PHONE = ("apple_health", "Apple Watch"), ("apple_health", "iPhone")
OURA, GARMIN = ("oura", "Ring"), ("garmin", "")


def reading(metric: str, value: float, start_min: float, length_min: float, origin: tuple[str, str], id: str = "") -> Reading:
    start = MIDNIGHT + timedelta(minutes=start_min)
    return Reading(
        Subject("p"), metric, value, start, start + timedelta(minutes=length_min), DAY, "UTC", origin[0],
        id or f"{origin}:{metric}:{start_min}:{length_min}", device=origin[1],
    )  # fmt: skip


def day_of(readings: list[Reading], *order: str) -> DailyValue:
    value = form_day(STANDARD_METRICS[readings[0].metric], readings, SourcePriority(order))
    assert value is not None
    return value


def test_steps_of_watch_and_phone_are_not_added() -> None:
    watch = reading("activity.steps", 600, 600, 10, WATCH)
    phone = reading("activity.steps", 500, 600, 10, PHONE)
    assert day_of([watch, phone]).value == 600
    assert day_of([watch, phone], "apple_health/iPhone").value == 500


def test_a_worn_device_comes_before_a_phone_whatever_they_are_called() -> None:
    rank = SourcePriority().rank
    assert rank("z", "Pixel Watch 2") < rank("a", "Pixel 8")
    assert rank("z", "Ring") < rank("a", "iPhone15,2")


def test_what_the_preferred_device_did_not_cover_is_taken_from_the_other_by_share() -> None:
    watch = reading("activity.steps", 600, 600, 10, WATCH)
    phone = reading("activity.steps", 900, 600, 30, PHONE)
    formed = day_of([watch, phone])
    assert formed.value == pytest.approx(600 + 900 * 20 / 30)
    assert set(formed.reading_ids) == {watch.id, phone.id}


def test_a_night_is_the_preferred_devices_even_if_the_other_saw_more_of_it() -> None:
    oura, garmin = reading("sleep.duration", 430, 0, 440, OURA), reading("sleep.duration", 465, -15, 480, GARMIN)
    assert day_of([oura, garmin], "oura").value == 430
    assert day_of([oura, garmin], "garmin").value == 465
    assert day_of([oura, garmin]).value == 465  # neither is named: by source, in alphabetical order


def test_a_device_that_gave_up_early_does_not_hide_the_night() -> None:
    oura, garmin = reading("sleep.duration", 60, 0, 70, OURA), reading("sleep.duration", 465, -15, 480, GARMIN)
    assert day_of([oura, garmin], "oura").value == 465


def test_a_value_that_only_names_the_date_gives_way_to_a_preferred_night() -> None:
    night, whole_day = reading("hrv.rmssd", 50, 0, 440, OURA), reading("hrv.rmssd", 44, 0, 1440, GARMIN)
    assert day_of([night, whole_day], "oura").value == 50
    assert day_of([night, whole_day], "garmin").value == 44


def test_a_value_that_only_names_the_date_settles_it_whatever_the_hours() -> None:
    whole_day = reading("hrv.rmssd", 44, 0, 1440, GARMIN)
    evening = [reading("hrv.rmssd", 90, minute, 0, OURA) for minute in (-60, 30)]
    assert day_of([whole_day, *evening], "garmin").value == 44
    assert day_of([whole_day, *evening], "oura").value == 90
    scale, diary = reading("body.weight", 70, 420, 0, OURA), reading("body.weight", 80, 0, 1440, GARMIN)
    assert day_of([scale, diary], "oura").reading_ids == (scale.id,)


def test_a_day_of_samples_each_second_is_shared_out_without_comparing_each_with_each() -> None:
    asked = 0

    class Counted(datetime):
        def __lt__(self, other: Any) -> bool:
            nonlocal asked
            asked += 1
            return super().__lt__(other)

        def __gt__(self, other: Any) -> bool:
            nonlocal asked
            asked += 1
            return super().__gt__(other)

    number = 1000
    readings = []
    for n in range(number):
        for origin, at_s in ((OURA, 10 * n), (GARMIN, 10 * n + 4)):
            start = Counted(2024, 3, 2, tzinfo=UTC) + timedelta(seconds=at_s)
            assert isinstance(start, Counted)
            readings.append(
                replace(
                    reading("activity.steps", 1, 0, 0, origin, f"{origin}{n}"), start=start, end=start + timedelta(seconds=5)
                )
            )
    shared = without_overlap(replace(STANDARD_METRICS["activity.steps"], bridge_min=0), readings, SourcePriority(("oura",)))
    assert sum(share for _, share in shared) == pytest.approx(number * 1.8)
    assert asked < 100 * number


def test_stretches_of_sleep_of_two_devices_are_not_woven_together() -> None:
    ours = [reading("sleep.bout", 60, start, 60, OURA) for start in (0, 90, 180)]
    # While the ring saw its wearer awake, the other device did not.
    theirs = [reading("sleep.bout", 200, 5, 200, GARMIN)]
    assert day_of([*ours, *theirs], "oura").value == 180
    assert day_of([*ours, *theirs], "garmin").value == 200


def test_heart_rates_are_not_mixed_while_both_measure() -> None:
    ours = [reading("heart.rate", 60, minute, 0, OURA) for minute in range(0, 60, 5)]
    theirs = [reading("heart.rate", 70, minute, 0, GARMIN) for minute in range(120)]
    formed = day_of([*ours, *theirs], "oura")
    assert {id for id in formed.reading_ids if "oura" in id} == {r.id for r in ours}
    alone = [r for r in theirs if r.start > ours[-1].end + timedelta(minutes=7.5)]
    assert formed.value == pytest.approx((60 * len(ours) + 70 * len(alone)) / (len(ours) + len(alone)))


def test_two_scales_at_different_times_are_both_heard() -> None:
    morning, evening = reading("body.weight", 70, 420, 0, OURA), reading("body.weight", 71, 1200, 0, GARMIN)
    assert day_of([morning, evening], "oura").value == 71
    forwarded = replace(morning, source="apple_health", id="copy", value=70.04)
    assert day_of([morning, forwarded], "oura").reading_ids == (morning.id,)


def test_readings_of_one_device_never_shut_one_another_out() -> None:
    runs = [reading("exercise.duration", 30, 60, 30, WATCH, "a"), reading("exercise.duration", 30, 65, 30, WATCH, "b")]
    assert day_of(runs).value == 60


def test_spot_readings_of_a_night_are_averaged() -> None:
    spots = [reading("hrv.rmssd", value, minute, 0, OURA) for minute, value in ((0, 40.0), (5, 50.0), (10, 60.0))]
    assert day_of(spots).value == 50
    assert day_of([*spots, reading("hrv.rmssd", 44, 0, 440, OURA, "night")]).value == 44


@pytest.mark.parametrize("order", [("",), ("oura", " Oura "), ("oura", "  ")])
def test_an_order_that_says_nothing_is_refused(order: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput, match="priority"):
        SourcePriority(order)


def test_a_registry_carries_the_order_on() -> None:
    registry = STANDARD_METRICS.preferring("oura", "apple_health/Apple Watch")
    assert registry.including().priority.order == ("oura", "apple_health/Apple Watch")
    assert STANDARD_METRICS.priority.order == ()
    assert list(registry) == list(STANDARD_METRICS)


def test_an_order_given_as_a_list_does_not_change_later() -> None:
    given_order = ["oura"]
    priority = SourcePriority(given_order)  # type: ignore[arg-type]
    given_order.append("garmin")
    assert priority.order == ("oura",)


metrics = st.sampled_from(
    ["activity.steps", "sleep.duration", "heart.rate", "body.weight", "sleep.bout", "exercise.heart_rate"]
)


@st.composite
def days(draw: st.DrawFn) -> list[Reading]:
    metric = draw(metrics)
    spans = st.tuples(
        st.integers(0, 1400), st.integers(0, 120), st.sampled_from([WATCH, PHONE, OURA, GARMIN]), st.integers(40, 200)
    )
    drawn = draw(st.lists(spans, min_size=1, max_size=12))
    return [reading(metric, value, at, length, origin, str(n)) for n, (at, length, origin, value) in enumerate(drawn)]


@given(days(), st.randoms(use_true_random=False), st.lists(st.sampled_from(["oura", "garmin", "apple_health"]), unique=True))
def test_the_order_of_arrival_changes_nothing(readings: list[Reading], random: object, order: list[str]) -> None:
    shuffled = list(readings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert day_of(readings, *order) == day_of(shuffled, *order)


@given(days())
def test_no_stretch_counts_twice_and_the_first_device_counts_whole(readings: list[Reading]) -> None:
    metric = STANDARD_METRICS[readings[0].metric]
    priority = SourcePriority()
    shared = without_overlap(metric, readings, priority)
    assert all(0.0 < share <= 1.0 for _, share in shared)
    first = min(((r.source, r.device) for r in readings), key=lambda origin: priority.rank(*origin))
    assert {r.id for r in readings if (r.source, r.device) == first} == {
        r.id for r, share in shared if (r.source, r.device) == first and share == 1.0
    }
    if metric.day_rule is DayRule.SUM:
        assert math.fsum(r.value * share for r, share in shared) <= math.fsum(r.value for r in readings) + 1e-9


@given(days())
def test_a_copy_by_another_device_adds_nothing(readings: list[Reading]) -> None:
    one = [r for r in readings if (r.source, r.device) == WATCH] or [reading(readings[0].metric, 60, 0, 10, WATCH)]
    copies = [replace(r, source="zz", device="copier", id=f"copy {r.id}") for r in one]
    assert day_of([*one, *copies]) == day_of(one)
