"""Whether a question reaches the right specialists: offline, beside plain nearness of embeddings in the same run.

Run `python -m benchmarks.routing [FILE]`; FILE is a JSON list of `{"text", "specialists": [names, the main one first]}`.
Without one, the questions that were kept apart while the team's understanding was built are asked, those that somebody wrote
without having seen any of it, and those it was built on.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from auren.conversation import Case, Query
from auren.people import Profile, Subject
from auren.specialists import AestheticConsultant, Neuroscientist, Nutritionist, PhysicalTherapist, TrainingCoach
from auren.specialists.orchestrator.routing import chosen
from auren.specialists.understanding import TOPICS
from benchmarks._report import at_least, at_most, report, table
from benchmarks._train_routing import development

_CORPUS: Final = Path(__file__).resolve().parents[1] / "tests" / "specialists" / "corpus"
_OWN: Final = {"kept apart": "routing_kept_apart.json", "written blind": "routing_written_blind.json"}
_TEAM: Final = (AestheticConsultant(), Neuroscientist(), Nutritionist(), PhysicalTherapist(), TrainingCoach())
_AT_MOST: Final = 3
_SHOWN: Final = 40
Route = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and whose it is, the main specialist first."""

    text: str
    specialists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How questions were routed: shares in %, and how many were asked on average."""

    first: float
    within: float
    asked: float
    missed: tuple[str, ...]


def main(arguments: list[str]) -> None:
    """Route each set of questions both ways, and print what went wrong and the marks."""
    own = {name: _CORPUS / file for name, file in _OWN.items()}
    files = {"given": Path(arguments[0])} if arguments else own
    sets = {name: given(path) for name, path in files.items()}
    if not arguments:
        sets["built on"] = _built_on()
    for labelled in sets.values():
        # The first answer loads the model.
        routed(labelled[0].text)
    nearest = plain_nearness()
    everything = [one for labelled in sets.values() for one in labelled]
    rows = []
    tallies = {}
    for name, labelled in sets.items():
        for by, route in (("team", routed), *((("nearness", nearest),) if nearest else ())):
            tally = tallies[name, by] = tallied(labelled, route)
            rows.append([name, by, str(len(labelled)), f"{tally.first:.1f}", f"{tally.within:.1f}", f"{tally.asked:.2f}"])
    main_set = next(iter(sets))
    # What is kept apart is counted and not shown, so that nothing is built on it.
    for line in tallies[main_set, "team"].missed[: _SHOWN if arguments else 0]:
        print(line)
    table(["questions", "by", "how many", "top-1 %", "in the set %", "asked"], rows)
    started = time.perf_counter()
    for one in everything:
        routed(one.text)
    each = (time.perf_counter() - started) * 1000 / len(everything)
    marks = []
    for name in sets:
        tally, id = tallies[name, "team"], name.replace(" ", "_")
        marks += [at_least(f"routing.{id}.top_1", round(tally.first, 1), "%", 92)]
        marks += [at_least(f"routing.{id}.in_set", round(tally.within, 1), "%", 98)]
    marks.append(at_most("routing.each", round(each, 3), "ms", 2))
    peers = {f"nearness, {name}": {"top_1": t.first, "in_set": t.within} for (name, by), t in tallies.items() if by != "team"}
    report("routing", marks, peers=peers)


def given(path: Path) -> list[Labelled]:
    """Give the labelled questions of a file."""
    return [Labelled(one["text"], tuple(one["specialists"])) for one in json.loads(path.read_text("utf-8"))]


def _built_on() -> list[Labelled]:
    return [Labelled(one.text, one.specialists) for one in development() if one.specialists]


def routed(text: str) -> list[str]:
    """Give whom the team chooses, the most concerned first."""
    query = Query("q", Subject("person"), text, datetime(2024, 3, 20, 8, tzinfo=UTC))
    return [one.name for one in chosen(_TEAM, Case(date(2024, 3, 20), (), Profile(zone="UTC"), query))]


def plain_nearness() -> Route | None:
    """Give the baseline: whose description is nearest by the cosine of offline embeddings; None where they are absent."""
    from auren.errors import MissingExtra
    from auren.memory.embedders import WordLlamaEmbedder

    try:
        embedder = WordLlamaEmbedder()
    except MissingExtra:
        print("The baseline is left out: the extra for offline embeddings is not installed.")
        return None
    described = {
        one.name: f"{one.name.replace('_', ' ')}: " + ", ".join(t.title for t in TOPICS.values() if t.specialist == one.name)
        for one in _TEAM
    }

    def embedded(texts: Iterable[str]) -> np.ndarray:
        vectors = np.asarray(asyncio.run(embedder.embed(list(texts))), dtype=float)
        unit: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    known = embedded(described.values())

    def nearest(text: str) -> list[str]:
        scores = known @ embedded([text])[0]
        ranked = sorted(zip(described, scores.tolist(), strict=True), key=lambda pair: -pair[1])
        # As many are asked as the team asks, so that neither wins by asking more.
        return [name for name, _ in islice(ranked, min(_AT_MOST, len(routed(text))))]

    return nearest


def tallied(labelled: Sequence[Labelled], route: Route) -> Tally:
    """Route each question and count."""
    first = within = labels = asked = 0
    missed = []
    for one in labelled:
        held = route(one.text)
        asked += len(held)
        labels += len(one.specialists)
        within += len(set(one.specialists) & set(held))
        right = held[0] == one.specialists[0]
        first += right
        if not right or set(one.specialists) - set(held):
            missed.append(f"  {one.text!r}: {', '.join(held)}; labelled {', '.join(one.specialists)}")
    return Tally(100 * first / len(labelled), 100 * within / labels, asked / len(labelled), tuple(missed))


if __name__ == "__main__":
    main(sys.argv[1:])
