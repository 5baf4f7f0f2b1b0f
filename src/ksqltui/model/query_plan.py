"""Owns ksqlDB's execution plan as a tree of steps, read from the text that EXPLAIN gives; knows no server.

A step's line is ` > [ NAME ] | Schema: COLUMN TYPE [KEY], ... | Logger: id.context`, two tabs deeper than the step that
takes its rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step: the columns that it gives, as ksqlDB writes them, and the steps whose rows it takes.

    `context` is where the step stands in the query: "Aggregate.GroupBy", or the sink's name.
    """

    name: str
    columns: tuple[str, ...] = ()
    context: str = ""
    inputs: tuple[PlanStep, ...] = ()


_STEP = re.compile(
    r"(?P<tabs>\s*?) ?> \[ (?P<name>[^\]]+?) \](?: \| Schema: (?P<schema>.*?))?(?: \| Logger: (?P<logger>.*?))?\s*$"
)


def parse_plan(text: str) -> tuple[PlanStep, ...]:
    """The steps that nothing takes rows from: the sink, or what the client gets; nothing where the text is no plan."""
    found = [
        (
            step["tabs"].count("\t"),
            PlanStep(step["name"], _columns(step["schema"] or ""), (step["logger"] or "").partition(".")[2]),
        )
        for step in map(_STEP.match, text.splitlines())
        if step is not None
    ]
    above: list[tuple[int, PlanStep]] = []
    # From the last line up: a step takes the rows of those under it that nothing has taken yet.
    for depth, step in reversed(found):
        inputs = []
        while above and above[-1][0] > depth:
            inputs.append(above.pop()[1])
        above.append((depth, replace(step, inputs=tuple(inputs))))
    return tuple(step for _, step in reversed(above))


def _columns(schema: str) -> tuple[str, ...]:
    """The columns of a schema: commas inside of DECIMAL(4, 2) and STRUCT<...> part nothing."""
    columns, depth, start = list[str](), 0, 0
    for at, sign in enumerate(schema):
        if sign in "(<":
            depth += 1
        elif sign in ")>":
            depth -= 1
        elif sign == "," and depth == 0:
            columns.append(schema[start:at].strip())
            start = at + 1
    columns.append(schema[start:].strip())
    return tuple(column for column in columns if column)
