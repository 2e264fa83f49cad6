"""The commands and their options."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from auren.cli.data import Recording, open_recording
from auren.errors import AurenError

__all__ = ["app"]

app = typer.Typer(
    help="auren turns a person's biometric data into grounded, personal wellness advice. Never medicine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Data = Annotated[
    Path | None,
    typer.Option(help="An export: a file, folder or zip archive that auren knows. Default: a simulated athlete."),
]
Zone = Annotated[
    str | None, typer.Option(help="IANA time zone the person lived in, such as Europe/Oslo. Asked for when it is needed.")
]
Model = Annotated[
    str | None, typer.Option(help="URL of an OpenAI-compatible endpoint that words the reply. Default: plain words.")
]
ModelName = Annotated[str, typer.Option(help="Name of the model at that endpoint.")]
On = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day to answer on, as if nothing later were known.")
]
_QUESTION = "How is my recovery, and should I train hard today?"


@app.command()
def demo(
    data: Data = None,
    zone: Zone = None,
    question: Annotated[str, typer.Option(help="What to ask once the data are in.")] = _QUESTION,
    on: On = None,
    model: Model = None,
    model_name: ModelName = "default",
    why: Annotated[bool, typer.Option(help="Show each number down to the daily values and the ids of their readings.")] = True,
) -> None:
    """Read a person's data, find what stands out, and answer one question about it."""
    from auren.cli.demo import run_demo

    _run(lambda console: run_demo(console, _recording(console, data, zone), question, model, model_name, on=_date(on), why=why))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What to ask.")],
    data: Data = None,
    zone: Zone = None,
    on: On = None,
    model: Model = None,
    model_name: ModelName = "default",
    why: Annotated[bool, typer.Option(help="Show the provenance of every number, too.")] = False,
) -> None:
    """Answer a question from a person's data, as of the last day in them."""
    from auren.cli.ask import run_ask

    _run(lambda console: run_ask(console, _recording(console, data, zone), question, model, model_name, on=_date(on), why=why))


@app.command()
def replay(data: Data = None, zone: Zone = None) -> None:
    """Play the data day by day and show what would have been found and said, and when; nothing is delivered."""
    from auren.cli.replay import run_replay

    _run(lambda console: run_replay(console, _recording(console, data, zone)))


@app.command()
def ingest(
    path: Annotated[Path, typer.Argument(help="A file, folder or zip archive: auren finds out what it is, and says why.")],
    zone: Zone = None,
    into: Annotated[
        str | None,
        typer.Option(help="Database that keeps the readings, such as sqlite+aiosqlite:///auren.db. Default: only look."),
    ] = None,
    subject: Annotated[str, typer.Option(help="Pseudonym that the readings are kept under.")] = "me",
    prefer: Annotated[
        list[str] | None, typer.Option(help="Source or device whose word counts first, such as oura; may be given again.")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option(help="What only this source wants to know, such as weight_unit=kg; may be given again.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="End at the first thing that cannot be read.")] = False,
) -> None:
    """Read an export, say what is in it and what was left out and why, and keep its readings if asked to."""
    from auren.cli.ingest import run_ingest

    _run(
        lambda console: run_ingest(
            console, path, subject=subject, zone=zone, into=into, prefer=prefer or (), options=option or (), strict=strict
        )
    )


@app.command()
def doctor(
    database: Annotated[
        list[str] | None,
        typer.Argument(help="Databases whose tables to check, too, such as sqlite+aiosqlite:///auren.db.", show_default=False),
    ] = None,
) -> None:
    """Check the installation, and the tables of databases, and say what is missing."""
    from auren.cli.doctor import run_doctor

    _run(lambda console: run_doctor(console, database or ()))


@app.command()
def migrate(
    database: Annotated[str, typer.Argument(help="The database, such as postgresql+asyncpg://host/name.")],
    room: Annotated[
        list[str] | None, typer.Option(help="Only this room, such as history; may be given again. Default: the usual ones.")
    ] = None,
    sql: Annotated[bool, typer.Option("--sql", help="Write the SQL and touch nothing.")] = False,
    since: Annotated[
        list[str] | None, typer.Option(help="With --sql: the version that stands, such as journal=1; may be given again.")
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(help="The version to stop at, such as journal=2; may be given again. Default: the newest."),
    ] = None,
) -> None:
    """Bring the tables of a database to the versions that this auren writes."""
    from auren.cli.migrate import run_migrate

    _run(lambda console: run_migrate(console, database, rooms=room or (), since=since or (), to=to or (), sql=sql))


@app.command()
def audit(
    configuration: Annotated[
        str | None,
        typer.Argument(
            help="module:function that gives your Pipeline; it may take model, channel and clock. Default: auren's own.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        list[str] | None, typer.Option(help="Only this check, such as consent; may be given again. Default: all.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write the report as JSON.")] = False,
) -> None:
    """Check a configuration for leaks, unsafe words and mixed-up people; nothing leaves meanwhile."""
    from auren.cli.audit import run_audit

    _run(lambda console: run_audit(console, configuration, only=check or (), as_json=json))


@app.command(name="eval")
def evaluate(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Scenarios as JSON or YAML, or a folder of them. Default: those that come with auren.", show_default=False
        ),
    ] = None,
    model: Model = None,
    model_name: ModelName = "default",
    verbose: Annotated[bool, typer.Option(help="Show what was missed in each scenario.")] = True,
) -> None:
    """Ask what scenarios ask, and say how many of the answers are what a good team would give."""
    from auren.cli.eval import run_eval

    _run(lambda console: run_eval(console, file, model, model_name, verbose=verbose))


def _date(given: datetime | None) -> date | None:
    return given.date() if given else None


def _recording(console: Console, data: Path | None, zone: str | None) -> Recording:
    return open_recording(console, data, zone)


def _run(command: Callable[[Console], Coroutine[object, object, bool]]) -> None:
    console = Console()
    try:
        well = asyncio.run(command(console))
    except AurenError as error:
        Console(stderr=True).print(f"[bold red]auren:[/] {escape(str(error))}", highlight=False)
        raise typer.Exit(2) from None
    if not well:
        raise typer.Exit(1)
