"""Writes the index of the questions that each statement of the claim library answers.

Run `python -m benchmarks._train_asked`; equal texts give equal bytes. `--folds` prints first how often questions that were kept
apart, one of each statement's five at a time, find their own statement.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from auren.science.claims import claims
from auren.specialists.understanding.asked import Asked
from auren.specialists.understanding.plain import plain

__all__ = ["index", "main", "questions"]

_ROOT: Final = Path(__file__).resolve().parents[1]
_CORPUS: Final = _ROOT / "tests" / "specialists" / "corpus"
_OUT: Final = _ROOT / "src" / "auren" / "specialists" / "understanding" / "asked.txt"
_DOMAINS: Final = ("recovery", "nutrition", "training", "rehabilitation", "physique")
_OWN: Final = 2
"""How often a statement's own words count, against those of a question."""
_APART: Final = "dose"
"""What only plans choose, by what the body allows; nobody asks for it."""
_EACH: Final = 5


def questions() -> Mapping[str, list[str]]:
    """Give the questions that each statement answers, by its id."""
    found: dict[str, list[str]] = {}
    for domain in _DOMAINS:
        id = ""
        for line in (_CORPUS / f"asked_{domain}.txt").read_text("utf-8").splitlines():
            if line.startswith("# "):
                id = line[2:].strip()
            elif line.strip():
                found.setdefault(id, []).append(line.strip())
    return found


def index(asked: Mapping[str, list[str]]) -> Asked:
    """Give the index of the claim library.

    Args:
        asked: questions by id.
    """
    statements = {id: one for id, one in sorted(claims().items()) if _APART not in one.questions}
    texts: dict[str, list[tuple[str, int]]] = {}
    for id, statement in statements.items():
        own = (*statement.texts, id.replace("-", " "))
        texts[id] = [(plain(text), _OWN) for text in own] + [(plain(text), 1) for text in asked.get(id, ())]
    return Asked.of({id: one.topics for id, one in statements.items()}, texts)


def main() -> None:
    """Print the folds where they are asked for; then write the index."""
    asked = questions()
    if "--folds" in sys.argv:
        _folds(asked)
    packed = index(asked).packed()
    _OUT.write_bytes(packed)
    print(f"{sum(map(len, asked.values()))} questions to {len(asked)} statements, {len(packed) / 1024:.0f} KB")


def _folds(asked: Mapping[str, list[str]]) -> None:
    for fold in range(_EACH):
        apart = {id: texts[fold] for id, texts in asked.items() if len(texts) > fold}
        built = index({id: [text for at, text in enumerate(texts) if at != fold] for id, texts in asked.items()})
        found = {id: list(built.shares(plain(text)))[:3] for id, text in apart.items()}
        first = sum(best[:1] == [id] for id, best in found.items())
        near = sum(id in best for id, best in found.items())
        print(f"question {fold + 1} of each: found first {first / len(apart):.3f}, among three {near / len(apart):.3f}")


if __name__ == "__main__":
    main()
