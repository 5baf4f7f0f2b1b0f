"""Java's .properties files, as the official CLI's --config-file has them."""

from __future__ import annotations

from ksqltui.properties_file import parse_properties


def test_all_three_separators_and_both_comments() -> None:
    text = "# a comment\n! another\n\nauto.offset.reset=earliest\n  commit.interval.ms : 100\nplain value here\nalone\n"
    assert parse_properties(text) == {
        "auto.offset.reset": "earliest",
        "commit.interval.ms": "100",
        "plain": "value here",
        "alone": "",
    }


def test_continued_lines_and_escapes() -> None:
    text = "long=one,\\\n     two\r\nkey\\ with\\:blank=caf\\u00e9\\tx\nends=in backslash\\\\\n"
    assert parse_properties(text) == {"long": "one,two", "key with:blank": "café\tx", "ends": "in backslash\\"}
