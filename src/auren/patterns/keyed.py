"""One person's kernel as a keyed stream processor sees it: state is bytes, time is one timer, and nothing else is kept.

The shape is that of a keyed process function with one value state and one timer a key: `open` or `restore` when the key's turn
comes, `process` for each reading, `on_timer` when the timer fires, `snapshot` before the state is put away. The host registers
`timer` after each call, in place of the one before; a timer that fires too soon or twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from auren.patterns.kernel import Advance, Kernel
from auren.patterns.state import PersonState
from auren.people import Subject
from auren.readings import Reading

__all__ = ["KeyedKernel"]


class KeyedKernel:
    """A kernel at one key, the person's id; a kernel may stand under any number of keys.

    Args:
        kernel: the rules.
        state: the person's state; `open` and `restore` give it.
    """

    def __init__(self, kernel: Kernel, state: PersonState) -> None:
        self._kernel = kernel
        self._state = state

    @classmethod
    def open(cls, kernel: Kernel, key: str) -> KeyedKernel:
        """Begin a key that has no state yet."""
        state, _ = kernel.restore(Subject(key), (), ())
        return cls(kernel, state)

    @classmethod
    def restore(cls, kernel: Kernel, key: str, snapshot: bytes) -> KeyedKernel:
        """Go on from a key's snapshot.

        Raises:
            InvalidInput: the bytes are of an unknown version, another person's, or made for other rules.
            StoreCorrupted: the bytes are damaged.
        """
        return cls(kernel, kernel.load(Subject(key), snapshot))

    @property
    def timer(self) -> datetime | None:
        """The instant at which time alone changes the state; None when no timer is needed."""
        return self._kernel.next_wakeup(self._state)

    def process(self, reading: Reading) -> Advance:
        """Take a reading of this key in, and give the findings that changed."""
        return self._kernel.advance(self._state, (reading,))

    def on_timer(self, instant: datetime) -> Advance:
        """Let the time of the timer come, and give the findings that settled."""
        return self._kernel.advance_time(self._state, instant)

    def snapshot(self) -> bytes:
        """Give the state as compact, versioned bytes."""
        return self._kernel.dump(self._state)
