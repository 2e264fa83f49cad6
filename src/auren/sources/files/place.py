"""Where files stand: one file, a folder, or a zip archive that is read in place and never unpacked to disk."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast

from auren.errors import MalformedRow, SourceError
from auren.sources.files.limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["FilePlace", "FolderPlace", "Place", "Progress", "ZipPlace", "place_of"]

_RATIO_FROM_BYTES = 64 * 2**20
_BUFFER = 2**18
# A damaged archive makes the standard library trip in as many ways.
_UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a pass has come.

    Attributes:
        done_bytes: bytes read, unpacked.
        total_bytes: bytes of all files of the place, unpacked; an estimate where an archive states it wrongly.
        file: the file being read; empty before the first.
    """

    done_bytes: int
    total_bytes: int
    file: str

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0


class Place(ABC):
    """Files by name, read within limits; reading counts towards the progress.

    Args:
        path: where it is.
        limits: bounds on what is read.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.path = path
        self.limits = limits
        self._done = 0
        self._file = ""

    @property
    def progress(self) -> Progress:
        """How far reading has come."""
        return Progress(self._done, self.total_bytes, self._file)

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The files' names, sorted, with "/" between folders."""

    @property
    @abstractmethod
    def total_bytes(self) -> int:
        """Bytes of all files, unpacked."""

    @abstractmethod
    def _opened(self, name: str) -> BinaryIO: ...

    def _packed_bytes(self, name: str) -> int | None:  # noqa: ARG002 - archives need the name
        return None

    @property
    def outside(self) -> tuple[str, ...]:
        """Names of files that are there and cannot be opened from here, since they lead out of the place."""
        return ()

    def restart(self) -> None:
        """Count from nothing again, for a new pass."""
        self._done, self._file = 0, ""

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give a file's bytes.

        Args:
            name: one of `names`.

        Raises:
            MalformedRow: the file cannot be read, is encrypted, or grows past a limit; raised while reading, too.
        """
        try:
            inner = self._opened(name)
        except _UNREADABLE as error:
            raise _refused(name, error) from error
        self._file = name
        with inner:
            guarded = _Guarded(self, inner, name, self._packed_bytes(name))
            yield cast("BinaryIO", io.BufferedReader(guarded, _BUFFER))

    def took(self, count: int, name: str) -> None:
        """Count bytes that were read.

        Raises:
            MalformedRow: one pass has read more than `limits.total_bytes`.
        """
        self._done += count
        if self._done > self.limits.total_bytes:
            raise MalformedRow(name, None, "", f"expected at most {self.limits.total_bytes} bytes in all")


class FilePlace(Place):
    """One file."""

    @property
    def names(self) -> tuple[str, ...]:
        """The file's name."""
        return (self.path.name,)

    @property
    def total_bytes(self) -> int:
        """The file's size in bytes; 0 where it cannot be told."""
        return _size(self.path)

    def _opened(self, name: str) -> BinaryIO:
        if name != self.path.name:
            raise FileNotFoundError(name)
        return self.path.open("rb")


class FolderPlace(Place):
    """A folder with all that is under it; links to folders are not followed.

    Raises:
        SourceError: it holds more files than the limits allow.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__(path, limits)
        self._sizes: dict[str, int] = {}
        left: list[str] = []
        closed: list[OSError] = []
        for here, folders, files in os.walk(path, onerror=closed.append):
            left += [_under(path, Path(here) / name) for name in folders if (Path(here) / name).is_symlink()]
            for file in files:
                place = Path(here) / file
                if place.is_file():
                    self._sizes[_under(path, place)] = _size(place)
                else:
                    left.append(_under(path, place))
            if len(self._sizes) > limits.files:
                raise SourceError(f"{path}: more than {limits.files} files in this folder; name the export's own folder.")
        left += [_under(path, Path(error.filename)) for error in closed if error.filename]
        self._left = tuple(sorted(left))
        self._names = tuple(sorted(self._sizes))

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names, sorted, with "/" between folders."""
        return self._names

    @property
    def outside(self) -> tuple[str, ...]:
        """Links to folders, links that lead nowhere, and folders that may not be listed."""
        return self._left

    @property
    def total_bytes(self) -> int:
        """Bytes of all files."""
        return sum(self._sizes.values())

    def _opened(self, name: str) -> BinaryIO:
        if name not in self._sizes:
            raise FileNotFoundError(name)
        return (self.path / name).open("rb")


