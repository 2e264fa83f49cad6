"""Progress photos: lengths are taken in as measurements, ratings are refused, and red flags hold photos back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from pipeline_house import ANNA, NOON, House

from auren.errors import Blocked, InvalidInput, SpecialistError
from auren.facts import Statement
from auren.memory import Memory
from auren.memory.facts import InMemoryFactStore
from auren.people import Profile
from auren.pipeline.photos import COMPARE, ProgressPhotos
from auren.ports.photo_measurer import Photo, PhotoMeasurement
from auren.safety import check_wording

WAIST = PhotoMeasurement("body.waist", 84.2, "cm", "at the navel")
PHOTO = Photo("photo-1", NOON - timedelta(hours=4), "UTC", "front", b"not a picture")
ADULT = Profile(zone="UTC", quiet_hours=None, birth_year=1990)


@dataclass
class Measurer:
    """Gives what it is told to, and notes how often it was asked."""

    answer: Any = (WAIST,)
    name: str = "tape"
    asked: list[Photo] = field(default_factory=list)
    slow: bool = False

    async def measure(self, photo: Photo) -> Sequence[PhotoMeasurement]:
        self.asked.append(photo)
        if self.slow:
            await asyncio.Event().wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[no-any-return]


def house(profile: Profile = ADULT) -> House:
    return House(profile=profile, memory=Memory(facts=InMemoryFactStore()))


async def test_what_is_measured_is_a_measure_with_its_source_and_a_reading_like_any_other() -> None:
    home = house()
    async with home.pipeline as auren:
        report = await ProgressPhotos(auren, Measurer()).take(ANNA, PHOTO)
        (measure,) = report.measures
        assert (measure.name, measure.value, measure.unit) == ("photo.waist", 84.2, "cm")
        assert measure.title == "waist as measured in your photo"
        assert measure.note == "source: photo, front"
        assert measure.citation.text == "measured in a photo by tape"
        assert report.taken_in is not None
        assert report.taken_in.new == 1
        (reading,) = await auren._rooms.history.readings(ANNA, ("body.waist",))
        assert (reading.source, reading.value) == ("photo", 84.2)
        again = await ProgressPhotos(auren, Measurer()).take(ANNA, PHOTO)
        assert again.taken_in is not None
        assert again.taken_in.new == 0
        await auren.erase(ANNA)
        assert not await auren._rooms.history.readings(ANNA, ())


async def test_another_unit_of_the_same_dimension_is_converted() -> None:
    home = house()
    async with home.pipeline as auren:
        report = await ProgressPhotos(auren, Measurer([replace(WAIST, value=0.842, unit="m")])).take(ANNA, PHOTO)
    assert report.measures[0].value == pytest.approx(84.2)


@pytest.mark.parametrize(
    "answer",
    [
        [replace(WAIST, note="score 8")],
        [replace(WAIST, note="8/10")],
        [replace(WAIST, note="Looks great")],
        [replace(WAIST, note="rated by a judge")],
        [replace(WAIST, note="too fat here")],
        [replace(WAIST, note="n" * 200)],
        [PhotoMeasurement("body.attractiveness", 8, "score")],
        [PhotoMeasurement("body.visceral_fat_vendor", 8, "score")],
        [PhotoMeasurement("body.fat", 18, "%")],
        [PhotoMeasurement("body.bmi", 22, "kg/m2")],
        [PhotoMeasurement("sleep.duration", 400, "min")],
        [replace(WAIST, unit="kg")],
        [replace(WAIST, unit="furlong")],
        [replace(WAIST, value=float("nan"))],
        [replace(WAIST, value=True)],
        [replace(WAIST, value="84")],  # type: ignore[arg-type]
        [replace(WAIST, value=900)],
        [{"metric": "body.waist", "value": 84, "unit": "cm", "score": 9}],
        {"score": 9},
        "9 out of 10",
        None,
        [WAIST] * 40,
    ],
)
async def test_a_rating_or_anything_but_a_length_is_refused(answer: Any) -> None:
    home = house()
    async with home.pipeline as auren:
        with pytest.raises(Blocked) as caught:
            await ProgressPhotos(auren, Measurer(answer)).take(ANNA, PHOTO)
        assert not await auren._rooms.history.readings(ANNA, ())
    assert "84" not in str(caught.value)


@pytest.mark.parametrize("birth_year", [None, 2007, 2008, 2015])
async def test_photos_of_somebody_who_may_be_a_minor_are_not_looked_at(birth_year: int | None) -> None:
    home, measurer = house(replace(ADULT, birth_year=birth_year)), Measurer()
    async with home.pipeline as auren:
        with pytest.raises(Blocked, match="not known that they are an adult"):
            await ProgressPhotos(auren, measurer).take(ANNA, PHOTO)
    assert not measurer.asked


@pytest.mark.parametrize(("slot", "value"), [("condition", "an eating disorder"), ("pregnancy", "yes")])
async def test_what_a_person_stated_holds_photos_back(slot: str, value: str) -> None:
    home, measurer = house(), Measurer()
    async with home.pipeline as auren:
        facts = auren._rooms.memory.facts
        assert facts is not None
        await facts.hear([Statement(ANNA, slot, "holds", value, NOON, NOON)])
        with pytest.raises(Blocked):
            await ProgressPhotos(auren, measurer).take(ANNA, PHOTO)
    assert not measurer.asked


async def test_a_red_flag_holds_photos_back_until_a_human_clears_it() -> None:
    home, measurer = house(), Measurer()
    async with home.pipeline as auren:
        reply = await auren.ask(ANNA, "I make myself throw up after every meal to lose weight")
        assert reply.flags
        await home.later(days=30)
        with pytest.raises(Blocked):
            await ProgressPhotos(auren, measurer).take(ANNA, PHOTO)
    assert not measurer.asked


async def test_the_hosts_code_may_fail_or_hang_and_nothing_of_it_is_told() -> None:
    home = house()
    async with home.pipeline as auren:
        with pytest.raises(SpecialistError, match="ValueError") as caught:
            await ProgressPhotos(auren, Measurer(ValueError("anna in her bathroom"))).take(ANNA, PHOTO)
        assert "anna" not in f"{caught.value!r} {caught.value.__cause__!r}"
        with pytest.raises(SpecialistError, match="TimeoutError"):
            await ProgressPhotos(auren, Measurer(slow=True), timeout_s=0.01).take(ANNA, PHOTO)
        with pytest.raises(SpecialistError, match="twice"):
            await ProgressPhotos(auren, Measurer([WAIST, WAIST])).take(ANNA, PHOTO)
        report = await ProgressPhotos(auren, Measurer([])).take(ANNA, PHOTO)
        assert report.measures == ()
        assert report.taken_in is None


@pytest.mark.parametrize(
    "photo",
    [
        replace(PHOTO, id=""),
        replace(PHOTO, view="above"),  # type: ignore[arg-type]
        replace(PHOTO, zone="Nowhere/Land"),
        replace(PHOTO, taken_at=NOON + timedelta(minutes=1)),
        replace(PHOTO, taken_at=NOON.replace(tzinfo=None)),
    ],
)
async def test_a_photo_that_cannot_be_placed_is_refused(photo: Photo) -> None:
    home = house()
    async with home.pipeline as auren:
        with pytest.raises(InvalidInput):
            await ProgressPhotos(auren, Measurer()).take(ANNA, photo)


@pytest.mark.parametrize(("hours", "says"), [(0, ""), (1.5, ""), (-1.5, ""), (4, COMPARE), (12, COMPARE)])
async def test_one_is_reminded_where_two_photos_cannot_be_compared(hours: float, says: str) -> None:
    home = house()
    async with home.pipeline as auren:
        photos = ProgressPhotos(auren, Measurer())
        first = await photos.take(ANNA, PHOTO)
        assert first.reminder == ""
        await home.later(days=29)
        later = replace(PHOTO, id="photo-2", taken_at=PHOTO.taken_at + timedelta(days=28, hours=hours))
        assert (await photos.take(ANNA, later)).reminder == says
    assert check_wording(COMPARE) == ()


def test_a_time_that_never_comes_is_refused() -> None:
    with pytest.raises(InvalidInput):
        ProgressPhotos(House().pipeline, Measurer(), timeout_s=0)
    assert b"not" not in repr(PHOTO).encode()
