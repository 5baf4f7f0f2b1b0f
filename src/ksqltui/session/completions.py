"""Owns what a session offers at a place of a script: names of the live server, keywords, a call's signature."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ksqltui.model.catalog import CatalogSource, ServerSnapshot
from ksqltui.model.listings import FunctionSignature
from ksqltui.session.console import Console
from ksqltui.session.functions import FunctionBook
from ksqltui.sql.completion import CompletionContext, Want, completion_context
from ksqltui.sql.diagnostics import NOTHING_KNOWN, KnownNames
from ksqltui.sql.keywords import TYPE_NAMES
from ksqltui.sql.matching import Candidate, CandidateKind, Match, best_matches
from ksqltui.sql.settings import STREAMS_PROPERTIES, VALUES, WITH_KEYS
from ksqltui.sql.templates import STATEMENTS

MOST = 200
"""Names offered at once; further letters find the rest."""

PSEUDO_COLUMNS = (("ROWTIME", "BIGINT"), ("ROWPARTITION", "INTEGER"), ("ROWOFFSET", "BIGINT"))
WINDOW_BOUNDS = (("WINDOWSTART", "BIGINT"), ("WINDOWEND", "BIGINT"))
_FUNCTION_WORDS = {"AGGREGATE": "aggregate", "TABLE": "table function"}
_TEMPLATES = tuple(
    Candidate(each.name, CandidateKind.TEMPLATE, "template", "Tab goes through its blanks") for each in STATEMENTS
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The matches, best first, for a place."""

    context: CompletionContext
    matches: tuple[Match, ...]

    def moved(self, by: int) -> Offer:
        """The same in a script of which the one that was read is a part, beginning at the character `by`."""
        context = self.context
        return replace(self, context=replace(context, start=context.start + by, end=context.end + by))


@dataclass(frozen=True, slots=True)
class SignatureHelp:
    """The signature that fits the call at the cursor: one of `count`; `argument` is None past the last one."""

    name: str
    signature: FunctionSignature
    number: int
    count: int
    argument: int | None
    description: str


