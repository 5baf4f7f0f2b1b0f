"""Comments, indents and pairs do what a person who types expects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sql.editing import Typed, indent, is_empty_pair, outdent, toggle_comments, typed_with_pair

LINES = st.lists(st.text(alphabet="ab -\t", max_size=8), min_size=1, max_size=6)


@given(LINES)
def test_a_comment_that_is_taken_back_leaves_what_was_there(lines: list[str]) -> None:
    once = toggle_comments(lines)
    written = [line for line in lines if line.strip()]
    if not written or not all(line.lstrip().startswith("--") for line in written):
        assert all(line.lstrip().startswith("--") for line in once if line.strip())
        assert toggle_comments(once) == lines


@given(LINES)
def test_an_indent_that_is_taken_back_leaves_what_was_there(lines: list[str]) -> None:
    assert [line.strip() for line in outdent(indent(lines, 2), 2)] == [line.strip() for line in lines]
    assert outdent(indent(["a", " b", ""], 2), 2) == ["a", " b", ""]


@pytest.mark.parametrize(
    ("character", "before", "after", "typed"),
    [
        ("(", "COUNT", "", Typed("(", ")")),
        ("(", "COUNT", "name", None),
        (")", "COUNT(", ")", Typed(over=True)),
        (")", "((", ")", None),
        ("'", "= ", ";", Typed("'", "'")),
        ("'", "it", "", None),
        ("[", "a", ")", Typed("[", "]")),
    ],
)
def test_brackets_and_quotes_in_code(character: str, before: str, after: str, typed: Typed | None) -> None:
    assert typed_with_pair(character, before, after, open_quote="", in_comment=False) == typed


def test_inside_a_string_only_its_own_quote_is_passed() -> None:
    assert typed_with_pair("'", "'a", "'", open_quote="'", in_comment=False) == Typed(over=True)
    assert typed_with_pair("(", "'a", "'", open_quote="'", in_comment=False) is None
    assert typed_with_pair("'", "-- don", "", open_quote="", in_comment=True) is None


def test_an_empty_pair() -> None:
    assert is_empty_pair("f(", ")")
    assert is_empty_pair("'", "'")
    assert not is_empty_pair("(", "]")
    assert not is_empty_pair("", "")
