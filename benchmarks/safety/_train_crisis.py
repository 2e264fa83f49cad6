"""Trains the small models of suicidal thoughts and self-harm from handwritten texts, grammars and ordinary talk.

Two logistic regressions with a quadratic penalty, whose best weights are one and the same however they are looked for. Run
`python -m benchmarks.safety._train_crisis`; equal seeds and equal texts give equal weights. What is kept apart is never read
here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from auren.evaluation import shipped
from auren.safety.flags.crisis import CRISIS, Weights
from auren.safety.flags.features import BUCKETS, read
from auren.safety.flags.words import Words
from benchmarks._train_asked import questions as asked_of_statements
from benchmarks._train_routing import development
from benchmarks.safety._flag_corpus import crisis, grown, handwritten, kept_apart, ordinary, talk, taught, voiced

_SEED: Final = 20261126
_STEPS: Final = 127
_LOOSE: Final = 20.0
"""What the loss of all texts counts against the penalty; C of the textbooks."""
_ROUNDS: Final = 300
_CALM_TEXTS: Final = 8000
_PAIRS: Final = 3000
_STORIES: Final = 600
_FAR: Final = 500.0
_LEAST: Final = 0.25
"""The share from which a text is raised, on texts that no model had seen: who asks once too often does less harm than who does
not hear."""
_OUT: Final = Path(__file__).resolve().parents[2] / "src" / "auren" / "safety" / "flags" / "crisis.npz"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """A text and whether it speaks of ending a life or of self-harm."""

    text: str
    grave: bool


def main() -> None:
    """Train on all but what is kept apart, and write the weights."""
    written = [Said(text, label) for text, label in crisis() if not kept_apart(text)]
    written += [Said(text.text, bool(text.level)) for text in taught() if text.row == CRISIS]
    with ProcessPoolExecutor() as pool:
        ears = {"dark": pool.submit(_beside_the_dark, written), "talk": pool.submit(_beside_talk, written)}
        fits = {name: ear.result() for name, ear in ears.items()}
    held: dict[str, Any] = {"least": np.float32(_LEAST)}
    for name, weights in fits.items():
        held |= {f"{name}_each": weights.each, f"{name}_bias": np.float32(weights.bias)}
        held[f"{name}_scale"] = np.float32(weights.scale)
    np.savez_compressed(_OUT, **held)
    print(f"{len(written)} texts, {_OUT.stat().st_size / 1024:.0f} KB")


def _calm() -> list[str]:
    """Give what nobody would take for a crisis: texts on other rows, questions, and talk."""
    other = [text.text for text in (*taught(), *handwritten()) if text.row != CRISIS and not kept_apart(text.text)]
    asked = [text for texts in asked_of_statements().values() for text in texts]
    talks = [turn.ask for scenario in shipped() if scenario.kind != "red_flag" for turn in scenario.turns]
    return [*other, *(question.text for question in development()), *asked, *talks, *ordinary(), *talk()]


def _beside_talk(written: Sequence[Said]) -> Weights:
    """Part the grave texts from everyday ones alone, of which there are many more than of dark ones."""
    chance = random.Random(_SEED)
    calm = _calm()
    texts = [
        Said(voiced(one.text, chance) if voice else one.text, grave=True) for one in written if one.grave for voice in (0, 1)
    ]
    texts += [Said(text, grave=False) for text in calm]
    texts += [Said(f"{chance.choice(calm)} {chance.choice(calm)}", grave=False) for _ in range(_PAIRS)]
    return _fitted(texts)


def _beside_the_dark(written: Sequence[Said]) -> Weights:
    """Part the grave texts from dark ones, made ones, some everyday ones, and stories of which one sentence may be grave."""
    chance = random.Random(_SEED)
    everyday = _calm()
    texts = [Said(voiced(one.text, chance) if voice else one.text, one.grave) for one in written for voice in (0, 1)]
    texts += [Said(text, grave=False) for text in chance.sample(everyday, _CALM_TEXTS)]
    made = [*grown("rows", 6, chance), *grown("none", 12, chance)]
    texts += [Said(voiced(text.text, chance), text.row == CRISIS) for text in made]
    calm, grave = [one.text for one in written if not one.grave], [one.text for one in written if one.grave]

    def story(parts: int) -> list[str]:
        return [chance.choice(calm if chance.random() < 0.5 else everyday) for _ in range(parts)]

    for _ in range(_STORIES):
        texts.append(Said(_joined(story(chance.randint(2, 5))), grave=False))
        parts = [*story(chance.randint(1, 4)), chance.choice(grave)]
        chance.shuffle(parts)
        texts.append(Said(_joined(parts), grave=True))
    return _fitted(texts)


def _joined(parts: Sequence[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def _fitted(said: Sequence[Said]) -> Weights:
    """Give the weights with the least loss and penalty."""
    texts = [(text, one.grave) for one in said if (text := read(Words.of(one.text))) is not None]
    lengths = np.array([len(text.kinds) for text, _ in texts])
    held = csr_array(
        (np.repeat(1 / np.sqrt(lengths), lengths), np.concatenate([text.kinds for text, _ in texts]), [0, *lengths.cumsum()]),
        shape=(len(texts), BUCKETS),
    )
    side = np.where([grave for _, grave in texts], 1.0, -1.0)

    def cost(weights: Floats) -> tuple[float, Floats]:
        each, bias = weights[:-1], weights[-1]
        margin = side * (held @ each + bias)
        off = -side * _LOOSE / (1 + np.exp(np.minimum(margin, _FAR)))
        slope = np.append(held.T @ off + each, off.sum() + bias)
        return float(_LOOSE * np.logaddexp(0, -margin).sum() + weights @ weights / 2), slope

    found = minimize(cost, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    scale = float(np.abs(found[:-1]).max()) / _STEPS
    return Weights(np.rint(found[:-1] / scale).astype(np.int8), float(found[-1]), scale)


if __name__ == "__main__":
    main()
