"""Whole answers to identical requests of one person, kept for a while in memory."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict
from datetime import datetime, timedelta

from auren.errors import InvalidInput
from auren.inference import Completion, ModelRequest
from auren.people import Subject

__all__ = ["AnswerCache"]


class AnswerCache:
    """Answers of one gateway, each to be found only by the person it was given to.

    What is asked without an account is never kept. Only answers that ended by themselves are.

    Args:
        ttl_s: seconds that an answer is good for, above 0.
        most_entries: how many are kept; the one unused longest is dropped first.

    Raises:
        InvalidInput: a bound is out of range.
    """

    def __init__(self, *, ttl_s: float = 300.0, most_entries: int = 1000) -> None:
        if not 0 < ttl_s < float("inf") or most_entries < 1:
            raise InvalidInput(f"A cache of {most_entries} answers for {ttl_s:g} s was asked for; expected 1 or more of each.")
        self._ttl = timedelta(seconds=ttl_s)
        self._most = most_entries
        self._era = 0
        self._answers: OrderedDict[tuple[Subject, bytes], tuple[datetime, Completion]] = OrderedDict()

    @property
    def era(self) -> int:
        """How often somebody was forgotten: what was asked before that is not kept after it."""
        return self._era

    def get(self, request: ModelRequest, now: datetime) -> Completion | None:
        """Give the answer to an identical request of the same person, or None."""
        if request.account is None:
            return None
        key = (request.account.subject, _digest(request))
        held = self._answers.get(key)
        if held is None:
            return None
        until, completion = held
        if until <= now:
            del self._answers[key]
            return None
        self._answers.move_to_end(key)
        return completion

    def put(self, request: ModelRequest, completion: Completion, now: datetime, *, era: int) -> None:
        """Keep an answer, unless somebody was forgotten since it was asked for: it may have been this person.

        Args:
            request: what was asked.
            completion: the answer.
            now: the present instant.
            era: as it was when the question came.
        """
        if request.account is None or era != self._era or completion.finish_reason not in ("stop", "tool_calls"):
            return
        self._answers[request.account.subject, _digest(request)] = (now + self._ttl, completion)
        self._answers.move_to_end((request.account.subject, _digest(request)))
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)

    def forget(self, subject: Subject) -> int:
        """Drop a person's answers, and say how many there were."""
        self._era += 1
        own = [key for key in self._answers if key[0] == subject]
        for key in own:
            del self._answers[key]
        return len(own)


def _digest(request: ModelRequest) -> bytes:
    """Give the same for requests that ask the same; when and for what they ask does not matter."""
    asked = {
        "messages": [asdict(message) for message in request.messages],
        "tools": [(tool.name, tool.description, tool.parameters) for tool in request.tools],
        "rest": [
            request.max_tokens,
            request.temperature,
            request.json_schema,
            request.stop,
            request.complexity,
            request.prefers,
        ],
    }
    return hashlib.blake2b(json.dumps(asked, sort_keys=True, default=dict).encode(), digest_size=16).digest()
