"""Owns the refusal of a text that is not ksqlDB SQL, in ksqlDB's words; knows nothing of the text's origin."""

from __future__ import annotations


class KsqlSyntaxError(ValueError):
    """A text that ksqlDB's parser refuses.

    `message` is ksqlDB's text ("line 1:8: Syntax Error" and `detail` on the lines after it), without the "Statement:"
    part that some endpoints append. `line` and `column` count from 1, `offset` is the character offset of the same
    place in the text, and `failed_line` is the line of the text that ksqlDB answers as statementText.
    """

    def __init__(
        self, detail: str, *, line: int, column: int, offset: int, failed_line: str = "", message: str | None = None
    ) -> None:
        self.message = f"line {line}:{column}: Syntax Error\n{detail}" if message is None else message
        super().__init__(self.message)
        self.detail = detail
        self.line = line
        self.column = column
        self.offset = offset
        self.failed_line = failed_line
