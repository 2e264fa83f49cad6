"""The source: which files are read, and which reader takes each kind of message."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from auren._extras import optional
from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.files import DEFAULT_LIMITS, FilePlace, Limits, Place, place_of
from auren.sources.look import Look
from auren.sources.tally import Tally
from auren.sources.vendors.fit.decoding import Message, is_fit, messages
from auren.sources.vendors.fit.one_file import TELLING, WANTED, OneFile

__all__ = ["FITFiles"]

_ENDING = ".fit"
# An archive made on a Mac holds a shadow of each file, which is no FIT file.
_HIDDEN = "._"
_GLANCES = 5
_UNREAD = "this kind of message is not read"
_TELLS = "it tells the device, its users or the time, and gives no reading of its own"
_SUMMED = "it counts in the day or the night that a later or earlier message stands for"


class FITFiles(Source):
    """A FIT file, or a folder or zip archive of them.

    Args:
        path: the file, folder or archive.
        subject: whose readings they are.
        zone: IANA zone where the person was; days are the device's own where it tells its clock.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read.
        user: the person's number on a scale that several people use, from 0; None where nobody shares it.

    Raises:
        InvalidInput: the zone is missing or unknown, or the user is no whole number of 0 or more.
        SourceError: nothing is there, or no FIT file.
        MissingExtra: the decoder is not installed.
    """

    name = "fit"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
        user: int | None = None,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        if user is not None and (isinstance(user, bool) or not isinstance(user, int) or user < 0):
            raise InvalidInput("user is not a whole number of 0 or more; give the person's number on the scale.")
        self._user = user
        self._decoder = optional("fitdecode", feature="FIT files", extra="fit")
        self._place = self._files = place_of(path, limits)
        self.path = self._files.path
        if not _fit_names(self._files):
            raise SourceError(f"{self.path}: no FIT file is there; name one, or a folder or archive of files that end in .fit.")

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as FIT files, or None when it is none."""
        # Of thousands of files the first few tell, even if one of them is damaged.
        name = next((name for name in _fit_names(look.place)[:_GLANCES] if is_fit(look.head(name))), None)
        if name is None:
            return None
        if isinstance(look.place, FilePlace):
            return "the file begins with the header of a FIT file"
        return f"it holds FIT files such as {name}"

    def _read(self, tally: Tally) -> Iterator[Reading]:
        names = _fit_names(self._files)
        for name in names:
            yield from self._read_file(tally, name)
        chosen = frozenset(names)
        tally.unread(*(name for name in self._files.names if name not in chosen))

    def _read_file(self, tally: Tally, name: str) -> Iterator[Reading]:
        passed: Counter[tuple[str, str]] = Counter()
        one = OneFile(self._tz, self._user)
        failure: MalformedRow | None = None
        for message in self._messages(name):
            if isinstance(message, MalformedRow):
                failure = message
                break
            if message.name == "file_id":
                # Files can be chained; the next one stands for itself.
                yield from self._finish(tally, one, passed)
                one = OneFile(self._tz, self._user)
            read = None if message.record is None else one.take(message.name, message.record)
            if message.record is not None and read is not None:
                yield from self._settle_one(tally, message.name, self.name, message.record, read)
            elif message.record is None or message.name in TELLING:
                passed[message.name, _TELLS if message.name in TELLING else _UNREAD] += 1
        # What was decoded before a fault is kept, and its days and nights count as far as they were told.
        yield from self._finish(tally, one, passed)
        for (kind, reason), count in passed.items():
            tally.pass_over(kind, name, reason, count=count)
        if failure is not None:
            self._refuse(tally, failure)

    def _messages(self, name: str) -> Iterator[Message | MalformedRow]:
        try:
            with self._files.open(name) as stream:
                yield from messages(self._decoder, stream, name, WANTED)
        except MalformedRow as error:
            yield error

    def _finish(self, tally: Tally, one: OneFile, passed: Counter[tuple[str, str]]) -> Iterator[Reading]:
        for kind, record, read in one.rest():
            yield from self._settle_one(tally, kind, self.name, record, read)
        for kind, count in one.summed():
            passed[kind, _SUMMED] += count


def _fit_names(place: Place) -> list[str]:
    if isinstance(place, FilePlace):
        # A file that the caller names is read whatever it is called; its header tells.
        return list(place.names)
    return [name for name in place.names if name.lower().endswith(_ENDING) and not PurePosixPath(name).name.startswith(_HIDDEN)]
