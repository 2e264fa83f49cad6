"""Trains the small models of suicidal thoughts and self-harm, in numpy, from handwritten texts, grammars and ordinary talk.

Run `python -m benchmarks.safety._train_crisis`; equal seeds and equal texts give equal weights. What is kept apart is never
read here. Texts that stand near one another were often written together, so folds part them in blocks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from auren.evaluation import shipped
from auren.safety import RedFlags
from auren.safety.flags.crisis import CRISIS, LEAST_SURE, Weights
from auren.safety.flags.features import BUCKETS, read, unsure
from auren.safety.flags.words import Words
from benchmarks._train_asked import questions as asked_of_statements
from benchmarks._train_routing import development
from benchmarks.safety._flag_corpus import crisis, grown, handwritten, kept_apart, ordinary, talk, taught, voiced

_SEED: Final = 20261126
_EPOCHS: Final = 10
_BATCH: Final = 128
_RATE: Final = 0.3
_DECAY: Final = 1e-5
_STEPS: Final = 127
_FOLDS: Final = 5
_BLOCK: Final = 6
_VOICES: Final = 8
_QUIET_VOICES: Final = 3
_TALK_VOICES: Final = 4
_TALK_EPOCHS: Final = 4
_PAIRS: Final = 3000
_STORIES: Final = 600
_TOLD: Final = 300
_CALM: Final = 0.82
"""The share of texts that only sound like a crisis which must stay quiet; who asks once too often does less harm there than
who does not hear."""
_OUT: Final = Path(__file__).resolve().parents[2] / "src" / "auren" / "safety" / "flags" / "crisis.npz"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Said:
    """A text and whether it speaks of ending a life or of self-harm."""

    text: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """How a text that the model never saw scored, whether a sign raises it, and whether it says little."""

    score: float
    grave: bool
    signed: bool
    unsure: bool


def main() -> None:
    """Score each fold by a model that never saw it, for slope and threshold; then train on all, and write."""
    written = [Said(text, label) for text, label in crisis() if not kept_apart(text)]
    written += [Said(text.text, bool(text.level)) for text in taught() if text.row == CRISIS]
    signs = RedFlags(learned=False)
    scored: list[Scored] = []
    for fold in range(_FOLDS):
        apart = [at // _BLOCK % _FOLDS == fold for at in range(len(written))]
        ear = _fitted([one for one, out in zip(written, apart, strict=True) if not out])
        for one in (one for one, out in zip(written, apart, strict=True) if out):
            words = Words.of(one.text)
            text = read(words)
            if text is not None:
                score = ear.score(text)
                signed = any(flag.id == CRISIS for flag in signs.in_text(one.text))
                scored.append(Scored(score, one.grave, signed, unsure(words)))
    slope, bias = _calibrated(scored)
    least = _least(scored, slope, bias)
    held: dict[str, Any] = {"bias": np.float32(bias), "slope": np.float32(slope), "least": np.float32(least)}
    for name, weights in (("dark", _fitted(written)), ("talk", _beside_talk(written))):
        held |= {f"{name}_window": weights.window, f"{name}_whole": weights.whole, f"{name}_scale": np.float32(weights.scale)}
    np.savez_compressed(_OUT, **held)
    print(f"{len(written)} texts, {_OUT.stat().st_size / 1024:.0f} KB")


def _least(scored: Sequence[Scored], slope: float, bias: float) -> float:
    """Give the probability from which a text is raised so that, beside the signs, enough of the calm ones stay quiet."""

    def quiet(one: Scored, least: float) -> bool:
        share = 1 / (1 + np.exp(-(slope * one.score + bias)))
        return not one.signed and share < (max(least, LEAST_SURE) if one.unsure else least)

    calm, grave = [one for one in scored if not one.grave], [one for one in scored if one.grave]
    least = next(at / 200 for at in range(20, 200) if sum(quiet(one, at / 200) for one in calm) >= _CALM * len(calm))
    heard = sum(not quiet(one, least) for one in grave) / len(grave)
    print(f"folds: slope {slope:.3f}, bias {bias:.3f}, least {least:.3f}; {heard:.3f} heard, {_CALM} of the calm ones quiet")
    return least


def _fitted(written: Sequence[Said]) -> Weights:
    return _descent(_grown(written, random.Random(_SEED)), _EPOCHS)


def _beside_talk(written: Sequence[Said]) -> Weights:
    """Part the grave texts from everyday ones alone, of which there are many more than of dark ones."""
    chance = random.Random(_SEED)
    other = [text.text for text in (*taught(), *handwritten()) if text.row != CRISIS and not kept_apart(text.text)]
    asked = [text for texts in asked_of_statements().values() for text in texts]
    quiet = [*(question.text for question in development()), *asked, *ordinary(), *other]
    texts = [Said(voiced(one.text, chance), grave=True) for one in written if one.grave for _ in range(_TALK_VOICES)]
    texts += [Said(voiced(text, chance), grave=False) for text in quiet]
    texts += [Said(voiced(text, chance), grave=False) for text in talk() for _ in range(_TALK_VOICES)]
    texts += [Said(f"{chance.choice(quiet)} {chance.choice(quiet)}", grave=False) for _ in range(_PAIRS)]
    return _descent(texts, _TALK_EPOCHS)


def _grown(written: Sequence[Said], chance: random.Random) -> list[Said]:
    """Give the texts in several voices, ordinary talk, made ones, and stories of several texts of which one may be grave."""
    talks = [turn.ask for scenario in shipped() if scenario.kind != "red_flag" for turn in scenario.turns]
    other = [text.text for text in handwritten() if text.row != CRISIS and not kept_apart(text.text)]
    other += [text.text for text in taught() if text.row != CRISIS]
    asked = [text for texts in asked_of_statements().values() for text in texts[1:3]]
    quiet = [*(question.text for question in development()), *asked, *talks, *ordinary(), *talk(), *other]
    texts = [Said(voiced(one.text, chance) if voice else one.text, one.grave) for one in written for voice in range(_VOICES)]
    texts += [Said(voiced(text, chance), grave=False) for text in quiet for _ in range(_QUIET_VOICES)]
    made = [*grown("rows", 40, chance), *grown("none", 120, chance)]
    texts += [Said(voiced(text.text, chance), text.row == CRISIS) for text in made]
    calm, grave = [one.text for one in written if not one.grave], [one.text for one in written if one.grave]

    def story(parts: int) -> list[str]:
        return [chance.choice(calm if chance.random() < 0.8 else quiet) for _ in range(parts)]

    for _ in range(_STORIES):
        texts.append(Said(_joined(story(chance.randint(2, 7))), grave=False))
    for _ in range(_TOLD):
        parts = [*story(chance.randint(1, 5)), chance.choice(grave)]
        chance.shuffle(parts)
        texts.append(Said(_joined(parts), grave=True))
    return texts


def _joined(parts: Sequence[str]) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def _descent(said: Sequence[Said], epochs: int) -> Weights:
    """Fit by stochastic gradient descent with adaptive steps (Adagrad)."""
    texts = [(text, one.grave) for one in said if (text := read(Words.of(one.text))) is not None]
    window, whole = np.zeros(BUCKETS, np.float32), np.zeros(BUCKETS, np.float32)
    seen = np.full(BUCKETS, 1e-4, np.float32), np.full(BUCKETS, 1e-4, np.float32)
    bias = 0.0
    order = np.random.default_rng(_SEED)
    for _ in range(epochs):
        for batch in np.array_split(order.permutation(len(texts)), max(1, len(texts) // _BATCH)):
            slopes = [np.zeros(BUCKETS, np.float32), np.zeros(BUCKETS, np.float32)]
            leaning = 0.0
            for at in batch:
                text, grave = texts[at]
                norms = np.sqrt(text.stops - text.starts)
                sums = np.concatenate([[0.0], window[text.ids].cumsum(dtype=np.float64)])
                scores = (sums[text.stops] - sums[text.starts]) / norms
                raised = np.exp(scores - scores.max())
                pooled = scores.max() + np.log(raised.mean())
                every = float(whole[text.kinds].sum()) / np.sqrt(len(text.kinds))
                off = (1 / (1 + np.exp(-(pooled + every + bias))) - grave) / len(batch)
                # What each window's features count: its share of the soft maximum, spread over the buckets it spans.
                spread = np.zeros(len(text.ids) + 1)
                np.add.at(spread, text.starts, raised / raised.sum() / norms)
                np.add.at(spread, text.stops, -raised / raised.sum() / norms)
                slopes[0] += np.bincount(text.ids, off * spread.cumsum()[:-1], BUCKETS).astype(np.float32)
                slopes[1][text.kinds] += off / np.sqrt(len(text.kinds))
                leaning += off
            for weights, slope, grown_so_far in zip((window, whole), slopes, seen, strict=True):
                used = np.flatnonzero(slope)
                step = slope[used] + _DECAY * weights[used]
                grown_so_far[used] += step**2
                weights[used] -= _RATE * step / np.sqrt(grown_so_far[used])
            bias -= 0.05 * leaning
    scale = float(max(np.abs(window).max(), np.abs(whole).max())) / _STEPS
    return Weights(np.rint(window / scale).astype(np.int8), np.rint(whole / scale).astype(np.int8), scale)


def _calibrated(scored: Sequence[Scored]) -> tuple[float, float]:
    """Give slope and bias of a logistic regression, by Newton's method."""
    known: NDArray[Any] = np.array([(one.score, 1.0) for one in scored])
    grave = np.array([float(one.grave) for one in scored])
    weights = np.zeros(2)
    for _ in range(30):
        share = 1 / (1 + np.exp(-(known @ weights)))
        curve = (known * (share * (1 - share))[:, None]).T @ known + 1e-6 * np.eye(2)
        weights -= np.linalg.solve(curve, known.T @ (share - grave))
    slope, bias = (float(weight) for weight in weights)
    return slope, bias


if __name__ == "__main__":
    main()
