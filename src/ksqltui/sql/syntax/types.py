"""Owns the nodes of SQL types as they are written; knows no custom type."""

from __future__ import annotations

from ksqltui.sql.syntax.node import Node, node


@node
class TypeName(Node):
    """A scalar or user-defined type by its upper-cased name: INTEGER, INT, VARCHAR, STRING, or a custom type."""

    name: str
    parameters: tuple[str, ...] = ()


@node
class DecimalType(Node):
    precision: int
    scale: int


@node
class ArrayType(Node):
    element: TypeNode


@node
class MapType(Node):
    key: TypeNode
    value: TypeNode


@node
class StructField(Node):
    name: str
    type: TypeNode


@node
class StructType(Node):
    fields: tuple[StructField, ...]


TypeNode = TypeName | DecimalType | ArrayType | MapType | StructType
