"""The first buffer holds the lesson: every statement reads, in the lesson's order, with words before each."""

from __future__ import annotations

from importlib import resources

from ksqltui.session.routing import route
from ksqltui.sql.analysis import StatementKind
from ksqltui.sql.splitter import split

PULL, PUSH = StatementKind.PULL_QUERY, StatementKind.PUSH_QUERY
PRINT, REQUEST = StatementKind.PRINT, StatementKind.REQUEST


def test_every_statement_of_the_lesson_is_there_and_reads() -> None:
    text = resources.files("ksqltui.session").joinpath("lesson.sql").read_text("utf-8")
    statements = split(text)
    routes = [route(statement.text, {}) for statement in statements]
    assert all(statement.terminated for statement in statements)
    assert all(way.statement is not None for way in routes)
    assert [way.kind for way in routes] == [
        REQUEST, PULL, PULL, PULL, PULL, PUSH, PUSH, PUSH, PUSH, PUSH, PUSH, REQUEST, PUSH, REQUEST, REQUEST, PRINT,
    ]  # fmt: skip
    assert [way.title for way in routes][:2] == ["create payments", "payments"]


def test_the_russian_lesson_has_the_same_statements_and_other_words() -> None:
    files = resources.files("ksqltui.session")
    english, russian = (files.joinpath(name).read_text("utf-8") for name in ("lesson.sql", "lesson.ru.sql"))
    assert [statement.text for statement in split(russian)] == [statement.text for statement in split(english)]
    comments = [line for line in russian.splitlines() if line.startswith("--")]
    assert len(comments) == sum(line.startswith("--") for line in english.splitlines())
    assert not set(comments) & set(english.splitlines())
