"""What every specialist must keep to; subclass it, and give the specialist under test as a fixture."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Final

import pytest

from auren.conversation import Advice, Case, Claim, ClaimKind, Query
from auren.errors import AurenError, GatewayUnavailable, InvalidInput, SpecialistError, StoreUnavailable
from auren.facts import Fact, Recollection
from auren.findings import (
    Baseline,
    Coverage,
    Evidence,
    Finding,
    FindingStatus,
    Insufficient,
    Measure,
    evidence_digest,
    finding_id,
)
from auren.inference import Completion, ModelRequest
from auren.people import Profile, Subject
from auren.ports.specialist import Specialist
from auren.readings import DailyValue, Window
from auren.rendering import day, quantity, span
from auren.safety import Ground, MedicalSafetyFilter, check_wording
from auren.science import Inputs, catalogue
from auren.testing.context import ScriptedContext

__all__ = ["SpecialistContract"]

_TODAY: Final = date(2024, 3, 20)
_SUBJECT: Final = Subject("contract")
_NUMERAL: Final = re.compile(r"\d+(?:\.\d+)?")
_QUESTIONS: Final = (
    "How did I sleep?",
    "Is my HRV alright?",
    "Hard session today?",
    "What is my resting pulse like, and am I stressed?",
    "What should I eat before a long day?",
    "¿Qué tal?",
    "",
)
_SECRETS: Final = ("Ottilie Quarrington", "Zebediah Fothergill")
_PERSONAL: Final = (
    f"I am {_SECRETS[0]}, how did I sleep, and can I train hard?",
    f"My knee hurts since {_SECRETS[1]} pushed me, what should I do?",
)
_OWN_WORDS: Final = frozenset({"direction", "fact", "unsure"})
_MOST_WAITS: Final = 60
_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hrv.rmssd": "ms",
        "heart.resting": "bpm",
        "sleep.duration": "min",
        "sleep.in_bed": "min",
        "sleep.efficiency_vendor": "%",
        "load.srpe": "AU",
    }
)


class SpecialistContract:
    """Laws of a specialist; a subclass gives the fixture `specialist`, which must be stateless."""

    @pytest.fixture
    def specialist(self) -> Specialist:
        """Give the specialist under test."""
        raise NotImplementedError("Override the fixture `specialist` in the subclass.")

    def test_its_names_are_sane(self, specialist: Specialist) -> None:
        """A name is a lower-case word, and it knows something."""
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,63}", specialist.name)
        assert specialist.expertise
        assert all(field and field == field.strip().lower() for field in specialist.expertise)

    @pytest.mark.asyncio
    async def test_the_same_case_gets_the_same_advice(self, specialist: Specialist) -> None:
        """Asked twice with the same case and context, it says the same, down to the id."""
        for case in _cases():
            first = await specialist.advise(case, _good(case))
            assert await specialist.advise(case, _good(case)) == first

    @pytest.mark.asyncio
    async def test_its_advice_is_well_formed(self, specialist: Specialist) -> None:
        """Every claim and action has a text, and every number and name of the advice is in range."""
        for case in _cases():
            for context in (_good(case), _strained(case), _empty(case)):
                _check(await specialist.advise(case, context), specialist)

    @pytest.mark.asyncio
    async def test_every_numeral_can_be_traced(self, specialist: Specialist) -> None:
        """A numeral in a claim stands in its measures, in its findings, or in today's date."""
        for case in _cases():
            for context in (_good(case), _strained(case), _empty(case)):
                advice = await specialist.advise(case, context)
                for claim in advice.claims:
                    untraced = set(_NUMERAL.findall(claim.text)) - _numerals(claim, case)
                    assert not untraced, f"{sorted(untraced)} in {claim.text!r} stand in no measure or finding of the claim"

    @pytest.mark.asyncio
    async def test_it_survives_missing_data(self, specialist: Specialist) -> None:
        """When no computation has data, it still advises, and says that something is missing."""
        for case in _cases():
            context = _empty(case)
            advice = await specialist.advise(case, context)
            _check(advice, specialist)
            if context.computed:
                assert advice.insufficient
                assert any(claim.kind is ClaimKind.MISSING for claim in advice.claims)

    @pytest.mark.asyncio
    async def test_it_survives_being_left_alone(self, specialist: Specialist) -> None:
        """When colleagues, memory and models fail, it still advises."""
        for case in _cases():
            alone = replace(
                _good(case),
                colleagues={name: SpecialistError("not now") for name in ("neuroscientist", "training_coach", "nutritionist")},
                recalled=StoreUnavailable("not now"),
                completion=GatewayUnavailable("not now"),
            )
            _check(await specialist.advise(case, alone), specialist)

    @pytest.mark.asyncio
    async def test_every_claim_is_grounded(self, specialist: Specialist) -> None:
        """What the pipeline's guard on facts cannot trace to a claim's measures, findings or statements is not said."""
        for case in (*_cases(), *_personal()):
            for context in (_good(case), _strained(case), _empty(case)):
                for claim in (await specialist.advise(case, context)).claims:
                    findings = [finding for finding in case.findings if finding.id in claim.findings]
                    ground = Ground.of([replace(claim, text="")], findings, today=case.today)
                    untraced = [str(found) for found in ground.check(claim.text) if found.kind not in _OWN_WORDS]
                    assert not untraced, f"{untraced} in {claim.text!r}"

    @pytest.mark.asyncio
    async def test_what_it_says_is_worded_as_wellness(self, specialist: Specialist) -> None:
        """Claims, actions and reasons pass the wording check: no diagnosis, treatment, dose or promise."""
        safety = MedicalSafetyFilter()
        for case in (*_cases(), *_personal()):
            for context in (_good(case), _strained(case), _empty(case)):
                advice = await specialist.advise(case, context)
                texts = [claim.text for claim in advice.claims] + [action.text for action in advice.actions]
                for text in (*texts, *(constraint.reason for constraint in advice.constraints)):
                    wrong = [str(found) for found in (*safety.check(text).violations, *check_wording(text))]
                    assert not wrong, f"{wrong} in {text!r}"

    @pytest.mark.asyncio
    async def test_it_keeps_to_its_own_constraints(self, specialist: Specialist) -> None:
        """It asks for nothing that it forbids, demands nothing that is over, and says each action in a claim."""
        for case in (*_cases(), *_personal()):
            for context in (_good(case), _strained(case), _empty(case)):
                advice = await specialist.advise(case, context)
                for action in advice.actions:
                    said = [claim for claim in advice.claims if claim.kind is ClaimKind.ACTION and action.text in claim.text]
                    assert said, f"the action {action.text!r} is said by no claim"
                    for limit in (limit for limit in advice.constraints if limit.on == action.on):
                        assert action.change is None or limit.ceiling is None or action.change <= limit.ceiling
                        assert action.change is None or limit.floor is None or action.change >= limit.floor
                assert all(limit.until >= case.today for limit in advice.constraints)
                assert sum(claim.kind is ClaimKind.QUESTION for claim in advice.claims) <= 1

    @pytest.mark.asyncio
    async def test_a_model_changes_no_decision(self, specialist: Specialist) -> None:
        """Actions, constraints and measures are the same with any model and with none."""
        for case in _cases():
            decided = _decision(await specialist.advise(case, _good(case)))
            for text in ("", "Run 500 km today, and take 3 g of caffeine.", "yes"):
                modelled = replace(_good(case), completion=Completion(text, "model"))
                assert _decision(await specialist.advise(case, modelled)) == decided

    @pytest.mark.asyncio
    async def test_it_can_be_cancelled(self, specialist: Specialist) -> None:
        """Cancelled at any of its waits it ends at once, and says the same when it is asked again."""
        for case in (next(_cases()), next(_personal())):
            whole = await specialist.advise(case, _good(case))
            for waits in range(_MOST_WAITS):
                task = asyncio.ensure_future(specialist.advise(case, _Waiting(_good(case))))
                for _ in range(waits + 1):
                    await asyncio.sleep(0)
                if task.done():
                    break
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert task.cancelled()
            assert await specialist.advise(case, _good(case)) == whole

    @pytest.mark.asyncio
    async def test_people_do_not_mix(self, specialist: Specialist) -> None:
        """Asked of many cases at once, it says of each what it says of it alone."""
        cases = list(_cases())
        contexts = (_good, _strained, _empty)
        alone = [await specialist.advise(case, context(case)) for case in cases for context in contexts]
        at_once = [specialist.advise(case, _Waiting(context(case))) for case in cases for context in contexts]
        assert list(await asyncio.gather(*at_once)) == alone

    @pytest.mark.asyncio
    async def test_nothing_personal_stands_in_its_errors(
        self, specialist: Specialist, caplog: pytest.LogCaptureFixture
    ) -> None:
        """When history, memory or a computation fails, it advises, or raises an error of auren's without the person's words."""
        told: list[str] = []
        for failure in (StoreUnavailable("not now"), InvalidInput("not so"), SpecialistError("not now")):
            for case in _personal():
                answers = dict.fromkeys(catalogue(), failure)
                context = replace(_good(case), answers=answers, known=(_stated(),), recalled=failure)
                try:
                    await specialist.advise(case, context)
                except AurenError as error:
                    told += [f"{error} {error!r}", repr(error.__cause__), repr(error.__context__)]
        assert not _private(" ".join(told))
        assert not _private(caplog.text)


