"""Where a run stands, as a text that a host can keep."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import date

from auren.errors import InvalidInput
from auren.sources.pull.step import Span

__all__ = ["Cursor"]

_LONGEST = 16_384
_TEXTS = ("vendor", "step", "page")
_DATES = ("since", "until", "made")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The page that comes next.

    Args:
        vendor: whose run it is.
        span: the dates that the run covers.
        step: name of the next step; empty once the run is done.
        page: which page of it, in the vendor's own words; empty for the first.
    """

    vendor: str
    span: Span
    step: str = ""
    page: str = ""

    def encoded(self) -> str:
        """Give the cursor as a text of letters, digits, "-" and "_"."""
        told = {name: str(getattr(self, name)) for name in _TEXTS}
        told |= {name: str(day) for name, day in asdict(self.span).items()}
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    @classmethod
    def decoded(cls, text: str, vendor: str) -> Cursor:
        """Give the cursor of a text.

        Raises:
            InvalidInput: it is no cursor, or one of another vendor.
        """
        try:
            if len(text) > _LONGEST:
                raise ValueError
            told = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
            named, step, page = (str(told[name]) for name in _TEXTS)
            span = Span(*(date.fromisoformat(told[name]) for name in _DATES))
        except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
            raise InvalidInput("A cursor that cannot be read was given; hand in one that a client gave, unchanged.") from None
        if named != vendor:
            raise InvalidInput(f"A cursor of another vendor was given to a {vendor} client; keep one for each.")
        return cls(vendor, span, step, page)
