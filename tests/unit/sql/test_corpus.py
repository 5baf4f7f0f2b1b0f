"""The whole of ksqlDB's own query suites is read, spelled and read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.formatter import format_statement
from ksqltui.sql.parser import parse_script, parse_statement
from ksqltui.sql.splitter import split
from ksqltui.sql.syntax import Comparison, DoubleLiteral, Node, Property, TableRef, TypeName

SPELLED = {"VARCHAR": "STRING", "INT": "INTEGER"}


def canonical(node: Any) -> Any:
    """The node with what ksqlDB spells in one way only: types, `<>`, exponents, aliases, the order of properties."""
    match node:
        case Comparison(operator="!="):
            node = replace(node, operator="<>")
        case DoubleLiteral(text=text):
            return DoubleLiteral(repr(float(text)))
        case TableRef(name=name, alias=None):
            return TableRef(name, name)
        case TypeName(name=name):
            return TypeName(SPELLED.get(name, name))
        case tuple():
            parts = tuple(canonical(part) for part in node)
            is_properties = bool(parts) and isinstance(parts[0], Property)
            return tuple(sorted(parts, key=lambda part: part.name)) if is_properties else parts
    if is_dataclass(node) and isinstance(node, Node):
        changed = {field.name: canonical(getattr(node, field.name)) for field in fields(node) if field.name != "span"}
        return replace(node, **changed)
    return node


def test_every_accepted_script_is_read(scripts: Sequence[Any]) -> None:
    accepted = [script for script in scripts if script.expected_message is None]
    statements = {statement for script in accepted for statement in parse_script(script.text)}
    assert len(statements) > 2000


def test_spelling_a_statement_keeps_its_meaning(scripts: Sequence[Any]) -> None:
    accepted = [script.text for script in scripts if script.expected_message is None]
    for statement in {statement for text in accepted for statement in parse_script(text)}:
        spelled = format_statement(statement)
        again = parse_statement(spelled)
        assert canonical(again) == canonical(statement), spelled
        assert format_statement(again) == spelled


def test_splitting_agrees_with_the_parser(scripts: Sequence[Any]) -> None:
    for script in scripts:
        if script.expected_message is None:
            parts = split(script.text)
            assert tuple(parse_statement(part.text) for part in parts) == parse_script(script.text)


def test_a_script_with_a_named_syntax_error_is_refused_with_it(scripts: Sequence[Any]) -> None:
    checked = 0
    for script in scripts:
        expected = script.expected_message or ""
        if not any(
            sign in expected for sign in ("Syntax Error", "Syntax error", "numeric literal", "overflows DOUBLE")
        ):
            continue
        if script.case.startswith("pull-queries-against-streams"):
            script_text = split(script.text)[-1].text
        else:
            script_text = script.text
        with pytest.raises(KsqlSyntaxError) as refused:
            parse_script(script_text)
        assert expected.split("\n\nStatement:")[0] in refused.value.message, script.case
        checked += 1
    assert checked >= 10


def test_a_span_covers_the_text_of_its_statement(scripts: Sequence[Any]) -> None:
    for script in scripts:
        if script.expected_message is None:
            for part, statement in zip(split(script.text), parse_script(script.text), strict=True):
                assert (statement.span.start, statement.span.end) == (part.start, part.end - 1)
