"""The command line: auren demo | ask | replay | doctor."""

from __future__ import annotations

import sys

from auren._extras import optional
from auren.errors import MissingExtra

__all__ = ["main"]


def main() -> None:
    """Run the command line; without its packages, say which command installs them."""
    try:
        for package in ("typer", "rich"):
            optional(package, feature="The command line", extra="cli")
    except MissingExtra as error:
        sys.exit(str(error))
    from auren.cli.app import app

    app()
