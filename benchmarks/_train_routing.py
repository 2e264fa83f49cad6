"""Trains the small model of topics, in numpy, from phrases and handwritten questions by topic.

Run `python -m benchmarks._train_routing`; equal seeds and equal texts give equal weights. The questions that are kept apart
are never read here. `--folds` prints first how questions are routed by models that never saw them, a fifth at a time.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from auren.science.claims import claims
from auren.specialists.understanding.learned import BUCKETS, NONE, Learned, features
from auren.specialists.understanding.plain import plain
from auren.specialists.understanding.topics import SPECIALIST_OF, TOPICS
from auren.specialists.understanding.understand import concern_of, meant
from benchmarks._train_asked import questions as asked_of_statements

__all__ = ["Question", "development", "main"]

_ROOT: Final = Path(__file__).resolve().parents[1]
_CORPUS: Final = _ROOT / "tests" / "specialists" / "corpus"
_OUT: Final = _ROOT / "src" / "auren" / "specialists" / "understanding" / "learned.bin"
_SEED: Final = 20261126
_EPOCHS: Final = 12
_BATCH: Final = 256
_RATE: Final = 0.3
_DECAY: Final = 3e-5
_STEPS: Final = 63
_FOLDS: Final = 5
_PHRASES: Final = ("routing_phrases.txt", "routing_vocabulary.txt")
_QUESTIONS: Final = ("routing_development.txt", *(f"routing_development_{number}.txt" for number in range(2, 12)))
_CLASSES: Final = (*TOPICS, NONE)
_OPENERS: Final = (
    "",
    *("how do i improve my", "how do i", "what about", "is my", "should i", "why is my", "tell me about", "help with", "best"),
    *("how much", "does", "when", "what is", "i need", "my", "are", "can i", "wie", "was ist mit", "warum", "mein", "wie viel"),
    *(
        "soll ich",
        "que",
        "como",
        "por que",
        "mi",
        "comment",
        "pourquoi",
        "mon",
        "ma",
        "o que",
        "minha",
        "how was my",
        "tips for",
    ),
    *("is it ok", "i have", "what helps with", "problem with", "more", "less", "any good", "how often", "give me", "explain"),
)
_CLOSERS: Final = (
    *("", "", "", "today", "this week", "lately", "for me", "pls", "heute", "hoy", "hoje", "or not", "what now", "any tips"),
    *("again", "before a race", "in the morning", "at night", "after training", "at 45", "worth it", "good or bad", "and why"),
)
_SPORT: Final = (
    *("when i run", "after training", "at the gym", "during a marathon", "on the bike", "before a match", "after leg day"),
    *("while running", "when i squat", "before the session", "from the gym", "when lifting", "after a long ride"),
    *("beim laufen", "nach dem training", "vor dem wettkampf", "im fitnessstudio", "al correr", "antes de entrenar"),
    *("despues de entrenar", "quand je cours", "apres la seance", "avant une course", "ao correr", "depois do treino"),
)
"""Where something of another domain happens: it makes no question one on training."""


@dataclass(frozen=True, slots=True)
class Question:
    """A handwritten question.

    Args:
        text: the words.
        topics: ids, the main one first; the class of what is on none stands alone.
    """

    text: str
    topics: tuple[str, ...]

    @property
    def specialists(self) -> tuple[str, ...]:
        """Whose it is, the main one first; nobody's for what is on no topic."""
        return tuple(dict.fromkeys(SPECIALIST_OF[id.split(".")[0]] for id in self.topics if id != NONE))


def development() -> list[Question]:
    """Give the questions that were written, and read, while the model was built."""
    return [
        Question(said.strip(), (topic, *further.split()))
        for name in _QUESTIONS
        for topic, line in _sections(name)
        for said, _, further in [line.partition("++")]
    ]


def main() -> None:
    """Print the folds where they are asked for; then train on all, and write the weights."""
    questions = development()
    if "--folds" in sys.argv:
        _folds(questions)
    weights, bias, scale = _fitted(questions)
    _OUT.write_bytes(_learned(weights, bias, scale).packed())
    print(f"{len(questions)} questions, {_OUT.stat().st_size / 1024:.0f} KB, {np.count_nonzero(weights)} weights")


def _folds(questions: Sequence[Question]) -> None:
    first = within = labels = asked = counted = 0
    for fold in range(_FOLDS):
        weights, bias, scale = _fitted([one for at, one in enumerate(questions) if at % _FOLDS != fold])
        model = _learned(weights, bias, scale)
        for at, one in enumerate(questions):
            if at % _FOLDS != fold or not one.specialists:
                continue
            concern = concern_of(meant(plain(one.text), model))
            ranked = sorted((name for name in concern if concern[name] > 0), key=lambda name: (-concern[name], name))
            held = [name for name in ranked[:3] if concern[name] >= 0.2 * concern[ranked[0]]]
            counted += 1
            asked += len(held)
            labels += len(one.specialists)
            within += len(set(one.specialists) & set(held))
            right = bool(held) and held[0] == one.specialists[0]
            first += right
            if not right or set(one.specialists) - set(held):
                print(f"  {one.text} -> {held}, wanted {list(one.specialists)}")
    print(f"folds: {counted} questions, top-1 {first / counted:.3f}, in set {within / labels:.3f}, {asked / counted:.2f} asked")


