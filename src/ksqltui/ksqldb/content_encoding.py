"""Owns the decompression of a response's body: bytes in at any boundary, bytes out; does no IO."""

from __future__ import annotations

import zlib

STEP = 1 << 20
"""Bytes that one call gives out at most: a kilobyte of gzip can hold a megabyte."""


class EncodingBroken(Exception):
    """The bytes are not in the encoding that the head promised."""


class EncodingUnknown(Exception):
    """An encoding that was not asked for."""


class Decompressor:
    """gzip and deflate. While `has_more`, `feed(b"")` gives out the next step of what came before."""

    def __init__(self, encoding: str) -> None:
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise EncodingUnknown(encoding)
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)

    @property
    def has_more(self) -> bool:
        return bool(self._inflate.unconsumed_tail)

    def feed(self, data: bytes) -> bytes:
        """Raises EncodingBroken."""
        try:
            return self._inflate.decompress(self._inflate.unconsumed_tail + data, STEP)
        except zlib.error as error:
            raise EncodingBroken(str(error)) from None


def decompressor_for(encoding: str) -> Decompressor | None:
    """None where the body is as it is. Raises EncodingUnknown."""
    encoding = encoding.strip().lower()
    return None if encoding in ("", "identity") else Decompressor(encoding)