class ZipPlace(Place):
    """A zip archive; its files are read in place, so a name that leads out of it leads nowhere.

    Raises:
        SourceError: it is no archive that can be read, or holds more files than the limits allow.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__(path, limits)
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
        except _UNREADABLE as error:
            raise SourceError(
                f"{path}: not a zip archive that can be read; it may be cut short, so copy or export it again."
            ) from error
        if len(members) > limits.files:
            raise SourceError(f"{path}: more than {limits.files} files in this archive; expected an export's own archive.")
        files = [member for member in members if not member.filename.endswith("/")]
        self._members = {member.filename: member for member in files if _stays_inside(member.filename)}
        self._outside = tuple(sorted(member.filename for member in files if not _stays_inside(member.filename)))
        self._names = tuple(sorted(self._members))

    @property
    def names(self) -> tuple[str, ...]:
        """The files' names, sorted; those that lead out of the archive are left out."""
        return self._names

    @property
    def outside(self) -> tuple[str, ...]:
        """Names that lead out of the archive, sorted."""
        return self._outside

    @property
    def total_bytes(self) -> int:
        """Bytes of all files, unpacked, as the archive states them."""
        return sum(member.file_size for member in self._members.values())

    def _packed_bytes(self, name: str) -> int | None:
        member = self._members.get(name)
        return None if member is None else member.compress_size

    def _opened(self, name: str) -> BinaryIO:
        if name not in self._members:
            raise FileNotFoundError(name)
        archive = zipfile.ZipFile(self.path)
        try:
            inner = archive.open(self._members[name])
        finally:
            # The open member keeps the archive's file open until it is closed itself.
            archive.close()
        return cast("BinaryIO", inner)


def place_of(path: str | os.PathLike[str], limits: Limits = DEFAULT_LIMITS) -> Place:
    """Give the place that a path is: a folder, a zip archive, or one file.

    Args:
        path: what the caller named.
        limits: bounds on what is read.

    Raises:
        SourceError: nothing is there, or it cannot be listed.
    """
    place = Path(path)
    if place.is_dir():
        return FolderPlace(place, limits)
    if not place.is_file():
        raise SourceError(f"{place}: no such file or folder; name an export.")
    try:
        with place.open("rb") as stream:
            packed = stream.read(4) == b"PK\x03\x04"
    except OSError as error:
        raise SourceError(f"{place}: the file cannot be read; check that you may read it.") from error
    return ZipPlace(place, limits) if packed or place.suffix.lower() == ".zip" else FilePlace(place, limits)


class _Guarded(io.RawIOBase):
    """Bytes of one file, counted and bounded, with every fault as ours."""

    def __init__(self, place: Place, inner: BinaryIO, name: str, packed: int | None) -> None:
        super().__init__()
        self._place = place
        self._inner = inner
        self._name = name
        self._read = 0
        limits = place.limits
        self._most = limits.file_bytes
        if packed is not None:
            self._most = min(self._most, max(_RATIO_FROM_BYTES, packed * limits.unpacked_ratio))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        try:
            chunk = self._inner.read(len(view))
        except _UNREADABLE as error:
            raise _refused(self._name, error) from error
        view[: len(chunk)] = chunk
        self._read += len(chunk)
        if self._read > self._most:
            raise MalformedRow(self._name, None, "", f"expected at most {self._most} bytes unpacked")
        self._place.took(len(chunk), self._name)
        return len(chunk)


def _refused(name: str, error: Exception) -> MalformedRow:
    if isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError):
        return MalformedRow(name, None, "", "expected a file that is not encrypted")
    if not isinstance(error, OSError | ValueError):
        return MalformedRow(name, None, "", "expected a file that can be unpacked; the archive is damaged or cut short")
    return MalformedRow(name, None, "", "expected a file that can be read")


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return (
        bool(path.parts) and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0] and "\0" not in name
    )


def _under(path: Path, place: Path) -> str:
    return place.relative_to(path).as_posix()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
