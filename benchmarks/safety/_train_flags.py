"""Trains the small model of red flags, in numpy, from the grammars, two thirds of the handwritten texts and ordinary questions.

Run `python -m benchmarks.safety._train_flags`; equal seeds and equal texts give equal weights.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from auren.evaluation import shipped
from auren.safety import RedFlags
from auren.safety.flags import LEVELS, ROWS, Words
from auren.safety.flags.crisis import CRISIS
from auren.safety.flags.features import BUCKETS, features
from auren.safety.flags.learned import NONE, Heard, Learned
from benchmarks._train_routing import development
from benchmarks.safety._flag_corpus import Text, crisis, grown, handwritten, kept_apart, ordinary, talk, taught, voiced

_SEED: Final = 20261125
_EPOCHS: Final = 8
_BATCH: Final = 256
_RATE: Final = 0.3
_DECAY: Final = 3e-6
_STEPS: Final = 127
_FOLDS: Final = 3
_BLOCK: Final = 6
_MOST_ALARMS: Final = 0.015
_MOST_URGENT: Final = 0.012
"""The shares of texts that only look alike which may be raised, and raised as an emergency."""
_MOST_IN_TALK: Final = 0.004
"""The same of ordinary talk, either way: a conversation has many turns, and each may be heard wrongly."""
_SURE_ENOUGH: Final = 0.97
_URGENT_ENOUGH: Final = 0.54
"""The most that is asked for: on texts that no model had seen, more lost what is grave and spared little that is not."""
_OUT: Final = Path(__file__).resolve().parents[2] / "src" / "auren" / "safety" / "flags" / "learned.npz"


def main() -> None:
    """Score each fold by a model that never saw it, for the thresholds; then train on all, and write the weights."""
    told = {text.text for text in taught()}
    written = [text for text in _written() if text.text in told or not kept_apart(text.text)]
    scored: list[tuple[Text, Heard]] = []
    for fold in range(_FOLDS):
        apart = [at // _BLOCK % _FOLDS == fold for at in range(len(written))]
        fitted = _fitted([text for text, out in zip(written, apart, strict=True) if not out], random.Random(_SEED))
        ear = Learned(_classes(), fitted[0], fitted[1], scale=fitted[2], least=0.5, least_urgent=0.4)
        held = [text for text, out in zip(written, apart, strict=True) if out]
        scored += [(text, one) for text in held if (one := ear.heard(Words.of(text.text))) is not None]
    least, least_urgent = _thresholds(scored)
    _write(*_fitted(written, random.Random(_SEED)), least, least_urgent)
    print(f"least {least:.3f}, least urgent {least_urgent:.3f}, {_OUT.stat().st_size / 1024:.0f} KB")


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


def _fitted(written: list[Text], chance: random.Random) -> tuple[NDArray[np.int8], NDArray[np.float32], float]:
    made = [*grown("rows", 40, chance), *grown("none", 120, chance)]
    quiet = [text.text for text in (*made, *written) if not text.level]
    texts = [(text, voiced(text.text, chance)) for text in made]
    texts += [(text, voiced(text.text, chance)) for text in written for _ in range(_voices(text))]
    texts += [(Text("", NONE, "", "alike"), f"{chance.choice(quiet)}. {chance.choice(quiet)}") for _ in range(1500)]
    texts += [
        (text, f"{chance.choice(quiet)}, {text.text}" if chance.random() < 0.5 else f"{text.text}, {chance.choice(quiet)}")
        for text in chance.sample([text for text in (*made, *written) if text.level], 1500)
    ]
    chance.shuffle(texts)
    return _descent(texts)


def _voices(text: Text) -> int:
    """Give in how many voices a text is heard; ordinary questions are many and need few."""
    return 6 if text.level else 4 if text.kind in ("ordinary", "talk") else 9


def _descent(texts: list[tuple[Text, str]]) -> tuple[NDArray[np.int8], NDArray[np.float32], float]:
    """Fit by stochastic gradient descent with adaptive steps (Adagrad)."""
    classes = {name: at for at, name in enumerate(_classes())}
    rows = [[bucket for here in features(Words.of(said).words) for bucket in here] for _, said in texts]
    wanted = np.array([classes[_class(text)] for text, _ in texts])
    weights = np.zeros((BUCKETS, len(classes)), np.float32)
    bias = np.zeros(len(classes), np.float32)
    seen = np.full_like(weights, 1e-4)
    order = np.random.default_rng(_SEED)
    for epoch in range(_EPOCHS):
        loss = 0.0
        for batch in np.array_split(order.permutation(len(rows)), max(1, len(rows) // _BATCH)):
            dense = np.zeros((len(batch), BUCKETS), np.float32)
            for at, index in enumerate(batch):
                held = rows[index]
                np.add.at(dense[at], held, 1 / np.sqrt(len(held) or 1))
            used = np.flatnonzero(dense.any(axis=0))
            small = dense[:, used]
            scores = small @ weights[used] + bias
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            loss -= float(np.log(shares[np.arange(len(batch)), wanted[batch]] + 1e-9).sum())
            shares[np.arange(len(batch)), wanted[batch]] -= 1
            slope = small.T @ shares / len(batch) + _DECAY * weights[used]
            seen[used] += slope**2
            weights[used] -= _RATE * slope / np.sqrt(seen[used])
            bias -= 0.05 * shares.mean(axis=0)
        print(f"epoch {epoch}: {loss / len(rows):.4f}", flush=True)
    scale = float(np.abs(weights).max()) / _STEPS
    return np.rint(weights / scale).astype(np.int8), bias, scale


def _thresholds(scored: list[tuple[Text, Heard]]) -> tuple[float, float]:
    """Give the shares from which a text and an emergency are raised, on texts that the model had not seen.

    Of texts that only look alike few may be raised. Texts on the crisis row do not count: a model of its own hears those.
    """
    posts = {text for text, _ in crisis()}
    alike = [one for text, one in scored if text.kind == "alike" and text.text not in posts]
    loud = [(text, one) for text, one in scored if text.level and text.row != CRISIS]
    spoken = [one for text, one in scored if text.kind == "talk"]
    least = max(_beyond([one.share for one in alike], _MOST_ALARMS), _beyond([one.share for one in spoken], _MOST_IN_TALK))
    urgent = max(_beyond([one.urgent for one in alike], _MOST_URGENT), _beyond([one.urgent for one in spoken], _MOST_IN_TALK))
    heard = sum(one.share >= least or one.urgent >= urgent for _, one in loud) / len(loud)
    grave = [one.urgent >= urgent for text, one in loud if text.level == "E0"]
    print(f"{len(alike)} look alike, {len(loud)} loud, heard {heard:.3f}, emergencies {sum(grave) / len(grave):.3f}")
    return min(least, _SURE_ENOUGH), min(urgent, _URGENT_ENOUGH)


def _beyond(shares: Sequence[float], most: float) -> float:
    """Give the least share that no more than a part of some reach."""
    return sorted(shares)[-1 - int(most * len(shares))] + 1e-3


def _write(
    weights: NDArray[np.int8],
    bias: NDArray[np.float32],
    scale: float,
    least: float,
    least_urgent: float,
) -> None:
    names = ",".join("/".join(name) for name in _classes())
    np.savez_compressed(
        _OUT,
        classes=np.array(names),
        weights=weights,
        bias=bias,
        scale=np.float32(scale),
        least=np.float32(least),
        least_urgent=np.float32(least_urgent),
    )


if __name__ == "__main__":
    main()
