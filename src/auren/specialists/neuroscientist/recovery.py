"""How recovered a person is: the three signals, each against the person's own usual."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, NamedTuple

from auren.findings import Finding, Measure
from auren.specialists.framework import View

__all__ = ["HIGH_DEBT_H", "SHORT_NIGHT_MIN", "SOME_DEBT_H", "Recovery"]

HIGH_DEBT_H: Final = 14.0
"""A sleep debt over 14 nights that limits training: an hour a night. auren's convention; N11 gives no limit."""

SOME_DEBT_H: Final = 7.0
"""A sleep debt over 14 nights worth an earlier bedtime: half an hour a night. auren's convention."""

SHORT_NIGHT_MIN: Final = 300.0
"""A night, in minutes asleep, after which less is trained, whatever the nights before it. auren's convention."""

_RAISED_SD: Final = 1.5
_RAISED_BPM: Final = 3.0
_FRESH_DAYS: Final = 3

Side = Literal["below", "inside", "above"]


class Recovery(NamedTuple):
    """The figures of recovery, each None when the data do not suffice, and the findings that bear on them.

    Args:
        today: the date on the person's wall clock.
        hrv, band: this week's HRV and the person's own band for it.
        resting, usual: this week's resting heart rate and what is usual.
        debt: sleep debt over 14 nights.
        hrv_drop, resting_rise, sleep_debt: the latest standing finding of each shipped rule, not older than a week.
        nights: whether they work at night or in changing shifts.
        night: the last night; None where it is not that before today.
    """

    today: date
    hrv: Measure | None
    band: Measure | None
    resting: Measure | None
    usual: Measure | None
    debt: Measure | None
    hrv_drop: Finding | None = None
    resting_rise: Finding | None = None
    sleep_debt: Finding | None = None
    nights: bool = False
    night: Measure | None = None

    @classmethod
    async def of(cls, view: View) -> Recovery:
        """Compute the figures and pick the findings.

        Args:
            view: the case.
        """
        night = await view.figure("sleep.last_night")
        return cls(
            today=view.today,
            hrv=await view.figure("hrv.weekly_mean"),
            band=await view.figure("hrv.band"),
            resting=await view.figure("heart.resting_weekly_mean"),
            usual=await view.figure("heart.resting_usual"),
            debt=await view.figure("sleep.debt"),
            hrv_drop=view.found("hrv_drop"),
            resting_rise=view.found("resting_heart_rate_rise"),
            sleep_debt=view.found("sleep_debt"),
            nights=(await view.circumstances()).nights,
            night=night if night is not None and night.window.last == view.today else None,
        )

    @property
    def hrv_side(self) -> Side | None:
        """Where this week's HRV lies against the band."""
        if self.hrv is None or self.band is None:
            return None
        low, high = (end.value for end in self.band.related)
        return "below" if self.hrv.value < low else "above" if self.hrv.value > high else "inside"

    @property
    def resting_side(self) -> Side | None:
        """Where this week's resting heart rate lies against what is usual ± the wider of 1.5 sd and 3 bpm."""
        if self.resting is None or self.usual is None:
            return None
        spread = self.usual.related[0].value if self.usual.related else 0.0
        away, limit = self.resting.value - self.usual.value, max(_RAISED_SD * spread, _RAISED_BPM)
        return "above" if away > limit else "below" if away < -limit else "inside"

    @property
    def hrv_low(self) -> bool:
        """Whether HRV is under the band; where that cannot be computed, whether it was found lately."""
        return self.hrv_side == "below" if self.hrv_side else self.hrv_drop is not None

    @property
    def resting_raised(self) -> bool:
        """Whether the resting heart rate is above what is usual; a rise that was found is told sooner than a week's mean."""
        return self.fresh(self.resting_rise) or self.resting_side == "above"

    @property
    def debt_high(self) -> bool:
        """Whether the sleep debt limits training; where it cannot be computed, whether it was found lately."""
        if self.debt is None or self.fresh(self.sleep_debt):
            return self.sleep_debt is not None
        return self.debt.value >= HIGH_DEBT_H

    @property
    def debt_some(self) -> bool:
        """Whether an earlier bedtime is worth it."""
        return self.debt_high or (self.debt is not None and self.debt.value >= SOME_DEBT_H)

    @property
    def short_night(self) -> bool:
        """Whether the last night alone asks for less training."""
        return self.night is not None and self.night.value < SHORT_NIGHT_MIN

    @property
    def eases(self) -> bool:
        """Whether anything asks for easier training."""
        return self.signs > 0 or self.short_night

    def fresh(self, finding: Finding | None) -> bool:
        """Tell whether a finding is of the last three dates, and so still says how it is now.

        Args:
            finding: any finding, or none.
        """
        return finding is not None and (self.today - finding.day).days < _FRESH_DAYS

    @property
    def signs(self) -> int:
        """How many of the three ask for care."""
        return sum((self.hrv_low, self.resting_raised, self.debt_high))

    @property
    def found(self) -> tuple[Finding, ...]:
        """The findings that bear on recovery."""
        return tuple(finding for finding in (self.hrv_drop, self.resting_rise, self.sleep_debt) if finding is not None)

    @property
    def figures(self) -> tuple[Measure | None, ...]:
        """The figures by which recovery is judged."""
        return self.hrv, self.band, self.resting, self.usual, self.debt

    @property
    def known(self) -> bool:
        """Whether any of the three can be told."""
        told = (self.hrv_side, self.resting_side, self.debt)
        return self.signs > 0 or any(part is not None for part in told)
