"""Answers of a vendor's service, recorded in files or fresh from the network: one table of endpoints reads both."""

from __future__ import annotations

import os
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Read, Source
from auren.sources.files import DEFAULT_LIMITS, Limits, json_document, place_of
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.tally import Tally

__all__ = ["Answer", "AnswerReader", "AnswerSource", "Endpoint"]

_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a vendor's service answered.

    Args:
        path: of the endpoint, for example "/v2/usercollection/sleep"; a whole URL will do. Where one path serves several
            actions, the query that names the action belongs to it.
        body: decoded JSON.
        file: where it was recorded, for reports; empty when it came from the network.
        revision: of records that name none of their own; higher replaces lower.
    """

    path: str
    body: object = field(repr=False)
    file: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How the answers of one endpoint are read.

    Args:
        path: of the endpoint; "*" matches any text. A query is only for what tells it from another endpoint.
        kind: what its records are called in the report.
        read: turns one record into readings; None where the endpoint is known and holds no reading.
        within: the keys that lead to the list of records, or to the one record; empty when the body is that itself.
        name: what an account export calls the collection; empty when none does.
        why: where `read` is None, why nothing is read.
        tell: a key that only this endpoint's records or bodies hold, by which a bare body is known; empty for none.
        pull: how a client asks for a span of days, in the vendor's own way; empty when it does not ask.
    """

    path: str
    kind: str
    read: Read | None
    within: tuple[str, ...] = ()
    name: str = ""
    why: str = "it holds no value that auren keeps"
    tell: str = ""
    pull: str = ""

    def matches(self, path: str) -> bool:
        """Tell whether an answer's path is this endpoint's."""
        mine, _, wanted = self.path.partition("?")
        given, query = _split(path)
        return fnmatchcase(given, mine) and set(parse_qsl(wanted)) <= set(parse_qsl(query))


