"""Streams of talk with what is to be known after them: what was said, when, and the facts that follow, worked out by hand.

The truth is told by each kind of scene itself; nothing of auren decides it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from benchmarks._fact_talk import CORRECTIONS, ENDS, IDLE, LEADS, NOT_FACTS, PAST, QUOTED, SINCE, STATES, SWAPS, TAILS

__all__ = ["Expected", "Probe", "Stream", "Turn", "stream"]

ZONE: Final = ZoneInfo("Europe/Oslo")
BEGIN: Final = datetime(2024, 1, 8, 7, tzinfo=ZONE)
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Value(NamedTuple):
    """A value as facts write it, and as it is spoken."""

    value: str
    unit: str
    spoken: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message; `origin` is who wrote it."""

    at: datetime
    text: str
    origin: Literal["person", "auren"] = "person"
    kind: str = "question"


@dataclass(frozen=True, slots=True)
class Expected:
    """A fact that must be there in the end; a `start` of None has always held."""

    attribute: str
    value: str
    unit: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Probe:
    """A question about the past: what was true then, as far as it was known at another time."""

    attribute: str
    valid_at: datetime
    known_at: datetime | None
    values: frozenset[str]


@dataclass(slots=True)
class Stream:
    """One person's talk of a year, in the order in which it was said."""

    name: str
    held_out: bool
    shuffled: bool = False
    turns: list[Turn] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)


def _g(number: float, digits: int = 1) -> str:
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _weight(rng: random.Random) -> Value:
    form = rng.randrange(8)
    if form < 5:
        kg = rng.choice([rng.randint(52, 110), rng.randint(520, 1100) / 10])
        return Value(_g(kg), "kg", rng.choice(["{} kg", "{}kg", "{} kilos", "{} kilograms", "{} kg"]).format(_g(kg)))
    if form < 7:
        lb = rng.randint(120, 240)
        return Value(_g(lb * 0.45359237), "kg", rng.choice(["{} lb", "{} pounds", "{}lbs", "{} lbs"]).format(lb))
    stone, pounds = rng.randint(8, 16), rng.randint(1, 13)
    spoken = rng.choice(["{} st {}", "{} stone {}", "{}st {}lb"]).format(stone, pounds)
    return Value(_g((stone * 14 + pounds) * 0.45359237), "kg", spoken)


def _height(rng: random.Random) -> Value:
    if rng.random() < 0.6:
        cm = rng.randint(150, 205)
        return Value(str(cm), "cm", rng.choice([f"{cm} cm", f"{cm / 100:.2f} m", f"{cm}cm"]))
    feet, inches = rng.randint(5, 6), rng.randint(1, 11)
    return Value(_g((feet * 12 + inches) * 2.54), "cm", rng.choice(["{}'{}\"", "{} ft {}", "{} foot {}"]).format(feet, inches))


def _times(low: int, high: int) -> Callable[[random.Random], Value]:
    def clock(rng: random.Random) -> Value:
        minutes = rng.randrange(low * 60, high * 60, 15) % 1440
        hour, minute = divmod(minutes, 60)
        half = "am" if hour < 12 else "pm"
        twelve = hour % 12 or 12
        forms = [f"{hour:02}:{minute:02}", f"{twelve}:{minute:02} {half}", f"{twelve}.{minute:02} {half}"]
        if minute == 0:
            forms += [f"{twelve} {half}", f"{twelve}{half}"]
        if minute == 30:
            forms.append(f"half past {twelve} {half}")
        return Value(f"{hour:02}:{minute:02}", "", rng.choice(forms))

    return clock


def _numbers(low: int, high: int, unit: str, *forms: str) -> Callable[[random.Random], Value]:
    def number(rng: random.Random) -> Value:
        n = rng.randint(low, high)
        return Value(str(n), unit, rng.choice(forms).format(n))

    return number


def _hours(rng: random.Random) -> Value:
    half = rng.randint(10, 19)
    hours = half / 2
    forms = [f"{_g(hours)} hours", f"{_g(hours)} h", f"{_g(hours)}h", f"{_g(hours)} hrs"]
    if half % 2:
        forms += [f"{half // 2} and a half hours", f"{half // 2}h30", f"{half // 2} hours 30 minutes"]
    return Value(_g(hours), "h", rng.choice(forms))


