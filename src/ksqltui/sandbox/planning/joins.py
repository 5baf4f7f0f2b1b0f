"""Owns the analysis of JOIN clauses: which kind of join it is, on what, and which key the result has; runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ksqltui.sandbox.errors import NotInSandbox, StatementError
from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.formats import check_format
from ksqltui.sandbox.planning.compiling import ExpressionCompiler
from ksqltui.sandbox.planning.durations import duration_ms
from ksqltui.sandbox.planning.inputs import Input, Inputs
from ksqltui.sandbox.planning.trees import walk
from ksqltui.sandbox.types import Column, Namespace, SqlType
from ksqltui.sql.formatter import format_expression
from ksqltui.sql.syntax import ColumnRef, Comparison, Expression, Join, JoinType, Logical, Query


class JoinKind(Enum):
    STREAM_STREAM = "stream-stream"
    STREAM_TABLE = "stream-table"
    TABLE_TABLE = "table-table"
    FOREIGN_KEY = "foreign-key"


@dataclass(frozen=True, slots=True)
class JoinSpan:
    """WITHIN in ms: a right row joins from `before` before the left row to `after` after it.

    `grace` None is the older way without GRACE PERIOD: 24 hours, and rows without a partner are shown at once.
    """

    before: int
    after: int
    grace: int | None


@dataclass(frozen=True, slots=True)
class JoinStep:
    """One JOIN: what came before it on the left, one source on the right.

    The keys read the row of their own side. `left_key_index` is the key's column in the left row where it is one.
    `left_stays` and `right_stays` tell that a side is keyed by the join's key already.
    """

    kind: JoinKind
    type: JoinType
    left_key: Compiled
    right_key: Compiled
    key_type: SqlType
    left_width: int
    right_width: int
    left_key_index: int | None
    left_stays: bool
    right_stays: bool
    within: JoinSpan | None


@dataclass(frozen=True, slots=True)
class JoinPlan:
    """`key_columns` are the qualified columns that can be the result's key; none means the synthetic ROWKEY."""

    steps: tuple[JoinStep, ...]
    key_columns: tuple[ColumnRef, ...]
    key_type: SqlType


def plan_joins(query: Query, inputs: Inputs, compiler: ExpressionCompiler) -> JoinPlan | None:
    """Raises StatementError with ksqlDB's texts, NotInSandbox for joins of windowed sources."""
    if not query.joins:
        return None
    _check_formats(inputs)
    if any(item.source.windowing is not None for item in inputs.items):
        raise NotInSandbox("joins of windowed sources")
    steps: list[JoinStep] = []
    key_columns: tuple[ColumnRef, ...] = ()
    for position, join in enumerate(query.joins, start=1):
        planner = _StepPlanning(join, inputs, position, compiler, key_columns)
        step = planner.plan()
        steps.append(step)
        key_columns = planner.result_keys(step, key_columns)
        if step.kind is JoinKind.FOREIGN_KEY and position > 1:
            raise StatementError(
                "Invalid join condition: foreign-key table-table joins are not supported as part of n-way joins. "
                f"Got {planner.condition}."
            )
    kind = steps[-1].key_type
    if steps[-1].kind is JoinKind.FOREIGN_KEY:
        kind = inputs.left.source.schema.key[0].type
    return JoinPlan(tuple(steps), key_columns, kind)


def _check_formats(inputs: Inputs) -> None:
    bare = [item.source.name for item in inputs.items if item.source.value_format == "KAFKA"]
    if bare:
        raise StatementError(
            f"Source(s) {', '.join(bare)} are using the 'KAFKA' value format. This format does not yet support JOIN."
        )


