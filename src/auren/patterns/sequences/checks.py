"""Patterns without meaning, refused when they are built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auren.errors import RuleError
from auren.patterns.sequences.pattern import Event, Group, Inner, Join, Part, Pattern, Stage

__all__ = ["check", "stages"]

_MOST_STEPS = 120


def check(pattern: Pattern[Event]) -> None:
    """Refuse a pattern that has no meaning.

    Raises:
        RuleError: it has none; the message says which part is at fault and what to do.
    """
    _check_row(pattern.parts, "A sequence")
    if _steps(pattern.parts) > _MOST_STEPS:
        raise RuleError(f"A sequence of more than {_MOST_STEPS} steps was given, each repetition counted; count fewer.")
    names = [stage.name for stage in stages(pattern.parts)]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise RuleError(f"Two stages are named {twice[0]!r}; give each stage a name of its own.")
    limits = [limit for limit in (pattern.within, pattern.last_within) if limit is not None]
    if any(limit <= 0 for limit in limits):
        raise RuleError(f"A sequence within {min(limits)} was given; give a time above 0.")
    *_, last = stages(pattern.parts)
    # The limit of the last part is one of a single stage, so it ends no wait in a group.
    ends = limits if last is pattern.parts[-1] else [pattern.within] if pattern.within is not None else []
    if not ends and last.join is Join.NOT_FOLLOWED_BY:
        raise RuleError(f"{last.name!r} must never follow, without an end of the wait; say within what time.")
    _check_skip(pattern)


def stages(parts: Sequence[Part[Event]]) -> Iterator[Stage[Event]]:
    """Give the stages of parts, those in groups as well, in order."""
    for part in parts:
        if isinstance(part, Group):
            yield from stages(part.parts)
        else:
            yield part


def _steps(parts: Sequence[Part[Event]]) -> int:
    return sum(max(part.at_least, part.at_most or 1) * (_steps(part.parts) if isinstance(part, Group) else 1) for part in parts)


def _check_skip(pattern: Pattern[Event]) -> None:
    skip = pattern.skip
    by_stage = skip.kind in ("to_first", "to_last")
    if by_stage != bool(skip.stage):
        raise RuleError("Skipping to an event of a stage names the stage, and no other way of skipping does.")
    if by_stage and skip.stage not in {stage.name for stage in stages(pattern.parts) if not stage.join.forbids}:
        raise RuleError(f"{skip.stage!r} was to be skipped to, which takes no events here; name a stage of the sequence.")


def _check_row(parts: Sequence[Part[Event]], whose: str) -> None:
    if not parts:
        raise RuleError(f"{whose} without a stage was given; give at least one.")
    for number, part in enumerate(parts):
        if (part.join is Join.BEGIN) != (number == 0):
            raise RuleError(f"{whose} begins with its first part and with no other; join the others to it.")
        before = parts[number - 1] if number else None
        _check_part(part, before)
        if isinstance(part, Group):
            _check_row(part.parts, "A group")
            if part.at_most is None and _may_be_empty(part.parts):
                raise RuleError("A group whose parts are all optional is repeated without end; let one of them be required.")


def _check_part(part: Part[Event], before: Part[Event] | None) -> None:
    what = _called(part)
    single = part.at_least == part.at_most == 1
    if part.at_least < 1 or (part.at_most is not None and part.at_most < part.at_least):
        raise RuleError(
            f"{what} is taken {part.at_least} to {part.at_most} times; give at least 1, and as many or more at most."
        )
    if single and part.inner is not Inner.RELAXED:
        raise RuleError(f"{what} is taken once, so nothing comes between its events; say how often, or leave that out.")
    if part.join.forbids and (not single or part.optional or part.greedy or isinstance(part, Group)):
        raise RuleError(f"{what} must not happen, so it is neither counted nor optional nor a group; leave that out.")
    if part.join.forbids and before is not None and not before.join.forbids and _may_be_empty((before,)):
        raise RuleError(
            f"{_called(before)} is optional and {what} must not follow it; write two sequences, with and without it."
        )
    if part.greedy and (single or isinstance(part, Group) or part.inner is Inner.ANY):
        raise RuleError(
            f"{what} is greedy, but taken once, a group, or free to take any of the events; say how often, or leave one out."
        )
    if part.optional and before is not None and before.greedy:
        raise RuleError(f"{what} is optional after {_called(before)}, which is greedy; make one of them neither.")
    if isinstance(part, Stage) and part.until is not None and part.at_most is not None:
        raise RuleError(f"{what} ends with an event but also with a count; give it no upper count.")


def _may_be_empty(parts: Sequence[Part[Event]]) -> bool:
    return all(part.optional or part.join.forbids or (isinstance(part, Group) and _may_be_empty(part.parts)) for part in parts)


def _called(part: Part[Event]) -> str:
    return repr(part.name) if isinstance(part, Stage) else "A group"
