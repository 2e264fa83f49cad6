"""One body, two devices: an Apple Health export in which iPhone and Watch counted the same steps, each stretch counted once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from auren import STANDARD_METRICS, Subject, sources
from auren.readings import MetricRegistry, form_day

RECORD = (
    '<Record type="{type}" sourceName="{name}" device="&lt;&lt;HKDevice: 0x30{address}&gt;, name:{name}&gt;" unit="{unit}"'
    ' startDate="2025-03-02 10:{begin}:00 +0100" endDate="2025-03-02 10:{end}:00 +0100" value="{value}"/>'
)


def record(name: str, address: str, begin: str, end: str, value: float, type: str = "StepCount", unit: str = "count") -> str:
    """Write a record as a phone exports it; the address of a device is another one each time."""
    kind = f"HKQuantityTypeIdentifier{type}"
    return RECORD.format(type=kind, name=name, address=address, unit=unit, begin=begin, end=end, value=value)


RECORDS = [
    record("Apple Watch", "a1", "00", "10", 600),
    record("iPhone", "b2", "00", "30", 900),
    record("iPhone", "c3", "40", "50", 50),
    record("iPhone", "d4", "00", "10", 4.9, "WalkingSpeed", "km/hr"),
]


def main() -> None:
    """Read the export, show the account, and form the day by two orders."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "export.xml")
        path.write_text(f"<HealthData locale='en_GB'>{''.join(RECORDS)}</HealthData>", encoding="utf-8")
        source = sources.open(path, subject=Subject("me"), zone="Europe/Oslo")
        readings = list(source)
    report = source.report
    print(report.recognised)
    print(f"{report.readings} readings by {', '.join(report.devices)}; left out: {report.skipped_by_reason}")
    for item in report.disagreements:
        print(f"{item.one} and {item.other} are {abs(item.typical):g} steps apart on {item.worst_day}")
    registries: dict[str, MetricRegistry] = {
        "the watch first": STANDARD_METRICS,
        "the phone first": STANDARD_METRICS.preferring("apple_health/iPhone"),
    }
    for order, metrics in registries.items():
        day = form_day(metrics["activity.steps"], readings, metrics.priority)
        print(f"{order}: {day.value:g} steps" if day else "no steps")


if __name__ == "__main__":
    main()
