"""One real vLLM server for all tests of the session; it dies with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from vllm_process import Server, serving


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--model-folder", help="the folder that prepare.py wrote")


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = pytestconfig.getoption("--model-folder")
    if not folder:
        pytest.skip("needs --model-folder; run `nox -s tests_vllm`")
    with serving(Path(folder), tmp_path_factory.mktemp("vllm") / "server.log") as running:
        yield running
