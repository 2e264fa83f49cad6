"""The command line, run as a user runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parents[3] / "shared" / "data"
P01 = DATA / "pmdata" / "p01"
GARMIN = DATA / "garmin" / "daily_hrv_paginate.json"


def auren(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m auren` with warnings as errors, without a terminal."""
    command = [sys.executable, "-W", "error", "-m", "auren", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL, env=_wide()
    )


def _wide() -> dict[str, str]:
    import os

    return {**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}


def test_the_demo_needs_nothing() -> None:
    ran = auren("demo")
    assert (ran.returncode, ran.stderr) == (0, "")
    for part in ("1  Read", "2  Found", "3  Why", "4  Said", "hrv_drop"):
        assert part in ran.stdout


@pytest.mark.skipif(not P01.is_dir(), reason="the PMData recordings are not beside this checkout")
def test_the_demo_reads_a_real_export() -> None:
    ran = auren("demo", "--data", str(P01), "--zone", "Europe/Oslo", "--question", "How did I sleep?")
    assert (ran.returncode, ran.stderr) == (0, "")
    words = " ".join(ran.stdout.split())
    for part in ("sleep logs 155", "resting-heart-rate days 152", "exercises 190"):
        assert part in words
    assert "fitbit:sleep:" in ran.stdout


@pytest.mark.skipif(not GARMIN.is_file(), reason="the Garmin recordings are not beside this checkout")
def test_the_zone_is_asked_for_and_never_guessed() -> None:
    ran = auren("demo", "--data", str(GARMIN))
    assert ran.returncode == 2
    assert "--zone" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("demo", "--data", "/no/such/place", "--zone", "Europe/Oslo"), "no such file or folder"),
        (("demo", "--data", ".", "--zone", "Mars/Olympus"), "Mars/Olympus"),
        (("ask", "   "), "empty question"),
    ],
)
def test_bad_input_ends_in_one_clear_line(arguments: tuple[str, ...], said: str) -> None:
    ran = auren(*arguments)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_ask_answers_one_question() -> None:
    ran = auren("ask", "Should I train hard today?")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Should I train hard today?" in ran.stdout


def test_replay_shows_when_things_would_have_happened() -> None:
    ran = auren("replay")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "120 days played" in ran.stdout
    assert "provisional" in ran.stdout
    assert "confirmed" in ran.stdout


def test_doctor_finds_all_well() -> None:
    ran = auren("doctor")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "All is well." in ran.stdout


def test_a_missing_package_ends_in_the_pip_command() -> None:
    """Without typer, the command says what to install and nothing else."""
    code = "import sys; sys.modules['typer'] = None; from auren.cli import main; main()"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert 'python -m pip install "auren[cli]"' in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(not P01.is_dir(), reason="the PMData recordings are not beside this checkout")
def test_ingest_says_what_it_read_and_what_it_left_out() -> None:
    ran = auren("ingest", str(P01), "--zone", "Europe/Oslo")
    assert (ran.returncode, ran.stderr) == (0, "")
    words = " ".join(ran.stdout.split())
    for part in ("is pmdata: the folder holds pmsys/wellness.csv", "sleep logs 155 0 5", "skipped 27:", "Nothing was kept"):
        assert part in words


def test_ingest_keeps_readings_once(tmp_path: Path) -> None:
    nights = tmp_path / "hrv.json"
    nights.write_text('{"hrvSummaries": [{"calendarDate": "2023-07-01", "lastNightAvg": 44}]}')
    url = f"sqlite+aiosqlite:///{tmp_path / 'kept.db'}"
    for said in ("Kept 1 new readings; 0 were there", "Kept 0 new readings; 1 were there"):
        ran = auren("ingest", str(nights), "--zone", "Europe/Oslo", "--into", url, "--prefer", "oura")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert said in " ".join(ran.stdout.split())


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ("{}", (), "not a known file"),
        ('{"hrvSummaries": []}', ("--option", "x"), "NAME=VALUE"),
        ('{"hrvSummaries": []}', ("--option", "x=1"), "no such option"),
        ('{"hrvSummaries": [3]}', ("--strict",), "expected an object"),
        ('{"hrvSummaries": []}', ("--prefer", " "), "priority"),
    ],
)
def test_ingest_ends_with_one_clear_line(tmp_path: Path, content: str, arguments: tuple[str, ...], said: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    ran = auren("ingest", str(file), "--zone", "Europe/Oslo", *arguments)
    assert ran.returncode == 2
    assert said in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr
