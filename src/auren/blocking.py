"""The same Pipeline for code that is not async; it works inside a running event loop, too."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from auren.conversation import Delivery, Feedback, InboundMessage, Outcome, Reply, Sentence
from auren.errors import LifecycleError
from auren.findings import Finding
from auren.holds import Hold
from auren.people import Subject
from auren.pipeline import (
    AdvanceReport,
    ErasureReport,
    Health,
    ImportReport,
    IngestReport,
    PipelineEvent,
    ReplayReport,
)
from auren.pipeline import PersonHistory as AsyncPersonHistory
from auren.pipeline import Pipeline as AsyncPipeline
from auren.readings import DailyValue, Reading, Window

__all__ = ["PersonHistory", "Pipeline"]

T = TypeVar("T")


class _Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="auren.blocking", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Run a coroutine there, and wait here; interrupting the wait cancels the work."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def iterate(self, make: Callable[[], AsyncGenerator[T, None]]) -> Iterator[T]:
        """Give an async generator's items one by one; leaving early closes it."""
        generator = make()

        async def step() -> tuple[T] | None:
            # An item in a tuple: StopAsyncIteration must not cross the border between the loop and this thread.
            try:
                return (await anext(generator),)
            except StopAsyncIteration:
                return None

        try:
            while (item := self.run(step())) is not None:
                yield item[0]
        finally:
            self.run(generator.aclose())

    def stop(self) -> None:
        """End the loop and its thread, and whatever still runs there."""
        self.run(_cancel_the_rest())
        self.run(self._loop.shutdown_asyncgens())
        self.run(self._loop.shutdown_default_executor())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _cancel_the_rest() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class PersonHistory:
    """One person's past, bound to that person; methods as in `auren.pipeline.PersonHistory`."""

    def __init__(self, loop: _Loop, pipeline: AsyncPipeline, subject: Subject) -> None:
        self._loop = loop
        self._pipeline = pipeline
        self.subject = subject

    def days(self, metric: str, window: Window) -> list[DailyValue]:
        """Give the daily values of a metric, by date; a missing day is absent."""
        return self._loop.run(self._past(lambda past: past.days(metric, window)))

    def findings(self, *, withdrawn: bool = False) -> list[Finding]:
        """Give the findings in their latest stage, by anchor day; withdrawn ones only when asked for."""
        return self._loop.run(self._past(lambda past: past.findings(withdrawn=withdrawn)))

    def replies(self) -> list[Reply]:
        """Give every answer, piece of advice and correction, oldest first."""
        return self._loop.run(self._past(lambda past: past.replies()))

    def deliveries(self) -> list[Delivery]:
        """Give every delivery, by earliest instant."""
        return self._loop.run(self._past(lambda past: past.deliveries()))

    def feedback(self) -> list[Feedback]:
        """Give what was said about advice, oldest first."""
        return self._loop.run(self._past(lambda past: past.feedback()))

    def unknown(self) -> dict[str, tuple[str, ...]]:
        """Give, for each rule that cannot tell on the latest day, what is missing; empty before the first reading."""
        return self._loop.run(self._past(lambda past: past.unknown()))

    async def _past(self, look: Callable[[AsyncPersonHistory], Awaitable[T]]) -> T:
        return await look(self._pipeline.history(self.subject))


