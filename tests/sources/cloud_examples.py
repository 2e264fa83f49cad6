"""Small hand-written answers of Oura, WHOOP, Polar, Withings and Google's Health API, in the shapes that they document."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from auren.sources.answers import Answer

Fields = dict[str, Any]

DAY = date(2025, 3, 2)
NIGHT_START = datetime(2025, 3, 1, 22, 0, tzinfo=UTC)
NIGHT_END = datetime(2025, 3, 2, 6, 0, tzinfo=UTC)


def oura_sleep(**changes: Any) -> Fields:
    night: Fields = {
        "id": "night-1",
        "day": "2025-03-02",
        "bedtime_start": "2025-03-01T23:00:00.000+01:00",
        "bedtime_end": "2025-03-02T07:00:00.000+01:00",
        "type": "long_sleep",
        "average_breath": 14.5,
        "average_heart_rate": 54.5,
        "average_hrv": 48,
        "lowest_heart_rate": 47,
        "time_in_bed": 28_800,
        "total_sleep_duration": 25_200,
        "awake_time": 3600,
        "deep_sleep_duration": 6000,
        "light_sleep_duration": 13_200,
        "rem_sleep_duration": 6000,
        "latency": 540,
        "efficiency": 88,
        "hrv": {"interval": 300.0, "items": [None, 44.0, 52.0], "timestamp": "2025-03-01T23:00:00.000+01:00"},
        "sleep_phase_5_min": "4" + "2" * 40 + "4" * 5 + "3" * 50,
    }
    return {**night, **changes}


def oura_activity(**changes: Any) -> Fields:
    day: Fields = {
        "id": "activity-1",
        "day": "2025-03-02",
        "steps": 9000,
        "active_calories": 450,
        "total_calories": 2500,
        "equivalent_walking_distance": 8200,
        "high_activity_time": 600,
        "medium_activity_time": 1800,
        "low_activity_time": 12_000,
        "sedentary_time": 30_000,
        "timestamp": "2025-03-02T04:00:00+01:00",
    }
    return {**day, **changes}


def whoop_sleep(**changes: Any) -> Fields:
    sleep: Fields = {
        "id": "ecfc6a15-4661-442f-a9a4-f160dd7afae8",
        "cycle_id": 93845,
        "user_id": 10129,
        "created_at": "2025-03-02T06:10:00.000Z",
        "updated_at": "2025-03-02T06:20:00.000Z",
        "start": "2025-03-01T22:00:00.000Z",
        "end": "2025-03-02T06:00:00.000Z",
        "timezone_offset": "+01:00",
        "nap": False,
        "score_state": "SCORED",
        "score": {
            "stage_summary": {
                "total_in_bed_time_milli": 28_800_000,
                "total_awake_time_milli": 3_600_000,
                "total_no_data_time_milli": 0,
                "total_light_sleep_time_milli": 12_000_000,
                "total_slow_wave_sleep_time_milli": 6_000_000,
                "total_rem_sleep_time_milli": 7_200_000,
                "disturbance_count": 9,
            },
            "respiratory_rate": 15.1,
            "sleep_performance_percentage": 91.0,
            "sleep_efficiency_percentage": 87.5,
        },
    }
    return {**sleep, **changes}


def whoop_recovery(**changes: Any) -> Fields:
    recovery: Fields = {
        "cycle_id": 93845,
        "sleep_id": "ecfc6a15-4661-442f-a9a4-f160dd7afae8",
        "user_id": 10129,
        "created_at": "2025-03-02T06:25:44.774Z",
        "updated_at": "2025-03-02T06:30:44.774Z",
        "score_state": "SCORED",
        "score": {
            "user_calibrating": False,
            "recovery_score": 66.0,
            "resting_heart_rate": 52.0,
            "hrv_rmssd_milli": 61.8,
            "spo2_percentage": 95.7,
            "skin_temp_celsius": 33.7,
        },
    }
    return {**recovery, **changes}


def whoop_cycle(**changes: Any) -> Fields:
    cycle: Fields = {
        "id": 93845,
        "updated_at": "2025-03-03T06:30:44.774Z",
        "start": "2025-03-01T22:00:00.000Z",
        "end": "2025-03-02T22:30:00.000Z",
        "timezone_offset": "+01:00",
        "score_state": "SCORED",
        "score": {"strain": 12.3, "kilojoule": 8368.0, "average_heart_rate": 68, "max_heart_rate": 171},
    }
    return {**cycle, **changes}


def whoop_workout(**changes: Any) -> Fields:
    workout: Fields = {
        "id": "0f6b4e3a-1111-442f-a9a4-f160dd7afae8",
        "updated_at": "2025-03-02T17:30:44.774Z",
        "start": "2025-03-02T16:00:00.000Z",
        "end": "2025-03-02T17:00:00.000Z",
        "timezone_offset": "+01:00",
        "sport_name": "running",
        "score_state": "SCORED",
        "score": {
            "strain": 9.5,
            "average_heart_rate": 141,
            "max_heart_rate": 171,
            "kilojoule": 2092.0,
            "distance_meter": 9500.5,
            "altitude_gain_meter": 46.6,
            "zone_durations": {"zone_zero_milli": 300_000},
        },
    }
    return {**workout, **changes}


def polar_recharge(**changes: Any) -> Fields:
    recharge: Fields = {
        "polar_user": "https://www.polaraccesslink/v3/users/1",
        "date": "2025-03-02",
        "heart_rate_avg": 52,
        "beat_to_beat_avg": 1150,
        "heart_rate_variability_avg": 58,
        "breathing_rate_avg": 14.1,
        "nightly_recharge_status": 4,
        "ans_charge": -2.4,
        "hrv_samples": {"00:41": 54, "00:46": 61},
    }
    return {**recharge, **changes}


def polar_sleep(**changes: Any) -> Fields:
    night: Fields = {
        "date": "2025-03-02",
        "sleep_start_time": "2025-03-01T23:30:30+01:00",
        "sleep_end_time": "2025-03-02T07:00:00+01:00",
        "device_id": "1111AAAA",
        "light_sleep": 13_000,
        "deep_sleep": 6000,
        "rem_sleep": 6000,
        "unrecognized_sleep_stage": 200,
        "total_interruption_duration": 1770,
        "sleep_score": 80,
        "sleep_rating": 4,
        "hypnogram": {"23:30": 2, "02:00": 0, "02:30": 4, "05:00": 1, "06:00": 5},
    }
    return {**night, **changes}


def polar_exercise(**changes: Any) -> Fields:
    exercise: Fields = {
        "id": "2AC312F",
        "upload_time": "2025-03-02T18:40:02.000Z",
        "device": "Polar Vantage V3",
        "start_time": "2025-03-02T17:00:00",
        "start_time_utc_offset": 60,
        "duration": "PT1H4M30.5S",
        "calories": 530,
        "distance": 9600.5,
        "heart_rate": {"average": 139, "maximum": 167},
        "training_load": 143.22,
        "sport": "RUNNING",
        "detailed_sport_info": "RUNNING_TRAIL",
        "training_load_pro": {"cardio-load": 88.0, "muscle-load": 30.0},
    }
    return {**exercise, **changes}


def withings_group(**changes: Any) -> Fields:
    group: Fields = {
        "grpid": 12,
        "attrib": 0,
        "date": 1_740_898_800,
        "created": 1_740_898_900,
        "modified": 1_740_899_000,
        "category": 1,
        "model": "Body Comp",
        "measures": [
            {"value": 81_250, "type": 1, "unit": -3},
            {"value": 191, "type": 6, "unit": -1},
            {"value": 40_625, "type": 77, "unit": -3},
            {"value": 7, "type": 91, "unit": 0},
        ],
    }
    return {**group, **changes}


def withings_night(**changes: Any) -> Fields:
    night: Fields = {
        "id": 345,
        "timezone": "Europe/Oslo",
        "model": 32,
        "startdate": 1_740_866_400,
        "enddate": 1_740_895_200,
        "date": "2025-03-02",
        "modified": 1_740_895_300,
        "completed": True,
        "data": {
            "total_timeinbed": 28_800,
            "total_sleep_time": 25_200,
            "lightsleepduration": 13_000,
            "remsleepduration": 6000,
            "deepsleepduration": 6200,
            "wakeupduration": 3600,
            "wakeupcount": 3,
            "sleep_latency": 600,
            "sleep_efficiency": 0.875,
            "hr_average": 55,
            "hr_min": 47,
            "rr_average": 14,
            "sleep_score": 82,
            "apnea_hypopnea_index": 2,
        },
    }
    return {**night, **changes}


def withings_series(**changes: Any) -> Fields:
    stretch: Fields = {
        "startdate": 1_740_866_400,
        "enddate": 1_740_870_000,
        "state": 1,
        "hash_deviceid": "89ab",
        "rmssd": {"1740866400": 41, "1740867000": 47},
        "sdnn_1": {"1740866400": 60},
    }
    return {**stretch, **changes}


GOOGLE_SOURCE = {"platform": "FITBIT", "recordingMethod": "DERIVED", "device": {"displayName": "Pixel Watch 4"}}


def google_sleep(**changes: Any) -> Fields:
    sleep: Fields = {
        "interval": {
            "startTime": "2025-03-01T22:00:00Z",
            "startUtcOffset": "3600s",
            "endTime": "2025-03-02T06:00:00Z",
            "endUtcOffset": "3600s",
        },
        "type": "STAGES",
        "stages": [
            {"startTime": "2025-03-01T22:00:00Z", "endTime": "2025-03-02T02:00:00Z", "type": "LIGHT"},
            {"startTime": "2025-03-02T02:00:00Z", "endTime": "2025-03-02T03:00:00Z", "type": "AWAKE"},
            {"startTime": "2025-03-02T03:00:00Z", "endTime": "2025-03-02T05:00:00Z", "type": "DEEP"},
            {"startTime": "2025-03-02T05:00:00Z", "endTime": "2025-03-02T06:00:00Z", "type": "REM"},
        ],
        "metadata": {"processed": True, "mainSleep": True, "stagesStatus": "SUCCEEDED"},
        "summary": {
            "minutesInSleepPeriod": "480",
            "minutesAsleep": "420",
            "minutesAwake": "60",
            "minutesToFallAsleep": "0",
            "stagesSummary": [
                {"type": "LIGHT", "minutes": "240", "count": "1"},
                {"type": "DEEP", "minutes": "120", "count": "1"},
                {"type": "REM", "minutes": "60", "count": "1"},
                {"type": "AWAKE", "minutes": "60", "count": "1"},
            ],
        },
        "updateTime": "2025-03-02T06:30:00.123456Z",
    }
    name = "users/1/dataTypes/sleep/dataPoints/a1b2c3d4-e5f6-7890-1234-567890abcdef"
    return {"name": name, "dataSource": GOOGLE_SOURCE, "sleep": {**sleep, **changes}}


def google_hrv(**changes: Any) -> Fields:
    hrv: Fields = {
        "sampleTime": {"physicalTime": "2025-03-02T01:00:00Z", "utcOffset": "3600s"},
        "rootMeanSquareOfSuccessiveDifferencesMilliseconds": 44.5,
        "standardDeviationMilliseconds": 61.25,
    }
    return {"dataSource": GOOGLE_SOURCE, "heartRateVariability": {**hrv, **changes}}


def google_day(value: Fields, key: str) -> Fields:
    return {"dataSource": GOOGLE_SOURCE, key: {"date": {"year": 2025, "month": 3, "day": 2}, **value}}


def google_rollup(value: Fields, key: str, day: date = DAY) -> Fields:
    start, end = ({"date": {"year": d.year, "month": d.month, "day": d.day}} for d in (day, day + timedelta(days=1)))
    return {"civilStartTime": start, "civilEndTime": end, key: value}


def google_exercise(**changes: Any) -> Fields:
    exercise: Fields = {
        "interval": {"startTime": "2025-03-02T16:00:00Z", "startUtcOffset": "3600s", "endTime": "2025-03-02T17:00:00Z"},
        "exerciseType": "RUNNING",
        "displayName": "Run",
        "activeDuration": "3300s",
        "metricsSummary": {
            "caloriesKcal": 512.5,
            "distanceMillimeters": 9_500_000,
            "averageHeartRateBeatsPerMinute": "141",
        },
        "updateTime": "2025-03-02T18:00:00Z",
    }
    return {"dataSource": GOOGLE_SOURCE, "exercise": {**exercise, **changes}}


def oura(collection: str, *records: Fields) -> Answer:
    return Answer(f"/v2/usercollection/{collection}", {"data": list(records), "next_token": None})


def whoop(path: str, *records: Fields) -> Answer:
    return Answer(f"/v2/{path}", {"records": list(records)})


def polar(path: str, body: object) -> Answer:
    return Answer(f"/v3/{path}", body)


def withings(path: str, action: str, key: str, *records: Fields) -> Answer:
    return Answer(f"{path}?action={action}", {"status": 0, "body": {key: list(records), "more": False, "offset": 0}})


def google(kind: str, *points: Fields) -> Answer:
    return Answer(f"/v4/users/me/dataTypes/{kind}/dataPoints", {"dataPoints": list(points)})


EVERYTHING: dict[str, list[Answer]] = {
    "oura": [
        oura("sleep", oura_sleep(), oura_sleep(id="nap", type="late_nap")),
        oura("daily_sleep", {"id": "ds", "day": "2025-03-02", "score": 84}),
        oura("daily_readiness", {"id": "dr", "day": "2025-03-02", "score": 77, "temperature_deviation": -0.2}),
        oura("daily_activity", oura_activity()),
        oura("daily_spo2", {"id": "sp", "day": "2025-03-02", "spo2_percentage": {"average": 97.1}}),
        oura("heartrate", {"bpm": 61, "source": "awake", "timestamp": "2025-03-02T10:00:00+00:00"}),
        oura("vO2_max", {"id": "vo", "day": "2025-03-02", "vo2_max": 47}),
        oura(
            "workout",
            {
                "id": "wo",
                "activity": "running",
                "calories": 300.5,
                "day": "2025-03-02",
                "distance": 5000.0,
                "intensity": "moderate",
                "start_datetime": "2025-03-02T17:00:00+01:00",
                "end_datetime": "2025-03-02T17:30:00+01:00",
            },
        ),
        oura(
            "session",
            {
                "id": "se",
                "day": "2025-03-02",
                "type": "meditation",
                "mood": None,
                "motion_count": None,
                "start_datetime": "2025-03-02T20:00:00+01:00",
                "end_datetime": "2025-03-02T20:10:00+01:00",
            },
        ),
    ],
    "whoop": [
        whoop("recovery", whoop_recovery()),
        whoop("activity/sleep", whoop_sleep(), whoop_sleep(id="nap", nap=True)),
        whoop("cycle", whoop_cycle()),
        whoop("activity/workout", whoop_workout()),
    ],
    "polar": [
        polar("users/nightly-recharge", {"recharges": [polar_recharge()]}),
        polar("users/sleep", {"nights": [polar_sleep()]}),
        polar(
            "users/cardio-load/date",
            [{"date": "2025-03-02", "cardio_load_status": "PRODUCTIVE", "cardio_load": 12.5, "strain": 20.5, "tolerance": 18}],
        ),
        polar("exercises", [polar_exercise()]),
        polar(
            "users/activities",
            [
                {
                    "start_time": "2025-03-02T08:15:30",
                    "end_time": "2025-03-02T23:59:59",
                    "calories": 2500,
                    "active_calories": 600,
                    "steps": 8823,
                    "distance_from_steps": 4590.5,
                }
            ],
        ),
        polar(
            "users/continuous-heart-rate/2025-03-02",
            {"date": "2025-03-02", "heart_rate_samples": [{"heart_rate": 63, "sample_time": "00:02:08"}]},
        ),
    ],
    "withings": [
        withings("/measure", "getmeas", "measuregrps", withings_group()),
        withings(
            "/v2/measure",
            "getactivity",
            "activities",
            {"date": "2025-03-02", "model": "ScanWatch", "steps": 6200, "distance": 5000.5, "calories": 320, "soft": 800},
        ),
        withings(
            "/v2/measure",
            "getworkouts",
            "series",
            {
                "id": 77,
                "category": 2,
                "attrib": 7,
                "startdate": 1_740_931_200,
                "enddate": 1_740_934_800,
                "date": "2025-03-02",
                "modified": 1_740_935_000,
                "data": {"calories": 400, "distance": 8000, "hr_average": 140, "hr_max": 165, "pause_duration": 300},
            },
        ),
        withings("/v2/sleep", "getsummary", "series", withings_night()),
        withings("/v2/sleep", "get", "series", withings_series()),
    ],
    "google_health": [
        google("sleep", google_sleep()),
        google("exercise", google_exercise()),
        google("heart-rate-variability", google_hrv()),
        google("daily-resting-heart-rate", google_day({"beatsPerMinute": "52"}, "dailyRestingHeartRate")),
        google(
            "weight",
            {
                "dataSource": GOOGLE_SOURCE,
                "weight": {"sampleTime": {"physicalTime": "2025-03-02T06:10:00Z"}, "weightGrams": 81_250},
            },
        ),
        Answer(
            "/v4/users/me/dataTypes/steps/dataPoints:dailyRollUp",
            {"rollupDataPoints": [google_rollup({"countSum": "8123"}, "steps")]},
        ),
        Answer(
            "/v4/users/me/dataTypes/heart-rate/dataPoints:rollUp",
            {
                "rollupDataPoints": [
                    {
                        "startTime": "2025-03-02T10:00:00Z",
                        "endTime": "2025-03-02T10:05:00Z",
                        "heartRate": {"beatsPerMinuteAvg": 71.5},
                    }
                ]
            },
        ),
    ],
}
"""At least one answer of each kind that is read, by vendor."""
