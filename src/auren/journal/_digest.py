"""The digest of a reading's full form: equal for the same delivery, and for no other."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from auren.readings import Reading

__all__ = ["reading_digest"]


def reading_digest(reading: Reading) -> str:
    """Give a digest that changes when any field of the reading does."""
    form = json.dumps(
        [
            reading.subject.id,
            reading.metric,
            # In floating point, so that 50 and 50.0 are the one value that they are.
            float(reading.value),
            reading.start.astimezone(UTC).isoformat(),
            reading.end.astimezone(UTC).isoformat(),
            reading.day.isoformat(),
            reading.zone,
            reading.source,
            reading.id,
            reading.device,
            reading.revision,
            reading.deleted,
            reading.kind,
        ]
    )
    return hashlib.blake2b(form.encode(), digest_size=16).hexdigest()
