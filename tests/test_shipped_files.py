"""Files that ship inside a package are read from a folder and from a zip, and what cannot be read says so."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from auren._shipped import shipped_file
from auren.errors import ConfigurationError


def test_a_file_of_a_folder() -> None:
    assert shipped_file("auren.science.claims", "narrow/recovery.json").startswith(b"[")


def test_a_file_of_a_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("packed_for_a_test/__init__.py", "")
        packed.writestr("packed_for_a_test/deep/words.txt", "tea")
    monkeypatch.syspath_prepend(str(tmp_path / "packed.zip"))
    try:
        assert shipped_file("packed_for_a_test", "deep/words.txt") == b"tea"
    finally:
        sys.modules.pop("packed_for_a_test", None)


@pytest.mark.parametrize(
    ("package", "name"), [("auren.science.claims", "none.json"), ("auren.errors", "none.txt"), ("sys", "x")]
)
def test_what_cannot_be_read_is_said(package: str, name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name} of {package} cannot be read"):
        shipped_file(package, name)
