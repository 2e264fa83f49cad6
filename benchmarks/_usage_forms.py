"""Forms in which endpoints say what an answer used, each with its parts and what they cost, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from auren.inference import Price

__all__ = ["FORMS", "PRICES", "Form"]

PRICES: Final[Mapping[str, Price]] = {
    "openai": Price(2_500_000, 10_000_000, cached_input=1_250_000),
    "azure": Price(2_000_000, 8_000_000, cached_input=500_000),
    "sound": Price(2_500_000, 10_000_000, audio_input=40_000_000, audio_output=80_000_000),
    "o3": Price(2_000_000, 8_000_000, cached_input=500_000),
    "claude": Price(3_000_000, 15_000_000, cached_input=300_000, cache_write=3_750_000),
    "flash": Price(300_000, 2_500_000, cached_input=30_000, audio_input=1_000_000),
    "pro": Price(
        1_250_000,
        10_000_000,
        cached_input=125_000,
        beyond=(200_000, Price(2_500_000, 15_000_000, cached_input=250_000)),
    ),
    "deepseek": Price(280_000, 420_000, cached_input=28_000),
    "grok": Price(3_000_000, 15_000_000, cached_input=750_000),
    "groq": Price(590_000, 790_000),
    "mistral": Price(400_000, 2_000_000),
    "cohere": Price(37_500, 150_000),
    "kimi": Price(600_000, 2_500_000, cached_input=150_000),
    "own": Price(0, 0),
    "odd": Price(333_333, 777_777, cached_input=111_111),
}
"""Millionths of a US dollar for a million tokens; "odd" leaves a rest in every sum."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    Args:
        name: whose it is.
        price: key of PRICES.
        usage: as it stands in the body of an answer at once, and in a chunk of its own; None where there is none.
        parts: tokens by the part of the price they cost; "all" reads what the request has in bytes.
        micro_usd: what they cost; None where it depends on the length of the request.
        events: the chunks of a stream; None for text, an end, and the usage in a chunk of its own.
        beside: more fields of the body or chunk that has the usage.
        whole: whether an answer at once has this form, too.
    """

    name: str
    price: str
    usage: Mapping[str, Any] | None
    parts: Mapping[str, int]
    micro_usd: int | None
    events: tuple[Mapping[str, Any], ...] | None = None
    beside: Mapping[str, Any] | None = None
    whole: bool = True


def _text(words: str = "Well.", **more: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": words}, "finish_reason": None}], **more}


def _end(**more: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], **more}


def _chat(read: int, written: int, **more: Any) -> dict[str, Any]:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written, **more}


def _only_streamed(name: str, price: str, parts: Mapping[str, int], micro_usd: int | None, *events: Mapping[str, Any]) -> Form:
    return Form(name, price, None, parts, micro_usd, events, whole=False)


_CACHED = {"prompt_tokens_details": {"cached_tokens": 1024}}
_READ_AND_CACHED = {"input": 177, "cached_input": 1024, "output": 37}
_PLAIN = {"input": 1201, "output": 37}

FORMS: Final[tuple[Form, ...]] = (
    # 1201 * 2.5 + 37 * 10 = 3002.5 + 370
    Form("OpenAI chat", "openai", _chat(1201, 37), _PLAIN, 3373),
    # 177 * 2.5 + 1024 * 1.25 + 37 * 10 = 442.5 + 1280 + 370
    Form("OpenAI chat, cached", "openai", _chat(1201, 37, **_CACHED), _READ_AND_CACHED, 2093),
    Form(
        "OpenAI chat, every detail",
        "openai",
        _chat(
            1201,
            37,
            prompt_tokens_details={"cached_tokens": 1024, "audio_tokens": 0},
            completion_tokens_details={
                "reasoning_tokens": 0,
                "audio_tokens": 0,
                "accepted_prediction_tokens": 5,
                "rejected_prediction_tokens": 3,
            },
        ),
        _READ_AND_CACHED,
        2093,
    ),
    Form(
        "OpenAI responses, cached and reasoned",
        "openai",
        {
            "input_tokens": 1201,
            "output_tokens": 37,
            "total_tokens": 1238,
            "input_tokens_details": {"cached_tokens": 1024},
            "output_tokens_details": {"reasoning_tokens": 30},
        },
        _READ_AND_CACHED,
        2093,
    ),
    # 75 * 2 + 1111 * 8: hidden reasoning is written text
    Form(
        "OpenAI, reasoning inside the completion",
        "o3",
        _chat(75, 1111, completion_tokens_details={"reasoning_tokens": 1100}),
        {"input": 75, "output": 1111},
        9038,
    ),
    # 177 * 2.5 + 24 * 40 + 17 * 10 + 20 * 80 = 442.5 + 960 + 170 + 1600
    Form(
        "OpenAI, sound both ways",
        "sound",
        _chat(
            201,
            37,
            prompt_tokens_details={"audio_tokens": 24, "text_tokens": 177, "cached_tokens": 0},
            completion_tokens_details={"audio_tokens": 20, "text_tokens": 17},
        ),
        {"input": 177, "audio_input": 24, "output": 17, "audio_output": 20},
        3173,
    ),
    _only_streamed(
        "OpenAI, null in every chunk but the last",
        "openai",
        _READ_AND_CACHED,
        2093,
        _text(usage=None),
        _end(usage=None),
        {"choices": [], "usage": _chat(1201, 37, **_CACHED)},
    ),
    # 177 * 2 + 1024 * 0.5 + 37 * 8 = 354 + 512 + 296
    Form(
        "Azure, with filter results",
        "azure",
        _chat(1201, 37, **_CACHED),
        _READ_AND_CACHED,
        1162,
        beside={"prompt_filter_results": []},
    ),
    _only_streamed(
        "Azure, a first chunk without choices and without usage",
        "azure",
        _READ_AND_CACHED,
        1162,
        {"choices": [], "prompt_filter_results": [{"prompt_index": 0}]},
        _text(),
        _end(),
        {"choices": [], "usage": _chat(1201, 37, **_CACHED)},
    ),
    Form("vLLM, what one runs oneself", "own", _chat(1201, 37, prompt_tokens_details=None), _PLAIN, 0),
    _only_streamed(
        "vLLM, usage with every chunk",
        "odd",
        # 1201 * 0.333333 + 3 * 0.777777 = 400.332933 + 2.333331
        {"input": 1201, "output": 3},
        403,
        _text("You ", usage=_chat(1201, 1)),
        _text("slept ", usage=_chat(1201, 2)),
        _text("well.", usage=_chat(1201, 3)),
        _end(usage=_chat(1201, 3)),
        {"choices": [], "usage": _chat(1201, 3)},
    ),
    # 177 * 0.333333 + 1024 * 0.111111 + 37 * 0.777777 = 58.999941 + 113.777664 + 28.777749: three rests, rounded up once
    Form("a proxy, at a price with a rest", "odd", _chat(1201, 37, **_CACHED), _READ_AND_CACHED, 202),
    # 177 * 3 + 1024 * 0.3 + 37 * 15 = 531 + 307.2 + 555
    Form(
        "Anthropic, the cache beside the input",
        "claude",
        {"input_tokens": 177, "output_tokens": 37, "cache_read_input_tokens": 1024, "cache_creation_input_tokens": 0},
        _READ_AND_CACHED,
        1394,
    ),
    # 177 * 3 + 1024 * 3.75 + 37 * 15 = 531 + 3840 + 555
    Form(
        "Anthropic, written to the cache",
        "claude",
        {"input_tokens": 177, "output_tokens": 37, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 1024},
        {"input": 177, "cache_write": 1024, "output": 37},
        4926,
    ),
    # 177 * 3 + 1000 * 0.3 + 24 * 3.75 + 37 * 15 = 531 + 300 + 90 + 555
    Form(
        "Anthropic, read from and written to the cache",
        "claude",
        {"input_tokens": 177, "output_tokens": 37, "cache_read_input_tokens": 1000, "cache_creation_input_tokens": 24},
        {"input": 177, "cached_input": 1000, "cache_write": 24, "output": 37},
        1476,
    ),
    # 1201 * 3 + 37 * 15 = 3603 + 555
    Form("Anthropic behind the OpenAI API, no cache", "claude", _chat(1201, 37), _PLAIN, 4158),
    _only_streamed(
        "Anthropic, read at the start and written at the end",
        "claude",
        _READ_AND_CACHED,
        1394,
        _text("You ", usage={"input_tokens": 177, "cache_read_input_tokens": 1024, "output_tokens": 1}),
        _text("slept."),
        _end(usage={"output_tokens": 37}),
    ),
    Form(
        "LiteLLM before Anthropic, the cache in both forms",
        "claude",
        _chat(
            1201,
            37,
            prompt_tokens_details={"cached_tokens": 1000, "cache_creation_tokens": 24},
            cache_read_input_tokens=1000,
            cache_creation_input_tokens=24,
        ),
        {"input": 177, "cached_input": 1000, "cache_write": 24, "output": 37},
        1476,
    ),
    Form(
        "LiteLLM, details that are null",
        "openai",
        _chat(1201, 37, prompt_tokens_details=None, completion_tokens_details=None),
        _PLAIN,
        3373,
    ),
    # 177 * 0.3 + 1024 * 0.03 + 37 * 2.5 = 53.1 + 30.72 + 92.5
    Form("Gemini behind the OpenAI API, cached", "flash", _chat(1201, 37, **_CACHED), _READ_AND_CACHED, 177),
    # 1201 * 0.3 + 537 * 2.5 = 360.3 + 1342.5: the thoughts are in the total only
    Form(
        "Gemini behind the OpenAI API, thoughts in the total",
        "flash",
        {"prompt_tokens": 1201, "completion_tokens": 37, "total_tokens": 1738},
        {"input": 1201, "output": 537},
        1703,
    ),
    _only_streamed(
        "Gemini's own names, thoughts beside",
        "flash",
        {"input": 177, "cached_input": 1024, "output": 537},
        1427,  # 53.1 + 30.72 + 1342.5
        _text(),
        _end(
            usageMetadata={
                "promptTokenCount": 1201,
                "candidatesTokenCount": 37,
                "thoughtsTokenCount": 500,
                "cachedContentTokenCount": 1024,
                "totalTokenCount": 1738,
            }
        ),
    ),
    # 1177 * 0.3 + 24 * 1 + 37 * 2.5 = 353.1 + 24 + 92.5
    Form(
        "Gemini, sound read",
        "flash",
        _chat(1201, 37, prompt_tokens_details={"audio_tokens": 24}),
        {"input": 1177, "audio_input": 24, "output": 37},
        470,
    ),
    # 200,000 * 1.25 + 37 * 10
    Form("Gemini, the last at the first price", "pro", _chat(200_000, 37), {"input": 200_000, "output": 37}, 250_370),
    # 200,001 * 2.5 + 37 * 15 = 500,002.5 + 555
    Form("Gemini, the first at the second price", "pro", _chat(200_001, 37), {"input": 200_001, "output": 37}, 500_558),
    # 50,001 * 2.5 + 200,000 * 0.25 + 37 * 15 = 125,002.5 + 50,000 + 555
    Form(
        "Gemini, long and cached",
        "pro",
        _chat(250_001, 37, prompt_tokens_details={"cached_tokens": 200_000}),
        {"input": 50_001, "cached_input": 200_000, "output": 37},
        175_558,
    ),
    # 177 * 0.28 + 1024 * 0.028 + 37 * 0.42 = 49.56 + 28.672 + 15.54
    Form(
        "DeepSeek, hits and misses",
        "deepseek",
        _chat(1201, 37, prompt_cache_hit_tokens=1024, prompt_cache_miss_tokens=177),
        _READ_AND_CACHED,
        94,
    ),
    Form(
        "DeepSeek, reasoning and both forms of the cache",
        "deepseek",
        _chat(
            1201,
            37,
            prompt_cache_hit_tokens=1024,
            prompt_cache_miss_tokens=177,
            completion_tokens_details={"reasoning_tokens": 30},
            **_CACHED,
        ),
        _READ_AND_CACHED,
        94,
    ),
    _only_streamed(
        "DeepSeek, usage in a last chunk that still has choices",
        "deepseek",
        _READ_AND_CACHED,
        94,
        _text(usage=None),
        _end(usage=_chat(1201, 37, prompt_cache_hit_tokens=1024, prompt_cache_miss_tokens=177)),
    ),
    # 177 * 3 + 1024 * 0.75 + 537 * 15 = 531 + 768 + 8055
    Form(
        "xAI, reasoning beside the completion",
        "grok",
        {
            "prompt_tokens": 1201,
            "completion_tokens": 37,
            "total_tokens": 1738,
            "prompt_tokens_details": {"text_tokens": 1201, "audio_tokens": 0, "image_tokens": 0, "cached_tokens": 1024},
            "completion_tokens_details": {"reasoning_tokens": 500, "audio_tokens": 0},
            "num_sources_used": 0,
        },
        {"input": 177, "cached_input": 1024, "output": 537},
        9354,
    ),
    # 1201 * 0.59 + 37 * 0.79 = 708.59 + 29.23
    Form(
        "Groq, with times",
        "groq",
        _chat(1201, 37, queue_time=0.03, prompt_time=0.002, completion_time=0.1, total_time=0.102),
        _PLAIN,
        738,
    ),
    _only_streamed("Groq, beside the chunk", "groq", _PLAIN, 738, _text(), _end(x_groq={"id": "r", "usage": _chat(1201, 37)})),
    # 1201 * 0.4 + 37 * 2 = 480.4 + 74
    Form("Mistral", "mistral", _chat(1201, 37), _PLAIN, 555),
    _only_streamed("Mistral, usage with the finish", "mistral", _PLAIN, 555, _text(), _end(usage=_chat(1201, 37))),
    # 1201 * 0.0375 + 37 * 0.15 = 45.0375 + 5.55
    Form("Cohere behind the OpenAI API", "cohere", _chat(1201, 37), _PLAIN, 51),
    # 177 * 0.6 + 1024 * 0.15 + 37 * 2.5 = 106.2 + 153.6 + 92.5
    Form("Moonshot, cached at the top", "kimi", _chat(1201, 37, cached_tokens=1024), _READ_AND_CACHED, 353),
    _only_streamed(
        "Moonshot, inside the choice",
        "kimi",
        {"input": 1201, "output": 37},
        814,  # 720.6 + 92.5
        _text(),
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop", "usage": _chat(1201, 37)}]},
    ),
    Form(
        "llama.cpp, with timings", "own", _chat(1201, 37), _PLAIN, 0, beside={"timings": {"prompt_n": 1201, "predicted_n": 37}}
    ),
    Form("Ollama", "own", _chat(1201, 37), _PLAIN, 0),
    Form("Ollama, at a price for power", "odd", _chat(1201, 37), _PLAIN, 430),  # 400.332933 + 28.777749
    Form(
        "OpenRouter, with a cost of its own",
        "claude",
        _chat(1201, 37, cost=0.99, is_byok=False, prompt_tokens_details={"cached_tokens": 1000, "cache_write_tokens": 24}),
        {"input": 177, "cached_input": 1000, "cache_write": 24, "output": 37},
        1476,
    ),
    Form("counts with a point", "openai", {"prompt_tokens": 1201.0, "completion_tokens": 37.0}, _PLAIN, 3373),
    _only_streamed(
        "the same usage twice",
        "openai",
        _READ_AND_CACHED,
        2093,
        _text(),
        _end(usage=_chat(1201, 37, **_CACHED)),
        {"choices": [], "usage": _chat(1201, 37, **_CACHED)},
    ),
    _only_streamed(
        "twice, the second time without its parts",
        "openai",
        _READ_AND_CACHED,
        2093,
        _text(),
        _end(usage=_chat(1201, 37, **_CACHED)),
        {"choices": [], "usage": _chat(1201, 37)},
    ),
    Form("no usage at all", "openai", None, {"all": 1, "output": 50}, None),
    Form("an empty usage", "openai", {}, {"all": 1, "output": 50}, None),
    _only_streamed(
        "counting up, then text without a count",
        "openai",
        {"input": 1201, "output": 50},
        3503,  # 3002.5 + 500: the answer's bound stands in
        _text("You ", usage=_chat(1201, 1)),
        _text("slept."),
        _end(),
    ),
    Form("only what was read", "openai", {"prompt_tokens": 1201}, {"input": 1201, "output": 50}, 3503),
)
