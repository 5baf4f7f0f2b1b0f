"""The body comes out of the framing whole wherever the wire was cut, and a broken framing is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.ksqldb.body_framing import BodyFraming

CHUNKED = [(b"transfer-encoding", b"chunked")]


CHUNK = st.one_of(st.binary(min_size=1, max_size=40), st.just(b"a row\n" * 40), st.just(b"with\r\nline ends" * 20))


@given(st.lists(CHUNK, max_size=12), st.data())
def test_chunks_join_to_the_body_at_any_cuts(chunks: list[bytes], data: st.DataObject) -> None:
    extension = data.draw(st.sampled_from([b"", b";name=value"]))
    wire = b"".join(b"%x%b\r\n%b\r\n" % (len(chunk), extension, chunk) for chunk in chunks) + b"0\r\n\r\n"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=6)))
    framing = BodyFraming(200, CHUNKED)
    body = b""
    for start, end in zip([0, *cuts], [*cuts, len(wire)], strict=True):
        body += framing.feed(wire[start:end])
    assert body == b"".join(chunks)
    assert framing.complete


@pytest.mark.parametrize(
    "wire", [b"zz\r\n", b"-1\r\n", b"1_0\r\n", b"\r\n", b"1\r\nabcd", b"x" * 2000, b"1;" + b"x" * 1023 + b"\r\na"]
)
def test_nonsense_for_a_chunk_is_refused(wire: bytes) -> None:
    framing = BodyFraming(200, CHUNKED)
    framing.feed(wire)
    assert framing.failure is not None


def test_nonsense_behind_many_chunks_is_refused_after_them() -> None:
    rows = b"5\r\nrow 1\r\n" * 200
    framing = BodyFraming(200, CHUNKED)
    assert framing.feed(rows + b"5\r\nro") == b"row 1" * 200 + b"ro"
    assert framing.feed(b"w 2\r\n" + rows) == b"w 2" + b"row 1" * 200
    assert framing.feed(rows + b"+5\r\nrow 3\r\n" + rows) == b"row 1" * 200
    assert framing.failure is not None


def test_a_half_chunk_is_given_out_but_does_not_complete() -> None:
    framing = BodyFraming(200, CHUNKED)
    assert framing.feed(b"10\r\nhalf") == b"half"
    framing.connection_ended()
    assert not framing.complete


def test_a_length_ends_the_body_and_what_follows_is_not_in_it() -> None:
    framing = BodyFraming(400, [(b"Content-Length", b"3")])
    assert framing.feed(b"ab") == b"ab"
    assert not framing.complete
    assert framing.feed(b"cXX") == b"c"
    assert framing.complete


def test_without_a_length_the_connection_ends_the_body() -> None:
    framing = BodyFraming(200, [])
    assert framing.feed(b"all") == b"all"
    assert not framing.complete
    framing.connection_ended()
    assert framing.complete


@pytest.mark.parametrize(("status", "headers"), [(204, []), (404, [(b"content-length", b"0")])])
def test_an_empty_body_is_complete_at_once(status: int, headers: list[tuple[bytes, bytes]]) -> None:
    assert BodyFraming(status, headers).complete
