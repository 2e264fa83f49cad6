"""Every schema that auren knows, by its id: what each version of a type needs, and what it may have besides.

Bodies give readings; parts are only judged, since documents hold them. "omh:heart-rate:2.x" means the newest version 2.
The two standards' namespaces are `omh` and `ieee`; `granola` is Open mHealth's own form of Apple's HealthKit samples.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter

from auren.sources.vendors.open_mhealth import parts as p
from auren.sources.vendors.open_mhealth.shapes import (
    FLAG,
    NUMBER,
    TEXT,
    WHOLE,
    WHOLE_NUMBER,
    Fields,
    having,
    list_of,
    record,
    value_in,
    words,
)

__all__ = ["BODIES", "PARTS", "adapter"]

# --- Fields that many bodies have
_TIME = {"effective_time_frame": p.TIME_FRAME}
_TIME_IEEE = {"effective_time_frame": p.TIME_FRAME_IEEE}
_SPAN = {"effective_time_frame": having(p.TIME_FRAME, "time_interval")}
_SPAN_IEEE = {"effective_time_frame": having(p.TIME_FRAME_IEEE, "time_interval")}
_STATISTIC = {"descriptive_statistic": p.STATISTIC}
# Any text may stand in place of the denominators that the schemas name.
_PER = {"descriptive_statistic_denominator": TEXT}
_STEPS_STATISTIC = {"descriptive_statistic": p.STATISTIC_1_0, **_PER}
_NOTES = {"user_notes": TEXT}
_MEAL = {"temporal_relationship_to_meal": p.TO_MEAL}
_SLEEP = {"temporal_relationship_to_sleep": p.TO_SLEEP}
_ACTIVITY = {"temporal_relationship_to_physical_activity": p.TO_ACTIVITY}
_NAME = {"activity_name": p.ACTIVITY_NAME}

# --- Fields that the versions of one type share
_GLUCOSE = {"blood_glucose": value_in("mg/dL", "mmol/L")}
_PRESSURE = {"systolic_blood_pressure": p.PRESSURE, "diastolic_blood_pressure": p.PRESSURE}
_POSTURE = {"body_posture": p.POSTURE}
_PLACE = {"measurement_location": p.BODY_LOCATION}
_FAT = {"body_fat_percentage": p.PERCENT}
_HEIGHT = {"body_height": p.LENGTH}
_TEMPERATURE = {"body_temperature": p.TEMPERATURE}
_OLD_SPOTS = {"measurement_location": words("oral", "rectal", "vaginal", "axillary", "otic", "wrist", "chest", "temporal")}
_SPOTS = {
    "measurement_location": words(
        *("axillary", "finger", "forehead", "oral", "rectal", "temporal artery", "toe", "tympanic", "wrist", "vagina")
    )
}
_WEIGHT = {"body_weight": p.MASS}
_KCAL = {"kcal_burned": p.KCAL}
_HEART = {"heart_rate": value_in("beats/min")}
_OXYGEN = {"oxygen_saturation": p.PERCENT}
_OXYGEN_THERAPY = {
    "system": words("peripheral capillary"),
    "supplemental_oxygen_flow_rate": value_in("L/min"),
    "oxygen_therapy_mode_of_administration": words("nasal cannula"),
    "measurement_method": words("pulse oximetry"),
}
_BREATHS = {"respiratory_rate": value_in("breaths/min")}
_RR = {"rr_interval": value_in("ms")}
_ASLEEP = {"sleep_duration": value_in("sec", "min", "h")}
_TOTAL_SLEEP = {"total_sleep_time": p.DURATION}
_MAIN = {"is_main_sleep": FLAG}
_EPISODE = {
    **_TOTAL_SLEEP,
    **_MAIN,
    "latency_to_sleep_onset": p.DURATION,
    "latency_to_arising": p.DURATION,
    "sleep_maintenance_efficiency_percentage": p.PERCENT,
}
_AFTER_ONSET = {"wake_after_sleep_onset": p.DURATION}
_EFFORT = {"distance": p.LENGTH, "reported_activity_intensity": words("light", "moderate", "vigorous")}
_MET = {"met_value": NUMBER}
_IEEE_EFFORT = {
    **_EFFORT,
    **_MET,
    **_KCAL,
    **_STATISTIC,
    **_PER,
    "base_movement_quantity": p.UNIT_VALUE,
    "cumulative_elevation_gain": p.LENGTH,
    "duration": p.DURATION,
    "duration_light_activity": p.DURATION,
    "duration_moderate_activity": p.DURATION,
    "duration_vigorous_activity": p.DURATION,
    "average_cadence": p.UNIT_VALUE,
    "average_speed": p.UNIT_VALUE,
}
_METADATA = list_of(record("Metadata", {"key": TEXT, "value": TEXT | NUMBER | FLAG}))

Shape = tuple[Fields, Fields]
"""Fields that a body must have, and fields that it may have."""

BODIES: Final[dict[str, Shape]] = {
    "omh:blood-glucose:1.0": (
        _GLUCOSE,
        {"blood_specimen_type": p.BLOOD_SPECIMEN, **_TIME, **_MEAL, **_SLEEP, **_STATISTIC, **_NOTES},
    ),
    "omh:blood-glucose:2.0": (
        _GLUCOSE,
        {"specimen_source": p.SPECIMEN_1_0, **_TIME, **_MEAL, **_SLEEP, **_STATISTIC, **_NOTES},
    ),
    "omh:blood-glucose:3.0": (_GLUCOSE | _TIME, {"specimen_source": p.SPECIMEN_2_1, **_MEAL, **_SLEEP, **_STATISTIC}),
    "omh:blood-glucose:4.0": (_GLUCOSE | _TIME_IEEE, {"specimen_source": p.SPECIMEN_2_1, **_MEAL, **_SLEEP, **_STATISTIC}),
    "omh:blood-pressure:1.0": (_PRESSURE, {"position_during_measurement": p.POSITION, **_TIME, **_STATISTIC, **_NOTES}),
    "omh:blood-pressure:2.0": (_PRESSURE, _POSTURE | _TIME | _STATISTIC | _NOTES),
    "omh:blood-pressure:3.0": (_PRESSURE | _TIME, _POSTURE | _PLACE | _STATISTIC),
    "omh:blood-pressure:3.1": (_PRESSURE | _TIME, _POSTURE | _PLACE | _STATISTIC | _ACTIVITY),
    "omh:blood-pressure:4.0": (_PRESSURE | _TIME_IEEE, _POSTURE | _PLACE | _STATISTIC | _ACTIVITY),
    "omh:body-fat-percentage:1.0": (_FAT, _TIME | _STATISTIC),
    "omh:body-fat-percentage:2.0": (_FAT | _TIME_IEEE, _STATISTIC),
    "omh:body-height:1.0": (_HEIGHT, _TIME | _STATISTIC),
    "omh:body-height:2.0": (_HEIGHT | _TIME_IEEE, _STATISTIC),
    "omh:body-mass-index:1.0": ({"body_mass_index": value_in("kg/m2")}, _TIME | _STATISTIC),
    "omh:body-mass-index:2.0": ({"body_mass_index": value_in("kg/m^2"), **_TIME}, _STATISTIC),
    "omh:body-mass-index:3.0": ({"body_mass_index": value_in("kg/m^2"), **_TIME_IEEE}, _STATISTIC),
    "omh:body-temperature:1.0": (_TEMPERATURE, _TIME | _STATISTIC | _OLD_SPOTS),
    "omh:body-temperature:2.0": (_TEMPERATURE, _TIME | _STATISTIC | _SPOTS | _SLEEP),
    "omh:body-temperature:3.0": (_TEMPERATURE | _TIME, _STATISTIC | _SPOTS | _SLEEP),
    "omh:body-temperature:4.0": (_TEMPERATURE | _TIME_IEEE, _STATISTIC | _SPOTS | _SLEEP),
    "omh:body-weight:1.0": (_WEIGHT, _TIME | _STATISTIC),
    "omh:body-weight:2.0": (_WEIGHT | _TIME, _STATISTIC),
    "omh:body-weight:3.0": (_WEIGHT | _TIME_IEEE, _STATISTIC),
    "omh:calories-burned:1.0": (_KCAL, _TIME | _NAME),
    "omh:calories-burned:2.0": (_KCAL | _SPAN, _NAME | _STATISTIC | _PER),
    "omh:heart-rate:1.0": (_HEART, _TIME | _STATISTIC | _ACTIVITY | _NOTES),
    "omh:heart-rate:1.1": (_HEART, _TIME | _STATISTIC | _ACTIVITY | _SLEEP | _NOTES),
    "omh:heart-rate:2.0": (_HEART | _TIME, _STATISTIC | _ACTIVITY | _SLEEP),
    "omh:minutes-moderate-activity:1.0": ({"minutes_moderate_activity": value_in("min")}, _TIME),
    "omh:oxygen-saturation:1.0": (_OXYGEN, _OXYGEN_THERAPY | _TIME | _STATISTIC),
    "omh:oxygen-saturation:2.0": (_OXYGEN | _TIME, _OXYGEN_THERAPY | _STATISTIC),
    "omh:physical-activity:1.0": (_NAME, _TIME | _EFFORT),
    "omh:physical-activity:1.1": (_NAME, _TIME | _EFFORT | _MET),
    "omh:physical-activity:1.2": (_NAME, _TIME | _EFFORT | _MET | _KCAL),
    "omh:respiratory-rate:1.0": (_BREATHS, _TIME | _STATISTIC | _ACTIVITY),
    "omh:respiratory-rate:2.0": (_BREATHS | _TIME, _STATISTIC | _ACTIVITY),
    "omh:rr-interval:1.0": (_RR, _TIME | _STATISTIC | _ACTIVITY),
    "omh:sleep-duration:1.0": (_ASLEEP, _TIME | _NOTES),
    "omh:sleep-duration:2.0": (_ASLEEP | _SPAN, _STATISTIC | _PER),
    "omh:sleep-episode:1.0": (_SPAN, {**_EPISODE, "number_of_awakenings": WHOLE}),
    "omh:sleep-episode:1.1": (_SPAN, {**_EPISODE, **_AFTER_ONSET, "number_of_awakenings": WHOLE_NUMBER}),
    "omh:step-count:1.0": ({"step_count": NUMBER}, _TIME),
    "omh:step-count:2.0": ({"step_count": NUMBER, **_SPAN}, _STEPS_STATISTIC),
    "omh:step-count:3.0": ({"step_count": value_in("steps"), **_SPAN}, _STEPS_STATISTIC),
    "omh:total-sleep-time:1.0": (_TOTAL_SLEEP | _SPAN, _STATISTIC | _PER),
    # As IEEE 1752.1 describes them; where it allows a unit of one's own, any text stands.
    "ieee:physical-activity:1.0": (_NAME | _SPAN_IEEE, _IEEE_EFFORT),
    "ieee:sleep-episode:1.0": (_SPAN_IEEE, {**_EPISODE, **_AFTER_ONSET, "number_of_awakenings": WHOLE_NUMBER}),
    "ieee:total-sleep-time:1.0": (_TOTAL_SLEEP | _SPAN_IEEE, _MAIN | _STATISTIC | _PER),
    "granola:hk-workout:1.0": (
        _NAME | _TIME,
        {**_EFFORT, **_MET, **_KCAL, "duration": value_in("sec"), "metadata": _METADATA},
    ),
}

PARTS: Final[dict[str, Any]] = {
    "granola:hk-metadata:1.0": _METADATA,
    "ieee:body-posture:1.0": p.POSTURE,
    "ieee:header:1.0": p.HEADER_IEEE,
    "ieee:time-frame:1.0": p.TIME_FRAME_IEEE,
    "ieee:time-interval:1.0": p.TIME_INTERVAL_IEEE,
    "omh:activity-name:1.0": p.ACTIVITY_NAME,
    "omh:blood-specimen-type:1.0": p.BLOOD_SPECIMEN,
    "omh:body-location:1.0": p.BODY_LOCATION,
    "omh:body-location:1.1": p.BODY_LOCATION,
    "omh:body-posture:1.0": p.POSTURE,
    "omh:data-point:1.0": record("DataPoint", {"header": p.HEADER, "body": record("Body", {})}),
    "omh:date-time:1.0": p.DATE_TIME,
    "omh:descriptive-statistic:1.0": p.STATISTIC_1_0,
    "omh:descriptive-statistic:1.1": p.STATISTIC_1_1,
    "omh:descriptive-statistic:1.2": p.STATISTIC,
    "omh:descriptive-statistic-denominator:1.0": p.DENOMINATOR_1_0,
    "omh:descriptive-statistic-denominator:1.1": p.DENOMINATOR_1_1,
    "omh:diastolic-blood-pressure:1.0": p.PRESSURE,
    "omh:diastolic-blood-pressure:1.1": p.PRESSURE,
    "omh:duration-unit-value:1.0": p.DURATION,
    "omh:duration-unit-value-range:1.0": p.DURATION_RANGE,
    "omh:frequency-unit-value:1.0": p.FREQUENCY,
    "omh:full-date:1.0": p.DATE,
    "omh:header:1.0": p.HEADER_1_0,
    "omh:header:1.1": p.HEADER_1_1,
    "omh:header:1.2": p.HEADER,
    "omh:kcal-unit-value:1.0": p.KCAL,
    "omh:length-unit-value:1.0": p.LENGTH,
    "omh:mass-unit-value:1.0": p.MASS,
    "omh:mass-unit-value:1.1": p.MASS,
    "omh:part-of-day:1.0": p.PART_OF_DAY,
    "omh:position-during-measurement:1.0": p.POSITION,
    "omh:schema-id:1.0": p.SCHEMA_ID_1_0,
    "omh:schema-id:1.1": p.SCHEMA_ID_1_1,
    "omh:specimen-source:1.0": p.SPECIMEN_1_0,
    "omh:specimen-source:2.0": p.SPECIMEN_2_0,
    "omh:specimen-source:2.1": p.SPECIMEN_2_1,
    "omh:systolic-blood-pressure:1.0": p.PRESSURE,
    "omh:systolic-blood-pressure:1.1": p.PRESSURE,
    "omh:temperature-unit-value:1.0": p.TEMPERATURE,
    "omh:temporal-relationship-to-meal:1.0": p.TO_MEAL_1_0,
    "omh:temporal-relationship-to-meal:1.1": p.TO_MEAL_1_1,
    "omh:temporal-relationship-to-meal:1.2": p.TO_MEAL,
    "omh:temporal-relationship-to-physical-activity:1.0": p.TO_ACTIVITY,
    "omh:temporal-relationship-to-sleep:1.0": p.TO_SLEEP,
    "omh:time-frame:1.0": p.TIME_FRAME,
    "omh:time-interval:1.0": p.TIME_INTERVAL,
    "omh:unit-value:1.0": p.UNIT_VALUE,
    "omh:unit-value-range:1.0": p.UNIT_VALUE_RANGE,
}


@cache
def adapter(schema: str) -> TypeAdapter[Any]:
    """Give what judges documents of a schema, built when it is first asked for."""
    if schema in PARTS:
        return TypeAdapter(PARTS[schema])
    needed, maybe = BODIES[schema]
    return TypeAdapter(record(schema, needed, maybe))
