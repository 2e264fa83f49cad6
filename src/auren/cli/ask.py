"""auren ask: one question, as of a day in the data."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from auren.cli.data import Recording, working
from auren.cli.session import evening, pipeline_for
from auren.cli.show import show_reply

__all__ = ["run_ask"]


async def run_ask(
    console: Console,
    recording: Recording,
    question: str,
    model_url: str | None,
    model_name: str,
    *,
    on: date | None = None,
    why: bool,
) -> bool:
    """Answer a question, and say whether it ended well; arguments as in `run_demo`; `on` defaults to the last day."""
    day = on or recording.last_day
    async with pipeline_for(recording, evening(recording, day), model_url, model_name) as auren:
        with working(console) as progress:
            progress.add_task("Asking the team")
            await auren.ingest(recording.until(day))
            reply = await auren.ask(recording.subject, question)
    show_reply(console, reply, day, question, why=why)
    return True
