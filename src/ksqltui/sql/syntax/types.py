"""Owns the nodes of SQL types as they are written; knows no custom type."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.sql.syntax.node import Node


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A scalar or user-defined type by its upper-cased name: INTEGER, INT, VARCHAR, STRING, or a custom type."""

    name: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecimalType(Node):
    precision: int
    scale: int


@dataclass(frozen=True, slots=True)
class ArrayType(Node):
    element: TypeNode


@dataclass(frozen=True, slots=True)
class MapType(Node):
    key: TypeNode
    value: TypeNode


@dataclass(frozen=True, slots=True)
class StructField(Node):
    name: str
    type: TypeNode


@dataclass(frozen=True, slots=True)
class StructType(Node):
    fields: tuple[StructField, ...]


TypeNode = TypeName | DecimalType | ArrayType | MapType | StructType
