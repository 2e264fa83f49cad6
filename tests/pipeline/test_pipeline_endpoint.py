"""A real endpoint that is killed mid-answer: the person gets what was checked, and the rest plainly."""

from __future__ import annotations

import asyncio
import json

import pytest
from pipeline_house import ANNA, House, resting

from auren.gateway import Gateway, OpenAIModel
from auren.gateway.models import ScriptedModel

ANSWER = "[1] This morning your resting heart rate sat at 70 bpm. [2] Please keep today easy."


class Endpoint:
    """Speaks just enough of the OpenAI wire to stream an answer, and dies after so many characters."""

    def __init__(self, dies_after: int) -> None:
        self._dies_after = dies_after
        self.asked = 0

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for piece in ANSWER[: self._dies_after]:
            event = f"data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': piece}}]})}\n\n".encode()
            writer.write(b"%x\r\n%s\r\n" % (len(event), event))
        await writer.drain()
        transport = writer.transport
        transport.abort() if self._dies_after % 2 else writer.close()


@pytest.mark.parametrize("dies_after", [0, 30, 31, 60, 61, 70, 71])
async def test_killing_the_endpoint_mid_answer_leaves_a_whole_answer(dies_after: int) -> None:
    endpoint = Endpoint(dies_after)
    async with endpoint as url:
        house = House(gateway=Gateway([OpenAIModel(url, model="any")]))
        async with house.pipeline as auren:
            await auren.ingest([resting(70)])
            reply = await auren.ask(ANNA, "How am I?")
    # An endpoint that has said nothing yet is asked once more.
    assert endpoint.asked == (1 if dies_after else 2)
    assert reply.degraded
    assert "70 bpm" in reply.text
    assert "today easy" in reply.text
    assert all(sentence.text.endswith(".") for sentence in reply.sentences)
    assert all(sentence.text in ANSWER or sentence.origin == "plain" for sentence in reply.sentences)


async def test_an_endpoint_that_dies_before_its_first_word_is_replaced_by_the_next_model() -> None:
    async with Endpoint(0) as url:
        house = House(gateway=Gateway([OpenAIModel(url, model="any"), ScriptedModel(ANSWER)]))
        async with house.pipeline as auren:
            await auren.ingest([resting(70)])
            reply = await auren.ask(ANNA, "How am I?")
    assert [sentence.origin for sentence in reply.sentences] == ["model", "model"]
    assert reply.failures
