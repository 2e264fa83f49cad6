"""What became of advice: whether it was done, and where a figure stood before and after, without a word on why."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import fmean, stdev
from typing import Final, Literal

from auren.conversation import Action
from auren.errors import StoreCorrupted
from auren.facts import Fact, Statement
from auren.findings import Citation, Coverage, Measure
from auren.people import Subject
from auren.pipeline.targets import Span, Target
from auren.readings import DailyValue, Metric, Window

__all__ = [
    "SLOTS",
    "SMALLER",
    "Came",
    "Experience",
    "Followed",
    "came_of",
    "digest_of",
    "followed_of",
    "slot_of",
]

Followed = Literal["yes", "no", "unknown"]
"""Whether what was asked for was done."""
Came = Literal["helped", "did_not_help", "unknown"]
"""Where the figure went: into or towards the person's own band, or neither."""

SLOTS: Final = "advice.*"
"""The family of slots that hold what became of advice."""
_PREFIX: Final = "advice."

USUAL_DAYS: Final = 28
"""What somebody usually does is told from so many days before the advice; auren's own convention."""
BAND_DAYS: Final = 60
"""A personal band is that of so many days before the days that are compared; auren's own convention."""
LEAST_USUAL: Final = 7
"""Fewer known days are no ground for what is usual; auren's own convention."""
TOLERANCE: Final = 0.1
"""An amount this near to what was asked for counts as done; a share of the usual, auren's own convention."""
TOWARDS_SD: Final = 0.5
"""A figure has moved towards its band from so many of its standard deviations on; auren's own convention."""
REMEMBERED: Final = timedelta(days=28)
"""How long what became of advice bears on the next; auren's own convention."""

SMALLER: Final = "Take a smaller step than last time"
"""How an action that was not done is asked for the next time; its words are known again without this."""

_CONVENTION: Final = Citation(
    "FU1", "auren's own convention: means of days before and after, beside the band of 60 days", "D", True
)


_HIGH_IS_WORSE: Final = frozenset({"heart.resting"})


