"""The neuroscientist: HRV, resting heart rate, sleep and what they say about recovery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from auren.conversation import Advice, Case, ClaimKind, Constraint
from auren.errors import AurenError
from auren.findings import Finding, Measure
from auren.ports.specialist import SpecialistContext
from auren.specialists import _sayings as say
from auren.specialists._compose import Draft, Figures, shown
from auren.specialists._recovery import Recovery
from auren.specialists.topics import Topic, topics_of, words_of

__all__ = ["Neuroscientist"]

_COACH: Final = "training_coach"
_LOAD: Final = "training_load"
_NO_MORE: Final = 1.0
_LESS: Final = 0.8
_HOLDS_DAYS: Final = 2
# shipped rule -> the figures that tell how it is now
_RULES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "hrv_drop": ("hrv.weekly_mean", "hrv.band"),
        "resting_heart_rate_rise": ("heart.resting_weekly_mean", "heart.resting_usual"),
        "sleep_debt": ("sleep.debt",),
    }
)
_RHYTHM: Final = frozenset({"regular", "regularity", "irregular", "rhythm", "schedule", "routine", "consistent", "bedtime"})

_EASY: Final = "Keep today's training to your usual load or less"
_EASIER: Final = "Keep today's training well short of your usual load"
_MOVE: Final = "Keep today's training easy, and move hard work to a day on which your recovery is back to your usual"
_EARLIER: Final = "Go to bed earlier than usual tonight"
_SAME_BEDTIME: Final = "Go to bed tonight at your usual time, so that your rhythm holds"
_BREATHE: Final = "Take a few quiet minutes tonight to breathe slowly before you go to bed"


class Neuroscientist:
    """Reads HRV, resting heart rate and sleep against the person's own usual; general wellness, never a diagnosis.

    Deterministic: it decides by what was found, by what was asked and by computed figures, and asks no language model.
    It demands that training load does not rise (ceiling 1.0) while HRV is under the person's band or sleep debt is high,
    and that it falls (ceiling 0.8) while two of HRV, resting heart rate and sleep debt ask for care. Both ceilings are
    auren's convention.
    """

    name: str = "neuroscientist"
    expertise: frozenset[str] = frozenset({"hrv", "heart", "sleep", "wellness", "stress", "recovery"})

    async def advise(self, case: Case, context: SpecialistContext) -> Advice:
        """Give advice made of claims: what was seen, what it means, and one thing to do.

        Args:
            case: what was found or asked.
            context: what computes, and who can be consulted.

        Raises:
            StoreError: the person's history could not be read.
        """
        draft, figures = Draft(self.name), Figures(context)
        seen = await Recovery.of(case, figures)
        if case.query is None:
            self._on_findings(draft, case, figures, seen)
        else:
            await self._on_question(draft, case.query.text, context, figures, seen)
        for constraint in _constraints(case, seen):
            draft.demand(constraint)
        return draft.advice(case, figures.gaps)

    def _on_findings(self, draft: Draft, case: Case, figures: Figures, seen: Recovery) -> None:
        others = [finding for finding in case.findings if finding.stands and self._is_mine(finding)]
        if seen.hrv_drop is not None:
            say.say_hrv(draft, seen)
        if seen.resting_rise is not None:
            say.say_heart(draft, seen)
        if seen.sleep_debt is not None:
            say.say_debt(draft, seen)
        for finding in others:
            say.say_other(draft, finding)
        found = [finding for finding in (seen.hrv_drop, seen.resting_rise, seen.sleep_debt) if finding is not None]
        rules = [finding.rule for finding in found]
        if not found and not others:
            _overview(draft, seen)
        _say_gap(draft, figures, [name for rule in rules or _RULES for name in _RULES[rule]])
        _urge(draft, seen, found)

    def _is_mine(self, finding: Finding) -> bool:
        families = {item.metric.split(".")[0] for item in finding.evidence}
        return finding.rule not in _RULES and bool(families & self.expertise)

    async def _on_question(self, draft: Draft, text: str, context: SpecialistContext, figures: Figures, seen: Recovery) -> None:
        topics = topics_of(text)
        if "training" in topics:
            await _on_training(draft, text, context, figures, seen)
        elif "sleep" in topics or words_of(text) & _RHYTHM:
            await _on_sleep(draft, text, figures, seen)
        elif "heart" in topics and "recovery" not in topics:
            _on_heart(draft, figures, seen)
        elif "stress" in topics:
            _on_stress(draft, figures, seen)
        else:
            _on_recovery(draft, topics, figures, seen)


async def _on_training(draft: Draft, text: str, context: SpecialistContext, figures: Figures, seen: Recovery) -> None:
    load = await figures.get("load.weekly")
    coach = await _ask_coach(draft, text, context)
    eased = (
        any(constraint.on == _LOAD and (constraint.ceiling or 0) <= _NO_MORE for constraint in coach.constraints)
        if coach
        else False
    )
    say.say_hrv(draft, seen, meaning=False)
    if seen.resting_raised or seen.hrv_side is None:
        say.say_heart(draft, seen, meaning=False)
    say.say_debt(draft, seen, meaning=False)
    if load is not None:
        sessions = f"{draft.dated(load)} was {shown(load)}"
        draft.say(ClaimKind.OBSERVATION, f"{sessions}. {load.note}".rstrip(), load)
    _say_gap(draft, figures, ("hrv.weekly_mean", "hrv.band", "sleep.debt"))
    rest = (seen.hrv, seen.band, seen.resting, seen.usual, seen.debt)
    if seen.signs:
        text = "So your body asks for an easy day: a hard session now would cost more than it gives."
        draft.say(ClaimKind.MEANING, text, *rest)
        draft.urge(_MOVE, "today")
    elif eased:
        draft.say(
            ClaimKind.MEANING,
            "Your recovery looks like your usual, yet your training coach asks for no more load for now.",
            *rest,
        )
        draft.urge(_EASY, "today")
    elif seen.known:
        draft.say(ClaimKind.MEANING, "In these figures nothing speaks against a hard session today.", *rest)
        draft.urge("Do the hard session if you feel ready, and ease off if the warm-up feels heavier than it should", "today")
    else:
        draft.say(ClaimKind.MEANING, "Without figures on your recovery, how you feel is the better guide today.")
        draft.urge("Let the warm-up decide how hard you go today, and ease off if it feels heavy", "today")


async def _ask_coach(draft: Draft, text: str, context: SpecialistContext) -> Advice | None:
    try:
        answer = await context.consult(_COACH, text)
    except AurenError:
        # No coach in the team, or one who cannot answer: recovery can be told all the same.
        return None
    draft.consulted(_COACH)
    draft.demand(*answer.constraints)
    return answer


async def _on_sleep(draft: Draft, text: str, figures: Figures, seen: Recovery) -> None:
    night, efficiency = await figures.get("sleep.last_night"), await figures.get("sleep.efficiency")
    week = await figures.get("sleep.weekly_mean")
    rhythm = await figures.get("sleep.regularity") if words_of(text) & _RHYTHM else None
    say.say_night(draft, night, efficiency)
    say.say_week(draft, week)
    say.say_debt(draft, seen)
    say.say_regularity(draft, rhythm)
    _say_gap(draft, figures, ("sleep.last_night", "sleep.regularity", "sleep.efficiency", "sleep.debt", "sleep.weekly_mean"))
    if seen.debt_some:
        draft.urge(_EARLIER, "tonight")
    elif _any(night, efficiency, week, seen.debt, rhythm):
        draft.urge(_SAME_BEDTIME, "tonight")


def _on_heart(draft: Draft, figures: Figures, seen: Recovery) -> None:
    say.say_heart(draft, seen)
    _say_gap(draft, figures, ("heart.resting_weekly_mean", "heart.resting_usual"))
    if seen.resting_raised:
        draft.urge(_EASIER if seen.signs > 1 else _EASY, "today")
    elif _any(seen.resting):
        draft.urge(_SAME_BEDTIME, "tonight")


def _on_stress(draft: Draft, figures: Figures, seen: Recovery) -> None:
    say.say_hrv(draft, seen)
    if seen.debt_some:
        say.say_debt(draft, seen, meaning=False)
    _say_gap(draft, figures, ("hrv.weekly_mean", "hrv.band"))
    draft.say(
        ClaimKind.MISSING,
        "How stressed you feel only you can tell; HRV shows no more than traces of it. "
        "What helps most is to rate your stress every day.",
    )
    draft.urge(_BREATHE, "tonight")


def _on_recovery(draft: Draft, topics: Sequence[Topic], figures: Figures, seen: Recovery) -> None:
    if "recovery" in topics:
        say.say_hrv(draft, seen)
        if seen.resting_raised or "heart" in topics:
            say.say_heart(draft, seen, meaning=False)
        if seen.debt_some:
            say.say_debt(draft, seen, meaning=False)
    else:
        _overview(draft, seen)
    _say_gap(draft, figures, ("hrv.weekly_mean", "hrv.band", "heart.resting_weekly_mean", "sleep.debt"))
    _urge(draft, seen, [])


def _overview(draft: Draft, seen: Recovery) -> None:
    say.say_hrv(draft, seen, meaning=False)
    say.say_heart(draft, seen, meaning=False)
    say.say_debt(draft, seen, meaning=False)
    rest = (seen.hrv, seen.band, seen.resting, seen.usual, seen.debt)
    if seen.signs:
        draft.say(ClaimKind.MEANING, "Taken together, your recovery is behind your usual.", *rest)
    elif seen.known:
        draft.say(ClaimKind.MEANING, "Taken together, your recovery looks like your usual.", *rest)


def _urge(draft: Draft, seen: Recovery, found: Sequence[Finding]) -> None:
    if not seen.known and not found:
        return
    if seen.hrv_low or seen.resting_raised:
        draft.urge(_EASIER if seen.signs > 1 else _EASY, "today", findings=found)
        if seen.debt_high:
            draft.urge(_EARLIER, "tonight", findings=found)
    elif seen.debt_some:
        draft.urge(_EARLIER, "tonight", findings=found)
    else:
        draft.urge(_SAME_BEDTIME, "tonight", findings=found)


def _say_gap(draft: Draft, figures: Figures, wanted: Iterable[str]) -> None:
    """Say the most important gap only; the advice carries them all."""
    gaps = {gap.name: gap for gap in figures.gaps}
    first = next((gaps[name] for name in wanted if name in gaps), None)
    if first is not None:
        say.say_gap(draft, first)


def _any(*measures: Measure | None) -> bool:
    return any(measure is not None for measure in measures)


def _constraints(case: Case, seen: Recovery) -> list[Constraint]:
    until = case.today + timedelta(days=_HOLDS_DAYS)
    ceiling = _LESS if seen.signs > 1 else _NO_MORE
    signs = {
        "HRV below your usual range": seen.hrv_low,
        "a high sleep debt": seen.debt_high,
        "a raised resting heart rate": seen.resting_raised,
    }
    if not (seen.hrv_low or seen.debt_high):
        return []
    ask = "Less training load than usual" if ceiling < _NO_MORE else "No added training load"
    reason = f"{ask}: {', '.join(text for text, holds in signs.items() if holds)}"
    return [Constraint(_LOAD, ceiling, until, reason, Neuroscientist.name)]
