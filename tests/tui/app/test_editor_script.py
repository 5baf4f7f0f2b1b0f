"""Holds the editor's script after any changes to what the text read afresh is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ksqltui.tui.widgets.editor_script import EditorScript

PIECES = st.sampled_from([";", ";", "a", "b c", "'", "--", "/*", "*/", '"', "`", " ", "\n", "\n", "SELECT 1;", "й;"])
TEXTS = st.lists(PIECES, max_size=30).map("".join)
EDITS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12), st.lists(PIECES, max_size=6).map("".join)), max_size=6
)


@given(TEXTS, EDITS, st.booleans())
def test_statements_after_any_changes_are_those_of_the_text_read_afresh(
    text: str, edits: list[tuple[int, int, str]], looks_often: bool
) -> None:
    script = EditorScript(text.split("\n"))
    assert script.statements == EditorScript(text.split("\n")).statements
    for start, length, put in edits:
        text = text[:start] + put + text[start + length :]
        script = EditorScript(text.split("\n"), script)
        if looks_often:
            assert script.statements == EditorScript(text.split("\n")).statements
    assert script.statements == EditorScript(text.split("\n")).statements


@given(TEXTS, EDITS)
def test_what_was_read_of_an_earlier_text_is_taken_over(text: str, edits: list[tuple[int, int, str]]) -> None:
    under_way = EditorScript(text.split("\n"))
    script = under_way
    for start, length, put in edits:
        text = text[:start] + put + text[start + length :]
        script = EditorScript(text.split("\n"), script)
    whole = script.unread
    assert under_way.statements is not None
    script.take_over(under_way)
    assert script.unread <= whole
    assert script.statements == EditorScript(text.split("\n")).statements
    assert script.unread == 0


def test_a_change_reads_only_the_statements_around_it() -> None:
    lines = [f"SELECT {number} FROM t;" for number in range(50)]
    former = EditorScript(lines)
    before = former.statements
    after = EditorScript([*lines[:20], "SELECT 'x", "y';", *lines[21:]], former).statements
    assert all(new is old for new, old in zip(after[:20], before, strict=False))
    assert after[20].text == "SELECT 'x\ny';"
    assert [each.text for each in after[21:]] == [each.text for each in before[21:]]
    assert all(each.text is old.text for each, old in zip(after[22:], before[22:], strict=True))
