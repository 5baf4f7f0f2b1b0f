"""How the bytes of messages read, which pass a filter; none of it fails on bytes that nobody expected."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.message_text import LONGEST, Decoded, Form, decoded
from ksqltui.model.messages import Message, MessageFilter, value_at

START = 1_700_000_000_000


@pytest.mark.parametrize(
    ("data", "form", "text", "came_by"),
    [
        (None, Form.AUTO, None, Form.AUTO),
        (b"", Form.AUTO, "", Form.TEXT),
        (b"Bob", Form.AUTO, "Bob", Form.TEXT),
        (b'{"a": 1.50}', Form.AUTO, '{"a": 1.50}', Form.JSON),
        (b'{"a": ', Form.JSON, '{"a": ', Form.TEXT),
        (b"\xff\x00", Form.AUTO, "ff 00", Form.HEX),
        (b"\xffBob", Form.TEXT, "\\xffBob", Form.TEXT),
        (b"Bob", Form.HEX, "42 6f 62", Form.HEX),
        (b"Bob" + struct.pack(">q", START), Form.TIME_WINDOW, "Bob @ 2023-11-14T22:13:20.000Z", Form.TIME_WINDOW),
        (
            b"Bob" + struct.pack(">qq", START + 5000, START),
            Form.SESSION_WINDOW,
            "Bob @ 2023-11-14T22:13:20.000Z to 2023-11-14T22:13:25.000Z",
            Form.SESSION_WINDOW,
        ),
        (b"no window here", Form.TIME_WINDOW, "no window here", Form.TEXT),
        (b"[" * 100_000, Form.AUTO, "[" * 100_000, Form.TEXT),
    ],
    ids=range(12),
)
def test_bytes_read(data: bytes | None, form: Form, text: str | None, came_by: Form) -> None:
    assert decoded(data, form) == Decoded(text, came_by)


def test_of_a_megabyte_the_beginning_is_read_and_the_rest_counted() -> None:
    found = decoded(("é" * 500_000).encode())
    assert found.text is not None
    assert found.form is Form.TEXT
    assert len(found.text.encode()) + found.left_out == 1_000_000
    assert len(found.text.encode()) <= LONGEST


@given(st.binary(max_size=64), st.sampled_from(Form))
def test_no_bytes_are_an_error(data: bytes, form: Form) -> None:
    decoded(data, form)
    MessageFilter(key="x", fields={"$.a": "1"}).passes(Message("t", 0, 0, None, data, data))


def message(value: bytes | None, key: bytes | None = None) -> Message:
    return Message("payments", 0, 0, START, key, value)


@pytest.mark.parametrize(
    ("passing", "passes"),
    [
        (MessageFilter(), True),
        (MessageFilter(value="BOB"), True),
        (MessageFilter(value="carol"), False),
        (MessageFilter(key="k"), True),
        (MessageFilter(fields={"$.name": "Bob"}), True),
        (MessageFilter(fields={"name": "Bob", "amount": "3"}), True),
        (MessageFilter(fields={"$.tags[1].t": "true"}), True),
        (MessageFilter(fields={"$.tags[9]": "x"}), False),
        (MessageFilter(fields={"$.nothing": "x"}), False),
    ],
)
def test_a_filter(passing: MessageFilter, passes: bool) -> None:
    value = b'{"name": "Bob", "amount": 3, "tags": [1, {"t": true}]}'
    assert passing.passes(message(value, b"K1")) is passes


def test_a_tombstone_passes_no_filter_on_its_value() -> None:
    assert not MessageFilter(value="x").passes(message(None))
    assert not MessageFilter(fields={"$.a": "null"}).passes(message(None))


def test_what_is_no_path_says_what_would_be() -> None:
    with pytest.raises(ValueError, match=r"\$\.name"):
        value_at({}, "$[x]")
