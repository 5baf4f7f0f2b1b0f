"""Messages as they are copied and exported: whole, with what they are made of, in the chosen forms."""

from __future__ import annotations

import json

from ksqltui.model.copied_messages import message_json, messages_held, value_text
from ksqltui.model.message_text import Form, indented
from ksqltui.model.messages import Message

MESSAGE = Message("t", 2, 7, 1_764_072_000_000, b"k\xff", '{"имя": "Боб"}'.encode(), (("trace", b"1"), ("trace", None)))


def test_a_message_is_copied_with_all_that_it_has() -> None:
    assert json.loads(message_json(MESSAGE, Form.AUTO, Form.AUTO)) == {
        "topic": "t",
        "partition": 2,
        "offset": 7,
        "time": "2025-11-25T12:00:00.000Z",
        "key": "6b ff",
        "value": '{"имя": "Боб"}',
        "headers": [["trace", "1"], ["trace", None]],
    }
    assert value_text(MESSAGE, Form.HEX).startswith("7b 22")
    assert value_text(Message("t", 0, 0), Form.AUTO) == ""


def test_a_large_value_is_exported_whole_and_a_tombstone_as_null() -> None:
    large = Message("t", 0, 1, value=b"x" * 1_000_000)
    store = messages_held([large, Message("t", 0, 2)], Form.AUTO, Form.AUTO)
    whole, tombstone = (store.changelog.line(number).values for number in (0, 1))
    assert whole[4] == "x" * 1_000_000
    assert tombstone[3:] == (None, None, None)


def test_json_is_indented_with_its_numbers_and_texts_as_they_were_written() -> None:
    text = '{"n":1.10,"big":12345678901234567890123,"s":"a,{b}: \\"c\\"","l":[1,{}],"e":[]}'
    told = indented(text)
    assert told.split("\n") == [
        "{",
        '  "n": 1.10,',
        '  "big": 12345678901234567890123,',
        '  "s": "a,{b}: \\"c\\"",',
        '  "l": [',
        "    1,",
        "    {}",
        "  ],",
        '  "e": []',
        "}",
    ]
    assert json.loads(told) == json.loads(text)
