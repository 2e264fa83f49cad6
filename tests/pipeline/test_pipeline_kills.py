"""A replay that is killed and begun again loses no finding and doubles none; the benchmark kills more often."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from benchmarks import _patterns_kills
from benchmarks._patterns_kills import kill_proof

from auren.findings import Finding

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a process is killed by a signal that this system lacks")


def test_no_finding_is_lost_or_doubled_by_being_killed() -> None:
    proof = kill_proof(3, seed=3)
    assert proof.kills == 3
    assert proof.findings > 20
    assert (proof.lost, proof.doubled) == (0, 0)


def test_the_proof_sees_a_finding_that_is_lost_and_one_that_is_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    left = _patterns_kills._left  # pyright: ignore[reportPrivateUsage]

    async def wrong(file: Path) -> list[Finding]:
        first, second, *others = await left(file)
        return [first, second, *others] if file.stem == "whole" else [second, second, *others]

    monkeypatch.setattr(_patterns_kills, "_left", wrong)
    proof = kill_proof(1, seed=3)
    assert (proof.kills, proof.lost, proof.doubled) == (1, 1, 1)
