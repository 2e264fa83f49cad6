"""PMData folders: a Fitbit export, the training and wellness diary of the same person, and their reported weight.

The diary's times carry their zone. The weight sheet has the date that the person typed and the moment at which the sheet
was sent; the weight counts for the typed date, all day, because nobody noted when the scales were read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from auren.errors import MalformedRow
from auren.people import Subject
from auren.readings import STANDARD_METRICS, MetricRegistry
from auren.sources.base import OnMalformed
from auren.sources.draft import Draft
from auren.sources.files import DEFAULT_LIMITS, Limits
from auren.sources.folder import FilePlan, FolderSource
from auren.sources.look import Look
from auren.sources.record import LABEL_LENGTH, Record, clean
from auren.sources.vendors.fitbit import ExerciseClock, fitbit_plans

__all__ = ["PMDataExport"]

_RATINGS = ("fatigue", "mood", "sleep_quality", "soreness", "stress")
_ANSWERS = (
    *((field, f"wellness.{field}", "1-5") for field in _RATINGS),
    ("readiness", "wellness.readiness", "0-10"),
    ("sleep_duration_h", "wellness.sleep_duration", "h"),
)
# The diary writes lists and tables of words as Python does: ['team', 'soccer'] and {'left_foot': 'minor'}.
_WORD = r"""(?:'[^'\\]*'|"[^"\\]*")"""
_LIST = re.compile(rf"\[\s*(?:{_WORD}(?:\s*,\s*{_WORD})*)?\s*\]")
_PAIRS = re.compile(rf"\{{\s*(?:{_WORD}\s*:\s*{_WORD}(?:\s*,\s*{_WORD}\s*:\s*{_WORD})*)?\s*\}}")
# A date typed in the wrong month is 28 to 31 days off; people do fill the sheet in days later, hardly ever two weeks.
_LATEST_ENTRY = timedelta(days=14)


class PMDataExport(FolderSource):
    """A PMData folder, with `fitbit`, `pmsys` and `googledocs` folders in it.

    A training session gives its rating and its load (rating times minutes); its minutes alone are no
    `exercise.duration`, which the watch measures and which would be counted twice.

    Args:
        path: the folder.
        subject: whose readings they are.
        zone: IANA zone where the person was; the export does not say.
        on_malformed: "skip" reports what cannot be read, "raise" raises it.
        exercise_clock: on which clock Fitbit's exercise logs are written.

    Raises:
        InvalidInput: the zone is missing or unknown.
        SourceError: there is no such folder, or it holds none of the known files.
    """

    name = "pmdata"

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        subject: Subject,
        zone: str | None = None,
        on_malformed: OnMalformed = "skip",
        metrics: MetricRegistry = STANDARD_METRICS,
        limits: Limits = DEFAULT_LIMITS,
        exercise_clock: ExerciseClock = "utc",
    ) -> None:
        self._exercise_clock: ExerciseClock = exercise_clock
        super().__init__(path, subject=subject, zone=zone, on_malformed=on_malformed, metrics=metrics, limits=limits)

    @classmethod
    def recognise(cls, look: Look) -> str | None:
        """Say what gives a path away as a PMData folder, or None when it is not."""
        found = next((plan.path for plan in _diary_plans() if plan.path in look.names), None)
        return f"the folder holds {found}" if found else None

    def _plans(self) -> Sequence[FilePlan]:
        return [*fitbit_plans(self._files.names, self._exercise_clock), *_diary_plans()]


def _diary_plans() -> list[FilePlan]:
    wellness = ("effective_time_frame", *(field for field, _, _ in _ANSWERS))
    session = ("end_date_time", "activity_names", "perceived_exertion", "duration_min")
    return [
        FilePlan("pmsys/wellness.csv", "wellness reports", "pmdata", _read_wellness, wellness),
        FilePlan("pmsys/srpe.csv", "training sessions", "pmdata", _read_session, session),
        FilePlan("pmsys/injury.csv", "injury reports", "pmdata", _read_injuries, ("effective_time_frame", "injuries")),
        FilePlan("googledocs/reporting.csv", "daily sheets", "pmdata", _read_weight, ("date", "timestamp", "weight")),
    ]


def _read_wellness(row: Record, draft: Draft) -> None:
    at = _aware(row, "effective_time_frame")
    draft.identify("wellness", row.text("effective_time_frame"))
    draft.over(at, at)
    unanswered = [field for field in _RATINGS if _is_zero(row, field)]
    if len(unanswered) == len(_RATINGS):
        # Readiness and sleep have a valid zero, but in a form with no answer at all it means nothing.
        draft.absent(row, "", "the form was sent without answers")
        return
    for field, metric, unit in _ANSWERS:
        if field in unanswered or not row.has(field):
            draft.absent(row, field, "no answer was given")
        else:
            draft.measure(metric, row, field, unit, written=True)


def _read_session(row: Record, draft: Draft) -> None:
    end = _aware(row, "end_date_time")
    draft.identify("session", row.text("end_date_time"))
    lasted_min = row.number("duration_min", written=True)
    if not 0 <= lasted_min <= 1440:
        raise row.wrong("duration_min", "expected 0 to 1440 min")
    draft.over(end - timedelta(minutes=lasted_min), end)
    try:
        draft.kind = ", ".join(_words(row, "activity_names", _LIST))[:LABEL_LENGTH]
    except MalformedRow as error:
        draft.fault(error)
    rating = row.number("perceived_exertion", written=True)
    if not 0 <= rating <= 10:
        raise row.wrong("perceived_exertion", "expected 0 to 10")
    draft.put("load.rpe", rating, "0-10", row, "perceived_exertion")
    draft.put("load.srpe", rating * lasted_min, "AU", row, "perceived_exertion")


def _read_injuries(row: Record, draft: Draft) -> None:
    at = _aware(row, "effective_time_frame")
    draft.identify("injury", row.text("effective_time_frame"))
    draft.over(at, at)
    words = _words(row, "injuries", _PAIRS)
    places = [f"{place} {degree}" for place, degree in zip(words[::2], words[1::2], strict=True)]
    draft.kind = ", ".join(places)[:LABEL_LENGTH]
    draft.put("injury.reports", len(places), "count", row, "injuries")


def _read_weight(row: Record, draft: Draft) -> None:
    day = row.day("date", "european")
    sent = row.moment("timestamp", "european")
    draft.identify("sheet", f"{day.isoformat()}:{sent.isoformat()}")
    draft.over_day(day)
    if not row.has("weight"):
        draft.absent(row, "weight", "no weight was entered")
    elif not _plausible(day, sent):
        draft.absent(row, "date", "the date entered is after the sheet was sent, or more than 14 days before")
    else:
        draft.measure("body.weight", row, "weight", "kg", written=True)


def _plausible(day: date, sent: datetime) -> bool:
    return timedelta(0) <= sent.date() - day <= _LATEST_ENTRY


def _aware(row: Record, field: str) -> datetime:
    moment = row.moment(field)
    if moment.tzinfo is None:
        raise row.wrong(field, "expected a time with its offset, such as 2019-11-02T07:19:30Z")
    return moment


def _is_zero(row: Record, field: str) -> bool:
    try:
        return row.number(field, written=True) == 0
    except MalformedRow:
        return False


def _words(row: Record, field: str, form: re.Pattern[str]) -> list[str]:
    text = row.text(field)
    if not form.fullmatch(text):
        raise row.wrong(field, "expected words in quotes, such as ['individual', 'running'] or {'left_foot': 'minor'}")
    return [clean(word[1:-1]) for word in re.findall(_WORD, text)]
