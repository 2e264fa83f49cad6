"""A small hand-written account export of Fitbit, as Google Takeout lays it out."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from sources_examples import exercise, sleep_log, write

GLOBAL = "Takeout/Fitbit/Global Export Data"
ZONES = {"BELOW_DEFAULT_ZONE_1": 1400.0, "IN_DEFAULT_ZONE_1": 30.0, "IN_DEFAULT_ZONE_2": 8.0, "IN_DEFAULT_ZONE_3": 2.0}


def by_minute(value: str, clock: str = "11/02/19 23:54:00") -> dict[str, object]:
    """Give what one minute came to; the number is a text."""
    return {"dateTime": clock, "value": value}


def beat(bpm: object, confidence: object = 3, clock: str = "11/02/19 08:00:05") -> dict[str, object]:
    """Give one heart rate."""
    return {"dateTime": clock, "value": {"bpm": bpm, "confidence": confidence}}


def weighing(**changes: object) -> dict[str, object]:
    """Give a weigh-in of an account that weighs in pounds."""
    return {
        "logId": 1_572_681_599_000,
        "weight": 193.9,
        "bmi": 28.08,
        "fat": 24.0,
        "date": "11/02/19",
        "time": "07:44:00",
        "source": "Aria",
        **changes,
    }


def account_json() -> dict[str, list[dict[str, object]]]:
    """Give the JSON files by path."""
    return {
        f"{GLOBAL}/sleep-2019-11-01.json": [sleep_log()],
        f"{GLOBAL}/resting_heart_rate-2019-11-01.json": [
            {"dateTime": "11/02/19 00:00:00", "value": {"date": "11/02/19", "value": 53.7, "error": 6.1}},
            {"dateTime": "11/03/19 00:00:00", "value": {"date": None, "value": 0.0, "error": 0.0}},
        ],
        f"{GLOBAL}/exercise-0.json": [exercise(startTime="11/05/19 22:40:41")],
        f"{GLOBAL}/time_in_heart_rate_zones-2019-11-02.json": [
            {"dateTime": "11/02/19 00:00:00", "value": {"valuesInZones": ZONES}}
        ],
        f"{GLOBAL}/very_active_minutes-2019-11-01.json": [{"dateTime": "11/02/19 00:00:00", "value": "72"}],
        f"{GLOBAL}/heart_rate-2019-11-02.json": [beat(61), beat(70, 0, "11/02/19 08:00:10")],
        f"{GLOBAL}/steps-2019-11-01.json": [by_minute("82"), by_minute("0", "11/02/19 23:55:00")],
        f"{GLOBAL}/distance-2019-11-01.json": [by_minute("6150")],
        f"{GLOBAL}/calories-2019-11-01.json": [by_minute("1.36")],
        f"{GLOBAL}/weight-2019-11-01.json": [weighing()],
        f"{GLOBAL}/demographic_vo2_max-2019-11-01.json": [
            {"dateTime": "11/02/19 00:00:00", "value": {"demographicVO2Max": 46.3, "filteredDemographicVO2Max": 46.1}}
        ],
        f"{GLOBAL}/run_vo2_max-2019-11-01.json": [
            {"dateTime": "11/02/19 11:02:32", "value": {"runVO2Max": 41.7, "filteredRunVO2Max": 43.6}}
        ],
        f"{GLOBAL}/altitude-2019-11-01.json": [by_minute("10")],
    }


def account_csv() -> dict[str, list[str]]:
    """Give the CSV files by path."""
    fitbit = "Takeout/Fitbit"
    return {
        f"{fitbit}/Heart Rate Variability/Daily Heart Rate Variability Summary - 2019-11-(2).csv": [
            "timestamp,rmssd,nremhr,entropy",
            "2019-11-02T00:00:00,41.5,52.1,2.9",
            "2019-11-03T00:00:00,,,",
        ],
        f"{fitbit}/Heart Rate Variability/Heart Rate Variability Details - 2019-11-02.csv": [
            "timestamp,rmssd,coverage,low_frequency,high_frequency",
            "2019-11-02T01:05:00,38.9,0.98,411.2,633.1",
        ],
        f"{fitbit}/Heart Rate Variability/Daily Respiratory Rate Summary - 2019-11-02.csv": [
            "timestamp,daily_respiratory_rate",
            "2019-11-02T00:00:00,15.2",
        ],
        f"{fitbit}/Oxygen Saturation (SpO2)/Daily SpO2 - 2019-11-01-2019-11-30.csv": [
            "timestamp,average_value,lower_bound,upper_bound",
            "2019-11-02T00:00:00Z,95.6,92.5,98.8",
        ],
        f"{fitbit}/Oxygen Saturation (SpO2)/Minute SpO2 - 2019-11-02.csv": ["timestamp,value", "2019-11-02T01:05:00Z,50.0"],
        f"{fitbit}/Temperature/Computed Temperature - 2019-11-01.csv": [
            "type,sleep_start,sleep_end,temperature_samples,nightly_temperature,baseline_relative_sample_sum",
            "SKIN,2019-11-02T01:00,2019-11-02T08:00,420,33.9,-12.1",
            "CORE,2019-11-02T01:00,2019-11-02T08:00,1,37.0,0.0",
        ],
        f"{fitbit}/Sleep Score/sleep_score.csv": [
            "sleep_log_entry_id,timestamp,overall_score,composition_score,restlessness",
            "7,2019-11-02T02:00:00Z,79,20,0.08",
        ],
        f"{fitbit}/Stress Score/Stress Score.csv": [
            "DATE,UPDATED_AT,STRESS_SCORE",
            "2019-11-02T00:00:00,2019-11-02T09:00:00,79",
        ],
        f"{fitbit}/Daily Readiness/Daily Readiness Score - 2019-11-01.csv": [
            "date,readiness_score_value,readiness_state",
            "2019-11-02,64,MED",
        ],
    }


def account_texts() -> dict[str, str]:
    """Give every file of the export as text."""
    as_json = {name: json.dumps(content) for name, content in account_json().items()}
    return as_json | {name: "\n".join(lines) + "\n" for name, lines in account_csv().items()}


def account_folder(folder: Path) -> Path:
    """Write the export into a folder."""
    for name, text in account_texts().items():
        write(folder / name, text)
    return folder


def account_archive(file: Path) -> Path:
    """Write the export as an archive."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in account_texts().items():
            archive.writestr(name, text)
    return file
