"""Which readings each type of body gives, by the statistic that it states.

A value without a statistic, or an average, stands for its metric; a sum for what is added up. A minimum or maximum is
another metric or none. What auren has no metric for is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.open_mhealth.frames import LONGEST, Frame, frame_of
from auren.sources.vendors.open_mhealth.units import quantity

__all__ = ["NAMESPACES", "TYPES", "read_body"]

NAMESPACES: Final = ("omh", "ieee", "granola")
"""Whose types there are: Open mHealth's, those of IEEE 1752.1, and Open mHealth's form of Apple's HealthKit samples."""

Choose = Callable[[Record], str | None]
"""Gives the metric that a body's value stands for, or None when it stands for none."""

_PER_DAY_OR_SO = "descriptive_statistic_denominator"


@dataclass(frozen=True, slots=True)
class Measure:
    """A field of a body that is read.

    Args:
        field: its name; a value with a unit, or a bare number.
        choose: which metric it is.
        unit: of a bare number.
    """

    field: str
    choose: Choose
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """A type of body.

    Args:
        measures: the fields that are read.
        unread: fields that hold a measurement and are not read, with the reason.
        span: the metric that the length of the interval is, where the body states no duration.
        marks: fields that no other type has, by which a body without a header is known; all of `measures` when empty.
    """

    measures: tuple[Measure, ...]
    unread: Mapping[str, str] = field(default_factory=dict)
    span: str = ""
    marks: tuple[str, ...] = ()

    @property
    def known_by(self) -> tuple[str, ...]:
        """The fields by which a body without a header is known."""
        return self.marks or tuple(measure.field for measure in self.measures)


def _level(metric: str) -> Choose:
    return _by_statistic({"": metric, "average": metric})


def _amount(metric: str) -> Choose:
    known = _by_statistic({"": metric, "sum": metric})
    # An amount per day, week or meal is not the interval's own.
    return lambda body: None if body.has(_PER_DAY_OR_SO) else known(body)


def _by_statistic(metrics: Mapping[str, str]) -> Choose:
    return lambda body: metrics.get(_statistic(body))


def _statistic(body: Record) -> str:
    return body.text("descriptive_statistic") if body.has("descriptive_statistic") else ""


def _heart(body: Record) -> str | None:
    at_rest = body.data.get("temporal_relationship_to_physical_activity") == "at rest"
    usual = "heart.resting" if at_rest else "heart.rate"
    return {"": usual, "average": usual, "minimum": "heart.min", "maximum": "heart.max"}.get(_statistic(body))


def _asleep(body: Record) -> str | None:
    known = _amount("sleep.nap" if body.data.get("is_main_sleep") is False else "sleep.duration")
    return known(body)


def _energy(body: Record) -> str | None:
    # Without an activity it is all that was burned; whether that is more than the body's rest, the standard does not say.
    return _amount("exercise.energy" if body.has("activity_name") else "energy.total")(body)


def _moved(body: Record) -> str | None:
    steps = body.child("base_movement_quantity").data.get("unit") == "steps"
    return _amount("activity.steps")(body) if steps else None


_NO_METRIC = "auren has no metric for it"
_EFFORT = (
    Measure("distance", _amount("exercise.distance")),
    Measure("kcal_burned", _amount("exercise.energy")),
    Measure("duration", _amount("exercise.duration")),
)
_EFFORT_MARKS = ("distance", "reported_activity_intensity", "met_value")
_EPISODE_UNREAD = {
    "latency_to_arising": _NO_METRIC,
    "wake_after_sleep_onset": "it leaves out the time awake before sleep and after it, which time awake in bed has",
    "sleep_maintenance_efficiency_percentage": "a share of the sleep episode is not a share of the time in bed",
}
_EPISODE = Type(
    (
        Measure("total_sleep_time", _asleep),
        Measure("latency_to_sleep_onset", _level("sleep.latency")),
        Measure("number_of_awakenings", _level("sleep.awakenings"), "count"),
    ),
    unread=_EPISODE_UNREAD,
    marks=("is_main_sleep", "latency_to_sleep_onset", "number_of_awakenings", *_EPISODE_UNREAD),
)
_TOTAL_SLEEP = Type((Measure("total_sleep_time", _asleep),))