def _words(*values: str) -> Callable[[random.Random], Value]:
    return lambda rng: _word(rng.choice(values))


def _word(text: str) -> Value:
    said, _, known = text.partition("=")
    return Value(known or said, "", said)


def _run(rng: random.Random) -> Value:
    seconds = rng.randint(34 * 60, 68 * 60)
    return Value(str(seconds), "s", f"{seconds // 60}:{seconds % 60:02}")


DRINKS: Final = ("{} beers", "{} glasses of wine", "{} drinks", "{} alcoholic drinks")


def _drops(rng: random.Random) -> Value:
    n = rng.randint(1, 12)
    return Value(
        str(n), "drinks/week", rng.choice(["{} beers", "{} glasses of wine", "{} drinks", "{} alcoholic drinks"]).format(n)
    )


def _cups(rng: random.Random) -> Value:
    n = rng.randint(2, 7)
    return Value(str(n), "cups/day", f"{n} cups")


def _water(rng: random.Random) -> Value:
    n = rng.randint(2, 8) / 2
    return Value(_g(n), "l/day", rng.choice(["{} l", "{} liters", "{} litres", "{}L"]).format(_g(n)))


def _distance(rng: random.Random) -> Value:
    if rng.random() < 0.75:
        n = rng.randint(10, 90)
        return Value(str(n), "km", rng.choice(["{} km", "{}km", "{} kilometers", "{}k"]).format(n))
    miles = rng.randint(8, 60)
    return Value(_g(miles * 1.609344), "km", rng.choice(["{} miles", "{} mi"]).format(miles))


DOSES: Final = (
    ("creatine", "g", (3, 5, 10)),
    ("magnesium", "mg", (200, 300, 400)),
    ("vitamin d", "IU", (1000, 2000, 4000)),
    ("omega-3", "g", (1, 2, 3)),
    ("zinc", "mg", (10, 15, 25)),
    ("iron", "mg", (14, 20, 60)),
    ("caffeine", "mg", (100, 200)),
    ("vitamin c", "mg", (500, 250)),
    ("ashwagandha", "mg", (300, 600)),
    ("whey protein", "g", (20, 30, 40)),
    ("melatonin", "mg", (1, 2, 3)),
    ("beta-alanine", "g", (3, 4)),
)


def _dose(rng: random.Random, name: str = "", not_value: str = "") -> Value:
    options = [dose for dose in DOSES if not name or dose[0] == name]
    found, unit, amounts = rng.choice(options)
    amount = rng.choice([amount for amount in amounts if str(amount) != not_value])
    joined = rng.choice(["{} {} of {}", "{} {} {}", "{}{} of {}"]).format(amount, unit, found)
    return Value(str(amount), f"{unit}/day", joined, found)


def _birthday(rng: random.Random) -> Value:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1950, 2005)
    name = MONTHS[month - 1]
    spoken = rng.choice(["{d} {n} {y}", "{n} {d}, {y}", "{y}-{m:02}-{d:02}", "the {d}th of {n} {y}"])
    return Value(f"{year}-{month:02}-{day:02}", "", spoken.format(d=day, n=name, y=year, m=month))


