"""A made-up export of Apple Health, in the order, shapes and mix of a real one, with what makes real ones hard to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final
from xml.sax.saxutils import quoteattr

__all__ = ["CLEAN", "PLAIN", "Dress", "Thing", "things", "write"]

FIRST: Final = datetime(2023, 9, 4, 22, tzinfo=UTC)
OFFSET: Final = timedelta(hours=2)
ADDRESSES: Final = 40
DAY_BYTES: Final = 690_000

WATCH: Final = ("Kim\u2019s Apple\u00a0Watch", "10.2", "Apple Watch", "Watch6,7")
PHONE: Final = ("Kim\u2019s iPhone", "17.2.1", "iPhone", "iPhone14,2")
APP: Final = ("Plates", "412", "", "")


@dataclass(frozen=True, slots=True)
class Thing:
    """One element at the top of an export, in metric units.

    Attributes:
        tag: its element.
        type: HealthKit's type or activity.
        source: name, version, device name and hardware.
        start, lasts_s: when, and how long.
        value: a number, or a category's name.
        unit: empty for a category.
        children: lines of XML inside that do not depend on the dress.
        beats: rate, and time within the day in ms, of each beat.
        inner: the records of a correlation.
    """

    tag: str
    type: str
    source: tuple[str, str, str, str]
    start: datetime
    lasts_s: int = 0
    value: float | str = ""
    unit: str = ""
    children: tuple[str, ...] = ()
    beats: tuple[tuple[int, int], ...] = ()
    inner: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Dress:
    """What differs between two exports of the same data.

    Attributes:
        broken: the document type of iOS 16, and control characters.
        imperial: units and clock times of an American phone.
        addresses: decides the devices' memory addresses.
    """

    broken: bool = True
    imperial: bool = False
    addresses: int = 1


PLAIN: Final = Dress()
CLEAN: Final = Dress(broken=False)

# unit -> the American one and how many of it one is.
_IMPERIAL: Final = {
    "km": ("mi", 1 / 1.609344),
    "kg": ("lb", 1 / 0.45359237),
    "kcal": ("kJ", 4.184),
    "mg/dL": ("mmol&lt;180.1558800000541&gt;/L", 1 / 18.01558800000541),
    "mL": ("fl_oz_us", 1 / 29.5735295625),
    "cm": ("in", 1 / 2.54),
}
_Q: Final = "HKQuantityTypeIdentifier"
_C: Final = "HKCategoryTypeIdentifier"
_MOTION: Final = ('  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>',)


def things(megabytes: float, seed: int) -> Iterator[Thing]:
    """Give what an export of about this size holds, type by type as a phone writes it.

    Args:
        megabytes: millions of bytes.
        seed: decides all of it.
    """
    days = max(2, round(megabytes * 1e6 / DAY_BYTES))
    for kind, make in enumerate(_KINDS):
        for day in range(days):
            yield from make(Random(f"{seed}/{kind}/{day}"), FIRST + timedelta(days=day), day)


def write(path: Path, content: Iterable[Thing], dress: Dress) -> int:
    """Write an export and give its number of records.

    Args:
        path: where to.
        content: what it holds.
        dress: how it is written.
    """
    drawn = Random(dress.addresses)
    addresses = [f"0x{drawn.randrange(2**28, 2**34) * 16:x}" for _ in range(ADDRESSES)]
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.write(_BROKEN if dress.broken else _WHOLE)
        file.write('<HealthData locale="en_NO">\n <ExportDate value="2024-06-01 08:10:05 +0200"/>\n')
        file.write(' <Me HKCharacteristicTypeIdentifierDateOfBirth="1980-02-29"/>\n')
        for count, thing in enumerate(content, 1):
            file.write(_written(thing, dress, addresses[count // 50 % ADDRESSES]))
        file.write("</HealthData>\n")
    return count


def _written(thing: Thing, dress: Dress, address: str, indent: str = " ") -> str:
    name, version, product, hardware = thing.source
    device = (
        f' device="&lt;&lt;HKDevice: {address}&gt;, name:{product}, manufacturer:Apple Inc., model:{product.split()[-1]}, '
        f'hardware:{hardware}, software:{version}&gt;"'
        if product
        else ""
    )
    head = f'sourceName={quoteattr(name)} sourceVersion="{version}"{device}'
    times = (
        f'creationDate="{_time(thing.start + timedelta(seconds=thing.lasts_s + 6))}" startDate="{_time(thing.start)}" '
        f'endDate="{_time(thing.start + timedelta(seconds=thing.lasts_s))}"'
    )
    if thing.tag == "ActivitySummary":
        return f'{indent}<ActivitySummary dateComponents="{_time(thing.start)[:10]}" activeEnergyBurned="512"/>\n'
    inside = [f"{line}\n" for line in thing.children]
    if thing.tag == "Record":
        value, unit = _value(thing, dress)
        begin = f'{indent}<Record type="{thing.type}" {head}{unit} {times} value="{value}"'
        if dress.broken and thing.source is APP:
            inside.append('  <MetadataEntry key="note" value="half a\x0bplate"/>\n')
        if thing.beats:
            inside.append(_beats(thing, dress))
    elif thing.tag == "Workout":
        value, unit = _value(thing, dress)
        begin = (
            f'{indent}<Workout workoutActivityType="HKWorkoutActivityType{thing.type}" duration="{thing.lasts_s / 60}" '
            f'durationUnit="min" {head} {times}'
        )
        inside.append(f'  <WorkoutStatistics type="{_Q}ActiveEnergyBurned" {times[30 + 11 :]} sum="{value}"{unit}/>\n')
    else:
        begin = f'{indent}<Correlation type="{thing.type}" {head} {times}'
        inside += [_written(record, dress, address, "  ") for record in thing.inner]
    return f"{begin}>\n{''.join(inside)}{indent}</{thing.tag}>\n" if inside else f"{begin}/>\n"


def _value(thing: Thing, dress: Dress) -> tuple[str, str]:
    if isinstance(thing.value, str):
        return thing.value, ""
    text = f"{thing.value:.6g}"
    unit = thing.unit
    if dress.imperial and unit in _IMPERIAL:
        unit, factor = _IMPERIAL[unit]
        text = repr(float(text) * factor)
    elif dress.imperial and unit == "degC":
        unit, text = "degF", repr(float(text) * 1.8 + 32)
    return text, f' unit="{unit}"'


def _beats(thing: Thing, dress: Dress) -> str:
    lines = ["  <HeartRateVariabilityMetadataList>\n"]
    for bpm, ms in thing.beats:
        hour, minute, second, part = ms // 3_600_000 % 24, ms // 60_000 % 60, ms // 1000 % 60, ms // 10 % 100
        time = (
            f"{hour % 12 or 12}:{minute:02}:{second:02}.{part:02}\u202f{'PM' if hour >= 12 else 'AM'}"
            if dress.imperial
            else f"{hour:02}:{minute:02}:{second:02},{part:02}"
        )
        lines.append(f'   <InstantaneousBeatsPerMinute bpm="{bpm}" time="{time}"/>\n')
    return "".join([*lines, "  </HeartRateVariabilityMetadataList>\n"])


def _time(at: datetime) -> str:
    return f"{at + OFFSET:%Y-%m-%d %H:%M:%S} +0200"


def _over_the_day(drawn: Random, day: datetime, number: int) -> list[datetime]:
    seconds = sorted(drawn.sample(range(86_400), number))
    return [day + timedelta(seconds=second) for second in seconds]


def _many(
    type: str,
    unit: str,
    source: tuple[str, str, str, str],
    a_day: int,
    value: Callable[[Random], float],
    lasts_s: int = 0,
    children: tuple[str, ...] = (),
) -> Callable[[Random, datetime, int], Iterator[Thing]]:
    def make(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
        for at in _over_the_day(drawn, day, a_day):
            lasts = drawn.randint(1, lasts_s) if lasts_s else 0
            yield Thing("Record", _Q + type, source, at, lasts, value(drawn), unit, children)

    return make


def _heart_rate(drawn: Random, day: datetime, number: int) -> Iterator[Thing]:
    for at in _over_the_day(drawn, day, 280):
        yield Thing("Record", f"{_Q}HeartRate", WATCH, at, 0, drawn.randint(46, 130), "count/min", _MOTION)
    if number % 2:
        for second in range(0, 2400, 5):
            at = day + timedelta(hours=17, seconds=second)
            yield Thing("Record", f"{_Q}HeartRate", WATCH, at, 0, drawn.randint(110, 175), "count/min", _MOTION)


def _variability(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
    for at in _over_the_day(drawn, day, 6):
        ms = (at + OFFSET).hour * 3_600_000 + at.minute * 60_000 + at.second * 1000 + 1200
        beats, rr = [(60, ms)], 1000
        for _ in range(60):
            rr = min(1300, max(600, rr + drawn.randint(-6, 6) * 10))
            ms += rr
            beats.append((round(60_000 / rr), ms))
        yield Thing("Record", f"{_Q}HeartRateVariabilitySDNN", WATCH, at, 62, drawn.uniform(20, 90), "ms", beats=tuple(beats))


def _sleep(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
    at = day + timedelta(minutes=drawn.randint(0, 90))
    stages = ("AsleepCore", "AsleepDeep", "AsleepCore", "AsleepREM", "Awake")
    zone = ('  <MetadataEntry key="HKTimeZone" value="Europe/Oslo"/>',)
    value = "HKCategoryValueSleepAnalysis"
    for number in range(30):
        lasts = drawn.randint(2, 28) * 60
        yield Thing("Record", f"{_C}SleepAnalysis", WATCH, at, lasts, value + stages[number % 5], "", zone)
        at += timedelta(seconds=lasts)
    yield Thing("Record", f"{_C}SleepAnalysis", PHONE, day + timedelta(minutes=5), 7 * 3600, f"{value}InBed", "", zone)


def _stand(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
    for hour in range(24):
        stood = "Stood" if drawn.random() < 0.5 else "Idle"
        yield Thing(
            "Record", f"{_C}AppleStandHour", WATCH, day + timedelta(hours=hour), 3600, f"HKCategoryValueAppleStandHour{stood}"
        )


def _food(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
    for hour in (6, 10, 16):
        at = day + timedelta(hours=hour, minutes=drawn.randint(0, 59))
        for type, unit, most in (
            ("Carbohydrates", "g", 90),
            ("Protein", "g", 45),
            ("FatTotal", "g", 40),
            ("EnergyConsumed", "kcal", 800),
        ):
            yield Thing("Record", f"{_Q}Dietary{type}", APP, at, 0, round(drawn.uniform(1, most), 2), unit)
        yield Thing("Record", f"{_Q}DietaryWater", APP, at, 0, drawn.randint(100, 600), "mL")


_FOODS: Final = (("Carbohydrates", "g", 90), ("Protein", "g", 45), ("FatTotal", "g", 40), ("EnergyConsumed", "kcal", 800))


def _meals(drawn: Random, day: datetime, number: int) -> Iterator[Thing]:
    records = list(_food(drawn, day, number))
    for meal in range(0, len(records), 5):
        inner = tuple(records[meal : meal + 5])
        yield from inner
        yield Thing("Correlation", "HKCorrelationTypeIdentifierFood", APP, inner[0].start, inner=inner)


def _body(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
    at = day + timedelta(hours=5, minutes=drawn.randint(0, 59))
    yield Thing("Record", f"{_Q}BodyMass", PHONE, at, 0, round(drawn.uniform(68, 72), 1), "kg")
    yield Thing("Record", f"{_Q}BodyFatPercentage", PHONE, at, 0, round(drawn.uniform(0.18, 0.22), 3), "%")
    yield Thing("Record", f"{_Q}AppleSleepingWristTemperature", WATCH, day, 25_000, drawn.uniform(34, 36), "degC")
    yield Thing("Record", f"{_Q}RestingHeartRate", WATCH, day, 80_000, drawn.randint(48, 60), "count/min")
    yield Thing("Record", f"{_Q}VO2Max", WATCH, at, 0, round(drawn.uniform(42, 46), 2), "mL/min\u00b7kg")
    yield Thing("Record", f"{_Q}BloodGlucose", APP, at, 0, drawn.randint(75, 140), "mg/dL")


def _workout(drawn: Random, day: datetime, number: int) -> Iterator[Thing]:
    if not number % 2:
        return
    events = tuple(
        f'  <WorkoutEvent type="HKWorkoutEventTypeSegment" date="{_time(day + timedelta(hours=17, minutes=minute))}" '
        f'duration="{drawn.uniform(3, 8)}" durationUnit="min"/>'
        for minute in range(0, 40, 5)
    )
    beats = f'  <WorkoutStatistics type="{_Q}HeartRate" average="{drawn.uniform(130, 150)}" maximum="175" unit="count/min"/>'
    yield Thing(
        "Workout",
        "Running",
        WATCH,
        day + timedelta(hours=17),
        2400,
        round(drawn.uniform(300, 500), 3),
        "kcal",
        (*events, beats),
    )


def _rings(drawn: Random, day: datetime, _: int) -> Iterator[Thing]:
    yield Thing("ActivitySummary", "", WATCH, day + timedelta(hours=drawn.randint(8, 9)))


def _uniform(low: float, high: float) -> Callable[[Random], float]:
    return lambda drawn: drawn.uniform(low, high)


def _whole(low: int, high: int) -> Callable[[Random], float]:
    return lambda drawn: drawn.randint(low, high)


_KINDS: Final = (
    _body,
    _heart_rate,
    _many("OxygenSaturation", "%", WATCH, 25, lambda drawn: drawn.randint(93, 100) / 100),
    _many("RespiratoryRate", "count/min", WATCH, 20, _uniform(12, 19)),
    _many("StepCount", "count", WATCH, 80, _whole(3, 180), 300),
    _many("StepCount", "count", PHONE, 60, _whole(3, 180), 600),
    _many("DistanceWalkingRunning", "km", WATCH, 80, _uniform(0.002, 0.2), 300),
    _many("DistanceWalkingRunning", "km", PHONE, 60, _uniform(0.002, 0.2), 600),
    _many("BasalEnergyBurned", "kcal", WATCH, 110, _uniform(0.2, 20), 600),
    _many("ActiveEnergyBurned", "kcal", WATCH, 220, _uniform(0.01, 8), 60),
    _many("FlightsClimbed", "count", PHONE, 8, _whole(1, 4), 60),
    _many("AppleExerciseTime", "min", WATCH, 30, _whole(1, 1), 60),
    _many("AppleStandTime", "min", WATCH, 60, _whole(1, 5), 300),
    _many("PhysicalEffort", "kcal/hr\u00b7kg", WATCH, 160, _uniform(1, 8), 60),
    _many("WalkingSpeed", "km/hr", PHONE, 20, _uniform(3, 6), 60),
    _many("WalkingStepLength", "cm", PHONE, 20, _uniform(50, 90), 60),
    _many("EnvironmentalAudioExposure", "dBASPL", WATCH, 40, _uniform(40, 90), 600),
    _meals,
    _sleep,
    _stand,
    _variability,
    _workout,
    _rings,
)

_SUBSET: Final = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT ExportDate EMPTY>
<!ATTLIST ExportDate
  value CDATA #REQUIRED
>
"""
_WHOLE: Final = _SUBSET + "]>\n"
# As iOS 16 wrote it: a list of attributes never ends, and half of the subset stands there twice.
_BROKEN: Final = (
    _SUBSET
    + """<!ELEMENT VisionPrescription ((RightEye|LeftEye|MetadataEntry)*)>
<!ATTLIST VisionPrescription
  type             CDATA #REQUIRED
<!ELEMENT RightEye EMPTY>
<!ATTLIST RightEye
  sphere           CDATA #IMPLIED
<!ELEMENT VisionPrescription ((RightEye|LeftEye|MetadataEntry)*)>
  device           CDATA #IMPLIED
>
>
]>
"""
)
