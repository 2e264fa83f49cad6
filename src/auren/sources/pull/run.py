"""The readings of one run of a client, and where the run stands."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

from auren.errors import SourceError
from auren.readings import Reading
from auren.sources.answers import Answer, AnswerSource
from auren.sources.pull.cursor import Cursor
from auren.sources.pull.step import Step
from auren.sources.report import SourceReport

__all__ = ["Fetch", "Run"]

Fetch = Callable[[Step, str], Awaitable[tuple[object, str]]]
"""Gives one page of a step, and which page follows; empty after the last."""


class Run(AsyncIterator[Reading]):
    """The readings of one run; iterate over it once.

    Args:
        fetch: gives a page.
        reader: turns answers into readings and keeps the account.
        steps: what is still to be asked for, one step or more.
        at: where the run stands.
    """

    def __init__(self, fetch: Fetch, reader: AnswerSource, steps: Sequence[Step], at: Cursor) -> None:
        self._fetch = fetch
        self._reader = reader
        self._steps = steps
        self._at = replace(at, step=steps[0].name)
        self._readings = self._all()

    @property
    def cursor(self) -> str:
        """Where the run stands, as a text to keep: the page after the last one of which every reading was taken."""
        return self._at.encoded()

    @property
    def report(self) -> SourceReport:
        """The account of the run, as far as it has come."""
        return self._reader.report

    async def __anext__(self) -> Reading:
        return await anext(self._readings)

    async def aclose(self) -> None:
        """End the run; what was not taken comes again from `cursor`."""
        await self._readings.aclose()

    async def _all(self) -> AsyncGenerator[Reading, None]:
        page = self._at.page
        for step, following in zip(self._steps, [*(later.name for later in self._steps[1:]), ""], strict=True):
            met = {page}
            while True:
                body, page = await self._fetch(step, page)
                if body is not None:
                    for reading in self._reader.take(Answer(step.answer or step.path, body)):
                        yield reading
                if not page:
                    break
                if page in met:
                    raise SourceError(f"{self._reader.name} gives the same page again and again; try again later.")
                met.add(page)
                if step.moves == "page":
                    self._at = replace(self._at, step=step.name, page=page)
            if step.moves != "never":
                self._at = replace(self._at, step=following, page="")
        self._reader.end()
