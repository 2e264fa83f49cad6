"""A host's configuration with its ends cut off: the model and the channels are stand-ins, and all between is the host's own."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from auren.clock import SimulatedClock
from auren.conversation import Message
from auren.errors import AurenError, ConfigurationError
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.memory import Memory
from auren.memory.facts import InMemoryFactStore
from auren.people import Profile, Subject
from auren.pipeline import Pipeline
from auren.ports import Channel, Model
from auren.privacy import InMemoryDirectory
from auren.privacy._wrappers import WrappedChannel, WrappedModel
from auren.privacy.consent import PURPOSES, ConsentBook, ConsentRecord, InMemoryConsentBook
from auren.privacy.disclosure import InMemoryDisclosureLedger
from auren.privacy.phi import RedactedModel
from auren.readings import Reading
from auren.testing.audit.stand_ins import NotedChannel, Provider

__all__ = ["Build", "Stage", "demo_configuration"]

Build = Callable[..., Pipeline]
"""Gives a new pipeline that is not open; called with those of `model`, `channel` and `clock` that it has parameters for."""

START: Final = datetime(2025, 3, 10, 12, tzinfo=UTC)
DAYS: Final = 45


def demo_configuration(model: Model, channel: Channel, clock: SimulatedClock) -> Pipeline:
    """Give auren's own configuration, all in memory: personal data replaced, consent asked, disclosures noted.

    Args:
        model: stands for the provider.
        channel: stands for the messenger.
        clock: tells the time.
    """
    return Pipeline(
        gateway=RedactedModel(model),
        channels=[channel],
        history=InMemoryHistory(),
        journal=InMemoryJournal(),
        memory=Memory(facts=InMemoryFactStore()),
        directory=InMemoryDirectory(),
        clock=clock,
        consents=InMemoryConsentBook(clock),
        disclosures=InMemoryDisclosureLedger(b"a secret of the demonstration", clock),
    )


class Stage:
    """A pipeline of the host, opened, with stand-ins at its ends and people who are nobody; they are erased at the end.

    Args:
        build: the host's.
        names: of the people; each becomes a pseudonym of its own.
        granted: whether they allow everything, where there is a book.

    Attributes:
        auren: the pipeline.
        rooms: its rooms.
        provider: where requests end; nothing reaches it when no model is configured.
        channels: where messages end.
        people: by name.
        books: all books of consents that were found in it.
    """

    def __init__(self, build: Build, *names: str, granted: bool = True) -> None:
        self.provider, self._channel, self._clock = Provider(), NotedChannel(), SimulatedClock(START)
        self.channels: list[NotedChannel] = []
        self.auren = self._built(build)
        self.rooms: Any = self.auren._rooms  # noqa: SLF001 - looking inside is what an audit is for
        self.books: list[ConsentBook] = []
        self._cut_off()
        self.people = {name: Subject(f"auren-audit-{name}") for name in names or ("anna",)}
        self._granted = granted
        self._stack = AsyncExitStack()

    @property
    def now(self) -> datetime:
        """The pipeline's time."""
        now: datetime = self.rooms.clock.now()
        return now.astimezone(UTC)

    @property
    def sent(self) -> list[Message]:
        """What was sent over any channel."""
        return [message for channel in self.channels for message in channel.sent]

    @property
    def has_model(self) -> bool:
        """Whether the host configured a model."""
        return self.rooms.gateway is not None

    async def __aenter__(self) -> Self:
        try:
            await self._stack.enter_async_context(self.auren)
            for subject in self.people.values():
                # A run that was cut off may have left something.
                await self.auren.erase(subject)
                await self._introduced(subject)
        except BaseException:
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for subject in self.people.values():
                await self.auren.erase(subject)
        finally:
            await self._stack.aclose()

    async def later(self, **span: float) -> None:
        """Let time pass, and have the pipeline do what is due."""
        await self.auren.advance_to(self.now + timedelta(**span))

    def readings(self, name: str, value: float) -> list[Reading]:
        """Give six weeks of resting heart rates and nights that end yesterday; their ids are everybody's."""
        subject, last = self.people[name], (self.now - timedelta(days=1)).replace(hour=6, minute=0, second=0, microsecond=0)
        days = [last - timedelta(days=back) for back in range(DAYS)]
        high = [8.0 if back < 7 else back % 3 for back in range(DAYS)]
        pulse = [
            Reading.of(
                subject, "heart.resting", value + more, unit="bpm", start=at, zone="UTC", source="audit", id=f"pulse-{back}"
            )
            for back, (at, more) in enumerate(zip(days, high, strict=True))
        ]
        hrv = [
            Reading.of(subject, "hrv.rmssd", 60 - 2 * more, unit="ms", start=at, zone="UTC", source="audit", id=f"hrv-{back}")
            for back, (at, more) in enumerate(zip(days, high, strict=True))
        ]
        return pulse + hrv

    def _built(self, build: Build) -> Pipeline:
        given = {"model": self.provider.model, "channel": self._channel, "clock": self._clock}
        wanted = inspect.signature(build).parameters
        built = build(**{name: part for name, part in given.items() if name in wanted})
        if not isinstance(built, Pipeline):
            raise ConfigurationError(f"The configuration gave a {type(built).__name__}; expected a new Pipeline.")
        if built.is_open:
            raise ConfigurationError("The configuration gave a pipeline that is open; expected a new one on each call.")
        return built

    def _cut_off(self) -> None:
        if self.rooms.gateway is not None:
            object.__setattr__(self.rooms, "gateway", self._ended(self.rooms.gateway, self.provider.model))
        object.__setattr__(self.rooms, "channels", tuple(self._ended_channel(channel) for channel in self.rooms.channels))
        if self.rooms.consents is not None:
            self.books.append(self.rooms.consents)

    def _ended(self, model: Model, end: Model) -> Model:
        if not isinstance(model, WrappedModel):
            return end
        self._book_of(model)
        model._model = self._ended(model._model, end)  # noqa: SLF001 - as above
        return model

    def _ended_channel(self, channel: Channel) -> Channel:
        if isinstance(channel, WrappedChannel):
            self._book_of(channel)
            channel._channel = self._ended_channel(channel._channel)  # noqa: SLF001 - as above
            return channel
        # Its name stays, since deliveries and addresses go by it.
        end = channel if isinstance(channel, NotedChannel) else NotedChannel(channel.name)
        self.channels.append(end)
        return end

    def _book_of(self, guard: object) -> None:
        book = getattr(guard, "_book", None)
        if isinstance(book, ConsentBook) and book not in self.books:
            self.books.append(book)

    async def _introduced(self, subject: Subject) -> None:
        consents = frozenset(PURPOSES) if self._granted else frozenset()
        directory: Any = self.rooms.directory
        # A host may keep profiles elsewhere; the zone then comes from the readings.
        with suppress(AttributeError, AurenError):
            await directory.put_profile(subject, Profile(zone="UTC", quiet_hours=None, consents=consents))
        if not self._granted:
            return
        for book in self.books:
            if not book.is_open:
                await self._stack.enter_async_context(book)
            for purpose in PURPOSES:
                try:
                    await book.record(ConsentRecord(subject, purpose, True, self.now, "audit", "auren audit"))
                except ConfigurationError:
                    break
