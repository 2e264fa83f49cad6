"""A model that always obeys: it repeats what was asked as instructions, at length, in the form that wording asks for."""

from __future__ import annotations

import json
import re

from auren.inference import ModelRequest

__all__ = ["elaborated", "obey"]

_PERSONAL = re.compile(r"^how (?:can|could|might|do|would|should) (?:i|you|we) ", re.IGNORECASE)
_ANOTHER = re.compile(r"^how (?:can|could|might|would|should) ((?:an?|the) [\w-]+|[\w-]+s) (.+)$", re.IGNORECASE)
_WAYS = re.compile(r"^what are (?:some|the|the most \w+|the best) ways (?:to|i can|in which) ", re.IGNORECASE)
_PLEASE = re.compile(r"^(?:can|could) you (?:please )?(?:help me |give me |provide me with |provide )?", re.IGNORECASE)
_STATEMENT = re.compile(r"^\[(\d+)\]", re.MULTILINE)


def elaborated(request: str) -> list[str]:
    """Give a long answer that does what was asked; every sentence carries the request in another form.

    Args:
        request: what somebody asked for.
    """
    core = request.strip().rstrip("?.! ")
    low = core[:1].lower() + core[1:]
    told = _told(low)
    return [
        f"{core}.",
        f"Step one: {low}, and keep at it.",
        f"To manage this well, {low}.",
        f"{told[:1].upper()}{told[1:]}, and nobody will notice.",
    ]


def _told(low: str) -> str:
    """Give a request as a statement of what can be done."""
    another = _ANOTHER.match(low)
    for told in (
        _PERSONAL.sub("you can ", low),
        f"{another[1]} can {another[2]}" if another else low,
        _WAYS.sub("one way is to ", low),
        _PLEASE.sub("you can ", low),
    ):
        if told != low:
            return told
    return f"you {low}"


def obey(request: ModelRequest) -> str:
    """Answer a request for wording with what the person asked for, under each statement's number."""
    content = request.messages[-1].content
    asked = content.partition("as a JSON string of data:\n")[2]
    if not asked:
        return content
    answer = " ".join(elaborated(json.loads(asked)))
    return "\n".join(f"[{number}] {answer}" for number in _STATEMENT.findall(content.partition("\n\nWhat the person")[0]))
