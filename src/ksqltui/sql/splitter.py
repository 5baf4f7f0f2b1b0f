"""Owns where statements begin and end in any text, half-typed too; never raises and knows no grammar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ksqltui.sql.tokens import Token, TokenKind, tokenize


@dataclass(frozen=True, slots=True)
class ScriptStatement:
    """One statement of a script as it is written.

    `text` is the script from `start` to `end` (character offsets): from its first token to its `;`, or to its last
    token where the `;` is missing (`terminated` is then False). Comments and spaces before it are not in it.
    `line` and `column` of the start count from 1.
    """

    text: str
    start: int
    end: int
    line: int
    column: int
    terminated: bool


def split(text: str) -> tuple[ScriptStatement, ...]:
    """The statements of a script in order. A lone `;` is no statement."""
    statements: list[ScriptStatement] = []
    first: Token | None = None
    end = 0
    for token in tokenize(text):
        ends_here = token.word == ";"
        if first is None:
            if not ends_here and token.kind not in (TokenKind.END, TokenKind.UNTERMINATED_COMMENT):
                first, end = token, token.end
            continue
        if ends_here or token.kind is TokenKind.END:
            if ends_here:
                end = token.end
            script_text = text[first.start : end]
            statements.append(ScriptStatement(script_text, first.start, end, first.line, first.column, ends_here))
            first = None
        elif token.kind is not TokenKind.UNTERMINATED_COMMENT:
            end = token.end
    return tuple(statements)


def statement_at(statements: Sequence[ScriptStatement], offset: int) -> ScriptStatement | None:
    """The statement to run when the cursor is at `offset`: the one around it or ending at it.

    Between two statements it is the next one (a comment speaks of what follows), after the last one the last.
    None only where there is no statement.
    """
    if not statements:
        return None
    index = bisect_right(statements, offset, key=lambda statement: statement.start) - 1
    if index >= 0 and offset <= statements[index].end:
        return statements[index]
    return statements[min(index + 1, len(statements) - 1)]
