"""Finding the turns that hold an answer, in LoCoMo's long conversations: `python -m benchmarks.locomo [FILE] [--all]`.

Each conversation is one person's memory; each of its turns is remembered with its speaker, its time and, where there was
a picture, its caption. A question that names turns as evidence is asked once; those that name none are counted and left
out, and an entry that holds several ids, or none that exists, is read for the ids that do. BM25 is over a turn and its
neighbours. Session any@k: a session with evidence is among the first k that the 200 recalled turns come from. Two ways run
at once, so milliseconds are of a machine that is at work. Of a long file the ways that are no mark are asked an even part
of the questions, which is said; with `--all` they are asked every one.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from auren.errors import MissingExtra
from auren.facts import MemoryQuery, MemoryRecord
from auren.memory import Memory
from auren.memory.embedders import WordLlamaEmbedder
from auren.memory.recall import WEIGHTS, Weights
from auren.people import Subject
from auren.ports import Embedder, FactStore
from benchmarks._recall_tally import Asked, Tally
from benchmarks._report import at_least, report, table

DEFAULT: Final = Path("../shared/data/memory/locomo_dev.json")
TUNED_ON: Final = ("conv-26", "conv-41")
"""The two conversations whose figures were looked at when the weights were chosen."""
CATEGORIES: Final = {"1": "multi-hop", "2": "time", "3": "open", "4": "single-hop", "5": "adversarial"}
COMPARED: Final = 800
"""About how many questions the ways that are no mark are asked."""
NOTHING: Final = Weights(**dict.fromkeys((field.name for field in fields(Weights)), 0.0))
ONLY_WORDS: Final = replace(NOTHING, words=1.0)
ONLY_VECTORS: Final = replace(NOTHING, vectors=1.0)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation: its turns by session, and its questions with their evidence."""

    id: str
    sessions: tuple[tuple[MemoryRecord, ...], ...]
    questions: tuple[tuple[str, str, frozenset[str]], ...]
    left_out: int

    @property
    def subject(self) -> Subject:
        """Whose memory it is."""
        return Subject(self.id)

    @property
    def end(self) -> datetime:
        """A day after the last turn, when the questions are asked."""
        return max(turn.at for session in self.sessions for turn in session) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to recall."""

    name: str
    weights: Weights
    vectors: bool
    facts: bool = False
    every: int = 1


def main(arguments: Sequence[str]) -> None:
    """Ask every question of a file in each way, and print what came back."""
    paths = [argument for argument in arguments if argument != "--all"]
    path = Path(paths[0]) if paths else DEFAULT
    if not path.exists():
        print(f"{path} is not here; give the path of a file of LoCoMo's shape.")
        report("locomo", [])
        return
    _compare(path, _conversations(path), everything="--all" in arguments)


def _conversations(path: Path) -> list[Conversation]:
    entries = enumerate(json.loads(path.read_text("utf-8")))
    return [found for found in (_conversation(number, entry) for number, entry in entries) if found.sessions]


def _alone(path: Path, way: Way) -> tuple[Tally, tuple[float, float]]:
    """Ask in one way, in a process that has nothing else to do."""
    return asyncio.run(_ask(way, _conversations(path), embedder_here() if way.vectors else None))


def _compare(path: Path, conversations: Sequence[Conversation], *, everything: bool) -> None:
    embedder = embedder_here()
    named = "no embedder" if embedder is None else embedder.model_id
    turns = sum(len(session) for one in conversations for session in one.sessions)
    asked = sum(len(one.questions) for one in conversations)
    print(
        f"{path.name}: {len(conversations)} conversations, {turns} turns, {asked} questions with evidence, "
        f"{sum(one.left_out for one in conversations)} without any left out; tuned on {' and '.join(TUNED_ON)}\n"
    )
    every = 1 if everything else max(1, round(asked / COMPARED))
    if every > 1:
        print(f"The ways that are no mark are asked one question in {every}; --all asks all.\n")
    ways = [Way("BM25 alone", ONLY_WORDS, vectors=False, every=every)]
    if embedder is not None:
        ways.append(Way("vectors alone", ONLY_VECTORS, vectors=True, every=every))
        ways.append(Way("fused", WEIGHTS, vectors=True))
        if _fact_store() is not None:
            ways.append(Way("fused with facts", WEIGHTS, vectors=True, facts=True, every=every))
        else:
            print("Facts are not extracted here, so the row with facts is left out.\n")
    else:
        ways.append(Way("words and cues", WEIGHTS, vectors=False))
        print("wordllama is not installed, so the rows with vectors are left out.\n")
    tallies: dict[str, Tally] = {}
    costs: dict[str, tuple[float, float]] = {}
    # The longest first, so that none is left alone at the end.
    longest_first = sorted(ways, key=lambda way: (way.every, -way.vectors))
    # Each way in a process of its own, two at once; a new interpreter, since the tokenizer holds threads.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        asked_of = dict(zip(longest_first, pool.map(partial(_alone, path), longest_first), strict=True))
    for way in ways:
        tallies[way.name], costs[way.name] = asked_of[way]
    tuned = {one.id for one in conversations} & set(TUNED_ON)
    held_out = {one.id for one in conversations} - tuned
    for title, groups in (("all", tuned | held_out), ("tuned on", tuned), ("held out", held_out)):
        if groups:
            print(f"{title}: {', '.join(sorted(groups))}")
            _show({name: tally.of(groups=groups) for name, tally in tallies.items()}, costs, named)
    best = "fused" if "fused" in tallies else "words and cues"
    for title, groups in (("all", tuned | held_out), ("held out", held_out)):
        if groups:
            _by_category(tallies[best].of(groups=groups), f"{best}, {title}", named)
    whole = tallies[best]
    report(
        "locomo",
        [
            at_least("locomo.turn_r5", round(whole.recall_at(5), 1), "%", 69),
            at_least("locomo.turn_r10", round(whole.recall_at(10), 1), "%", 77),
            at_least("locomo.turn_r50", round(whole.recall_at(50), 1), "%", 91),
            at_least("locomo.session_any10", round(whole.any_session_at(10), 1), "%", 97.5),
        ],
        peers={name: {"turn_r5": round(tally.recall_at(5), 1)} for name, tally in tallies.items()},
    )


async def _ask(way: Way, conversations: Sequence[Conversation], embedder: Embedder | None) -> tuple[Tally, tuple[float, float]]:
    """Give what came back in one way, and the milliseconds of a query and of an add."""
    tally = Tally()
    facts = _fact_store() if way.facts else None
    adding = asking = 0.0
    turns = 0
    async with Memory(facts=facts, embedder=embedder if way.vectors else None, weights=way.weights) as memory:
        for one in conversations:
            for session in one.sessions:
                begun = time.perf_counter()
                await memory.remember(*session)
                adding += time.perf_counter() - begun
                turns += len(session)
            if facts is not None:
                await _extract(memory, facts, one)
            session_of = {turn.id: turn.conversation for session in one.sessions for turn in session}
            for category, text, wanted in one.questions[:: way.every]:
                begun = time.perf_counter()
                recall = await memory.recall(one.subject, MemoryQuery(text, limit=200), one.end)
                asking += time.perf_counter() - begun
                found = tuple(item.record.id for item in recall.items)
                tally.asked.append(
                    Asked(
                        one.id,
                        category,
                        wanted,
                        found,
                        frozenset(session_of[id] for id in wanted),
                        tuple(dict.fromkeys(session_of[id] for id in found)),
                    )
                )
    return tally, (1000 * asking / max(len(tally.asked), 1), 1000 * adding / max(turns, 1))


def _show(tallies: Mapping[str, Tally], costs: Mapping[str, tuple[float, float]], named: str) -> None:
    table(
        ["way", "embedder", "questions", "R@5", "R@10", "R@50", "session any@5", "any@10", "ms/query", "ms/add"],
        [
            [
                name,
                named if name not in ("BM25 alone", "words and cues") else "none",
                str(len(tally.asked)),
                *(f"{tally.recall_at(k):.1f}" for k in (5, 10, 50)),
                *(f"{tally.any_session_at(k):.1f}" for k in (5, 10)),
                *(f"{cost:.2f}" for cost in costs[name]),
            ]
            for name, tally in tallies.items()
        ],
    )


def _by_category(tally: Tally, name: str, named: str) -> None:
    print(f"{name}, {named}, by category")
    parts = {kind: tally.of(kind=kind) for kind in tally.kinds}
    table(
        ["category", "questions", "R@5", "R@10", "R@50", "session any@5", "any@10"],
        [
            [
                f"{kind} {CATEGORIES.get(kind, '')}".strip(),
                str(len(part.asked)),
                *(f"{part.recall_at(k):.1f}" for k in (5, 10, 50)),
                *(f"{part.any_session_at(k):.1f}" for k in (5, 10)),
            ]
            for kind, part in parts.items()
        ],
    )


def _conversation(number: int, entry: Mapping[str, Any]) -> Conversation:
    id = str(entry.get("sample_id", f"conversation-{number}"))
    talk: Mapping[str, Any] = entry.get("conversation", {})
    names = [key for key, value in talk.items() if re.fullmatch(r"session_\d+", key) and value]
    names.sort(key=lambda name: int(name.split("_")[1]))
    sessions: list[tuple[MemoryRecord, ...]] = []
    begun = datetime(2023, 1, 1, tzinfo=UTC)
    for name in names:
        begun = _instant(str(talk.get(f"{name}_date_time", ""))) or begun + timedelta(days=7)
        sessions.append(tuple(_turns(Subject(id), name, begun, talk[name])))
    known = {turn.id for session in sessions for turn in session}
    questions = [
        (str(asked.get("category", "")), str(asked.get("question", "")), frozenset(_evidence(asked.get("evidence"), known)))
        for asked in entry.get("qa", [])
    ]
    with_evidence = tuple(question for question in questions if question[2])
    return Conversation(id, tuple(sessions), with_evidence, len(questions) - len(with_evidence))


def _turns(subject: Subject, session: str, begun: datetime, turns: Sequence[Mapping[str, Any]]) -> Iterator[MemoryRecord]:
    for place, turn in enumerate(turns):
        caption = str(turn.get("blip_caption") or "")
        text = str(turn.get("text", "")) + (f" [picture: {caption}]" if caption else "")
        yield MemoryRecord(
            str(turn.get("dia_id", f"{session}:{place}")),
            subject,
            "question",
            text,
            begun + timedelta(seconds=20 * place),
            "person",
            session,
            data=(("speaker", str(turn.get("speaker", ""))),),
        )


def _evidence(given: object, known: set[str]) -> Iterator[str]:
    """Give the turns that an evidence names, however it writes them."""
    for session, turn in re.findall(r"D:?(\d+):0*(\d+)", json.dumps(given)):
        if (id := f"D{int(session)}:{turn}") in known:
            yield id


def _instant(text: str) -> datetime | None:
    for form in ("%I:%M %p on %d %B, %Y", "%d %B, %Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def embedder_here() -> Embedder | None:
    """Give the embedder that needs no network, where it is installed."""
    try:
        return WordLlamaEmbedder()
    except MissingExtra:
        return None


def _fact_store() -> FactStore | None:
    try:
        from auren.memory.extraction import Extraction  # noqa: F401 - only whether it is there
        from auren.memory.facts import InMemoryFactStore
    except ImportError:
        return None
    return InMemoryFactStore()


async def _extract(memory: Memory, facts: FactStore, one: Conversation) -> None:
    from auren.memory.extraction import Extraction

    extraction = Extraction(facts, limit=10_000)
    await extraction.extract(memory.semantic, one.subject, one.end)


if __name__ == "__main__":
    main(sys.argv[1:])
