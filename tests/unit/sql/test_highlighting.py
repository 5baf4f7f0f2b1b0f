"""What the eye is told of each word, over a whole text and line by line."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, String, _TokenType
from tests.unit.sql.conftest import Script

from ksqltui.sql.highlighting import KsqlLexer, LineState, highlight
from ksqltui.sql.tokens import TokenKind, tokenize

ANY_TEXT = st.text(alphabet=st.sampled_from(list("aFя1;'\"`-/*\n $(.,")), max_size=80)


def types_of(text: str) -> dict[str, _TokenType]:
    pieces, _ = highlight(text)
    return {piece.text: piece.token_type for piece in pieces}


def test_words_by_what_they_are() -> None:
    found = types_of("SELECT COUNT(*) AS cnt, 'x', 1.5, `q`, CAST(a AS BIGINT), null FROM p EMIT CHANGES -- end")
    assert found["SELECT"] is Keyword
    assert found["COUNT"] is Name.Function
    assert found["cnt"] is Name
    assert found["'x'"] is String.Single
    assert found["1.5"] is Number.Float
    assert found["`q`"] is Name.Quoted
    assert found["BIGINT"] is Keyword.Type
    assert found["null"] is Keyword.Constant
    assert found["CHANGES"] is Keyword
    assert found["-- end"] is Comment.Single


@pytest.mark.parametrize("word", ["key", "type", "id", "date", "partition"])
def test_a_word_that_may_be_a_name_is_one_among_columns(word: str) -> None:
    assert types_of(f"SELECT {word}, a FROM s")[word] is Name
    assert types_of(f"SELECT p.{word} FROM s")[word] is Name


def test_a_column_definition() -> None:
    found = types_of("(id INT PRIMARY KEY, date DATE)")
    assert found["id"] is found["date"] is Name
    assert found["INT"] is found["DATE"] is Keyword.Type
    assert found["PRIMARY"] is found["KEY"] is Keyword


@given(ANY_TEXT)
def test_pieces_and_tokens_give_any_text_back(text: str) -> None:
    assert "".join(piece.text for piece in highlight(text)[0]) == text
    tokens = list(tokenize(text, trivia=True))
    assert "".join(token.text for token in tokens if token.kind is not TokenKind.END) == text
    assert all(text[token.start : token.end] == token.text for token in tokens[:-1])


@given(ANY_TEXT)
def test_line_by_line_opens_and_closes_what_the_whole_text_does(text: str) -> None:
    _, whole = highlight(text)
    state = LineState.CODE
    for line in text.split("\n"):
        pieces, state = highlight(line, state)
        assert "".join(piece.text for piece in pieces) == line
    assert state is whole


def test_a_comment_over_lines() -> None:
    _, state = highlight("SELECT /* one")
    assert state is LineState.COMMENT
    pieces, state = highlight("two */ FROM", state)
    assert [(piece.text, piece.token_type) for piece in pieces if piece.text.strip()] == [
        ("two */", Comment.Multiline),
        ("FROM", Keyword),
    ]
    assert state is LineState.CODE


def test_pygments_finds_the_lexer() -> None:
    lexer = KsqlLexer(stripnl=False, ensurenl=False)
    assert [text for _, text in lexer.get_tokens("SHOW 'x")] == ["SHOW", " ", "'x"]
    assert isinstance(get_lexer_by_name("ksqldb"), KsqlLexer)


def test_the_corpus_is_covered_exactly_whole_and_line_by_line(scripts: Sequence[Script]) -> None:
    for script in scripts:
        whole, after = highlight(script.text)
        assert "".join(piece.text for piece in whole) == script.text, script.case
        state = LineState.CODE
        for line in script.text.split("\n"):
            pieces, state = highlight(line, state)
            assert "".join(piece.text for piece in pieces) == line, script.case
            assert all(line.startswith(piece.text, piece.start) for piece in pieces), script.case
        assert state is after, script.case
