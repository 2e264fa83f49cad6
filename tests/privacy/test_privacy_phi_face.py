"""The room's face gives each of its names, from where it lives, and costs nothing until one is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from auren import privacy


@pytest.mark.parametrize("name", privacy.__all__)
def test_each_name_is_there(name: str) -> None:
    value = getattr(privacy, name)
    assert value is not None
    assert str(getattr(value, "__module__", "")).startswith("auren.privacy.")


def test_names_are_sorted_and_listed() -> None:
    assert sorted(privacy.__all__, key=lambda name: (not name.isupper(), name)) == privacy.__all__
    assert set(privacy.__all__) <= set(dir(privacy))


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(AttributeError, match="its public names are AuditLog"):
        privacy.Unknown  # noqa: B018 - looked up for its error


def test_the_directory_alone_loads_no_detector() -> None:
    code = (
        "import sys; from auren.privacy import InMemoryDirectory; "
        "print([name for name in sys.modules if name.startswith('auren.privacy.') and 'directory' not in name])"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"
