"""How long each tier of memory takes to add and to recall, on real servers, and whether anybody reaches another's memory.

    python -m benchmarks.memory_tiers [--one 1200] [--all 3200] [--queries 100] [--adds 100] [--leaks 150] [--stores redis,…]

One person has `--one` memories and ten others share the rest of `--all`. In the immediate tier each has the talk of two days,
`--talk` turns. The same embedder serves every arm, mem0 among them where it is installed; the time of its one vector a query
is in every figure. All files lie in a folder in memory where the machine has one, so that no disk is measured. Sizes of
the promise: `--one 100000 --all 1000000`; queries that try to reach others: `--leaks 10000`. Where other work keeps the cores
busy, times hold what was waited for it: the load is printed first, and beside each time stands this process's own time on the
processor, a server's not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from auren.facts import MemoryQuery, MemoryRecord, VectorSpace
from auren.memory import ChromaStore, PgvectorStore, RedisStore, SQLStore
from auren.memory.embedders import WordLlamaEmbedder
from auren.memory.stores.pgvector import EXACT_UP_TO
from auren.people import Subject
from auren.ports import MemoryStore
from benchmarks import _memory_isolation as isolation
from benchmarks._ledger_servers import postgres
from benchmarks._memory_texts import Texts
from benchmarks._report import Mark, at_most, report, table
from benchmarks._servers import valkey

NOW = datetime(2024, 5, 20, 12, tzinfo=UTC)
ONE = Subject("one")
OTHERS = tuple(Subject(f"other-{number}") for number in range(10))
WITHIN_MS = {"immediate": 10.0, "structured": 50.0, "semantic": 60.0}
ADD_WITHIN_MS = 20.0
BATCH = 500
_IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own in it

Embed = Callable[[Sequence[str]], Awaitable[list[list[float]]]]


def main(arguments: Sequence[str]) -> None:
    """Measure every tier, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory_tiers")
    parser.add_argument("--one", type=int, default=1200, help="memories of the person who is asked for")
    parser.add_argument("--all", type=int, default=3200, help="memories of all people in one store")
    parser.add_argument("--talk", type=int, default=200, help="turns of two days in the immediate tier")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--adds", type=int, default=100)
    parser.add_argument("--leaks", type=int, default=150, help="queries of a store that try to reach another's memory")
    parser.add_argument("--stores", default="redis,sqlite,postgres,sqlite-vectors,pgvector,chroma,mem0")
    parser.add_argument("--mem0-python", default=sys.executable, help="of an environment that holds mem0 and auren")
    logging.disable(logging.INFO)  # a server's wheel tells of every step
    asyncio.run(_measure(parser.parse_args(arguments)))


async def _measure(options: argparse.Namespace) -> None:
    embedder = WordLlamaEmbedder()
    names = options.stores.split(",")
    texts = Texts(seed=7)
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"embedder: {embedder.model_id}; {options.one:,} memories of one person, {options.all:,} in all\n")
    rows: list[list[str]] = []
    marks: list[Mark] = []
    peers: dict[str, dict[str, float]] = {}
    with _places(names) as builds:
        for name, (tier, build) in builds.items():
            began = time.perf_counter()
            async with build() as store:
                arm = _Arm(store, tier, embedder, texts)
                await arm.fill(options)
                filled = time.perf_counter() - began
                adds, adds_cpu = await _with_cpu(arm.adds, options.adds)
                recalls, recalls_cpu = await _with_cpu(arm.recalls, options.queries)
            async with build(isolated=True) as store:
                await isolation.fill(store)
                leaks = await isolation.leaks(store, options.leaks)
            rows.append(
                [
                    tier,
                    name,
                    f"{arm.count:,}",
                    f"{filled:.1f}",
                    *_shown(adds),
                    adds_cpu,
                    *_shown(recalls),
                    recalls_cpu,
                    str(leaks),
                ]
            )
            marks += [
                at_most(f"memory_tiers.{tier}.{name}.recall_p95", _p95(recalls), "ms", WITHIN_MS[tier]),
                at_most(f"memory_tiers.{tier}.{name}.add_p95", _p95(adds), "ms", ADD_WITHIN_MS),
                at_most(f"memory_tiers.{tier}.{name}.leaks", leaks, f"of {options.leaks}", 0),
            ]
        if "mem0" in names:
            found = _mem0(options)
            if "skipped" in found:
                print(f"mem0 was passed by: {found['skipped']}.\n")
            else:
                adds, recalls = ([ms / 1e3 for ms in found[name]] for name in ("adds_ms", "recalls_ms"))
                rows.append(
                    ["semantic", "mem0 (qdrant)", f"{found['count']:,}", "", *_shown(adds), "", *_shown(recalls), "", ""]
                )
                peers["mem0"] = {"add_p95_ms": round(_p95(adds), 2), "recall_p95_ms": round(_p95(recalls), 2)}
    head = ["tier", "store", "memories", "fill s", "add p50", "p95", "cpu ms", "recall p50", "p95", "cpu ms", "leaks"]
    table(head, rows)
    report("memory_tiers", marks, peers=peers)


