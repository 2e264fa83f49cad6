"""The transcripts in the documentation are what the team says: specific, short, and with something to do first."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
P01 = ROOT.parent / "shared" / "data" / "pmdata" / "p01"
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "_transcripts.py"))


async def behind(person: Any) -> list[str]:
    pages: dict[str, str] = await SCRIPT["pages"](person)
    assert len(pages) == 5
    return [name for name, text in pages.items() if (SCRIPT["PAGES"] / name).read_text(encoding="utf-8") != text]


@pytest.mark.asyncio
async def test_the_athlete_s_pages_are_in_step() -> None:
    """After a change of what specialists say: python docs/_transcripts.py."""
    assert await behind(SCRIPT["athlete"]()) == []


@pytest.mark.skipif(not P01.is_dir(), reason="PMData's p01 is not beside the repository")
@pytest.mark.asyncio
async def test_the_recorded_person_s_pages_are_in_step() -> None:
    assert await behind(SCRIPT["recorded"](P01)) == []


def test_every_answer_begins_with_something_to_do() -> None:
    pages = sorted(SCRIPT["PAGES"].glob("*.md"))
    assert len(pages) == 10
    for page in pages:
        answers = page.read_text(encoding="utf-8").split("**You:** ")[1:]
        assert len(answers) == 5
        for answer in answers:
            assert re.search(r"^\*\*[^*]+:\*\* \*\*[^*]+\*\*", answer, re.MULTILINE), f"{page.name}: {answer[:80]}"
