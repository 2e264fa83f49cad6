"""How well sentences on health are told apart: those that a cited statement says, and those that none says.

    python -m benchmarks.safety claims [FILE] [--fit]

FILE holds lines "ID | sentence" (that statement says it), "- sentence" (none says it) and "= sentence" (no claim on health).
Without one, auren's own are used. Statements and sentences are parted by the digest of the statement's id, or of the sentence:
two thirds to fit on, one third to measure on. `--fit` prints the weights of the logistic regression for `safety/support`.

What is promised is the precision of what passes at the confidence that is in use, on the third kept apart; how many true
sentences abstaining costs is shown beside it, with the calibration by tenths.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from auren.safety.support import CONFIDENCE, Support
from auren.safety.support.likeness import Likeness, Text
from auren.science.claims import claims
from benchmarks._report import at_least, at_most, report, table

__all__ = ["main"]

_OWN: Final = Path(__file__).resolve().parents[2] / "tests" / "safety" / "said" / "health_claims.txt"
_Z: Final = 1.96
_BOTH_WAYS: Final = (
    ("raises", "lowers"),
    ("raise", "lower"),
    ("more", "less"),
    ("higher", "lower"),
    ("better", "worse"),
    ("improves", "worsens"),
    ("helps", "harms"),
    ("help", "harm"),
    ("build", "weaken"),
    ("shorten", "lengthen"),
    ("disturb", "improve"),
    ("disturbs", "improves"),
    ("support", "impair"),
    ("supports", "impairs"),
    ("keeps", "loses"),
    ("ease", "worsen"),
)
_TURNS: Final = {one: other for pair in _BOTH_WAYS for one, other in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence: which statement says it; "-" for none, "=" for no claim."""

    text: str
    by: str

    @property
    def kept_apart(self) -> bool:
        return hashlib.sha256((self.text if self.by in "-=" else self.by).encode()).digest()[0] % 3 == 0


def main(arguments: list[str]) -> None:
    """Measure, and print the marks."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety claims")
    parser.add_argument("file", nargs="?", type=Path, default=_OWN)
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args(arguments)
    said = _read(given.file)
    if given.fit:
        _fit([one for one in said if not one.kept_apart])
        return
    kept = said if given.file != _OWN else [one for one in said if one.kept_apart]
    support = Support()
    judged = [(one, support.of(one.text)) for one in kept]
    passed = [one for one, found in judged if found.claims and found.confidence >= CONFIDENCE]
    right = sum(one.by not in "-=" for one in passed)
    true = [(one, found) for one, found in judged if one.by not in "-="]
    false = [found for one, found in judged if one.by == "-"]
    none = [found for one, found in judged if one.by == "="]
    stopped = sum(found.claims and found.confidence < CONFIDENCE for _, found in true)
    through = sum(not found.claims or found.confidence >= CONFIDENCE for found in false)
    _calibration([(found.confidence, one.by not in "-=") for one, found in judged if found.claims])
    precision = right / len(passed) if passed else None
    low = None if precision is None else _low(right, len(passed))
    print(f"precision of what passes: {right} of {len(passed)}, at least {low or 0:.3f} (95 %)\n")
    report(
        "safety.claims",
        [
            at_least("claims.precision", None if precision is None else round(precision, 4), "share", CONFIDENCE),
            at_most("claims.unsupported_passed", round(100 * through / max(1, len(false)), 1), f"% of {len(false)}", 10),
            at_most("claims.supported_abstained", round(100 * stopped / max(1, len(true)), 1), f"% of {len(true)}", 50),
            at_most("claims.others_stopped", sum(found.claims for found in none), f"of {len(none)}", 0),
        ],
    )


def _read(path: Path) -> list[_Said]:
    said = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            by, _, text = line.partition(" ") if line[0] in "-=" else line.partition(" | ")
            said.append(_Said(text.strip(), by.strip()))
    return said


def _fit(said: list[_Said]) -> None:
    """Print weights; besides the handwritten sentences, each statement's own words, and those of its neighbours against it."""
    texts = {id: statement.text for id, statement in claims().items()}
    likeness = Likeness(texts)
    rows, wanted, weigh = [], [], []
    for one in said:
        text = Text.of(one.text)
        for id in likeness.nearest(text):
            rows.append(likeness.numbers(text, id))
            wanted.append(float(id == one.by))
            weigh.append(3.0 if one.by in ("-", id) else 0.3)
    chance = random.Random(1)
    for id, statement in texts.items():
        if _Said(statement, id).kept_apart:
            continue
        text = Text.of(statement)
        for other in likeness.nearest(text, at_most=3):
            rows.append(likeness.numbers(text, other))
            wanted.append(float(other == id))
            weigh.append(0.1)
        for wrong in _wrong(statement, [texts[one.by] for one in said if one.by in texts], chance):
            text = Text.of(wrong)
            for other in likeness.nearest(text, at_most=2):
                rows.append(likeness.numbers(text, other))
                wanted.append(0.0)
                weigh.append(0.3)
    seen, target, weight = np.c_[np.array(rows), np.ones(len(rows))], np.array(wanted), np.array(weigh)
    solved = np.zeros(seen.shape[1])
    for _ in range(50):
        share = 1 / (1 + np.exp(-seen @ solved))
        slope = seen.T @ (weight * (share - target)) + 0.1 * solved
        curve = (seen * (weight * share * (1 - share))[:, None]).T @ seen + 0.1 * np.eye(seen.shape[1])
        solved -= np.linalg.solve(curve, slope)
    print("weights", tuple(round(float(one), 2) for one in solved[:-1]), "bias", round(float(solved[-1]), 2))


def _wrong(statement: str, others: list[str], chance: random.Random) -> Iterator[str]:
    """Give sentences that a statement does not say: turned round, denied, and its beginning with another one's end."""
    turned = " ".join(_TURNS.get(word, word) for word in statement.split())
    if turned != statement:
        yield turned
    first, *rest = statement.split()
    yield " ".join([first, "never", *rest])
    other = chance.choice(others).split()
    if other[0] != first:
        yield " ".join([first, *rest][: len(rest) // 2 + 1] + other[len(other) // 2 :])


def _calibration(pairs: list[tuple[float, bool]]) -> None:
    rows = []
    for low in np.arange(0, 1, 0.2):
        inside = [(share, right) for share, right in pairs if low <= share < low + 0.2 or (low > 0.7 and share == 1)]
        if inside:
            mean, true = np.mean([share for share, _ in inside]), np.mean([right for _, right in inside])
            rows.append([f"{low:.1f} to {low + 0.2:.1f}", str(len(inside)), f"{mean:.2f}", f"{true:.2f}"])
    table(["confidence", "sentences", "mean", "true"], rows)


def _low(right: int, total: int) -> float:
    share = right / total
    middle = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    wide = _Z * (share * (1 - share) / total + _Z**2 / (4 * total**2)) ** 0.5 / (1 + _Z**2 / total)
    return middle - wide
