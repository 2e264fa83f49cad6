"""The edges of a pipeline, guarded: what leaves is asked for and noted, wherever the host gave a book or a ledger."""

from __future__ import annotations

from collections.abc import Iterable

from auren.clock import Clock
from auren.ports import Channel, Model
from auren.privacy.consent import ConsentBook, ConsentedChannel, ConsentedModel
from auren.privacy.disclosure import DisclosedChannel, DisclosedModel, DisclosureLedger

__all__ = ["guarded_channels", "guarded_model"]


def guarded_model(
    model: Model | None, consents: ConsentBook | None, disclosures: DisclosureLedger | None, clock: Clock
) -> Model | None:
    """Give a model that asks only for people who allow it, and notes each request before it leaves.

    Args:
        model: the host's; None stays None.
        consents: who allowed what; None asks nobody.
        disclosures: where it is noted; None notes nothing.
        clock: tells when something left.
    """
    if model is not None and disclosures is not None:
        model = DisclosedModel(model, disclosures, clock)
    if model is not None and consents is not None:
        model = ConsentedModel(model, consents)
    return model


def guarded_channels(
    channels: Iterable[Channel], consents: ConsentBook | None, disclosures: DisclosureLedger | None, clock: Clock
) -> tuple[Channel, ...]:
    """Give channels that send only to people who allow it, and note each message before it is sent; arguments as above."""
    guarded = tuple(channels)
    if disclosures is not None:
        guarded = tuple(DisclosedChannel(channel, disclosures, clock) for channel in guarded)
    if consents is not None:
        guarded = tuple(ConsentedChannel(channel, consents) for channel in guarded)
    return guarded
