"""The audit chain in a file: one JSON object a line, on the disk before `append` returns."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from threading import Lock
from typing import Final

from auren.clock import Clock
from auren.errors import StoreConflict, StoreCorrupted, StoreUnavailable
from auren.privacy.audit.entry import Anchor, AuditEntry
from auren.privacy.audit.log import AuditLog
from auren.privacy.audit.verify import verify

__all__ = ["JsonLinesAuditLog"]

_KINDS: Final = {field.name: int if field.type == "int" else str for field in fields(AuditEntry)}


class JsonLinesAuditLog(AuditLog):
    """Appends to a file; one process at a time writes to it.

    A last line without its end was cut by a crash before `append` returned; opening drops it. Anything else that is wrong
    with the file makes opening fail, so that nothing is added to a chain that was changed.

    Args:
        path: the file; created when it is missing, its folder must be there.
        key: as in `AuditLog`.
        clock: tells the time.
        anchors: heads that were stored elsewhere; opening checks the file against them.

    Raises:
        ConfigurationError: the key is too short.
    """

    def __init__(self, path: Path, key: bytes, clock: Clock, anchors: tuple[Anchor, ...] = ()) -> None:
        super().__init__(key, clock)
        self._path = path
        self._anchors = anchors
        self._head = Anchor(0, "")
        self._size = 0
        self._writing = Lock()

    async def _open(self) -> None:
        await asyncio.to_thread(self._resume)

    async def _append(self, follow: Callable[[Anchor], AuditEntry]) -> AuditEntry:
        return await asyncio.to_thread(self._write, follow)

    async def _entries(self) -> list[AuditEntry]:
        return await asyncio.to_thread(lambda: _read(self._bytes()))

    async def _anchor(self) -> Anchor:
        with self._writing:
            return self._head

    def _resume(self) -> None:
        """Drop a torn last line, and take up the chain where it ends."""
        try:
            self._path.touch()
            kept = self._bytes()
            whole = kept[: kept.rfind(b"\n") + 1]
            if len(whole) < len(kept):
                os.truncate(self._path, len(whole))
            _flush(self._path.parent)
        except OSError as error:
            raise _unavailable("opened", error) from error
        verdict = verify(_read(whole), self._anchors)
        if verdict.fault:
            raise StoreCorrupted(f"{verdict.fault.message} Keep the file as evidence, and start another one.")
        self._head, self._size = verdict.head, len(whole)

    def _write(self, follow: Callable[[Anchor], AuditEntry]) -> AuditEntry:
        # In the thread, all of it: whoever is cancelled while waiting leaves no entry without its head.
        with self._writing:
            entry = follow(self._head)
            line = json.dumps(asdict(entry), separators=(",", ":")).encode("ascii") + b"\n"
            try:
                with self._path.open("r+b", buffering=0) as file:
                    if file.seek(0, os.SEEK_END) != self._size:
                        raise StoreConflict("The audit file has another size than this log left it with; it has one writer.")
                    _write_whole(file.fileno(), line)
            except OSError as error:
                raise _unavailable("written", error) from error
            self._head = Anchor(self._head.count + 1, entry.digest)
            self._size += len(line)
            return entry

    def _bytes(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError as error:
            raise _unavailable("read", error) from error


def _write_whole(file: int, line: bytes) -> None:
    left = memoryview(line)
    while left:
        left = left[os.write(file, left) :]
    os.fsync(file)


def _flush(folder: Path) -> None:
    """Have the name of a new file on the disk, too, where folders can be synchronised."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(whole: bytes) -> list[AuditEntry]:
    return [_entry(line, number) for number, line in enumerate(whole.split(b"\n")[:-1], start=1)]


def _entry(line: bytes, number: int) -> AuditEntry:
    try:
        held = json.loads(line)
        if isinstance(held, dict) and {name: type(value) for name, value in held.items()} == _KINDS:
            return AuditEntry(**held)
    except (ValueError, RecursionError):
        pass
    # What stands there is not quoted, not even as the cause.
    raise StoreCorrupted(f"Line {number} of the audit file is no entry; it was edited or damaged.")


def _unavailable(what: str, error: OSError) -> StoreUnavailable:
    return StoreUnavailable(f"The audit file could not be {what} ({type(error).__name__}); close the log, and open it again.")