class Completions:
    """Completion for one session. Everything here answers at once from what is known."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self.version = 0
        """Rises when the server has told something that was waited for."""
        self._watcher = console.watcher
        self._functions = FunctionBook(console.server, self._told, clock)
        self._names_of: int | None = None
        self._names = _Names(ServerSnapshot())
        self._function_names: tuple[Candidate, ...] = ()
        self._known = NOTHING_KNOWN
        self._known_of: tuple[int, int] | None = None

    def start(self) -> None:
        """Asks the server for its functions, in the background."""
        self._functions.want_names()

    async def close(self) -> None:
        await self._functions.close()

    @property
    def function_names(self) -> frozenset[str]:
        """Every function that the server has; empty until it has told."""
        return frozenset(self._functions.names)

    @property
    def known_names(self) -> KnownNames:
        """The names to hold statements against; the same object until the server has told something else."""
        versions = self._watcher.version, self.version
        if versions != self._known_of:
            self._known_of = versions
            sources = {
                source.name: frozenset(column.name for column in source.columns)
                for source in self._watcher.snapshot.sources()
            }
            if (found := KnownNames(sources, self.function_names)) != self._known:
                self._known = found
        return self._known

    def offer(self, script: str, offset: int) -> Offer:
        """What could be typed at a character of the script."""
        context = completion_context(script, offset)
        if not (context.wants or context.keywords or context.begins):
            return Offer(context, ())
        self._functions.want_names()
        if self._names_of != self._watcher.version:
            self._names_of = self._watcher.version
            self._names = _Names(self._watcher.snapshot)
        return Offer(context, best_matches(context.word, self._candidates(context), MOST))

    def signature(self, script: str, offset: int) -> SignatureHelp | None:
        """The signature of the function whose arguments are being typed; None while the server has not told."""
        call = completion_context(script, offset).call
        told = self._functions.description(call.name) if call is not None else None
        if call is None or told is None or not told.functions:
            return None
        number = next(
            (at for at, signature in enumerate(told.functions) if _takes(signature, call.argument)),
            max(range(len(told.functions)), key=lambda at: len(told.functions[at].arguments)),
        )
        signature = told.functions[number]
        argument: int | None = min(call.argument, len(signature.arguments) - 1)
        if not _takes(signature, call.argument):
            argument = None
        description = signature.description or told.description
        return SignatureHelp(told.name, signature, number, len(told.functions), argument, description)

    def _told(self) -> None:
        self._function_names = tuple(
            Candidate(
                function.name,
                CandidateKind.FUNCTION,
                _FUNCTION_WORDS.get(function.type, "function"),
                "" if function.category == function.type else function.category.lower(),
            )
            for function in self._functions.names.values()
        )
        self.version += 1

    def _candidates(self, context: CompletionContext) -> Iterator[Candidate]:
        names, wants = self._names, context.wants
        for want in wants:
            match want:
                case Want.COLUMN:
                    yield from names.columns(context)
                case Want.FUNCTION:
                    yield from self._function_names
                case Want.WITH_VALUE if context.setting == "KAFKA_TOPIC":
                    yield from names.topics
                case Want.WITH_VALUE if context.setting == "TIMESTAMP":
                    pass
                case Want.WITH_VALUE | Want.PROPERTY_VALUE:
                    for value in VALUES.get(context.setting, ()):
                        yield Candidate(value, CandidateKind.VALUE, "value")
                case _:
                    yield from names.of(want)
        if context.begins:
            yield from _TEMPLATES
        for phrase in context.keywords:
            yield Candidate(phrase, CandidateKind.KEYWORD, "keyword")


def _takes(signature: FunctionSignature, argument: int) -> bool:
    arguments = signature.arguments
    return argument < len(arguments) or (bool(arguments) and arguments[-1].is_variadic)


class _Names:
    """The names of one snapshot, made once however often they are searched."""

    def __init__(self, snapshot: ServerSnapshot) -> None:
        self._sources = {source.name: source for source in snapshot.sources()}
        self._far_columns: tuple[Candidate, ...] | None = None
        streams = tuple(_source(source) for source in snapshot.streams)
        tables = tuple(_source(source) for source in snapshot.tables)
        self.topics = tuple(
            Candidate(topic.name, CandidateKind.TOPIC, "topic", _partitions(len(topic.replica_info)))
            for topic in snapshot.topics
        )
        self._lists = {
            Want.SOURCE: (*streams, *tables),
            Want.STREAM: streams,
            Want.TABLE: tables,
            Want.TOPIC: self.topics,
            Want.QUERY: tuple(
                Candidate(query.id, CandidateKind.QUERY, query.state.lower() or "query", ", ".join(query.sinks))
                for query in snapshot.queries
            ),
            Want.TYPE: tuple(Candidate(name, CandidateKind.TYPE, "type") for name in sorted(TYPE_NAMES)),
            Want.WITH_KEY: tuple(
                Candidate(name, CandidateKind.PROPERTY, "property", about) for name, about in WITH_KEYS.items()
            ),
            Want.PROPERTY: tuple(
                Candidate(name, CandidateKind.PROPERTY, "property", f"now {value}" if value else "")
                for name, value in snapshot.properties.items()
            )
            + tuple(
                Candidate(name, CandidateKind.PROPERTY, "property", about)
                for name, about in STREAMS_PROPERTIES.items()
                if name not in snapshot.properties
            ),
        }

    def of(self, want: Want) -> Iterable[Candidate]:
        return self._lists.get(want, ())

    def columns(self, context: CompletionContext) -> Iterator[Candidate]:
        """The columns of what the statement reads; of every source where it does not read anything known yet."""
        read = [
            (self._sources[source.name], source.alias) for source in context.sources if source.name in self._sources
        ]
        if context.qualifier is not None:
            read = [(source, alias) for source, alias in read if alias == context.qualifier]
            if not read and context.qualifier in self._sources:
                read = [(self._sources[context.qualifier], context.qualifier)]
        elif len(read) > 1:
            for source, alias in read:
                yield Candidate(alias, CandidateKind.SOURCE, source.kind.lower(), "its columns")
        for source, _ in read:
            yield from _columns(source, CandidateKind.COLUMN)
        if not read and context.qualifier is None and not context.sources:
            yield from self._all_columns()

    def _all_columns(self) -> tuple[Candidate, ...]:
        if self._far_columns is None:
            self._far_columns = tuple(
                Candidate(column.name, CandidateKind.FAR_COLUMN, column.type.lower(), f"column of {source.name}")
                for source in self._sources.values()
                for column in source.columns
            )
        return self._far_columns


def _source(source: CatalogSource) -> Candidate:
    window = f", {source.window_type.lower()} windows" if source.window_type else ""
    return Candidate(source.name, CandidateKind.SOURCE, source.kind.lower(), f"on {source.topic}{window}")


def _columns(source: CatalogSource, kind: CandidateKind) -> Iterator[Candidate]:
    about = f"column of {source.name}"
    for column in source.columns:
        yield Candidate(column.name, kind, column.type.lower(), f"key of {source.name}" if column.kind else about)
    for name, type_name in (*(WINDOW_BOUNDS if source.is_windowed else ()), *PSEUDO_COLUMNS):
        yield Candidate(name, CandidateKind.PSEUDO_COLUMN, type_name.lower(), "of every row")


def _partitions(count: int) -> str:
    return f"{count} partition" if count == 1 else f"{count} partitions"
