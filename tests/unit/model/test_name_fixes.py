"""A refused name that is nearly one of the catalog's is mended, as the server words its refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ksqltui.model.errors import KsqlError
from ksqltui.model.fixes import fix_for
from ksqltui.speech.language import Language
from ksqltui.speech.speech import speech_in
from ksqltui.sql.diagnostics import KnownNames
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_statement

from .test_fixes import refusal


@pytest.mark.parametrize(
    ("recording", "names", "statement"),
    [
        (
            "error-qs-unknown-column",
            KnownNames({"PAYMENTS": frozenset({"NOPES", "AMOUNT"})}),
            "SELECT nopes FROM payments EMIT CHANGES;",
        ),
        (
            "error-unknown-column",
            KnownNames({"PAYMENTS": frozenset({"NOPES"})}),
            "CREATE STREAM x AS SELECT nopes FROM payments;",
        ),
        (
            "error-unknown-function",
            KnownNames({}, frozenset({"NOPES", "SUM"})),
            "CREATE STREAM x AS SELECT NOPES(amount) FROM payments;",
        ),
        ("error-describe-unknown", KnownNames({"NOPES": frozenset()}), "DESCRIBE nopes;"),
        ("lesson-select-unknown-stream", KnownNames({"PAYMENTS2": frozenset()}), "SELECT * FROM payments2;"),
    ],
)
def test_a_name_that_is_nearly_right(
    recordings: Mapping[str, Any], recording: str, names: KnownNames, statement: str
) -> None:
    fix = fix_for(*refusal(recordings, recording), names)
    assert fix is not None
    assert fix.statement == statement
    for language in Language:
        assert "{" not in speech_in(language)(fix.why)


def test_a_name_like_no_other_gets_no_fix(recordings: Mapping[str, Any]) -> None:
    names = KnownNames({"PAYMENTS": frozenset({"AMOUNT"})}, frozenset({"SUM"}))
    assert fix_for(*refusal(recordings, "error-qs-unknown-column"), names) is None


def test_a_reserved_word_is_quoted_where_that_makes_it_a_statement() -> None:
    statement = "CREATE STREAM a (size INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='json');"
    with pytest.raises(KsqlSyntaxError) as refused:
        parse_statement(statement)
    fix = fix_for(KsqlError(refused.value.message), statement)
    assert fix is not None
    assert "(`SIZE` INT)" in fix.statement
    assert fix_for(KsqlError("line 1:10: Syntax Error\nExpecting"), "SELECT * WHERE payments;") is None