# Of two types that read the same, the first one stands for a body that does not say which it is.
TYPES: Final[dict[str, Type]] = {
    "omh:physical-activity": Type(_EFFORT, unread={"met_value": _NO_METRIC}, span="exercise.duration", marks=_EFFORT_MARKS),
    "omh:sleep-episode": _EPISODE,
    "omh:total-sleep-time": _TOTAL_SLEEP,
    "omh:sleep-duration": Type((Measure("sleep_duration", _asleep),)),
    "omh:heart-rate": Type((Measure("heart_rate", _heart),)),
    "omh:rr-interval": Type((Measure("rr_interval", _level("hrv.rr")),)),
    "omh:step-count": Type((Measure("step_count", _amount("activity.steps"), "count"),)),
    "omh:calories-burned": Type((Measure("kcal_burned", _energy),)),
    "omh:minutes-moderate-activity": Type((Measure("minutes_moderate_activity", _amount("activity.moderate")),)),
    "omh:body-weight": Type((Measure("body_weight", _level("body.weight")),)),
    "omh:body-height": Type((Measure("body_height", _level("body.height")),)),
    "omh:body-fat-percentage": Type((Measure("body_fat_percentage", _level("body.fat")),)),
    "omh:body-mass-index": Type((Measure("body_mass_index", _level("body.bmi")),)),
    "omh:body-temperature": Type((Measure("body_temperature", _level("vital.temperature")),)),
    "omh:blood-pressure": Type(
        (
            Measure("systolic_blood_pressure", _level("vital.systolic")),
            Measure("diastolic_blood_pressure", _level("vital.diastolic")),
        )
    ),
    "omh:blood-glucose": Type((Measure("blood_glucose", _level("vital.glucose")),)),
    "omh:oxygen-saturation": Type(
        (Measure("oxygen_saturation", _level("vital.spo2")),), unread={"supplemental_oxygen_flow_rate": _NO_METRIC}
    ),
    "omh:respiratory-rate": Type((Measure("respiratory_rate", _level("vital.respiratory_rate")),)),
    "ieee:physical-activity": Type(
        (
            *_EFFORT,
            Measure("base_movement_quantity", _moved),
            Measure("cumulative_elevation_gain", _amount("exercise.ascent")),
        ),
        unread={
            "met_value": _NO_METRIC,
            "average_speed": _NO_METRIC,
            "average_cadence": _NO_METRIC,
            "duration_light_activity": "the light part of an exercise is not the day's light activity",
            "duration_moderate_activity": "the moderate part of an exercise is not the day's moderate activity",
            "duration_vigorous_activity": "the vigorous part of an exercise is not the day's vigorous activity",
        },
        span="exercise.duration",
        marks=("base_movement_quantity", "cumulative_elevation_gain", "average_speed", "average_cadence"),
    ),
    "ieee:sleep-episode": _EPISODE,
    "ieee:total-sleep-time": _TOTAL_SLEEP,
    "granola:hk-workout": Type(_EFFORT, unread={"met_value": _NO_METRIC}, span="exercise.duration", marks=("metadata",)),
}


def read_body(body: Record, draft: Draft, kind: Type) -> None:
    """Turn a body that fits its schema into readings.

    Args:
        body: the body.
        draft: identified already.
        kind: its type.

    Raises:
        MalformedRow: its times cannot be.
    """
    frame = frame_of(body, draft.tz)
    if isinstance(frame, str):
        draft.absent(body, "effective_time_frame", frame)
        return
    if frame.end - frame.start > LONGEST:
        draft.absent(body, "effective_time_frame", "it is longer than a day, so it says nothing of any one day")
        return
    draft.over(frame.start, frame.end, frame.day)
    draft.kind = body.label("activity_name")
    for measure in kind.measures:
        if measure.field in body.data:
            _read_measure(body, draft, measure)
    _read_span(body, draft, kind, frame)
    for name, reason in kind.unread.items():
        if name in body.data:
            draft.absent(body, name, reason)


def _read_measure(body: Record, draft: Draft, measure: Measure) -> None:
    metric = measure.choose(body)
    if metric is None:
        draft.absent(body, measure.field, "auren has no metric for this statistic of it")
        return
    try:
        bare = not isinstance(body.data[measure.field], dict)
        value, unit = (body.number(measure.field), measure.unit) if bare else quantity(body, measure.field)
        draft.put(metric, value, unit, body, measure.field)
    except MalformedRow as error:
        draft.fault(error)


def _read_span(body: Record, draft: Draft, kind: Type, frame: Frame) -> None:
    if not kind.span or "duration" in body.data or not frame.exact or frame.end == frame.start:
        return
    if _amount(kind.span)(body) is None:
        return
    minutes = (frame.end - frame.start).total_seconds() / 60
    draft.put(kind.span, minutes, "min", body, "effective_time_frame")
