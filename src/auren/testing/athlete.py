"""A simulated athlete: seeded, plausible readings of a person who trains, with a planted block of doing too much."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from auren.errors import InvalidInput
from auren.people import Profile, Subject, zone_info
from auren.readings import Reading, Window

__all__ = ["SimulatedAthlete"]

SOURCE: Final = "simulated"
WATCH: Final = "simulated watch"

# A usual week by weekday, Monday first: minutes, exertion from 0 to 10, and what it is. Monday and Friday are free.
_WEEK: Final = (
    None,
    (60, 7, "intervals"),
    (45, 4, "easy run"),
    (60, 6, "tempo run"),
    None,
    (110, 5, "long run"),
    (60, 3, "easy ride"),
)
_USUAL_LOAD_AU: Final = 250.0

_LN_RMSSD: Final = math.log(62.0)
_RESTING_BPM: Final = 48.0
# How far a full block moves the body: ln ms, bpm, minutes of sleep.
_BLOCK_LN_RMSSD: Final = -0.18
_BLOCK_RESTING_BPM: Final = 3.8
_BLOCK_SLEEP_MIN: Final = -50.0
_RECOVERY_DAYS: Final = 4.0

_MISSED_NIGHT: Final = 0.04
_MISSED_DIARY: Final = 0.08
_MISSED_SESSION: Final = 0.06


@dataclass(frozen=True, slots=True)
class _Session:
    start: datetime
    minutes: int
    rpe: int
    kind: str

    @property
    def load_au(self) -> int:
        return self.minutes * self.rpe


class SimulatedAthlete:
    """A person who trains five days a week, and for one stretch far too much.

    In the planted block load rises, heart rate variability falls, resting heart rate rises by 3 to 6 bpm and sleep gets
    shorter; afterwards training is halved for a week and the body recovers. Each day is drawn from its own seed, so a
    longer simulation begins with the shorter one. Ratings follow PMSys: a higher number is always the better one.

    Args:
        seed: the same seed gives equal readings.
        days: how many dates to simulate, at least 1.
        first_day: the first date.
        subject: whose readings they are.
        zone: IANA zone the athlete lives in; nights and sessions keep to its wall clock.
        overreaching: days from the first date to the planted block, and its length in days; None plants nothing.

    Raises:
        InvalidInput: the zone is unknown, there are no days, or the block does not lie within them.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        days: int = 120,
        first_day: date = date(2025, 1, 6),
        subject: Subject = Subject("athlete"),  # noqa: B008 - a frozen value
        zone: str = "Europe/Berlin",
        overreaching: tuple[int, int] | None = (85, 21),
    ) -> None:
        if days < 1:
            raise InvalidInput(f"{days} days were given; expected at least 1.")
        if overreaching is not None and (min(overreaching) < 0 or not overreaching[1] or sum(overreaching) > days):
            raise InvalidInput(
                f"A block of {overreaching[1]} days after {overreaching[0]} days was given; expected it to lie within the "
                f"{days} simulated days, so simulate more, or give overreaching=None."
            )
        self.profile: Final = Profile(zone=zone, birth_year=1993, sex="female", height_m=1.71, sleep_need_h=8.0)
        """What the athlete has told of herself."""
        self.subject: Final = subject
        self.window: Final = Window(first_day, first_day + timedelta(days=days - 1))
        """The simulated dates."""
        self.planted: Final = None if overreaching is None else _block(first_day, *overreaching)
        """The dates of the planted block, or None."""
        self._seed = seed
        self._zone_name = zone
        self._zone = zone_info(zone)

    def __repr__(self) -> str:
        return f"SimulatedAthlete(seed={self._seed}, {self.window}, planted={self.planted})"

    def readings(self) -> list[Reading]:
        """Give all readings, by start and id."""
        found: list[Reading] = []
        load_before = _USUAL_LOAD_AU
        for day in self.window.dates():
            # The draws of a day depend on nothing but the seed and the date.
            random = Random(f"{day.isoformat()} {self._seed}")
            strain = self._strain(day)
            tired = (load_before - _USUAL_LOAD_AU) / 400
            found += self._night(day, random, strain, tired)
            sessions = self._sessions(day, random)
            for session in sessions:
                found += self._training(session, random)
            load_before = float(sum(session.load_au for session in sessions))
        return sorted(found, key=lambda reading: (reading.start, reading.id))

    def _strain(self, day: date) -> float:
        """Give how much of the block is in the body: 0 when rested, 1 when it has built up."""
        if self.planted is None or day < self.planted.first:
            return 0.0
        build_up = max(1, min(8, self.planted.days // 2))
        within = min(day, self.planted.last)
        built = min(1.0, ((within - self.planted.first).days + 1) / build_up)
        return built * math.exp(-(day - within).days / _RECOVERY_DAYS)

    def _night(self, day: date, random: Random, strain: float, tired: float) -> list[Reading]:
        weekend = day.weekday() >= 5
        to_bed = time(22, 35) if not weekend else time(23, 5)
        lost = _BLOCK_SLEEP_MIN * strain
        begin = self._at(day - timedelta(days=1), to_bed, _within(random.gauss(0, 16) - lost * 0.4, -50, 50))
        finish = self._at(day, time(6, 45) if not weekend else time(7, 20), _within(random.gauss(0, 12) + lost * 0.6, -75, 60))
        in_bed = round((finish - begin) / timedelta(minutes=1))
        stretches = _stretches(in_bed, random, strain)
        asleep = sum(last - first for first, last in stretches)
        deep = round(asleep * _within(random.gauss(0.18 - 0.02 * strain, 0.02), 0.10, 0.26))
        rem = round(asleep * _within(random.gauss(0.22 - 0.02 * strain, 0.02), 0.12, 0.30))
        ln_rmssd = _LN_RMSSD + random.gauss(0, 0.045) - 0.10 * tired + _BLOCK_LN_RMSSD * strain
        resting = _RESTING_BPM + random.gauss(0, 0.9) + 0.8 * tired + _BLOCK_RESTING_BPM * strain
        worn = random.random() >= _MISSED_NIGHT
        found = self._diary(finish, random, strain, tired, asleep)
        if not worn:
            return found
        minutes = {"duration": asleep, "in_bed": in_bed, "awake": in_bed - asleep}
        stages = {"deep": deep, "light": asleep - deep - rem, "rem": rem}
        found += [self._reading(f"sleep.{name}", value, "min", begin, finish) for name, value in (minutes | stages).items()]
        for first, last in stretches:
            bout = (begin + timedelta(minutes=first), begin + timedelta(minutes=last))
            found.append(self._reading("sleep.bout", last - first, "min", *bout, day=day))
        found.append(self._reading("hrv.rmssd", round(math.exp(ln_rmssd), 1), "ms", begin, finish))
        found.append(self._reading("heart.resting", round(resting), "bpm", finish))
        return found

    def _diary(self, woken: datetime, random: Random, strain: float, tired: float, asleep: int) -> list[Reading]:
        worse = 1.3 * strain + 0.5 * tired
        usual = {
            "fatigue": 3.4 - worse,
            "mood": 3.9 - 0.8 * strain,
            "sleep_quality": 3.6 + (asleep - 440) / 60 - 0.4 * strain,
            "soreness": 3.5 - worse,
            "stress": 3.6 - 0.6 * strain,
        }
        at = woken + timedelta(minutes=random.randint(10, 40))
        ratings = {name: round(_within(random.gauss(mean, 0.5), 1, 5)) for name, mean in usual.items()}
        readiness = round(_within(random.gauss(7.2 - 2.2 * worse, 0.8), 0, 10))
        if random.random() < _MISSED_DIARY:
            return []
        return [
            *(self._reading(f"wellness.{name}", value, "1-5", at) for name, value in ratings.items()),
            self._reading("wellness.readiness", readiness, "0-10", at),
        ]

    def _sessions(self, day: date, random: Random) -> list[_Session]:
        planned = _WEEK[day.weekday()]
        length, skipped, late = random.gauss(1, 0.08), random.random() < _MISSED_SESSION, random.randint(-25, 25)
        at = time(9, 30) if day.weekday() >= 5 else time(17, 45)
        if self.planted is not None and day in self.planted:
            minutes, rpe, kind = planned or (50, 5, "extra run")
            hard = _Session(self._at(day, at, late), round(minutes * 1.2 * _within(length, 0.8, 1.2)), min(9, rpe + 1), kind)
            # Every third day ends with strength work, too.
            extra = _Session(self._at(day, time(20, 0), late), 40, 6, "strength")
            return [hard, extra] if (day - self.planted.first).days % 3 == 2 else [hard]
        if planned is None or skipped:
            return []
        minutes, rpe, kind = planned
        easing = self.planted is not None and 0 < (day - self.planted.last).days <= 7
        rpe = rpe - 2 if easing else rpe + random.choice((-1, 0, 0, 0, 1))
        return [
            _Session(
                self._at(day, at, late), round(minutes * (0.7 if easing else 1) * _within(length, 0.8, 1.2)), max(1, rpe), kind
            )
        ]

    def _training(self, session: _Session, random: Random) -> list[Reading]:
        finish = session.start + timedelta(minutes=session.minutes)
        found = [
            self._reading("load.rpe", session.rpe, "0-10", session.start, finish, kind=session.kind),
            self._reading("load.srpe", session.load_au, "AU", session.start, finish, kind=session.kind),
        ]
        # A session is written down even when the watch was left at home.
        if random.random() >= _MISSED_NIGHT:
            found.append(self._reading("exercise.duration", session.minutes, "min", session.start, finish, kind=session.kind))
        return found

    def _reading(
        self,
        metric: str,
        value: float,
        unit: str,
        start: datetime,
        end: datetime | None = None,
        *,
        day: date | None = None,
        kind: str = "",
    ) -> Reading:
        told = metric.startswith(("wellness.", "load."))
        return Reading.of(
            self.subject,
            metric,
            value,
            unit=unit,
            start=start,
            end=end,
            day=day,
            zone=self._zone_name,
            source=SOURCE,
            device="" if told else WATCH,
            kind=kind,
        )

    def _at(self, day: date, local: time, minutes_late: float) -> datetime:
        """Give the instant at which the athlete's wall clock shows a time, so that a change of clocks costs or gives sleep."""
        wall = datetime.combine(day, local) + timedelta(minutes=round(minutes_late))
        return wall.replace(tzinfo=self._zone).astimezone(UTC)


def _block(first_day: date, offset: int, length: int) -> Window:
    first = first_day + timedelta(days=offset)
    return Window(first, first + timedelta(days=length - 1))


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))


def _stretches(in_bed: int, random: Random, strain: float) -> list[tuple[int, int]]:
    """Give the stretches of unbroken sleep, in whole minutes from going to bed."""
    latency = round(_within(random.gauss(12 + 8 * strain, 5), 3, 45))
    lying = round(_within(random.gauss(6, 3), 0, 20))
    end = in_bed - lying
    wakings = random.randint(3, 6) + round(2 * strain)
    edges = sorted(random.sample(range(latency + 20, end - 20, 15), wakings))
    gaps = [random.randint(2, 9) for _ in edges]
    starts = [latency, *(edge + gap for edge, gap in zip(edges, gaps, strict=True))]
    return list(zip(starts, [*edges, end], strict=True))
