"""The files of a Chroma folder: a quick look for words in its index, and no byte left in them of what was deleted.

Chroma itself keeps the vectors of deleted records in its index files, what it took in a queue, and free pages.
"""

from __future__ import annotations

import pickle
import shutil
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np

__all__ = ["ChromaFiles"]

_DELETE: Final = 3
# Version; offset, most and present number of vectors, bytes of each, where its label and the vector begin; level and entry;
# five settings.
_HEADER: Final = struct.Struct("<i6Qii5Q")
_LABEL: Final = 8

_LIVE: Final = """
SELECT vectors.id, kept.embedding_id FROM segments AS vectors
JOIN segments AS rows ON rows.collection = vectors.collection AND rows.scope = 'METADATA'
JOIN embeddings AS kept ON kept.segment_id = rows.id
WHERE vectors.id = ?"""
_HAVING: Final = """
SELECT kept.embedding_id FROM embedding_fulltext_search AS found
JOIN embeddings AS kept ON kept.id = found.rowid
JOIN segments AS rows ON rows.id = kept.segment_id
WHERE found.embedding_fulltext_search MATCH ? AND rows.collection = ?
ORDER BY found.rowid DESC LIMIT ?"""

_REPLACED: Final = """
DELETE FROM embeddings_queue WHERE operation <> 3 AND seq_id IN (
    SELECT seq_id FROM (
        SELECT seq_id, MAX(CASE WHEN operation IN (2, 3) THEN seq_id END) OVER (PARTITION BY topic, id) AS last
        FROM embeddings_queue)
    WHERE seq_id < last)"""
"""What a later whole version, or a deletion, has taken the place of."""


class ChromaFiles:
    """Reads and clears the files that Chroma keeps.

    Args:
        folder: where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def having(self, collection: str, signs: Sequence[str], most: int) -> list[list[str]] | None:
        """Give for each sign the ids of a collection's newest documents that hold it; None where Chroma's tables are others.

        Args:
            collection: its id.
            signs: of words, three letters each.
            most: how many ids a sign.
        """
        try:
            with self._opened() as database:
                return [
                    [id for (id,) in database.execute(_HAVING, (f'"{sign}"', collection, most)).fetchall()] for sign in signs
                ]
        except sqlite3.OperationalError:
            return None

    def scrub(self, ids: Sequence[str]) -> None:
        """Leave no byte of what was deleted or replaced.

        Args:
            ids: what was deleted while the rest of its collection stays.
        """
        with self._opened() as database:
            database.execute("PRAGMA secure_delete = ON")
            for id in ids:
                # The deletion itself stays in the queue: the vector index may have it before it yet.
                database.execute("DELETE FROM embeddings_queue WHERE id = ? AND operation <> ?", (id, _DELETE))
            database.execute(_REPLACED)
            database.execute(
                "DELETE FROM embeddings_queue WHERE topic LIKE 'persistent://%' "
                "AND substr(topic, -36) NOT IN (SELECT id FROM collections)"
            )
            database.execute("INSERT INTO embedding_fulltext_search(embedding_fulltext_search) VALUES ('optimize')")
            database.execute("VACUUM")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            held = {str(id) for (id,) in database.execute("SELECT id FROM segments")}
        for folder in self._indexes():
            if folder.name not in held:
                shutil.rmtree(folder)
        self.blank()

    def blank(self) -> None:
        """Write zeros over the vectors of deleted records, and where an index has room for more.

        Chroma fills that room with whatever its process had in memory.
        """
        for folder in self._indexes():
            header = folder / "header.bin"
            if header.exists() and header.stat().st_size == _HEADER.size:
                _blank_unused(folder, header.read_bytes())
                self._blank_deleted(folder, header.read_bytes())

    def _blank_deleted(self, folder: Path, header: bytes) -> None:
        _, _, _, used, size, label_at, vector_at, *_ = _HEADER.unpack(header)
        names, vectors = folder / "index_metadata.pickle", folder / "data_level0.bin"
        if not used or not names.exists() or vectors.stat().st_size < used * size or label_at + _LABEL > size:
            return
        with self._opened() as database:
            live = {id for _, id in database.execute(_LIVE, (folder.name,))}
        labels = [label for id, label in _labels(names).items() if id in live]
        rows: Any = np.memmap(vectors, dtype=np.uint8, mode="r+", shape=(used, size))
        held = np.ascontiguousarray(rows[:, label_at : label_at + _LABEL]).view("<u8")[:, 0]
        for place in np.flatnonzero(~np.isin(held, np.array(labels, dtype="<u8"))).tolist():
            rows[place, vector_at:label_at] = 0
        rows.flush()

    def _indexes(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if path.is_dir() and _is_uuid(path.name)]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        path = self._folder / "chroma.sqlite3"
        with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None)) as database:
            yield database


class _Plain(pickle.Unpickler):
    """Reads texts, numbers and tables of them; whatever would run code is refused."""

    def find_class(self, _module: str, _name: str, /) -> Any:
        raise pickle.UnpicklingError("The names of an index hold more than names.")


def _labels(path: Path) -> dict[str, int]:
    """Give the label of each id in an index; of a file that cannot be read none, so that nothing is taken for live."""
    with path.open("rb") as file:
        found: Any = _Plain(file).load()
    return dict(found["id_to_label"])


def _blank_unused(folder: Path, header: bytes) -> None:
    used, size = _HEADER.unpack(header)[3:5]
    for name, each in (("length.bin", 4), ("data_level0.bin", size)):
        path = folder / name
        if path.exists() and (unused := path.stat().st_size - used * each) > 0:
            with path.open("r+b") as file:
                file.seek(used * each)
                file.write(bytes(unused))


def _is_uuid(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
