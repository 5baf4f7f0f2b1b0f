"""Finding lines in a log that grows and drops its oldest: the same as looking at all of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.log_search import LogSearch

LINES = st.lists(st.sampled_from(["", "INFO a", "info A", "warn b", "İ a"]), max_size=30)


@given(LINES, st.sampled_from(["a", "A", "info", "zzz", ""]), st.integers(1, 7), st.integers(0, 10))
def test_matches_are_those_of_a_look_at_all_lines(lines: list[str], wanted: str, step: int, dropped: int) -> None:
    search = LogSearch(wanted)
    for end in [*range(step, len(lines), step), len(lines)]:
        search.advance(0, end, lines.__getitem__)
    first = min(dropped, len(lines))
    search.advance(first, len(lines), lines.__getitem__)
    found = [at for at in range(first, len(lines)) if wanted and wanted.casefold() in lines[at].casefold()]
    assert search.numbers == found
    assert [search.place(number) for number in found] == list(range(1, len(found) + 1))
    if found:
        assert search.step(found[-1], 1) == found[0], "around the end"
        assert search.step(found[0], -1) == found[-1]
        assert search.step(-1, 1) == found[0]


def test_the_places_in_a_line_are_those_that_one_reads() -> None:
    assert list(LogSearch("warn").spans("WARN and warn")) == [(0, 4), (9, 13)]
    assert list(LogSearch("").spans("anything")) == []
    assert list(LogSearch("x").spans("İx")) == [(0, 2)], "places that folding shifts mark the whole line"