@dataclass(frozen=True, slots=True)
class Experience:
    """What became of one action.

    Args:
        on: what it acted on.
        asked: how much was asked for, as a share of the usual.
        text: digest of its words.
        followed: whether it was done.
        share: how much was done, as a share of the usual; None where the data do not tell.
        came: where the figure went.
        figure: the figure in the days after, with those before and the band beside it; None where there are too few days.
    """

    on: str
    asked: float
    text: str
    followed: Followed = "unknown"
    share: float | None = None
    came: Came = "unknown"
    figure: Measure | None = field(default=None, repr=False)

    def statement(self, subject: Subject, asked_at: datetime, now: datetime, reply_id: str, last: date) -> Statement:
        """Give it as a statement about the person, which bears on advice for some weeks.

        Args:
            subject: whose.
            asked_at: when it was asked for; aware.
            now: when it was told; aware.
            reply_id: the reply that asked for it.
            last: the last day that was looked at.
        """
        until = asked_at + timedelta(days=(last - asked_at.date()).days) + REMEMBERED
        return Statement(
            subject,
            slot_of(self.on),
            "holds",
            self._value(),
            said_at=now,
            recorded_at=now,
            since=asked_at,
            until=until,
            source="computed",
            evidence=(reply_id,),
        )

    @classmethod
    def of(cls, fact: Fact) -> Experience:
        """Give what a fact holds.

        Args:
            fact: of a slot of `SLOTS`.

        Raises:
            StoreCorrupted: it does not hold what became of advice.
        """
        try:
            held = json.loads(fact.value)
            asked, text, followed, share, came = (held[key] for key in ("a", "t", "f", "s", "c"))
            if followed not in ("yes", "no", "unknown") or came not in ("helped", "did_not_help", "unknown"):
                raise ValueError
            share = None if share is None else float(share)
            figure = _figure(held["m"]) if held["m"] else None
            return cls(fact.attribute.removeprefix(_PREFIX), float(asked), str(text), followed, share, came, figure)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError):
            raise StoreCorrupted(f"The fact in {fact.attribute} does not hold what became of advice.") from None

    def _value(self) -> str:
        share = None if self.share is None else round(self.share, 3)
        held = {"a": self.asked, "t": self.text, "f": self.followed, "s": share, "c": self.came, "m": _packed(self.figure)}
        return json.dumps(held, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def slot_of(on: str) -> str:
    """Give the slot in which it is held what became of advice on something."""
    return f"{_PREFIX}{on}"


def digest_of(action: Action) -> str:
    """Give an action's words as a short digest, by which they are known again."""
    text = action.text.removeprefix(f"{SMALLER}: ").rstrip(".").casefold()
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


def followed_of(
    asked: float,
    target: Target,
    doing: Sequence[DailyValue],
    usual: Sequence[DailyValue],
    days: int,
    usual_days: int = USUAL_DAYS,
) -> tuple[Followed, float | None]:
    """Tell from the data whether something was done.

    Args:
        asked: the share of the usual that was asked for; below 1 is a ceiling, above 1 a floor.
        target: how it can be told.
        doing: the daily values of the days in which it was to be done.
        usual: those of the `USUAL_DAYS` before.
        days: how many days it was to be done in.
        usual_days: of how many of the days before anything is known; fewer for somebody new.

    Returns:
        Whether it was done, and how much was, as a share of the usual.
    """
    if len(usual) < LEAST_USUAL:
        return "unknown", None
    if target.adds_up and days > 1:
        did, normally = sum(v.value for v in doing) / days, sum(v.value for v in usual) / usual_days
    elif target.adds_up:
        # One day is compared with a usual day that had some of it.
        did, normally = sum(v.value for v in doing), fmean(v.value for v in usual)
    elif 2 * len(doing) >= days:
        did, normally = fmean(v.value for v in doing), fmean(v.value for v in usual)
    else:
        return "unknown", None
    if normally <= 0:
        return "unknown", None
    share = did / normally
    done = share <= asked + TOLERANCE if asked < 1 else share >= asked - TOLERANCE
    return ("yes" if done else "no"), share


def came_of(
    metric: Metric, before: Sequence[DailyValue], after: Sequence[DailyValue], band: Sequence[DailyValue], span: Span
) -> tuple[Came, Measure | None]:
    """Tell where a figure stood before and after, beside the person's own band; it says nothing of why.

    Args:
        metric: the figure.
        before, after: daily values of the days that are compared.
        band: those of the `BAND_DAYS` before.
        span: the days.
    """
    enough = 2 * len(before) >= span.before.days and 2 * len(after) >= span.after.days and len(band) >= 2 * LEAST_USUAL
    if not enough:
        return "unknown", None
    was, now = fmean(v.value for v in before), fmean(v.value for v in after)
    usual, sd = fmean(v.value for v in band), stdev(v.value for v in band)
    low, high = usual - sd, usual + sd

    def measure(name: str, title: str, value: float, window: Window, have: int, *beside: Measure) -> Measure:
        coverage = Coverage(have, window.days)
        return Measure(name, title, value, metric.unit, metric.digits, window, coverage, _CONVENTION, (), "", beside)

    usually = span.before.before(BAND_DAYS)
    figure = measure(
        "advice.after",
        f"{metric.title} in the days after",
        now,
        span.after,
        len(after),
        measure("advice.before", f"{metric.title} in the days before", was, span.before, len(before)),
        measure("advice.low", f"low end of the usual {metric.title}", low, usually, len(band)),
        measure("advice.high", f"high end of the usual {metric.title}", high, usually, len(band)),
    )
    off_before, off_now = _off(metric.name, was, low, high), _off(metric.name, now, low, high)
    better = off_now == 0 or off_before - off_now >= TOWARDS_SD * sd
    return ("helped" if better else "did_not_help"), figure


def _off(metric: str, value: float, low: float, high: float) -> float:
    """Give how far a figure is outside of its band on the side that is worse."""
    if metric in _HIGH_IS_WORSE:
        return max(0.0, value - high)
    return max(0.0, low - value)


def _packed(figure: Measure | None) -> list[object]:
    if figure is None:
        return []
    was, low, high = figure.related
    title = figure.title.removesuffix(" in the days after")
    numbers = [round(part.value, figure.digits + 1) for part in (figure, was, low, high)]
    windows = [part.window for part in (figure, was, low)]
    days = [f"{window.first:%Y%m%d}+{window.days}" for window in windows]
    return [title, figure.unit, figure.digits, *numbers, *days, *(part.coverage.have for part in (figure, was, low))]


def _figure(packed: Sequence[object]) -> Measure:
    title, unit, digits = str(packed[0]), str(packed[1]), int(str(packed[2]))
    numbers = [float(str(number)) for number in packed[3:7]]
    if len(packed) != 13 or not all(map(math.isfinite, numbers)):
        raise ValueError
    windows = [_window(str(text)) for text in packed[7:10]]
    have = [int(str(count)) for count in packed[10:13]]

    def part(name: str, words: str, at: int, days: int, *beside: Measure) -> Measure:
        coverage = Coverage(have[days], windows[days].days)
        return Measure(name, words, numbers[at], unit, digits, windows[days], coverage, _CONVENTION, (), "", beside)

    return part(
        "advice.after",
        f"{title} in the days after",
        0,
        0,
        part("advice.before", f"{title} in the days before", 1, 1),
        part("advice.low", f"low end of the usual {title}", 2, 2),
        part("advice.high", f"high end of the usual {title}", 3, 2),
    )


def _window(text: str) -> Window:
    first, days = text.split("+")
    day = datetime.strptime(first, "%Y%m%d").date()  # noqa: DTZ007 - a date alone
    return Window(day, day + timedelta(days=int(days) - 1))
