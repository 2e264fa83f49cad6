"""Apple Health's XML file."""

from __future__ import annotations

from auren.people import Subject
from auren.sources.vendors.apple_health import AppleHealthExport
from fuzz._held import hold

_WATCH = 'sourceName="A" sourceVersion="10" device="&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, hardware:Watch6,7&gt;"'
_TIMES = 'creationDate="2024-01-01 01:01:42 +0200" startDate="2024-01-01 01:01:36 +0200" endDate="2024-01-01 01:01:36 +0200"'
_HOUR = 'creationDate="2024-01-01 09:00:00 +0200" startDate="2024-01-01 01:00:00 +0200" endDate="2024-01-01 07:00:00 +0200"'
_BEATS = (
    '<HeartRateVariabilityMetadataList><InstantaneousBeatsPerMinute bpm="60" time="1:01:36.10 AM"/>'
    '<InstantaneousBeatsPerMinute bpm="60" time="1:01:37.10 AM"/></HeartRateVariabilityMetadataList>'
)
_ENERGY = '<WorkoutStatistics type="HKQuantityTypeIdentifierActiveEnergyBurned" sum="300" unit="kcal"/>'
_RUN = 'workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min"'
_STAGE = "HKCategoryValueSleepAnalysisAsleepCore"
_ELEMENTS = (
    f'<Record type="HKQuantityTypeIdentifierHeartRate" {_WATCH} unit="count/min" {_TIMES} value="74"/>',
    f'<Record type="HKQuantityTypeIdentifierStepCount" {_WATCH} unit="count" {_HOUR} value="7"><MetadataEntry/></Record>',
    f'<Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" {_WATCH} unit="ms" {_TIMES} value="40">{_BEATS}</Record>',
    f'<Record type="HKCategoryTypeIdentifierSleepAnalysis" {_WATCH} {_HOUR} value="{_STAGE}"/>',
    f"<Workout {_RUN} {_WATCH} {_HOUR}>{_ENERGY}</Workout>",
    '<Correlation type="x"><Record type="y"/></Correlation><ActivitySummary/><!-- a --><![CDATA[ b ]]><?c d?>',
)
_BROKEN = "<!DOCTYPE HealthData [<!ATTLIST a\n<!ELEMENT HealthData ANY>\n>]>\n"
SEEDS = [f'<?xml version="1.0"?>\n<HealthData locale="en">\n{one}\n</HealthData>\n'.encode() for one in _ELEMENTS]
SEEDS.append(f"{_BROKEN}<HealthData>\n{''.join(_ELEMENTS)}\n</HealthData>".encode())


def run(data: bytes) -> None:
    """Read bytes as the phone's file."""
    hold(
        data,
        "export.xml",
        lambda path, mode: AppleHealthExport(path, subject=Subject("p"), zone="Europe/Oslo", on_malformed=mode),
    )
