"""Garmin Connect's nightly heart rate variability, as its daily HRV service answers.

The answer names the calendar date of waking and one mean for the night, but not when the night began or ended. The
reading therefore spans that whole local day, and its day is the vendor's date.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from auren.errors import MalformedRow, SourceError
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading
from auren.sources.base import OnMalformed, Source
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits, json_document, place_of
from auren.sources.look import Look
from auren.sources.record import Record
from auren.sources.tally import Tally

__all__ = ["GarminHRV", "is_hrv"]

_SERVICE = "/hrv-service/hrv/daily"
_SUMMARIES = "hrvSummaries"


class GarminHRV(Source):
    """A JSON file with Garmin Connect's daily HRV: one answer, or a list of recorded answers with their paths.

    Args:
        path: the file.
        subject: whose readings they are.
        zone: IANA zone where the person was; the answer does not say.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such file.
    """

    name = "garmin"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        super().__init__(subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics)
        self.path = Path(path)
        if not self.path.is_file():
            raise SourceError(f"{self.path}: no such file; name a JSON file with Garmin's daily HRV.")
        self._place = self._files = place_of(path, limits)

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as answers of Garmin's daily HRV service, or None when it is not."""
        if len(look.names) != 1 or not look.names[0].lower().endswith(".json"):
            return None
        if not is_hrv(look.document(look.names[0])):
            return None
        return "the file holds hrvSummaries, or answers of Garmin's daily HRV service"

    def _read(self, tally: Tally) -> Iterator[Reading]:
        yield from self._settle(tally, "nights", "garmin", self._nights(tally), _read_night)

    def _nights(self, tally: Tally) -> Iterator[Record | MalformedRow]:
        file = self.path.name
        with self._files.open(file) as stream:
            value = json_document(stream, file, limits=self._files.limits)
        if not isinstance(value, (list, dict)):
            raise MalformedRow(file, None, "", "expected an answer with hrvSummaries, or a list of recorded answers")
        index = 0
        for number, answer in enumerate(value if isinstance(value, list) else [value], 1):
            try:
                body = _body(answer, file, number)
                if body is None:
                    tally.unread(f"{file}: answer {number}, which is not of the daily HRV service")
                    continue
                summaries = body.data.get(_SUMMARIES)
                if not isinstance(summaries, list):
                    raise body.wrong(_SUMMARIES, "expected a list of nights")
            except MalformedRow as error:
                self._refuse(tally, error)
                continue
            for summary in summaries:
                index += 1
                yield Record.of(file, index, summary)


def is_hrv(value: object) -> bool:
    """Tell whether decoded JSON looks like answers of the daily HRV service."""
    answers: list[object] = value if isinstance(value, list) else [value]
    return any(isinstance(answer, dict) and (_SUMMARIES in answer or _is_recorded(answer.get("path"))) for answer in answers)


def _is_recorded(path: object) -> bool:
    return isinstance(path, str) and path.startswith(_SERVICE)


def _body(answer: object, file: str, number: int) -> Record | None:
    record = Record.of(file, number, answer)
    if isinstance(record, MalformedRow):
        raise record
    if "path" not in record.data:
        return record
    return record.child("body") if _is_recorded(record.data["path"]) else None


def _read_night(night: Record, draft: Draft) -> None:
    day = night.day("calendarDate")
    draft.identify("hrv", day.isoformat())
    draft.over_day(day)
    if night.has("createTimeStamp"):
        try:
            created = night.moment("createTimeStamp")
        except MalformedRow as error:
            draft.fault(error)
        else:
            # Only the order of revisions matters, so a time without a zone may stand for UTC here.
            draft.revision = int((created if created.tzinfo else created.replace(tzinfo=UTC)).timestamp())
    if night.data.get("lastNightAvg") is None:
        draft.absent(night, "lastNightAvg", "no value was computed that night")
    else:
        draft.measure("hrv.rmssd", night, "lastNightAvg", "ms")
