"""Owns the functions between texts and bytes: encodings, and numbers in binary."""

from __future__ import annotations

import re
import struct
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.functions.signatures import Function, overload, scalar


def _hex_to_bytes(text: str) -> bytes:
    """`0x41`, `X'41'` or plain `41`; only the first form may have an odd number of digits."""
    if text[:2] == "0x":
        return bytes.fromhex("0" * (len(text) % 2) + text[2:])
    quoted = re.fullmatch(r"[xX]'(.*)'", text)
    return bytes.fromhex(quoted[1] if quoted else text)


_TO_BYTES: Mapping[str, Callable[[str], bytes]] = {
    "hex": _hex_to_bytes,
    "utf8": str.encode,
    "ascii": lambda text: text.encode("ascii", "replace"),
    "base64": b64decode,
}
_FROM_BYTES: Mapping[str, Callable[[bytes], str]] = {
    "hex": lambda data: data.hex().upper(),
    "utf8": lambda data: data.decode("utf-8", "replace"),
    "ascii": lambda data: "".join(chr(byte) if byte < 128 else "\ufffd" for byte in data),
    "base64": lambda data: b64encode(data).decode(),
}


def _to_bytes(text: str, encoding: str) -> bytes:
    convert = _TO_BYTES.get(encoding.lower())
    if convert is None:
        raise EvaluationError(
            f"Unsupported encoding type '{encoding}'. Must be one of 'hex', 'utf8', 'ascii', or 'base64'"
        )
    return convert(text)


def _from_bytes(data: bytes, encoding: str) -> str:
    convert = _FROM_BYTES.get(encoding.lower())
    if convert is None:
        raise EvaluationError(
            f"Unsupported encoding type '{encoding}'. Must be one of 'hex', 'utf8', 'ascii', or 'base64'"
        )
    return convert(data)


def _encode(text: str, source: str, target: str) -> str:
    encoded = _from_bytes(_to_bytes(text, source), target)
    return encoded.lower() if target.lower() == "hex" else encoded


def _number(form: str) -> Callable[..., object]:
    size = struct.calcsize(form)

    def read(data: bytes, order: str = "BIG_ENDIAN") -> object:
        if order not in ("BIG_ENDIAN", "LITTLE_ENDIAN"):
            raise EvaluationError(f"Byte order must be BIG_ENDIAN or LITTLE_ENDIAN, not '{order}'")
        if len(data) != size:
            raise EvaluationError(f"Number of bytes must be equal to {size}, but found {len(data)}")
        return struct.unpack((">" if order == "BIG_ENDIAN" else "<") + form, data)[0]

    return read


def _from_binary(name: str, result: str, form: str) -> Function:
    read = _number(form)
    return scalar(
        name,
        "CONVERSIONS",
        f"The {result} whose binary form the bytes are; big-endian unless LITTLE_ENDIAN is asked for.",
        overload(f"BYTES value -> {result}", read),
        overload(f"BYTES value, STRING byteOrder -> {result}", read),
    )


BYTE_STRINGS: tuple[Function, ...] = (
    scalar(
        "TO_BYTES",
        "STRING",
        "The bytes of a text in an encoding: hex, utf8, ascii or base64.",
        overload("STRING value, STRING encoding -> BYTES", _to_bytes),
    ),
    scalar(
        "FROM_BYTES",
        "STRING",
        "The text of bytes in an encoding: hex, utf8, ascii or base64.",
        overload("BYTES value, STRING encoding -> STRING", _from_bytes),
    ),
    scalar(
        "ENCODE",
        "STRING",
        "A text taken from one encoding to another: hex, utf8, ascii or base64.",
        overload("STRING str, STRING inputEncoding, STRING outputEncoding -> STRING", _encode),
    ),
    _from_binary("INT_FROM_BYTES", "INT", "i"),
    _from_binary("BIGINT_FROM_BYTES", "BIGINT", "q"),
    _from_binary("DOUBLE_FROM_BYTES", "DOUBLE", "d"),
)
