"""Whether FIT files are read whole, damaged ones told apart, and how fast, beside other decoders.

    python -m benchmarks.fit [DIR]

DIR holds `*.fit` files; `NAME-records.csv` beside `NAME.fit` states what its record messages say.
"""

from __future__ import annotations

import csv
import logging
import struct
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any

from auren import Subject
from auren.sources import Skipped
from auren.sources.vendors.fit import FITFiles
from auren.sources.vendors.fit.decoding import messages
from benchmarks._report import Mark, at_least, report, table

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "fit"
TRUTH = "-records.csv"
TOLERANCE = 1e-6
BUDGET_S = 38.0
ROUNDS = 4
SPEED_BYTES = 1_300_000
FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
ZONES_H = {"PDT": -7, "PST": -8, "UTC": 0, "GMT": 0}

Rows = list[Mapping[str, object]]


# --- what a file is, judged without auren and without a profile


@dataclass(frozen=True, slots=True)
class Judged:
    """What the bytes of a file say of themselves: header, sizes, definitions and checksum."""

    rows: int
    fault: str = ""


def judge(data: bytes) -> Judged:
    """Walk through a file, and those chained to it, up to the first fault."""
    rows, at = 0, 0
    if not data:
        return Judged(0, "empty")
    while at < len(data):
        header = data[at : at + 12]
        if len(header) < 12 or header[8:12] != b".FIT" or header[0] < 12:
            return Judged(rows, f"no header at byte {at}")
        (size,) = struct.unpack_from("<I", header, 4)
        end = at + header[0] + size
        counted, fault = _walk(data, at + header[0], end)
        rows += counted
        if fault:
            return Judged(rows, fault)
        if len(data) < end + 2:
            return Judged(rows, f"cut short at byte {len(data)}")
        if _crc(data[at:end]) != struct.unpack_from("<H", data, end)[0]:
            return Judged(rows, f"checksum differs at byte {end}")
        at = end + 2
    return Judged(rows)


def _walk(data: bytes, at: int, end: int) -> tuple[int, str]:
    rows, sizes = 0, dict[int, int]()
    while at < end:
        if at >= len(data):
            return rows, f"cut short at byte {len(data)}"
        head = data[at]
        local = (head >> 5) & 3 if head & 0x80 else head & 15
        if head & 0x80 or not head & 0x40:
            if local not in sizes:
                return rows, f"message without a definition at byte {at}"
            length = 1 + sizes[local]
            rows += at + length <= min(end, len(data))
        else:
            length, sizes[local] = _definition(data, at, developer=bool(head & 0x20))
        if at + length > end or at + length > len(data):
            return rows, f"cut short within the message at byte {at}"
        at += length
    return rows, ""


def _definition(data: bytes, at: int, *, developer: bool) -> tuple[int, int]:
    fields = data[at + 5] if at + 5 < len(data) else 0
    length, size = 6 + 3 * fields, sum(data[at + 7 : at + 6 + 3 * fields : 3])
    if developer and at + length < len(data):
        more = data[at + length]
        size += sum(data[at + length + 2 : at + length + 1 + 3 * more : 3])
        length += 1 + 3 * more
    return length, size


def _crc_table() -> list[int]:
    values = []
    for value in range(256):
        register = value
        for _ in range(8):
            register = register >> 1 ^ (0xA001 if register & 1 else 0)
        values.append(register)
    return values


_CRC = _crc_table()


def _crc(data: bytes) -> int:
    crc = 0
    for octet in data:
        crc = crc >> 8 ^ _CRC[(crc ^ octet) & 0xFF]
    return crc


# --- the decoders, each doing the same: every data message with its scaled fields


def auren_rows(decoder: Any, path: Path) -> int:
    """Decode a file as auren's source does, all messages with all fields."""
    with path.open("rb") as stream:
        return sum(1 for _ in messages(decoder, stream, path.name))


def auren_readings(path: Path) -> int:
    """Read a file to its readings; gives their number."""
    return sum(1 for _ in FITFiles(path, subject=Subject("p"), zone="UTC"))


def fitparse_rows(module: Any, path: Path) -> int:
    """Decode a file with fitparse, its checksum checked."""
    rows = 0
    for message in module.FitFile(str(path)).get_messages():
        _values(message)
        rows += 1
    return rows


