"""auren replay: what would have been found and said, and when."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from auren.cli.data import Recording, working
from auren.cli.session import evening, pipeline_for
from auren.pipeline import PipelineEvent
from auren.readings import local_day

__all__ = ["run_replay"]


async def run_replay(console: Console, recording: Recording) -> bool:
    """Play a recording day by day, and say whether it ended well."""
    async with pipeline_for(recording, evening(recording, recording.last_day)) as auren:
        with working(console) as progress:
            progress.add_task("Playing the data day by day")
            report = await auren.replay(recording.readings)
    table = Table(box=None, pad_edge=False)
    for heading in ("on", "stage", "what"):
        table.add_column(heading)
    for event in report.events:
        if (row := _row(event)) is not None:
            table.add_row(str(local_day(event.at, recording.profile.zone)), *row)
    console.print(f"{report.days} days played; nothing was kept and nothing delivered.")
    console.print(table)
    return True


def _row(event: PipelineEvent) -> tuple[str, str] | None:
    if event.finding is not None:
        return str(event.finding.status), f"{escape(event.finding.title)} [dim]({event.finding.rule}, {event.finding.day})[/]"
    if event.reply is not None:
        return event.reply.kind, escape(event.reply.text)
    return None
