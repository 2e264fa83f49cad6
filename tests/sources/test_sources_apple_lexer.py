"""XML cut into elements: the same as the standard library's parser on whatever is well-formed."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auren.errors import MalformedRow
from auren.sources.files import DEFAULT_LIMITS, Limits
from auren.sources.vendors.apple_health import lexer
from auren.sources.vendors.apple_health.lexer import Element, Lexer

names = st.from_regex(r"\A[A-Za-z_\u00c0-\u00d6][A-Za-z0-9._\u00b7-]{0,5}\Z").filter(lambda n: not n.lower().startswith("xml"))
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\r\n")
texts = st.text(characters, max_size=6)
spaces = st.text(" \t\r\n", max_size=3)
gaps = st.text(" \t\r\n", min_size=1, max_size=3)
asides = st.sampled_from(
    ["", "<!-- a <b c='1'> & -- -->".replace(" -- ", " - "), "<![CDATA[ <Record> & ]] > ]]>", "<?pi <Record?>"]
)


@st.composite
def attribute(draw: st.DrawFn, name: str) -> str:
    value = draw(texts)
    written = "".join(draw(st.sampled_from(_ways(sign))) for sign in value)
    quote = draw(st.sampled_from("'\""))
    return f"{draw(gaps)}{name}{draw(spaces)}={draw(spaces)}{quote}{written.replace(quote, f'&#{ord(quote)};')}{quote}"


def _ways(sign: str) -> list[str]:
    named = {"<": "&lt;", "&": "&amp;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
    ways = [f"&#{ord(sign)};", f"&#x{ord(sign):X};"]
    if sign in named:
        ways.append(named[sign])
    if sign not in "<&":
        ways.append(sign)
    return ways


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> str:
    name = draw(names)
    inside = "".join(draw(attribute(key)) for key in draw(st.lists(names, unique=True, max_size=3)))
    children = draw(st.lists(elements(depth - 1), max_size=2)) if depth else []
    if not children and draw(st.booleans()):
        return f"<{name}{inside}{draw(spaces)}/>"
    filled = "".join(f"{draw(spaces)}{draw(asides)}{draw(st.sampled_from(['', 'text', '&amp;']))}{child}" for child in children)
    return f"<{name}{inside}{draw(spaces)}>{filled}{draw(asides)}</{name}{draw(spaces)}>"


@st.composite
def documents(draw: st.DrawFn) -> str:
    prolog = draw(st.sampled_from(["", '<?xml version="1.0" encoding="UTF-8"?>\n', "<?xml version='1.0'?><!-- <Root> -->"]))
    doctype = draw(st.sampled_from(["", "<!DOCTYPE Root [\n<!ELEMENT Root ANY>\n<!-- <Root> ]> -->\n]>"]))
    inside = "".join(f"{draw(spaces)}{draw(asides)}{child}" for child in draw(st.lists(elements(), max_size=3)))
    return f"{prolog}{doctype}<Root{draw(attribute('a'))}>{inside}</Root>{draw(st.sampled_from(['', chr(10), '<!-- end -->']))}"


def cut(content: bytes, limits: Limits = DEFAULT_LIMITS) -> list[Element]:
    return list(_cut(Lexer(io.BytesIO(content), "a.xml", "Root", limits)))


def _cut(made: Lexer) -> Iterator[Element]:
    if made.begin():
        while (element := made.next()) is not None:
            yield element


Shape = tuple[str, dict[str, str], list["Shape"]]


def standard(text: str) -> list[Shape]:
    return [shape(child) for child in ET.fromstring(text.encode())]  # noqa: S314 - the test made it


def shape(element: ET.Element) -> Shape:
    return element.tag, dict(element.attrib), [shape(child) for child in element]


def own_shape(element: Element) -> Shape:
    assert not element.fault
    return element.name, element.attributes, [own_shape(child) for child in element.children]


@pytest.fixture(params=[1, 7, 2**17])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexer, "_CHUNK", request.param)
    monkeypatch.setattr(lexer, "_PROLOG_BYTES", 4096)


@pytest.mark.usefixtures("chunk")
@settings(max_examples=30, deadline=None)
@given(text=documents())
def test_well_formed_documents_are_cut_as_the_standard_parser_does(text: str) -> None:
    content = text.encode()
    assert [own_shape(element) for element in cut(content)] == standard(text)


@settings(max_examples=40, deadline=None)
@given(text=documents(), data=st.data())
def test_lines_are_those_of_the_file(text: str, data: st.DataObject) -> None:
    assert [e.name for e in cut(text.encode())] == [name for name, _, _ in standard(text)]
    at = 0
    for element in cut(text.encode()):
        at = max(at, element.line)
        assert f"<{element.name}" in text.split("\n")[element.line - 1]
    assert at <= text.count("\n") + 1


@pytest.mark.usefixtures("chunk")
@settings(max_examples=40, deadline=None)
@given(text=documents(), data=st.data())
def test_any_cut_keeps_what_came_before(text: str, data: st.DataObject) -> None:
    content = text.encode()
    whole = [own_shape(element) for element in cut(content)]
    end = content.rindex(b"</Root")
    at = data.draw(st.integers(0, end))
    kept: list[Shape] = []
    passing = map(own_shape, _cut(Lexer(io.BytesIO(content[:at]), "a.xml", "Root", DEFAULT_LIMITS)))
    with pytest.raises(MalformedRow):
        kept.extend(passing)
    assert kept == whole[: len(kept)]


@settings(max_examples=100, deadline=None)
@given(text=documents(), noise=st.binary(max_size=6), data=st.data())
def test_spoilt_bytes_end_in_elements_or_one_fault(text: str, noise: bytes, data: st.DataObject) -> None:
    content = text.encode()
    at = data.draw(st.integers(0, len(content)))
    faults: list[MalformedRow] = []
    try:
        cut(content[:at] + noise + content[at:])
    except MalformedRow as error:
        faults.append(error)
    assert all(fault.file == "a.xml" for fault in faults)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", None, "empty"),
        (b"<Other/>", None, "Root"),
        (b"<Root>\n<a>\n</b></Root>", 3, "end of the element"),
        (b"<Root>\n<a b=c/></Root>", 2, "valid XML"),
        (b"<Root>\n<a b='c' d/></Root>", 2, "valid XML"),
        (b"<Root>\n<a b='<'/></Root>", 2, "valid XML"),
        (b"<Root>\n</Root>\n<Root>", 3, "more after it"),
        (b"<Root>\n<a>", 2, "breaks off"),
        (b"<Root>\n<", 2, "breaks off"),
        (b"<Root>\n<!-- ", 2, "breaks off"),
        (b"<Root>\n<!ENTITY a 'b'></Root>", 2, "valid XML"),
        (b'<?xml version="1.0" encoding="UTF-16"?><Root/>', 1, "UTF-8"),
        ("<Root/>".encode("utf-16"), None, "UTF-8"),
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_line(content: bytes, line: int | None, reason: str) -> None:
    with pytest.raises(MalformedRow, match=reason) as caught:
        cut(content)
    assert caught.value.line == line


@pytest.mark.parametrize("value", ["&unknown;", "&", "&#xD800;", "&#1114112;", "a &amp b", "&lt"])
def test_entities_beyond_xmls_own_are_a_fault_of_their_element(value: str) -> None:
    spoilt, good = cut(f"<Root><a b={quoteattr(value).replace('&amp;', '&', 1)}/><c/></Root>".encode())
    assert spoilt.fault
    assert value not in spoilt.fault
    assert not good.fault


def test_declared_entities_never_unfold() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    (element,) = cut(f'<!DOCTYPE Root [<!ENTITY e0 "ha">{lines}]><Root><a b="&e29;"/></Root>'.encode())
    assert element.fault == "expected no entities but XML's own five"


def test_one_attribute_twice_and_bytes_that_are_no_text_are_faults() -> None:
    twice, bytes_, good = cut(b'<Root><a b="1" b="2"/><a b="\xff"/><a b="1"/></Root>')
    assert "once" in twice.fault
    assert "UTF-8" in bytes_.fault
    assert own_shape(good) == ("a", {"b": "1"}, [])


def test_control_characters_are_spaces() -> None:
    (element,) = cut(b'<Root>\x0b<a b="x\x0by\x00z&#11;"/></Root>')
    assert element.attributes == {"b": "x y z "}


@pytest.mark.parametrize(
    "tail", ["<!DOCTYPE Root [<!ELEMENT", "<!DOCTYPE Root [ <!-- ", "]> ]> <!ELEMENT x ANY>", "<!DOCTYPE Root ["]
)
def test_a_broken_document_type_is_passed_over(tail: str) -> None:
    assert [element.name for element in cut(f"{tail}\n<Root><a/></Root>".encode())] == ["a"]


def test_nesting_and_tags_are_bounded() -> None:
    limits = replace(DEFAULT_LIMITS, depth=5, element_chars=1000)
    assert cut(b"<Root><a><a><a><a/></a></a></a></Root>", limits)
    with pytest.raises(MalformedRow, match="5 levels"):
        cut(b"<Root>" + b"<a>" * 5, limits)
    with pytest.raises(MalformedRow, match="1000 characters"):
        cut(b'<Root><a b="' + b"x" * 500_000, limits)
    big, small = cut(b"<Root><a>" + b"<b/>" * 1000 + b"</a><c/></Root>", limits)
    assert "1000 characters" in big.fault
    assert not big.children
    assert small.name == "c"
