"""What one day hands on to the next is taken out, so that days in a row count for no more than they tell.

A good night is likelier after a good night. Left in, such runs make chance look like a law as soon as the habit comes in runs,
too. Each day is therefore compared with what the last known day lets one expect of it (a first-order autoregression over
uneven gaps; its share by restricted likelihood, Harville 1977 JASA 72:320).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

__all__ = ["Whitening", "orthonormal", "without"]

_SHARES: Final = (0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
_NOTHING: Final = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Whitening:
    """Takes out of each day what the last known day before it hands on, if every day hands on a share of itself.

    Args:
        kept: what of the last known day is left on each day, 0 to 1; of the first day 0.
    """

    kept: Numbers

    @classmethod
    def fitting(cls, known: Numbers, y: Numbers, nuisance: Numbers) -> Whitening:
        """Give the share, of a few, under which the outcome is likeliest (REML, so that weekday and drift cost no bias)."""
        import numpy as np

        # What weekday and drift tell is taken out first, so that a large level leaves no rounding in what is compared.
        columns = np.column_stack([nuisance, without(nuisance, y)])
        kept = np.asarray(_SHARES)[:, None] ** np.concatenate([[np.inf], np.diff(known)])
        new = cls(kept).of(columns)
        # All shares at once: the products of every column with every other hold all that the likelihood needs.
        products = new.swapaxes(1, 2) @ new
        inside, across, whole = products[:, :-1, :-1], products[:, :-1, -1:], products[:, -1, -1]
        rest = whole - (across * np.linalg.solve(inside, across)).sum(axis=(1, 2))
        free = len(y) - nuisance.shape[1]
        scale = np.linalg.slogdet(inside)[1] + np.log(1 - kept**2).sum(axis=1)
        return cls(kept[np.argmin(free * np.log(np.maximum(rest, _NOTHING)) + scale)])

    def of(self, columns: Numbers) -> Numbers:
        """Give of each row what is new in it; one column, or several side by side."""
        import numpy as np

        kept = self.kept if columns.ndim == 1 else self.kept[..., None]
        before = np.concatenate([columns[:1], columns[:-1]])
        new: Numbers = (columns - kept * before) / np.sqrt(1 - kept**2)
        return new


def orthonormal(columns: Numbers) -> Numbers:
    """Give columns of length 1, each at right angles to the others, that span the same."""
    import numpy as np

    basis, size, _ = np.linalg.svd(columns, full_matrices=False)
    spanning: Numbers = basis[:, size > 1e-8 * size[0]]
    return spanning


def without(basis: Numbers, column: Numbers) -> Numbers:
    """Give a column less what orthonormal ones tell of it."""
    # Twice, since one pass leaves a little of a large mean behind.
    for _ in range(2):
        column = column - basis @ (basis.T @ column)
    return column
