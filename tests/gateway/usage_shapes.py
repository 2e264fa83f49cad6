"""Forty forms in which endpoints say what an answer used, what each means, and what it costs at one price."""

from __future__ import annotations

from typing import Any, NamedTuple

from auren.inference import Price, Usage

PRICE = Price(
    input=2_000_000,
    output=8_000_000,
    cached_input=500_000,
    cache_write=2_500_000,
    audio_input=40_000_000,
    audio_output=80_000_000,
)
"""For one token, in millionths of a US dollar: 2 read, 8 written, 0.5 cached, 2.5 cache written, 40 and 80 for sound."""
BOUND = Usage(1000, 600, exact=False)
"""What stands in where nothing was said."""


class Shape(NamedTuple):
    """The events of a streamed answer; a last one with `whole` also stands for the body of an answer at once."""

    name: str
    events: list[dict[str, Any]]
    usage: Usage
    micro_usd: int


def said(usage: object, **more: Any) -> list[dict[str, Any]]:
    """A usual stream, whose usage comes in a chunk of its own."""
    return [*text("You slept "), *text("well."), *finish(), {"choices": [], "usage": usage, **more}]


def text(words: str, **more: Any) -> list[dict[str, Any]]:
    return [{"choices": [{"index": 0, "delta": {"content": words}, "finish_reason": None}], **more}]


