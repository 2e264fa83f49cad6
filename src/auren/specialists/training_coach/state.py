"""How much training a person can take now: the week's load, what colleagues demand, and what hurts."""

from __future__ import annotations

from typing import Final, NamedTuple

from auren.conversation import Constraint
from auren.findings import Measure
from auren.specialists.framework import View
from auren.specialists.physical_therapist.pain import limits as pain_limits

__all__ = ["AS_USUAL", "LESS", "MUCH_LESS", "NONE", "Readiness"]

AS_USUAL: Final = 1.0
LESS: Final = 0.8
"""One thing asks for care. auren's convention."""
MUCH_LESS: Final = 0.5
"""Two things ask for care, or the week's load is far above the usual. auren's convention."""
NONE: Final = 0.0
"""No training of the load in question."""

_HIGH_RATIO: Final = 1.5
_RAISED_RATIO: Final = 1.3
_MONOTONOUS: Final = 2.0
_LOAD: Final = "training_load"
_COLLEAGUES: Final = ("neuroscientist", "physical_therapist", "nutritionist")


class Readiness(NamedTuple):
    """What speaks for and against training.

    Args:
        week: this week's load.
        ratio: this week's load against the month's; describes and does not predict.
        monotony: how alike the week's days were.
        spike: the latest run against the longest before.
        limits: what colleagues demand of training load, the tightest first.
    """

    week: Measure | None
    ratio: Measure | None
    monotony: Measure | None
    spike: Measure | None
    limits: tuple[Constraint, ...] = ()

    @classmethod
    async def of(cls, view: View) -> Readiness:
        """Compute the figures, and ask colleagues what they demand.

        Args:
            view: the case.
        """
        # What hurts counts whoever is in the team.
        demands = list(await pain_limits(view))
        for colleague in _COLLEAGUES:
            advice = await view.consult(colleague, "How much training does the body allow today?")
            demands += advice.constraints if advice is not None else ()
        limits = [limit for limit in dict.fromkeys(demands) if limit.on == _LOAD and limit.ceiling is not None]
        limits.sort(key=lambda limit: (limit.ceiling or 0.0, limit.specialist, limit.reason))
        return (await cls.alone(view))._replace(limits=tuple(limits))

    @classmethod
    async def alone(cls, view: View) -> Readiness:
        """Compute the figures, and ask nobody.

        Args:
            view: the case.
        """
        return cls(
            await view.figure("load.weekly"),
            await view.figure("load.acute_chronic_ratio"),
            await view.figure("load.monotony"),
            await view.figure("load.run_spike"),
        )

    @property
    def own_share(self) -> float:
        """How much of the usual load the week's own figures allow."""
        if self.ratio is None or self.ratio.value < _RAISED_RATIO:
            return AS_USUAL
        return MUCH_LESS if self.ratio.value >= _HIGH_RATIO else LESS

    @property
    def share(self) -> float:
        """How much of the usual load is asked for, 0 to 1; it is the least that anything here asks for."""
        demanded = (limit.ceiling for limit in self.limits if limit.ceiling is not None)
        return max(NONE, min((self.own_share, *demanded)))

    @property
    def unrecovered(self) -> bool:
        """Whether recovery or sleep asks that load does not rise."""
        return any(limit.cause in ("recovery", "sleep") for limit in self.limits)

    @property
    def monotonous(self) -> bool:
        """Whether the week's days are too much alike."""
        return self.monotony is not None and self.monotony.value >= _MONOTONOUS

    @property
    def idle(self) -> bool:
        """Whether the week has no rated session in it."""
        return self.week is not None and self.week.value == 0

    @property
    def spiked(self) -> bool:
        """Whether the latest run was clearly longer than any before; the limit is the cited paper's ten per cent."""
        return self.spike is not None and self.spike.value > 1.1

    @property
    def known(self) -> bool:
        """Whether anything is known by which to decide."""
        return bool(self.limits) or any(figure is not None for figure in (self.week, self.ratio, self.monotony, self.spike))