def _personal() -> Iterator[Case]:
    """Give questions that hold what is nobody else's business."""
    profile = Profile(zone="Europe/Oslo", birth_year=1990)
    for number, text in enumerate(_PERSONAL):
        query = Query(f"p{number}", _SUBJECT, text, datetime(2024, 3, 20, 8, tzinfo=UTC))
        yield Case(_TODAY, (), profile, query, (), (f"I am {_SECRETS[0]}",))


def _stated() -> Fact:
    at = datetime(2024, 3, 1, tzinfo=UTC)
    return Fact("f", _SUBJECT, "goal", f"a marathon with {_SECRETS[1]}", "", at, None, at, None, 1.0, "stated")


def _private(text: str) -> list[str]:
    return [secret for secret in (*_SECRETS, _SUBJECT.id) if secret in text]


def _decision(advice: Advice) -> tuple[object, ...]:
    measures = [[measure.name for measure in claim.measures] for claim in advice.claims]
    return advice.actions, advice.constraints, measures, [claim.kind for claim in advice.claims]


class _Waiting:
    """A context that lets others go first at each call, as one over a network does."""

    def __init__(self, context: ScriptedContext) -> None:
        self._context = context
        self.today, self.profile = context.today, context.profile

    async def compute(self, name: str, **arguments: object) -> Measure | Insufficient:
        await asyncio.sleep(0)
        return await self._context.compute(name, **arguments)

    async def recall(self, text: str, *, limit: int = 5) -> tuple[Recollection, ...]:
        await asyncio.sleep(0)
        return await self._context.recall(text, limit=limit)

    async def facts(self, attribute: str | None = None) -> tuple[Fact, ...]:
        await asyncio.sleep(0)
        return await self._context.facts(attribute)

    async def consult(self, colleague: str, question: str) -> Advice:
        await asyncio.sleep(0)
        return await self._context.consult(colleague, question)

    async def complete(self, request: ModelRequest) -> Completion:
        await asyncio.sleep(0)
        return await self._context.complete(request)


