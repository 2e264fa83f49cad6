"""The parts that documents share: times, values with units, words for circumstances, and the headers of data points.

Two of them differ between the standards: a time interval of IEEE 1752.1 knows no part of the day, and its header calls
the id `uuid` and keeps the time of creation at its top.
"""

from __future__ import annotations

from typing import Final

from auren.sources.vendors.open_mhealth.formats import is_date, is_date_time, is_uri, is_uuid
from auren.sources.vendors.open_mhealth.shapes import (
    NUMBER,
    TEXT,
    Part,
    exactly_one,
    list_of,
    record,
    text_like,
    value_in,
    words,
)

# --- Time
DATE_TIME: Final = text_like(is_date_time, "expected a time with an offset, such as 2019-11-02T07:19:30+01:00")
DATE: Final = text_like(is_date, "expected a date such as 2019-11-02")
PART_OF_DAY: Final = words("morning", "afternoon", "evening", "night")

_DURATION_UNITS = ("ps", "ns", "us", "ms", "sec", "min", "h", "d", "wk", "Mo", "yr")
DURATION: Final = value_in(*_DURATION_UNITS)

_STARTING = record("StartAndDuration", {"start_date_time": DATE_TIME, "duration": DURATION})
_ENDING = record("EndAndDuration", {"end_date_time": DATE_TIME, "duration": DURATION})
_BETWEEN = record("StartAndEnd", {"start_date_time": DATE_TIME, "end_date_time": DATE_TIME})
_ROUGHLY = record("PartOfDay", {"date": DATE, "part_of_day": PART_OF_DAY})

TIME_INTERVAL: Final = exactly_one(_STARTING, _ENDING, _BETWEEN, _ROUGHLY)
TIME_INTERVAL_IEEE: Final = exactly_one(_STARTING, _ENDING, _BETWEEN)
_AT = record("Instant", {"date_time": DATE_TIME})
TIME_FRAME: Final = exactly_one(_AT, record("Interval", {"time_interval": TIME_INTERVAL}))
TIME_FRAME_IEEE: Final = exactly_one(_AT, record("Interval", {"time_interval": TIME_INTERVAL_IEEE}))

# --- Values with units
UNIT_VALUE: Final = value_in()
MASS: Final = value_in("fg", "pg", "ng", "ug", "mg", "g", "kg", "Metric Ton", "gr", "oz", "lb", "Ton")
LENGTH: Final = value_in("fm", "pm", "nm", "um", "mm", "cm", "m", "km", "in", "ft", "yd", "mi")
TEMPERATURE: Final = value_in("K", "F", "C")
KCAL: Final = value_in("kcal")
PERCENT: Final = value_in("%")
PRESSURE: Final = value_in("mmHg")


def _between(*units: str) -> type[Part]:
    needed = {"low_value": NUMBER, "high_value": NUMBER, "unit": words(*units) if units else TEXT}
    return record("UnitValueRange", needed)


UNIT_VALUE_RANGE: Final = _between()
DURATION_RANGE: Final = _between(*_DURATION_UNITS)
FREQUENCY: Final = record(
    "FrequencyUnitValue", {"number_of_times": NUMBER, "time_window": exactly_one(DURATION, DURATION_RANGE)}
)

# --- Statistics
_STATISTICS = ("average", "maximum", "minimum", "standard deviation", "variance", "sum", "median")
_QUARTERS = ("quartile deviation", "80th percentile", "lower quartile", "upper quartile")
_FIFTHS = ("1st quintile", "2nd quintile", "3rd quintile", "4th quintile")
STATISTIC_1_0: Final = words(*_STATISTICS)
STATISTIC_1_1: Final = words(*_STATISTICS, "count", *_QUARTERS, *_FIFTHS)
STATISTIC: Final = words(*_STATISTICS, "count", "20th percentile", *_QUARTERS, *_FIFTHS)
DENOMINATOR_1_0: Final = words("d", "episode", "meal", "session")
DENOMINATOR_1_1: Final = words("d", "wk", "Mo", "episode", "meal", "session")

# --- Circumstances
ACTIVITY_NAME: Final = TEXT
POSTURE: Final = words("sitting", "lying down", "standing", "semi-recumbent")
POSITION: Final = words("sitting", "lying down", "standing")
_SIDED = ("ankle", "hip", "thigh", "thorax", "upper arm", "wrist")
BODY_LOCATION: Final = words(*(f"{side} {place}" for place in _SIDED for side in ("left", "right")), "middle left thorax")
BLOOD_SPECIMEN: Final = words("whole blood", "plasma", "serum")
SPECIMEN_1_0: Final = words("interstitial fluid", "capillary blood", "plasma", "serum", "tears", "whole blood")
_SPECIMENS = ("breath", "capillary blood", "interstitial fluid", "saliva", "sweat", "urine")
SPECIMEN_2_0: Final = words(*_SPECIMENS, "lacrimal fluid")
SPECIMEN_2_1: Final = words(*_SPECIMENS, "tears")
_MEALS = (
    *("fasting", "not fasting", "2 hours postprandial"),
    *(f"{when} {meal}" for when in ("before", "after") for meal in ("meal", "breakfast", "lunch", "dinner")),
)
TO_MEAL_1_0: Final = words(*_MEALS)
TO_MEAL_1_1: Final = words(*_MEALS, "not related to meals", "with meal", "with food")
TO_MEAL: Final = words(*_MEALS, "with meal", "with food")
TO_SLEEP: Final = words("before sleeping", "during sleep", "on waking")
TO_ACTIVITY: Final = words("at rest", "active", "before exercise", "after exercise", "during exercise")

# --- Headers
_SCHEMA_ID = {"namespace": TEXT, "name": TEXT, "version": TEXT}
SCHEMA_ID_1_0: Final = record("SchemaID", _SCHEMA_ID)
SCHEMA_ID_1_1: Final = record("SchemaID", _SCHEMA_ID, {"url": text_like(is_uri, "expected a URI")})
_MODALITY = words("sensed", "self-reported")


def _header(*, user: bool, revised: bool) -> type[Part]:
    provenance = {"source_creation_date_time": DATE_TIME, "modality": _MODALITY}
    if revised:
        provenance |= {"source_data_point_id": TEXT, "source_last_modification_date_time": DATE_TIME}
    maybe = {"acquisition_provenance": record("Provenance", {"source_name": TEXT}, provenance)}
    if user:
        maybe |= {"user_id": TEXT}
    return record("Header", {"id": TEXT, "creation_date_time": DATE_TIME, "schema_id": SCHEMA_ID_1_1}, maybe)


HEADER_1_0: Final = _header(user=False, revised=False)
HEADER_1_1: Final = _header(user=True, revised=False)
HEADER: Final = _header(user=True, revised=True)
HEADER_IEEE: Final = record(
    "HeaderIEEE",
    {"uuid": text_like(is_uuid, "expected a UUID"), "schema_id": SCHEMA_ID_1_0, "source_creation_date_time": DATE_TIME},
    {
        "modality": _MODALITY,
        "acquisition_rate": FREQUENCY,
        "external_datasheets": list_of(record("Datasheet", {"datasheet_reference": TEXT}, {"datasheet_type": TEXT})),
    },
)
