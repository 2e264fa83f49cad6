"""A finding in one sentence, made of its evidence."""

from __future__ import annotations

from auren.findings import Baseline, Evidence, Finding
from auren.rendering.dates import span
from auren.rendering.numbers import figure, milliseconds, number

__all__ = ["evidence_text", "summary"]


def summary(finding: Finding) -> str:
    """Give what was found and the numbers it rests on.

    Args:
        finding: any finding; one without evidence gives its title alone.
    """
    if not finding.evidence:
        return f"{finding.title}."
    return f"{finding.title}: {'; '.join(evidence_text(item) for item in finding.evidence)}."


def evidence_text(evidence: Evidence) -> str:
    """Give one signal's value, its window and what it was compared with.

    Args:
        evidence: any evidence.
    """
    when = f"on {span(evidence.window)}" if evidence.window.days == 1 else f"over {span(evidence.window)}"
    parts = [f"{evidence.signal} was {_shown(evidence.value, evidence.unit)} {when}"]
    if evidence.coverage.have < evidence.coverage.expected:
        parts[0] += f" ({evidence.coverage})"
    if evidence.baseline is not None:
        parts.append(_against_band(evidence, evidence.baseline))
    if evidence.limit is not None:
        parts.append(_against_limit(evidence.value, evidence.limit, evidence.unit))
    return ", ".join(parts)


def _against_band(evidence: Evidence, baseline: Baseline) -> str:
    value = evidence.value
    if evidence.unit != baseline.unit:
        side = "held against"
    else:
        side = "under" if value < baseline.low else "above" if value > baseline.high else "inside"
    low, high = (_end(end, baseline.unit) for end in (baseline.low, baseline.high))
    return f"{side} the band from {low} to {high} of {span(baseline.window)} ({baseline.coverage})"


def _against_limit(value: float, limit: float, unit: str) -> str:
    side = "under" if value < limit else "above" if value > limit else "at"
    return f"{side} the limit of {_shown(limit, unit)}"


def _shown(value: float, unit: str) -> str:
    return f"{number(value, 3)} ({milliseconds(value)})" if unit == "ln ms" else figure(value, unit)


def _end(value: float, unit: str) -> str:
    return number(value, 3) if unit == "ln ms" else figure(value, unit)
