"""Google's Health API v4, the successor of the Fitbit Web API, as recorded answers or as a client fetches them.

Whole numbers are written as texts, durations as "1800s", dates as {"year", "month", "day"}. Most points have no id, so one
is made of type, time and data source. RMSSD and SDNN stand in one point, each under its own name. Sums of a day come from
daily roll-ups, which count what several devices saw only once; the raw points of a type are read, too, so do not hand in
both. The forms are those of the published reference; none was checked against a live account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from auren.sources.answers import AnswerSource, Endpoint
from auren.sources.base import Read
from auren.sources.fields import Field
from auren.sources.vendors.google_health.points import daily, interval, rolled_up, sample
from auren.sources.vendors.google_health.sessions import read_exercise, read_sleep

__all__ = ["GoogleHealth"]

_HRV = (
    Field("hrv.rmssd", "rootMeanSquareOfSuccessiveDifferencesMilliseconds", "ms", written=True, zero=False),
    Field("hrv.sdnn", "standardDeviationMilliseconds", "ms", written=True, zero=False),
)
_DAILY_HRV = (Field("hrv.rmssd", "averageHeartRateVariabilityMilliseconds", "ms", written=True, zero=False),)


class GoogleHealth(AnswerSource):
    """Recorded answers of Google's Health API v4.

    Arguments and errors as `AnswerSource`.
    """

    name = "google_health"
    marks = (b"/dataTypes/", b'"rollupDataPoints"', b'"stagesSummary"', b'"physicalTime"')

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give the data types, as points and as roll-ups."""
        return _ENDPOINTS


Shape = Callable[[str, str, Iterable[Field]], Read]


def _points(slug: str, kind: str, shape: Shape, *fields: Field, pull: str = "") -> list[Endpoint]:
    key = _camel(slug)
    read = shape(key, slug, fields)
    path = f"*/v4/users/*/dataTypes/{slug}/dataPoints"
    lists = (path, f"{path}:reconcile")
    return [Endpoint(each, kind, read, ("dataPoints",), tell=key, pull=pull if each == path else "") for each in lists]


def _rollups(slug: str, kind: str, *fields: Field, pull: str = "", verb: str = "dailyRollUp") -> list[Endpoint]:
    read = rolled_up(_camel(slug), slug, fields)
    path = f"*/v4/users/*/dataTypes/{slug}/dataPoints"
    verbs = ("dailyRollUp", "rollUp")
    return [Endpoint(f"{path}:{each}", kind, read, ("rollupDataPoints",), pull=pull if each == verb else "") for each in verbs]


def _camel(slug: str) -> str:
    first, *rest = slug.split("-")
    return first + "".join(part.capitalize() for part in rest)


def _whole(kind: str, slug: str, read: Read, pull: str) -> list[Endpoint]:
    return _points(slug, kind, lambda *_: read, pull=pull)


def _number(metric: str, name: str, unit: str, *, zero: bool = True) -> Field:
    return Field(metric, name, unit, written=True, zero=zero)


_UNREAD = ("active-zone-minutes", "electrocardiogram", "irregular-rhythm-notification", "moods", "symptoms", "nutrition-log")

_ENDPOINTS: tuple[Endpoint, ...] = (
    *_whole("sleeps", "sleep", read_sleep, "sleep"),
    *_whole("exercises", "exercise", read_exercise, "interval"),
    *_points("daily-heart-rate-variability", "HRV days", daily, *_DAILY_HRV, pull="daily"),
    *_points("heart-rate-variability", "HRV samples", sample, *_HRV, pull="sample"),
    *_points(
        "daily-resting-heart-rate",
        "resting-heart-rate days",
        daily,
        _number("heart.resting", "beatsPerMinute", "bpm"),
        pull="daily",
    ),
    *_points(
        "daily-oxygen-saturation",
        "oxygen days",
        daily,
        _number("vital.spo2", "averagePercentage", "%", zero=False),
        pull="daily",
    ),
    *_points(
        "daily-respiratory-rate",
        "breathing days",
        daily,
        _number("vital.respiratory_rate", "breathsPerMinute", "breaths/min"),
        pull="daily",
    ),
    *_points(
        "daily-sleep-temperature-derivations",
        "temperature days",
        daily,
        _number("vital.skin_temperature", "nightlyTemperatureCelsius", "degC"),
        pull="daily",
    ),
    *_points("daily-vo2-max", "VO2max days", daily, _number("fitness.vo2max", "vo2Max", "mL/kg/min"), pull="daily"),
    *_points("weight", "weights", sample, _number("body.weight", "weightGrams", "g"), pull="sample"),
    *_points("body-fat", "body-fat measures", sample, _number("body.fat", "percentage", "%"), pull="sample"),
    *_points("height", "heights", sample, _number("body.height", "heightMillimeters", "mm"), pull="sample"),
    *_points("oxygen-saturation", "oxygen samples", sample, _number("vital.spo2", "percentage", "%", zero=False)),
    *_points("heart-rate", "heart rates", sample, _number("heart.rate", "beatsPerMinute", "bpm", zero=False)),
    *_points("vo2-max", "VO2max measures", sample, _number("fitness.vo2max", "vo2Max", "mL/kg/min")),
    *_points("steps", "steps", interval, _number("activity.steps", "count", "count")),
    *_points("distance", "distances", interval, _number("activity.distance", "millimeters", "mm")),
    *_points("floors", "floors", interval, _number("activity.floors", "count", "count")),
    *_points("active-energy-burned", "active energy", interval, _number("energy.active", "kcal", "kcal")),
    *_points("basal-energy-burned", "basal energy", interval, _number("energy.basal", "kcal", "kcal")),
    *_rollups("steps", "step days", _number("activity.steps", "countSum", "count"), pull="90 days"),
    *_rollups("distance", "distance days", _number("activity.distance", "millimetersSum", "mm"), pull="90 days"),
    *_rollups("floors", "floor days", _number("activity.floors", "countSum", "count"), pull="90 days"),
    *_rollups("active-energy-burned", "active-energy days", _number("energy.active", "kcalSum", "kcal"), pull="90 days"),
    *_rollups("total-calories", "energy days", _number("energy.total", "kcalSum", "kcal"), pull="14 days"),
    *_rollups(
        "heart-rate",
        "heart-rate windows",
        _number("heart.rate", "beatsPerMinuteAvg", "bpm", zero=False),
        pull="windows",
        verb="rollUp",
    ),
    *(Endpoint(f"*/v4/users/*/dataTypes/{slug}/*", "points of other types", None) for slug in _UNREAD),
)
