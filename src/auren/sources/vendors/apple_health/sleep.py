"""Samples of sleep, each of one stage, joined into nights and naps once all are there.

Samples of one origin belong together as long as no two hours lie between them. Of what ends on one date, the longest
sleep is the night if it lasted three hours or more; any other is a nap. Where only the bed was recorded, the longest time
in it counts by the same rule, and a shorter one is neither. Of samples that overlap, each minute of a stage counts once.
Time in bed is only what was recorded as such: a watch records sleep and says nothing of the bed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from operator import attrgetter
from typing import Final

import numpy as np

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.stretches import Stage, Stretch, minutes_in, put_bouts, put_stages
from auren.sources.vendors.apple_health.origins import digest

__all__ = ["LONGEST_S", "STAGES", "Session", "Sleep", "put_session"]

LONGEST_S: Final = 86_400
_APART_S: Final = 2 * 3600
_NIGHT_MIN: Final = 180
_ORIGINS: Final = 1000
_SAMPLES: Final = 10_000
_VALUE: Final = "HKCategoryValueSleepAnalysis"

STAGES: Final[dict[str, Stage]] = {
    f"{_VALUE}InBed": "in bed",
    f"{_VALUE}Asleep": "asleep",  # until iOS 15
    f"{_VALUE}AsleepUnspecified": "asleep",
    f"{_VALUE}AsleepCore": "light",
    f"{_VALUE}AsleepDeep": "deep",
    f"{_VALUE}AsleepREM": "rem",
    f"{_VALUE}Awake": "awake",
}
_STAGES: Final[tuple[Stage, ...]] = ("in bed", "asleep", "light", "deep", "rem", "awake")
_NUMBERS: Final = {stage: number for number, stage in enumerate(_STAGES)}


@dataclass(slots=True)
class _Samples:
    # 25 bytes a sample: there are hundreds of thousands of them.
    starts: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    stages: array[int] = field(default_factory=lambda: array("b"))
    saved: array[int] = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class Session:
    """A night or a nap of one origin.

    Attributes:
        device: who recorded it.
        stretches: its samples, each once.
        keys: what tells the samples apart, repeated ones too.
        saved: when the last of them was saved, in seconds since 1970.
        main: whether it is the night.
    """

    device: str = field(repr=False)
    stretches: list[Stretch] = field(default_factory=list)
    keys: list[tuple[str, int, int, int]] = field(default_factory=list)
    saved: int = 0
    main: bool = False

    @property
    def start(self) -> datetime:
        """When it began."""
        return min(stretch.start for stretch in self.stretches)

    @property
    def end(self) -> datetime:
        """When it ended."""
        return max(stretch.end for stretch in self.stretches)

    @property
    def asleep_min(self) -> float:
        """Minutes asleep; 0 where only the bed was recorded."""
        return minutes_in(self.stretches)

    @property
    def in_bed_min(self) -> float:
        """Minutes recorded as in bed."""
        return minutes_in(self.stretches, "in bed")


class Sleep:
    """Holds samples until the file has ended."""

    def __init__(self) -> None:
        self._by_origin: dict[str, _Samples] = {}

    def take(self, device: str, stage: Stage, start_s: int, end_s: int, saved_s: int) -> bool:
        """Take one sample; False where its times are not of one, or too many origins were named.

        Args:
            device: who recorded it.
            stage: of which stage.
            start_s, end_s, saved_s: in seconds since 1970.
        """
        if not 0 < end_s - start_s <= LONGEST_S or (device not in self._by_origin and len(self._by_origin) >= _ORIGINS):
            return False
        samples = self._by_origin.setdefault(device, _Samples())
        samples.starts.append(start_s)
        samples.ends.append(end_s)
        samples.stages.append(_NUMBERS[stage])
        samples.saved.append(saved_s)
        return True

    def sessions(self, zone: tzinfo) -> Iterator[Session]:
        """Give nights and naps, by origin and time.

        Args:
            zone: the person's; says on which date one ended.
        """
        for device in sorted(self._by_origin):
            of_day: list[Session] = []
            for session in _sessions(device, self._by_origin[device]):
                if of_day and _date(session, zone) != _date(of_day[0], zone):
                    yield from _judged(of_day)
                    of_day = []
                of_day.append(session)
            yield from _judged(of_day)


def put_session(session: Session, record: Record, draft: Draft) -> None:
    """Add what a night or nap comes to.

    Args:
        session: the night or nap.
        record: where its samples stand.
        draft: without an interval yet.
    """
    begin, finish = session.start, session.end
    draft.identify("sleep", f"{digest(session.device)}:{int(begin.timestamp())}")
    draft.device, draft.revision = session.device, max(0, session.saved)
    draft.over(begin, finish)
    if session.main:
        put_stages(session.stretches, record, draft, "value")
        if session.in_bed_min:
            draft.put("sleep.in_bed", session.in_bed_min, "min", record, "value")
    elif session.asleep_min:
        draft.put("sleep.nap", session.asleep_min, "min", record, "value")
    else:
        draft.absent(record, "value", "time in bed without sleep, too short for a night")
    put_bouts(session.stretches, record, draft, "value")


def _sessions(device: str, samples: _Samples) -> Iterator[Session]:
    starts, ends, stages, saved = (np.array(a) for a in (samples.starts, samples.ends, samples.stages, samples.saved))
    session = Session(device)
    reached = 0
    before: tuple[str, int, int, int] | None = None
    for index in np.lexsort((saved, stages, ends, starts)):
        start, end, stage = int(starts[index]), int(ends[index]), int(stages[index])
        if session.keys and (start - reached > _APART_S or len(session.keys) >= _SAMPLES):
            yield session
            session, reached = Session(device), 0
        key = (device, start, end, stage)
        if key != before:
            session.stretches.append(Stretch(_utc(start), _utc(end), _STAGES[stage]))
        session.keys.append(key)
        session.saved = max(session.saved, int(saved[index]))
        reached = max(reached, end)
        before = key
    if session.keys:
        yield session


def _judged(sessions: list[Session]) -> list[Session]:
    for told in ("asleep_min", "in_bed_min"):
        longest = max(sessions, key=attrgetter(told), default=None)
        if longest is not None and attrgetter(told)(longest) >= _NIGHT_MIN:
            longest.main = True
            break
    return sessions


def _date(session: Session, zone: tzinfo) -> object:
    return session.end.astimezone(zone).date()


def _utc(epoch_s: int) -> datetime:
    return datetime.fromtimestamp(epoch_s, UTC)