def fitdecode_rows(module: Any, path: Path) -> int:
    """Decode a file with fitdecode, its checksum checked."""
    rows = 0
    with module.FitReader(path, check_crc=module.CrcCheck.RAISE) as reader:
        for frame in reader:
            if frame.frame_type == module.FIT_FRAME_DATA:
                _values(frame)
                rows += 1
    return rows


def _values(message: Any) -> list[object]:
    return [item.value for item in message]


def garmin_rows(module: Any, path: Path) -> int:
    """Decode a file with Garmin's own kit, its checksum checked."""
    rows: list[int] = []
    _, errors = module.Decoder(module.Stream.from_file(str(path))).read(mesg_listener=lambda number, _: rows.append(number))
    if errors:
        raise ValueError("not read to its end")
    return len(rows)


PEERS: dict[str, tuple[str, Callable[[Any, Path], int]]] = {
    "fitparse": ("fitparse", fitparse_rows),
    "fitdecode": ("fitdecode", fitdecode_rows),
    "garmin sdk": ("garmin_fit_sdk", garmin_rows),
}


@dataclass(slots=True)
class Timing:
    """How one decoder did on each file: rows, None where it failed, and its best time."""

    rows: dict[str, int | None] = field(default_factory=dict)
    best_s: dict[str, float] = field(default_factory=dict)

    def run(self, path: Path, work: Callable[[], int]) -> None:
        """Time one pass over a file."""
        begin = time.perf_counter()
        try:
            rows: int | None = work()
        except Exception:  # noqa: BLE001 - other libraries fail as they please
            rows = None
        took = time.perf_counter() - begin
        self.rows[path.name] = rows
        self.best_s[path.name] = min(took, self.best_s.get(path.name, took))


def peers() -> dict[str, Callable[[Path], int]]:
    """Give the other decoders that are installed."""
    found: dict[str, Callable[[Path], int]] = {}
    for name, (module_name, rows) in PEERS.items():
        with suppress(ImportError):
            module = import_module(module_name)
            found[name] = lambda path, module=module, rows=rows: rows(module, path)  # type: ignore[misc] - defaults bind the loop
    return found


def timings(paths: list[Path], works: Mapping[str, Callable[[Path], int]], until: float) -> dict[str, Timing]:
    """Time all decoders on each file in turn, again and again until the time is up."""
    timed = {name: Timing() for name in works}
    for number in range(ROUNDS):
        for path in paths:
            if time.monotonic() > until:
                return timed
            # In turn from one round to the next, so that no decoder always meets the warm file.
            for name in sorted(works, reverse=bool(number % 2)):
                timed[name].run(path, lambda name=name, path=path: works[name](path))  # type: ignore[misc] - as above
    return timed


# --- the stated truths


@dataclass(frozen=True, slots=True)
class Compared:
    """Stated rows of one file and how many were reproduced."""

    file: str
    rows: int
    equal_rows: int
    cells: int
    equal_cells: int
    filled: int


def compare(decoder: Any, path: Path, truth: Path) -> Compared:
    """Compare a file's record messages with the stated ones, row by row."""
    with truth.open(encoding="utf-8", newline="") as stream:
        stated = [{_name(key): value for key, value in row.items()} for row in csv.DictReader(stream, skipinitialspace=True)]
    found = _records(decoder, path, set(stated[0]) if stated else set(), len(stated))
    rows = cells = equal_rows = equal_cells = filled = 0
    last: dict[str, object] = {}
    for index, row in enumerate(stated):
        record = found[index] if index < len(found) else {}
        verdicts = [_same(name, said, record, last) for name, said in row.items()]
        rows += 1
        cells += len(verdicts)
        equal_cells += sum(verdict is not None for verdict in verdicts)
        filled += sum(verdict is False for verdict in verdicts)
        equal_rows += None not in verdicts
    return Compared(path.name, rows, equal_rows if len(found) == len(stated) else 0, cells, equal_cells, filled)


def _records(decoder: Any, path: Path, columns: set[str], wanted: int) -> Rows:
    with path.open("rb") as stream:
        found: Rows = [
            message.record.data for message in messages(decoder, stream, path.name, {"record"}) if message.record is not None
        ]
    if len(found) > wanted:
        # A record that only tells the time carries nothing that a table could state.
        found = [record for record in found if columns & (set(record) - {"timestamp"})]
    return found


