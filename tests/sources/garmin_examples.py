"""Hand-written answers of Garmin Connect and files of its account export, in the shapes that both have."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from sources_examples import OSLO, SOMEONE, write

from auren.sources import GarminConnect, OnMalformed

DAY = "2023-07-20"
MIDNIGHT_MS = 1_689_804_000_000
"""2023-07-20 00:00 in Oslo, which is 22:00 GMT the day before."""
MINUTE_MS = 60_000


def answer(path: str, body: object) -> dict[str, object]:
    """Give a recorded answer."""
    return {"path": path, "body": body}


def night(**changes: object) -> dict[str, object]:
    """Give an answer of the sleep service, with some fields of the night changed."""
    inner: dict[str, object] = {
        "id": MIDNIGHT_MS,
        "calendarDate": DAY,
        "sleepTimeSeconds": 25_200,
        "napTimeSeconds": 0,
        "sleepStartTimestampGMT": MIDNIGHT_MS,
        "sleepEndTimestampGMT": MIDNIGHT_MS + 8 * 60 * MINUTE_MS,
        "sleepStartTimestampLocal": MIDNIGHT_MS + 120 * MINUTE_MS,
        "deepSleepSeconds": 3600,
        "lightSleepSeconds": 16_200,
        "remSleepSeconds": 5400,
        "awakeSleepSeconds": 3600,
        "averageSpO2Value": 94.0,
        "averageRespirationValue": 14.0,
        "awakeCount": 2,
        "sleepScores": {"overall": {"value": 81}},
    }
    levels = [
        {"startGMT": "2023-07-19T22:00:00.0", "endGMT": "2023-07-19T23:00:00.0", "activityLevel": 1.0},
        {"startGMT": "2023-07-19T23:00:00.0", "endGMT": "2023-07-20T00:00:00.0", "activityLevel": 0.0},
        {"startGMT": "2023-07-20T00:00:00.0", "endGMT": "2023-07-20T01:00:00.0", "activityLevel": 3.0},
        {"startGMT": "2023-07-20T01:00:00.0", "endGMT": "2023-07-20T06:00:00.0", "activityLevel": 2.0},
    ]
    return {
        "dailySleepDTO": inner | changes,
        "sleepLevels": levels,
        "restingHeartRate": 47,
        "avgSkinTempDeviationC": -0.4,
    }


def heart_day(**changes: object) -> dict[str, object]:
    """Give a day of heart rate."""
    return {
        "calendarDate": DAY,
        "startTimestampGMT": "2023-07-19T22:00:00.0",
        "endTimestampGMT": "2023-07-20T22:00:00.0",
        "startTimestampLocal": "2023-07-20T00:00:00.0",
        "maxHeartRate": 151,
        "minHeartRate": 45,
        "restingHeartRate": 47,
        "heartRateValues": [[MIDNIGHT_MS, 60], [MIDNIGHT_MS + 2 * MINUTE_MS, None], [MIDNIGHT_MS + 4 * MINUTE_MS, 58]],
        **changes,
    }


def stress_day(**changes: object) -> dict[str, object]:
    """Give a day of stress and Body Battery."""
    return {
        "calendarDate": DAY,
        "startTimestampGMT": "2023-07-19T22:00:00.0",
        "endTimestampGMT": "2023-07-20T22:00:00.0",
        "startTimestampLocal": "2023-07-20T00:00:00.0",
        "maxStressLevel": 80,
        "avgStressLevel": 25,
        "stressValuesArray": [[MIDNIGHT_MS, 20], [MIDNIGHT_MS + 3 * MINUTE_MS, -1], [MIDNIGHT_MS + 6 * MINUTE_MS, 30]],
        "bodyBatteryValuesArray": [[MIDNIGHT_MS, "charging", 45, 1.0], [MIDNIGHT_MS + 3 * MINUTE_MS, None, None, 1.0]],
        **changes,
    }


def listed(**changes: object) -> dict[str, object]:
    """Give an activity of the list."""
    return {
        "activityId": 21_482_825_013,
        "activityType": {"typeKey": "trail_running"},
        "startTimeGMT": "2023-07-20 14:10:21",
        "startTimeLocal": "2023-07-20 16:10:21",
        "distance": 4261.19,
        "duration": 2220.0,
        "elapsedDuration": 2400.0,
        "calories": 390.0,
        "averageHR": 142.0,
        "maxHR": 162.0,
        "elevationGain": 151.0,
        "averageSpeed": 2.0,
        "avgPower": 194.0,
        "activityTrainingLoad": 50.9,
        "vO2MaxValue": 45.0,
        **changes,
    }


def single(**changes: object) -> dict[str, object]:
    """Give the answer about that activity."""
    return {
        "activityId": 21_482_825_013,
        "activityTypeDTO": {"typeKey": "trail_running"},
        "metadataDTO": {"lastUpdateDate": "2023-07-21T15:15:04.0"},
        "summaryDTO": {
            "startTimeGMT": "2023-07-20T14:10:21.0",
            "startTimeLocal": "2023-07-20T16:10:21.0",
            "distance": 4300.0,
            "duration": 2220.0,
            "averagePower": 194.0,
        },
        **changes,
    }


def exported_activity(**changes: object) -> dict[str, object]:
    """Give that activity as the account export writes it: milliseconds and centimetres."""
    return {
        "activityId": 21_482_825_013,
        "activityType": "trail_running",
        "beginTimestamp": 1_689_862_221_000,
        "startTimeGmt": 1_689_862_221_000.0,
        "startTimeLocal": 1_689_869_421_000.0,
        "duration": 2_220_000.0,
        "elapsedDuration": 2_400_000.0,
        "distance": 426_119.0,
        "elevationGain": 15_100.0,
        "avgSpeed": 0.2,
        "avgHr": 142.0,
        "calories": 1631.8,
        **changes,
    }


def exported_night(**changes: object) -> dict[str, object]:
    """Give the night as the account export writes it."""
    return {
        "calendarDate": DAY,
        "sleepStartTimestampGMT": "2023-07-19T22:00:00.0",
        "sleepEndTimestampGMT": "2023-07-20T06:00:00.0",
        "deepSleepSeconds": 3600,
        "lightSleepSeconds": 16_200,
        "remSleepSeconds": 5400,
        "awakeSleepSeconds": 3600,
        "averageRespiration": 14.0,
        "sleepScores": {"overallScore": 81},
        "spo2SleepSummary": {"averageSPO2": 94.0},
        **changes,
    }


def exported_day(**changes: object) -> dict[str, object]:
    """Give a day of the account export's UDS file."""
    return {
        "calendarDate": DAY,
        "totalSteps": 12_413,
        "totalDistanceMeters": 10_368,
        "totalKilocalories": 2252.0,
        "restingHeartRate": 47,
        "allDayStress": {
            "aggregatorList": [{"type": "AWAKE", "averageStressLevel": 40}, {"type": "TOTAL", "averageStressLevel": 25}]
        },
        **changes,
    }


