"""A replay that is killed and begun again loses no finding and doubles none; the benchmark kills more often."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks._patterns_kills import kill_proof


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a process is killed by a signal that this system lacks")
def test_no_finding_is_lost_or_doubled_by_being_killed() -> None:
    proof = kill_proof(3, seed=3)
    assert proof.kills == 3
    assert proof.findings > 20
    assert (proof.lost, proof.doubled) == (0, 0)