def _same(name: str, said: str, record: Mapping[str, object], last: dict[str, object]) -> bool | None:
    """Tell whether a cell is reproduced: True; False where the stating tool filled a gap in its own way; None where not."""
    value = record.get(name)
    if value is None:
        if said in ("", "null"):
            return True
        # The tool wrote 0 for a missing cadence, and repeated the last known position.
        known = last.get(name) if name.startswith("position_") else 0 if name == "cadence" else None
        return False if known is not None and _number(said) == known else None
    last[name] = value
    if name == "timestamp" and not said.isdigit():
        return True if _moment(said) == FIT_EPOCH + timedelta(seconds=float(str(value))) else None
    number = _number(said)
    close = isinstance(value, (int, float)) and number is not None and abs(value - number) <= TOLERANCE
    return True if close else None


def _name(column: str) -> str:
    return column.split("[")[0].strip().lower().replace(" ", "_")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    words = text.split()
    if len(words) != 6 or words[4] not in ZONES_H:
        return None
    wall = datetime.strptime(" ".join((*words[:4], words[5])), "%a %b %d %H:%M:%S %Y")  # noqa: DTZ007 - the zone follows
    return wall.replace(tzinfo=UTC) - timedelta(hours=ZONES_H[words[4]])


# --- the benchmark


@dataclass(frozen=True, slots=True)
class Read:
    """What auren's source made of one file, in skip mode."""

    judged: Judged
    rows: int
    readings: int
    errors: tuple[Skipped, ...]
    adds_up: bool

    @property
    def well(self) -> bool:
        """Whether it did what the file deserves: all rows, or all up to a fault that is told with its place."""
        told = bool(self.errors) == bool(self.judged.fault) and all(error.line and error.field for error in self.errors)
        return told and self.rows == self.judged.rows and self.adds_up


def read(path: Path) -> Read:
    """Judge a file, and read it."""
    source = FITFiles(path, subject=Subject("p"), zone="UTC")
    readings = sum(1 for _ in source)
    said = source.report
    return Read(
        judge(path.read_bytes()),
        sum(said.records.values()),
        readings,
        tuple(item for item in said.skipped if item.scope == "file"),
        said.adds_up and said.complete,
    )


