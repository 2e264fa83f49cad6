"""Workouts, in the present version of the app's format and the one before."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.errors import MalformedRow
from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import pick_span
from auren.sources.vendors.health_auto_export.quantities import put_quantity

__all__ = ["read_workout"]

# The first field that holds a quantity counts: the present version says activeEnergyBurned and keeps a series in activeEnergy.
_QUANTITIES: Final = (
    ("exercise.energy", ("activeEnergyBurned", "activeEnergy")),
    ("exercise.distance", ("distance",)),
    ("exercise.heart_rate", ("avgHeartRate",)),
    ("exercise.heart_rate_max", ("maxHeartRate",)),
    ("exercise.speed", ("avgSpeed",)),
    ("exercise.ascent", ("elevationUp",)),
)
_LONGEST = timedelta(hours=24)


def read_workout(workout: Record, draft: Draft) -> None:
    """Read one workout."""
    span = pick_span(workout.moment("start"), workout.moment("end"), draft.tz)
    if span is None or span[1] - span[0] > _LONGEST:
        raise workout.wrong("end", "expected a time in the 24 hours after start")
    draft.identify("workout", workout.identifier("id") if workout.has("id") else span[0].isoformat())
    draft.over(*span)
    draft.kind = workout.label("name")
    if workout.has("id") and workout.has("duration"):
        draft.measure("exercise.duration", workout, "duration", "s")
    else:
        # Only the version that has ids documents the duration's unit.
        draft.put("exercise.duration", (span[1] - span[0]).total_seconds(), "s", workout, "end")
    for metric, fields in _QUANTITIES:
        field = next((field for field in fields if isinstance(workout.data.get(field), dict)), None)
        if field is not None:
            _put(metric, workout, field, draft)


def _put(metric: str, workout: Record, field: str, draft: Draft) -> None:
    try:
        quantity = workout.child(field)
        units = quantity.text("units")
    except MalformedRow as error:
        draft.fault(error)
    else:
        put_quantity(metric, quantity, "qty", units, draft)
