"""Trains the small model of red flags from the grammars, two thirds of the handwritten texts and ordinary questions.

A multinomial logistic regression with a quadratic penalty. Run `python -m benchmarks.safety._train_flags`; equal seeds and
equal texts give equal weights.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from auren.evaluation import shipped
from auren.safety import RedFlags
from auren.safety.flags import LEVELS, ROWS, Words
from auren.safety.flags.features import BUCKETS, read
from auren.safety.flags.learned import NONE
from benchmarks._train_routing import development
from benchmarks.safety._flag_corpus import Text, crisis, grown, handwritten, kept_apart, ordinary, talk, taught, voiced

Floats = NDArray[np.float64]

_SEED: Final = 20261127
_STEPS: Final = 127
_LOOSE: Final = 20.0
"""What the loss of all texts counts against the penalty; C of the textbooks."""
_ROUNDS: Final = 160
_TINY: Final = 1e-12
_PAIRS: Final = 1500
_NOTHING: Final = np.zeros(0, np.int64)
_SURE_ENOUGH: Final = 0.99
_URGENT_ENOUGH: Final = 0.65
"""The shares from which a text, and an emergency, are raised; chosen on texts that no model had seen."""
_OUT: Final = Path(__file__).resolve().parents[2] / "src" / "auren" / "safety" / "flags" / "learned.npz"


def main() -> None:
    """Train on all but what is kept apart, and write the weights."""
    told = {text.text for text in taught()}
    written = [text for text in _written() if text.text in told or not kept_apart(text.text)]
    weights, bias, scale = _fitted(written)
    np.savez_compressed(
        _OUT,
        classes=np.array(",".join("/".join(name) for name in _classes())),
        weights=weights,
        bias=bias,
        scale=np.float32(scale),
        least=np.float32(_SURE_ENOUGH),
        least_urgent=np.float32(_URGENT_ENOUGH),
    )
    print(f"{len(written)} texts, {_OUT.stat().st_size / 1024:.0f} KB")


def _written() -> list[Text]:
    talks = [turn.ask for scenario in shipped() if scenario.kind != "red_flag" for turn in scenario.turns]
    said = (*(question.text for question in development()), *talks, *ordinary())
    # Some questions do speak of what signs raise, such as an operation; these are not to be taught as ordinary.
    signs = RedFlags(learned=False)
    plain = [Text(text, "", "", "ordinary") for text in said if not signs.in_text(text)]
    posts = [Text(text, "R7" if label else "", "E1" if label else "", "said" if label else "alike") for text, label in crisis()]
    return [*handwritten(), *taught(), *posts, *plain, *(Text(text, "", "", "talk") for text in talk())]


def _classes() -> list[tuple[str, str]]:
    return [(NONE, ""), *((row, level) for row, levels in LEVELS.items() for level in levels)]


def _class(text: Text) -> tuple[str, str]:
    """Give the class of a text; a row that is never raised at the text's level counts at its own."""
    if not text.level:
        return NONE, ""
    return text.row, text.level if text.level in LEVELS[text.row] else ROWS[text.row]


def _fitted(written: list[Text]) -> tuple[NDArray[np.int8], NDArray[np.float32], float]:
    chance = random.Random(_SEED)
    made = [*grown("rows", 12, chance), *grown("none", 40, chance)]
    quiet = [text.text for text in (*made, *written) if not text.level]
    texts = [(text, voiced(text.text, chance)) for text in made]
    texts += [(text, text.text) for text in written]
    texts += [(text, voiced(text.text, chance)) for text in written if text.kind not in ("ordinary", "talk")]
    texts += [(Text("", NONE, "", "alike"), f"{chance.choice(quiet)}. {chance.choice(quiet)}") for _ in range(_PAIRS)]
    loud = [text for text in (*made, *written) if text.level]
    texts += [
        (text, f"{chance.choice(quiet)}, {text.text}" if chance.random() < 0.5 else f"{text.text}, {chance.choice(quiet)}")
        for text in chance.sample(loud, _PAIRS)
    ]
    return _least_loss(texts)


def _least_loss(texts: Sequence[tuple[Text, str]]) -> tuple[NDArray[np.int8], NDArray[np.float32], float]:
    """Give the weights with the least loss and penalty."""
    classes = {name: at for at, name in enumerate(_classes())}
    wanted = np.array([classes[_class(text)] for text, _ in texts])
    kinds = [text.kinds if (text := read(Words.of(said))) is not None else _NOTHING for _, said in texts]
    lengths = np.array([len(held) for held in kinds])
    worth = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
    held = csr_array((worth, np.concatenate(kinds), [0, *lengths.cumsum()]), shape=(len(texts), BUCKETS))
    turned = held.T.tocsr()
    each = np.arange(len(texts))

    def cost(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(BUCKETS + 1, len(classes)).astype(np.float32)
        scores = held @ weights[:-1] + weights[-1]
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        loss = -np.log(shares[each, wanted] + _TINY).sum()
        shares[each, wanted] -= 1
        slope = _LOOSE * np.vstack([turned @ shares, shares.sum(axis=0, keepdims=True)])
        return float(_LOOSE * loss + flat @ flat / 2), slope.ravel() + flat

    start = np.zeros((BUCKETS + 1) * len(classes))
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS, "maxcor": 6}).x
    weights = found.reshape(BUCKETS + 1, len(classes))
    scale = float(np.abs(weights[:-1]).max()) / _STEPS
    return np.rint(weights[:-1] / scale).astype(np.int8), weights[-1].astype(np.float32), scale


if __name__ == "__main__":
    main()
