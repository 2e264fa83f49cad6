"""Personal laws: what goes with what in one person's own days, found over half a year, and kept as facts."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from auren.history import InMemoryHistory
from auren.memory.facts import InMemoryFactStore
from auren.memory.laws import DailySeries, LawBook, laws_of, review, series_needed
from auren.people import Subject
from auren.ports import History
from auren.readings import STANDARD_METRICS, Reading, Window
from auren.testing import SimulatedAthlete

ANNA = Subject("anna")
WEEKS = 26


async def main() -> None:
    """Review a simulated athlete's days every week, as a host's scheduler would."""
    async with InMemoryHistory() as history, InMemoryFactStore() as facts:
        window = await live(history)
        for week in range(1, WEEKS + 1):
            today = window.first + timedelta(days=7 * week - 1)
            now = datetime.combine(today, time(12), UTC)
            book = LawBook.of(await facts.facts(ANNA))
            came = review(book, await daily(history, Window(window.first, today)), today)
            await facts.hear(came.statements(ANNA, now))
            for law in came.found:
                print(f"Week {week}, p = {law.p:.4f}: {law.sentence()}")
            for law in came.withdrawn:
                print(f"Week {week}, no longer: {law.candidate.name}")
        print("\nAt the end:")
        for law in laws_of(await facts.facts(ANNA)):
            print(f"  {law.sentence()}")


async def daily(history: History, window: Window) -> dict[str, DailySeries]:
    """Give the daily values that the pairs need; a day without one stays unknown."""
    names = series_needed() & set(STANDARD_METRICS)
    return {name: {value.day: value.value for value in await history.window(ANNA, name, window)} for name in sorted(names)}


async def live(history: History) -> Window:
    """Fill a history: an athlete who notes her evenings' drinks, each of which costs the next night a tenth of its HRV."""
    athlete = SimulatedAthlete(seed=7, days=7 * WEEKS, subject=ANNA, overreaching=None)
    random = Random(11)  # noqa: S311 - drawn days are no secret
    drinks = {day: random.random() < (0.45 if day.weekday() >= 4 else 0.15) for day in athlete.window.dates()}
    await history.append([lowered(reading, drinks) for reading in athlete.readings()])
    await history.append([noted(day, had) for day, had in drinks.items()])
    return athlete.window


def lowered(reading: Reading, drinks: dict[date, bool]) -> Reading:
    """Give the night after a drink a lower HRV."""
    if reading.metric != "hrv.rmssd" or not drinks.get(reading.day - timedelta(days=1)):
        return reading
    value = 0.9 * reading.value
    return Reading.of(
        ANNA, reading.metric, value, unit="ms", start=reading.start, end=reading.end, zone=reading.zone, source="simulated"
    )


def noted(day: date, had: bool) -> Reading:
    """Give a note of drinks or of none; an evening without a note would be unknown, not dry."""
    at = datetime.combine(day, time(20), UTC)
    return Reading.of(ANNA, "nutrition.alcohol", int(had), unit="count", start=at, zone="Europe/Berlin", source="diary")


if __name__ == "__main__":
    asyncio.run(main())
