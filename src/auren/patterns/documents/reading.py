"""From a document to its rule."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from auren.errors import RuleError
from auren.findings import Citation
from auren.patterns import conditions
from auren.patterns.bands import Band, QuantileBand, UsualBand
from auren.patterns.conditions import Condition
from auren.patterns.documents import models
from auren.patterns.relative import Relative
from auren.patterns.rule import Rule
from auren.patterns.runs import Run
from auren.patterns.sequences import Sequence
from auren.patterns.sequences.days import DayTest, Than
from auren.patterns.sequences.pattern import Inner, Join, Skip
from auren.patterns.sequences.stages import DayGroup, DayPart, DayStage, Step
from auren.patterns.series import Series
from auren.patterns.settling import settle_h
from auren.patterns.sighting import Observed
from auren.patterns.signals import DailySignal, Signal
from auren.readings import STANDARD_METRICS, MetricRegistry

__all__ = ["read_rule"]

_MOST_FAULTS = 5


def read_rule(document: Mapping[str, object], *, metrics: MetricRegistry = STANDARD_METRICS) -> Rule:
    """Give the rule that a document says, checked against the metrics.

    Raises:
        RuleError: the document is not one, names something unknown, or says a rule without meaning.
    """
    try:
        read = models.RuleDocument.model_validate(document)
    except ValidationError as error:
        raise RuleError(f"The rule document cannot be read: {_faults(error)}.") from error
    when = _condition(read.when)
    rule = Rule(
        name=read.name,
        version=read.version,
        title=read.title,
        when=when,
        acts_on=read.acts_on,
        settle_h=settle_h(when.reads) if read.settle_h is None else read.settle_h,
        repeat_after_days=read.repeat_after_days,
        flag=read.flag,
        domain=read.domain,
        citations=tuple(Citation(item.id, item.text, item.grade, item.verified) for item in read.citations),
    )
    rule.compile(metrics)
    return rule


def _faults(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False)
    told = [f"{'.'.join(map(str, fault['loc'])) or 'rule'}: {fault['msg']}" for fault in found[:_MOST_FAULTS]]
    return "; ".join([*told, *([f"and {len(found) - _MOST_FAULTS} more"] if len(found) > _MOST_FAULTS else [])])


def _condition(read: models.AnyConditionDocument) -> Condition:
    match read:
        case models.CompareDocument(limit=None, band=None):
            raise RuleError("A signal was compared with nothing; give a limit or a band.")
        case models.CompareDocument(band=None, limit=models.AmountDocument(value=value, unit=unit)):
            return conditions.Comparison(_signal(read.signal), read.relation, value, unit)
        case models.CompareDocument():
            band = read.band
            if band is None:
                raise RuleError("A signal was compared with nothing; give a limit or a band.")
            return conditions.Comparison(_signal(read.signal), read.relation, _band(band))
        case models.AllDocument():
            return conditions.All(tuple(map(_condition, read.of)))
        case models.AnyDocument():
            return conditions.Any(tuple(map(_condition, read.of)))
        case models.NotDocument():
            return conditions.Not(_condition(read.of))
        case models.OnDaysDocument():
            return conditions.OnDays(_condition(read.of), read.count, read.days)
        case models.SequenceDocument():
            skip = Skip() if read.skip is None else Skip(read.skip.to, read.skip.stage)
            return Sequence(tuple(map(_step, read.steps)), read.days, read.last_days, read.contiguity, skip)


def _signal(read: models.AnySignalDocument) -> Observed:
    match read:
        case models.WindowDocument(form="value", days=1, at_least=1, span=0.0, band=None):
            return DailySignal(_series(read.series), 1, 1, "value")
        case models.WindowDocument():
            band = None if read.band is None else _band(read.band)
            return Signal(_series(read.series), read.days, read.at_least, read.form, band, read.span)
        case models.RelativeDocument():
            return Relative(_signal(read.signal), _band(read.usual), read.to)
        case models.RunDocument():
            return Run(_condition(read.condition), read.most, read.kind)


def _band(read: models.AnyBandDocument) -> UsualBand:
    series = _series(read.series)
    if isinstance(read, models.QuantilesDocument):
        return QuantileBand(series, read.days, read.at_least, read.low, read.high)
    return Band(series, read.days, read.at_least, read.sd, read.at_least_wide)


def _series(read: models.SeriesDocument) -> Series:
    need, unit = (None, "") if read.short_of is None else (read.short_of.value, read.short_of.unit)
    return Series(read.metric, read.ln, need, unit, read.clock or "")


def _step(read: models.StepDocument) -> Step:
    return Step(Join(read.join), _part(read.part))


def _part(read: models.StageDocument | models.GroupDocument) -> DayPart:
    inner = Inner(read.inner)
    if isinstance(read, models.GroupDocument):
        return DayGroup(
            steps=tuple(map(_step, read.steps)),
            at_least=read.at_least,
            at_most=read.at_most,
            inner=inner,
            is_optional=read.optional,
            is_greedy=read.greedy,
        )
    return DayStage(
        name=read.name,
        test=DayTest(
            _condition(read.when),
            tuple(Than(_signal(item.signal), item.relation, item.stage, item.which) for item in read.than),
            within_days=read.within_days,
        ),
        ends=None if read.until is None else DayTest(_condition(read.until)),
        at_least=read.at_least,
        at_most=read.at_most,
        inner=inner,
        is_optional=read.optional,
        is_greedy=read.greedy,
    )