@dataclass(slots=True)
class _StepPlanning:
    """One JOIN clause on its way to a step; `position` is its right source's place among the inputs."""

    join: Join
    inputs: Inputs
    position: int
    compiler: ExpressionCompiler
    left_keys: tuple[ColumnRef, ...]
    left: Expression | None = None
    right: Expression | None = None

    @property
    def _right_input(self) -> Input:
        return self.inputs.items[self.position]

    @property
    def _left_inputs(self) -> tuple[Input, ...]:
        return self.inputs.items[: self.position]

    @property
    def condition(self) -> str:
        """The join's condition as messages have it: without its parentheses."""
        criteria = self.inputs.qualified(self.join.criteria, "JOIN ON")
        return format_expression(criteria).removeprefix("(").removesuffix(")")

    def plan(self) -> JoinStep:
        self._split()
        assert self.left is not None
        assert self.right is not None
        left_scope = Inputs(self._left_inputs, prefixed=True).plain_scope()
        right_scope = Inputs((self._right_input,), prefixed=True).plain_scope()
        left_key, left_type = self.compiler.column(self.inputs.plain(self.left), left_scope)
        right_key, right_type = self.compiler.column(self.inputs.plain(self.right), right_scope)
        if left_type != right_type:
            raise StatementError(
                f"Invalid join condition: types don't match. Got {format_expression(self.left)}{{{left_type}}} = "
                f"{format_expression(self.right)}{{{right_type}}}."
            )
        kind = self._kind()
        check_format("JSON", [Column(self._key_name(), left_type, Namespace.KEY)], is_key=True)
        left_index = None
        if isinstance(self.left, ColumnRef) and self.join.type is not JoinType.FULL:
            left_index, _ = left_scope.resolve(_plain_column(self.inputs, self.left))
        return JoinStep(
            kind=kind,
            type=self.join.type,
            left_key=left_key,
            right_key=right_key,
            key_type=left_type,
            left_width=len(left_scope.columns),
            right_width=len(right_scope.columns),
            left_key_index=left_index,
            left_stays=self._is_left_key(),
            right_stays=_is_key(self._right_input, self.right),
            within=self._within(kind),
        )

    def _key_name(self) -> str:
        plain = None if self.left is None else self.inputs.plain(self.left)
        return plain.name if isinstance(plain, ColumnRef) else "ROWKEY"

    def _split(self) -> None:
        """Find which side of the condition is the left's. Raises StatementError for anything but `left = right`."""
        qualified = self.inputs.qualified(self.join.criteria, "JOIN ON")
        if isinstance(qualified, Logical):
            raise StatementError(
                "Invalid join condition: joins on multiple conditions are not yet supported. "
                f"Got {format_expression(qualified)}."
            )
        if not isinstance(qualified, Comparison) or qualified.operator != "=":
            raise StatementError(
                f"Invalid join condition: only equality (=) is supported. Got {format_expression(qualified)}."
            )
        left_names = {item.alias for item in self._left_inputs}
        right_name = self._right_input.alias
        for side in (qualified.left, qualified.right):
            if len(_aliases(side)) != 1:
                raise StatementError(
                    f"Invalid comparison expression '{format_expression(side)}' in join "
                    f"'{format_expression(qualified)}'. Each side of the join comparision must contain references "
                    "from exactly one source."
                )
        first, second = _aliases(qualified.left), _aliases(qualified.right)
        if first <= left_names and second == {right_name}:
            self.left, self.right = qualified.left, qualified.right
        elif second <= left_names and first == {right_name}:
            self.left, self.right = qualified.right, qualified.left
        else:
            raise StatementError(
                "Each side of the join must reference exactly one source and not the same source. "
                f"Got {format_expression(qualified)}"
            )

    def _kind(self) -> JoinKind:
        left_is_table = self.inputs.left.source.is_table
        right_is_table = self._right_input.source.is_table
        assert self.right is not None
        if not left_is_table and not right_is_table:
            return JoinKind.STREAM_STREAM
        left_name, right_name = self.inputs.left.source.name, self._right_input.source.name
        if left_is_table and not right_is_table:
            words = "[INNER]" if self.join.type is JoinType.INNER else f"{self.join.type.value.split()[0]} [OUTER]"
            raise StatementError(
                "Invalid join order: table-stream joins are not supported; only stream-table joins. "
                f"Got {left_name} {words} JOIN {right_name}."
            )
        keyed = _is_key(self._right_input, self.right)
        if not left_is_table:
            if self.join.type is JoinType.FULL:
                raise StatementError(
                    "Invalid join type: full-outer join not supported for stream-table join. "
                    f"Got {left_name} [FULL] OUTER JOIN {right_name}."
                )
            if not keyed:
                raise StatementError(
                    "Invalid join condition: stream-table joins require to join on the table's primary key. "
                    f"Got {self.condition}."
                )
            return JoinKind.STREAM_TABLE
        if not keyed:
            raise StatementError(
                "Invalid join condition: table-table joins require to join on the primary key of the right input "
                f"table. Got {self.condition}."
            )
        return JoinKind.TABLE_TABLE if self._is_left_key() else JoinKind.FOREIGN_KEY

    def _is_left_key(self) -> bool:
        assert self.left is not None
        if len(self._left_inputs) == 1:
            return _is_key(self.inputs.left, self.left)
        return self.left in self.left_keys

    def _within(self, kind: JoinKind) -> JoinSpan | None:
        within = self.join.within
        if kind is not JoinKind.STREAM_STREAM:
            if within is not None:
                raise StatementError(f"{kind.value.capitalize()} joins must not have a WITHIN clause.")
            return None
        if within is None:
            raise StatementError(
                "Stream-Stream joins must have a WITHIN clause specified. None was provided. To learn about how to "
                "specify a WITHIN clause with a stream-stream join, please visit: https://docs.confluent.io/current/"
                "ksql/docs/syntax-reference.html#create-stream-as-select"
            )
        grace = None if within.grace is None else duration_ms(within.grace)
        return JoinSpan(duration_ms(within.before), duration_ms(within.after), grace)

    def result_keys(self, step: JoinStep, earlier: Sequence[ColumnRef]) -> tuple[ColumnRef, ...]:
        """The columns that hold the key after this join."""
        if step.kind is JoinKind.FOREIGN_KEY:
            left = self.inputs.left
            return tuple(ColumnRef(column.name, left.alias) for column in left.source.schema.key)
        if step.type is JoinType.FULL:
            return ()
        found = [side for side in (self.left, self.right) if isinstance(side, ColumnRef)]
        same = [column for column in earlier if self.left in earlier and column not in found]
        return (*same, *found)


def _plain_column(inputs: Inputs, column: ColumnRef) -> ColumnRef:
    plain = inputs.plain(column)
    assert isinstance(plain, ColumnRef)
    return plain


def _aliases(expression: Expression) -> set[str]:
    return {node.source for node in walk(expression) if isinstance(node, ColumnRef) and node.source is not None}


def _is_key(item: Input, expression: Expression) -> bool:
    """Whether the expression is the only key column of the source."""
    keys = item.source.schema.key
    return len(keys) == 1 and expression == ColumnRef(keys[0].name, item.alias)
