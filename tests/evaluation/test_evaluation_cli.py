"""`auren eval`, run as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path


def auren(*arguments: str) -> subprocess.CompletedProcess[str]:
    wide = {**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    command = [sys.executable, "-W", "error", "-m", "auren", "eval", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, stdin=subprocess.DEVNULL, env=wide)


def test_the_figures_end_in_a_line_of_json_and_a_miss_is_no_error(tmp_path: Path) -> None:
    turn = {"ask": "How did I sleep?", "expect": {"words": ["zebra"]}}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([{"id": "a", "specialist": "neuroscientist", "turns": [turn]}]), encoding="utf-8")
    ran = auren(str(path))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout.splitlines()[-1])["eval"]["failed"] == {"a": ["turn 1: not said: zebra"]}


def test_a_bad_file_ends_with_two_and_names_scenario_and_field(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([{"id": "a", "specialist": "neuroscientist", "turns": []}]), encoding="utf-8")
    ran = auren(str(path))
    assert ran.returncode == 2
    assert "Scenario a" in ran.stderr
    assert "turns" in ran.stderr
