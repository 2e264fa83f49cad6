"""`auren audit`, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOSTS = """
import socket
from auren import Pipeline
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.privacy.phi import RedactedModel

def good(model):
    return Pipeline(gateway=RedactedModel(model), history=InMemoryHistory(), journal=InMemoryJournal())

def leaky(model):
    return Pipeline(gateway=model, history=InMemoryHistory(), journal=InMemoryJournal())

def calling(model):
    try:
        socket.create_connection(("192.0.2.1", 443), timeout=1)
    except OSError:
        pass
    return good(model)
"""


def auren(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "hosts.py").write_text(HOSTS, encoding="utf-8")
    wide = {**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    command = [sys.executable, "-W", "error", "-m", "auren", "audit", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL, env=wide, cwd=folder
    )


def test_aurens_own_configuration_passes(tmp_path: Path) -> None:
    ran = auren(tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Nothing was found." in ran.stdout
    for name in ("red-flags", "personal-data", "consent", "isolation", "erasure", "network"):
        assert name in ran.stdout


def test_a_leak_ends_with_1_and_is_named(tmp_path: Path) -> None:
    ran = auren(tmp_path, "hosts:leaky", "--check", "personal-data", "--check", "consent")
    assert (ran.returncode, ran.stderr) == (1, "")
    words = " ".join(ran.stdout.split())
    assert "RedactedModel" in words
    assert "1 of 3 checks failed." in words


def test_json_is_the_report(tmp_path: Path) -> None:
    ran = auren(tmp_path, "hosts:leaky", "--json", "--check", "personal-data")
    report = json.loads(ran.stdout)
    assert (ran.returncode, report["ok"], report["format"]) == (1, False, "auren-audit-report-1")
    assert [check["status"] for check in report["checks"]] == ["failed", "passed"]
    assert auren(tmp_path, "hosts:good", "--json", "--check", "personal-data").returncode == 0


def test_a_configuration_that_calls_another_machine_is_stopped(tmp_path: Path) -> None:
    ran = auren(tmp_path, "hosts:calling", "--json", "--check", "personal-data")
    assert ran.returncode == 1
    assert [check["status"] for check in json.loads(ran.stdout)["checks"]] == ["passed", "failed"]


@pytest.mark.parametrize("given", [["nothing"], ["no_such:thing"], ["hosts:missing"], ["--check", "horoscope"]])
def test_bad_input_ends_in_one_clear_line(tmp_path: Path, given: list[str]) -> None:
    ran = auren(tmp_path, *given)
    assert ran.returncode == 2
    assert ran.stderr.startswith("auren:")
    assert "Traceback" not in ran.stderr
