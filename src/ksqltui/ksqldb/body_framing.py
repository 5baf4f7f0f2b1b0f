"""Owns where the body of an HTTP/1.1 response begins and ends on the wire: bytes in, body bytes out; does no IO.

ksqlDB writes one row a chunk. h11 makes an event of every chunk (3.7 us a row measured); this splits what came at the
line ends and compares all sizes at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from ksqltui.ksqldb.exchange import ProtocolBroken

_MAX_SIZE_LINE = 1024
_MANY = 512
"""Bytes from which on it pays to look for many whole chunks at once."""


class BodyFraming:
    """The body of one response. `complete` once its end was seen; until then the end of the connection is a loss,
    unless the response gave no length, where it is the end. `failure` is what was wrong with the bytes."""

    def __init__(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        fields = {name.lower(): value.lower() for name, value in headers}
        self._chunked = b"chunked" in fields.get(b"transfer-encoding", b"")
        self._ends_with_connection = not self._chunked and b"content-length" not in fields
        self._remaining = 0 if self._ends_with_connection or self._chunked else int(fields[b"content-length"])
        self._after_chunk = False
        self._rest = b""
        self._sizes = _Sizes()
        self.failure: ProtocolBroken | None = None
        self.complete = status in (204, 304) or not (self._chunked or self._ends_with_connection or self._remaining)

    def feed(self, data: bytes) -> bytes:
        """The body bytes in `data`, as far as they can be told, up to a failure."""
        if self.complete or self.failure is not None:
            return b""
        if self._chunked:
            body: list[bytes] = []
            try:
                self._unchunk(data, body)
            except ProtocolBroken as error:
                self.failure = error
            return b"".join(body)
        if self._ends_with_connection:
            return data
        content = data[: self._remaining]
        self._remaining -= len(content)
        self.complete = not self._remaining
        return content

    def connection_ended(self) -> None:
        """Says that no more bytes will come; `complete` tells whether that is the body's end."""
        self.complete = self.complete or self._ends_with_connection

    def _unchunk(self, data: bytes, body: list[bytes]) -> None:
        if self._rest:
            data = self._rest + data
            self._rest = b""
        at, end = 0, len(data)
        tried = False
        while at < end:
            if self._remaining:
                piece = data[at : at + self._remaining]
                body.append(piece)
                at += len(piece)
                self._remaining -= len(piece)
                self._after_chunk = not self._remaining
                continue
            if self._after_chunk:
                if end - at < 2:
                    break
                if data[at : at + 2] != b"\r\n":
                    raise ProtocolBroken("a chunk is longer than its size says")
                at += 2
                self._after_chunk = False
            if not tried and end - at > _MANY:
                tried = True
                at += self._whole_chunks(data[at:], body)
                continue
            cut = data.find(b"\r\n", at)
            if cut < 0:
                if end - at > _MAX_SIZE_LINE + 1:  # half a line end may be among them
                    raise ProtocolBroken("a chunk without a size")
                break
            self._remaining = _chunk_size(data[at:cut])
            at = cut + 2
            if not self._remaining:
                self.complete = True
                return
        self._rest = data[at:]

    def _whole_chunks(self, data: bytes, body: list[bytes]) -> int:
        """Takes the whole chunks that `data` begins with and gives their length.

        0 for the slow way: where one has a line end in it, is the last one or is nonsense.
        """
        pieces = data.split(b"\r\n")
        last = (len(pieces) - 1) & ~1
        chunks = pieces[1:last:2]
        try:
            sizes = list(map(self._sizes.__getitem__, pieces[0:last:2]))
        except ProtocolBroken:
            return 0
        if sizes != list(map(len, chunks)) or 0 in sizes:
            return 0
        body += chunks
        return len(data) - sum(map(len, pieces[last:])) - 2 * (len(pieces) - 1 - last)


class _Sizes(dict[bytes, int]):
    """What the lines before chunks say. Rows are of few different lengths, so most lines have been read before."""

    def __missing__(self, line: bytes) -> int:
        size = _chunk_size(line)
        if len(self) < _MAX_SIZE_LINE:
            self[line] = size
        return size


def _chunk_size(line: bytes) -> int:
    if len(line) > _MAX_SIZE_LINE:
        raise ProtocolBroken("a chunk without a size")
    digits = line if line.isalnum() else line.partition(b";")[0].strip()
    if not digits.isalnum():  # int() takes signs and underscores too
        raise ProtocolBroken(f"a chunk of size {line[:40]!r}")
    try:
        return int(digits, 16)
    except ValueError:
        raise ProtocolBroken(f"a chunk of size {line[:40]!r}") from None
