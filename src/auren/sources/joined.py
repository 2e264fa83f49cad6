"""Answers whose records refer to those of other answers: what is referred to is noted first, and joined when it is read."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace

from auren.readings import Reading
from auren.sources.answers import Answer, AnswerSource
from auren.sources.tally import Tally

__all__ = ["JoinedSource"]


class JoinedSource(AnswerSource):
    """Recorded answers of a service whose records refer to one another.

    Arguments and errors as `AnswerSource`.
    """

    @abstractmethod
    def _forget(self) -> None:
        """Begin anew, with nothing noted."""

    @abstractmethod
    def _note(self, body: object) -> None:
        """Keep what records of other answers refer to."""

    @abstractmethod
    def _joined(self, body: object) -> object:
        """Give a body whose records hold what they refer to, as far as that was noted."""

    def _read(self, tally: Tally) -> Iterator[Reading]:
        # A record may come before the one that it refers to, so all are looked through first.
        self._forget()
        for answer in self._answers_at_hand():
            self._note(answer.body)
        yield from super()._read(tally)

    def _read_answer(self, tally: Tally, answer: Answer, index: list[int]) -> Iterator[Reading]:
        self._note(answer.body)
        return super()._read_answer(tally, replace(answer, body=self._joined(answer.body)), index)