def finish(**more: Any) -> list[dict[str, Any]]:
    return [{"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], **more}]


def openai(read: int, written: int, **more: Any) -> dict[str, Any]:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written, **more}


SHAPES = [
    Shape("openai", said(openai(100, 20)), Usage(100, 20), 360),
    Shape("openai, cached", said(openai(100, 20, prompt_tokens_details={"cached_tokens": 64})), Usage(100, 20, 64), 264),
    Shape(
        "openai, an odd count is rounded up once",
        said(openai(101, 1, prompt_tokens_details={"cached_tokens": 1})),
        Usage(101, 1, 1),
        209,
    ),
    Shape(
        "openai, everything",
        said(
            openai(
                300,
                90,
                prompt_tokens_details={"cached_tokens": 128, "audio_tokens": 40},
                completion_tokens_details={"reasoning_tokens": 30, "audio_tokens": 10, "accepted_prediction_tokens": 5},
            )
        ),
        Usage(300, 90, 128, reasoning_tokens=30, audio_input_tokens=40, audio_output_tokens=10),
        3368,
    ),
    Shape(
        "openai, details of nothing",
        said(openai(10, 5, prompt_tokens_details=None, completion_tokens_details={"reasoning_tokens": None})),
        Usage(10, 5),
        60,
    ),
    Shape(
        "openai, all hidden reasoning",
        said(openai(10, 500, completion_tokens_details={"reasoning_tokens": 500})),
        Usage(10, 500, reasoning_tokens=500),
        4020,
    ),
    Shape(
        "responses api",
        said(
            {
                "input_tokens": 100,
                "output_tokens": 20,
                "total_tokens": 120,
                "input_tokens_details": {"cached_tokens": 64},
                "output_tokens_details": {"reasoning_tokens": 8},
            }
        ),
        Usage(100, 20, 64, reasoning_tokens=8),
        264,
    ),
    Shape(
        "in a final chunk that still has choices",
        [*text("Well."), *finish(usage=openai(100, 20, prompt_tokens_details={"cached_tokens": 64}))],
        Usage(100, 20, 64),
        264,
    ),
    Shape(
        "in a final chunk that still has text",
        [
            *text("You slept "),
            {"choices": [{"index": 0, "delta": {"content": "well."}, "finish_reason": "stop"}], "usage": openai(100, 20)},
        ],
        Usage(100, 20),
        360,
    ),
    Shape("the same twice", [*said(openai(100, 20)), {"choices": [], "usage": openai(100, 20)}], Usage(100, 20), 360),
    Shape(
        "twice, the second time without its parts",
        [*said(openai(100, 20, prompt_tokens_details={"cached_tokens": 64})), {"choices": [], "usage": openai(100, 20)}],
        Usage(100, 20, 64),
        264,
    ),
    Shape(
        "counting up from chunk to chunk",
        [
            *text("You ", usage=openai(100, 1)),
            *text("slept ", usage=openai(100, 2)),
            *text("well.", usage=openai(100, 3)),
            *finish(usage=openai(100, 3)),
            {"choices": [], "usage": openai(100, 3)},
        ],
        Usage(100, 3),
        224,
    ),
    Shape(
        "counting up, then silent",
        [*text("You ", usage=openai(100, 1)), *text("slept.", usage=openai(100, 2)), *finish()],
        Usage(100, 2),
        216,
    ),
    Shape(
        "counting up, then text without a count",
        [*text("You ", usage=openai(100, 1)), *text("slept."), *finish()],
        Usage(100, 600, exact=False),
        5000,
    ),
    Shape(
        "null in every chunk but the last",
        [*text("Well.", usage=None), *finish(usage=None), {"usage": openai(100, 20)}],
        Usage(100, 20),
        360,
    ),
    Shape("nothing said", [*text("Well."), *finish()], BOUND, 6800),
    Shape("an empty object", said({}), BOUND, 6800),
    Shape("only what was read", said({"prompt_tokens": 100}), Usage(100, 600, exact=False), 5000),
    Shape("only what was written", said({"completion_tokens": 20}), Usage(1000, 20, exact=False), 2160),
    Shape("zero", said(openai(0, 0)), BOUND, 6800),
    Shape("counts with a point", said({"prompt_tokens": 100.0, "completion_tokens": 20.0}), Usage(100, 20), 360),
    Shape("deepseek", said(openai(100, 20, prompt_cache_hit_tokens=64, prompt_cache_miss_tokens=36)), Usage(100, 20, 64), 264),
    Shape("moonshot", said(openai(100, 20, cached_tokens=64)), Usage(100, 20, 64), 264),
    Shape(
        "moonshot, inside the choice",
        [*text("Well."), {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop", "usage": openai(100, 20)}]}],
        Usage(100, 20),
        360,
    ),
    Shape(
        "groq, beside",
        [*text("Well."), *finish(x_groq={"id": "r", "usage": openai(100, 20, queue_time=0.1)})],
        Usage(100, 20),
        360,
    ),
    Shape(
        "openrouter, with a cost of its own",
        said(
            openai(100, 20, cost=0.0123, is_byok=False, prompt_tokens_details={"cached_tokens": 40, "cache_write_tokens": 50})
        ),
        Usage(100, 20, 40, cache_write_tokens=50),
        325,
    ),
    Shape(
        "perplexity",
        said(openai(100, 20, reasoning_tokens=7, citation_tokens=11, search_context_size="low")),
        Usage(100, 20, reasoning_tokens=7),
        360,
    ),
    Shape(
        "xai, reasoning beside the completion",
        said(
            {
                "prompt_tokens": 100,
                "completion_tokens": 20,
                "total_tokens": 170,
                "completion_tokens_details": {"reasoning_tokens": 50},
            }
        ),
        Usage(100, 70, reasoning_tokens=50),
        760,
    ),
    Shape(
        "gemini behind the openai api, thoughts only in the total",
        said({"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 170}),
        Usage(100, 70),
        760,
    ),
    Shape(
        "gemini's own names",
        [
            *text("Well."),
            *finish(
                usageMetadata={
                    "promptTokenCount": 100,
                    "candidatesTokenCount": 20,
                    "thoughtsTokenCount": 50,
                    "cachedContentTokenCount": 64,
                    "totalTokenCount": 170,
                }
            ),
        ],
        Usage(100, 70, 64, reasoning_tokens=50),
        664,
    ),
    Shape(
        "gemini's own names without a total",
        [
            *text("Well."),
            *finish(usageMetadata={"promptTokenCount": 100, "candidatesTokenCount": 20, "thoughtsTokenCount": 50}),
        ],
        Usage(100, 70, reasoning_tokens=50),
        760,
    ),
    Shape(
        "gemini's own names with results of tools",
        [
            *text("Well."),
            *finish(
                usageMetadata={
                    "promptTokenCount": 100,
                    "toolUsePromptTokenCount": 30,
                    "candidatesTokenCount": 20,
                    "totalTokenCount": 150,
                }
            ),
        ],
        Usage(130, 20),
        420,
    ),
    Shape(
        "anthropic, the cache beside the input",
        said({"input_tokens": 10, "output_tokens": 20, "cache_read_input_tokens": 64, "cache_creation_input_tokens": 26}),
        Usage(100, 20, 64, cache_write_tokens=26),
        277,
    ),
    Shape(
        "anthropic, no cache used",
        said({"input_tokens": 100, "output_tokens": 20, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0}),
        Usage(100, 20),
        360,
    ),
    Shape(
        "anthropic, a large input beside a small cache",
        said({"input_tokens": 100, "output_tokens": 20, "cache_read_input_tokens": 64}),
        Usage(164, 20, 64),
        392,
    ),
    Shape(
        "anthropic, first what is read and last what was written",
        [
            *text("You ", usage={"input_tokens": 10, "cache_read_input_tokens": 64, "output_tokens": 1}),
            *text("slept."),
            *finish(usage={"output_tokens": 20}),
        ],
        Usage(74, 20, 64),
        212,
    ),
    Shape(
        "a proxy to anthropic that counts the cache in",
        said(
            openai(
                100, 20, prompt_tokens_details={"cached_tokens": 64}, cache_read_input_tokens=64, cache_creation_input_tokens=26
            )
        ),
        Usage(100, 20, 64, cache_write_tokens=26),
        277,
    ),
    Shape(
        "a proxy to anthropic that leaves the cache out",
        said({"prompt_tokens": 200, "completion_tokens": 20, "total_tokens": 284, "cache_read_input_tokens": 64}),
        Usage(264, 20, 64),
        592,
    ),
    Shape(
        "a total that is too small is not believed",
        said({"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 0}),
        Usage(100, 20),
        360,
    ),
    Shape(
        "a cache larger than the prompt lies beside it",
        said(openai(10, 20, prompt_tokens_details={"cached_tokens": 64})),
        Usage(74, 20, 64),
        212,
    ),
]
