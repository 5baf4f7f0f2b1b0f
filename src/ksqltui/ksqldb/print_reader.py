"""Owns how the text of PRINT is read: bytes in at any boundary, lines out; does no IO."""

from __future__ import annotations

from ksqltui.model.errors import KsqlError
from ksqltui.model.stream import Ended, EndReason, Lines, StreamEvent


class PrintReader:
    """Reads one answer of PRINT, which has no end mark: where the body ends, it ended. Blank lines only say "alive"."""

    def __init__(self) -> None:
        self.failure: KsqlError | None = None
        self.done = False
        self._carry = bytearray()

    def feed(self, data: bytes) -> list[StreamEvent]:
        """The lines that are whole by now."""
        cut = data.rfind(b"\n") + 1
        if not cut:
            self._carry += data
            return []
        block = b"".join((self._carry, data[:cut]))
        self._carry = bytearray(data[cut:])
        return _lines(block)

    def finish(self) -> list[StreamEvent]:
        """What is left, and the end."""
        self.done = True
        return [*_lines(bytes(self._carry)), Ended(EndReason.CLOSED)]

    def lost(self, loss: KsqlError) -> list[StreamEvent]:
        """What is left, now that the connection broke."""
        self.done, self.failure = True, loss
        return _lines(bytes(self._carry))


def _lines(block: bytes) -> list[StreamEvent]:
    lines = tuple(line for line in block.decode("utf-8", "replace").replace("\r\n", "\n").split("\n") if line)
    return [Lines(lines, len(block))] if lines else []
