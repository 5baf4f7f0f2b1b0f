"""Owns the lists of names that completion searches: of one snapshot, made when they are wanted; knows no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ksqltui.model.catalog import CatalogSource, ServerSnapshot, SourceColumn
from ksqltui.model.descriptions import RunningQuery
from ksqltui.model.listings import KafkaTopic
from ksqltui.sql.completion import CompletionContext, Want
from ksqltui.sql.keywords import TYPE_NAMES
from ksqltui.sql.matching import Candidate, CandidateKind, NameIndex
from ksqltui.sql.settings import STREAMS_PROPERTIES, WITH_KEYS

PSEUDO_COLUMNS = (("ROWTIME", "BIGINT"), ("ROWPARTITION", "INTEGER"), ("ROWOFFSET", "BIGINT"))
WINDOW_BOUNDS = (("WINDOWSTART", "BIGINT"), ("WINDOWEND", "BIGINT"))


def simple_index(kind: CandidateKind, type_name: str, names: Sequence[str]) -> NameIndex:
    """Names of which nothing is known but what they are."""
    return NameIndex(kind, names, lambda at: Candidate(names[at], kind, type_name))


class NameLists:
    """The names of one snapshot, each list made when it is first wanted; what is as it was is taken over."""

    def __init__(self, snapshot: ServerSnapshot, former: NameLists | None = None) -> None:
        self._snapshot = snapshot
        self._sources = {source.name: source for source in snapshot.sources()}
        self._made: dict[Want, NameIndex] = {}
        if former is not None:
            same = {want for want in former._made if _seen_for(want, former._snapshot) == _seen_for(want, snapshot)}
            self._made = {want: former._made[want] for want in same}

    def of(self, want: Want) -> NameIndex:
        """For COLUMN the columns of every source."""
        if want not in self._made:
            self._made[want] = self._index(want)
        return self._made[want]

    def _index(self, want: Want) -> NameIndex:
        snapshot = self._snapshot
        match want:
            case Want.SOURCE | Want.STREAM | Want.TABLE:
                sources = [source for each in _seen_for(want, snapshot) for source in each]
                return NameIndex(CandidateKind.SOURCE, [each.name for each in sources], lambda at: _source(sources[at]))
            case Want.COLUMN:
                pairs = [(source, column) for source in self._sources.values() for column in source.columns]
                names = [column.name for _, column in pairs]
                return NameIndex(CandidateKind.FAR_COLUMN, names, lambda at: _far_column(*pairs[at]))
            case Want.TOPIC:
                topics = snapshot.topics
                return NameIndex(CandidateKind.TOPIC, [each.name for each in topics], lambda at: _topic(topics[at]))
            case Want.QUERY:
                queries = snapshot.queries
                return NameIndex(CandidateKind.QUERY, [each.id for each in queries], lambda at: _query(queries[at]))
            case Want.TYPE:
                return simple_index(CandidateKind.TYPE, "type", sorted(TYPE_NAMES))
            case Want.WITH_KEY:
                return _properties(WITH_KEYS)
            case Want.PROPERTY:
                values = {name: f"now {value}" if value else "" for name, value in snapshot.properties.items()}
                return _properties({**STREAMS_PROPERTIES, **values})
            case _:
                return simple_index(CandidateKind.VALUE, "", ())

    def columns(self, context: CompletionContext) -> Iterator[NameIndex]:
        """The columns of what the statement reads; of every source where it does not read anything known yet."""
        read = [
            (self._sources[source.name], source.alias) for source in context.sources if source.name in self._sources
        ]
        if context.qualifier is not None:
            read = [(source, alias) for source, alias in read if alias == context.qualifier]
            if not read and context.qualifier in self._sources:
                read = [(self._sources[context.qualifier], context.qualifier)]
        elif len(read) > 1:
            kind = CandidateKind.SOURCE
            yield NameIndex.of(
                kind, (Candidate(alias, kind, source.kind.lower(), "its columns") for source, alias in read)
            )
        for source, _ in read:
            yield NameIndex.of(CandidateKind.COLUMN, _columns(source))
            yield NameIndex.of(CandidateKind.PSEUDO_COLUMN, _pseudo_columns(source))
        if not read and context.qualifier is None and not context.sources:
            yield self.of(Want.COLUMN)


def _seen_for(want: Want, snapshot: ServerSnapshot) -> tuple[Iterable[Any], ...]:
    """What of a snapshot a list of names is made of."""
    match want:
        case Want.SOURCE | Want.COLUMN:
            return snapshot.streams, snapshot.tables
        case Want.STREAM:
            return (snapshot.streams,)
        case Want.TABLE:
            return (snapshot.tables,)
        case Want.TOPIC:
            return (snapshot.topics,)
        case Want.QUERY:
            return (snapshot.queries,)
        case Want.PROPERTY:
            return (snapshot.properties,)
        case _:
            return ()


def _source(source: CatalogSource) -> Candidate:
    window = f", {source.window_type.lower()} windows" if source.window_type else ""
    return Candidate(source.name, CandidateKind.SOURCE, source.kind.lower(), f"on {source.topic}{window}")


def _topic(topic: KafkaTopic) -> Candidate:
    return Candidate(topic.name, CandidateKind.TOPIC, "topic", _partitions(len(topic.replica_info)))


def _query(query: RunningQuery) -> Candidate:
    return Candidate(query.id, CandidateKind.QUERY, query.state.lower() or "query", ", ".join(query.sinks))


def _far_column(source: CatalogSource, column: SourceColumn) -> Candidate:
    return Candidate(column.name, CandidateKind.FAR_COLUMN, column.type.lower(), f"column of {source.name}")


def _properties(abouts: Mapping[str, str]) -> NameIndex:
    kind = CandidateKind.PROPERTY
    return NameIndex.of(kind, (Candidate(name, kind, "property", about) for name, about in abouts.items()))


def _columns(source: CatalogSource) -> Iterator[Candidate]:
    about = f"column of {source.name}"
    for column in source.columns:
        about_it = f"key of {source.name}" if column.kind else about
        yield Candidate(column.name, CandidateKind.COLUMN, column.type.lower(), about_it)


def _pseudo_columns(source: CatalogSource) -> Iterator[Candidate]:
    for name, type_name in (*(WINDOW_BOUNDS if source.is_windowed else ()), *PSEUDO_COLUMNS):
        yield Candidate(name, CandidateKind.PSEUDO_COLUMN, type_name.lower(), "of every row")


def _partitions(count: int) -> str:
    return f"{count} partition" if count == 1 else f"{count} partitions"
