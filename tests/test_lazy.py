"""Packages that load their names when they are first asked for: each name is there, and none is promised in vain."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import auren
from auren._lazy import later

ROOT = Path(auren.__file__).parent
LAZY = sorted(
    ".".join(("auren", *path.parent.relative_to(ROOT).parts))
    for path in ROOT.rglob("__init__.py")
    if "import later" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("package", LAZY)
def test_every_public_name_is_there_and_listed(package: str) -> None:
    module = import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not None
    assert set(module.__all__) <= set(dir(module))


@pytest.mark.parametrize("package", LAZY)
def test_an_unknown_name_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'Nothing'"):
        import_module(package).__getattr__("Nothing")


def test_a_name_is_looked_for_once() -> None:
    load, names = later(__name__, {"auren.clock": ("FrozenClock",)})
    assert "FrozenClock" in names()
    assert load("FrozenClock") is globals()["FrozenClock"]


def test_a_question_to_the_team_loads_no_array_library_and_no_reader_of_documents() -> None:
    code = """
import asyncio, sys
from datetime import UTC, date, datetime
from auren.conversation import Case, Query
from auren.people import Profile, Subject
from auren.science import Inputs
from auren.specialists import AestheticConsultant, Neuroscientist, Nutritionist, PhysicalTherapist, TrainingCoach
from auren.testing.context import ScriptedContext

async def run():
    team = [Neuroscientist(), Nutritionist(), TrainingCoach(), PhysicalTherapist(), AestheticConsultant()]
    today, profile = date(2025, 3, 6), Profile(zone="Europe/Berlin")
    query = Query("q", Subject("p"), "Should I train hard today?", datetime(2025, 3, 6, 8, tzinfo=UTC))
    case = Case(today, (), profile, query)
    return [await member.advise(case, ScriptedContext(today, profile, Inputs({}))) for member in team]

assert all(asyncio.run(run()))
print(*sorted({name.split(".")[0] for name in sys.modules}))
print(*sorted(name for name in sys.modules if name.startswith("auren.")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules, ours = (set(line.split()) for line in done.stdout.splitlines())
    assert not modules & {"numpy", "pydantic", "yaml", "sqlalchemy", "httpx", "aiohttp"}
    assert not ours & {f"auren.safety.flags.{name}" for name in ("english", "french", "german", "portuguese", "spanish")}
    assert not modules & {"html", "statistics", "tempfile", "urllib"}
    assert not ours & {
        f"auren.{name}"
        for name in (
            "conversation.messages",
            "conversation.replies",
            "facts",
            "holds",
            "rendering.provenance",
            "rendering.rendered",
            "safety.holds",
            "safety.numbers.tokens",
            "specialists.documents",
            "specialists.orchestrator",
            "specialists.understanding.turns",
        )
    }


def test_importing_the_pipeline_loads_no_array_library() -> None:
    code = "import sys; from auren import Pipeline; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "pydantic", "yaml", "sqlalchemy", "httpx"}
