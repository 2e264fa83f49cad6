"""A pipeline for one command: everything in memory, on a clock that stands where the data end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from auren.cli.data import Recording
from auren.clock import SimulatedClock
from auren.gateway import Gateway
from auren.history import InMemoryHistory
from auren.journal import InMemoryJournal
from auren.people import zone_info
from auren.pipeline import Pipeline
from auren.ports import Model
from auren.privacy import InMemoryDirectory

__all__ = ["evening", "pipeline_for"]


def evening(recording: Recording, day: date) -> datetime:
    """Give the instant that a command takes for now: seven in the evening of a day, where the person lived."""
    zone = recording.profile.zone
    return datetime.combine(day, time(19), zone_info(zone)).astimezone(UTC)


def pipeline_for(recording: Recording, now: datetime, model_url: str | None = None, model_name: str = "default") -> Pipeline:
    """Give a pipeline that knows the recording's person; its rooms are in memory, so that nothing is left behind.

    Args:
        recording: whose data.
        now: where its clock starts.
        model_url: an OpenAI-compatible endpoint that words replies; None renders plainly.
        model_name: the model at that endpoint.
    """
    gateway: Model | None = None
    if model_url is not None:
        from auren.gateway import OpenAIModel

        gateway = Gateway([OpenAIModel(model_url, model=model_name)])
    return Pipeline(
        gateway=gateway,
        history=InMemoryHistory(),
        journal=InMemoryJournal(),
        directory=InMemoryDirectory({recording.subject: recording.profile}),
        clock=SimulatedClock(now),
    )
