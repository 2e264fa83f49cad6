"""Whether a personal law that is there is found with its size, and how often one is found that is not there.

    python -m benchmarks.personal_laws [PMDATA] [--building]

Laws are planted in simulated people (an evening's drink lowers the night's HRV) and looked for over half a year, with a review
every week. People in whom nothing is planted have days that hand on to the next, weekdays, trends, a season that moves habits
and outcomes alike, and gaps. PMDATA holds `p01` to `p08`; what is found there is printed, also when it is nothing.

The people who are measured are drawn from seeds that were kept apart: nothing was chosen by looking at them. Those with
which the test, its schedule and its levels were chosen, withdrawal among them, are shown by --building.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from auren.memory.laws import CANDIDATES, DailySeries, LawBook, PersonalLaw, late_exercise, review
from auren.memory.laws.derived import with_rest_days
from auren.people import Subject
from auren.readings import STANDARD_METRICS, Reading, form_day
from auren.sources import PMDataExport
from auren.testing import SimulatedAthlete
from benchmarks._law_people import FIRST, Planted, drawn
from benchmarks._report import at_least, at_most, report, table

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "pmdata"
PEOPLE = tuple(f"p{number:02}" for number in range(1, 9))
ZONE = "Europe/Oslo"
HALF_YEAR = 182
YEAR = 364
SIZES = (-4.0, -8.0, -10.0, -12.0)
EACH_SIZE = 20
EXAMPLE_PERCENT = -8.0
NOTHING_PLANTED = 200
WITHDRAWN = 20
PLANTED = CANDIDATES[0]


@dataclass(frozen=True, slots=True)
class Seeds:
    """Where the seeds of simulated people begin.

    Args:
        nothing: of people with nothing planted.
        ending: of people whose law ends, or goes on as long.
        planted: of people with a law, the same for each size.
    """

    nothing: int
    ending: int
    planted: int

    def __str__(self) -> str:
        return f"from {self.nothing}, {self.ending} and {self.planted} on"


BUILDING = Seeds(nothing=0, ending=500, planted=1000)
"""With these the test, its schedule of looks and its levels were chosen."""
MEASURED = Seeds(nothing=20_000, ending=30_000, planted=40_000)
"""Kept apart: nothing was chosen by looking at these."""


@dataclass(frozen=True, slots=True)
class Life:
    """One person's reviews, one a week.

    Args:
        held: the laws at the end.
        found: every law when it was found.
        withdrawn: every law when it was withdrawn.
        nominal: whether any p was ever under 5 %, which is what a search without control reports.
    """

    held: tuple[PersonalLaw, ...]
    found: tuple[PersonalLaw, ...]
    withdrawn: tuple[PersonalLaw, ...]
    nominal: bool


def main() -> None:
    """Measure, and print the marks."""
    begun = time.perf_counter()
    paths = [argument for argument in sys.argv[1:] if argument != "--building"]
    folder = Path(paths[0]) if paths else DEFAULT
    building = "--building" in sys.argv[1:]
    seeds = BUILDING if building else MEASURED
    print(f"{len(CANDIDATES)} pairs, a review every week for half a year; planted: {PLANTED.name}")
    if building:
        print(f"Seeds {seeds}: those used while building, so that the figures are no measurement.\n")
    else:
        print(f"Seeds {seeds}, kept apart from those used while building ({BUILDING}).\n")
    power = [power_at(size, seeds.planted) for size in SIZES]
    heads = [
        "HRV after a drink, %",
        "people",
        "found",
        "inside, when found",
        "inside, at the end",
        "weeks until found",
        "n",
        "other laws",
    ]
    table(heads, [row.cells() for row in power])
    example = lived(athlete(), HALF_YEAR)
    print("The shipped simulated athlete, given drinks that lower the HRV of the next night by 8 %:")
    for law in example.held:
        print(f"  {law.sentence()}")
    nothing = [lived(drawn(seed, HALF_YEAR), HALF_YEAR) for seed in range(seeds.nothing, seeds.nothing + NOTHING_PLANTED)]
    any_law, nominal = (
        100 * statistics.fmean(map(bool, told)) for told in ([x.found for x in nothing], [x.nominal for x in nothing])
    )
    print(f"\n{NOTHING_PLANTED} people with nothing planted: any law ever {any_law:.1f} %; any p < 5 % ever {nominal:.1f} %\n")
    ending = range(seeds.ending, seeds.ending + WITHDRAWN)
    gone = [lived(drawn(seed, YEAR, Planted(-12.0, HALF_YEAR)), YEAR) for seed in ending]
    lasting = [lived(drawn(seed, YEAR, Planted(-12.0)), YEAR) for seed in ending]
    waited = [(law.tested_on - FIRST).days / 7 - HALF_YEAR / 7 for life in gone for law in life.withdrawn if _is_planted(law)]
    had = sum(any(map(_is_planted, life.found)) for life in gone)
    lost = sum(any(map(_is_planted, life.withdrawn)) for life in lasting)
    stayed = sum(any(map(_is_planted, life.held)) for life in gone)
    print(f"A law that stops after half a year: {had} of {WITHDRAWN} found it, {stayed} still hold it half a year on;", end=" ")
    print(f"withdrawn {statistics.median(waited):.0f} weeks after it stopped (median)." if waited else "none withdrawn.")
    print(f"A law that goes on: withdrawn from {lost} of {WITHDRAWN} within the year.\n")
    if folder.is_dir():
        recorded(folder)
    else:
        print(f"No recordings at the given folder; give the folder that holds {PEOPLE[0]} to {PEOPLE[-1]}.\n")
    took = time.perf_counter() - begun
    middle = power[SIZES.index(-10.0)]
    report(
        "personal_laws",
        [
            at_least("laws.planted_found", middle.found_percent, "%", 80),
            at_least(
                "laws.size_inside", 100 * statistics.fmean(inside for row in power for inside in row.inside_last), "%", 90
            ),
            at_least(
                "laws.example_inside",
                float(any(_is_planted(x) and x.low <= EXAMPLE_PERCENT <= x.high for x in example.held)),
                "bool",
                1,
            ),
            at_most("laws.nothing_planted_any_law", any_law, "%", 5),
            at_least("laws.withdrawn_when_gone", 100 * (1 - stayed / had) if had else None, "%", 80),
            at_most("laws.withdrawn_though_true", 100 * lost / WITHDRAWN, "%", 20),
            at_most("laws.seconds", took, "s", 60),
        ],
    )


def athlete() -> dict[str, DailySeries]:
    """Give the days of the shipped simulated athlete, with drinks on some evenings and the planted law in the nights after."""
    shipped = SimulatedAthlete(seed=7, days=HALF_YEAR, first_day=FIRST, overreaching=None)
    random = Random(7)
    drinks = {day: float(random.random() < (0.45 if day.weekday() >= 4 else 0.15)) for day in shipped.window.dates()}
    series = by_metric(shipped.readings())
    series["hrv.rmssd"] = {
        day: value * (1 + EXAMPLE_PERCENT / 100 * drinks.get(day - timedelta(days=1), 0.0))
        for day, value in series["hrv.rmssd"].items()
    }
    return series | {"nutrition.alcohol": drinks}


@dataclass(frozen=True, slots=True)
class Power:
    """How laws of one size were found.

    Args:
        size: what was planted, in percent.
        laws: the planted law of each person when found, and at the end; None where it was not.
        others: how many people got another law.
    """

    size: float
    laws: tuple[tuple[PersonalLaw, PersonalLaw] | None, ...]
    others: int

    @property
    def found_percent(self) -> float:
        """Share of people in whom it was found."""
        return 100 * statistics.fmean(law is not None for law in self.laws)

    @property
    def inside_last(self) -> list[bool]:
        """Of each that was found, whether its interval at the end holds the planted size."""
        return [law[1].low <= self.size <= law[1].high for law in self.laws if law is not None]

    def cells(self) -> list[str]:
        """Give a row of the table."""
        held = [law for law in self.laws if law is not None]
        if not held:
            return [f"{self.size:g}", str(len(self.laws)), "0 %", "-", "-", "-", "-", str(self.others)]
        first = 100 * statistics.fmean(law.low <= self.size <= law.high for law, _ in held)
        weeks = statistics.median(((law.found_on - FIRST).days + 1) / 7 for law, _ in held)
        counts = statistics.median(law.with_habit for law, _ in held)
        last = 100 * statistics.fmean(self.inside_last)
        shares = f"{self.found_percent:.0f} %", f"{first:.0f} %", f"{last:.0f} %"
        return [f"{self.size:g}", str(len(self.laws)), *shares, f"{weeks:.0f}", f"{counts:.0f}", str(self.others)]


def power_at(size: float, first_seed: int) -> Power:
    """Plant a law of one size in many people, and look for it."""
    people = range(first_seed, first_seed + EACH_SIZE)
    lives = [lived(drawn(seed, HALF_YEAR, Planted(size)), HALF_YEAR) for seed in people]
    laws = []
    for life in lives:
        first = next(filter(_is_planted, life.found), None)
        last = next(filter(_is_planted, life.held), first)
        laws.append(None if first is None or last is None else (first, last))
    others = sum(any(not _is_planted(law) for law in life.found) for life in lives)
    return Power(size, tuple(laws), others)


def lived(series: Mapping[str, DailySeries], days: int, first: date = FIRST) -> Life:
    """Review a person's days every week as they come."""
    book, nominal = LawBook(), False
    found: list[PersonalLaw] = []
    withdrawn: list[PersonalLaw] = []
    for week in range(1, days // 7 + 1):
        today = first + timedelta(days=7 * week - 1)
        # Days after today are in the series, and do not count.
        came = review(book, series, today)
        book = came.book
        found += came.found
        withdrawn += came.withdrawn
        nominal |= came.p is not None and min(came.p.values(), default=1.0) < 0.05
    return Life(book.laws, tuple(found), tuple(withdrawn), nominal)


def recorded(folder: Path) -> None:
    """Print what is found in recordings of real people."""
    rows = []
    sentences = []
    for person in PEOPLE:
        series = read(folder / person)
        days = sorted({day for of_day in series.values() for day in of_day})
        life = lived(series, (days[-1] - days[0]).days + 1, days[0])
        drinks = series["nutrition.alcohol"]
        counts = f"{sum(drinks.values()):.0f} of {len(drinks)}"
        rows.append(
            [
                person,
                str(len(days)),
                counts,
                f"{sum(series['exercise.late'].values()):.0f}",
                str(len(life.found)),
                str(len(life.held)),
            ]
        )
        sentences += [
            f"  {person}: {law.sentence()} (found {law.found_on}, p = {law.p:.4f} under {law.level:.4f})" for law in life.held
        ]
    table(["recorded", "days", "days with a drink", "late sessions", "laws ever", "laws held"], rows)
    print("\n".join(sentences) or "  No law was found in the recordings.", end="\n\n")


def read(folder: Path) -> dict[str, DailySeries]:
    """Give a recorded person's daily series, those of late exercise and of drinks derived."""
    readings = list(PMDataExport(folder, subject=Subject(folder.name), zone=ZONE))
    series = by_metric(readings)
    worn = series.get("heart.resting", {})
    series["exercise.late"] = late_exercise((r for r in readings if r.metric == "exercise.duration"), worn)
    series["load.srpe"] = with_rest_days(series.get("load.srpe", {}), worn)
    series["nutrition.alcohol"] = _drinks(folder / "googledocs" / "reporting.csv")
    return series


def by_metric(readings: Iterable[Reading]) -> dict[str, DailySeries]:
    """Give daily values by metric."""
    by_day: dict[str, dict[date, list[Reading]]] = {}
    for reading in readings:
        by_day.setdefault(reading.metric, {}).setdefault(reading.day, []).append(reading)
    series: dict[str, DailySeries] = {}
    for metric, of_day in by_day.items():
        formed = {day: form_day(STANDARD_METRICS[metric], held) for day, held in of_day.items()}
        series[metric] = {day: value.value for day, value in formed.items() if value is not None}
    return series


def _drinks(sheet: Path) -> dict[date, float]:
    """Give each day on which a drink was reported or denied; what was typed more than two weeks off is left out."""
    told: dict[date, float] = {}
    if sheet.is_file():
        with sheet.open(newline="", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                day = datetime.strptime(row["date"], "%d/%m/%Y").replace(tzinfo=UTC).date()
                sent = datetime.strptime(row["timestamp"], "%d/%m/%Y %H:%M:%S").replace(tzinfo=UTC).date()
                if abs((sent - day).days) <= 14 and row["alcohol_consumed"] in ("Yes", "No"):
                    told[day] = float(row["alcohol_consumed"] == "Yes")
    return told


def _is_planted(law: PersonalLaw) -> bool:
    return law.candidate == PLANTED


if __name__ == "__main__":
    main()
