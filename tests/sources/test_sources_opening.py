"""Recognising what a path is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sources_examples import OSLO, SOMEONE, WELLNESS_HEADER, WELLNESS_ROW, export, sleep_log, write

from auren import sources
from auren.errors import InvalidInput, SourceError


def test_a_folder_with_a_diary_is_pmdata(tmp_path: Path) -> None:
    export(tmp_path, sleep=[sleep_log()], wellness=[WELLNESS_HEADER, WELLNESS_ROW])
    assert sources.recognise(tmp_path) == sources.Recognised("pmdata", "the folder holds pmsys/wellness.csv")
    source = sources.open(tmp_path, subject=SOMEONE, zone=OSLO)
    assert isinstance(source, sources.PMDataExport)
    assert list(source)
    assert source.report.recognised == "the folder holds pmsys/wellness.csv"


def test_a_folder_with_fitbit_files_is_fitbit(tmp_path: Path) -> None:
    source = sources.open(export(tmp_path, sleep=[sleep_log()]), subject=SOMEONE, zone=OSLO)
    assert isinstance(source, sources.FitbitExport)
    assert source.report.recognised == "the folder holds fitbit/sleep.json and no PMData diary"


def test_a_file_with_nights_is_garmin(tmp_path: Path) -> None:
    file = write(tmp_path / "x.json", json.dumps({"hrvSummaries": []}))
    assert isinstance(sources.open(file, subject=SOMEONE, zone=OSLO), sources.GarminConnect)


@pytest.mark.parametrize("content", ["[]", "{}", "3", '[{"path": 3}]', '{"path": "/sleep"}'])
def test_other_files_are_refused_with_what_is_known(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError, match="auren knows"):
        sources.open(write(tmp_path / "x.json", content), subject=SOMEONE, zone=OSLO)


def test_nothing_and_tables_are_refused_with_what_to_do(tmp_path: Path) -> None:
    for place in (tmp_path, write(tmp_path / "mine.csv", "a,b\n"), write(tmp_path / "x.json", "{")):
        with pytest.raises(SourceError, match="declare its columns with Table"):
            sources.open(place, subject=SOMEONE, zone=OSLO)
    with pytest.raises(SourceError, match="no such file or folder"):
        sources.open(tmp_path / "nowhere", subject=SOMEONE, zone=OSLO)


def test_the_zone_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"pass zone="):
        sources.open(export(tmp_path, sleep=[]), subject=SOMEONE)
