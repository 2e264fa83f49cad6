"""The pattern kernel: pure, per person, without a clock; readings in, changed findings out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from auren.errors import RuleError
from auren.findings import Evidence, Finding, FindingStatus, finding_id
from auren.patterns.snapshots import dump_state, load_state
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.ports.pattern_rule import PatternRule, Program
from auren.readings import STANDARD_METRICS, MetricRegistry, Reading

__all__ = ["Advance", "Kernel"]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Advance:
    """What a step of the kernel brought.

    Args:
        changes: findings that are new or have entered another stage, by anchor day and rule.
        too_old: readings older than the horizon; they may shape later baselines, but no finding of their own days.
    """

    changes: tuple[Finding, ...]
    too_old: tuple[Reading, ...] = ()


_NOTHING = Advance(())


class Kernel:
    """Advances one person's state by readings and by time.

    The standing findings are a function of the set of readings within the horizon: the order, delay or repetition in
    which the readings came does not matter. What is older than the horizon when it comes is not judged any more, so a
    whole history is best handed over in one step.

    Args:
        rules: the rules; names must differ.
        metrics: the registry that says how a day is formed.
        horizon_days: how far before a person's latest day a reading may still change findings.

    Raises:
        RuleError: two rules have one name, or a rule has no meaning over the metrics.
    """

    def __init__(
        self, rules: Sequence[PatternRule], *, metrics: MetricRegistry = STANDARD_METRICS, horizon_days: int = 120
    ) -> None:
        names = [rule.name for rule in rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise RuleError(f"Two rules are named {twice[0]!r}; give each rule a name of its own.")
        self._programs: tuple[tuple[PatternRule, Program], ...] = tuple((rule, rule.compile(metrics)) for rule in rules)
        self._settle = {rule.name: timedelta(hours=rule.settle_h) for rule in rules}
        self._reads: frozenset[str] = frozenset().union(*(program.reads for _, program in self._programs))
        self._reach_days = max((program.reach_days for _, program in self._programs), default=0)
        self.metrics = metrics
        self.horizon_days = horizon_days
        self._judged = timedelta(days=horizon_days)
        self._kept = timedelta(days=horizon_days + self._reach_days)
        self._made_for = (
            f"{horizon_days}|{','.join(sorted(f'{r.name}:{r.version}' for r in rules))}|{','.join(sorted(self._reads))}"
        )

    @property
    def reads(self) -> frozenset[str]:
        """Names of the metrics that any rule looks at."""
        return self._reads

    @property
    def reach_days(self) -> int:
        """How many dates before an anchor day any rule looks at."""
        return self._reach_days

    def first_day_needed(self, last_day: date) -> date:
        """Give the earliest date that a state needs when a person's latest day is known."""
        return last_day - self._kept

    def restore(
        self, subject: Subject, readings: Iterable[Reading], findings: Iterable[Finding]
    ) -> tuple[PersonState, Advance]:
        """Build a state from what history and journal hold.

        The findings that the readings give are held against those that were recorded, so that one lost in a crash
        comes out as a change now.

        Args:
            subject: whose state it is.
            readings: the latest revisions, at least from `first_day_needed` on.
            findings: those recorded, in their latest stage.
        """
        state = PersonState(subject, self.metrics)
        for finding in findings:
            state.keep(finding)
        self._take(state, readings)
        changes: list[Finding] = []
        if state.last_day is not None:
            recorded = {finding.day for finding in state.findings.values()}
            floor = self._floor(state.last_day)
            anchors = [day for day in sorted({*state.days_with_values(), *recorded}) if day >= floor]
            for rule, program in self._programs:
                changes.extend(self._judge(state, rule, program, anchors))
            state.sheet.forget()
        return state, Advance(_ordered(changes))

    def resume(self, state: PersonState, readings: Iterable[Reading], findings: Collection[Finding]) -> Advance:
        """Bring a loaded state up to what history and journal hold by now, and give what a crash kept from being recorded.

        Args:
            state: as `load` gave it.
            readings: the latest revisions, at least of every date that was written to since it was dumped.
            findings: those recorded, in their latest stage, at least from the first of these dates on.
        """
        for finding in findings:
            state.keep(finding)
        touched, changed = self._take(state, readings)
        changes: list[Finding] = []
        if state.last_day is not None and state.furthest is not None:
            floor, recorded = self._floor(state.last_day), {finding.day for finding in findings}
            for rule, program in self._programs:
                days = {day for metric, day in changed if metric in program.reads}
                reached = _reached(days, program.reach_days, state.furthest) if days else ()
                anchors = (anchor for anchor in sorted({*reached, *recorded}) if anchor >= floor)
                changes.extend(self._judge(state, rule, program, anchors))
            state.sheet.forget()
            self._forget_old(state, state.last_day, touched)
        return Advance(_ordered(changes))

    def judge_all(self, subject: Subject, readings: Iterable[Reading]) -> tuple[PersonState, tuple[Finding, ...]]:
        """Judge every day of a whole history at once, however long, and give its findings as they settle.

        Args:
            subject: whose history it is.
            readings: all of it, in any order.
        """
        state = PersonState(subject, self.metrics)
        self._take(state, readings)
        anchors = state.days_with_values()
        found = [finding for rule, program in self._programs for finding in self._judge(state, rule, program, anchors)]
        state.sheet.forget()
        return state, _ordered(state.keep(finding.with_status(FindingStatus.CONFIRMED)) for finding in found)

    def advance(self, state: PersonState, readings: Iterable[Reading]) -> Advance:
        """Take readings in, in any order, and give the findings that changed."""
        reads = self._reads
        taken = [reading for reading in readings if reading.metric in reads]
        if not taken:
            return _NOTHING
        floor = None if state.last_day is None else self._floor(state.last_day)
        touched, changed = self._take(state, taken)
        changes: list[Finding] = []
        if changed and state.furthest is not None:
            for rule, program in self._programs:
                days = {day for metric, day in changed if metric in program.reads}
                if days:
                    anchors = _reached(days, program.reach_days, state.furthest)
                    changes.extend(self._judge(state, rule, program, (a for a in anchors if floor is None or a >= floor)))
            state.sheet.forget()
        if state.last_day is not None:
            self._forget_old(state, state.last_day, touched)
        too_old = () if floor is None else tuple(reading for reading in taken if reading.day < floor)
        # Nearly every reading changes nothing, which then costs no sorting and no new object.
        return Advance(_ordered(changes), too_old) if changes or too_old else _NOTHING

    def advance_time(self, state: PersonState, instant: datetime) -> Advance:
        """Confirm the findings whose time to settle has come."""
        due = [finding for finding in state.open_findings.values() if self._settles_at(finding) <= instant]
        return Advance(_ordered(state.keep(finding.with_status(FindingStatus.CONFIRMED)) for finding in due))

    def next_wakeup(self, state: PersonState) -> datetime | None:
        """Give the instant at which time alone changes the state, or None when it never does."""
        return min((self._settles_at(finding) for finding in state.open_findings.values()), default=None)

    def dump(self, state: PersonState) -> bytes:
        """Give a state as compact, versioned bytes."""
        return dump_state(state, self._made_for, self._evidence)

    def load(self, subject: Subject, data: bytes) -> PersonState:
        """Give the state that was dumped by a kernel of the same rules and horizon.

        Raises:
            InvalidInput: the bytes are of an unknown version, another person's, or made for other rules.
            StoreCorrupted: the bytes are damaged.
        """
        return load_state(data, subject, self.metrics, self._made_for, self._evidence)

    def days_looked_at(self, state: PersonState) -> dict[str, list[date]]:
        """Give, for each rule, the days with a value of a metric that it reads, in order."""
        days = state.days_with_values()
        return {rule.name: [day for day in days if state.has_day(program.reads, day)] for rule, program in self._programs}

    def unknown(self, state: PersonState, day: date) -> dict[str, tuple[str, ...]]:
        """Give, for each rule that cannot tell on a day, what is missing."""
        verdicts = [(rule.name, program.judge(state.sheet, day)) for rule, program in self._programs]
        state.sheet.forget()
        return {name: verdict.missing for name, verdict in verdicts if verdict.holds is None}

    def _forget_old(self, state: PersonState, last_day: date, touched: Iterable[tuple[str, date]]) -> None:
        needed, judged_from = self.first_day_needed(last_day), self._floor(last_day)
        state.drop_before(needed, {day for _, day in touched}, judged_from=judged_from)

    def _floor(self, last_day: date) -> date:
        return last_day - self._judged

    def _take(self, state: PersonState, readings: Iterable[Reading]) -> tuple[set[tuple[str, date]], list[tuple[str, date]]]:
        """Give the days that were touched, and those whose value is another now."""
        touched: set[tuple[str, date]] = set()
        for reading in readings:
            if reading.metric in self._reads:
                touched |= state.take(reading)
        return touched, [(metric, day) for metric, day in touched if state.reform(metric, day)]

    def _evidence(self, state: PersonState, rule: str, version: int, day: date) -> tuple[Evidence, ...] | None:
        for known, program in self._programs:
            if (known.name, known.version) == (rule, version):
                verdict = program.judge(state.sheet, day)
                state.sheet.forget()
                return verdict.evidence if verdict.holds else None
        return None

    def _judge(self, state: PersonState, rule: PatternRule, program: Program, anchors: Iterable[date]) -> Iterable[Finding]:
        for day in anchors:
            # An anchor needs a value of its own: a missing day shows nothing, and its neighbours tell the story.
            verdict = program.judge(state.sheet, day) if state.has_day(program.reads, day) else None
            holds = verdict is not None and verdict.holds
            if not holds and not state.has_finding(rule.name, rule.version, day):
                continue
            id = finding_id(state.subject, rule.name, rule.version, day)
            held = state.findings.get(id)
            if verdict is None or not holds:
                if held is not None and held.stands:
                    yield state.keep(held.with_status(FindingStatus.WITHDRAWN))
                continue
            revision = state.sheet.digest(verdict.evidence)
            if held is not None and held.stands and held.revision == revision:
                continue
            status = FindingStatus.REVISED if held is not None and held.stands else FindingStatus.PROVISIONAL
            yield state.keep(
                Finding(
                    id, state.subject, rule.name, rule.version, rule.title, day, status, revision, verdict.evidence, rule.flag
                )
            )

    def _settles_at(self, finding: Finding) -> datetime:
        # The end of the day is taken in UTC: hours of zone difference do not matter against days of waiting.
        midnight = datetime.combine(finding.day + timedelta(days=1), time(), UTC)
        return midnight + self._settle.get(finding.rule, timedelta(0))


def _reached(days: set[date], reach_days: int, last: date) -> list[date]:
    """Give every date from each day on that looks back as far as it, none after the last."""
    if min(days) >= last:
        # The usual reading is of the latest day, at which nothing looks back yet.
        return sorted(days)
    reached: list[date] = []
    following = date.min
    for day in sorted(days):
        anchor = max(day, following)
        end = max(day, min(day + timedelta(days=reach_days), last))
        while anchor <= end:
            reached.append(anchor)
            anchor += _ONE_DAY
        following = max(following, anchor)
    return reached


def _ordered(changes: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(changes, key=lambda finding: (finding.day, finding.rule, finding.id)))
