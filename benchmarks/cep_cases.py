"""Whether sequences answer as Flink CEP 2.3.0 does, case by case, and where they differ on purpose.

    python -m benchmarks.cep_cases [FILE]

FILE holds `matcher_cases` and `event_time_cases`; its key `schema` says what they are.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auren.errors import AurenError, RuleError
from auren.patterns.sequences.history import Match
from auren.patterns.sequences.matcher import Matcher
from auren.patterns.sequences.pattern import Group, Inner, Join, Look, Part, Pattern, Skip, Stage, Taken, plain
from benchmarks._report import at_least, report, table

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "cep" / "cases.json"
FOREVER = 2**62
REFUSED = "refused when built"

Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a case."""

    label: str
    time: int
    kind: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out, in a form that can be compared: matches and timeouts as multisets."""

    matches: Counter[str]
    timeouts: Counter[str]
    refused: bool = False

    def __str__(self) -> str:
        if self.refused:
            return REFUSED
        shown = [*sorted(self.matches.elements()), *(f"timed out: {text}" for text in sorted(self.timeouts.elements()))]
        return "; ".join(shown) or "nothing"


Tester = Callable[[Event, Taken[Event], Any], bool]


def _sum(taken: Taken[Event], stage: str) -> float:
    return math.fsum(event.value or 0 for event in taken.of(stage))


def _has(compare: Callable[[float, float], bool]) -> Tester:
    return lambda event, _, limit: event.value is not None and compare(event.value, limit)


# key of `where` -> the test, given the event, what was taken, and the key's value
PLAIN: dict[str, Tester] = {
    "k": lambda event, _, kind: event.kind == kind,
    "k_in": lambda event, _, kinds: event.kind in kinds,
    "k_prefix": lambda event, _, start: event.kind.startswith(start),
    "v_gt": _has(lambda value, limit: value > limit),
    "v_ge": _has(lambda value, limit: value >= limit),
    "v_lt": _has(lambda value, limit: value < limit),
    "v_eq": _has(lambda value, limit: value == limit),
}
ITERATIVE: dict[str, Tester] = {
    "sum_with_self_lt": lambda event, taken, of: _sum(taken, of["stage"]) + (event.value or 0) < of["limit"],
    "sum_with_self_le": lambda event, taken, of: _sum(taken, of["stage"]) + (event.value or 0) <= of["limit"],
    "sum_ge": lambda _, taken, of: _sum(taken, of["stage"]) >= of["limit"],
    "v_eq_first_of": lambda event, taken, stage: any(first.value == event.value for first in taken.of(stage)[:1]),
    "v_gt_last_of": lambda event, taken, stage: all((event.value or 0) > (last.value or 0) for last in taken.of(stage)[-1:]),
}
TESTS = PLAIN | ITERATIVE


def look(where: Mapping[str, Any]) -> Look[Event]:
    """Give the test of a `where`: all of its keys must hold."""
    unknown = sorted(where.keys() - TESTS.keys())
    if unknown:
        raise RuleError(f"A test named {unknown[0]!r} was given; expected one of {', '.join(TESTS)}.")
    return plain(lambda event, taken: all(TESTS[key](event, taken, value) for key, value in where.items()))


def part(data: Mapping[str, Any]) -> Part[Event]:
    """Give a stage or group of a case."""
    least, most = data.get("times", [1, 1])
    # "None or up to n" is an optional stage of one to n.
    optional, least = bool(data.get("optional")) or (least == 0 and most != 0), max(least, 1 if most != 0 else 0)
    once = least == most == 1
    inner = Inner.RELAXED if once else Inner(data.get("inner", "relaxed"))
    greedy = bool(data.get("greedy")) and not (once and "times" in data)
    join = Join(data["join"])
    if "group" in data:
        return Group(join, tuple(map(part, data["group"])), least, most, inner, optional, greedy)
    where, until = data.get("where", {}), data.get("until")
    return Stage(
        data["stage"],
        join,
        look(where),
        least,
        most,
        inner,
        optional,
        greedy,
        until=None if until is None else look(until),
        iterative=bool((where.keys() | (until or {}).keys()) & ITERATIVE.keys()),
    )


def pattern(data: Mapping[str, Any]) -> Pattern[Event]:
    """Give the pattern of a case."""
    given: Any = data.get("skip", "no_skip")
    skip: tuple[Any, ...] = (given,) if isinstance(given, str) else next(iter(given.items()))
    stages, limit = tuple(map(part, data["stages"])), data.get("within_ms")
    if data.get("within_kind") == "between_neighbours":
        return Pattern(stages, Skip(*skip), last_within=limit)
    return Pattern(stages, Skip(*skip), within=limit)


def staged(match: Match[Event]) -> str:
    """Give a match as each stage's labels."""
    return json.dumps({stage: [event.label for event in events] for stage, events in match.stages().items()}, sort_keys=True)


def labels(match: Match[Event]) -> list[str]:
    """Give a match as its labels in the order taken."""
    return [event.label for _, event in match.taken]


def timed_out(partials: Iterable[Match[Event]]) -> Counter[str]:
    """Give the timed-out partial matches so that they can be compared."""
    return Counter(json.dumps([labels(partial), partial.at]) for partial in partials)


