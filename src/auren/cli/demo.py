"""auren demo: read, find, answer, and say why."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from auren.cli.data import Recording, working
from auren.cli.session import evening, pipeline_for
from auren.cli.show import show_evidence, show_findings, show_read, show_reply

__all__ = ["run_demo"]


async def run_demo(
    console: Console,
    recording: Recording,
    question: str,
    model_url: str | None,
    model_name: str,
    *,
    on: date | None = None,
    why: bool,
) -> bool:
    """Show the whole journey once, and say whether it ended well.

    Args:
        console: where to write.
        recording: whose data.
        question: what to ask.
        model_url: an OpenAI-compatible endpoint that words the reply; None renders plainly.
        model_name: the model at that endpoint.
        on: the day to answer on; None takes that of the latest finding, so that there is something to speak of.
        why: whether to show the provenance of every number.
    """
    async with pipeline_for(recording, evening(recording, recording.last_day)) as whole:
        with working(console) as progress:
            progress.add_task("Looking for patterns")
            ingested = await whole.ingest(recording.readings)
            await whole.advance_to(evening(recording, recording.last_day))
            findings = await whole.history(recording.subject).findings()
    show_read(console, recording, ingested)
    show_findings(console, findings)
    day = on or max((finding.day for finding in findings), default=recording.last_day)
    for finding in [finding for finding in findings if finding.day == day]:
        show_evidence(console, finding)
    async with pipeline_for(recording, evening(recording, day), model_url, model_name) as as_of:
        with working(console) as progress:
            progress.add_task("Asking the team")
            await as_of.ingest(recording.until(day))
            reply = await as_of.ask(recording.subject, question)
    show_reply(console, reply, day, question, why=why)
    return True
