"""Whether every record of every recorded set is accounted for, and how many readings each set gives.

    python -m benchmarks.recorded [DATA]

DATA holds `garmin/*.json` (answers of Garmin Connect), `pmdata/p*` (a Fitbit export and a diary a person), `apple/export.xml`
and `fitabase/*.csv` (a study; read once for each participant). Beside each set stands what a plain reading of the same
files with `json`, `csv` and a text search counts, which knows nothing of auren.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from auren.people import Subject
from auren.sources import GarminConnect, PMDataExport, Source, SourceReport
from auren.sources.vendors.fitabase import Fitabase
from benchmarks._report import Mark, at_least, at_most, report, table

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
PEOPLE = tuple(f"p{number:02}" for number in range(1, 9))


@dataclass(slots=True)
class Account:
    """What reading one set came to.

    Args:
        name: of the set.
        files: how many files it has.
        counted: records that a plain reading of the files counts.
    """

    name: str
    files: int
    counted: int
    records: Counter[str] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)
    unused: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    readings: int = 0
    unread: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    malformed: int = 0
    adds_up: bool = True

    @property
    def read(self) -> int:
        """Files of which something was read."""
        return self.files - len(self.unread) - len(self.refused)

    def enter(self, person: str, given: SourceReport, readings: int) -> None:
        """Add one pass.

        Args:
            person: whose files they are; empty where the set is one person's.
            given: the pass's report.
            readings: how many readings came out.
        """
        self.records.update(given.records)
        self.used.update(given.used)
        self.unused.update(given.unused)
        self.readings += readings
        self.adds_up &= given.complete and given.adds_up and given.readings == readings
        self.unread |= {f"{person}/{name}" for name in given.unread if ": column " not in name}
        for item in given.skipped:
            scope = "no reading" if item.scope == "record" else f"without this {item.scope}"
            self.reasons[scope, item.field.split("[")[0].rpartition(".")[2], item.reason] += item.count
            self.malformed += item.count * item.malformed
            if item.scope == "file":
                self.refused.add(f"{person}/{item.file}")


def read(account: Account, sources: Iterable[tuple[str, Source]]) -> Account:
    """Read each source to its end into the account."""
    for person, source in sources:
        readings = sum(1 for _ in source)
        account.enter(person, source.report, readings)
    return account


def garmin(folder: Path) -> Account:
    """Read all answers of Garmin Connect."""
    files = sorted(folder.glob("*.json"))
    counted = sum(_answer_rows(item["path"], item["body"]) for file in files for item in json.loads(file.read_text()))
    source = GarminConnect(folder, subject=Subject("someone"), zone="America/Mexico_City")
    return read(Account("garmin", len(files), counted), [("", source)])


def pmdata(folder: Path) -> Account:
    """Read the folders of eight people."""
    files = [file for person in PEOPLE for file in sorted((folder / person).rglob("*.*"))]
    counted = sum(_rows(file) for file in files if file.name != "sleep_score.csv")
    sources = ((person, PMDataExport(folder / person, subject=Subject(person), zone="Europe/Oslo")) for person in PEOPLE)
    return read(Account("pmdata", len(files), counted), sources)


def fitabase(folder: Path) -> Account:
    """Read a study once for each participant, and count a row as used where any of them used it."""
    files = sorted(folder.glob("*.csv"))
    people = sorted({row["Id"] for file in files for row in _csv_rows(file)})
    account = read(
        Account("fitabase", len(files), sum(_rows(file) for file in files)),
        (("", Fitabase(folder, subject=Subject("someone"), zone="America/New_York", participant=one)) for one in people),
    )
    # Every pass counts all rows, and all but the participant's own as another's.
    others = len(people) - 1
    for kind in account.records:
        account.records[kind] //= len(people)
        account.unused[kind] -= others * account.records[kind]
    account.reasons = Counter({key: n for key, n in account.reasons.items() if "another participant" not in key[2]})
    return account


def apple(folder: Path) -> Account | None:
    """Read an export of Apple Health; None where this version of auren has no such source."""
    try:
        source_class: Callable[..., Source] = import_module("auren.sources.vendors.apple_health").AppleHealthExport
    except (ImportError, AttributeError):
        return None
    file = folder / "export.xml"
    counted = len(re.findall(r"<(?:Record|Workout|Correlation|ActivitySummary)\s", file.read_text(encoding="utf-8")))
    return read(Account("apple", 1, counted), [("", source_class(file, subject=Subject("someone"), zone="Europe/Amsterdam"))])


SETS: dict[str, Callable[[Path], Account | None]] = {
    "garmin": garmin,
    "pmdata": pmdata,
    "apple": apple,
    "fitabase": fitabase,
}


def _csv_rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def _rows(file: Path) -> int:
    return len(_csv_rows(file)) if file.suffix == ".csv" else len(json.loads(file.read_text()))


def _answer_rows(path: str, body: Any) -> int:
    """Count the records of one answer; what holds no measurement of a day counts as one."""
    if body is None:
        return 0
    if any(part in path for part in ("/weekly/2", "fitnessstats-service")) and isinstance(body, list):
        return 1
    if "/hrv/daily/" in path:
        return len(body["hrvSummaries"])
    if "/weight/dayview/" in path:
        return len(body["dateWeightList"])
    if "/weight/range/" in path:
        days = body["dailyWeightSummaries"]
        return sum(len(day["allWeightMetrics"]) for day in days) + sum(
            body[side] is not None for side in ("previousDateWeight", "nextDateWeight")
        )
    if "/trainingstatus/" in path:
        return sum(_status_rows(body))
    return len(body) if isinstance(body, list) else 1


def _status_rows(body: dict[str, Any]) -> Iterator[int]:
    for name, part in body.items():
        payload = part["payload"]
        yield len(payload.get("latestTrainingStatusData", ()))
        yield sum(len(days) for days in payload.get("reportData", {}).values())
        yield int(name == "mostRecentVO2Max" and payload["generic"] is not None)
        estimates = len(payload.get("allMetrics", {}).get("metricsMap", {}).get("ACTIVITY_VO2_MAX", ()))
        # Of months, only the mean of each week is told, and the answer counts as one.
        yield estimates if name == "vo2MaxWeeklyStatistics" else min(1, estimates)


def main() -> None:
    """Read every set, print the accounts, and report."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    accounts = []
    for name, of_set in SETS.items():
        account = of_set(data / name) if (data / name).is_dir() else None
        if account is None:
            print(f"{name}: not read; there is no such set here, or no source for it.\n")
        else:
            accounts.append(account)
    _print(accounts)
    peers = {"plain json, csv and text": {account.name: float(account.counted) for account in accounts}}
    report("recorded", _marks(accounts), peers=peers if accounts else None)