class Pipeline:
    """`auren.Pipeline` for synchronous code: the same arguments, the same methods, without `await`.

    The work runs on an event loop in a thread of its own, so it also works in a notebook or a web worker whose own
    loop is running. Use it in a `with` block.

    Args:
        pipeline: builds the asynchronous pipeline; called in the loop's thread. The default builds `auren.Pipeline()`.
    """

    def __init__(self, pipeline: Callable[[], AsyncPipeline] = AsyncPipeline) -> None:
        self._build = pipeline
        self._running: tuple[_Loop, AsyncPipeline] | None = None

    def __enter__(self) -> Self:
        if self._running is not None:
            raise LifecycleError("A blocking pipeline was opened twice; build a second one.")
        loop = _Loop()

        async def opened() -> AsyncPipeline:
            return await self._build().open()

        try:
            self._running = (loop, loop.run(opened()))
        except BaseException:
            loop.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        loop, pipeline = self._parts()
        self._running = None
        try:
            loop.run(pipeline.close())
        finally:
            loop.stop()

    def ingest(self, readings: Iterable[Reading]) -> IngestReport:
        """Take readings in; as `auren.Pipeline.ingest`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.ingest(readings))

    def ask(self, subject: Subject, text: str, *, idempotency_key: str = "", conversation: str = "main") -> Reply:
        """Answer a person's question; as `auren.Pipeline.ask`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.ask(subject, text, idempotency_key=idempotency_key, conversation=conversation))

    def stream(
        self, subject: Subject, text: str, *, idempotency_key: str = "", conversation: str = "main"
    ) -> Iterator[Sentence]:
        """Answer a person's question sentence by sentence; as `auren.Pipeline.stream`."""
        loop, pipeline = self._parts()
        return loop.iterate(lambda: pipeline.stream(subject, text, idempotency_key=idempotency_key, conversation=conversation))

    def events(self) -> Iterator[PipelineEvent]:
        """Give findings, replies and deliveries as they happen; as `auren.Pipeline.events`."""
        loop, pipeline = self._parts()
        return loop.iterate(pipeline.events)

    def advance_to(self, instant: datetime) -> AdvanceReport:
        """Do all that is due by an instant; as `auren.Pipeline.advance_to`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.advance_to(instant))

    def run(self, *, every: timedelta = timedelta(minutes=1)) -> None:
        """Do what falls due again and again, until interrupted or closed; as `auren.Pipeline.run`."""
        loop, pipeline = self._parts()
        loop.run(pipeline.run(every=every))

    def receive(self, message: InboundMessage) -> Reply:
        """Answer a message that came in over a channel; as `auren.Pipeline.receive`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.receive(message))

    def feedback(
        self,
        subject: Subject,
        advice_id: str,
        outcome: Outcome,
        *,
        note: str = "",
    ) -> None:
        """Record what became of advice; as `auren.Pipeline.feedback`."""
        loop, pipeline = self._parts()
        loop.run(pipeline.feedback(subject, advice_id, outcome, note=note))

    def replay(self, readings: Iterable[Reading]) -> ReplayReport:
        """Play readings day by day; as `auren.Pipeline.replay`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.replay(readings))

    def history(self, subject: Subject) -> PersonHistory:
        """Give a look at one person's past."""
        loop, pipeline = self._parts()
        return PersonHistory(loop, pipeline, subject)

    def holds(self, subject: Subject, *, cleared: bool = False) -> tuple[Hold, ...]:
        """Give what is switched off for a person; as `auren.Pipeline.holds`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.holds(subject, cleared=cleared))

    def clear_hold(self, subject: Subject, row: str, *, by: str) -> Hold:
        """Switch on again what a red flag switched off; as `auren.Pipeline.clear_hold`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.clear_hold(subject, row, by=by))

    def export(self, subject: Subject) -> dict[str, object]:
        """Give all that is kept about a person; as `auren.Pipeline.export`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.export(subject))

    def import_(self, document: Mapping[str, Any]) -> ImportReport:
        """Take in what an export gave; as `auren.Pipeline.import_`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.import_(document))

    def share(self, subject: Subject, recipient: str) -> dict[str, object]:
        """Give a person's export to hand on, if the person allows it; as `auren.Pipeline.share`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.share(subject, recipient))

    def erase(self, subject: Subject) -> ErasureReport:
        """Make all that is kept about a person unreachable; as `auren.Pipeline.erase`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.erase(subject))

    def health(self) -> Health:
        """Say how each part is; as `auren.Pipeline.health`."""
        loop, pipeline = self._parts()
        return loop.run(pipeline.health())

    def _parts(self) -> tuple[_Loop, AsyncPipeline]:
        if self._running is None:
            raise LifecycleError("A blocking pipeline was used while closed; use it inside `with Pipeline() as auren:`.")
        return self._running
