"""Each value of the conversation as plain text or HTML."""

from __future__ import annotations

from typing import Literal, assert_never

from auren.conversation import Advice, Claim, RedFlag, Reply
from auren.findings import Evidence, Finding, FindingStatus, Insufficient, Measure
from auren.rendering.blocks import Block, Paragraph, Points, Section, Terms, as_html, as_text
from auren.rendering.dates import day, span
from auren.rendering.numbers import figure
from auren.rendering.sentence import evidence_text, summary

__all__ = ["Renderable", "insufficient_text", "measure_text", "render"]

Renderable = Reply | Advice | Claim | Finding | Measure | Insufficient | RedFlag | Evidence
"""What can be rendered."""

_WHEN = {"today": "today", "tonight": "tonight", "tomorrow": "tomorrow", "this_week": "this week"}
_STATUS = {
    FindingStatus.PROVISIONAL: "seen, not yet settled",
    FindingStatus.CONFIRMED: "confirmed",
    FindingStatus.REVISED: "revised after late data",
    FindingStatus.WITHDRAWN: "withdrawn after late data",
}


def render(value: Renderable, *, format: Literal["text", "html"] = "text") -> str:
    """Give a value in words.

    Args:
        value: any value of the conversation.
        format: plain text, or an HTML fragment in which everything is escaped.
    """
    blocks = _blocks(value)
    return as_html(blocks) if format == "html" else as_text(blocks)


def measure_text(measure: Measure) -> str:
    """Give a measure as one line: title, value, window and coverage.

    Args:
        measure: any measure.
    """
    shown = figure(measure.value, measure.unit, measure.digits)
    return f"{measure.title}: {shown}, {span(measure.window)}, {measure.coverage}"


def insufficient_text(gap: Insufficient) -> str:
    """Give what is missing for a computation as one line.

    Args:
        gap: any computation that gave no number.
    """
    return f"{gap.title}: not enough data over {span(gap.window)}; {gap.missing} (have {gap.have}, need {gap.need})"


def _blocks(value: Renderable) -> list[Block]:
    match value:
        case Reply():
            return _reply(value)
        case Advice():
            return _advice(value)
        case Claim():
            return [Paragraph(value.text), *_measures(value.measures)]
        case Finding():
            return [Paragraph(summary(value)), Terms((("Day", day(value.day)), ("Status", _STATUS[value.status])))]
        case Measure():
            return _measure(value)
        case Insufficient():
            return [Paragraph(f"{insufficient_text(value)}.")]
        case RedFlag():
            return [Paragraph(value.text), Terms((("Noticed", value.noticed),))]
        case Evidence():
            return [Paragraph(f"{evidence_text(value)}.")]
        case _:
            assert_never(value)


def _reply(reply: Reply) -> list[Block]:
    said = reply.text
    urgent = any(flag.level in ("E0", "E1", "R") for flag in reply.flags)
    # A red flag's fixed text must reach the person even if whoever built the reply forgot to say it.
    blocks: list[Block] = [Paragraph(flag.text) for flag in reply.flags if flag.text not in said]
    blocks += [Paragraph(sentence.text) for sentence in reply.sentences]
    if reply.degraded and not urgent:
        blocks.append(Paragraph("Some of the service was out of reach; what stands here was computed all the same."))
    to_do = tuple(
        f"{action.text.rstrip('.')} ({_WHEN[action.timing]})"
        for advice in reply.advice
        for action in advice.actions
        if action.text.rstrip(".") not in said
    )
    if to_do and not urgent:
        blocks.append(Section("To do", (Points(tuple(dict.fromkeys(to_do))),)))
    return blocks


def _advice(advice: Advice) -> list[Block]:
    blocks: list[Block] = [Paragraph(claim.text) for claim in advice.claims]
    if advice.actions:
        lines = tuple(f"{action.text.rstrip('.')} ({_WHEN[action.timing]})" for action in advice.actions)
        blocks.append(Section("To do", (Points(lines),)))
    numbers = tuple(dict.fromkeys(measure_text(measure) for claim in advice.claims for measure in claim.measures))
    if numbers:
        blocks.append(Section("Numbers", (Points(numbers),)))
    if advice.constraints:
        limits = tuple(f"{limit.reason} (until {day(limit.until)})" for limit in advice.constraints)
        blocks.append(Section("Limits", (Points(limits),)))
    if advice.insufficient:
        blocks.append(Section("Not known", (Points(tuple(insufficient_text(gap) for gap in advice.insufficient)),)))
    blocks.append(Section("From", (Paragraph(f"{advice.specialist}, confidence {advice.confidence:.0%}"),)))
    return blocks


def _measures(measures: tuple[Measure, ...]) -> list[Block]:
    return [Points(tuple(measure_text(measure) for measure in measures))] if measures else []


def _measure(measure: Measure) -> list[Block]:
    citation = measure.citation
    pairs = [
        ("Dates", span(measure.window)),
        ("Coverage", str(measure.coverage)),
        *((part.title, figure(part.value, part.unit, part.digits)) for part in measure.related),
        ("Source", f"{citation.text} (grade {citation.grade}{'' if citation.verified else ', constant not yet checked'})"),
    ]
    if measure.note:
        pairs.append(("Note", measure.note))
    return [Paragraph(f"{measure.title}: {figure(measure.value, measure.unit, measure.digits)}"), Terms(tuple(pairs))]
