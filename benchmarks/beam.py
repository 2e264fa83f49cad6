"""Finding the turns behind BEAM's probing questions: `python -m benchmarks.beam [DIR]`.

Each folder holds one long conversation of a person with an assistant, `chat.json`, which becomes that person's memory turn
by turn, and `probing_questions.json`, whose questions name the turns they rest on in `source_chat_ids`. Questions that name
none, because nothing answers them, are counted and left out. Measured is R@10: the share of those turns among the first ten,
beside the most that is possible, since some questions rest on more than ten.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from auren.facts import MemoryQuery, MemoryRecord
from auren.memory import Memory
from auren.memory.recall import WEIGHTS
from auren.people import Subject
from auren.ports import Embedder
from benchmarks._recall_tally import Asked, Tally
from benchmarks._report import Mark, at_least, report, table
from benchmarks.locomo import ONLY_VECTORS, ONLY_WORDS, Way, embedder_here

DEFAULT: Final = Path("../shared/data/memory/beam_dev")
TUNED_ON: Final = ("1", "2")
"""The two conversations whose figures were looked at."""
FIRST: Final = datetime(2024, 1, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One folder: the turns by batch, and the questions with the turns they rest on."""

    id: str
    batches: tuple[tuple[MemoryRecord, ...], ...]
    questions: tuple[tuple[str, str, frozenset[str]], ...]
    left_out: int

    @property
    def subject(self) -> Subject:
        """Whose memory it is."""
        return Subject(f"beam-{self.id}")

    @property
    def end(self) -> datetime:
        """A day after the last turn, when the questions are asked."""
        return max(turn.at for batch in self.batches for turn in batch) + timedelta(days=1)


def main(arguments: Sequence[str]) -> None:
    """Ask every question of a folder in each way, and print what came back."""
    folder = Path(arguments[0]) if arguments else DEFAULT
    places = sorted(path.parent for path in folder.glob("*/chat.json")) or [folder] * (folder / "chat.json").exists()
    conversations = [found for found in map(_conversation, places) if found.batches]
    if not conversations:
        print(f"{folder} holds no folder of BEAM's shape.")
        report("beam", [])
        return
    asyncio.run(_compare(conversations))


async def _compare(conversations: Sequence[Conversation]) -> None:
    embedder = embedder_here()
    named = "no embedder" if embedder is None else embedder.model_id
    turns = sum(len(batch) for one in conversations for batch in one.batches)
    print(
        f"{len(conversations)} conversations, {turns} turns, {sum(len(one.questions) for one in conversations)} questions, "
        f"{sum(one.left_out for one in conversations)} that rest on no turn left out; tuned on {' and '.join(TUNED_ON)}\n"
    )
    ways = [Way("BM25 alone", ONLY_WORDS, vectors=False)]
    if embedder is not None:
        ways += [Way("vectors alone", ONLY_VECTORS, vectors=True), Way("fused", WEIGHTS, vectors=True)]
    else:
        ways.append(Way("words and cues", WEIGHTS, vectors=False))
        print("wordllama is not installed, so the rows with vectors are left out.\n")
    tallies: dict[str, Tally] = {}
    costs: dict[str, tuple[float, float]] = {}
    for way in ways:
        tallies[way.name], costs[way.name] = await _ask(way, conversations, embedder)
    last = tallies[ways[-1].name]
    held_out = {one.id for one in conversations} - set(TUNED_ON)
    kinds = last.kinds
    head = ["way", "embedder", "R@10", "held out", "ms/query", "ms/add"]
    print(f"At most {last.bound_at(10):.1f} is possible.\n")
    table(
        head,
        [
            [
                name,
                "none" if name in ("BM25 alone", "words and cues") else named,
                f"{tally.recall_at(10):.1f}",
                f"{tally.of(groups=held_out).recall_at(10):.1f}",
                *(f"{cost:.2f}" for cost in costs[name]),
            ]
            for name, tally in tallies.items()
        ],
    )
    table(
        ["R@10 by type of question", "questions", *tallies, f"{ways[-1].name}, held out", "at most"],
        [
            [
                kind,
                str(len(last.of(kind=kind).asked)),
                *(f"{tally.of(kind=kind).recall_at(10):.1f}" for tally in tallies.values()),
                f"{last.of(kind=kind, groups=held_out).recall_at(10):.1f}",
                f"{last.of(kind=kind).bound_at(10):.1f}",
            ]
            for kind in kinds
        ],
    )
    report("beam", _marks(last), peers={name: {"r10": round(tally.recall_at(10), 1)} for name, tally in tallies.items()})


