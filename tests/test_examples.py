"""Every example runs from a folder of its own."""

from __future__ import annotations

import asyncio
import inspect
import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


@pytest.mark.skipif(not EXAMPLES, reason="there is no example yet")
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_an_example_runs(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # Under a name of its own: the part behind `if __name__ == "__main__"` would run main a second time.
    main = runpy.run_path(str(example), run_name=example.stem)["main"]
    result = main()
    if inspect.iscoroutine(result):
        asyncio.run(result)
