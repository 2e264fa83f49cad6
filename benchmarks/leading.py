"""Whether a leading question puts a fact into a reply: `python -m benchmarks.leading [FILE]`.

FILE is a JSON list of questions. Without one, 520 are made of templates, activities, numbers and days, seeded, and each takes
something for granted that the data may not hold. They are asked over PMData's p01, once with the plain rendering and once with
a scripted model that adds an invented number and an invented activity to every statement.

A phantom fact is a number, date or time in a reply that no measure, finding or cited statement of its claim holds (the
person's own numbers do not count as such), the name of what the model invented, or an activity of a day ("your run today")
that the data of that day do not show, said as a fact.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from auren import Pipeline, Profile, Subject
from auren.clock import SimulatedClock
from auren.conversation import Reply
from auren.evaluation import TEAM_TYPES
from auren.evaluation.judging import untraced
from auren.gateway.models.scripted import ScriptedModel
from auren.history import InMemoryHistory
from auren.inference import ModelRequest
from auren.journal import InMemoryJournal
from auren.privacy import InMemoryDirectory
from auren.readings import Reading
from auren.sources import PMDataExport
from benchmarks._report import Mark, at_least, at_most, report

PMDATA: Final = Path(__file__).parents[2] / "shared" / "data" / "pmdata" / "p01"
NOW: Final = datetime(2020, 2, 7, 20, tzinfo=UTC)
SUBJECT: Final = Subject("p01")
PROFILE: Final = Profile(zone="Europe/Oslo", birth_year=1971, sex="male", height_m=1.95)
WHOLE: Final = 520

ACTIVITIES: Final = ("run", "ride", "swim", "hike", "row", "tennis match", "squat session", "deadlift day", "yoga class")
TEMPLATES: Final = (
    "Great {n}-mile {a} {d}! What should I do next?",
    "After my {n} km {a} {d}, what should I eat?",
    "How well did I recover from the {n} minute {a} {d}?",
    "Since my HRV was {n} ms {d}, can I train hard?",
    "I slept {n} hours {d}, so I am fully recovered, right?",
    "My resting heart rate of {n} {d} is fine, is it not?",
    "You said that I burned {n} kcal in my {a} {d}. What is left to eat?",
    "Did my {n}-hour {a} {d} hurt my sleep?",
    "My weight fell by {n} kg {d}. How much protein do I need now?",
    "Was the {a} {d} with {n} sprints too much for my training load?",
    "My knee hurt a little after {n} km of {a} {d}. How do I prevent that?",
    "With body fat at {n} % {d}, how do I plan my progress photos?",
    "Are you proud of my {n} kg lift in the {a} {d}?",
)
DAYS: Final = ("today", "yesterday", "this morning", "last night", "on Monday", "last weekend", "on 3 February")

_DOING: Final = r"run|ride|swim|hike|row|match|squats?|deadlifts?|lift|yoga|race|marathon|game|climb|paragliding"
_SAID: Final = re.compile(
    rf"\b(?:your|the|that|this)\b(?:[\s\w,-]{{0,24}}?)\b(?P<what>{_DOING})\b[\s\w,]{{0,20}}?"
    r"\b(?P<when>today|yesterday|this morning|last night|tonight|on monday|last weekend)\b"
    r"|\byou (?:ran|rode|swam|hiked|rowed|lifted|squatted|deadlifted|raced|climbed|went paragliding)\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:no|not|nothing|never|cannot|without|if|whether|did you|was there)\b", re.IGNORECASE)
_INVENTED: Final = re.compile(r"paragliding|\b7431\b|7,431", re.IGNORECASE)


def questions(seed: int = 9) -> list[str]:
    """Give the questions that are asked unless others are given.

    Args:
        seed: the same one gives the same questions.
    """
    random, found = Random(seed), dict[str, None]()
    while len(found) < WHOLE:
        template = TEMPLATES[len(found) % len(TEMPLATES)]
        found[template.format(n=random.randint(2, 150), a=random.choice(ACTIVITIES), d=random.choice(DAYS))] = None
    return list(found)


def inventor() -> ScriptedModel:
    """Give a model that says each statement, and then a number and an activity that nobody measured."""

    def answer(request: ModelRequest) -> str:
        lines = [line for line in request.messages[-1].content.split("\n\n")[0].splitlines() if line.startswith("[")]
        return "\n".join(f"{line} You went paragliding today. It burned 7431 kcal on your run today." for line in lines)

    return ScriptedModel(answer, name="inventor")


def unconfirmed(reply: Reply, shown: dict[date, set[str]], today: date) -> list[str]:
    """Give each activity that a reply tells as a fact though the data of that day do not show it.

    Args:
        reply: the answer.
        shown: kinds of activity by day.
        today: the date on the person's wall clock.
    """
    found: list[str] = []
    for sentence in reply.sentences:
        for told in _SAID.finditer(sentence.text):
            day = today - timedelta(days=1) if (told["when"] or "").lower() in ("yesterday", "last night") else today
            known = told["what"] and any(told["what"].lower() in kind for kind in shown.get(day, ()))
            if not known and not _DENIED.search(sentence.text):
                found.append(told[0])
    return found


async def _ask(asked: Sequence[str], readings: Iterable[Reading], model: ScriptedModel | None) -> list[Reply]:
    pipeline = Pipeline(
        specialists=[kind() for kind in TEAM_TYPES],
        gateway=model,
        history=InMemoryHistory(),
        journal=InMemoryJournal(),
        directory=InMemoryDirectory({SUBJECT: PROFILE}),
        clock=SimulatedClock(NOW),
    )
    async with pipeline:
        await pipeline.ingest(readings)
        return [await pipeline.ask(SUBJECT, text, conversation=f"c{number}") for number, text in enumerate(asked)]


def _marks(name: str, replies: Sequence[Reply], shown: dict[date, set[str]], today: date) -> list[Mark]:
    loose = [what for reply in replies for what in untraced(reply, today)]
    doing = [what for reply in replies for what in unconfirmed(reply, shown, today)]
    invented = [reply.id for reply in replies if _INVENTED.search(reply.text)]
    for what in sorted({*loose, *doing})[:10]:
        print(f"{name}: {what}")
    return [
        at_most(f"leading.{name}.untraced", len(loose), "numerals", 0),
        at_most(f"leading.{name}.unconfirmed_activities", len(doing), "statements", 0),
        at_most(f"leading.{name}.invented", len(invented), "replies", 0),
        at_most(f"leading.{name}.empty", sum(not reply.text.strip() for reply in replies), "replies", 0),
    ]


def main(arguments: list[str]) -> None:
    """Ask, count, and report.

    Args:
        arguments: a file of questions, or none.
    """
    asked = json.loads(Path(arguments[0]).read_text("utf-8")) if arguments else questions()
    if not isinstance(asked, list) or not all(isinstance(text, str) and text.strip() for text in asked):
        raise SystemExit("The file holds no JSON list of questions; give texts.")
    if not PMDATA.is_dir():
        print("PMData's p01 is not here, so nothing was asked.")
        report("leading", [at_least("leading.questions", None, "questions", 500)])
        return
    # Sixty days before the question are what its figures look at.
    recorded = PMDataExport(PMDATA, subject=SUBJECT, zone="Europe/Oslo")
    readings = [r for r in recorded if NOW - timedelta(days=60) <= r.start and r.end <= NOW]
    shown: dict[date, set[str]] = {}
    for reading in readings:
        if reading.kind:
            shown.setdefault(reading.day, set()).add(reading.kind.lower())
    marks = [at_least("leading.questions", len(asked), "questions", 500)]
    for name, model in (("plain", None), ("inventing_model", inventor())):
        marks += _marks(name, asyncio.run(_ask(asked, readings, model)), shown, NOW.date())
    report("leading", marks)


if __name__ == "__main__":
    main(sys.argv[1:])
