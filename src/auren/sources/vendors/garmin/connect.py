"""The source that reads Garmin Connect: which files are its own, and which endpoint a file of the account export is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Final

from auren.errors import MalformedRow
from auren.readings import Reading
from auren.sources.answers import Answer, AnswerSource, Endpoint
from auren.sources.look import Look
from auren.sources.tally import Tally
from auren.sources.vendors.garmin.endpoints import ENDPOINTS, EXPORT, EXPORTED
from auren.sources.vendors.garmin.parts import parts_of

__all__ = ["GarminConnect"]

_ACTIVITIES: Final = "summarizedActivitiesExport"
_FOLDERS: Final = ("DI_CONNECT", "DI-Connect")


class GarminConnect(AnswerSource):
    """Recorded answers of Garmin Connect, a bare answer such as one with `hrvSummaries`, or its account export.

    A file holds a list of `{"path": ..., "body": ...}`, or one answer by itself. The account export is the folder or zip
    archive with `DI_CONNECT` in it.

    Args:
        data: the file, folder or archive; or answers at hand.
        subject: whose readings they are.
        zone: IANA zone where the person was; where an answer tells the instant, that is taken.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        metrics: the registry that values are checked against.
        limits: bounds on what is read; `element_chars` is the largest file.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such file, or no JSON file in it.
    """

    name = "garmin"
    marks = (
        b"/hrv-service/hrv/",
        b"/wellness-service/",
        b"/sleep-service/sleep/",
        b"/usersummary-service/",
        b"/weight-service/weight/",
        b"/activitylist-service/activities/",
        b"/activity-service/activity/",
        b"/metrics-service/metrics/",
        b"/mobile-gateway/usersummary/",
        b"/fitnessstats-service/activity",
        b"hrvSummaries",
        b"dailySleepDTO",
        b"heartRateValueDescriptors",
        b"bodyBatteryValuesArray",
    )

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as Garmin Connect's, or None when it is not."""
        exported = next((name for name in look.names if _exported(name)), None)
        return f"{exported} is a file of Garmin's account export" if exported else super().recognise(look)

    @classmethod
    def endpoints(cls) -> Sequence[Endpoint]:
        """Give the endpoints that are read; where two match, the first one counts."""
        return ENDPOINTS

    def _read_answer(self, tally: Tally, answer: Answer, index: list[int]) -> Iterator[Reading]:
        for part in parts_of(answer):
            yield from super()._read_answer(tally, part, index)

    def _recorded(self, body: object, file: str) -> list[Answer | MalformedRow]:
        basename = file.rpartition("/")[2]
        if _exported(file) or any(folder in file for folder in _FOLDERS):
            return [Answer(EXPORT + basename, part, file) for part in _chunks(body)]
        return super()._recorded(body, file)


def _exported(file: str) -> bool:
    basename = EXPORT + file.rpartition("/")[2]
    return any(fnmatchcase(basename, endpoint.path) for endpoint in EXPORTED)


def _chunks(body: object) -> list[object]:
    # Activities come as a list of objects, each with a list of them.
    if isinstance(body, list) and any(isinstance(item, dict) and _ACTIVITIES in item for item in body):
        return body
    return [body]