def _learned(weights: NDArray[np.int8], bias: NDArray[np.float32], scale: float) -> Learned:
    return Learned(_CLASSES, weights.tobytes(), [round(float(start), 6) for start in bias], scale=round(scale, 9))


def _sections(name: str) -> Iterator[tuple[str, str]]:
    topic = ""
    for line in (_CORPUS / name).read_text("utf-8").splitlines():
        if line.startswith("# "):
            topic = line[2:].strip()
        elif line.strip():
            yield topic, line


def _fitted(questions: Sequence[Question]) -> tuple[NDArray[np.int8], NDArray[np.float32], float]:
    chance = random.Random(_SEED)
    texts = list(_grown(questions, chance))
    chance.shuffle(texts)
    return _descent(texts)


def _grown(questions: Sequence[Question], chance: random.Random) -> Iterator[tuple[str, tuple[str, ...]]]:
    phrases = [(part.strip(), topic) for name in _PHRASES for topic, line in _sections(name) for part in line.split(";")]
    phrases += [(word.strip("*").replace("_", " "), topic.id) for topic in TOPICS.values() for word in topic.words]
    for phrase, topic in phrases:
        yield phrase, (topic,)
        for _ in range(3):
            opener, closer = chance.choice(_OPENERS), chance.choice(_CLOSERS)
            yield _mistyped(f"{opener} {phrase} {closer}", chance), (topic,)
        if not topic.startswith(("training.", NONE)):
            for _ in range(2):
                yield f"{chance.choice(_OPENERS)} {phrase} {chance.choice(_SPORT)}", (topic,)
    named = [pair for pair in phrases if pair[1] != NONE]
    for _ in range(2500):
        (one, first), (other, second) = chance.sample(named, 2)
        link = chance.choice(("and", "or", "after", "with", "und", "y", "et", "e", "because of", "before"))
        yield f"{chance.choice(_OPENERS)} {one} {link} {other}", (first, second)
    for question in questions:
        for at in range(8):
            yield (_mistyped(question.text, chance) if at % 2 else question.text), question.topics
    asked = asked_of_statements()
    for statement in claims().values():
        told = tuple(topic for topic in statement.topics if topic in TOPICS)
        said = (statement.text, statement.id.replace("-", " "), *(action.text for action in statement.actions))
        for text in said if told else ():
            for _ in range(3):
                yield f"{chance.choice(_OPENERS)} {text} {chance.choice(_CLOSERS)}", told
        for text in asked.get(statement.id, ()) if told else ():
            yield text, told
            yield _mistyped(text, chance), told
    letters = "abcdefghijklmnopqrstuvwxyz"
    for _ in range(400):
        yield " ".join("".join(chance.choices(letters, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 6))), (NONE,)
    for _ in range(300):
        yield f"{chance.choice(_OPENERS)} {chance.choice(_CLOSERS)}", (NONE,)


def _mistyped(text: str, chance: random.Random) -> str:
    """Give a text with a slip of the finger, one time in three."""
    if chance.random() > 1 / 3 or len(text) < 6:
        return text
    at = chance.randrange(1, len(text) - 1)
    slips = (text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return chance.choice(slips)


def _descent(texts: list[tuple[str, tuple[str, ...]]]) -> tuple[NDArray[np.int8], NDArray[np.float32], float]:
    """Fit by stochastic gradient descent with adaptive steps (Adagrad)."""
    columns = {name: at for at, name in enumerate(_CLASSES)}
    rows = [features(plain(said)) for said, _ in texts]
    wanted = np.zeros((len(texts), len(_CLASSES)), np.float32)
    for at, (_, topics) in enumerate(texts):
        # The first topic is the main one.
        worth = [1.0] if len(topics) == 1 else [0.6, *([0.4 / (len(topics) - 1)] * (len(topics) - 1))]
        for topic, by in zip(topics, worth, strict=True):
            wanted[at, columns[topic]] += by
    weights = np.zeros((BUCKETS, len(_CLASSES)), np.float32)
    bias = np.zeros(len(_CLASSES), np.float32)
    seen = np.full_like(weights, 1e-4)
    order = np.random.default_rng(_SEED)
    for _ in range(_EPOCHS):
        for batch in np.array_split(order.permutation(len(rows)), max(1, len(rows) // _BATCH)):
            dense = np.zeros((len(batch), BUCKETS), np.float32)
            for at, index in enumerate(batch):
                held, by = rows[index]
                np.add.at(dense[at], held, by)
            used = np.flatnonzero(dense.any(axis=0))
            small = dense[:, used]
            scores = small @ weights[used] + bias
            shares = np.exp(scores - scores.max(axis=1, keepdims=True))
            shares /= shares.sum(axis=1, keepdims=True)
            shares -= wanted[batch]
            slope = small.T @ shares / len(batch) + _DECAY * weights[used]
            seen[used] += slope**2
            weights[used] -= _RATE * slope / np.sqrt(seen[used])
            bias -= 0.05 * shares.mean(axis=0)
    scale = float(np.abs(weights).max()) / _STEPS
    return np.rint(weights / scale).astype(np.int8), bias, scale


if __name__ == "__main__":
    main()
