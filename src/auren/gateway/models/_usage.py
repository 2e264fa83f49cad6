"""What an endpoint says that an answer used, in the forms seen behind OpenAI-compatible endpoints, read into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from auren.errors import ProtocolError
from auren.inference import Usage

__all__ = ["Counts"]

_MOST: Final = 2**40


@dataclass(frozen=True, slots=True)
class Counts:
    """Token counts as they came; None where nothing was said.

    Endpoints disagree on what a part is. OpenAI's cached tokens and DeepSeek's cache hits lie within the prompt's tokens;
    Anthropic's cache reads and writes lie beside its input tokens. OpenAI's reasoning lies within the completion's tokens;
    Gemini's thoughts and xAI's reasoning lie beside them, and only the total counts them.
    """

    prompt: int | None = None
    completion: int | None = None
    total: int | None = None
    cached: int | None = None
    written: int | None = None
    read_beside: int | None = None
    written_beside: int | None = None
    tool_results: int | None = None
    reasoning: int | None = None
    thoughts: int | None = None
    audio_in: int | None = None
    audio_out: int | None = None

    @classmethod
    def read(cls, said: Mapping[str, object], *, host: str) -> Counts:
        """Read a usage object.

        Raises:
            ProtocolError: a count is no whole number of 0 or more.
        """
        found: dict[str, int] = {}
        _find(said, _NAMES, found, host)
        return cls(**found)

    def merged(self, later: Counts) -> Counts:
        """Join with what was said later in the same answer: some endpoints repeat their counts, others count up."""
        return Counts(*(_larger(getattr(self, each.name), getattr(later, each.name)) for each in fields(Counts)))

    def usage(self, bound: Usage, *, final: bool) -> Usage:
        """Give the usage; the bound stands in for what was not said.

        Args:
            bound: what the answer used at most.
            final: whether the counts came with or after the last of the text; earlier ones miss some of the output.
        """
        cached = max(self.cached or 0, self.read_beside or 0)
        written = max(self.written or 0, self.written_beside or 0)
        reasoning = max(self.reasoning or 0, self.thoughts or 0)
        read = None if self.prompt is None else self._whole_input(self.prompt, cached + written)
        if read == 0:
            # No request has a prompt of nothing: an endpoint that says so does not count.
            read, final = None, False
        made = None if self.completion is None or not final else self._whole_output(self.completion, read, reasoning)
        return Usage(
            input_tokens=bound.input_tokens if read is None else read,
            output_tokens=max(bound.output_tokens, self.completion or 0) if made is None else made,
            cached_tokens=cached,
            exact=read is not None and made is not None,
            cache_write_tokens=written,
            reasoning_tokens=reasoning,
            audio_input_tokens=self.audio_in or 0,
            audio_output_tokens=self.audio_out or 0,
        )

    def _whole_input(self, prompt: int, parts: int) -> int:
        prompt += self.tool_results or 0
        beside = (self.read_beside or 0) + (self.written_beside or 0)
        adds_up_beside = self.total is not None and self.total == prompt + beside + (self.completion or 0)
        bare = parts > prompt or (beside > 0 and (adds_up_beside or self.total is None))
        return prompt + parts if bare else prompt

    def _whole_output(self, completion: int, read: int | None, reasoning: int) -> int:
        if self.thoughts or reasoning > completion:
            completion += reasoning
        if self.total is not None and read is not None:
            completion = max(completion, self.total - read)
        return completion


_INPUT_PARTS: Final[Mapping[str, str]] = {
    "cached_tokens": "cached",
    "cache_write_tokens": "written",
    "cache_creation_tokens": "written",
    "audio_tokens": "audio_in",
}
_OUTPUT_PARTS: Final[Mapping[str, str]] = {"reasoning_tokens": "reasoning", "audio_tokens": "audio_out"}
_NAMES: Final[Mapping[str, str | Mapping[str, str]]] = {
    "prompt_tokens": "prompt",
    "input_tokens": "prompt",
    "promptTokenCount": "prompt",
    "completion_tokens": "completion",
    "output_tokens": "completion",
    "candidatesTokenCount": "completion",
    "total_tokens": "total",
    "totalTokenCount": "total",
    "cached_tokens": "cached",
    "prompt_cache_hit_tokens": "cached",
    "cachedContentTokenCount": "cached",
    "cache_read_input_tokens": "read_beside",
    "cache_creation_input_tokens": "written_beside",
    "toolUsePromptTokenCount": "tool_results",
    "reasoning_tokens": "reasoning",
    "thoughtsTokenCount": "thoughts",
    "prompt_tokens_details": _INPUT_PARTS,
    "input_tokens_details": _INPUT_PARTS,
    "completion_tokens_details": _OUTPUT_PARTS,
    "output_tokens_details": _OUTPUT_PARTS,
}
"""The endpoints' names of each count; where two of them say the same, the larger one stands."""


def _find(said: object, names: Mapping[str, str | Mapping[str, str]], found: dict[str, int], host: str) -> None:
    if not isinstance(said, dict):
        raise _unreadable("details", host)
    for name, value in said.items():
        what = names.get(name)
        if what is None or value is None:
            continue
        if not isinstance(what, str):
            _find(value, what, found, host)
            continue
        count = value if type(value) is int else _whole(value, name, host)
        if not 0 <= count <= _MOST:
            raise _unreadable(name, host)
        if count > found.get(what, -1):
            found[what] = count


def _whole(value: object, name: str, host: str) -> int:
    if not isinstance(value, float) or not value.is_integer():
        raise _unreadable(name, host)
    return int(value)


def _unreadable(name: str, host: str) -> ProtocolError:
    return ProtocolError(f"{host} answered a usage whose {name} cannot be read; expected a whole number of 0 or more.")


def _larger(first: int | None, second: int | None) -> int | None:
    if first is None or second is None:
        return second if first is None else first
    return max(first, second)
