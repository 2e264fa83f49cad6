"""Writes docs/transcripts/*.md, one conversation a page: `python docs/_transcripts.py [PMDATA]`; a test keeps them in step."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from auren import Pipeline, Profile, Reply, SimulatedClock, Subject
from auren.conversation import ClaimKind
from auren.privacy import InMemoryDirectory
from auren.readings import Reading
from auren.sources import PMDataExport
from auren.specialists import AestheticConsultant, Neuroscientist, Nutritionist, PhysicalTherapist, TrainingCoach
from auren.specialists.framework import TopicSpecialist
from auren.testing import SimulatedAthlete

PAGES = Path(__file__).parent / "transcripts"
PMDATA = Path(__file__).parents[2] / "shared" / "data" / "pmdata"
TEAM: tuple[TopicSpecialist, ...] = (
    Neuroscientist(),
    Nutritionist(),
    TrainingCoach(),
    PhysicalTherapist(),
    AestheticConsultant(),
)
QUESTIONS: dict[str, tuple[str, ...]] = {
    "neuroscientist": (
        "How did I sleep?",
        "How is my resting heart rate?",
        "Why do I feel so exhausted?",
        "Plan my sleep for this week.",
        "I feel stressed. What can I do tonight?",
    ),
    "nutritionist": (
        "How much protein do I need?",
        "How many calories do I need?",
        "Plan my meals for today.",
        "Should I take creatine?",
        "How much should I drink?",
    ),
    "training_coach": (
        "Should I train hard today?",
        "How is my training load?",
        "Plan my training for this week.",
        "Plan my training block.",
        "Why does an easy run matter for endurance?",
    ),
    "physical_therapist": (
        "My knee hurts when I walk downstairs.",
        "My knee pain is 6/10 today.",
        "Plan my knee rehab for this week.",
        "My hips feel stiff. What can I do?",
        "How do I prevent running injuries?",
    ),
    "aesthetic_consultant": (
        "How is my body composition?",
        "Plan my progress photos for this block.",
        "How is my posture?",
        "I feel ashamed of my body.",
        "What should I know about sunscreen for my skin?",
    ),
}


@dataclass(frozen=True)
class Person:
    """Somebody whose data are talked about."""

    slug: str
    title: str
    subject: Subject
    profile: Profile
    readings: Sequence[Reading]
    now: datetime


def athlete() -> Person:
    """Give the simulated athlete on an evening in the block of doing too much."""
    simulated, now = SimulatedAthlete(seed=7), datetime(2025, 4, 21, 17, tzinfo=UTC)
    readings = [reading for reading in simulated.readings() if reading.end <= now]
    return Person("athlete", "the simulated athlete", simulated.subject, simulated.profile, readings, now)


def recorded(folder: Path) -> Person:
    """Give a recorded person, on a morning after days of training.

    Args:
        folder: PMData's folder `p01`.
    """
    subject, now = Subject(folder.name), datetime(2020, 2, 7, 8, tzinfo=UTC)
    readings = [r for r in PMDataExport(folder, subject=subject, zone="Europe/Oslo") if r.end <= now]
    profile = Profile(zone="Europe/Oslo", birth_year=1971, sex="male", height_m=1.95)
    return Person(folder.name, f"{folder.name} of PMData", subject, profile, readings, now)


async def pages(person: Person) -> dict[str, str]:
    """Give each specialist's page as Markdown, by the page's name.

    Args:
        person: whose data are talked about.
    """
    written: dict[str, str] = {}
    directory = InMemoryDirectory({person.subject: person.profile})
    async with Pipeline(specialists=TEAM, clock=SimulatedClock(person.now), directory=directory) as auren:
        await auren.ingest(person.readings)
        for specialist in TEAM:
            title = specialist.persona.title
            lines = [
                f"# {title} and {person.title}",
                "",
                f"{title}: {specialist.persona.field}. Plain words, without a model.",
                "",
            ]
            for number, question in enumerate(QUESTIONS[specialist.name]):
                reply = await auren.ask(person.subject, question, conversation=f"{specialist.name}-{number}")
                lines += [f"**You:** {question}", "", *_answer(reply)]
            written[f"{specialist.name}-{person.slug}.md"] = "\n".join(lines)
    return written


def _answer(reply: Reply) -> Iterator[str]:
    titles = {specialist.name: specialist.persona.title for specialist in TEAM}
    said = {sentence.claim: sentence.text for sentence in reply.sentences if sentence.claim is not None}
    fixed = [sentence.text for sentence in reply.sentences if sentence.claim is None]
    if fixed:
        yield from (" ".join(fixed), "")
    index = 0
    for advice in reply.advice:
        words: list[str] = []
        for claim in advice.claims:
            text = said.get(index, "")
            words += [f"**{text}**" if claim.kind is ClaimKind.ACTION and not words else text] if text else []
            index += 1
        asked = ", ".join(titles[name] for name in advice.consulted)
        if words:
            yield from (f"**{titles[advice.specialist]}:** {' '.join(words)}" + (f" *(Asked: {asked}.)*" if asked else ""), "")


def main(arguments: list[str]) -> None:
    """Write the pages.

    Args:
        arguments: PMData's folder; left out, the one beside the repository, where there is one.
    """
    PAGES.mkdir(exist_ok=True)
    folder = Path(arguments[0]) if arguments else PMDATA
    people = [athlete(), *([recorded(folder / "p01")] if (folder / "p01").is_dir() else [])]
    for person in people:
        for name, text in asyncio.run(pages(person)).items():
            (PAGES / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