SPORTS: Final = (
    "climbing",
    "swimming",
    "cycling",
    "yoga",
    "running",
    "crossfit",
    "rowing",
    "boxing",
    "tennis",
    "pilates",
    "judo",
    "hiking",
)
GOALS: Final = (
    "run a marathon",
    "lose 5 kg",
    "sleep 8 hours a night",
    "bench press 100 kg",
    "do ten pull-ups",
    "run a 10k under 45 minutes",
    "get below 75 kg",
    "finish an ironman",
    "lower my resting heart rate",
    "get stronger",
    "drink less alcohol",
    "go to bed earlier",
    "cycle 100 km in one day",
    "eat more protein",
    "reduce my stress",
)
PARTS: Final = (
    "knee",
    "shoulder",
    "ankle",
    "hip",
    "elbow",
    "wrist",
    "calf",
    "hamstring",
    "foot",
    "achilles tendon",
    "groin",
    "quad",
)
UNSIDED: Final = ("lower back", "neck")
ALLERGENS: Final = ("peanuts", "gluten", "lactose", "penicillin", "shellfish", "soy", "pollen", "eggs", "cats", "walnuts")
LIKED: Final = (
    "morning runs",
    "long rides",
    "oatmeal",
    "early workouts",
    "burpees",
    "treadmills",
    "spinach",
    "intervals",
    "cold showers",
    "group classes",
    "tofu",
    "hill repeats",
)
DRUGS: Final = ("ibuprofen", "metformin", "levothyroxine", "sertraline", "lisinopril", "omeprazole", "atorvastatin", "ramipril")
ILLS: Final = (
    "a cold=cold",
    "the flu=flu",
    "covid",
    "bronchitis",
    "a stomach bug=stomach bug",
    "a sinus infection=sinus infection",
)
CITIES: Final = ("Berlin", "Oslo", "Rome", "Lisbon", "New York", "Madrid", "Tokyo", "Hamburg", "Boulder", "Vienna")
JOBS: Final = ("nurse", "teacher", "software developer", "bus driver", "carpenter", "paramedic", "pilot", "chef")
DIETS: Final = ("vegetarian", "vegan", "keto", "low-carb", "gluten-free", "pescatarian", "paleo", "mediterranean")

SINGLE: Final[dict[str, Callable[[random.Random], Value]]] = {
    "body.weight": _weight,
    "body.fat": _numbers(8, 35, "%", "{}%", "{} %", "{} percent"),
    "heart.resting_rate": _numbers(38, 75, "/min", "{}", "{} bpm", "{} beats per minute"),
    "heart.max_rate": _numbers(165, 205, "/min", "{}", "{} bpm"),
    "sleep.usual_bedtime": _times(21, 25),
    "sleep.usual_waketime": _times(5, 9),
    "sleep.usual_duration": _hours,
    "training.days_per_week": _numbers(2, 7, "/week", "{}"),
    "training.weekly_distance": _distance,
    "training.best.10k": _run,
    "diet": _words(*DIETS),
    "schedule.training": _times(6, 21),
    "caffeine": _cups,
    "alcohol": _drops,
    "intake.water": _water,
    "intake.steps": _numbers(4, 18, "/day", "{}000", "{},000", "{}k"),
    "home": _words(*CITIES),
    "work": _words(*JOBS),
    "body.height": _height,
}
LARGE: Final = {"intake.steps"}
ADDITIVE: Final[dict[str, tuple[str, ...]]] = {
    "training.sport": SPORTS,
    "goal": GOALS,
    "allergy": ALLERGENS,
    "preference.likes": LIKED,
    "preference.dislikes": LIKED,
    "medication": DRUGS,
}
UNSUITABLE_CORRECTIONS: Final = {"preference.likes", "preference.dislikes"}


RECALLED: Final = (
    "You weigh {w} kg and your goal is to fly.",
    "I weigh {w} kg",
    "My goal is to fly. My weight is {w} kg.",
)
"""What auren says and recalls, also in the person's own words, which must not be heard as theirs once more."""


