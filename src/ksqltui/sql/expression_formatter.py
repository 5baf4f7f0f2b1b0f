"""Owns ksqlDB's own spelling of names, types and expressions, as its rewritten statements and messages show them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from ksqltui.sql.keywords import RESERVED
from ksqltui.sql.syntax import (
    Arithmetic,
    ArrayConstructor,
    ArrayType,
    AtTimeZone,
    Between,
    BooleanLiteral,
    Case,
    Cast,
    ColumnRef,
    Comparison,
    DecimalLiteral,
    DecimalType,
    Dereference,
    DoubleLiteral,
    Expression,
    FunctionCall,
    InList,
    IntegerLiteral,
    IsNull,
    Lambda,
    Like,
    Logical,
    MapConstructor,
    MapType,
    Not,
    NullLiteral,
    Star,
    StringLiteral,
    StructConstructor,
    StructType,
    Subscript,
    TypedLiteral,
    TypeName,
    TypeNode,
    Unary,
    UnitLiteral,
    Variable,
)

_PLAIN_NAME: Final = re.compile(r"[A-Z_][A-Z0-9_@]*|\$\{[A-Za-z_][A-Za-z0-9_@]*\}")
_TYPE_SPELLINGS: Final = {"VARCHAR": "STRING", "INT": "INTEGER"}


def format_identifier(name: str) -> str:
    """The name, in back quotes where ksqlDB would read it as something else without them."""
    if _PLAIN_NAME.fullmatch(name) and name not in RESERVED:
        return name
    return "`" + name.replace("`", "``") + "`"


def format_string(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def format_type(node: TypeNode) -> str:
    """The type with ksqlDB's canonical names: VARCHAR is STRING, INT is INTEGER."""
    match node:
        case TypeName(name="VARCHAR" | "STRING"):
            return "STRING"
        case TypeName(name=name, parameters=parameters):
            spelled = format_identifier(_TYPE_SPELLINGS.get(name, name))
            return f"{spelled}({', '.join(parameters)})" if parameters else spelled
        case DecimalType(precision=precision, scale=scale):
            return f"DECIMAL({precision}, {scale})"
        case ArrayType(element=element):
            return f"ARRAY<{format_type(element)}>"
        case MapType(key=key, value=value):
            return f"MAP<{format_type(key)}, {format_type(value)}>"
        case StructType(fields=fields):
            inside = ", ".join(f"{format_identifier(each.name)} {format_type(each.type)}" for each in fields)
            return f"STRUCT<{inside}>"


def format_expression(node: Expression) -> str:
    """The expression fully parenthesised; reading it again gives the same meaning."""
    match node:
        case ColumnRef(name=name, source=source):
            column = format_identifier(name)
            return column if source is None else f"{format_identifier(source)}.{column}"
        case FunctionCall(name=name, arguments=arguments):
            return f"{format_identifier(name)}({_joined(arguments)})"
        case Arithmetic() | Comparison() | Logical():
            return _binary(node)
        case Unary(operator=operator, operand=operand):
            inner = format_expression(operand)
            return f"{operator}{' ' if inner.startswith(operator) else ''}{inner}"
        case Not() | IsNull() | Between() | InList() | Like():
            return _predicate(node)
        case Case():
            return _case(node)
        case Cast(operand=operand, type=target):
            return f"CAST({format_expression(operand)} AS {format_type(target)})"
        case AtTimeZone(operand=operand, zone=zone):
            return f"({format_expression(operand)} AT TIME ZONE {format_string(zone)})"
        case Subscript(base=base, index=index):
            return f"{_base(base)}[{format_expression(index)}]"
        case Dereference(base=base, field_name=field_name):
            return f"{_base(base)}->{format_identifier(field_name)}"
        case Lambda(parameters=parameters, body=body):
            return f"({', '.join(map(format_identifier, parameters))}) => {format_expression(body)}"
        case ArrayConstructor() | MapConstructor() | StructConstructor():
            return _constructor(node)
        case _:
            return _literal(node)


def _joined(nodes: tuple[Expression, ...]) -> str:
    return ", ".join(map(format_expression, nodes))


def _binary(node: Arithmetic | Comparison | Logical) -> str:
    operator = "<>" if node.operator == "!=" else node.operator
    return f"({format_expression(node.left)} {operator} {format_expression(node.right)})"


def _predicate(node: Not | IsNull | Between | InList | Like) -> str:
    match node:
        case Not(operand=operand):
            return f"(NOT {format_expression(operand)})"
        case IsNull(operand=operand, negated=negated):
            return f"({format_expression(operand)} IS {'NOT ' if negated else ''}NULL)"
        case Between(operand=operand, low=low, high=high):
            inner = f"{format_expression(operand)} BETWEEN {format_expression(low)} AND {format_expression(high)}"
        case InList(operand=operand, items=items):
            inner = f"{format_expression(operand)} IN ({_joined(items)})"
        case Like(operand=operand, pattern=pattern, escape=escape):
            inner = f"{format_expression(operand)} LIKE {format_expression(pattern)}"
            inner += "" if escape is None else f" ESCAPE {format_string(escape)}"
    return f"(NOT ({inner}))" if node.negated else f"({inner})"


def _case(node: Case) -> str:
    parts = ["CASE"]
    if node.operand is not None:
        parts.append(format_expression(node.operand))
    for when in node.whens:
        parts.append(f"WHEN {format_expression(when.condition)} THEN {format_expression(when.result)}")
    if node.default is not None:
        parts.append(f"ELSE {format_expression(node.default)}")
    parts.append("END")
    return f"({' '.join(parts)})"


def _base(node: Expression) -> str:
    """A sign would otherwise take the subscript or the field for its operand's."""
    text = format_expression(node)
    return f"({text})" if isinstance(node, Unary) else text


def _constructor(node: ArrayConstructor | MapConstructor | StructConstructor) -> str:
    match node:
        case ArrayConstructor(items=items):
            return f"ARRAY[{_joined(items)}]"
        case MapConstructor(entries=entries):
            pairs = (f"{format_expression(key)}:={format_expression(value)}" for key, value in entries)
            return f"MAP({', '.join(pairs)})"
        case StructConstructor(fields=fields):
            pairs = (f"{format_identifier(name)}:={format_expression(value)}" for name, value in fields)
            return f"STRUCT({', '.join(pairs)})"


def _literal(node: Expression) -> str:
    match node:
        case NullLiteral():
            return "null"
        case BooleanLiteral(value=flag):
            return "true" if flag else "false"
        case IntegerLiteral(value=number):
            return str(number)
        case DecimalLiteral(text=text):
            return text
        case DoubleLiteral(text=text):
            return _scientific(text)
        case StringLiteral(value=value):
            return format_string(value)
        case TypedLiteral(type_name=type_name, text=text):
            return f"{type_name} {format_string(text)}"
        case UnitLiteral(unit=unit):
            return unit
        case Variable(name=name):
            return "${" + name + "}"
        case Star():
            return "*"
        case _:
            raise TypeError(f"{type(node).__name__} is no expression")


def _scientific(text: str) -> str:
    """A double in its shortest form as one digit, its decimals and an exponent: 1E3, 1.5E-7."""
    number = Decimal(repr(float(text))).normalize()
    digits = "".join(map(str, number.as_tuple().digits))
    decimals = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{decimals}E{number.adjusted()}"