class _Arm:
    """One store with memories of one person and of others in it.

    Args:
        store: open.
        tier: what it serves as.
        embedder: of every arm.
        texts: what is said and asked.
    """

    def __init__(self, store: MemoryStore, tier: str, embedder: WordLlamaEmbedder, texts: Texts) -> None:
        self._store = store
        self._tier = tier
        self._embedder = embedder
        self._texts = texts
        self._has_vectors = tier == "semantic"
        self.count = 0

    async def fill(self, options: argparse.Namespace) -> None:
        """Put what each person has."""
        if self._has_vectors:
            await self._store.adopt(VectorSpace(self._embedder.model_id, self._embedder.dimensions))
        talk = self._tier == "immediate"
        each = options.talk if talk else max(0, options.all - options.one) // len(OTHERS)
        for subject, count in ((ONE, options.talk if talk else options.one), *((other, each) for other in OTHERS)):
            for start in range(0, count, BATCH):
                await self._put([self._record(subject, number) for number in range(start, min(count, start + BATCH))])
            self.count += count
        if isinstance(self._store, PgvectorStore) and options.one > EXACT_UP_TO:
            await self._store.build_index()

    async def adds(self, count: int) -> list[float]:
        """Give the seconds of single adds, their vector included."""
        return [await _timed(self._put, [self._record(ONE, 10**7 + number)]) for number in range(count)]

    async def recalls(self, count: int) -> list[float]:
        """Give the seconds of single recalls: by words, and in the semantic tier by vectors at the same time."""
        return [await _timed(self._recall, self._texts.question(number)) for number in range(count)]

    async def _put(self, records: Sequence[MemoryRecord]) -> None:
        vectors = await self._embedder.embed([record.text for record in records]) if self._has_vectors else None
        await self._store.put(records, vectors)

    async def _recall(self, question: str) -> None:
        query = MemoryQuery(question, limit=10)
        if not self._has_vectors:
            await self._store.find(ONE, query, now=NOW)
            return
        (vector,) = await self._embedder.embed([question])
        await asyncio.gather(self._store.find(ONE, query, now=NOW), self._store.nearest(ONE, vector, query, now=NOW))

    def _record(self, subject: Subject, number: int) -> MemoryRecord:
        text, near = self._texts.turn(number), self._texts.turn(number - 1)
        at = NOW - timedelta(minutes=number % 10**6)
        ends = at + timedelta(hours=48) if self._tier == "immediate" else None
        return MemoryRecord(f"m{number}", subject, "question", text, at, "person", expires_at=ends, context=near)


@contextmanager
def _places(names: Sequence[str]) -> Iterator[dict[str, tuple[str, Callable[..., MemoryStore]]]]:
    """Start the servers that are asked for, and give how each store is built on them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=_IN_MEMORY)))
        builds: dict[str, tuple[str, Callable[..., MemoryStore]]] = {}

        def on_sqlite(*, isolated: bool = False) -> SQLStore:
            return SQLStore(f"sqlite+aiosqlite:///{folder / f'memory{isolated}.db'}", timeout_s=120)

        def on_redis(*, isolated: bool = False) -> RedisStore:
            return RedisStore(str(redis_url), prefix=f"memory{isolated}", timeout_s=120)

        def on_chroma(*, isolated: bool = False) -> ChromaStore:
            return ChromaStore(folder / f"chroma{isolated}", timeout_s=600)

        if "redis" in names and (redis_url := stack.enter_context(valkey())):
            builds["Valkey"] = "immediate", on_redis
        if "sqlite" in names:
            builds["SQLite"] = "structured", on_sqlite
        if {"postgres", "pgvector"} & set(names):
            url = stack.enter_context(postgres())
            if "postgres" in names:
                builds["PostgreSQL"] = (
                    "structured",
                    lambda *, isolated=False: SQLStore(url, name=f"words{isolated}", timeout_s=120),
                )
            if "pgvector" in names:
                builds["pgvector"] = (
                    "semantic",
                    lambda *, isolated=False: PgvectorStore(url, name=f"vectors{isolated}", timeout_s=120),
                )
        if "sqlite-vectors" in names:
            builds["SQLite, exact vectors"] = (
                "semantic",
                lambda *, isolated=False: SQLStore(f"sqlite+aiosqlite:///{folder / f'vectors{isolated}.db'}", timeout_s=120),
            )
        if "chroma" in names and find_spec("chromadb"):
            builds["Chroma"] = "semantic", on_chroma
        yield builds


def _mem0(options: argparse.Namespace) -> dict[str, Any]:
    """Give what mem0 measured in a process of its own, or why it did not: it begins to be slow to fill at some thousands."""
    count = min(options.one, 1500)
    arguments = map(str, (count, options.adds, options.queries))
    ran = subprocess.run(
        [options.mem0_python, "-m", "benchmarks._memory_peer", *arguments], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        return {"skipped": f"mem0 ended with {ran.returncode}: {ran.stderr.strip().splitlines()[-1:]}"}
    return {**json.loads(ran.stdout.splitlines()[-1]), "count": count}


async def _timed(work: Callable[[Any], Awaitable[None]], argument: Any) -> float:
    began = time.perf_counter()
    await work(argument)
    return time.perf_counter() - began


async def _with_cpu(work: Callable[[int], Awaitable[list[float]]], count: int) -> tuple[list[float], str]:
    """Give the seconds of each piece of work, and the milliseconds of the processor that one took in the mean."""
    began = time.process_time()
    found = await work(count)
    return found, f"{(time.process_time() - began) / count * 1e3:.2f}"


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1e3


def _shown(seconds: Sequence[float]) -> tuple[str, str]:
    return f"{statistics.median(seconds) * 1e3:.2f}", f"{_p95(seconds):.2f}"


if __name__ == "__main__":
    main(sys.argv[1:])
