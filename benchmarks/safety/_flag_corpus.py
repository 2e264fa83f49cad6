"""The texts that red flags are tried and trained on: handwritten ones, a third kept apart, and made ones."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

__all__ = [
    "Text",
    "built_on",
    "crisis",
    "first_rows",
    "grown",
    "handwritten",
    "kept_apart",
    "ordinary",
    "talk",
    "taught",
    "voiced",
    "written_blind",
]

_TESTS: Final = Path(__file__).resolve().parents[2] / "tests" / "safety"
_TAUGHT: Final = Path(__file__).parent / "texts"
_GRAMMAR: Final = Path(__file__).parent / "grammar"
_KINDS: Final = {"+": "said", "-": "alike", "~": "indirect", "@": "language", ":": "field"}
_LEVELLED: Final = re.compile(r"(E0|E1|E2|G|R)\| ")
_CHOICE: Final = re.compile(r"\{([^{}]*)\}")

_BEFORE: Final = (
    "",
    "",
    "",
    "hi, ",
    "hey coach ",
    "so ",
    "ok so ",
    "idk but ",
    "pls help ",
    "quick question: ",
    "honestly ",
    "lately ",
    "note: ",
    "comment: ",
    "hallo, ",
    "hola, ",
    "salut, ",
    "oi, ",
    "not sure if it matters but ",
    "my watch is fine but ",
)
_AFTER: Final = (
    "",
    "",
    "",
    "",
    " any tips?",
    " what should i do",
    " help",
    " lol",
    " thanks",
    " idk",
    "...",
    " pls",
    ". what do you think?",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text and what it must do.

    Args:
        text: the words.
        row: the row that it must raise, or for one that must not, the row that it resembles.
        level: the level to raise; "" for none.
        kind: said, alike, indirect, language or field.
    """

    text: str
    row: str
    level: str
    kind: str

    @property
    def expect(self) -> str:
        """Give what is expected: "emergency", "escalate" or "pass"."""
        return {"": "pass", "E0": "emergency"}.get(self.level, "escalate")


def kept_apart(text: str) -> bool:
    """Tell whether a text belongs to the third that nothing is built on; its digest decides.

    Of some files all are built on, and their first line says so: half a pair would teach the opposite of the other half, and
    what signs were mended on is no longer new to them.
    """
    return hashlib.sha256(text.encode()).digest()[0] % 3 == 0 and text not in built_on()


@cache
def built_on() -> frozenset[str]:
    """Give the texts of the files that are built on as a whole."""
    files = (path.read_text(encoding="utf-8") for path in sorted((_TESTS / "corpus").glob("*.txt")))
    whole = (file.splitlines() for file in files if "all are built on" in file.partition("\n")[0])
    return frozenset(_LEVELLED.sub("", line[2:]) for lines in whole for line in lines if line and line[0] in _KINDS)


def handwritten() -> list[Text]:
    """Give the handwritten texts of all rows."""
    files = (path for path in sorted((_TESTS / "corpus").glob("*.txt")) if not path.stem.startswith(("crisis", "ordinary")))
    return _in_rows(files)


def taught() -> list[Text]:
    """Give the texts that models are taught with beside the handwritten ones; the benchmark counts none of them."""
    return _in_rows(sorted(_TAUGHT.glob("*.txt")))


def _in_rows(files: Iterable[Path]) -> list[Text]:
    from auren.safety.flags import ROWS

    found: list[Text] = []
    for path in files:
        row = ""
        for line in _lines(path):
            if line.startswith("["):
                row = line.strip("[]")
                continue
            kind, text = _KINDS[line[0]], line[2:]
            level: str = "" if kind == "alike" else ROWS[row]
            if given := _LEVELLED.match(text):
                level, text = given[1], text[given.end() :]
            found.append(Text(text, row, level, kind))
    return found


def first_rows() -> list[Text]:
    """Give the texts of the ten rows that stand in code; their signs were built on all of them."""
    spec = importlib.util.spec_from_file_location("red_flag_texts", _TESTS / "red_flag_texts.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(_TESTS / "red_flag_texts.py")
    told = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(told)
    kinds = (("said", told.SAID), ("language", told.SAID_DE), ("indirect", told.INDIRECT), ("field", told.FIELDS))
    found: list[Text] = []
    for kind, rows in kinds:
        for row, texts in rows.items():
            # One text, or several; each is a pair of words and level.
            several = [texts] if isinstance(texts[0], str) else texts
            found += [Text(said.text, row, said.level, kind) for said in several]
    for rows in (told.ALIKE, told.ALIKE_DE):
        found += [Text(text, row, "", "alike") for row, texts in rows.items() for text in texts]
    return found


def ordinary() -> list[str]:
    """Give what people say further on in a talk, and what raises nothing."""
    return _lines(_TESTS / "corpus" / "ordinary_turns.txt")


def talk() -> list[str]:
    """Give more of it, which models are taught with; no benchmark counts it."""
    return [line for path in sorted((_TAUGHT / "talk").glob("*.txt")) for line in _lines(path)]


def crisis() -> list[tuple[str, bool]]:
    """Give the handwritten texts on crisis, with whether they speak of suicide or self-harm."""
    files = sorted((_TESTS / "corpus").glob("crisis*.txt"))
    return [(line[2:], line[0] == "+") for path in files for line in _lines(path)]


def written_blind() -> list[tuple[str, bool]]:
    """Give texts on crisis of somebody who had seen neither signs nor other texts; nothing was built on them."""
    rows = json.loads((_TESTS / "corpus" / "crisis_written_blind.json").read_text(encoding="utf-8"))
    return [(str(row["text"]), bool(row["label"])) for row in rows]


def grown(name: str, each: int, chance: random.Random) -> Iterator[Text]:
    """Give made texts of a grammar.

    Args:
        name: of the grammar's file.
        each: how many texts a pattern gives, at most.
        chance: decides.
    """
    row = level = ""
    for line in _lines(_GRAMMAR / f"{name}.txt"):
        if line.startswith("["):
            row, _, level = line.strip("[]").partition(" ")
            continue
        made = {_CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), line).strip() for _ in range(each)}
        yield from (Text(text, row, level, "said" if level else "alike") for text in sorted(made))


def voiced(text: str, chance: random.Random) -> str:
    """Give a text in another voice: an opening, an end, capitals, or a slip of the hand."""
    said = f"{chance.choice(_BEFORE)}{text}{chance.choice(_AFTER)}"
    if chance.random() < 0.3:
        said = said.replace("'", "")
    if chance.random() < 0.25 and len(said) > 8:
        at = chance.randrange(1, len(said) - 2)
        said = chance.choice(
            (said[:at] + said[at + 1 :], said[:at] + said[at + 1] + said[at] + said[at + 2 :], said[:at] + said[at] + said[at:])
        )
    return said.upper() if chance.random() < 0.03 else said


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
