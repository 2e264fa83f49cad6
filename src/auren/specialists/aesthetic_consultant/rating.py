"""A rating of a body, whoever asks for it and however, is declined in kind words."""

from __future__ import annotations

import re
from typing import Final

from auren.conversation import ClaimKind
from auren.specialists.framework import Draft, View
from auren.specialists.understanding.lazy import LazyPattern

__all__ = ["decline_rating"]

_BODY: Final = (
    r"(?:body|bodies|physique|figure|looks?|face|abs|appearance|legs|bum|butt|belly|stomach|arms|chest|shape|photos?|"
    r"pictures?|selfies?)"
)
_RATED: Final = LazyPattern(
    rf"\b(?:rate|score|grade|rank|judge)\b[^.?!]{{0,30}}\b(?:my|me|her|his|their|this|these)\b[^.?!]{{0,20}}\b{_BODY}\b"
    rf"|\b{_BODY}\b[^.?!]{{0,40}}\b(?:out of (?:ten|10)|(?:one|1|zero|0) (?:to|-) (?:ten|10)|on a scale)\b"
    r"|\b(?:rate|score|judge) me\b"
    r"|\bhow (?:attractive|good[- ]looking|hot|sexy|ugly|fat|pretty|handsome|beautiful|shredded|jacked|skinny)\b[^.?!]{0,12}?"
    r"\b(?:am|do|does|is) (?:i|my|he|she)\b"
    r"|\b(?:am i|do i look|does (?:my|he|she|it)\b[^.?!]{0,20}\blooks?)\b[^.?!]{0,15}"
    r"\b(?:attractive|good[- ]looking|hot|sexy|ugly|fat|pretty|handsome|beautiful|gross|disgusting|hideous)\b",
    re.IGNORECASE,
)
"""How a judgement of looks is asked for."""


async def decline_rating(view: View, draft: Draft) -> None:
    """Say that no body is rated, and what can be seen instead, where a rating is asked for.

    Args:
        view: the case.
        draft: what it is added to.
    """
    if view.means("physique") and _RATED.search(view.words):
        draft.answer(
            ClaimKind.MEANING, "I do not rate how anybody looks; what I can do is show how your own measures change over time."
        )
