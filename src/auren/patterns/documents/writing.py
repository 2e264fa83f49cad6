"""From a rule to its document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from auren.errors import RuleError
from auren.patterns import conditions
from auren.patterns.bands import Band, QuantileBand, UsualBand
from auren.patterns.documents import models
from auren.patterns.relative import Relative
from auren.patterns.runs import Run
from auren.patterns.sequences import Sequence
from auren.patterns.sequences.stages import DayGroup, DayPart, Step
from auren.patterns.series import Series
from auren.patterns.settling import settle_h
from auren.patterns.signals import Signal

if TYPE_CHECKING:
    from auren.patterns.conditions import Condition
    from auren.patterns.rule import Rule
    from auren.patterns.sighting import Observed

__all__ = ["write_rule"]


def write_rule(rule: Rule) -> dict[str, object]:
    """Give a rule as plain data for JSON or YAML, in which what is usual is left out.

    Raises:
        RuleError: the rule has a signal or condition of one's own, which no document can say.
    """
    document = models.RuleDocument(
        format=models.FORMAT,
        name=rule.name,
        version=rule.version,
        title=rule.title,
        when=_condition(rule.when),
        acts_on=rule.acts_on,
        settle_h=None if rule.settle_h == settle_h(rule.when.reads) else rule.settle_h,
        repeat_after_days=rule.repeat_after_days,
        flag=rule.flag,
        domain=rule.domain,
        citations=[models.CitationDocument(**asdict(citation)) for citation in rule.citations],
    )
    return document.model_dump(mode="json", exclude_defaults=True)


def _condition(condition: Condition) -> models.AnyConditionDocument:
    match condition:
        case conditions.Comparison(signal, relation, limit, unit):
            if isinstance(limit, UsualBand):
                return models.CompareDocument(kind="compare", signal=_signal(signal), relation=relation, band=_band(limit))
            amount = models.AmountDocument(value=limit, unit=unit)
            return models.CompareDocument(kind="compare", signal=_signal(signal), relation=relation, limit=amount)
        case conditions.All(parts):
            return models.AllDocument(kind="all", of=[_condition(part) for part in parts])
        case conditions.Any(parts):
            return models.AnyDocument(kind="any", of=[_condition(part) for part in parts])
        case conditions.Not(part):
            return models.NotDocument(kind="not", of=_condition(part))
        case conditions.OnDays(part, count, of):
            return models.OnDaysDocument(kind="on_days", of=_condition(part), count=count, days=of)
        case Sequence(steps, days, last_days, contiguity, after_match):
            return models.SequenceDocument(
                kind="sequence",
                steps=[_step(step) for step in steps],
                days=days,
                last_days=last_days,
                contiguity=contiguity,
                skip=None
                if after_match.kind == "no_skip"
                else models.SkipDocument(to=after_match.kind, stage=after_match.stage),
            )
        case _:
            raise RuleError(
                f"A condition of the type {type(condition).__name__} has no document; make it of auren's own parts."
            )


def _signal(signal: Observed) -> models.AnySignalDocument:
    match signal:
        case Signal(series, days, at_least, form, band, span):
            return models.WindowDocument(
                kind="window",
                series=_series(series),
                form=form,
                days=days,
                at_least=at_least,
                span=span,
                band=None if band is None else _band(band),
            )
        case Relative(inner, usual, to):
            return models.RelativeDocument(kind="relative", signal=_signal(inner), usual=_band(usual), to=to)
        case Run(condition, most, form):
            return models.RunDocument(kind=form, condition=_condition(condition), most=most)
        case _:
            raise RuleError(f"A signal of the type {type(signal).__name__} has no document; make it of auren's own parts.")


def _band(band: UsualBand) -> models.AnyBandDocument:
    series = _series(band.series)
    match band:
        case Band(_, days, at_least, sd, wide):
            return models.UsualDocument(kind="usual", series=series, days=days, at_least=at_least, sd=sd, at_least_wide=wide)
        case QuantileBand(_, days, at_least, low, high):
            return models.QuantilesDocument(kind="usual_range", series=series, days=days, at_least=at_least, low=low, high=high)
        case _:
            raise RuleError(f"A band of the type {type(band).__name__} has no document; make it of auren's own parts.")


def _series(series: Series) -> models.SeriesDocument:
    need = None if series.need is None else models.AmountDocument(value=series.need, unit=series.need_unit)
    return models.SeriesDocument(metric=series.metric, ln=series.logarithm, short_of=need, clock=series.clock or None)


def _step(step: Step) -> models.StepDocument:
    return models.StepDocument(join=step.join.value, part=_part(step.part))


def _part(part: DayPart) -> models.StageDocument | models.GroupDocument:
    if isinstance(part, DayGroup):
        return models.GroupDocument(
            kind="group",
            steps=[_step(step) for step in part.steps],
            at_least=part.at_least,
            at_most=part.at_most,
            inner=part.inner.value,
            optional=part.is_optional,
            greedy=part.is_greedy,
        )
    return models.StageDocument(
        kind="stage",
        name=part.name,
        when=_condition(part.test.condition),
        than=[
            models.ThanDocument(signal=_signal(item.signal), relation=item.relation, stage=item.stage, which=item.which)
            for item in part.test.than
        ],
        until=None if part.ends is None else _condition(part.ends.condition),
        within_days=part.test.within_days,
        at_least=part.at_least,
        at_most=part.at_most,
        inner=part.inner.value,
        optional=part.is_optional,
        greedy=part.is_greedy,
    )
