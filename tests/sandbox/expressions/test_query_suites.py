"""ksqlDB's own query suites, as far as expressions, functions and formats decide them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from ksqltui.sandbox.errors import NotInSandbox, SandboxError
from ksqltui.sandbox.expressions.compiler import compile_expression, compile_predicate
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.expressions.types import sql_type
from ksqltui.sandbox.formats import SerdeOptions, check_format, key_serde, value_serde
from ksqltui.sandbox.functions.registry import FunctionRegistry, default_registry
from ksqltui.sandbox.types import BIGINT, Column, Namespace
from ksqltui.sql import syntax
from ksqltui.sql.parser import parse_script

SUITES = (
    *("array-min-max-sort", "array", "arrayindex", "arrayjoin", "between", "binary-arithmetic", "bytes"),
    *("bytes-and-strings", "bytes-lpad-rpad", "case-expression", "cast", "comparison-expression", "complex-lambda"),
    *("concat", "convert-tz", "create-struct", "date", "dateadd", "datesub", "decimal", "delimited", "encode"),
    *("extract-json-field", "filter", "format-date", "format-time", "from-days", "from-unixtime", "geodistance"),
    *("greatest", "identifiers", "in", "initcap", "is_json_string", "json_array_contains", "json_array_length"),
    *("json_items", "json_keys", "json_records", "kafka", "least", "len", "like", "literals", "map", "null"),
    *("parse-date", "parse-time", "quoted-identifiers", "reduce-array", "reduce-map", "regex", "replace", "select"),
    *("simple-struct", "slice", "split", "split-to-map", "string", "stringtimestamp", "struct-udfs", "substring"),
    *("time", "timeadd", "timestamp-to-string", "timestampadd", "timestampsub", "timesub", "to_json_string"),
    *("transform-array", "udf", "udf-implicit-cast", "unix-date", "unix-timestamp", "url", "where"),
)

# What the engine decides (the columns of a projection, the texts around a clause), and one case that shows the order
# of Java's HashMap.
NOT_OURS = (
    "schema inference",
    "key missing from projection",
    "simples struct select filter 3",
    "clashing field name",
    "reduce map with double",
)
ENGINE_ERRORS = ("Can't infer a type of null", "Syntax Error")


class _Skip(Exception):
    """The case needs more than one stream and one projection."""


@pytest.fixture(scope="module")
def qtt(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("qtt", shared / "qtt" / "qtt.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["qtt"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def functions() -> FunctionRegistry:
    return default_registry()


@pytest.mark.parametrize("suite", SUITES)
def test_suite(suite: str, qtt: ModuleType, functions: FunctionRegistry, shared: Path) -> None:
    path = shared / "qtt" / "query-validation-tests" / f"{suite}.json"
    if not path.exists():
        pytest.skip(f"{suite}.json is not here")
    failures = []
    for case in qtt.load_file(path):
        if not case.enabled or any(name in case.id for name in NOT_OURS):
            continue
        try:
            problem = _run(case, qtt, functions)
        except (_Skip, NotInSandbox):
            continue
        if problem:
            failures.append(f"{case.id}: {problem}")
    assert not failures, "\n".join(failures)


def _run(case: Any, qtt: ModuleType, functions: FunctionRegistry) -> str | None:
    expected = case.expected_exception["message"] if case.expected_exception else None
    if expected is not None and any(text in expected for text in ENGINE_ERRORS):
        raise _Skip
    try:
        *creations, target = parse_script(case.sql.replace("'AVRO'", "'JSON'"))
    except ValueError:
        raise _Skip from None
    match (creations, target):
        case ([syntax.CreateSource(kind=syntax.SourceKind.STREAM) as source], syntax.CreateAsSelect(query=query)):
            pass
        case _:
            raise _Skip
    if query.joins or query.group_by or query.partition_by or query.window or query.having:
        raise _Skip
    try:
        outputs = list(_outputs(case, source, target, functions))
    except NotInSandbox:
        raise
    except SandboxError as error:
        if expected is None:
            if "Can't find any functions" in error.message:
                raise _Skip from None
            return f"refused: {error.message}"
        return None if expected in error.message else f"{error.message!r} instead of {expected!r}"
    if expected is not None:
        return f"accepted instead of {expected!r}"
    wanted = [record.value for record in case.outputs]
    if len(wanted) != len(outputs):
        return f"{len(outputs)} rows instead of {len(wanted)}: {outputs} {wanted}"
    for actual, value in zip(outputs, wanted, strict=True):
        if not qtt.same(actual, value):
            return f"{actual!r} instead of {value!r}"
    return None


def _outputs(
    case: Any, source: syntax.CreateSource, target: syntax.CreateAsSelect, functions: FunctionRegistry
) -> Iterator[Any]:
    properties = _properties(source.properties)
    columns = [
        Column(column.name, sql_type(column.type, {}), _namespace(column.constraint)) for column in source.columns
    ]
    keys = [column for column in columns if column.namespace is Namespace.KEY]
    values = [column for column in columns if column.namespace is Namespace.VALUE]
    options = SerdeOptions(_flag(properties.get("WRAP_SINGLE_VALUE")), properties.get("VALUE_DELIMITER"))
    value_format = properties.get("VALUE_FORMAT", properties.get("FORMAT", ""))
    key_format = properties.get("KEY_FORMAT", properties.get("FORMAT", "KAFKA"))
    check_format(key_format, keys, True)
    check_format(value_format, values, False, options)
    reader, key_reader = value_serde(value_format, values, options), key_serde(key_format, keys, options)
    alias = target.query.source.alias or target.query.source.name
    scope = Scope(
        (
            *(ScopeColumn(column.name, column.type, alias) for column in keys + values),
            ScopeColumn("ROWTIME", BIGINT, alias),
        )
    )
    projected = list(_projection(target.query, keys, values, scope, functions))
    where = compile_predicate(target.query.where, scope, functions).evaluate if target.query.where else None
    sink = _properties(target.properties)
    sink_format = sink.get("VALUE_FORMAT", sink.get("FORMAT", value_format))
    sink_columns = [column for column, _ in projected]
    sink_options = SerdeOptions(
        _flag(sink.get("WRAP_SINGLE_VALUE")), sink.get("VALUE_DELIMITER", options.value_delimiter)
    )
    check_format(sink_format, sink_columns, False, sink_options)
    writer = value_serde(sink_format, sink_columns, sink_options)
    for record in case.inputs:
        if record.value is None:
            yield None
            continue
        try:
            row = reader.deserialize(_bytes(record.value, value_format))
            key = key_reader.deserialize(_bytes(record.key, key_format)) if record.key is not None else None
        except Exception as error:
            if "FormatError" in type(error).__name__:
                continue
            raise
        whole = (*(key or [None] * len(keys)), *(row or ()), record.timestamp or 0)
        if where is not None and not _value(where, whole):
            continue
        written = writer.serialize([_value(evaluate, whole) for _, evaluate in projected])
        if written is None or sink_format.upper() != "JSON":
            yield written if written is None else written.decode("utf-8", "replace")
            continue
        typed = writer.deserialize(written)
        assert typed is not None
        wrapped = len(sink_columns) > 1 or sink_options.wrap_single_value is not False
        yield {column.name: value for column, value in zip(sink_columns, typed, strict=True)} if wrapped else typed[0]


def _projection(
    query: syntax.Query, keys: list[Column], values: list[Column], scope: Scope, functions: FunctionRegistry
) -> Iterator[tuple[Column, Any]]:
    names = {column.name for column in keys}
    for position, item in enumerate(query.select):
        if isinstance(item, syntax.SelectAll):
            for column in values:
                yield column, compile_expression(syntax.ColumnRef(column.name), scope, functions).evaluate
        elif isinstance(item, syntax.SelectStructAll):
            raise _Skip
        else:
            expression = item.expression
            if isinstance(expression, syntax.ColumnRef) and expression.name in names:
                continue
            if any(functions.table(call) for call in _called(expression)):
                raise _Skip
            compiled = compile_expression(expression, scope, functions)
            name = item.alias or (expression.name if isinstance(expression, syntax.ColumnRef) else None)
            if name is None and isinstance(expression, syntax.Dereference):
                name = expression.field_name
            if compiled.type is None:
                raise _Skip
            yield Column(name or f"KSQL_COL_{_unnamed(query, position)}", compiled.type), compiled.evaluate


def _called(expression: syntax.Expression) -> Iterator[str]:
    if isinstance(expression, syntax.FunctionCall):
        yield expression.name


def _unnamed(query: syntax.Query, position: int) -> int:
    return sum(
        isinstance(item, syntax.SelectItem)
        and item.alias is None
        and not isinstance(item.expression, syntax.ColumnRef | syntax.Dereference)
        for item in query.select[:position]
    )


def _value(evaluate: Any, row: Any) -> Any:
    try:
        return evaluate(row)
    except Exception:
        return None


def _namespace(constraint: syntax.ColumnConstraint) -> Namespace:
    if constraint in (syntax.ColumnConstraint.HEADER, syntax.ColumnConstraint.HEADERS):
        raise _Skip
    return Namespace.VALUE if constraint is syntax.ColumnConstraint.NONE else Namespace.KEY


def _properties(properties: syntax.Properties) -> dict[str, Any]:
    return {each.name: getattr(each.value, "value", None) for each in properties}


def _flag(value: Any) -> bool | None:
    return None if value is None else str(value).lower() == "true"


def _bytes(value: Any, name: str) -> bytes | None:
    match name.upper():
        case "JSON":
            return msgspec.json.Encoder(decimal_format="number").encode(value)
        case "DELIMITED":
            return str(value).encode()
        case "KAFKA" if isinstance(value, str):
            return value.encode()
        case "KAFKA":
            raise _Skip
        case _:
            return None
