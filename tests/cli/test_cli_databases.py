"""auren migrate and auren doctor: how the tables of a database stand, and the exact command for what is missing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from auren.migrations import ROOMS
from servers import PostgresServer

pytest.importorskip("alembic")
pytest.importorskip("typer")


def auren(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auren", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "auren.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_doctor_finds_a_migrated_database_well(url: str) -> None:
    migrated = auren("migrate", url)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    ran = auren("doctor", url)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for name, room in ROOMS.items():
        assert (f"✓ {name}: version {room.version}\n" in ran.stdout) is not room.asked_for
    assert "auren migrate" not in ran.stdout


def test_doctor_makes_no_database_and_gives_the_command_for_one(url: str, path: Path) -> None:
    ran = auren("doctor", url)
    assert ran.returncode == 1
    assert "✗ no room has tables here" in ran.stdout
    assert not path.exists()
    (line,) = [line for line in ran.stdout.splitlines() if "auren migrate" in line]
    command = line.partition("auren migrate ")[2].split()
    assert auren("migrate", *command).returncode == 0
    assert auren("doctor", url).returncode == 0


def test_doctor_names_what_is_behind_and_its_command_mends_it(url: str) -> None:
    auren("migrate", url, "--room", "journal", "--room", "memory", "--to", "journal=1")
    ran = auren("doctor", url)
    assert ran.returncode == 1
    assert f"✗ journal: version 1 of {ROOMS['journal'].version}\n" in ran.stdout
    assert "– not here: history, facts, tombstones, consent, disclosure, ledger" in ran.stdout
    (line,) = [line for line in ran.stdout.splitlines() if line.startswith("  to upgrade: ")]
    assert line == f"  to upgrade: auren migrate {url} --room journal"
    auren("migrate", *line.partition("auren migrate ")[2].split())
    assert auren("doctor", url).returncode == 0


def test_doctor_says_what_no_command_mends(url: str, path: Path) -> None:
    auren("migrate", url, "--room", "journal", "--room", "history")
    change(path, "DROP TABLE auren_journal_advice")
    change(path, "UPDATE auren_history_schema SET version = 9")
    ran = auren("doctor", url)
    assert ran.returncode == 1
    assert f"✗ journal: version {ROOMS['journal'].version}, without auren_journal_advice; restore the backup\n" in ran.stdout
    assert "✗ history: version 9, and this auren reads up to 1; install" in ran.stdout
    assert "to upgrade" not in ran.stdout


def test_a_database_that_cannot_be_reached_is_named_without_its_password() -> None:
    pytest.importorskip("asyncpg")
    url = "postgresql+asyncpg://anna:secret@127.0.0.1:1/auren?password=hidden"
    ran = auren("doctor", url)
    assert ran.returncode == 1
    assert "✗ a database could not be looked at: " in ran.stdout
    said = auren("migrate", url)
    assert said.returncode == 2
    for text in (ran.stdout, ran.stderr, said.stdout, said.stderr):
        assert not any(word in text for word in ("secret", "hidden", "Traceback"))


def test_no_password_is_shown_of_a_database_that_is_reached(postgres_url: str, postgres_server: PostgresServer) -> None:
    url = make_url(postgres_url).set(password="secret").render_as_string(hide_password=False)  # noqa: S106 - to be looked for
    ran = auren("doctor", url)
    assert "✗ no room has tables here" in ran.stdout
    assert "secret" not in ran.stdout


def test_the_sql_goes_to_where_one_can_keep_it(url: str, path: Path) -> None:
    ran = auren("migrate", url, "--sql", "--room", "journal", "--since", "journal=1")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "CREATE TABLE auren_journal_snapshots" in ran.stdout
    assert "CREATE TABLE auren_journal_seen" not in ran.stdout
    assert not path.exists()
    assert auren("migrate", url, "--room", "journal", "--to", "journal=1").returncode == 0
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ran.stdout)
    assert f"✓ journal: version {ROOMS['journal'].version}\n" in auren("doctor", url).stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--room", "hisory"], "no room 'hisory'"),
        (["--to", "journal"], "ROOM=NUMBER"),
        (["--to", "journal=-1"], "ROOM=NUMBER"),
        (["--since", "journal=1"], "without --sql"),
        (["--room", "hypertable"], "exist on postgresql only"),
    ],
)
def test_what_cannot_be_done_ends_in_one_line(arguments: list[str], said: str, url: str, path: Path) -> None:
    ran = auren("migrate", url, *arguments)
    assert ran.returncode == 2
    assert said in " ".join(ran.stderr.split())
    assert "Traceback" not in ran.stderr