def ours(case: Case) -> Answer:
    """Give auren's answer to a matcher case."""
    try:
        matcher = Matcher(pattern(case["pattern"]), most_open=100_000)
    except RuleError:
        return Answer(Counter(), Counter(), refused=True)
    matching = matcher.begin()
    steps = [matcher.advance(matching, event, event.time) for event in (Event(*row) for row in case["events"])]
    return Answer(
        Counter(staged(match) for step in steps for match in step.matches),
        timed_out(timeout for step in steps for timeout in step.timeouts),
    )


def theirs(case: Case) -> Answer:
    """Give Flink's answer to a matcher case, as the file has it."""
    if "expected_error" in case:
        return Answer(Counter(), Counter(), refused=True)
    return Answer(
        Counter(json.dumps(match, sort_keys=True) for match in case.get("expected", [])),
        Counter(json.dumps([row["partial"], row["at"]]) for row in case.get("expected_timeouts", [])),
    )


def agree(case: Case, mine: Answer, flink: Answer) -> bool:
    """Tell whether two answers to a matcher case are one; timeouts count where the file has them."""
    timeouts = "expected_timeouts" not in case or mine.timeouts == flink.timeouts
    return mine.refused == flink.refused and mine.matches == flink.matches and timeouts


def ours_in_event_time(case: Case) -> Answer:
    """Give auren's answer to an event-time case: a function of the set of events, whatever their order of arrival.

    Each key has its own matcher. An event counts once, however often it came; none is too late; of one time, the smaller
    label comes first.
    """
    items = case["items"]
    events = {(item[1], Event(*item[2:])) for item in items if item[0] == "event"}
    ends = any(item[0] == "end" for item in items)
    times = [(item[1], 1, "") for item in items if item[0] == "watermark"] + [(FOREVER, 1, "")] * ends
    found: list[str] = []
    timeouts: Counter[str] = Counter()
    for key in sorted({key for key, _ in events}):
        matcher = Matcher(pattern(case["pattern"]), most_open=100_000)
        matching = matcher.begin()
        fed = {(event.time, 0, event.label): event for owner, event in events if owner == key}
        for moment in sorted([*fed, *times]):
            event = fed.get(moment)
            reached = moment[0]
            step = matcher.advance(matching, event, reached) if event else matcher.advance_time(matching, reached)
            at = None if reached == FOREVER else reached
            found.extend(json.dumps([labels(match), at]) for match in step.matches)
            timeouts.update(timed_out(step.timeouts))
    return Answer(Counter(found), timeouts)


def theirs_in_event_time(case: Case) -> Answer:
    """Give Flink's answer to an event-time case, as the file has it."""
    return Answer(
        Counter(json.dumps([row["events"], row["at"]]) for row in case.get("expected", [])),
        Counter(json.dumps([row["partial"], row["at"]]) for row in case.get("expected_timeouts", [])),
    )


def against_order(case: Case) -> str:
    """Say why a case asks for an answer that depends on the order of arrival; empty when it does not."""
    events = [(item[1], Event(*item[2:])) for item in case["items"] if item[0] == "event"]
    if case.get("late"):
        return "Flink refuses an event at or before the watermark; auren takes it in and corrects what it found"
    if len(set(events)) < len(events):
        return "Flink counts an event again when it comes again; auren counts it once"
    for number, (key, event) in enumerate(events):
        if any(key == other and event.time == later.time and event.label > later.label for other, later in events[number:]):
            return "Flink keeps the order of arrival among events of one time; auren orders them by label"
    return ""


def _tried(answer: Callable[[Case], Answer], case: Case) -> Answer | str:
    try:
        return answer(case)
    except (AurenError, KeyError, IndexError, TypeError, ValueError, RecursionError) as error:
        return f"{type(error).__name__}: {error}"


def _matcher_cases(cases: Iterable[Case]) -> list[bool]:
    rows, passed = [], []
    for case in cases:
        mine, flink = _tried(ours, case), theirs(case)
        ok = isinstance(mine, Answer) and agree(case, mine, flink)
        passed.append(ok)
        rows.append([case["id"], "pass" if ok else "FAIL", "" if ok else f"ours: {mine}  Flink: {flink}"])
    table(["matcher case", "", ""], rows)
    return passed


def _event_time_cases(cases: Iterable[Case]) -> list[bool]:
    rows, passed = [], []
    for case in cases:
        mine, flink, why = _tried(ours_in_event_time, case), theirs_in_event_time(case), against_order(case)
        same = mine == flink and not case.get("late")
        if not why:
            passed.append(same)
        verdict = "pass" if same else "differs on purpose" if why else "FAIL"
        rows.append([case["id"], verdict, str(mine), str(flink), "" if same else why])
    table(["event-time case", "", "ours", "Flink's", "why"], rows)
    return passed


def main() -> None:
    """Print every case, and how many agree."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    data = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if not data:
        print(f"{path}: no such file; nothing was measured\n")
    matched = _matcher_cases(data.get("matcher_cases", []))
    timed = _event_time_cases(data.get("event_time_cases", []))
    marks = [
        at_least("cep_cases.matcher", sum(matched) if data else None, "cases", len(matched)),
        at_least("cep_cases.event_time", sum(timed) if data else None, "cases", len(timed)),
    ]
    report("cep_cases", marks)


if __name__ == "__main__":
    main()
