"""The formats of topics and of the REST interface's rows; knows no topics and no HTTP."""

from ksqltui.sandbox.formats.checks import FORMATS, check_format, format_name
from ksqltui.sandbox.formats.serde import FormatError, Serde, SerdeOptions
from ksqltui.sandbox.formats.serdes import key_serde, value_serde
from ksqltui.sandbox.formats.wire import wire_encoder, wire_value

__all__ = [
    "FORMATS",
    "FormatError",
    "Serde",
    "SerdeOptions",
    "check_format",
    "format_name",
    "key_serde",
    "value_serde",
    "wire_encoder",
    "wire_value",
]
