"""How busy a vLLM server is, from its metrics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from auren.errors import InvalidInput
from auren.gateway.models._prometheus import Sample

__all__ = ["VLLMLoad", "load_of"]

_RUNNING: Final = "vllm:num_requests_running"
_WAITING: Final = "vllm:num_requests_waiting"
_CACHE: Final = ("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc")
"""vLLM's present name and its older one."""


@dataclass(frozen=True, slots=True)
class VLLMLoad:
    """What a server is doing, over all its engines.

    Args:
        running, waiting: requests in work, and in the queue.
        cache_usage: share of the fullest engine's cache that is in use, 0 to 1.
    """

    running: int
    waiting: int
    cache_usage: float


def load_of(samples: Iterable[Sample], *, model: str) -> VLLMLoad:
    """Give the load of one model; samples without a model's name count, too.

    Raises:
        InvalidInput: a count is missing, or no count.
    """
    running: list[float] = []
    waiting: list[float] = []
    cache: list[float] = []
    for sample in samples:
        if sample.labels.get("model_name", model) != model:
            continue
        if sample.name == _RUNNING:
            running.append(sample.value)
        elif sample.name == _WAITING:
            waiting.append(sample.value)
        elif sample.name in _CACHE:
            cache.append(sample.value)
    if not running or not waiting or not cache or not all(0 <= value < float("inf") for value in running + waiting + cache):
        raise InvalidInput("The metrics do not say what a vLLM server's do: requests running and waiting, cache in use.")
    return VLLMLoad(int(sum(running)), int(sum(waiting)), max(cache))
