"""A sequence in plain words."""

from __future__ import annotations

from auren.patterns.sequences.days import Contiguity
from auren.patterns.sequences.pattern import Inner, Join, Skip
from auren.patterns.sequences.stages import DayGroup, DayPart, Step
from auren.readings import MetricRegistry

__all__ = ["in_words"]

_JOINS = {
    Join.BEGIN: "first ",
    Join.NEXT: "directly after that ",
    Join.FOLLOWED_BY: "later ",
    Join.FOLLOWED_BY_ANY: "at any later time ",
    Join.NOT_NEXT: "not directly after that ",
    Join.NOT_FOLLOWED_BY: "before what comes next never ",
}
_NEIGHBOURS = {
    "metric": "neighbours are days with a value of the stage's own metrics",
    "day": "neighbours are calendar dates, measured or not",
    "event": "neighbours are all values of any of its metrics",
}


_SKIPS = {
    "to_next": "of the matches that begin on one day only the first counts",
    "past_last": "a match begins only after the last day of the one before",
    "to_first": "a match begins no sooner than the first day of {stage!r} in the one before",
    "to_last": "a match begins no sooner than the last day of {stage!r} in the one before",
}


def in_words(
    steps: tuple[Step, ...],
    days: int,
    last_days: int | None,
    contiguity: Contiguity,
    after_match: Skip,
    metrics: MetricRegistry,
) -> str:
    """Say what a sequence looks for.

    Args:
        steps: its parts.
        days: how many dates it may span.
        last_days: how many days the last part may come after the one before; None for no limit of its own.
        contiguity: what counts as a neighbour.
        after_match: which overlapping matches are given up.
        metrics: the registry.
    """
    closing = f"until the {days} days are over never "
    last = steps[-1].part
    if not isinstance(last, DayGroup) and last.test.within_days:
        closing = "never "
    text = f"within {days} days {_row(steps, metrics, closing=closing)}"
    if last_days is not None:
        text += f", the last less than {last_days} days after the one before"
    if after_match.kind != "no_skip":
        text += f"; {_SKIPS[after_match.kind].format(stage=after_match.stage)}"
    return f"{text} ({_NEIGHBOURS[contiguity]})" if _asks_for_neighbours(steps) else text


def _row(steps: tuple[Step, ...], metrics: MetricRegistry, closing: str = "") -> str:
    said = []
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        join = closing if last and closing and step.join is Join.NOT_FOLLOWED_BY else _JOINS[step.join]
        said.append(join + _part(step.part, metrics))
    return ", ".join(said)


def _part(part: DayPart, metrics: MetricRegistry) -> str:
    if isinstance(part, DayGroup):
        return f"({_row(part.steps, metrics)}){_often(part)}"
    text = f"{part.name!r}: {part.test.condition.explain(metrics)}"
    for item in part.test.than:
        text += f", and {item.signal.label(metrics)} {item.relation} that of the {item.which} day of {item.stage!r}"
    text += _often(part)
    if part.test.within_days:
        text += f", within {part.test.within_days} days of the day before it"
    return text if part.ends is None else f"{text}, until {part.ends.condition.explain(metrics)}"


def _often(part: DayPart) -> str:
    text = ""
    if part.at_most is None:
        text = f", {part.at_least} or more times"
    elif part.at_most != part.at_least:
        text = f", {part.at_least} to {part.at_most} times"
    elif part.at_least != 1:
        text = f", {part.at_least} times"
    text += {Inner.STRICT: " in a row", Inner.ANY: " in any choice", Inner.RELAXED: ""}[part.inner]
    text += ", as often as there is" if part.is_greedy else ""
    return text + (", or not at all" if part.is_optional else "")


def _asks_for_neighbours(steps: tuple[Step, ...]) -> bool:
    for step in steps:
        if step.join in (Join.NEXT, Join.NOT_NEXT) or step.part.inner is Inner.STRICT:
            return True
        if isinstance(step.part, DayGroup) and _asks_for_neighbours(step.part.steps):
            return True
    return False
