"""Owns the sandbox's refusals, with ksqlDB's codes and texts; knows nothing of HTTP."""

from __future__ import annotations


class SandboxError(Exception):
    """A request that ends in an error body; `code` is ksqlDB's error_code, HTTP status = code // 100."""

    def __init__(self, message: str, code: int = 40000) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class StatementError(SandboxError):
    """A statement that is refused (40001 unless told otherwise): @type statement_error.

    `statement` overrides the statementText of the answer where ksqlDB shows the rewritten text or a part of it.
    """

    def __init__(self, message: str, code: int = 40001, statement: str | None = None) -> None:
        super().__init__(message, code)
        self.statement = statement


class NotInSandbox(StatementError):
    """Something that real ksqlDB does and the sandbox does not; `what` completes "the sandbox does not do ..."."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the sandbox does not do {what}; use a real ksqlDB (ksqltui stack up)")


class EvaluationError(Exception):
    """An expression that failed on one row: the column becomes null, or the row is dropped, and the log says why."""
