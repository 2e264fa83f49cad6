"""Heart rates, weigh-ins and HRV of Fitbit's account export."""

from __future__ import annotations

from auren.people import Subject
from auren.sources import FitbitExport
from fuzz._held import hold

SEEDS = [
    b'[{"dateTime": "11/02/19 08:00:05", "value": {"bpm": 61, "confidence": 3}}]',
    b'[{"logId": 1572681599000, "weight": 193.9, "bmi": 28.08, "date": "11/02/19", "time": "07:44:00"}]',
    b"timestamp,rmssd,nremhr,entropy\n2019-11-02T00:00:00,41.5,52.1,2.9\n",
]
_FILES = (
    "Global Export Data/heart_rate-2019-11-02.json",
    "Global Export Data/weight-2019-11-02.json",
    "Heart Rate Variability/Daily Heart Rate Variability Summary - 2019-11-02.csv",
)


def run(data: bytes) -> None:
    """Read bytes as each of these files."""
    for name in _FILES:
        hold(
            data,
            f"Takeout/Fitbit/{name}",
            lambda path, mode: FitbitExport(
                path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode, weight_unit="lb"
            ),
        )
