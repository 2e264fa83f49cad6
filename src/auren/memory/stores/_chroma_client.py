"""A client of Chroma, in a thread of its own, and a person's collections in it."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from auren._extras import optional
from auren.errors import AurenError, ConfigurationError, InvalidInput, StoreCorrupted, StoreError, StoreUnavailable
from auren.memory.stores._chroma_files import ChromaFiles
from auren.memory.stores._values import hashed
from auren.people import Subject

__all__ = ["ChromaClient"]

T = TypeVar("T")

_NAME: Final = re.compile(r"auren-[0-9a-f]{8}-[0-9a-f]{32}-[vw]")


class ChromaClient:
    """Runs work on Chroma one piece at a time, and finds the collections of one store in it.

    Args:
        where: a folder that Chroma keeps its files in; or the host's own client, which stays open.
        name: of the store.
        feature: what needs it, as the user would name it.

    Raises:
        MissingExtra: Chroma is not installed.
    """

    def __init__(self, where: str | Path | Any, *, name: str, feature: str) -> None:
        self._feature = feature
        self._chroma: Any = optional("chromadb", feature=feature, extra="chroma")
        self._errors: Any = optional("chromadb.errors", feature=feature, extra="chroma")
        self._store = hashed(name)[:8]
        self.space_name = f"auren-{self._store}-space"
        self._folder: Path | None = None
        self.files: ChromaFiles | None = None
        self.client: Any = None
        self._thread: ThreadPoolExecutor | None = None
        if isinstance(where, str | Path):
            self._folder = Path(str(where).removeprefix("chroma://"))
            self.files = ChromaFiles(self._folder)
        else:
            self.client = where

    async def open(self) -> None:
        """Start the thread, and connect in it."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="auren-chroma")
        try:
            await self.run(self._connect)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Close the client, if it is ours, and end the thread."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if self._folder is not None and self.client is not None:
            client, self.client = self.client, None
            await asyncio.wrap_future(thread.submit(client.close))
            if self.files is not None:
                await asyncio.wrap_future(thread.submit(self.files.blank))
        await asyncio.to_thread(thread.shutdown)

    def _connect(self) -> None:
        if self._folder is not None:
            settings = optional("chromadb.config", feature=self._feature, extra="chroma").Settings(
                anonymized_telemetry=False, allow_reset=False
            )
            self._folder.mkdir(parents=True, exist_ok=True)
            self.client = self._chroma.PersistentClient(path=str(self._folder), settings=settings)
        self.client.heartbeat()

    def named(self, subject: Subject, has_vector: bool) -> str:
        """Give the name of one of the two collections of a person."""
        return f"auren-{self._store}-{hashed(subject.id)}-{'v' if has_vector else 'w'}"

    def collection(self, subject: Subject, has_vector: bool) -> Any:
        """Give one of the two collections of a person, or None where there is none yet."""
        try:
            return self.client.get_collection(self.named(subject, has_vector), embedding_function=None)
        except self._errors.NotFoundError:
            return None

    def collections(self, subject: Subject) -> Iterator[Any]:
        """Give the collections that a person has."""
        for has_vector in (False, True):
            collection = self.collection(subject, has_vector)
            if collection is not None:
                yield collection

    def all_collections(self, *endings: str) -> Iterator[Any]:
        """Give the collections of all people in this store whose names end so."""
        start, page = 0, 100
        while True:
            some = self.client.list_collections(limit=page, offset=start)
            yield from (
                collection
                for collection in some
                if _NAME.fullmatch(collection.name)
                and collection.name.startswith(f"auren-{self._store}-")
                and collection.name.endswith(endings)
            )
            if len(some) < page:
                return
            start += page

    async def run(self, work: Callable[[], T]) -> T:
        """Give what work gives that runs in the thread."""
        if self._thread is None:
            raise StoreUnavailable("The store was closed while it was in use; open it again.")
        running = asyncio.wrap_future(self._thread.submit(work))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            # What has begun runs to its end in its thread; nobody waits for its answer.
            running.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    def translated(self, error: Exception) -> AurenError | None:
        """Give our error for the driver\'s, or None when it is none of the driver\'s."""
        name = self._feature
        if isinstance(error, self._errors.InvalidArgumentError):
            return InvalidInput(f"{name}: Chroma refuses what was given; the cause has the details.")
        if isinstance(error, self._errors.InternalError | sqlite3.DatabaseError) and _is_damaged(error):
            return StoreCorrupted(f"{name}: the folder's database is damaged, or none; the cause has the details.")
        if isinstance(error, self._errors.AuthorizationError | self._errors.ChromaAuthError):
            return ConfigurationError(f"{name}: the server refuses this user; the cause has the details.")
        if isinstance(error, self._errors.ChromaError | OSError | sqlite3.Error):
            return StoreUnavailable(f"{name}: {type(error).__name__} from Chroma; the cause has the details.")
        if type(error).__module__.split(".")[0] in ("httpx", "chromadb"):
            return StoreError(f"{name}: {type(error).__name__} from the driver; the cause has the details.")
        return None


def _is_damaged(error: Exception) -> bool:
    return any(words in str(error) for words in ("not a database", "malformed", "no such table", "code: 26", "code: 11"))
