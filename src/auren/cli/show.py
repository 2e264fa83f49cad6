"""What commands show: tables of what was read and found, and a reply with its why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from auren.cli.data import Recording
from auren.conversation import Reply
from auren.findings import Finding
from auren.pipeline import IngestReport
from auren.readings import STANDARD_METRICS
from auren.rendering import day as written_day
from auren.rendering import summary
from auren.sources import SourceReport

__all__ = [
    "Episode",
    "episodes",
    "show_evidence",
    "show_findings",
    "show_read",
    "show_reply",
    "show_report",
]

_MOST_EPISODES = 12
_MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Episode:
    """Days in a row on which one rule held."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        return self.findings[0]

    @property
    def last(self) -> Finding:
        return self.findings[-1]


def episodes(findings: Iterable[Finding]) -> list[Episode]:
    """Join standing findings of one rule on neighbouring days, by first day."""
    runs: list[list[Finding]] = []
    for finding in sorted((f for f in findings if f.stands), key=lambda f: (f.rule, f.day)):
        run = runs[-1] if runs else []
        if run and run[-1].rule == finding.rule and finding.day - run[-1].day == timedelta(days=1):
            run.append(finding)
        else:
            runs.append([finding])
    return sorted((Episode(tuple(run)) for run in runs), key=lambda episode: (episode.first.day, episode.first.rule))


def show_read(console: Console, recording: Recording, ingested: IngestReport) -> None:
    """Show what was read and what was skipped, and why."""
    console.rule("[bold]1  Read", align="left")
    console.print(
        f"From {escape(recording.title)}: {ingested.seen} readings, {ingested.new} new, {ingested.repeated} repeated."
    )
    if recording.report is not None:
        show_report(console, recording.report)


def show_report(console: Console, report: SourceReport) -> None:
    """Show the account of a source: what it read, what that gave, where devices differ, and what was left out."""
    table = _table("records", "read", "without a reading", "delivered twice")
    for kind, count in report.records.items():
        table.add_row(escape(kind), str(count), str(report.unused.get(kind, 0)), str(report.repeated.get(kind, 0)))
    console.print(Padding(table, (0, 0, 0, 2)))
    if report.first_day is not None:
        console.print(f"  {report.readings} readings, {report.first_day} to {report.last_day}", highlight=False)
        console.print(f"  of {', '.join(f'{name} ({count})' for name, count in report.metrics.items())}", highlight=False)
    if report.devices:
        console.print(f"  by {escape(', '.join(report.devices))}", highlight=False)
    for item in report.disagreements:
        unit = STANDARD_METRICS[item.metric].unit if item.metric in STANDARD_METRICS else ""
        console.print(
            f"  {escape(item.one)} and {escape(item.other)} differ on {item.apart} of {item.days} days of {item.metric}, "
            f"typically by {item.typical:+.3g} {unit}",
            highlight=False,
        )
    for reason, count in report.skipped_by_reason.items():
        console.print(f"  skipped {count}: {escape(reason)}", highlight=False)
    for reason, count in report.adjusted.items():
        console.print(f"  set right {count}: {escape(reason)}", highlight=False)
    for names, what in ((report.missing, "not in this export"), (report.unread, "there but not read")):
        if names:
            console.print(f"  {what}: {escape(_some(names))}", highlight=False)


def _some(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="left" if heading == headings[0] else "right")
    return table


def show_findings(console: Console, findings: Iterable[Finding]) -> None:
    """Show what was found and when, days in a row joined."""
    console.rule("[bold]2  Found", align="left")
    found = episodes(findings)
    if not found:
        console.print("Nothing stood out.")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("from", "to", "days", "what", "status on the last day"):
        table.add_column(heading, justify="right" if heading == "days" else "left")
    for episode in found[-_MOST_EPISODES:]:
        table.add_row(
            str(episode.first.day),
            str(episode.last.day),
            str(len(episode.findings)),
            f"{escape(episode.first.title)} [dim]({episode.first.rule})[/]",
            str(episode.last.status),
        )
    if len(found) > _MOST_EPISODES:
        console.print(f"{len(found)} episodes; the last {_MOST_EPISODES}:")
    console.print(Padding(table, (0, 0, 0, 2)))


def show_evidence(console: Console, finding: Finding) -> None:
    """Show one finding with the numbers it rests on."""
    console.print(Padding(f"[bold]{finding.day}[/]  {escape(summary(finding))}", (1, 0, 0, 2)), highlight=False)


def show_reply(console: Console, reply: Reply, day: date, question: str, *, why: bool) -> None:
    """Show a reply, after its provenance if that is asked for, so that the words are what remains on the screen."""
    if why:
        console.rule("[bold]3  Why", align="left")
        console.print(escape(reply.explain()), highlight=False, soft_wrap=True)
    console.rule(f"[bold]{'4  ' if why else ''}Said[/] [dim]on {written_day(day)}", align="left")
    if question:
        console.print(Padding(f"[italic]{escape(question)}", (0, 0, 1, 2)))
    for sentence in reply.sentences:
        console.print(Padding(escape(sentence.text), (0, 0, 0, 2)), highlight=False)
    console.print(Padding(f"[dim]{escape('; '.join(reply.route))}{', degraded' if reply.degraded else ''}[/]", (1, 0, 0, 2)))
    for failure in reply.failures:
        console.print(f"  [yellow]{escape(failure)}[/]", highlight=False)
