"""The front door holds exactly these names, each loads on first use, and importing it loads next to nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

import auren

PUBLIC = [
    "STANDARD_METRICS",
    "Advice",
    "Channel",
    "Claim",
    "Clock",
    "Directory",
    "Embedder",
    "Erasable",
    "EventBus",
    "Finding",
    "FrozenClock",
    "Gateway",
    "History",
    "Insufficient",
    "Journal",
    "Ledger",
    "Measure",
    "Memory",
    "MemoryStore",
    "Metric",
    "MetricRegistry",
    "Model",
    "Neuroscientist",
    "PatternRule",
    "Pipeline",
    "Profile",
    "Query",
    "QuietHours",
    "Reading",
    "Reply",
    "SimulatedClock",
    "Specialist",
    "SpecialistContext",
    "Subject",
    "SystemClock",
    "Window",
    "errors",
    "shipped_rules",
]
DRIVERS = {
    "aiosqlite",
    "asyncpg",
    "chromadb",
    "httpx",
    "litellm",
    "numpy",
    "openai",
    "opentelemetry",
    "pandas",
    "pydantic",
    "redis",
    "rich",
    "sqlalchemy",
    "typer",
}


def test_the_names_are_these() -> None:
    assert auren.__all__ == PUBLIC


def test_the_names_are_sorted_constants_first_then_classes_then_the_rest() -> None:
    assert auren.__all__ == sorted(set(auren.__all__), key=lambda name: (not name.isupper(), not name[0].isupper(), name))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_name_resolves_and_stays_the_same_object(name: str) -> None:
    first: object = getattr(auren, name)
    assert getattr(auren, name) is first


def test_dir_lists_every_name() -> None:
    assert {*PUBLIC, "__version__"} <= set(dir(auren))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'auren' has no attribute 'Gatway'"):
        auren.__getattr__("Gatway")
    assert not hasattr(auren, "Gatway")


def test_star_gives_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from auren import *", names)  # noqa: S102 - a star import is only allowed at the top of a module
    assert set(PUBLIC) <= set(names)


def test_importing_auren_loads_no_driver() -> None:
    loaded = _loaded_by("import auren")
    assert not loaded & DRIVERS


@pytest.mark.parametrize("name", ["Reading", "Profile", "Finding", "Reply", "errors"])
def test_a_plain_value_loads_no_driver(name: str) -> None:
    assert not _loaded_by(f"from auren import {name}") & DRIVERS


def test_python_m_auren_is_the_command() -> None:
    assert find_spec("auren.__main__") is not None


def _loaded_by(statement: str) -> set[str]:
    program = f"import json, sys; {statement}; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout)
    return set(names)
