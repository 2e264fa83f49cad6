"""A host's own measuring of progress photos: a length goes in as a measurement, and a rating would be refused."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from auren import Pipeline, Profile, SimulatedClock, Subject
from auren.pipeline.photos import ProgressPhotos
from auren.ports.photo_measurer import Photo, PhotoMeasurement
from auren.privacy import InMemoryDirectory
from auren.specialists import AestheticConsultant


class TapeInThePicture:
    """Stands for the host's own code, which finds the waist beside a tape that is in the picture."""

    name: str = "tape in the picture"

    async def measure(self, photo: Photo) -> Sequence[PhotoMeasurement]:
        """Give the waist of a photo from the front, and nothing of another."""
        return [PhotoMeasurement("body.waist", 84.2, "cm", "at the navel")] if photo.view == "front" else []


async def main() -> None:
    """Take a photo, and another four weeks later in the evening."""
    anna = Subject("anna")
    clock = SimulatedClock(datetime(2025, 4, 15, 8, 0, tzinfo=UTC))
    directory = InMemoryDirectory({anna: Profile(zone="Europe/Oslo", birth_year=1990)})
    async with Pipeline(specialists=[AestheticConsultant()], directory=directory, clock=clock) as auren:
        photos = ProgressPhotos(auren, TapeInThePicture())
        report = await photos.take(anna, Photo("1", clock.now(), "Europe/Oslo", "front", b"..."))
        print(f"{report.measures[0].title}: {report.measures[0].value} {report.measures[0].unit}")
        clock.move_to(clock.now() + timedelta(days=28, hours=11))
        report = await photos.take(anna, Photo("2", clock.now(), "Europe/Oslo", "front", b"..."))
        print(report.reminder)
        reply = await auren.ask(anna, "How should I take my progress photos?")
    print(reply.text)


if __name__ == "__main__":
    asyncio.run(main())