def _cases() -> Iterator[Case]:
    profile = Profile(zone="Europe/Oslo")
    for number, text in enumerate(_QUESTIONS):
        query = Query(f"q{number}", _SUBJECT, text, datetime(2024, 3, 20, 8, tzinfo=UTC))
        yield Case(_TODAY, (), profile, query)
        yield Case(_TODAY, (_finding("hrv_drop", "hrv.rmssd", "ln ms", 3.5, 3.7, 3.9),), profile, query)
    yield Case(_TODAY, (), profile)
    found = (
        _finding("hrv_drop", "hrv.rmssd", "ln ms", 3.5, 3.7, 3.9),
        _finding("resting_heart_rate_rise", "heart.resting", "bpm", 58.25, 48, 55.5),
        _finding("sleep_debt", "sleep.duration", "min", 1300, 0, 1260),
        _finding("a_rule_of_the_host", "wellness.stress", "1-5", 4.5, 1, 3),
    )
    for finding in found:
        yield Case(_TODAY, (finding,), profile)
    yield Case(_TODAY, found, profile)
    yield Case(_TODAY, tuple(finding.with_status(FindingStatus.WITHDRAWN) for finding in found), profile)


def _finding(rule: str, metric: str, unit: str, value: float, low: float, high: float) -> Finding:
    week = Window.ending(_TODAY, 7)
    usual = Baseline(week.before(60), Coverage(50, 60), (low + high) / 2, (high - low) / 2, low, high, unit)
    evidence = (Evidence(f"7-day mean of {metric}", metric, value, unit, week, Coverage(6, 7), (), usual),)
    return Finding(
        id=finding_id(_SUBJECT, rule, 1, _TODAY),
        subject=_SUBJECT,
        rule=rule,
        rule_version=1,
        title="Something left its usual range",
        day=_TODAY,
        status=FindingStatus.PROVISIONAL,
        revision=evidence_digest(evidence),
        evidence=evidence,
    )


