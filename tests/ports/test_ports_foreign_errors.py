"""Whatever a third party's adapter raises, what leaves its port is an error of ours, and quotes nobody's words."""

from __future__ import annotations

import asyncio
import inspect
import traceback
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from auren.clock import SystemClock
from auren.errors import AurenError, ChannelError, GatewayError, StoreConflict, StoreError
from auren.facts import Fact, MemoryQuery, MemoryRecord, Statement, VectorSpace
from auren.memory.embedding import Embedding
from auren.memory.stores import InMemoryStore
from auren.memory.tiers import Tiers
from auren.people import Subject
from auren.ports import (
    Channel,
    Directory,
    EventBus,
    FactStore,
    History,
    Journal,
    Ledger,
    Limiter,
    MemoryStore,
    Model,
)
from auren.privacy.audit import AuditLog
from auren.privacy.consent import ConsentBook
from auren.privacy.disclosure import Disclosure, DisclosureLedger
from auren.readings import Reading, Window

ANNA, NOW = Subject("anna"), datetime(2025, 3, 10, 12, tzinfo=UTC)
WORDS = "I have not told anybody"
PORTS: dict[type[Any], type[AurenError]] = {
    Model: GatewayError,
    Channel: ChannelError,
    Directory: StoreError,
    EventBus: StoreError,
    FactStore: StoreError,
    History: StoreError,
    Journal: StoreError,
    Ledger: StoreError,
    Limiter: StoreError,
    MemoryStore: StoreError,
    AuditLog: StoreError,
    ConsentBook: StoreError,
    DisclosureLedger: StoreError,
}
STREAMS = {"_stream", "_subscribe"}
BUILT_WITH: dict[type[Any], tuple[object, ...]] = {
    AuditLog: (b"a secret of 16 bytes", SystemClock()),
    DisclosureLedger: (b"a secret of 16 bytes",),
}
RECORD = MemoryRecord("m1", ANNA, "note", "Slept well.", NOW)
GIVEN: dict[str, object] = {
    "subject": ANNA,
    "now": NOW,
    "id": "x",
    "name": "x",
    "to": "x",
    "action": "x",
    "actor": "x",
    "metric": "heart.resting",
    "metrics": ["heart.resting"],
    "window": Window(date(2025, 3, 1), date(2025, 3, 10)),
    "readings": [Reading.of(ANNA, "heart.resting", 60, unit="bpm", start=NOW, zone="UTC", source="test")],
    "statements": [Statement(ANNA, "goal", "holds", "sleep", NOW, NOW)],
    "facts": [Fact("f", ANNA, "goal", "sleep", "", None, None, NOW, None, 1.0, "stated")],
    "records": [RECORD],
    "vectors": [[1.0]],
    "vector": [1.0],
    "query": MemoryQuery(),
    "space": VectorSpace("m", 1),
    "texts": ["x"],
    "disclosure": Disclosure(ANNA, "x", ("reply",), NOW),
}
"""What a method is given by the name of its parameter; anything else will do, since no hook looks at it."""
CHOSEN: dict[str, dict[str, object]] = {"reply": {"id": "x"}, "forget_some": {"ids": frozenset({"x"})}}
"""What is chosen besides, by the name of the method."""


def raises(build: Callable[[], BaseException]) -> Callable[..., Any]:
    async def hook(self: object, *given: object, **named: object) -> object:
        raise build()

    return hook


def streams(build: Callable[[], BaseException]) -> Callable[..., Any]:
    async def hook(self: object, *given: object, **named: object) -> AsyncGenerator[object, None]:
        for error in [build()]:
            raise error
        yield None

    return hook


def broken(port: type[Any], build: Callable[[], BaseException], *hooks: str) -> Any:
    """Give an adapter of a port of which every hook raises, but for opening and closing; or only those named."""
    optional = {name for name in vars(port) if name.startswith("_") and inspect.iscoroutinefunction(vars(port)[name])}
    names = set(port.__abstractmethods__) | (optional if not hooks else set(hooks))
    filled: dict[str, object] = {name: (streams if name in STREAMS else raises)(build) for name in names}
    filled |= {"name": "broken", "abilities": frozenset({"vector_search"})}
    made: Any = type("Broken", (port,), filled)(*BUILT_WITH.get(port, ()))
    if port is MemoryStore:
        made._space = VectorSpace("m", 1)
    return made


