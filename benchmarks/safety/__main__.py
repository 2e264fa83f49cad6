"""Runs one measurement of safety by its name."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

NAMES: Final = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))


def main(arguments: list[str]) -> None:
    """Run the measurement that the first argument names; the others are its own."""
    if not arguments or arguments[0] not in NAMES:
        given = f"{arguments[0]!r} was given" if arguments else "No name was given"
        sys.exit(f"{given}; use python -m benchmarks.safety NAME FILE…, where NAME is one of {', '.join(NAMES)}.")
    import_module(f"benchmarks.safety.{arguments[0]}").main(arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
