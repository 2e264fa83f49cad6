"""What a match rests on: the days that were taken, those they were compared with, and those on which something was absent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from auren.findings import Coverage, Evidence
from auren.patterns.sequences.days import DayEvent, DayTest, Than, View
from auren.patterns.sequences.history import Match
from auren.patterns.sequences.pattern import Join
from auren.patterns.sequences.stages import DayGroup, DayStage, Step, day_stages
from auren.readings import Window

__all__ = ["evidence_of"]

_ONE_DAY = timedelta(days=1)


def evidence_of(match: Match[DayEvent], steps: tuple[Step, ...], view: View, day: date) -> tuple[Evidence, ...]:
    """Give what a match rests on; the same sequence over these values alone has it, too.

    Args:
        match: the days that were taken.
        steps: the parts of the sequence.
        view: the table.
        day: the day on which the match was complete.
    """
    days: dict[str, list[date]] = {}
    for name, event in match.taken:
        days.setdefault(name, []).append(event.day)
    stages = {stage.name: stage for stage in day_stages(steps)}
    found = [item for name, event in match.taken for item in _taken(stages[name].test, event.day, days, view)]
    looked_at = list(_banned(steps, days, Window(match.taken[0][1].day, day), view))
    for name, stage in stages.items():
        if stage.ends is not None and name in days:
            looked_at.append((f"{name} until", stage.ends, Window(days[name][0], day)))
    # Where any value is a neighbour, those of the other stages show what came next.
    every = (metric for stage in stages.values() for metric in stage.test.reads)
    neighbours = frozenset(every if view.contiguity == "event" else ())
    for name, test, window in looked_at:
        found.extend(_looked_at(name, test, window, view, test.reads | neighbours))
    return tuple(dict.fromkeys(found))


def _taken(test: DayTest, day: date, days: dict[str, list[date]], view: View) -> Iterator[Evidence]:
    yield from view.verdict(test.condition, day).evidence
    for item in test.than:
        yield from _compared(item, day, view)
        earlier = [other for other in days.get(item.stage, ()) if other < day]
        if earlier:
            yield from _compared(item, earlier[0 if item.which == "first" else -1], view)


def _compared(than: Than, day: date, view: View) -> Iterator[Evidence]:
    seen = than.signal.at(view.table, day, view.metrics)
    if seen.value is not None:
        label, unit = than.signal.label(view.metrics), than.signal.unit(view.metrics)
        metric = than.signal.series.metric
        yield Evidence(label, metric, seen.value, unit, seen.window, seen.coverage, seen.inputs, seen.baseline)


def _banned(
    steps: tuple[Step, ...], days: dict[str, list[date]], whole: Window, view: View
) -> Iterator[tuple[str, DayTest, Window]]:
    """Give each stage that must not happen, and the dates on which it did not."""
    for number, step in enumerate(steps):
        part = step.part
        if isinstance(part, DayGroup):
            for stage in _forbidden(part.steps):
                yield stage.name, stage.test, whole
        elif step.join.forbids:
            before, after = steps[:number], _days_of(steps[number + 1 :], days)
            # A ban counts from the first day of the row before it, and one of the very next day from its last.
            since = _days_of(before, days)[-1] if step.join is Join.NOT_NEXT else _last_row(before, days)[0]
            # Only where values are neighbours may what is banned come later on the same date.
            first = since if view.contiguity == "event" else since + _ONE_DAY
            yield part.name, part.test, Window(first, after[0] if after else whole.last)


def _forbidden(steps: tuple[Step, ...]) -> Iterator[DayStage]:
    for step in steps:
        if isinstance(step.part, DayGroup):
            yield from _forbidden(step.part.steps)
        elif step.join.forbids:
            yield step.part


def _last_row(steps: tuple[Step, ...], days: dict[str, list[date]]) -> list[date]:
    """Give the days of the last part that took any."""
    return next(row for step in reversed(steps) if (row := _days_of((step,), days)))


def _days_of(steps: tuple[Step, ...], days: dict[str, list[date]]) -> list[date]:
    return sorted(day for stage in day_stages(steps) for day in days.get(stage.name, ()))


def _looked_at(name: str, test: DayTest, window: Window, view: View, reads: frozenset[str]) -> Iterator[Evidence]:
    """Give the values that show what a stage's test makes of each date of a window, a piece for each metric."""
    table, metrics = view.table, view.metrics
    seen = [item for day in window.dates() for item in test.condition.shown(table, day, metrics)]
    seen += [item for day in window.dates() for than in test.than for item in _compared(than, day, view)]
    used = {value for item in seen for value in (*item.inputs, *(item.baseline.inputs if item.baseline else ()))}
    used |= {value for day in window.dates() for metric in reads if (value := table.value(metric, day)) is not None}
    for metric in sorted(reads):
        inputs = tuple(sorted((value for value in used if value.metric == metric), key=lambda value: value.day))
        have = sum(value.day in window for value in inputs)
        label = f"the number of days looked at for {name!r} ({metrics[metric].title})"
        yield Evidence(label, metric, float(have), "count", window, Coverage(have, window.days), inputs)
