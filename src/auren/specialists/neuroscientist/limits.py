"""What recovery demands of training, whatever was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from auren.conversation import Cause, Constraint
from auren.specialists.framework import Draft, View
from auren.specialists.neuroscientist.recovery import Recovery

__all__ = ["demand", "limits"]

_NAME: Final = "neuroscientist"
_NO_MORE: Final = 1.0
_LESS: Final = 0.8
_HOLDS_DAYS: Final = 2


async def demand(view: View, draft: Draft) -> None:
    """Demand what recovery asks for.

    Args:
        view: the case.
        draft: what it is added to.
    """
    draft.demand(*await limits(view))


async def limits(view: View) -> tuple[Constraint, ...]:
    """Give the demand that training load does not rise, or that it falls, where recovery asks for it.

    Args:
        view: the case.
    """
    seen = await Recovery.of(view)
    if not (seen.hrv_low or seen.debt_high or seen.short_night):
        return ()
    ceiling = _LESS if seen.signs > 1 or seen.short_night else _NO_MORE
    ask = "Less training load than usual" if ceiling < _NO_MORE else "No added training load"
    until = view.today + timedelta(days=_HOLDS_DAYS)
    cause: Cause = "recovery" if seen.hrv_low else "sleep"
    return (Constraint("training_load", ceiling, until, f"{ask}: {', '.join(_named(seen))}", _NAME, cause=cause),)


def _named(seen: Recovery) -> list[str]:
    signs = {
        "HRV below your usual range": seen.hrv_low,
        "a high sleep debt": seen.debt_high,
        "a raised resting heart rate": seen.resting_raised,
        "a night of very short sleep": seen.short_night,
    }
    return [text for text, holds in signs.items() if holds]
