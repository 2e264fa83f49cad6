"""The why of a reply: each number down to the daily values and the ids of their readings, as an indented tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auren.conversation import Advice, Claim, Constraint, Reply, Sentence
from auren.findings import Baseline, Citation, Evidence, Finding, Measure
from auren.readings import DailyValue
from auren.rendering.blocks import printable
from auren.rendering.dates import day, span
from auren.rendering.numbers import exact, figure
from auren.rendering.rendered import insufficient_text
from auren.rendering.sentence import evidence_text

__all__ = ["explain"]

_STEP = "  "
_WORDED = {"fixed": "fixed safety text", "model": "worded by a model, checked", "plain": "plain form"}


@dataclass(frozen=True, slots=True)
class _Node:
    text: str = field(repr=False)
    children: tuple[_Node, ...] = ()


def explain(reply: Reply) -> str:
    """Give the whole provenance of a reply as plain text.

    Args:
        reply: any reply.
    """
    return printable("\n".join(_lines(_Tree().reply(reply), 0)))


def _lines(node: _Node, depth: int) -> Iterator[str]:
    head, *more = node.text.splitlines() or [""]
    yield f"{_STEP * depth}{head}"
    yield from (f"{_STEP * depth}  {line}" for line in more)
    for child in node.children:
        yield from _lines(child, depth + 1)


class _Tree:
    """Builds the nodes and remembers which runs of daily values already stand in the tree, so that each stands once."""

    def __init__(self) -> None:
        self._listed: dict[tuple[DailyValue, ...], str] = {}

    def reply(self, reply: Reply) -> _Node:
        counter = 0
        parts: list[_Node] = []
        if reply.flags:
            parts.append(_Node("red flags", tuple(_flag(f.id, f.level, f.noticed, f.origin) for f in reply.flags)))
        parts.append(_Node("said", tuple(_sentence(number, s) for number, s in enumerate(reply.sentences, 1))))
        for advice in reply.advice:
            parts.append(self._advice(advice, counter))
            counter += len(advice.claims)
        if reply.findings:
            parts.append(_Node("findings", tuple(self._finding(finding) for finding in reply.findings)))
        parts += _running(reply)
        answers = f" to question {reply.query_id}" if reply.query_id else ""
        return _Node(f"{reply.kind} {reply.id}{answers}, {day(reply.at.date())} {reply.at:%H:%M %Z}", tuple(parts))

    def _advice(self, advice: Advice, counter: int) -> _Node:
        parts = [self._claim(counter + offset, claim) for offset, claim in enumerate(advice.claims, 1)]
        parts += [_Node(f"action, {action.timing.replace('_', ' ')}: {action.text}") for action in advice.actions]
        parts += [
            _Node(f"limit on {limit.on}: {_bounds(limit)} of the usual until {day(limit.until)}; {limit.reason}")
            for limit in advice.constraints
        ]
        parts += [_Node(f"no number for {insufficient_text(gap)}") for gap in advice.insufficient]
        asked = f", asked {', '.join(advice.consulted)}" if advice.consulted else ""
        return _Node(f"advice {advice.id} by {advice.specialist}, confidence {advice.confidence:.0%}{asked}", tuple(parts))

    def _claim(self, number: int, claim: Claim) -> _Node:
        parts = [self._measure(measure, "measure") for measure in claim.measures]
        parts += [_Node(f"rests on finding {finding}") for finding in claim.findings]
        parts += [_citation(citation) for citation in claim.citations]
        return _Node(f"claim {number}, {claim.kind}: {claim.text}", tuple(parts))

    def _measure(self, measure: Measure, role: str) -> _Node:
        parts = [
            _Node(f"computed by {measure.name} over {span(measure.window)}, {measure.coverage}"),
            _citation(measure.citation),
        ]
        if measure.note:
            parts.append(_Node(f"note: {measure.note}"))
        parts += [self._measure(part, "beside it") for part in measure.related]
        parts += self._days(measure.inputs, measure.title)
        return _Node(f"{role} {measure.title}: {figure(measure.value, measure.unit, measure.digits)}", tuple(parts))

    def _finding(self, finding: Finding) -> _Node:
        parts = [self._evidence(item) for item in finding.evidence]
        head = f"finding {finding.id}, {finding.title}, {day(finding.day)}, {finding.status}"
        flag = f", raises red flag {finding.flag}" if finding.flag else ""
        rule = f"rule {finding.rule} version {finding.rule_version}, revision {finding.revision}"
        return _Node(f"{head}{flag}", (_Node(rule), *parts))

    def _evidence(self, evidence: Evidence) -> _Node:
        parts = [_Node(f"metric {evidence.metric}, {evidence.coverage}"), *self._days(evidence.inputs, evidence.signal)]
        if evidence.baseline is not None:
            parts.append(self._baseline(evidence.baseline, f"baseline of {evidence.signal}"))
        return _Node(f"evidence {evidence_text(evidence)}", tuple(parts))

    def _baseline(self, baseline: Baseline, label: str) -> _Node:
        low, high = (figure(end, baseline.unit) for end in (baseline.low, baseline.high))
        parts = [
            _Node(f"mean {figure(baseline.mean, baseline.unit)}, sd {exact(baseline.sd, baseline.unit)}"),
            *self._days(baseline.inputs, label),
        ]
        return _Node(f"baseline over {span(baseline.window)}, {baseline.coverage}: {low} to {high}", tuple(parts))

    def _days(self, values: tuple[DailyValue, ...], label: str) -> list[_Node]:
        if not values:
            return []
        count = f"{len(values)} daily value{'' if len(values) == 1 else 's'}"
        seen = self._listed.setdefault(values, label)
        if seen != label:
            return [_Node(f"{count}: the same as under {seen}")]
        metrics = sorted({value.metric for value in values})
        lines = tuple(_Node(_daily(value, named=len(metrics) > 1)) for value in values)
        return [_Node(f"{count} of {', '.join(metrics)}", lines)]


def _daily(value: DailyValue, *, named: bool) -> str:
    metric = f"{value.metric}  " if named else ""
    return f"{value.day.isoformat()}  {metric}{exact(value.value, value.unit)}  {', '.join(value.reading_ids) or 'no reading'}"


def _sentence(number: int, sentence: Sentence) -> _Node:
    claim = "" if sentence.claim is None else f", claim {sentence.claim + 1}"
    replaced = (_Node(f"a model's sentence was replaced: {sentence.replaced}"),) if sentence.replaced else ()
    return _Node(f"{number}. {sentence.text}", (_Node(f"{_WORDED[sentence.origin]}{claim}"), *replaced))


def _flag(id: str, level: str, noticed: str, origin: str) -> _Node:
    return _Node(f"{id}, level {level}, from {'the words' if origin == 'text' else 'the data'}: {noticed}")


def _citation(citation: Citation) -> _Node:
    unread = "" if citation.verified else ", constant not yet checked"
    return _Node(f"formula {citation.id}, grade {citation.grade}{unread}: {citation.text}")


def _bounds(limit: Constraint) -> str:
    parts = [] if limit.ceiling is None else [f"at most {limit.ceiling:.0%}"]
    parts += [] if limit.floor is None else [f"at least {limit.floor:.0%}"]
    return " and ".join(parts) or "any amount"


def _running(reply: Reply) -> list[_Node]:
    usage = reply.usage
    parts: list[_Node] = []
    if reply.route:
        parts.append(_Node("route", tuple(_Node(step) for step in reply.route)))
    if usage.input_tokens or usage.output_tokens or usage.cost_micro_usd:
        bound = "" if usage.exact else ", at most"
        parts.append(
            _Node(f"used {usage.input_tokens} tokens in, {usage.output_tokens} out, {usage.cost_micro_usd} micro-USD{bound}")
        )
    if reply.failures:
        parts.append(_Node("failed", tuple(_Node(failure) for failure in reply.failures)))
    parts.append(_Node("degraded: something configured could not be used" if reply.degraded else "not degraded"))
    return parts