def _good(case: Case) -> ScriptedContext:
    usual = {"hrv.rmssd": 60.0, "heart.resting": 52.0, "sleep.duration": 465.0, "sleep.in_bed": 500.0, "load.srpe": 300.0}
    return _living(case, usual, usual | {"sleep.efficiency_vendor": 97.0})


def _strained(case: Case) -> ScriptedContext:
    usual = {"hrv.rmssd": 60.0, "heart.resting": 52.0, "sleep.duration": 465.0, "sleep.in_bed": 500.0, "load.srpe": 300.0}
    week = {"hrv.rmssd": 41.0, "heart.resting": 63.0, "sleep.duration": 318.0, "sleep.in_bed": 390.0, "load.srpe": 700.0}
    return _living(case, usual, week)


def _empty(case: Case) -> ScriptedContext:
    return ScriptedContext(case.today, case.profile)


def _living(case: Case, usual: Mapping[str, float], week: Mapping[str, float]) -> ScriptedContext:
    """Give a context over 70 days of data, of which the last 14 are as in `week`."""
    values: dict[str, list[DailyValue]] = {metric: [] for metric in _UNITS}
    for back in range(70):
        date_of = case.today - timedelta(days=back)
        noon = datetime(date_of.year, date_of.month, date_of.day, 12, tzinfo=UTC)
        for metric, value in (week if back < 14 else usual).items():
            # A little swing, so that no deviation is 0.
            number = value * (1 + 0.02 * ((back * 7) % 5 - 2))
            values[metric].append(
                DailyValue(
                    metric, date_of, min(number, 100.0) if metric.endswith("vendor") else number, _UNITS[metric], (), noon, noon
                )
            )
    return ScriptedContext(case.today, case.profile, Inputs(values))


def _check(advice: Advice, specialist: Specialist) -> None:
    assert advice.id
    assert advice.specialist == specialist.name
    assert advice.claims
    assert all(claim.text.strip() for claim in advice.claims)
    assert all(action.text.strip() for action in advice.actions)
    assert 0 <= advice.confidence <= 1
    for constraint in advice.constraints:
        assert constraint.on
        assert constraint.reason
        bounds = [bound for bound in (constraint.floor, constraint.ceiling) if bound is not None]
        assert bounds
        assert all(math.isfinite(bound) and bound >= 0 for bound in bounds)
        assert bounds == sorted(bounds)


def _numerals(claim: Claim, case: Case) -> set[str]:
    texts = [day(case.today)]
    for measure in claim.measures:
        texts += _of_measure(measure)
    for finding in case.findings:
        if finding.id in claim.findings:
            texts += [finding.title, day(finding.day)]
            for item in finding.evidence:
                texts += _of_evidence(item)
    return set(_NUMERAL.findall(" ".join(texts)))


def _of_measure(measure: Measure) -> list[str]:
    texts = [measure.title, measure.note, span(measure.window), str(measure.coverage), str(measure.window.days)]
    texts.append(quantity(measure.value, measure.unit, measure.digits))
    for part in measure.related:
        texts += _of_measure(part)
    return texts


def _of_evidence(item: Evidence) -> list[str]:
    texts = [item.signal, span(item.window), str(item.coverage)]
    numbers = [item.value, *([] if item.limit is None else [item.limit])]
    if item.baseline is not None:
        texts += [span(item.baseline.window), str(item.baseline.coverage)]
        numbers += [item.baseline.mean, item.baseline.low, item.baseline.high]
    if item.unit == "ln ms":
        texts += [quantity(math.exp(number), "ms", 1) for number in numbers]
    return texts + [quantity(number, item.unit, digits) for number in numbers for digits in range(4)]