class AnswerReader(Source):
    """A source whose records come in answers of a service.

    Arguments and errors as `Source`.
    """

    @classmethod
    @abstractmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give the endpoints that are read; where two match, the first one counts."""

    def _read_answer(self, tally: Tally, answer: Answer, index: list[int]) -> Iterator[Reading]:
        """Give the readings of one answer.

        Args:
            tally: the count of this pass.
            answer: what to read.
            index: how many records came before, as its one item; counted on.
        """
        endpoint = next((known for known in self.endpoints() if known.matches(answer.path)), None)
        # The endpoint's own pattern, since a path can hold the name of an account.
        file = answer.file or (endpoint.path if endpoint else "an answer")
        if endpoint is None:
            index[0] += 1
            tally.pass_over("answers of other endpoints", file, "auren does not read this endpoint", line=index[0])
            return
        if endpoint.read is None:
            index[0] += 1
            tally.pass_over(endpoint.kind, file, endpoint.why, line=index[0])
            return
        tally.kind(endpoint.kind)
        for row in _rows(answer, endpoint, file, index):
            yield from self._settle_one(tally, endpoint.kind, self.name, row, endpoint.read, answer.revision)


class AnswerSource(AnswerReader):
    """Recorded answers of a vendor's service, or the collections of an account export.

    A file holds one of: a list of `{"path": ..., "body": ...}`, one such object, or an object whose keys name the
    collections. A folder or zip archive of such files will do.

    Args:
        data: the file, folder or archive; or answers at hand.
        subject: whose readings they are.
        zone: IANA zone where the person was.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read; `element_chars` is the largest answer.

    Raises:
        InvalidInput: the zone is missing or unknown, or answers and a path were mixed up.
        SourceError: there is no such file.
    """

    marks: ClassVar[tuple[bytes, ...]] = ()
    """What a file begins with, within 64 KiB, if it holds answers of this vendor: paths or keys that no other has."""

    def __init__(
        self,
        data: str | os.PathLike[str] | Iterable[Answer],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        self._answers: tuple[Answer, ...] | None = None
        self._index = [0]
        if isinstance(data, str | os.PathLike):
            self._place = self._files = place_of(data, limits)
            if not any(name.lower().endswith(".json") for name in self._files.names):
                raise SourceError(f"{self._files.path}: no JSON file is there; name a file with answers of {self.name}.")
        else:
            self._answers = tuple(data)
            if not all(isinstance(answer, Answer) for answer in self._answers):
                raise InvalidInput("Something else than an Answer was given; build them as Answer(path, body).")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as this vendor's answers, or None when it is not."""
        files = [name for name in look.names if name.lower().endswith(".json")]
        for name in files[:_LOOKED_AT]:
            head = look.head(name)
            found = next((mark for mark in cls.marks if mark in head), None)
            if found is not None:
                return f"the file {name} holds {found.decode()}, as answers of {cls.name} do"
        return None

    def take(self, answer: Answer) -> Iterator[Reading]:
        """Give the readings of one more answer, such as one that a webhook brought; the report counts it as well.

        Args:
            answer: what the service answered or sent.
        """
        for reading in self._read_answer(self._tally, answer, self._index):
            yield self._tally.give(reading)

    def end(self) -> None:
        """Say that no more answers are to be taken, so that the report calls the pass complete."""
        self._tally.finish()

    def _read(self, tally: Tally) -> Iterator[Reading]:
        for endpoint in self.endpoints():
            if endpoint.read is not None:
                tally.kind(endpoint.kind)
        if self._answers is not None:
            index = [0]
            for answer in self._answers:
                yield from self._read_answer(tally, answer, index)
            return
        for file in self._files.names:
            if not file.lower().endswith(".json"):
                tally.unread(file)
                continue
            try:
                answers = self._answers_in(file)
            except MalformedRow as error:
                self._refuse(tally, error)
                continue
            index = [0]
            for item in answers:
                if isinstance(item, MalformedRow):
                    self._refuse(tally, item)
                else:
                    yield from self._read_answer(tally, item, index)

    def _answers_in(self, file: str) -> list[Answer | MalformedRow]:
        with self._files.open(file) as stream:
            return self._recorded(json_document(stream, file, limits=self._files.limits), file)

    def _answers_at_hand(self) -> Iterator[Answer]:
        """Give every answer that can be read, for a vendor whose records refer to one another; nothing is counted."""
        if self._answers is not None:
            yield from self._answers
            return
        for file in self._files.names:
            if file.lower().endswith(".json"):
                with suppress(MalformedRow):
                    yield from (item for item in self._answers_in(file) if isinstance(item, Answer))
        self._files.restart()

    def _recorded(self, body: object, file: str) -> list[Answer | MalformedRow]:
        """Give the answers that a file holds.

        Raises:
            MalformedRow: it holds none that can be told.
        """
        recorded = body if isinstance(body, list) else [body]
        if any(isinstance(item, dict) and "path" in item for item in recorded):
            return [_recorded(item, file, number) for number, item in enumerate(recorded, 1)]
        by_name = {endpoint.name: endpoint for endpoint in self.endpoints() if endpoint.name}
        if isinstance(body, dict) and (named := [key for key in body if key in by_name]):
            # A collection that is not known is still an answer, and ends among those of other endpoints.
            others = [
                Answer("", item, file) for key, item in body.items() if key not in by_name and isinstance(item, dict | list)
            ]
            return [*(Answer(by_name[key].path, _nested(by_name[key].within, body[key]), file) for key in named), *others]
        if isinstance(body, dict | list):
            found = [endpoint for endpoint in self.endpoints() if self._is_body(endpoint, body)]
            if found:
                return [Answer(found[0].path, body, file)]
        raise MalformedRow(file, None, "", f"expected answers of {self.name} with their paths, or its collections by name")

    def _is_body(self, endpoint: Endpoint, body: object) -> bool:
        """Tell whether a bare body is plainly an answer of an endpoint; a vendor may override it."""
        if not endpoint.tell:
            return False
        for key in (*endpoint.within, None):
            first = body[0] if isinstance(body, list) and body else body
            if isinstance(first, dict) and endpoint.tell in first:
                return True
            body = first.get(key) if isinstance(first, dict) else None
        return False


def _recorded(item: object, file: str, number: int) -> Answer | MalformedRow:
    if not isinstance(item, dict):
        return MalformedRow(file, number, "", "expected an answer with its path")
    path = item.get("path")
    if not isinstance(path, str) or not path.strip():
        return MalformedRow(file, number, "path", "expected the path of an endpoint")
    return Answer(path, item.get("body"), file)


def _nested(within: Sequence[str], value: object) -> object:
    # An account export names the collection and holds the bare list; an answer wraps it.
    if not within or isinstance(value, dict):
        return value
    for key in reversed(within):
        value = {key: value}
    return value


def _rows(answer: Answer, endpoint: Endpoint, file: str, index: list[int]) -> Iterator[Record | MalformedRow]:
    value = answer.body
    if value is None:
        # Vendors answer nothing at all for a day without data.
        return
    for depth, key in enumerate(endpoint.within):
        found = value.get(key) if isinstance(value, dict) else None
        if found is None:
            if isinstance(value, dict) and key in value:
                return
            index[0] += 1
            yield MalformedRow(file, index[0], ".".join(endpoint.within[: depth + 1]), "expected what this endpoint answers")
            return
        value = found
    for item in value if isinstance(value, list) else [value]:
        index[0] += 1
        yield Record.of(file, index[0], item)


def _split(path: str) -> tuple[str, str]:
    # The path and query of a path or URL; what is no URL is taken whole.
    try:
        parts = urlsplit(path)
    except ValueError:
        return path, ""
    return parts.path.rstrip("/"), parts.query