def _marks(tally: Tally) -> list[Mark]:
    marks = [at_least("beam.r10", round(tally.recall_at(10), 1), "%", 70)]
    for kind in ("knowledge_update", "contradiction_resolution"):
        part = tally.of(kind=kind)
        if part.asked:
            marks.append(at_least(f"beam.{kind}.r10", round(part.recall_at(10), 1), "%", 92))
    return marks


async def _ask(way: Way, conversations: Sequence[Conversation], embedder: Embedder | None) -> tuple[Tally, tuple[float, float]]:
    tally = Tally()
    adding = asking = 0.0
    turns = 0
    async with Memory(embedder=embedder if way.vectors else None, weights=way.weights) as memory:
        for one in conversations:
            for batch in one.batches:
                begun = time.perf_counter()
                await memory.remember(*batch)
                adding += time.perf_counter() - begun
                turns += len(batch)
            for kind, text, wanted in one.questions:
                begun = time.perf_counter()
                recall = await memory.recall(one.subject, MemoryQuery(text, limit=10), one.end)
                asking += time.perf_counter() - begun
                tally.asked.append(Asked(one.id, kind, wanted, tuple(item.record.id for item in recall.items)))
    return tally, (1000 * asking / max(len(tally.asked), 1), 1000 * adding / max(turns, 1))


def _conversation(folder: Path) -> Conversation:
    chat: Any = json.loads((folder / "chat.json").read_text("utf-8"))
    subject = Subject(f"beam-{folder.name}")
    batches: list[tuple[MemoryRecord, ...]] = []
    begun = FIRST
    for number, batch in enumerate(chat):
        begun = max(_anchor(batch) or begun, begun)
        turns = tuple(_turns(subject, f"batch-{number}", begun, batch))
        batches += [turns] if turns else []
        begun = (turns[-1].at if turns else begun) + timedelta(days=7)
    known = {turn.id for batch in batches for turn in batch}
    asked: Any = {}
    if (folder / "probing_questions.json").exists():
        asked = json.loads((folder / "probing_questions.json").read_text("utf-8"))
    questions = [
        (str(kind), str(question.get("question", "")), frozenset(_ids(question.get("source_chat_ids"))) & known)
        for kind, several in asked.items()
        for question in several
    ]
    with_turns = tuple(question for question in questions if question[2])
    return Conversation(folder.name, tuple(batches), with_turns, len(questions) - len(with_turns))


def _turns(subject: Subject, batch: str, begun: datetime, given: Mapping[str, Any]) -> Iterator[MemoryRecord]:
    place = 0
    for group in given.get("turns", []):
        for turn in group if isinstance(group, list) else [group]:
            is_person = turn.get("role") == "user"
            yield MemoryRecord(
                str(turn.get("id", f"{batch}:{place}")),
                subject,
                "question" if is_person else "reply",
                # What stands after the arrow is the data set's own numbering.
                re.sub(r"\s*->->[\s\d,]*$", "", str(turn.get("content", ""))),
                begun + timedelta(minutes=place),
                "person" if is_person else "auren",
                batch,
            )
            place += 1


def _anchor(batch: Mapping[str, Any]) -> datetime | None:
    for group in batch.get("turns", []):
        for turn in group if isinstance(group, list) else [group]:
            try:
                return datetime.strptime(str(turn.get("time_anchor")), "%B-%d-%Y").replace(hour=9, tzinfo=UTC)
            except ValueError:
                continue
    return None


def _ids(given: Any) -> Iterator[str]:
    """Give all ids, however deep they stand."""
    if isinstance(given, Mapping):
        given = list(given.values())
    if isinstance(given, list):
        for one in given:
            yield from _ids(one)
    elif given is not None:
        yield str(given)


if __name__ == "__main__":
    main(sys.argv[1:])
