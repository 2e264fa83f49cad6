"""Elements of an Apple Health export in the shape in which a phone writes them, and exports made of them."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

from sources_examples import OSLO, SOMEONE

from auren.sources.vendors.apple_health import AppleHealthExport

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (Record)*>\n]>\n'
# As iOS 16 wrote it: a list of attributes that never ends, and parts of the subset twice.
BROKEN_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 12 -->\n'
    "<!ELEMENT HealthData (ExportDate,Me,(Record)*)>\n<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n"
    "<!ATTLIST VisionPrescription\n  brand            CDATA #IMPLIED\n<!ELEMENT RightEye EMPTY>\n"
    "<!ELEMENT HealthData (ExportDate,Me,(Record)*)>\n  device           CDATA #IMPLIED\n>\n>\n]>\n"
)
ME = (
    ' <ExportDate value="2024-06-01 08:10:05 +0200"/>\n'
    ' <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-05-20" HKCharacteristicTypeIdentifierBloodType="private"/>\n'
)
WATCH = "<<HKDevice: 0x3012772a0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,7, software:10.2>"
PHONE = "<<HKDevice: 0x2812772a0>, name:iPhone, manufacturer:Apple Inc., model:iPhone, hardware:iPhone14,2, software:17.2>"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
STAGE = "HKCategoryValueSleepAnalysis"


def record(
    type: str = "HeartRate",
    value: str | None = "74",
    unit: str | None = "count/min",
    start: str = "2024-01-01 12:00:00 +0200",
    end: str | None = None,
    *,
    source: str = "Anna\u2019s Apple\u00a0Watch",
    version: str | None = "10.2",
    device: str | None = WATCH,
    saved: str | None = "2024-01-01 12:05:00 +0200",
    inside: str = "",
) -> str:
    """Give a record; the type without its prefix is a quantity's."""
    said = {
        "type": type if type.startswith("HK") else f"HKQuantityTypeIdentifier{type}",
        "sourceName": source,
        "sourceVersion": version,
        "device": device,
        "unit": unit,
        "creationDate": saved,
        "startDate": start,
        "endDate": end or start,
        "value": value,
    }
    written = " ".join(f"{name}={_quoted(text)}" for name, text in said.items() if text is not None)
    return f" <Record {written}>\n{inside} </Record>\n" if inside else f" <Record {written}/>\n"


def asleep(stage: str, start: str, end: str, **changes: str | None) -> str:
    """Give a sample of sleep; times are clock times of 2024, "01-02 03:04"."""
    times = (f"2024-{time}:00 +0100" for time in (start, end))
    return record(SLEEP, f"{STAGE}{stage}", None, *times, **changes)  # type: ignore[arg-type]


def beats(*told: tuple[int, str]) -> str:
    """Give the inside of a record with beats: rate and time of each."""
    lines = "".join(f'   <InstantaneousBeatsPerMinute bpm="{bpm}" time={_quoted(time)}/>\n' for bpm, time in told)
    return f"  <HeartRateVariabilityMetadataList>\n{lines}  </HeartRateVariabilityMetadataList>\n"


def workout(*inside: str, **changes: str) -> str:
    """Give a workout of half an hour; changes are attributes."""
    said = {
        "workoutActivityType": "HKWorkoutActivityTypeTraditionalStrengthTraining",
        "duration": "30.5",
        "durationUnit": "min",
        "sourceName": "Anna\u2019s Apple\u00a0Watch",
        "sourceVersion": "10.2",
        "device": WATCH,
        "creationDate": "2024-01-01 18:31:00 +0100",
        "startDate": "2024-01-01 18:00:00 +0100",
        "endDate": "2024-01-01 18:30:30 +0100",
        **changes,
    }
    return f" <Workout {' '.join(f'{name}={_quoted(text)}' for name, text in said.items())}>\n{''.join(inside)} </Workout>\n"


def statistics(type: str, unit: str, **numbers: str) -> str:
    """Give the statistics of a workout: average, maximum or sum."""
    told = " ".join(f'{name}="{number}"' for name, number in numbers.items())
    return f'  <WorkoutStatistics type="HKQuantityTypeIdentifier{type}" {told} unit={_quoted(unit)}/>\n'


def document(*elements: str, head: str = HEAD, locale: str = "en_NO") -> bytes:
    """Give an export of these elements."""
    return f'{head}<HealthData locale="{locale}">\n{ME}{"".join(elements)}</HealthData>\n'.encode()


def export(folder: Path, *elements: str, **options: object) -> AppleHealthExport:
    """Give an export of these elements as a source."""
    return source(folder, document(*elements), **options)


def source(folder: Path, content: bytes, **options: object) -> AppleHealthExport:
    """Give a file of these bytes as a source."""
    file = folder / "export.xml"
    file.write_bytes(content)
    return AppleHealthExport(file, **{"subject": SOMEONE, "zone": OSLO, **options})  # type: ignore[arg-type]


def example() -> bytes:
    """Give an export with something of everything."""
    return document(
        record(inside='  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>\n'),
        record(start="2024-01-01 12:00:05 +0200", value="75"),
        record("StepCount", "120", "count", "2024-01-01 12:00:00 +0200", "2024-01-01 12:05:00 +0200"),
        record(
            "StepCount", "90", "count", "2024-01-01 12:01:00 +0200", "2024-01-01 12:04:00 +0200", device=PHONE, version="17.2"
        ),
        record("OxygenSaturation", "0.97", "%"),
        record("BodyMass", "154.5", "lb", source="Scales of private", device=None, version="3"),
        record("AppleStandTime", "2", "min"),
        record(
            "HeartRateVariabilitySDNN",
            "42.5",
            "ms",
            "2024-01-01 17:07:00 +0200",
            "2024-01-01 17:08:00 +0200",
            inside=beats((60, "16:07:00,29"), (60, "16:07:01,29"), (61, "16:07:02,28")),
        ),
        record("HKCategoryTypeIdentifierMindfulSession", None, None, "2024-01-01 08:00:00 +0100", "2024-01-01 08:10:00 +0100"),
        asleep("AsleepCore", "01-01 23:00", "01-02 03:00"),
        asleep("AsleepDeep", "01-02 03:00", "01-02 05:00"),
        asleep("Awake", "01-02 05:00", "01-02 05:10"),
        asleep("AsleepREM", "01-02 05:10", "01-02 06:00"),
        asleep("InBed", "01-01 22:50", "01-02 06:10", source="Anna\u2019s iPhone", device=None, version="17.2"),
        workout(
            statistics("ActiveEnergyBurned", "kcal", sum="250"),
            statistics("HeartRate", "count/min", average="120", maximum="150"),
        ),
        ' <Correlation type="HKCorrelationTypeIdentifierFood" sourceName="private">\n '
        + record("DietaryProtein", "20", "g", device=None)
        + " </Correlation>\n",
        record("DietaryProtein", "20", "g", device=None),
        ' <ActivitySummary dateComponents="2024-01-01" activeEnergyBurned="400"/>\n',
        ' <ClinicalRecord type="private" identifier="private"/>\n',
    )


def _quoted(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})
