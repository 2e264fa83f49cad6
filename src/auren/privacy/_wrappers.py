"""What every guard around a model or a channel has in common: its name, its life, and forgetting are the inner one's."""

from __future__ import annotations

from auren.inference import ModelTraits
from auren.people import Subject
from auren.ports.channel import Channel
from auren.ports.model import Model

__all__ = ["WrappedChannel", "WrappedModel"]


class WrappedModel(Model):
    """A model around a model, which it opens, closes and has forget; time is bounded by the inner one.

    Args:
        model: the model or gateway.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(timeout_s=None)
        self._model = model

    @property
    def name(self) -> str:
        """How the inner model is called."""
        return self._model.name

    @property
    def traits(self) -> ModelTraits:
        """What a router has to know of the inner model."""
        return self._model.traits

    async def forget(self, subject: Subject) -> int:
        """Have the inner model forget a person, where it keeps anything."""
        return await _forgotten(self._model, subject)

    async def _open(self) -> None:
        await self._model.open()

    async def _close(self) -> None:
        await self._model.close()


class WrappedChannel(Channel):
    """A channel around a channel, which it opens, closes and has forget; time is bounded by the inner one.

    Args:
        channel: the channel.
    """

    def __init__(self, channel: Channel) -> None:
        super().__init__(timeout_s=None)
        self._channel = channel

    @property
    def name(self) -> str:
        """How the inner channel is called."""
        return self._channel.name

    async def forget(self, subject: Subject) -> int:
        """Have the inner channel forget a person, where it keeps anything."""
        return await _forgotten(self._channel, subject)

    async def _open(self) -> None:
        await self._channel.open()

    async def _close(self) -> None:
        await self._channel.close()


async def _forgotten(inner: object, subject: Subject) -> int:
    keeper = getattr(inner, "forget", None)
    return 0 if keeper is None else int(await keeper(subject))
