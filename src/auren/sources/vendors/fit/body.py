"""Scales and blood-pressure cuffs, which several people may share."""

from __future__ import annotations

from auren.sources.draft import Draft
from auren.sources.record import Record
from auren.sources.vendors.fit.instants import read_instant
from auren.sources.vendors.fit.origin import Told

__all__ = ["read_shared"]

_USER = "user_profile_index"
# An irregular heartbeat is a finding; the pressure was measured all the same.
_FAILED = ("error_incomplete_data", "error_no_measurement", "error_data_out_of_range")


def read_shared(record: Record, draft: Draft, told: Told, name: str, user: int | None) -> None:
    """Read a measurement of a device that people share, if it is the person's own.

    Args:
        record: the message.
        draft: where its readings go.
        told: what the file has told so far.
        name: the message's name.
        user: the person's number on the device; None where nobody shares it.
    """
    index = record.data.get(_USER)
    if user is not None and index is not None and index != user:
        draft.absent(record, _USER, "it is another user's of the device")
    elif user is None and index is not None and told.users > 1:
        draft.absent(record, _USER, "the device has several users; say which of them is the person with user=")
    elif record.data.get("status") in _FAILED:
        draft.absent(record, "status", "the device says that the measurement failed")
    else:
        read_instant(record, draft, told, name)
