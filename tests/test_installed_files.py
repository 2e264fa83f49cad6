"""What auren installs runs when it is imported, and not before."""

from __future__ import annotations

import site
from importlib.metadata import distribution
from pathlib import Path

import auren

PACKAGE = Path(auren.__file__).parent
NAMES = ("sitecustomize", "usercustomize")


def starts_by_itself(path: Path) -> bool:
    """Tell whether an interpreter runs a file at its start."""
    return path.suffix == ".pth" or path.stem in NAMES or path.name in NAMES


def test_the_package_holds_nothing_that_an_interpreter_runs_at_its_start() -> None:
    files = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*")]
    assert len(files) > 100
    assert not [path for path in files if starts_by_itself(path)]
    assert starts_by_itself(Path("x/evil.pth"))
    assert starts_by_itself(Path("sitecustomize.py"))


def test_the_installed_set_holds_none_but_an_editable_installs_path() -> None:
    listed = [Path(str(path)) for path in distribution("auren").files or ()]
    assert listed
    for path in filter(starts_by_itself, listed):
        # An editable install is a path in a .pth file: one line, which runs nothing.
        assert path.suffix == ".pth"
        text = next(Path(folder, path) for folder in site.getsitepackages() if Path(folder, path).is_file()).read_text("utf-8")
        assert [Path(line) / "auren" for line in text.split()] == [PACKAGE]
