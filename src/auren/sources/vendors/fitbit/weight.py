"""Fitbit's weigh-ins, whose file does not tell in which unit the account weighs."""

from __future__ import annotations

from typing import Literal

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.times import instants, parse_moment

__all__ = ["WeightUnit", "read_weight"]

WeightUnit = Literal["kg", "lb", "st"]
"""In which unit an account weighs."""


def read_weight(record: Record, draft: Draft, *, unit: WeightUnit | None) -> None:
    """Read one weigh-in.

    Args:
        record: the log.
        draft: takes its readings.
        unit: of the weight; None leaves the weight out, and reads the rest.
    """
    draft.identify("weight", record.identifier("logId"))
    moment = parse_moment(f"{record.text('date')} {record.text('time')}", "us")
    if moment is None:
        raise record.wrong("date", "expected a date such as 11/02/19 (month first), and a time such as 07:19:30")
    at = instants(moment, draft.tz)[0]
    draft.over(at, at)
    draft.device = record.label("source")
    if unit is None:
        draft.absent(record, "weight", "the file does not tell the unit; pass weight_unit=")
    else:
        draft.measure("body.weight", record, "weight", unit)
    if record.has("bmi"):
        draft.measure("body.bmi", record, "bmi", "kg/m2")
    if record.has("fat"):
        draft.measure("body.fat", record, "fat", "%")
