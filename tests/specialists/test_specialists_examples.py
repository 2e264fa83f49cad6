"""The specialists of the examples keep the contract that every specialist keeps."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from auren.ports import Specialist
from auren.specialists import from_document
from auren.testing.contracts.specialist import SpecialistContract

EXAMPLES = Path(__file__).parents[2] / "examples"


def of_example(name: str) -> dict[str, object]:
    return runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name=name)


class TestRunningCoach(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return of_example("own_specialist")["COACH"]  # type: ignore[return-value]


class TestMountainCoach(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return of_example("own_specialist_altitude")["mountain_coach"]()  # type: ignore[operator, no-any-return]


class TestShiftSleepDocument(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return from_document(EXAMPLES / "own_specialist_shift_sleep.yaml")


class TestBreathingDocument(SpecialistContract):
    @pytest.fixture
    def specialist(self) -> Specialist:
        return from_document(EXAMPLES / "own_specialist_breathing.json")


def test_a_specialist_of_ones_own_takes_under_thirty_lines() -> None:
    text = (EXAMPLES / "own_specialist.py").read_text(encoding="utf-8")
    specialist = text.split("from here ...\n")[1].split("# ... to here.")[0]
    lines = [line for line in specialist.splitlines() if line.strip()]
    imports = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert len(lines) < 30
    assert len(lines) + len([line for line in imports if "conversation" in line or "framework" in line]) < 30
