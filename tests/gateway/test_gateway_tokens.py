"""A bound on tokens is never under what a real tokenizer makes of a request, and a long text holds nobody up."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.gateway.tokens import ByteBound, TiktokenCounter
from auren.inference import ChatMessage, ModelRequest, ToolCall, ToolSpec

Count = Callable[[str], int]
AROUND = 9
"""Tokens that the widest chat template in use puts around a message."""
NAMES = ["cl100k_base", "o200k_base", "claude", "llama"]
TEXTS = {
    "English": "I slept badly, and my legs are heavy after yesterday's long run; should I still go to the gym?",
    "German": "Ich habe schlecht geschlafen, und übermäßig müde Beine vom gestrigen Langstreckenlauf.",
    "Greek": "Κοιμήθηκα άσχημα και τα πόδια μου είναι βαριά.",
    "Russian": "Я плохо спал, и ноги тяжёлые после вчерашней пробежки.",
    "Arabic": "نمت بشكل سيئ وساقاي ثقيلتان. ﷺ",
    "Hebrew": "יָשַׁנְתִּי רַע וְהָרַגְלַיִם כְּבֵדוֹת שּׁ",
    "Hindi": "मैं ठीक से नहीं सोया और मेरे पैर भारी हैं। क़",
    "Tamil": "நான் சரியாக தூங்கவில்லை, கால்கள் கனமாக உள்ளன.",
    "Thai": "ฉันนอนไม่ค่อยหลับและขาของฉันหนัก",
    "Chinese": "我睡得不好，昨天长跑后腿很沉。",
    "Japanese": "よく眠れず、昨日の長距離走で脚が重いです。ﾌﾙﾏﾗｿﾝ",
    "Korean": "잠을 잘 못 잤고 다리가 무거워요.",
    "Burmese": "ကောင်းကောင်းမအိပ်ရဘူး",
    "emoji": "😴💤🏃🏽‍♀️🏋🏿‍♂️👨‍👩‍👧‍👦🇳🇴🫀 🥇🥈🥉",
    "rare": "𝔜𝔬𝔲 𓀀𓂀 𒀀 ꧁꧂ ☭⃠ \U0001d160\U0001d161 ﬃ",
    "marks": "a\u0301\u0302\u0303\u0304\u0305" * 5,
    "code": "def f(x):\n\treturn [i ** 2 for i in range(x) if i % 2 == 0]\n\n\n        # ====>>>  {'a': [1, 2]}",
    "JSON": '{"hrv.rmssd":[41.2,39.8,null],"zone":"Europe/Oslo","at":"2026-03-01T07:30:00+01:00"}',
    "numbers": "3.14159265358979 1234567890 0x1F 1e-9 12:34:56.789",
    "bytes": "".join(chr(code) for code in range(1, 256)),
    "blanks": " " * 200 + "\n" * 50 + "\t" * 20 + "\r\n\u00a0\u200b\u200d\ufeff",
    "special": "<|endoftext|><|im_start|>system<|im_end|></s>[INST]<start_of_turn>",
    "half a pair": "a\ud800b\udfff",
    "nothing": "",
}


@pytest.fixture(scope="module")
def tokenizers() -> Iterator[dict[str, Count]]:
    """Give the tokenizers whose vocabulary lies in an installed package: none is fetched."""
    with pytest.MonkeyPatch.context() as patch:
        found = dict(_tokenizers(patch))
        if not found:
            pytest.skip("no tokenizer is installed with its vocabulary")
        yield found


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _tokenizers(patch: pytest.MonkeyPatch) -> Iterator[tuple[str, Count]]:
    litellm, wordllama = _folder("litellm"), _folder("wordllama")
    if litellm is not None and find_spec("tiktoken") is not None:
        import tiktoken

        patch.setenv("TIKTOKEN_CACHE_DIR", str(litellm / "litellm_core_utils" / "tokenizers"))
        for name in NAMES[:2]:
            yield name, _counting_with_tiktoken(tiktoken.get_encoding(name))
    if find_spec("tokenizers") is not None:
        claude = None if litellm is None else litellm / "litellm_core_utils" / "tokenizers" / "anthropic_tokenizer.json"
        llama = None if wordllama is None else wordllama / "tokenizers" / "l2_supercat_tokenizer_config.json"
        for name, file in (("claude", claude), ("llama", llama)):
            if file is not None and file.exists():
                yield name, _counting_with(file)


def _counting_with_tiktoken(encoding: Any) -> Count:
    return lambda text: len(encoding.encode(text, disallowed_special=()))


def _counting_with(file: Path) -> Count:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    return lambda text: len(tokenizer.encode(text.encode(errors="replace").decode(), add_special_tokens=True).ids)


def really(request: ModelRequest, count: Count) -> int:
    """Give the tokens of a request as a template writes it, with all that may stand around its parts."""
    made = 3
    for message in request.messages:
        made += AROUND + count(message.content)
        made += sum(count(json.dumps({"id": c.id, "name": c.name, "arguments": c.arguments})) for c in message.tool_calls)
        made += count(message.tool_call_id) if message.tool_call_id else 0
    for tool in request.tools:
        whole = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
        made += max(count(json.dumps(whole, indent=4, ensure_ascii=ascii_only)) for ascii_only in (True, False))
    if request.json_schema is not None:
        made += max(count(json.dumps(dict(request.json_schema), indent=indent)) for indent in (None, 2))
    return made


def one(text: str) -> ModelRequest:
    return ModelRequest((ChatMessage("user", text),))


SCHEMA = {
    "type": "object",
    "properties": {"night": {"type": "string", "description": "Die Nacht, z. B. „2026-03-01“"}, "of": {"enum": ["you", "me"]}},
    "required": ["night"],
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_no_tokenizer_makes_more_of_a_text(text: str, name: str, tokenizers: dict[str, Count]) -> None:
    if name not in tokenizers:
        pytest.skip("it is not installed")
    for repeated in (text, text * 20):
        assert await ByteBound().bound(one(repeated)) >= really(one(repeated), tokenizers[name])


@pytest.mark.parametrize("name", NAMES)
async def test_nor_of_tools_calls_and_schemas(name: str, tokenizers: dict[str, Count]) -> None:
    if name not in tokenizers:
        pytest.skip("it is not installed")
    tools = tuple(ToolSpec(f"tool_{n}", 'Gives "the night",\n\n\t\\ 😴 übermäßig.\n' * n, SCHEMA) for n in range(4))
    call = ToolCall("call_" + "x" * 40, "tool_1", json.dumps({"night": "2026-03-01", "of": 'a "b" \\ c' * 5}))
    messages = (
        ChatMessage("system", "Be plain."),
        ChatMessage("assistant", "", (call, call)),
        ChatMessage("tool", "{}", tool_call_id="call_" + "x" * 40),
    )
    for request in (
        ModelRequest(messages, tools=tools, json_schema=SCHEMA),
        ModelRequest(messages[1:]),
        ModelRequest((), tools=tools),
        ModelRequest((), json_schema=SCHEMA),
        ModelRequest(tuple(ChatMessage("user", "") for _ in range(50))),
    ):
        assert await ByteBound().bound(request) >= really(request, tokenizers[name])


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_nor_of_anything(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for count in _cached(patch).values():
            assert asyncio.run(ByteBound().bound(one(text))) >= really(one(text), count)


_KEPT: dict[str, Count] = {}


def _cached(patch: pytest.MonkeyPatch) -> dict[str, Count]:
    if not _KEPT:
        _KEPT.update(_tokenizers(patch))
    return _KEPT


@pytest.mark.parametrize("text", ["\ufb2c" * 500, "\U0001d160" * 500, "\ufdfa" * 500, "\u0958" * 500])
async def test_characters_that_grow_before_they_are_cut(text: str) -> None:
    # Each has more bytes in the form that some tokenizers put a text into than as it was written.
    longest = max(len(unicodedata.normalize(form, text).encode()) for form in ("NFC", "NFKC"))
    assert await ByteBound().bound(one(text)) >= longest > 1.3 * len(text.encode())


@given(st.text(max_size=50), st.text(max_size=50))
def test_more_text_is_never_less(first: str, second: str) -> None:
    parts = [asyncio.run(ByteBound().bound(ModelRequest((ChatMessage("user", t),)))) for t in (first, first + second + "x")]
    assert parts[0] <= parts[1] + 12  # a mark may join the letter before it


async def test_a_long_text_leaves_the_loop_free() -> None:
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(others())
    text = "\ufb2c" * 200_000
    assert await ByteBound().bound(one(text)) >= len(text) * 6
    beside.cancel()
    assert turns >= 10


async def test_lone_halves_of_a_pair_in_tools_are_counted() -> None:
    request = ModelRequest((), tools=(ToolSpec("a\ud800", "\udfff", {"x": "\ud800"}),))
    assert await ByteBound().bound(request) > 0


class TestTiktoken:
    async def test_it_counts_what_it_sees_and_bounds_the_rest(self, tokenizers: dict[str, Count]) -> None:
        encoding = _encoding()
        counter = TiktokenCounter(encoding)
        for text in TEXTS.values():
            tokens = tokenizers["o200k_base"](text)
            bound = await counter.bound(one(text))
            assert tokens + 3 <= bound <= tokens + 32
        with_tools = ModelRequest((ChatMessage("user", "x"),), tools=(ToolSpec("a", "b", SCHEMA),))
        assert await counter.bound(with_tools) == await ByteBound().bound(with_tools)

    async def test_a_long_text_is_counted_in_a_thread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        encoding = _encoding()
        in_threads: list[object] = []
        to_thread = asyncio.to_thread

        async def noted(work: Any, *args: Any) -> Any:
            in_threads.append(work)
            return await to_thread(work, *args)

        monkeypatch.setattr(asyncio, "to_thread", noted)
        counter = TiktokenCounter(encoding)
        short, long = await counter.bound(one("word " * 10)), await counter.bound(one("word " * 10_000))
        assert len(in_threads) == 1
        assert long > 100 * short > 0


def _encoding() -> Any:
    tiktoken = pytest.importorskip("tiktoken")
    folder = _folder("litellm")
    if folder is None:
        pytest.skip("no vocabulary is installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIKTOKEN_CACHE_DIR", str(folder / "litellm_core_utils" / "tokenizers"))
        return tiktoken.get_encoding("o200k_base")
