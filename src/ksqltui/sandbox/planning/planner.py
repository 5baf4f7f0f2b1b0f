"""Owns the way from a SELECT to its plan, in the order in which ksqlDB finds faults; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from ksqltui.sandbox.catalog import Catalog, Windowing
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.expressions.scope import Scope
from ksqltui.sandbox.functions.registry import FunctionRegistry
from ksqltui.sandbox.planning.aggregation import Aggregation, aggregate_calls, plan_aggregation
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.inputs import WINDOW_BOUNDS, Inputs, resolve_inputs, with_synthetic_key
from ksqltui.sandbox.planning.joins import JoinPlan, plan_joins
from ksqltui.sandbox.planning.plan import KeyColumn, QueryPlan, ResultColumn
from ksqltui.sandbox.planning.select_list import (
    NameGenerator,
    Selected,
    SelectList,
    qualified_with_bounds,
    resolve_select,
)
from ksqltui.sandbox.planning.table_functions import check_no_table_functions, plan_table_functions
from ksqltui.sandbox.planning.trees import walk
from ksqltui.sandbox.planning.windows import WindowSpec, window_spec
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.formatter import format_expression
from ksqltui.sql.syntax import ColumnRef, Dereference, Emit, Expression, FunctionCall, NullLiteral, Query, SourceKind

_BOUND_NAMES = frozenset(name for name, _ in WINDOW_BOUNDS)


@dataclass(frozen=True, slots=True)
class SinkKind:
    """What a persistent query makes: the words of CREATE .. AS, None for INSERT INTO .. SELECT."""

    create: SourceKind | None


@dataclass(frozen=True, slots=True)
class Planner:
    catalog: Catalog
    functions: FunctionRegistry

    @property
    def compiler(self) -> ExpressionCompiler:
        return ExpressionCompiler(self.functions, self.catalog.types)

    def plan(self, query: Query, sink: SinkKind | None = None) -> QueryPlan:
        """The plan of a query, persistent where there is a `sink`. Raises StatementError with ksqlDB's texts."""
        inputs = resolve_inputs(query, self.catalog)
        join = plan_joins(query, inputs, self.compiler)
        if join is not None and not join.key_columns:
            inputs = with_synthetic_key(inputs, join.key_type)
        window = window_spec(query.window, query.emit) if query.window else None
        selects = self._select(query, inputs, sink, has_window=window is not None and query.group_by is not None)
        return _QueryPlanning(self.compiler, query, inputs, join, selects, window, sink).plan()

    def _select(self, query: Query, inputs: Inputs, sink: SinkKind | None, *, has_window: bool) -> SelectList:
        scope = inputs.plain_scope()

        def struct_fields(expression: Expression) -> Mapping[str, SqlType]:
            compiled = self.compiler.compile(expression, scope)
            if compiled.type is None or not compiled.type.fields:
                text = format_expression(expression)
                raise StatementError(f"Cannot process expression `{text}->*`: only STRUCT has fields.")
            return dict(compiled.type.fields)

        return resolve_select(
            query,
            inputs,
            is_persistent=sink is not None,
            has_window=has_window,
            partition_by=tuple(inputs.qualified(item, "PARTITION BY") for item in query.partition_by or ()),
            struct_fields=struct_fields,
        )


