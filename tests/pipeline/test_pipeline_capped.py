"""A sequence that branches too often: the finding says so on its page and in the journal, and a counter counts it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint
from pipeline_house import ANNA, DAY, HIGH, House, resting

from auren._telemetry import METRIC_CAPPED
from auren.patterns import Rule, daily, sequence, stage

RAISED, HIGHEST = daily("heart.resting").above(60, "bpm"), daily("heart.resting").above(95, "bpm")
BRANCHING = Rule(
    "branching",
    1,
    "Branching",
    sequence(stage("high", RAISED).or_more().in_any_choice()).followed_by("last", HIGHEST).within(days=13),
)


def counts(reader: InMemoryMetricReader) -> dict[str, int | float]:
    data = reader.get_metrics_data()
    found = (
        [metric for part in data.resource_metrics for scope in part.scope_metrics for metric in scope.metrics] if data else []
    )
    points = [point for metric in found if metric.name == METRIC_CAPPED for point in metric.data.data_points]
    return {str((point.attributes or {})["rule"]): point.value for point in points if isinstance(point, NumberDataPoint)}


async def test_a_capped_finding_is_counted_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = InMemoryMetricReader()
    monkeypatch.setattr(metrics, "get_meter", MeterProvider(metric_readers=[reader]).get_meter)
    house = House(rules=(HIGH, BRANCHING))
    days = [resting(100 if back == 0 else 70, DAY - timedelta(days=back)) for back in range(13)]
    async with house.pipeline as auren:
        await auren.ingest(days)
        findings = await auren.history(ANNA).findings()
    capped = [finding for finding in findings if finding.rule == "branching"]
    assert [(finding.day, finding.capped > 1000) for finding in capped] == [(DAY, True)]
    assert not any(finding.capped for finding in findings if finding.rule == "high")
    assert counts(reader) == {"branching": 1}