def main() -> None:
    """Print every table and the marks."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    begin = time.monotonic()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() == ".fit")
    paths = sorted(found, key=lambda path: (path.stat().st_size, path.name))
    try:
        decoder: Any = import_module("fitdecode")
    except ImportError:
        print("fitdecode is not installed: pip install 'auren[fit]'\n")
        decoder = None
    done: dict[str, Read] = {}
    for path in paths if decoder else []:
        if time.monotonic() - begin < BUDGET_S / 2:
            done[path.name] = read(path)
    if len(done) < len(paths):
        print(f"{len(paths) - len(done)} of {len(paths)} files were left out for lack of time or of the decoder.\n")
    compared = [compare(decoder, path, truth) for path, truth in _truths(paths) if path.name in done]
    others = peers()
    works = {
        **({"auren": lambda path: auren_rows(decoder, path), "auren readings": auren_readings} if decoder else {}),
        **others,
    }
    timed = timings([path for path in paths if path.name in done], works, begin + BUDGET_S)
    _print_files(done, timed)
    _print_truths(compared)
    speeds = _print_speeds(timed)
    for name in PEERS:
        if name not in others:
            print(f"{name}: not installed\n")
    report("fit", _marks(done, compared, speeds), peers={name: speeds[name] for name in PEERS if name in speeds})


def _quick(paths: list[Path]) -> list[Path]:
    """Give the smallest files, up to so many bytes in all that every decoder reads them in time."""
    sizes = accumulate(path.stat().st_size for path in paths)
    return [path for path, size in zip(paths, sizes, strict=True) if size <= SPEED_BYTES]


def _truths(paths: list[Path]) -> Iterator[tuple[Path, Path]]:
    for path in paths:
        truth = path.with_name(f"{path.stem}{TRUTH}")
        if truth.is_file():
            yield path, truth


def _print_files(done: Mapping[str, Read], timed: Mapping[str, Timing]) -> None:
    print(
        "Intact or corrupt is judged by header, sizes, definitions and checksum, without a decoder. A dash: not read whole.\n"
    )
    others = [name for name in timed if not name.startswith("auren")]
    rows = []
    for name, result in done.items():
        rows.append(
            [
                name,
                "corrupt" if result.judged.fault else "intact",
                str(result.rows),
                str(result.readings),
                *(_count(timed[other], name) for other in others),
                "" if result.well else "NOT AS IT SHOULD BE",
            ]
        )
    table(["file", "", "rows", "readings", *others, ""], rows)
    faults = [
        [name, result.judged.fault, "; ".join(f"message {e.line}, {e.field}: {e.reason}" for e in result.errors)]
        for name, result in done.items()
        if result.judged.fault or result.errors
    ]
    table(["corrupt file", "judged", "auren's error"], faults)


def _count(timing: Timing, name: str) -> str:
    if name not in timing.rows:
        return ""
    count = timing.rows[name]
    return "-" if count is None else str(count)


def _print_truths(compared: list[Compared]) -> None:
    print(f"Stated record messages, row by row, numbers to {TOLERANCE:g}. Filled: the stating tool wrote 0 for a missing")
    print("cadence or repeated the last position where the file has no value.\n")
    rows = [
        [item.file, f"{item.equal_rows}/{item.rows}", f"{item.equal_cells}/{item.cells}", str(item.filled)] for item in compared
    ]
    table(["file", "rows equal", "cells equal", "of them filled"], rows)


def _print_speeds(timed: Mapping[str, Timing]) -> dict[str, dict[str, float]]:
    shared = [name for name in timed["auren"].rows if _both_read(timed, name)] if "auren" in timed else []
    speeds: dict[str, dict[str, float]] = {}
    rows = []
    for name, timing in timed.items():
        count = sum(timing.rows[file] or 0 for file in shared) if name != "auren readings" else None
        count = sum(timed["auren"].rows[file] or 0 for file in shared) if count is None else count
        took = sum(timing.best_s[file] for file in shared if timing.rows.get(file) is not None)
        if took and all(timing.rows.get(file) is not None for file in shared):
            speeds[name] = {"rows_per_s": round(count / took)}
            rows.append([name, str(count), f"{took:.2f} s", f"{count / took:.0f}"])
        else:
            rows.append([name, "does not read all of these files", "", ""])
    print(f"Speed on the {len(shared)} files that auren and fitparse both read whole, best of up to {ROUNDS} rounds in turn;")
    print("every data message with scaled fields and the checksum; `auren readings` goes on to readings and their report.\n")
    table(["decoder", "rows", "time", "rows/s"], rows)
    return speeds


def _both_read(timed: Mapping[str, Timing], file: str) -> bool:
    ours = timed["auren"].rows.get(file)
    theirs = timed["fitparse"].rows.get(file) if "fitparse" in timed else ours
    return ours is not None and ours == theirs


def _marks(done: Mapping[str, Read], compared: list[Compared], speeds: Mapping[str, Mapping[str, float]]) -> list[Mark]:
    intact = [result.well for result in done.values() if not result.judged.fault]
    corrupt = [result.well for result in done.values() if result.judged.fault]
    rows = sum(item.rows for item in compared)
    equal = sum(item.equal_rows for item in compared)
    ratios = {
        name: speeds[name]["rows_per_s"] / speeds["fitparse"]["rows_per_s"] if name in speeds and "fitparse" in speeds else None
        for name in ("auren", "auren readings")
    }
    return [
        at_least("fit.intact_read", _share(intact), "share", 1),
        at_least("fit.truth_rows", equal / rows if rows else None, "share", 1),
        at_least("fit.corrupt_told", _share(corrupt), "share", 1),
        at_least("fit.speed_to_fitparse", ratios["auren"], "ratio", 1),
        at_least("fit.readings_speed_to_fitparse", ratios["auren readings"], "ratio", 1),
    ]


def _share(verdicts: list[bool]) -> float | None:
    return sum(verdicts) / len(verdicts) if verdicts else None


if __name__ == "__main__":
    main()
