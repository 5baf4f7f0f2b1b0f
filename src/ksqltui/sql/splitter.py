"""Owns where statements begin and end in any text, half-typed too; never raises and knows no grammar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ksqltui.sql.client_words import begins_client_command
from ksqltui.sql.tokens import Token, TokenKind, tokenize


@dataclass(frozen=True, slots=True)
class ScriptStatement:
    """One statement of a script as it is written.

    `text` is the script from `start` to `end` (character offsets): from its first token to its `;`, or to its last
    token where the `;` is missing (`terminated` is then False). It may be missing at the end of the script and behind
    a client command, which ends with its line. Comments and spaces before it are not in it.
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
    return tuple(_statements(text, 0, 1))


def split_again(
    before: Sequence[ScriptStatement], text: str, same_start: int, same_end: int, grown: int, lines_grown: int
) -> tuple[ScriptStatement, ...]:
    """`split(text)`, reading only what a change can have moved into other statements.

    `before` are the statements of the former text. Its first `same_start` and its last `same_end` characters are those
    of `text` too, both whole lines; `grown` characters and `lines_grown` lines have come in between.
    """
    kept = bisect_right(before, same_start, key=lambda statement: statement.end)
    if kept and not before[kept - 1].terminated:
        kept -= 1
    ends = {statement.end + grown: at for at, statement in enumerate(before[kept:], kept) if statement.terminated}
    begin = before[kept - 1].end if kept else 0
    changed_end = len(text) - same_end
    found = list(before[:kept])
    line = found[-1].line + found[-1].text.count("\n") if found else 1
    for statement in _statements(text, begin, line):
        found.append(statement)
        at = ends.get(statement.end)
        if at is not None and statement.terminated and statement.end > changed_end:
            found += (_moved(each, grown, lines_grown) for each in before[at + 1 :])
            break
    return tuple(found)


def _moved(statement: ScriptStatement, by: int, lines: int) -> ScriptStatement:
    # `replace` is several times as slow, and thousands may stand below a change.
    start, end, line = statement.start + by, statement.end + by, statement.line + lines
    return ScriptStatement(statement.text, start, end, line, statement.column, statement.terminated)


def _statements(text: str, begin: int, line: int) -> Iterator[ScriptStatement]:
    """The statements from the character `begin` on, which is in line `line`; nothing is open there."""
    first: Token | None = None
    second: str | None = None
    line_ends_it = False
    end = 0
    for token in tokenize(text, begin, line):
        ends_here = token.word == ";"
        if first is not None and second is None:
            second = token.word if token.line == first.line else ""
            line_ends_it = begins_client_command(first.word, second)
        if first is not None and line_ends_it and token.line > first.line and not ends_here:
            yield ScriptStatement(text[first.start : end], first.start, end, first.line, first.column, False)
            first = None
        if first is None:
            if not ends_here and token.kind not in (TokenKind.END, TokenKind.UNTERMINATED_COMMENT):
                first, second, line_ends_it, end = token, None, False, token.end
            continue
        if ends_here or token.kind is TokenKind.END:
            if ends_here:
                end = token.end
            yield ScriptStatement(text[first.start : end], first.start, end, first.line, first.column, ends_here)
            first = None
        elif token.kind is not TokenKind.UNTERMINATED_COMMENT:
            end = token.end


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
