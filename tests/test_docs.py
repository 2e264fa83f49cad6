"""Every Python block in the documentation runs, in order, page by page."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

from auren.science import catalogue

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SYBIL = Sybil(parsers=[PythonCodeBlockParser(), SkipParser()], path=str(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for example in SYBIL.parse(page).examples():
        example.evaluate()


def test_the_science_pages_are_those_of_the_catalogue() -> None:
    """After a change of the catalogue: python docs/_science.py."""
    written = runpy.run_path(str(ROOT / "docs" / "_science.py"))
    for domain in written["DOMAINS"]:
        page = (ROOT / "docs" / "science" / f"{domain}.md").read_text(encoding="utf-8")
        assert page == written["page"](domain), f"docs/science/{domain}.md is behind the catalogue: run python docs/_science.py"


def test_every_computation_has_its_page() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "_science.py"))
    families = {name for _, names in written["DOMAINS"].values() for name in names}
    assert {name.partition(".")[0] for name in catalogue()} <= families


def test_there_are_blocks_to_run() -> None:
    assert sum(1 for page in PAGES for _ in SYBIL.parse(page).examples()) >= 5
