"""Owns the statements that change the session and not the server: SET, UNSET, DEFINE, UNDEFINE, SHOW VARIABLES."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.entities import Variables
from ksqltui.model.errors import KsqlError
from ksqltui.model.listings import Variable
from ksqltui.session.ports import KsqlServer
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import Told
from ksqltui.sql.syntax import DefineVariable, SetProperty, Show, Statement, UndefineVariable, UnsetProperty

OFFSET_RESET = "auto.offset.reset"
SUBSTITUTION = "ksql.variable.substitution.enable"
_PREFIX = "ksql.streams."

STREAMS_PROPERTIES = frozenset(
    {
        OFFSET_RESET,
        "cache.max.bytes.buffering",
        "commit.interval.ms",
        "max.task.idle.ms",
        "num.stream.threads",
        "num.standby.replicas",
        "processing.guarantee",
        "statestore.cache.max.bytes",
    }
)
"""Kafka Streams settings that sessions set and that SHOW PROPERTIES leaves out while they have their default."""


@dataclass(slots=True)
class SessionValues:
    """The properties and variables that go with every request."""

    properties: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def substituted(self) -> Mapping[str, str] | None:
        """What `${name}` stands for; None where the session has turned substitution off."""
        is_off = self.properties.get(SUBSTITUTION, "").lower() == "false"
        return None if is_off else self.variables

    def with_beginning(self) -> SessionValues:
        """The same, but streams are read from their beginning."""
        kept = {name: value for name, value in self.properties.items() if plain_name(name) != OFFSET_RESET}
        return SessionValues({**kept, OFFSET_RESET: "earliest"}, self.variables)


def plain_name(name: str) -> str:
    """A property's name without the prefix that ksqlDB treats as absent."""
    return name.removeprefix(_PREFIX)


async def run_locally(
    run: QueryRun, statement: Statement, server: KsqlServer, values: SessionValues, snapshot: ServerSnapshot
) -> None:
    """Carries the statement out and says so in the run's messages. Raises KsqlError where a property is refused."""
    match statement:
        case SetProperty(name, value):
            await _set(run, name, value, server, values, snapshot)
        case UnsetProperty(name):
            former = values.properties.pop(name, None)
            run.say(
                Told("'{name}' was not set in this session, so nothing changed.", name=name)
                if former is None
                else Told("'{name}' is no longer set in this session (it was '{former}').", name=name, former=former)
            )
        case DefineVariable(name, value):
            values.variables[name] = value
            run.say(Told("${{{name}}} stands for '{value}' from now on.", name=name, value=value))
        case UndefineVariable(name):
            former = values.variables.pop(name, None)
            run.say(
                Told("${{{name}}} was not defined.", name=name)
                if former is None
                else Told("${{{name}}} is no longer defined.", name=name)
            )
        case Show():
            listed = tuple(Variable(name, value) for name, value in sorted(values.variables.items()))
            run.entities = (Variables(statement_text=run.statement, variables=listed),)
            run.touch()
        case _:
            raise AssertionError(f"{type(statement).__name__} is not a statement of the session")


async def _set(
    run: QueryRun, name: str, value: str, server: KsqlServer, values: SessionValues, snapshot: ServerSnapshot
) -> None:
    warning = await check_property(name, server, snapshot)
    former = values.properties.get(name)
    values.properties[name] = value
    if former is None:
        run.say(Told("'{name}' is now '{value}' in this session.", name=name, value=value))
    else:
        told = "'{name}' is now '{value}' in this session (it was '{former}')."
        run.say(Told(told, name=name, value=value, former=former))
    if warning:
        run.say(Told("Warning: {warning}", warning=warning))


async def check_property(name: str, server: KsqlServer, snapshot: ServerSnapshot) -> str:
    """A warning where the name is probably misspelt, else "". Raises KsqlError where the server refuses the name."""
    if not await server.is_valid_property(name):
        raise KsqlError(Told("The server does not let a session set '{name}'. Nothing was changed.", name=name))
    meant = _meant_name(name, {plain_name(known) for known in snapshot.properties} | STREAMS_PROPERTIES)
    return (
        Told(
            "no known property is spelled like '{name}'. Did you mean '{meant}'? (ksqlDB accepts any name.)",
            name=name,
            meant=meant,
        )
        if meant
        else ""
    )


def _meant_name(name: str, known: Collection[str]) -> str:
    plain = plain_name(name)
    if plain in known:
        return ""
    # ksqlDB takes properties that neither list names, so only a near miss is worth a word.
    return next(iter(difflib.get_close_matches(plain, known, n=1, cutoff=0.85)), "")