def _print(accounts: list[Account]) -> None:
    rows = [
        [account.name, kind, f"{count:,}", f"{account.used[kind]:,}", f"{account.unused[kind]:,}"]
        for account in accounts
        for kind, count in sorted(account.records.items())
        if count
    ]
    table(["set", "records", "read", "used", "unused"], rows)
    table(
        [
            "set",
            "files",
            "read",
            "named unread",
            "refused",
            "records",
            "counted plainly",
            "used",
            "unused",
            "readings",
            "adds up",
        ],
        [
            [
                account.name,
                *(str(n) for n in (account.files, account.read, len(account.unread), len(account.refused))),
                *(f"{n:,}" for n in (account.records.total(), account.counted, account.used.total(), account.unused.total())),
                f"{account.readings:,}",
                "yes" if account.adds_up else "NO",
            ]
            for account in accounts
        ],
    )
    table(
        ["set", "what", "field", "reason", "times"],
        [
            [account.name, scope, where, reason, f"{count:,}"]
            for account in accounts
            for (scope, where, reason), count in account.reasons.most_common()
        ],
    )


def _marks(accounts: list[Account]) -> list[Mark]:
    if not accounts:
        return [at_least("recorded.sets_add_up", None, "sets", 1)]
    files = sum(account.files for account in accounts)
    told = sum(account.read + len(account.unread) for account in accounts)
    apart = sum(abs(account.records.total() - account.counted) for account in accounts)
    return [
        at_least("recorded.sets_add_up", sum(account.adds_up for account in accounts), "sets", len(accounts)),
        at_least("recorded.files_read_or_named", told, "files", files),
        at_most("recorded.files_refused", sum(len(account.refused) for account in accounts), "files", 0),
        at_most("recorded.records_apart_from_plain_count", apart, "records", 0),
        at_most("recorded.malformed", sum(account.malformed for account in accounts), "items", 0),
    ]


if __name__ == "__main__":
    main()
