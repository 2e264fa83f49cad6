"""A model for tests and demos that says what it was told to say, without a network and always the same way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import replace

from auren.errors import GatewayError, GatewayUnavailable, InvalidInput
from auren.inference import Completion, Delta, ModelRequest, ModelTraits, Usage
from auren.ports.model import Model

__all__ = ["Answer", "ScriptedModel"]

Answer = str | Completion | Exception
"""A text to say, a whole completion (for tool calls or another finish), or an error to raise."""


class ScriptedModel(Model):
    """Answers from a script.

    Usage is counted in words: those of the messages, and those of the answer.

    Args:
        answers: one answer for every request; a list that is used up in order, after which GatewayUnavailable is raised;
            or a function of the request.
        name: how the model is called in routes.
        piece_chars: characters in one piece of a streamed answer.
        fail_at: characters of each answer after which the model fails; None for never.
        failure: what it fails with.
        timeout_s: seconds that a whole answer, or the next piece of a streamed one, may take.
        traits: what a router has to know of it.

    Raises:
        InvalidInput: piece_chars is below 1, or fail_at below 0.
    """

    def __init__(
        self,
        answers: str | Sequence[Answer] | Callable[[ModelRequest], Answer],
        *,
        name: str = "scripted",
        piece_chars: int = 8,
        fail_at: int | None = None,
        failure: type[GatewayError] = GatewayUnavailable,
        timeout_s: float | None = None,
        traits: ModelTraits | None = None,
    ) -> None:
        super().__init__(timeout_s=timeout_s)
        if piece_chars < 1:
            raise InvalidInput(f"piece_chars {piece_chars} was given; expected 1 or more.")
        if fail_at is not None and fail_at < 0:
            raise InvalidInput(f"fail_at {fail_at} was given; expected 0 or more, or None for never.")
        self._answer = _as_function(answers)
        self._name = name
        self._traits = ModelTraits() if traits is None else traits
        self._piece_chars = piece_chars
        self._fail_at = fail_at
        self._failure = failure
        self._requests: list[ModelRequest] = []

    @property
    def name(self) -> str:
        """How the model is called in routes and metrics."""
        return self._name

    @property
    def traits(self) -> ModelTraits:
        """What a router has to know of it."""
        return self._traits

    @property
    def requests(self) -> tuple[ModelRequest, ...]:
        """What was asked so far, oldest first."""
        return tuple(self._requests)

    async def _complete(self, request: ModelRequest) -> Completion:
        completion = self._next(request)
        if self._fail_at is not None:
            raise self._failed(completion.text[: self._fail_at])
        return completion

    async def _stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        completion = self._next(request)
        text = completion.text[: self._fail_at]
        for start in range(0, len(text), self._piece_chars):
            yield Delta(text[start : start + self._piece_chars])
            await asyncio.sleep(0)
        if self._fail_at is not None:
            raise self._failed(text)
        yield Delta(completion=completion)

    def _next(self, request: ModelRequest) -> Completion:
        self._requests.append(request)
        answer = self._answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Completion):
            return answer if answer.model else replace(answer, model=self._name)
        read = sum(len(message.content.split()) for message in request.messages)
        return Completion(answer, self._name, Usage(read, len(answer.split())))

    def _failed(self, partial: str) -> GatewayError:
        return self._failure(f"{self._name} failed after {len(partial)} characters, as its script says.", partial=partial)


def _as_function(answers: str | Sequence[Answer] | Callable[[ModelRequest], Answer]) -> Callable[[ModelRequest], Answer]:
    if callable(answers):
        return answers
    if isinstance(answers, str):
        said = answers
        return lambda _: said
    left: Iterator[Answer] = iter(tuple(answers))
    return lambda _: next(left, GatewayUnavailable("The script has no answer left; give ScriptedModel more, or a function."))