class _Scenes:
    """Builds one stream."""

    def __init__(self, seed: int, *, held_out: bool) -> None:
        self.rng = random.Random(seed)
        self.out = Stream(f"s{seed}", held_out)
        self.held_out = held_out
        self.used: set[str] = set()

    def pick(self, phrases: Sequence[str]) -> str:
        """Give a phrase of the part that this stream may use."""
        part = [phrase for n, phrase in enumerate(phrases) if (n % 3 == 2) == self.held_out]
        return self.rng.choice(part or list(phrases))

    def free(self, options: Sequence[str]) -> str | None:
        """Give a slot that this stream has not talked of yet."""
        left = [slot for slot in options if slot not in self.used]
        if not left:
            return None
        slot = self.rng.choice(left)
        self.used.add(slot)
        return slot

    def times(self, count: int, *, first_after_days: int = 0) -> list[datetime]:
        """Give instants of the year in order, days apart, each at its own minute."""
        days = sorted(self.rng.sample(range(first_after_days, 300), count))
        return [self.at(day) for day in days]

    def at(self, day: int) -> datetime:
        """Give an instant of a day."""
        return (BEGIN + timedelta(days=day)).replace(
            hour=self.rng.randint(8, 21), minute=self.rng.randrange(60), second=self.rng.randrange(60)
        )

    def say(self, at: datetime, core: str, *, plain: bool = False) -> None:
        """Put words around a phrase, and keep the turn."""
        lead = "" if plain else self.rng.choice(LEADS)
        tail = "." if plain else self.rng.choice(TAILS)
        if tail.startswith(". ") and core.endswith("?"):
            tail = ""
        text = lead + core + tail
        if self.rng.random() < 0.5:
            text = text[0].upper() + text[1:]
        self.out.turns.append(Turn(at, text))

    def expect(self, attribute: str, value: Value | str, start: datetime | None, end: datetime | None = None) -> None:
        """Add a fact that must be there."""
        if isinstance(value, str):
            value = Value(value, "", value)
        self.out.expected.append(Expected(attribute, value.value, value.unit, start, end))

    def several(self, make: Callable[[random.Random], Value], count: int) -> list[Value]:
        """Give values that differ."""
        found: dict[str, Value] = {}
        while len(found) < count:
            value = make(self.rng)
            if value.value not in found:
                found[value.value] = value
        return list(found.values())

    def change(self) -> None:
        """One value takes the place of another, sometimes twice; asked of the past later."""
        slot = self.free(list(SINGLE))
        if slot is None:
            return
        count = self.rng.choice((1, 2, 2, 3, 3, 4))
        values, times = [self.scaled(slot, value) for value in self.several(SINGLE[slot], count)], self.times(count)
        for n, (value, at) in enumerate(zip(values, times, strict=True)):
            self.say(at, self.pick(STATES[slot]).format(v=value.spoken))
            self.expect(slot, value, at, times[n + 1] if n + 1 < count else None)
        for n in range(count - 1):
            middle = times[n] + (times[n + 1] - times[n]) / 2
            self.out.probes.append(Probe(slot, middle, None, frozenset({values[n].value})))
            self.out.probes.append(Probe(slot, times[n + 1] + timedelta(hours=1), middle, frozenset({values[n].value})))

    def scaled(self, slot: str, value: Value) -> Value:
        """Steps are spoken of in thousands."""
        return value._replace(value=str(int(value.value) * 1000)) if slot in LARGE else value

    def repeated(self) -> None:
        """The same is said again later, in other words: still one fact."""
        slot = self.free(list(SINGLE))
        if slot is None:
            return
        value, times = self.scaled(slot, SINGLE[slot](self.rng)), self.times(2)
        for at in times:
            self.say(at, self.pick(STATES[slot]).format(v=value.spoken))
        self.expect(slot, value, times[0])

    def correction(self) -> None:
        """What was said was wrong: the right value holds from the same time on, and what was known then is kept."""
        slot = self.free([name for name in SINGLE if name not in ("work", "home")])
        if slot is None:
            return
        wrong, right = (self.scaled(slot, value) for value in self.several(SINGLE[slot], 2))
        at = self.times(1)[0]
        later = at + timedelta(minutes=self.rng.choice((1, 3, 10)))
        self.say(at, self.pick(STATES[slot]).format(v=wrong.spoken))
        states = [phrase for phrase in STATES[slot] if "gained" not in phrase and "again" not in phrase]
        phrase = self.pick(CORRECTIONS)
        self.say(later, phrase.format(s=self.pick(states).format(v=right.spoken), v=right.spoken, old=wrong.spoken), plain=True)
        self.expect(slot, right, at)
        self.out.probes.append(Probe(slot, later, at + timedelta(seconds=20), frozenset({wrong.value})))
        self.out.probes.append(Probe(slot, at + timedelta(seconds=20), None, frozenset({right.value})))

    def swap(self) -> None:
        """The other side of the body was meant."""
        if "injury" in self.used:
            return
        self.used.add("injury")
        part = self.rng.choice(PARTS)
        sides = ["left", "right"]
        self.rng.shuffle(sides)
        old, new = (f"{side} {part}" for side in sides)
        at = self.times(1)[0]
        self.say(at, self.pick(STATES["injury"]).format(v=old))
        later = at + timedelta(minutes=self.rng.choice((1, 4)))
        self.say(later, self.pick(SWAPS).format(old=old, new=new, side=sides[1]), plain=True)
        self.expect("injury", new, at)
        self.out.probes.append(Probe("injury", later, at + timedelta(seconds=20), frozenset({old})))

    def injuries(self) -> None:
        """Several injuries stand beside one another; one of them heals."""
        if "injury" in self.used:
            return
        self.used.add("injury")
        parts = self.rng.sample(PARTS, self.rng.randint(1, 3))
        places = [f"{self.rng.choice(('left', 'right'))} {part}" for part in parts] + self.rng.sample(
            UNSIDED, self.rng.randint(0, 1)
        )
        times = self.times(len(places) + 1)
        heals = self.rng.random() < 0.6
        for n, (place, at) in enumerate(zip(places, times, strict=False)):
            self.say(at, self.pick(STATES["injury"]).format(v=place))
            self.expect("injury", place, at, times[-1] if heals and n == 0 else None)
        if heals:
            self.say(times[-1], self.pick(ENDS["injury"]).format(v=places[0]))

    def additive(self) -> None:
        """Several values stand beside one another; one of them may end."""
        slot = self.free(list(ADDITIVE))
        if slot is None:
            return
        if slot in UNSUITABLE_CORRECTIONS:
            self.used |= UNSUITABLE_CORRECTIONS
        values = self.rng.sample(ADDITIVE[slot], self.rng.randint(2, 3))
        times = self.times(len(values) + 1)
        ends = self.rng.random() < 0.5
        for n, (value, at) in enumerate(zip(values, times, strict=False)):
            self.say(at, self.pick(STATES[slot]).format(v=value))
            self.expect(slot, value, at, times[-1] if ends and n == 0 else None)
        if ends:
            self.say(times[-1], self.pick(ENDS[slot]).format(v=values[0]))
            before = times[-1] - timedelta(minutes=1)
            known = frozenset(value for value, at in zip(values, times, strict=False) if at <= before)
            self.out.probes.append(Probe(slot, before, None, known))

    def supplement(self) -> None:
        """A supplement, perhaps with another dose later, perhaps stopped; another one beside it goes on."""
        if "supplement" in self.used:
            return
        self.used.add("supplement")
        first = _dose(self.rng)
        other = next(dose for dose in iter(lambda: _dose(self.rng), None) if dose.attribute != first.attribute)
        times = self.times(4)
        changes, stops = self.rng.random() < 0.5, self.rng.random() < 0.6
        end = times[3] if stops else None
        self.dose(times[0], first)
        self.dose(times[1], other)
        self.expect("supplement", other.attribute, times[1])
        self.expect(f"supplement.{other.attribute.replace(' ', '_')}.dose", other, times[1])
        self.expect("supplement", first.attribute, times[0], end)
        attribute = f"supplement.{first.attribute.replace(' ', '_')}.dose"
        if changes:
            second = _dose(self.rng, first.attribute, first.value)
            self.dose(times[2], second)
            self.expect(attribute, first, times[0], times[2])
            self.expect(attribute, second, times[2], end)
        else:
            self.expect(attribute, first, times[0], end)
        if stops:
            self.say(times[3], self.pick(ENDS["supplement"]).format(v=first.attribute))

    def dose(self, at: datetime, value: Value) -> None:
        """Say that a supplement is taken."""
        self.say(at, self.pick(STATES["supplement.dose"]).format(v=value.spoken))

    def intervals(self) -> None:
        """What was in other months leaves alone what is now."""
        slot = self.free(["body.weight", "travel", "diet"])
        if slot is None:
            return
        make = _words(*CITIES) if slot == "travel" else SINGLE[slot]
        now, *past = self.several(make, 3)
        first, second = sorted(self.rng.sample(range(1, 6), 2))
        said = self.at(200)
        begun = self.at(170)
        if slot != "travel":
            self.say(begun, self.pick(STATES[slot]).format(v=now.spoken))
            self.expect(slot, now, begun)
        for month, value in zip((first, second), past, strict=True):
            self.say(said, self.pick(PAST[slot]).format(m=MONTHS[month - 1], v=value.spoken))
            start, end = (datetime(2024, of, 1, tzinfo=ZONE) for of in (month, month + 1))
            self.expect(slot, value, start, end)
            said += timedelta(days=self.rng.randint(1, 20), minutes=7)
        self.out.probes.append(Probe(slot, datetime(2024, first, 15, 12, tzinfo=ZONE), None, frozenset({past[0].value})))

    def since(self) -> None:
        """What has held since a month that is past already."""
        slot = self.free([name for name in SINCE if name != "supplement.dose"])
        if slot is None:
            return
        value = _words(*SPORTS)(self.rng) if slot == "training.sport" else SINGLE[slot](self.rng)
        month = self.rng.randint(1, 6)
        at = self.at(self.rng.randint(190, 290))
        self.say(at, self.pick(SINCE[slot]).format(v=value.spoken, t=MONTHS[month - 1]))
        self.expect(slot, value, datetime(2024, month, 1, tzinfo=ZONE))

    def spell(self) -> None:
        """An illness, a pregnancy or smoking: it begins, and it ends."""
        slot = self.free(["illness", "smoking", "pregnancy"])
        if slot is None:
            return
        value = _words(*ILLS)(self.rng) if slot == "illness" else Value("yes", "", "")
        start = self.times(1)[0]
        end = start + timedelta(days=self.rng.randint(5, 20), minutes=11) if slot != "pregnancy" else start + timedelta(days=60)
        self.say(start, self.pick(STATES[slot]).format(v=value.spoken))
        if self.rng.random() < 0.7:
            self.say(end, self.pick(ENDS[slot]).format(v=value.spoken))
            self.expect(slot, value, start, end)
            if slot == "smoking":
                self.expect(slot, "no", end)
        else:
            self.expect(slot, value, start)

    def birthday(self) -> None:
        """What has always been so."""
        if "birthday" not in self.used:
            self.used.add("birthday")
            value = _birthday(self.rng)
            self.say(self.times(1)[0], self.pick(STATES["birthday"]).format(v=value.spoken))
            self.expect("birthday", value, None)

    def chatter(self) -> None:
        """What must become no fact: questions, suppositions, other people, small talk, and auren's own words coming back."""
        for at in self.times(self.rng.randint(3, 7)):
            kind = self.rng.randrange(4)
            if kind == 0:
                self.say(at, self.rng.choice(IDLE), plain=True)
            elif kind == 1:
                wrong = self.rng.choice(RECALLED).format(w=self.rng.randint(131, 140))
                self.out.turns.append(Turn(at, wrong, "auren", self.rng.choice(("reply", "question", "fact"))))
            elif kind == 2:
                quoted = self.pick(QUOTED).format(w=self.rng.randint(131, 140))
                self.out.turns.append(Turn(at, quoted))
            else:
                self.out.turns.append(Turn(at, self.pick(NOT_FACTS)))


SCENES: Final[tuple[Callable[[_Scenes], None], ...]] = (
    _Scenes.change,
    _Scenes.change,
    _Scenes.correction,
    _Scenes.swap,
    _Scenes.injuries,
    _Scenes.additive,
    _Scenes.additive,
    _Scenes.supplement,
    _Scenes.intervals,
    _Scenes.since,
    _Scenes.spell,
    _Scenes.birthday,
    _Scenes.repeated,
)


def stream(seed: int, *, held_out: bool) -> Stream:
    """Give one stream; the same seed gives the same one."""
    scenes = _Scenes(seed, held_out=held_out)
    for scene in scenes.rng.sample(SCENES, scenes.rng.randint(3, 5)):
        scene(scenes)
    scenes.chatter()
    built = scenes.out
    built.turns.sort(key=lambda turn: turn.at)
    built.shuffled = scenes.rng.random() < 0.25
    built.turns = [Turn(turn.at.astimezone(UTC), turn.text, turn.origin, turn.kind) for turn in built.turns]
    return built
