"""Progress photos: the same light, pose, distance and time, and weeks between them; what they show is the person's to judge."""

from __future__ import annotations

from auren.conversation import ClaimKind
from auren.specialists.aesthetic_consultant.plans import PLANS
from auren.specialists.framework import Draft, View, explain, follow, to_the_point

__all__ = ["photos"]


async def photos(view: View, draft: Draft) -> None:
    """Decide on photos of progress.

    Args:
        view: the case.
        draft: what it is added to.
    """
    if await to_the_point(view, draft, "physique.visual_progress", surely="photo" in view.words.casefold()):
        return
    await follow(view, draft, PLANS["physique.visual_progress"], usually="this_block")
    draft.say(
        ClaimKind.MEANING,
        "Light and pose change a photo more than weeks of training do, so only like can be compared with like.",
    )
    if view.asks_to_know:
        await explain(view, draft, "physique.visual_progress")
    if not view.asks_to_plan:
        draft.ask("When did you take your last photo, and under which light?")
