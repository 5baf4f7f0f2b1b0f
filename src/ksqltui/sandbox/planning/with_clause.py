"""Owns the WITH clause: which properties there are, what their values mean, and how ksqlDB writes them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ksqltui.sandbox.catalog import Windowing, WindowKind
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.formats import SerdeOptions, format_name
from ksqltui.sandbox.planning.durations import parse_duration_ms
from ksqltui.sql.syntax import (
    BooleanLiteral,
    DecimalLiteral,
    DoubleLiteral,
    IntegerLiteral,
    Literal,
    Properties,
    Property,
    StringLiteral,
    Unary,
)

_COMMON = frozenset(
    {
        "KAFKA_TOPIC",
        "FORMAT",
        "KEY_FORMAT",
        "VALUE_FORMAT",
        "PARTITIONS",
        "REPLICAS",
        "RETENTION_MS",
        "CLEANUP_POLICY",
        "TIMESTAMP",
        "TIMESTAMP_FORMAT",
        "WRAP_SINGLE_VALUE",
        "KEY_DELIMITER",
        "VALUE_DELIMITER",
        "KEY_SCHEMA_ID",
        "VALUE_SCHEMA_ID",
        "KEY_SCHEMA_FULL_NAME",
        "VALUE_SCHEMA_FULL_NAME",
        "VALUE_AVRO_SCHEMA_FULL_NAME",
        "KEY_PROTOBUF_NULLABLE_REPRESENTATION",
        "VALUE_PROTOBUF_NULLABLE_REPRESENTATION",
    }
)
CREATE_PROPERTIES = _COMMON | {"WINDOW_TYPE", "WINDOW_SIZE", "SOURCED_BY_CONNECTOR"}
AS_SELECT_PROPERTIES = _COMMON
INSERT_PROPERTIES = frozenset({"QUERY_ID"})


@dataclass(frozen=True, slots=True)
class WithClause:
    """A WITH clause by name. `nodes` are the literals as written; names are upper-case."""

    nodes: Mapping[str, Literal]

    def text(self, name: str) -> str | None:
        node = self.nodes.get(name)
        return None if node is None else str(_plain(node))

    def number(self, name: str) -> int | None:
        node = self.nodes.get(name)
        if node is None:
            return None
        try:
            return int(str(_plain(node)))
        except ValueError:
            raise StatementError(
                f"Failed to prepare statement: Invalid value {_plain(node)} for configuration {name}: "
                "Not a number of type INT"
            ) from None

    def boolean(self, name: str) -> bool | None:
        text = self.text(name)
        return None if text is None else text.lower() == "true"

    @property
    def key_format(self) -> str | None:
        return self._format("KEY_FORMAT")

    @property
    def value_format(self) -> str | None:
        return self._format("VALUE_FORMAT")

    def _format(self, name: str) -> str | None:
        both = self.text("FORMAT")
        own = self.text(name)
        if both is not None and own is not None:
            raise StatementError(
                f"Cannot supply both '{name}' and 'FORMAT' properties, as 'FORMAT' sets both key and value formats. "
                "Either use just 'FORMAT', or use 'KEY_FORMAT' and 'VALUE_FORMAT'."
            )
        text = own if own is not None else both
        return None if text is None else format_name(text)

    def serde_options(self, inherited: SerdeOptions = SerdeOptions()) -> SerdeOptions:  # noqa: B008
        """The options written here, else the inherited ones. Raises StatementError for what a format does not know."""
        changed = inherited
        wrap = self.boolean("WRAP_SINGLE_VALUE")
        if wrap is not None:
            changed = replace(changed, wrap_single_value=wrap)
        for side, chosen in (("KEY", self.key_format), ("VALUE", self.value_format)):
            delimiter = self.text(f"{side}_DELIMITER")
            if delimiter is None:
                continue
            if chosen is not None and chosen != "DELIMITED":
                raise StatementError(f"{chosen} does not support the following configs: [delimiter]")
            if side == "KEY":
                changed = replace(changed, key_delimiter=delimiter)
            else:
                changed = replace(changed, value_delimiter=delimiter)
        if any(name.endswith("SCHEMA_FULL_NAME") for name in self.nodes) and self.value_format == "JSON":
            raise StatementError("JSON does not support the following configs: [fullSchemaName]")
        return changed

    def windowing(self) -> Windowing | None:
        """WINDOW_TYPE and WINDOW_SIZE."""
        kind_text, size_text = self.text("WINDOW_TYPE"), self.text("WINDOW_SIZE")
        if kind_text is None:
            if size_text is not None:
                raise StatementError("'WINDOW_SIZE' requires 'WINDOW_TYPE' to be provided in the WITH clause.")
            return None
        try:
            kind = WindowKind(kind_text.upper())
        except ValueError:
            raise StatementError(
                f"Failed to prepare statement: Invalid value {kind_text} for configuration WINDOW_TYPE: String must be "
                "one of: SESSION, HOPPING, TUMBLING, null"
            ) from None
        if kind is WindowKind.SESSION:
            if size_text is not None:
                raise StatementError("'WINDOW_SIZE' should not be set for SESSION windows.")
            return Windowing(kind, None)
        if size_text is None:
            raise StatementError(
                f"{kind.value} windows require 'WINDOW_SIZE' to be provided in the WITH clause. "
                "For example: 'WINDOW_SIZE'='10 SECONDS'"
            )
        return Windowing(kind, parse_duration_ms(size_text))

    def with_defaults(self, defaults: Mapping[str, str | int | None]) -> WithClause:
        """With properties added that are not there; None adds nothing."""
        added = {
            name: _literal(value) for name, value in defaults.items() if value is not None and name not in self.nodes
        }
        return WithClause({**self.nodes, **added})

    def with_texts(self, texts: Mapping[str, str | None]) -> WithClause:
        """With properties put in the place of those that are there."""
        changed = {name: StringLiteral(text) for name, text in texts.items() if text is not None and name in self.nodes}
        return WithClause({**self.nodes, **changed})

    def sorted(self) -> Properties:
        """As ksqlDB writes it back: in alphabetical order."""
        return tuple(Property(name, self.nodes[name]) for name in sorted(self.nodes))


def read_with_clause(
    properties: Iterable[Property], known: frozenset[str], *, required: str | None = None
) -> WithClause:
    """Raises StatementError for a required property that is missing, then for those that are not known."""
    clause = WithClause({item.name: item.value for item in properties})
    if required is not None and required not in clause.nodes:
        raise StatementError(
            f'Failed to prepare statement: Missing required property "{required}" which has no default value.'
        )
    unknown = [name for name in clause.nodes if name not in known]
    if unknown:
        raise StatementError(
            f"Failed to prepare statement: Invalid config variable(s) in the WITH clause: {','.join(unknown)}"
        )
    return clause


def _plain(node: Literal) -> object:
    match node:
        case StringLiteral(value=text):
            return text
        case IntegerLiteral(value=number):
            return number
        case BooleanLiteral(value=flag):
            return flag
        case DecimalLiteral(text=text) | DoubleLiteral(text=text):
            return text
        case Unary(operator=operator, operand=operand):
            return f"{operator}{_plain(operand)}"  # type: ignore[arg-type]
        case _:
            return None


def _literal(value: str | int) -> Literal:
    return IntegerLiteral(value) if isinstance(value, int) else StringLiteral(value)
