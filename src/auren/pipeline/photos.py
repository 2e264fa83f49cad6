"""Progress photos: measured by the host's own code, taken in as measurements, and held back where a red flag says so."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from auren.clock import require_aware
from auren.errors import Blocked, InvalidInput, SpecialistError, StoreUnavailable
from auren.findings import Citation, Coverage, Measure
from auren.people import Subject, zone_info
from auren.pipeline.held import facts_of, held_by
from auren.pipeline.reading import IngestReport
from auren.pipeline.rooms import Person, Rooms
from auren.ports.photo_measurer import Photo, PhotoMeasurement, PhotoMeasurer
from auren.readings import Metric, Reading, Window, convert
from auren.specialists.framework.holding import held as codes_of

if TYPE_CHECKING:
    from auren.pipeline.pipeline import Pipeline

__all__ = ["PhotoReport", "ProgressPhotos"]

SOURCE: Final = "photo"
"""The source of every reading that comes of a photo."""
UNITS: Final = frozenset({"cm", "deg"})
"""Units in which a photo may be measured: those of lengths and angles, as metrics keep them. A share or score rates."""
HELD_BACK: Final = frozenset({"minor", "under_16", "eating_disorder", "pregnancy"})
"""Codes with which no photo is measured, whatever else is known; auren's own convention."""
SAME_TIME: Final = timedelta(hours=2)
"""Photos this near in the time of day can be compared; auren's own convention."""
COMPARE: Final = "For a photo that can be compared, keep to the light, pose, distance and time of day of the last one."
_MOST: Final = 16
_MOST_NOTE: Final = 120
_RATING: Final = re.compile(
    r"\b(?:scor\w*|rat(?:e|ed|es|ing|ings)|rank\w*|grade\w*|points?|stars?|percentile|attractive\w*|beaut\w*|pretty|handsome|"
    r"ugly|hot|sexy|fat(?:ter|test)?|flabby|chubby|skinny|lean(?:er)?|toned|ripped|shredded|perfect|ideal\w*|flaw\w*|"
    r"ugl\w*|worse|worst|better|best|good|bad|nice|great|out of (?:five|ten|\d+))\b|\d\s*/\s*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """What came of a photo.

    Args:
        measures: what was measured, each with its unit and source.
        taken_in: what became of the readings that were made of it; None when nothing was measured.
        reminder: what would make the next photo comparable; empty where this one is.
    """

    measures: tuple[Measure, ...] = ()
    taken_in: IngestReport | None = None
    reminder: str = ""


class ProgressPhotos:
    """Has photos measured by the host's own code, and takes what was measured in like any other reading.

    Args:
        pipeline: whose history it goes to; open.
        measurer: the host's own code.
        timeout_s: seconds that measuring one photo may take, above 0.
    """

    def __init__(self, pipeline: Pipeline, measurer: PhotoMeasurer, *, timeout_s: float = 30.0) -> None:
        if not timeout_s > 0:
            raise InvalidInput("A time out of range was given for measuring a photo; expected seconds above 0.")
        self._pipeline = pipeline
        self._measurer = measurer
        self._timeout_s = timeout_s

    async def take(self, subject: Subject, photo: Photo) -> PhotoReport:
        """Measure a photo of one person; the same photo again changes nothing.

        Args:
            subject: whose photo.
            photo: goes to the host's code, and is not kept.

        Raises:
            Blocked: photos are off for this person: they are no adult, their age is not known, or a red flag or something
                that they stated holds them back; or the host's code rated a body instead of measuring it.
            InvalidInput: the photo has no aware time, zone or id, or lies in the future.
            SpecialistError: the host's code failed, or took too long.
            StoreError: what is known of the person could not be read, or the readings not be kept.
        """
        rooms = self._pipeline._rooms  # noqa: SLF001 - a part of the pipeline
        person = await rooms.person(subject, rooms.clock.now())
        _checked_photo(photo, person)
        await _allowed(rooms, person)
        measured = [_sound(one, rooms) for one in await self._measured(photo)]
        if len({metric.name for metric, _ in measured}) < len(measured):
            raise SpecialistError("A photo was measured twice for one metric; give each metric once.")
        readings = [
            Reading.of(
                subject,
                metric.name,
                value,
                unit=metric.unit,
                start=photo.taken_at,
                zone=photo.zone,
                source=SOURCE,
                metrics=rooms.history.metrics,
            )
            for metric, value in measured
        ]
        reminder = "" if await self._comparable(rooms, person, photo, measured) else COMPARE
        # A hold that was set while the host's code worked counts.
        await _allowed(rooms, await rooms.person(subject, rooms.clock.now()))
        taken_in = await self._pipeline.ingest(readings) if readings else None
        measures = tuple(self._measure(photo, metric, value) for metric, value in measured)
        return PhotoReport(measures, taken_in, reminder)

    async def _measured(self, photo: Photo) -> Sequence[PhotoMeasurement]:
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._measurer.measure(photo)
        except Exception as error:  # noqa: BLE001 - whatever the host's code raises
            # What the host's code raises may tell of the photo; only the class is told.
            raise SpecialistError(f"Measuring a photo failed with {type(error).__name__}; nothing was taken in.") from None
        if not isinstance(answer, list | tuple) or len(answer) > _MOST:
            raise Blocked(f"A photo's measurer gave no list of at most {_MOST} measurements; nothing was taken in.")
        return answer

    async def _comparable(self, rooms: Rooms, person: Person, photo: Photo, measured: Sequence[tuple[Metric, float]]) -> bool:
        """Tell whether the last photo was taken at about the same time of day."""
        for metric, _ in measured:
            earlier = [
                reading
                for reading in await rooms.history.readings(person.subject, (metric.name,))
                if reading.source == SOURCE and reading.start < photo.taken_at
            ]
            if earlier:
                zone = zone_info(photo.zone)
                then, now = (at.astimezone(zone) for at in (earlier[-1].start, photo.taken_at))
                apart = abs((then.hour * 60 + then.minute) - (now.hour * 60 + now.minute))
                return timedelta(minutes=min(apart, 1440 - apart)) <= SAME_TIME
        return True

    def _measure(self, photo: Photo, metric: Metric, value: float) -> Measure:
        day = photo.taken_at.astimezone(zone_info(photo.zone)).date()
        citation = Citation("PH1", f"measured in a photo by {self._measurer.name}", "D", verified=False)
        window, coverage = Window(day, day), Coverage(1, 1)
        title = f"{metric.title} as measured in your photo"
        name = f"{SOURCE}.{metric.name.rpartition('.')[2]}"
        return Measure(
            name, title, value, metric.unit, metric.digits, window, coverage, citation, note=f"source: {SOURCE}, {photo.view}"
        )


def _checked_photo(photo: Photo, person: Person) -> None:
    require_aware(photo.taken_at, "The time of a photo")
    zone_info(photo.zone)
    if not 0 < len(photo.id) <= 128 or photo.view not in ("front", "side", "back"):
        raise InvalidInput("A photo without an id of 1 to 128 characters, or from no known view, was given.")
    if photo.taken_at > person.now:
        raise InvalidInput("A photo from the future was given; expected one that was taken by now.")


async def _allowed(rooms: Rooms, person: Person) -> None:
    """Raise Blocked where photos are off for a person; the message does not say why, which is theirs to know."""
    facts = await facts_of(rooms, person)
    if facts is None:
        raise StoreUnavailable("What is known of the person could not be read; nothing was measured, try again later.")
    held = await held_by(rooms, person, facts)
    codes = codes_of(person.profile, facts, person.today.year, held.holds)
    if person.profile.birth_year is None or "photos" in held.tools or not held.acts or codes & HELD_BACK:
        raise Blocked("Photos are off for this person, or it is not known that they are an adult; nothing was measured.")


def _sound(one: object, rooms: Rooms) -> tuple[Metric, float]:
    """Give a measurement in its metric's unit.

    Raises:
        Blocked: it rates a body, or is no length or angle of the body.
    """
    if type(one) is not PhotoMeasurement or not isinstance(one.metric, str) or not isinstance(one.note, str):
        raise Blocked("A photo's measurer gave something other than PhotoMeasurement; nothing was taken in.")
    metrics = rooms.history.metrics
    metric = metrics[one.metric] if one.metric in metrics else None  # noqa: SIM401 - this registry raises on get
    if metric is None or not metric.name.startswith("body.") or metric.unit not in UNITS:
        raise Blocked("A photo was measured for something other than a length or an angle of the body; nothing was taken in.")
    if len(one.note) > _MOST_NOTE or _RATING.search(one.note) or _RATING.search(one.metric.replace("_", " ")):
        raise Blocked("A photo's measurer rated a body instead of measuring it; nothing was taken in.")
    if isinstance(one.value, bool) or not isinstance(one.value, int | float) or not math.isfinite(one.value):
        raise Blocked("A photo's measurer gave something other than a finite number; nothing was taken in.")
    try:
        value = convert(float(one.value), one.unit, metric.unit)
    except Exception:  # noqa: BLE001 - whatever the unit is, it is none of the metric's
        raise Blocked(f"A photo's measurer gave a unit that is none of {metric.name}; expected {metric.unit}.") from None
    if not metric.low <= value <= metric.high:
        raise Blocked(f"A photo's measurer gave a value of {metric.name} that is out of range; nothing was taken in.")
    return metric, value
