"""Files that nobody vouches for: streamed JSON says what a whole decode says, archives stay closed, limits hold."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auren.errors import InvalidInput, MalformedRow, SourceError
from auren.sources.files import (
    FilePlace,
    FolderPlace,
    Limits,
    Place,
    ZipPlace,
    csv_records,
    json_lines,
    json_records,
    json_values,
    place_of,
)
from auren.sources.record import Record

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc[]*é"), inner, max_size=4),
    max_leaves=20,
)
steps = st.sampled_from(["a", "b", "[]", "*", "é"])


class Trickle(io.RawIOBase):
    """Bytes that come a few at a time, so that every place in a file is the end of a piece once."""

    def __init__(self, data: bytes, size: int) -> None:
        self._data, self._size = io.BytesIO(data), size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._data.read(min(self._size, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


def trickle(data: bytes, size: int) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", Trickle(data, size))))


def at(
    value: object, wanted: tuple[str, ...], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Give what stands at a wanted path, found in the decoded value."""
    if not wanted:
        yield path, value
    elif wanted[0] == "[]":
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from at(item, wanted[1:], (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            if wanted[0] in ("*", key):
                yield from at(item, wanted[1:], (*path, key))


@given(value=values, wanted=st.lists(steps, max_size=4).map(tuple), indent=st.sampled_from([None, 2]), size=st.integers(1, 50))
def test_streamed_values_are_those_of_the_decoded_whole(
    value: object, wanted: tuple[str, ...], indent: int | None, size: int
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    streamed = list(json_values(trickle(text.encode(), size), "f", [wanted]))
    assert streamed == list(at(value, wanted))


@given(data=st.binary(max_size=80) | st.text(max_size=60).map(str.encode) | values.map(lambda v: json.dumps(v)[:-1].encode()))
def test_whatever_is_no_json_is_refused_with_its_file(data: bytes) -> None:
    wanted = [("a", "[]"), ("[]",)]
    try:
        json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        with pytest.raises(MalformedRow) as caught:
            list(json_values(io.BytesIO(data), "f.json", wanted))
        assert caught.value.file == "f.json"
    else:
        list(json_values(io.BytesIO(data), "f.json", wanted))


def test_what_stands_before_a_fault_is_kept_and_the_line_is_named() -> None:
    data = b'[{"a": 1},\n{"a": 2},\n{"a": oops}]'
    rows: list[Record | MalformedRow] = []
    with pytest.raises(MalformedRow) as caught:
        rows.extend(iter_into(rows, json_records(io.BytesIO(data), "f")))
    assert [row.data for row in rows if isinstance(row, Record)] == [{"a": 1}, {"a": 2}]
    assert caught.value.line == 3


def iter_into(rows: list[Record | MalformedRow], records: Iterator[Record | MalformedRow]) -> list[Record | MalformedRow]:
    for record in records:
        rows.append(record)
    return []


def test_a_large_list_takes_no_more_memory_than_its_elements() -> None:
    element = json.dumps({"text": "x" * 1000}).encode()
    data = b"[" + b",".join([element] * 20_000) + b"]"
    tracemalloc.start()
    try:
        count = sum(1 for _ in json_records(io.BytesIO(data), "f"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[" * 200 + b"]" * 200, "levels of nesting"),
        (b'{"x":' * 200 + b"1" + b"}" * 200, "levels of nesting"),
        (b'[{"a": ' + b"[" * 200 + b"]" * 200 + b"}]", "levels of nesting"),
        (b'["' + b"x" * 9000 + b'"]', "at most 3000 characters"),
        (b"[1] [2]", "one JSON value"),
        (b"[1 2]", "breaks off"),
        (b'{"a" 1}', "breaks off"),
        (b"{1: 2}", "breaks off"),
    ],
)
def test_hostile_json_is_refused_within_bounds(data: bytes, reason: str) -> None:
    with pytest.raises(MalformedRow, match=reason):
        list(json_values(io.BytesIO(data), "f", [("a", "[]"), ("[]",), ("x", "x")], limits=Limits(element_chars=3000)))


@pytest.mark.parametrize("number", ["61.5", "-0.25", "1e5", "1E+05", "2.5e-3", "7", "true", '"a.e"'])
def test_a_number_cut_by_the_end_of_a_piece_is_read_whole(number: str) -> None:
    # The walker reads in pieces of 64 KiB; one of these places each cut.
    for before in range(2**16 - len(number) - 12, 2**16):
        text = '{"skipped": "' + "x" * (before - 14) + '", "a": ' + number + ', "b": [' + number + "]}"
        for wanted in ([("b", "[]")], [("a",), ("b", "[]")]):
            found = [value for _, value in json_values(io.BytesIO(text.encode()), "f.json", wanted)]
            assert found == [json.loads(number)] * len(wanted)


def test_a_list_that_is_not_there_is_said() -> None:
    with pytest.raises(MalformedRow, match="expected a list"):
        list(json_records(io.BytesIO(b'{"data": 3}'), "f", ("data",)))
    assert list(json_records(io.BytesIO(b'{"data": []}'), "f", ("data",))) == []


def test_json_lines_go_on_after_a_faulty_line() -> None:
    rows = list(json_lines(io.BytesIO(b'{"a": 1}\n\n{"a": \n{"a": 3}\n[]\n'), "f"))
    assert [(row.line, isinstance(row, Record)) for row in rows] == [(1, True), (3, False), (4, True), (5, False)]


def test_csv_lines_without_an_end_are_refused() -> None:
    with pytest.raises(MalformedRow, match="at most 100 characters"):
        list(csv_records(io.BytesIO(b"a,b\n" + b"x" * 1000), "f", ("a",), lambda _: None, limits=Limits(element_chars=100)))


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def read(place: Place, name: str) -> bytes:
    with place.open(name) as stream:
        return stream.read()


def test_a_folder_an_archive_and_a_file_are_places(tmp_path: Path) -> None:
    (tmp_path / "folder" / "in").mkdir(parents=True)
    (tmp_path / "folder" / "in" / "a.txt").write_bytes(b"abc")
    folder = place_of(tmp_path / "folder")
    archive = place_of(zipped(tmp_path / "x.bin", **{"in/a.txt": b"abc"}))
    file = place_of(tmp_path / "folder" / "in" / "a.txt")
    assert [type(place) for place in (folder, archive, file)] == [FolderPlace, ZipPlace, FilePlace]
    assert folder.names == archive.names == ("in/a.txt",)
    for place, name in ((folder, "in/a.txt"), (archive, "in/a.txt"), (file, "a.txt")):
        assert read(place, name) == b"abc"
        assert (place.progress.done_bytes, place.progress.total_bytes, place.progress.share) == (3, 3, 1.0)
        with pytest.raises(MalformedRow, match="can be read"):
            read(place, "b.txt")


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path) -> None:
    names = ["../up.json", "/root.json", "a/../../b.json", "C:/x.json", "..\\up.json"]
    place = place_of(zipped(tmp_path / "x.zip", **dict.fromkeys(names, b"{}"), **{"in.json": b"{}"}))
    assert isinstance(place, ZipPlace)
    assert place.names == ("in.json",)
    assert len(place.outside) == len(names)


def test_links_that_lead_elsewhere_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "export").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.json").write_bytes(b"{}")
    (tmp_path / "export" / "in.json").write_bytes(b"{}")
    (tmp_path / "export" / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "export" / "lost.json").symlink_to(tmp_path / "nowhere.json")
    place = place_of(tmp_path / "export")
    assert place.names == ("in.json",)
    assert place.outside == ("folder", "lost.json")


def test_a_zip_bomb_is_cut_short(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", **{"zeros.json": bytes(80 * 2**20)})
    assert path.stat().st_size < 200_000
    place = place_of(path)
    with pytest.raises(MalformedRow, match="bytes unpacked"):
        read(place, "zeros.json")
    assert place.progress.done_bytes <= 64 * 2**20


def test_a_cut_archive_and_a_damaged_member_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", **{"a.json": bytes(range(256)) * 40})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="zip archive"):
        place_of(path)
    damaged = bytearray(whole)
    damaged[60:90] = bytes(30)
    path.write_bytes(bytes(damaged))
    with pytest.raises(MalformedRow, match=r"a\.json"):
        read(place_of(path), "a.json")


def test_too_many_files_and_too_many_bytes_are_refused(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_bytes(b"x" * 10)
    with pytest.raises(SourceError, match="more than 3 files"):
        place_of(tmp_path, Limits(files=3))
    place = place_of(tmp_path, Limits(total_bytes=15))
    read(place, "0.txt")
    with pytest.raises(MalformedRow, match="at most 15 bytes in all"):
        read(place, "1.txt")
    place.restart()
    read(place, "1.txt")
    with pytest.raises(MalformedRow, match="at most 5 bytes"):
        read(place_of(tmp_path, Limits(file_bytes=5)), "0.txt")


@pytest.mark.parametrize("bad", [0, -1, True, 1.5, "9"])
def test_limits_are_whole_numbers(bad: object) -> None:
    with pytest.raises(InvalidInput, match="file_bytes"):
        Limits(file_bytes=bad)  # type: ignore[arg-type]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(cut=st.integers(0, 400), flip=st.integers(0, 400), to=st.integers(0, 255))
def test_any_damage_to_an_archive_is_ours(tmp_path: Path, cut: int, flip: int, to: int) -> None:
    path = zipped(tmp_path / "x.zip", **{"a.json": b'[{"a": 1}]' * 10, "b/c.csv": b"a,b\n1,2\n"})
    data = bytearray(path.read_bytes())
    data[flip % len(data)] = to
    path.write_bytes(bytes(data[: max(0, len(data) - cut)]))
    try:
        place = place_of(path)
        for name in place.names:
            read(place, name)
    except SourceError:
        pass
