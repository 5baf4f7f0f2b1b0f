"""The catalogs are whole: every text that the sources say has a translation with the same places, and none is stale."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import ksqltui
from ksqltui.model.cluster import ConfigSource, GroupState
from ksqltui.model.data_size import SIZE_UNITS
from ksqltui.model.message_text import Form
from ksqltui.model.window_state import WindowWord
from ksqltui.session.query_run import RunState
from ksqltui.speech.russian import COUNTS, TEXTS, counts, modules
from ksqltui.tui.app import AREAS
from ksqltui.tui.screens.help import PRESS_ALSO
from ksqltui.tui.spoken_time import UNITS
from ksqltui.tui.widgets.plan_view import VIEWS
from ksqltui.tui.widgets.results_lines import DELETED_WORD

SOURCES = Path(ksqltui.__file__).parent
SILENT = ("sandbox", "sql", "headless")
LISTED = [
    *(title for _, title in AREAS),
    PRESS_ALSO,
    "Table",
    "Changelog",
    "Chart",
    "table",
    "changelog",
    "chart",
    DELETED_WORD,
    "stream",
    "source",
    "Plan",
    "Topology",
    "Text",
    *VIEWS,
    *(state.value for state in RunState),
    *(word.value for word in WindowWord),
    *UNITS,
    *SIZE_UNITS,
    *(state.value for state in GroupState),
    *(source.value for source in ConfigSource),
    *(form.value for form in Form),
]
"""Texts that are said through a name and not where they are written."""


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Every source file of who may say something, read."""
    paths = sorted(path for path in SOURCES.rglob("*.py") if path.relative_to(SOURCES).parts[0] not in SILENT)
    return tuple((str(path.relative_to(SOURCES)), ast.parse(path.read_text("utf-8"))) for path in paths)


def said_texts() -> dict[str, str]:
    """Every text given to `say(...)`, `Told(...)` or a Binding, returned by a `key_label`, or a head; and its place."""
    found = dict.fromkeys(LISTED, "a list")
    for path, tree in trees():
        found.update({text: f"{path}:{line}" for text, line in _texts_of(tree)})
    return found


def counted_texts() -> set[str]:
    """The plural of every text given to `say.count(...)`."""
    found: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "count" and len(node.args) == 3:
                found.update(_literals(node.args[2]))
    return found


def _texts_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    named = _assigned(tree)
    for node in ast.walk(tree):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = _name(node.func)
            is_said = isinstance(node.func, ast.Call) and _name(node.func.func) == "speech_of"
            if is_said or name in ("say", "Told", "speech", "HelpArea"):
                given = node.args[:1]
            elif name in ("Binding", "quiet"):
                reach = 3 if name == "Binding" else 4
                given = [*node.args[2:reach], *(word.value for word in node.keywords if word.arg == "tooltip")]
            elif name == "heads":
                given = node.args
            elif name == "table" and len(node.args) > 1 and isinstance(node.args[1], ast.Tuple):
                given = node.args[1].elts
            elif name == "record" and isinstance(node.func, ast.Name):
                yield from ((word.arg.replace("_", " "), node.lineno) for word in node.keywords if word.arg)
        elif isinstance(node, ast.FunctionDef) and node.name == "key_label":
            given = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
        for expression in given:
            for text in _literals(expression, named):
                yield text, expression.lineno


def _literals(node: ast.expr, named: dict[str, str] | None = None) -> Iterator[str]:
    """The texts that an expression may be: one literal, or either branch of a choice."""
    match node:
        case ast.Constant(value=str() as text) if text:
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body, named)
            yield from _literals(orelse, named)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _literals(value, named)
        case ast.Name(id=name) if named and name in named:
            yield named[name]


def _assigned(tree: ast.AST) -> dict[str, str]:
    """Names that stand for one literal, as `NEXT = "Next step"`."""
    return {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_text_is_without_its_russian() -> None:
    said = said_texts()
    missing = {text: where for text, where in said.items() if text not in TEXTS}
    assert not missing


def test_no_counted_text_is_without_its_russian() -> None:
    assert counted_texts() - COUNTS.keys() == set()


def test_no_russian_is_of_a_text_that_nobody_says() -> None:
    assert TEXTS.keys() - said_texts().keys() == set()


def test_no_text_stands_in_two_modules_of_the_catalog() -> None:
    assert sum(len(module.TEXTS) for module in modules) == len(TEXTS)


@pytest.mark.parametrize("text", TEXTS)
def test_a_translation_has_the_places_of_its_text(text: str) -> None:
    assert places(TEXTS[text]) == places(text)


@pytest.mark.parametrize("many", COUNTS)
def test_a_counted_translation_has_three_forms_and_their_places(many: str) -> None:
    assert len(COUNTS[many]) == 3
    assert all(places(form) == places(many) for form in COUNTS[many])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 строк"), (1, "1 строка"), (2, "2 строки"), (4, "4 строки"), (5, "5 строк"), (11, "11 строк"),
        (12, "12 строк"), (21, "21 строка"), (22, "22 строки"), (25, "25 строк"), (111, "111 строк"),
        (1001, "1001 строка"),
    ],
)  # fmt: skip
def test_russian_counts_in_three_forms(number: int, words: str) -> None:
    assert COUNTS["{count} rows"][counts.form_of(number)].format(count=number) == words