@dataclass(slots=True)
class _QueryPlanning:
    """One query on its way to a plan."""

    compiler: ExpressionCompiler
    query: Query
    inputs: Inputs
    join: JoinPlan | None
    selects: SelectList
    window: WindowSpec | None
    sink: SinkKind | None

    def plan(self) -> QueryPlan:
        self._check_functions()
        self._check_ungrouped_aggregates()
        self._check_clauses()
        scope = self.inputs.plain_scope()
        where = self._qualified(self.query.where, "WHERE")
        group_by = self._qualified_all(self.query.group_by, "GROUP BY")
        partition_by = self._qualified_all(self.query.partition_by, "PARTITION BY")
        having = self._having()
        predicate = self.compiler.predicate(self.inputs.plain(where), scope, "WHERE") if where is not None else None
        aggregation = self._aggregation(group_by, having)
        functions, projected = plan_table_functions(self._plain_outputs(), scope, self.compiler)
        if aggregation is not None:
            projected = aggregation.scope
        keys = self._keys(aggregation, partition_by, projected)
        return QueryPlan(
            query=self.query,
            rewritten=self._rewritten(where, group_by, partition_by, having),
            inputs=self.inputs,
            join=self.join,
            where=predicate,
            table_functions=functions,
            repartition_by=tuple(key.value for key in keys) if partition_by is not None else None,
            aggregation=aggregation,
            having=None if having is None else self.compiler.predicate(self.inputs.plain(having), projected, "HAVING"),
            keys=keys,
            selected=tuple((item.name, item.plain) for item in self.selects.columns),
            results=self._results(keys, projected),
            result_is_table=aggregation is not None or self.inputs.left.source.is_table,
            result_windowing=self._windowing(aggregation),
        )

    def _check_functions(self) -> None:
        functions = self.compiler.functions
        written = [*self._plain_outputs(), *(self.query.group_by or ()), *(self.query.partition_by or ())]
        for call in (node for expression in written for node in walk(expression) if isinstance(node, FunctionCall)):
            if not (functions.scalar(call.name) or functions.aggregate(call.name) or functions.table(call.name)):
                raise StatementError(f"Can't find any functions with the name '{call.name}'")

    def _check_ungrouped_aggregates(self) -> None:
        if self.query.group_by is not None:
            return
        calls = [call for item in self.selects.columns for call in aggregate_calls(item.plain, self.compiler)]
        if not calls:
            return
        loose = [item for item in self.selects.columns if not any(aggregate_calls(item.plain, self.compiler))]
        if loose:
            check_no_table_functions(self._plain_outputs(), self.compiler)
            listed = ", ".join(dict.fromkeys(format_expression(item.plain) for item in loose))
            raise StatementError(
                f"Non-aggregate SELECT expression(s) not part of GROUP BY: {listed}\n"
                "Either add the column(s) to the GROUP BY or remove them from the SELECT."
            )
        create = f"CREATE {self.sink.create.value} AS SELECT" if self.sink and self.sink.create else "SELECT"
        listed = ", ".join(
            dict.fromkeys(format_expression(call).replace("COUNT(*)", "COUNT(ROWTIME)") for call in calls)
        )
        raise StatementError(
            f"{create} statement does not support aggregate function [{listed}] without a GROUP BY clause."
        )

    def _check_clauses(self) -> None:
        if self.window is not None and self.query.group_by is None:
            raise StatementError("WINDOW clause requires a GROUP BY clause.")
        if self.query.emit is Emit.FINAL and self.window is None:
            raise StatementError("EMIT FINAL is only supported for windowed aggregations.")
        source = self.inputs.left.source
        if self.query.group_by is not None and source.value_format == "KAFKA":
            raise StatementError(
                f"Source(s) {source.name} are using the 'KAFKA' value format. This format does not yet support "
                "GROUP BY."
            )
        if self.query.partition_by is not None:
            if not self.query.partition_by:
                raise StatementError("PARTITION BY requires at least one expression")
            if source.is_table:
                raise StatementError("PARTITION BY is not supported with tables. Use GROUP BY instead.")
            if self.query.group_by is not None:
                raise StatementError("GROUP BY and PARTITION BY cannot be used together in a query.")
        if self.sink is not None and source.is_table and source.windowing is not None:
            raise StatementError("KSQL does not support persistent queries on windowed tables.")

    def _qualified(self, expression: Expression | None, clause: str) -> Expression | None:
        return None if expression is None else self.inputs.qualified(expression, clause)

    def _qualified_all(self, expressions: Sequence[Expression] | None, clause: str) -> tuple[Expression, ...] | None:
        if expressions is None:
            return None
        return tuple(self.inputs.qualified(expression, clause) for expression in expressions)

    def _having(self) -> Expression | None:
        if self.query.having is None:
            return None
        bounds = set(_BOUND_NAMES) if self.window else set()
        return qualified_with_bounds(self.inputs, self.query.having, "HAVING", bounds)

    def _aggregation(self, group_by: tuple[Expression, ...] | None, having: Expression | None) -> Aggregation | None:
        if group_by is None:
            return None
        check_no_table_functions(self._plain_outputs(), self.compiler)
        return plan_aggregation(
            group_by,
            self.selects.columns,
            None if having is None else self.inputs.plain(having),
            inputs=self.inputs,
            compiler=self.compiler,
            names=self.selects.names,
            window=self.window,
        )

    def _plain_outputs(self) -> tuple[Expression, ...]:
        return tuple(item.plain for item in self.selects.columns)

    def _keys(
        self, aggregation: Aggregation | None, partition_by: tuple[Expression, ...] | None, scope: Scope
    ) -> tuple[KeyColumn, ...]:
        if aggregation is not None:
            return tuple(
                self._key(key.column, key.type, _column(index), key.qualified, key.plain)
                for index, key in enumerate(aggregation.keys)
            )
        if partition_by is not None:
            return self._partition_keys(partition_by)
        if self.join is not None:
            return (self._join_key(self.join, scope),)
        left = self.inputs.left
        keys = []
        for column in left.source.schema.key:
            qualified = ColumnRef(column.name, left.alias)
            plain = self.inputs.plain(qualified)
            value = self.compiler.compile(plain, scope)
            keys.append(self._key(column.name, column.type, value, qualified, plain))
        return tuple(keys)

    def _join_key(self, join: JoinPlan, scope: Scope) -> KeyColumn:
        """The first of the columns that hold the join's key to be in the projection."""
        choices = join.key_columns or (ColumnRef(self.inputs.synthetic_name),)
        projected = {item.plain for item in self.selects.columns}
        qualified = next((choice for choice in choices if self.inputs.plain(choice) in projected), choices[0])
        chosen = self.inputs.plain(qualified)
        assert isinstance(chosen, ColumnRef)
        return self._key(chosen.name, join.key_type, self.compiler.compile(chosen, scope), qualified, chosen)

    def _partition_keys(self, partition_by: tuple[Expression, ...]) -> tuple[KeyColumn, ...]:
        if any(isinstance(expression, NullLiteral) for expression in partition_by):
            if len(partition_by) > 1:
                raise StatementError("Cannot PARTITION BY multiple columns including NULL")
            return ()
        scope = self.inputs.plain_scope()
        keys = []
        for qualified in partition_by:
            plain = self.inputs.plain(qualified)
            value, kind = self.compiler.column(plain, scope, "Partition by")
            keys.append(self._key(_own_name(plain, self.selects.names), kind, value, qualified, plain))
        return tuple(keys)

    def _key(self, name: str, kind: SqlType, value: Compiled, qualified: Expression, plain: Expression) -> KeyColumn:
        for index, item in enumerate(self.selects.columns):
            if item.plain == plain:
                return KeyColumn(item.name, kind, value, qualified, index)
        return KeyColumn(name, kind, value, qualified, None)

    def _results(self, keys: Sequence[KeyColumn], scope: Scope) -> tuple[ResultColumn, ...]:
        key_of = {key.index: position for position, key in enumerate(keys) if key.index is not None}
        results = []
        for index, item in enumerate(self.selects.columns):
            value, kind = self.compiler.column(item.plain, scope)
            results.append(ResultColumn(item.name, kind, value, key_of.get(index), _bare_bound(item)))
        _check_duplicates(results)
        return tuple(results)

    def _windowing(self, aggregation: Aggregation | None) -> Windowing | None:
        if aggregation is not None:
            return aggregation.window.windowing if aggregation.window else None
        return self.inputs.left.source.windowing

    def _rewritten(
        self,
        where: Expression | None,
        group_by: tuple[Expression, ...] | None,
        partition_by: tuple[Expression, ...] | None,
        having: Expression | None,
    ) -> Query:
        return replace(
            self.query,
            select=self.selects.rewritten,
            source=replace(self.query.source, alias=self.inputs.left.alias),
            where=where,
            group_by=group_by,
            partition_by=partition_by,
            having=having,
            emit=self.query.emit or (Emit.CHANGES if self.sink else None),
        )


def _column(index: int) -> Compiled:
    return Compiled(None, itemgetter(index))


def _own_name(plain: Expression, names: NameGenerator) -> str:
    match plain:
        case ColumnRef(name=name) | Dereference(field_name=name):
            return name
        case _:
            return names.generated()


def _bare_bound(item: Selected) -> str | None:
    if isinstance(item.plain, ColumnRef) and item.plain.name in _BOUND_NAMES:
        return item.plain.name
    return None


def _check_duplicates(results: Sequence[ResultColumn]) -> None:
    seen: set[str] = set()
    for item in results:
        if item.name in seen:
            raise StatementError(f"Duplicate value columns found in schema: `{item.name}` {item.type}")
        seen.add(item.name)
