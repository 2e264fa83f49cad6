"""However the network cuts a stream of events, the same events come out."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from openai_wire import events, piece, usage_piece

from auren.gateway.models._chat_answer import AnswerBuilder, Chunk, read
from auren.gateway.models._sse import EventReader
from auren.inference import Usage

texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=8)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])


def heard(body: bytes, cuts: list[int]) -> list[str]:
    reader = EventReader()
    places = sorted({min(cut, len(body)) for cut in cuts} | {0, len(body)})
    read_so_far = [event for start, end in pairwise(places) for event in reader.feed(body[start:end])]
    return [*read_so_far, *reader.end()]


@given(texts, line_ends, st.lists(st.integers(0, 2000), max_size=40), st.booleans())
def test_the_same_text_whatever_the_chunking(said: list[str], line_end: str, cuts: list[int], tail: bool) -> None:
    body = events([*(piece(text) for text in said), piece(finish="stop"), usage_piece()], line_end=line_end)
    if not tail:
        body = body.rstrip(b"\r\n")
    *chunks, mark = heard(body, cuts)
    answer = AnswerBuilder(model="tiny", bound=Usage(), host="h")
    deltas = [answer.add_chunk(read(Chunk, chunk, host="h")) for chunk in chunks]
    assert mark == "[DONE]"
    assert [delta for delta in deltas if delta] == [text for text in said if text]
    assert answer.completion().text == "".join(said)


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=20))
def test_any_bytes_are_read_the_same_whatever_the_chunking(body: bytes, cuts: list[int]) -> None:
    def outcome(places: list[int]) -> list[str] | None:
        try:
            return heard(body, places)
        except UnicodeDecodeError:
            return None

    assert outcome(cuts) == outcome([]) == outcome(list(range(len(body))))


def test_comments_other_fields_and_several_lines() -> None:
    body = b": ping\n\nevent: message\nid: 7\ndata: one\ndata:two\ndata\n\nretry: 3\n\ndata: three\n\n"
    assert heard(body, []) == ["one\ntwo\n", "three"]
