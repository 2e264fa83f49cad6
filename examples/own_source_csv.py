"""A table of one's own: declared columns become readings, and every row that does not is named with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from auren import Pipeline, SimulatedClock, Subject, blocking
from auren.sources import Column, Table

FIRST = date(2025, 1, 6)
ME = Subject("me")


def write_diary(file: Path) -> None:
    """Write seven weeks of mornings, of which three rows have something wrong."""
    lines = ["morning,rmssd_ms,pulse,mood"]
    for passed in range(49):
        rmssd = 60 + (passed * 7) % 9 - (14 if passed >= 42 else 0)
        lines.append(f"{FIRST + timedelta(days=passed)},{rmssd},{50 + passed % 3},fine")
    lines[5] = "2025-01-10,,51,forgot the strap"
    lines[9] = "2025-01-14,6400,50,wrong unit?"
    lines[12] = "yesterday,61,50,no date"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Read a diary, show its account, and ask about it."""
    clock = SimulatedClock(datetime(2025, 2, 23, 8, 0, tzinfo=UTC))
    with TemporaryDirectory() as folder, blocking.Pipeline(lambda: Pipeline(clock=clock)) as auren:
        file = Path(folder) / "diary.csv"
        write_diary(file)
        table = Table(
            file,
            subject=ME,
            zone="Europe/Lisbon",
            time="morning",
            columns={"rmssd_ms": Column("hrv.rmssd", unit="ms"), "pulse": Column("heart.resting", unit="bpm")},
            source="diary",
        )
        report = auren.ingest(table)
        account = table.report
        print(f"{account.records['rows']} rows, {account.readings} readings of {dict(account.metrics)}")
        print(f"empty cells: {dict(account.empty_cells)}; not read: {', '.join(account.unread)}; adds up: {account.adds_up}")
        for skipped in report.skipped:
            print(f"line {skipped.line}, {skipped.field}: {skipped.reason}")
        print(f"{len(report.findings)} findings, the last: {report.findings[-1].title}, {report.findings[-1].day}")
        print(auren.ask(ME, "How is my HRV?").text)


if __name__ == "__main__":
    main()