def operations(port: type[Any]) -> list[str]:
    """Give the names of all that a port offers and a driver may fail in."""
    public = (name for name in vars(port) if not name.startswith("_"))
    return [
        name for name in public if inspect.iscoroutinefunction(vars(port)[name]) or inspect.isasyncgenfunction(vars(port)[name])
    ]


async def used(adapter: Any, name: str) -> None:
    """Call one operation with whatever it needs."""
    method = getattr(adapter, name)
    needed = [one for one in inspect.signature(method).parameters.values() if one.default is inspect.Parameter.empty]
    placed = [GIVEN.get(one.name, object()) for one in needed if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    named = {one.name: GIVEN.get(one.name, object()) for one in needed if one.kind is inspect.Parameter.KEYWORD_ONLY}
    named |= CHOSEN.get(name, {})
    if inspect.isasyncgenfunction(method):
        async for _ in method(*placed, **named):
            pass
    else:
        await method(*placed, **named)


EVERY = [pytest.param(port, name, id=f"{port.__name__}.{name}") for port in PORTS for name in operations(port)]


@pytest.mark.parametrize(
    "raised", [KeyError(WORDS), OSError(WORDS), ExceptionGroup(WORDS, [ValueError(WORDS)])], ids=lambda one: type(one).__name__
)
@pytest.mark.parametrize(("port", "name"), EVERY)
async def test_a_foreign_error_leaves_a_port_as_one_of_ours(port: type[Any], name: str, raised: Exception) -> None:
    async with broken(port, lambda: raised) as adapter:
        with pytest.raises(PORTS[port]) as caught:
            await used(adapter, name)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert WORDS not in shown
    assert type(raised).__name__ in shown
    assert isinstance(caught.value.__cause__, type(raised))


@pytest.mark.parametrize(("port", "ours"), [(port, kind) for port, kind in PORTS.items() if port is not AuditLog])
async def test_a_driver_that_cannot_be_reached_may_be_tried_again(port: type[Any], ours: type[AurenError]) -> None:
    async with broken(port, lambda: ConnectionResetError(WORDS)) as adapter:
        with pytest.raises(ours) as caught:
            await used(adapter, operations(port)[0])
    assert caught.value.retryable


@pytest.mark.parametrize(("port", "name"), EVERY)
async def test_cancellation_and_errors_of_ours_pass_as_they_are(port: type[Any], name: str) -> None:
    ours = StoreConflict("Somebody else wrote first.")
    async with broken(port, lambda: ours) as adapter:
        with pytest.raises(StoreConflict) as caught:
            await used(adapter, name)
    assert caught.value is ours
    async with broken(port, asyncio.CancelledError) as adapter:
        with pytest.raises(asyncio.CancelledError):
            await used(adapter, name)


@pytest.mark.parametrize("port", PORTS)
async def test_opening_and_closing_raise_errors_of_ours_too(port: type[Any]) -> None:
    with pytest.raises(PORTS[port]) as caught:
        await broken(port, lambda: KeyError(WORDS), "_open").open()
    assert WORDS not in "".join(traceback.format_exception(caught.value))
    adapter = await broken(port, lambda: KeyError(WORDS), "_close").open()
    with pytest.raises(PORTS[port]) as caught:
        await adapter.close()
    assert WORDS not in "".join(traceback.format_exception(caught.value))
    assert not adapter.is_open


async def test_an_embedder_has_no_edge_of_its_own_so_memory_is_it() -> None:
    class Broken:
        model_id, dimensions = "m", 1

        async def embed(self, texts: Sequence[str]) -> list[list[float]]:
            raise KeyError(WORDS)

    tiers = Tiers(InMemoryStore(), InMemoryStore(), InMemoryStore())
    with pytest.raises(GatewayError) as caught:
        await Embedding(Broken(), tiers).of(["x"])
    assert WORDS not in "".join(traceback.format_exception(caught.value))