def account_files() -> dict[str, object]:
    """Give a small account export, by file name."""
    fitness, wellness = "DI_CONNECT/DI-Connect-Fitness", "DI_CONNECT/DI-Connect-Wellness"
    weight = {"weight": 59_720.0, "bodyFat": 0.0, "sourceType": "INDEX_SCALE", "timestampGMT": "2023-07-20T14:14:36.0"}
    return {
        f"{fitness}/someone_0_summarizedActivities.json": [{"summarizedActivitiesExport": [exported_activity()]}],
        f"{wellness}/2023-07-01_2023-10-01_1_sleepData.json": [exported_night()],
        f"{wellness}/2023-07-01_2023-10-01_1_healthStatusData.json": [
            {"calendarDate": DAY, "metrics": [{"type": "SPO2", "value": 94.0}, {"type": "HRV", "value": 42.0}]}
        ],
        f"{wellness}/1_userBioMetrics.json": [{"metaData": {}, "weight": weight}, {"metaData": {}, "height": 170.0}],
        "DI_CONNECT/DI-Connect-Aggregator/UDSFile_2023-07-01_2023-10-01.json": [exported_day()],
        "DI_CONNECT/DI-Connect-User/user_profile.json": {"userName": "someone@example.org"},
    }


def account_folder(folder: Path, **changes: object) -> Path:
    """Write the account export into a folder."""
    for name, content in (account_files() | changes).items():
        write(folder / name, json.dumps(content))
    return folder


def account_archive(file: Path) -> Path:
    """Write the account export as the archive that Garmin sends."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in account_files().items():
            archive.writestr(name, json.dumps(content))
    return file


def garmin(file: Path, content: object, mode: OnMalformed = "skip", zone: str = OSLO) -> GarminConnect:
    """Write content as a JSON file, and give the source that reads it."""
    return GarminConnect(write(file, json.dumps(content)), subject=SOMEONE, zone=zone, on_malformed=mode)
