"""Progress photos: the same light, pose, distance and time, and weeks between them; what they show is the person's to judge."""

from __future__ import annotations

from auren.conversation import ClaimKind
from auren.specialists.framework import Draft, View, state

__all__ = ["photos"]


async def photos(view: View, draft: Draft) -> None:
    """Decide on photos of progress.

    Args:
        view: the case.
        draft: what it is added to.
    """
    draft.urge("Take your photos in the same light, pose, distance and time of day, some weeks apart", "this_block")
    draft.say(
        ClaimKind.MEANING,
        "Light and pose change a photo more than weeks of training do, so only like can be compared with like.",
    )
    await state(view, draft, "physique.visual_progress")
