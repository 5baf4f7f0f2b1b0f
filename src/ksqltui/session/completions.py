"""Owns what a session offers at a place of a script: names of the live server, keywords, a call's signature."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.listings import FunctionSignature
from ksqltui.session.console import Console
from ksqltui.session.functions import FunctionBook
from ksqltui.session.name_lists import NameLists, simple_index
from ksqltui.sql.completion import CompletionContext, Want, completion_context
from ksqltui.sql.diagnostics import NOTHING_KNOWN, KnownNames
from ksqltui.sql.matching import Candidate, CandidateKind, Match, NameIndex, best_matches
from ksqltui.sql.settings import VALUES
from ksqltui.sql.templates import STATEMENTS

MOST = 200
"""Names offered at once; further letters find the rest."""

_FUNCTION_WORDS = {"AGGREGATE": "aggregate", "TABLE": "table function"}
_TEMPLATES = NameIndex.of(
    CandidateKind.TEMPLATE,
    (Candidate(each.name, CandidateKind.TEMPLATE, "template", "Tab goes through its blanks") for each in STATEMENTS),
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
        self._names = NameLists(ServerSnapshot())
        self._function_names = NameIndex.of(CandidateKind.FUNCTION, ())
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
            self._names = NameLists(self._watcher.snapshot, self._names)
        return Offer(context, best_matches(context.word, self._indexes(context), MOST))

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
        self._function_names = NameIndex.of(
            CandidateKind.FUNCTION,
            (
                Candidate(
                    function.name,
                    CandidateKind.FUNCTION,
                    _FUNCTION_WORDS.get(function.type, "function"),
                    "" if function.category == function.type else function.category.lower(),
                )
                for function in self._functions.names.values()
            ),
        )
        self.version += 1

    def _indexes(self, context: CompletionContext) -> Iterator[NameIndex]:
        names, wants = self._names, context.wants
        for want in wants:
            match want:
                case Want.COLUMN:
                    yield from names.columns(context)
                case Want.FUNCTION:
                    yield self._function_names
                case Want.WITH_VALUE if context.setting == "KAFKA_TOPIC":
                    yield names.of(Want.TOPIC)
                case Want.WITH_VALUE if context.setting == "TIMESTAMP":
                    pass
                case Want.WITH_VALUE | Want.PROPERTY_VALUE:
                    values = VALUES.get(context.setting, ())
                    yield simple_index(CandidateKind.VALUE, "value", values)
                case _:
                    yield names.of(want)
        if context.begins:
            yield _TEMPLATES
        yield simple_index(CandidateKind.KEYWORD, "keyword", context.keywords)


def _takes(signature: FunctionSignature, argument: int) -> bool:
    arguments = signature.arguments
    return argument < len(arguments) or (bool(arguments) and arguments[-1].is_variadic)
