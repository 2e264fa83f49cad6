"""auren ingest: what a file, folder or archive holds, what was left out and why, and where it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from auren.cli.data import chosen_zone
from auren.cli.show import show_report
from auren.errors import InvalidInput
from auren.history import SQLHistory
from auren.journal import SQLJournal
from auren.people import Profile, Subject
from auren.pipeline import IngestReport, Pipeline
from auren.privacy import InMemoryDirectory
from auren.readings import STANDARD_METRICS, Reading
from auren.sources import Source
from auren.sources import open as open_source

__all__ = ["run_ingest"]

_SHOW_EVERY = 5000


async def run_ingest(
    console: Console,
    path: Path,
    *,
    subject: str,
    zone: str | None,
    into: str | None,
    prefer: Iterable[str],
    options: Iterable[str],
    strict: bool,
) -> bool:
    """Read a path, show the account of it, and keep its readings where that is asked for.

    Args:
        console: where to write.
        path: a file, folder or zip archive.
        subject: the pseudonym that the readings are kept under.
        zone: where the person lived; asked for at a terminal.
        into: URL of the database that keeps them; None only looks.
        prefer: sources and devices whose word counts first.
        options: what only this source wants to know, as NAME=VALUE.
        strict: whether the first thing that cannot be read ends it.

    Raises:
        InvalidInput: an option has no "=", or the zone is missing.
        SourceError: nothing known is there, or, when strict, something cannot be read.
        StoreError: the database could not keep the readings.
    """
    registry = STANDARD_METRICS.preferring(*prefer)
    where = chosen_zone(console, zone)
    source = open_source(
        path,
        subject=Subject(subject),
        zone=where,
        on_malformed="raise" if strict else "skip",
        metrics=registry,
        **_options(options),
    )
    kept = IngestReport()
    with _bar(console) as bar:
        task = bar.add_task(escape(path.name), total=None)
        if into is None:
            for _ in _shown(source, bar, task):
                pass
        else:
            async with Pipeline(
                history=SQLHistory(into, metrics=registry),
                journal=SQLJournal(into),
                directory=InMemoryDirectory({source.subject: Profile(zone=where)}),
                metrics=registry,
            ) as auren:
                kept = await auren.ingest(_shown(source, bar, task))
    report = source.report
    console.print(f"[bold]{escape(str(path))}[/] is {report.source}: {escape(report.recognised)}.", highlight=False)
    show_report(console, report)
    if into is None:
        console.print("Nothing was kept; name a database with --into to keep the readings.")
    else:
        console.print(
            f"Kept {kept.new} new readings; {kept.repeated} were there already, {kept.in_future} are of days to come. "
            f"{len(kept.findings)} findings are new or changed.",
            highlight=False,
        )
    return report.adds_up


def _shown(source: Source, bar: Progress, task: TaskID) -> Iterator[Reading]:
    for number, reading in enumerate(source):
        if number % _SHOW_EVERY == 0:
            bar.update(task, completed=source.progress.done_bytes, total=source.progress.total_bytes or None)
        yield reading


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=console, transient=True
    )


def _options(given: Iterable[str]) -> Mapping[str, Any]:
    options: dict[str, str] = {}
    for option in given:
        name, equals, value = option.partition("=")
        if not equals or not name.isidentifier():
            raise InvalidInput("An --option without NAME=VALUE was given; write for example --option weight_unit=kg.")
        options[name] = value
    return options
