"""What is found and replaced, by words and by expressions, and what is refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.text_search import Found, Search, SearchRefused, find_all, nearest, replaced_all, replaced_one

TEXT = st.text(alphabet="aB.\n", max_size=40)


@given(TEXT, st.text(alphabet="aB.\n", min_size=1, max_size=3), st.text(alphabet="xy\\", max_size=3))
def test_words_are_found_as_they_are(text: str, wanted: str, replacement: str) -> None:
    search = Search(wanted, minds_case=True)
    found = find_all(text, search)
    assert all(text[each.start : each.end] == wanted for each in found)
    assert len(found) == text.count(wanted)
    assert replaced_all(text, search, replacement) == (text.replace(wanted, replacement), len(found))


def test_an_expression_with_groups() -> None:
    search = Search(r"(\w+)=(\d)", is_regex=True)
    assert replaced_all("a=1 b=2", search, r"\2=\1") == ("1=a 2=b", 2)
    assert replaced_one("a=1 b=2", Found(4, 7), search, r"\1") == "b"
    assert find_all("one\nTWO", Search("^two$", is_regex=True)) == (Found(4, 7),)
    assert find_all("one\nTWO", Search("^two$", is_regex=True, minds_case=True)) == ()


def test_empty_matches_are_nothing_to_see() -> None:
    assert find_all("abc", Search("x*", is_regex=True)) == ()
    assert replaced_all("abc", Search("x*", is_regex=True), "-") == ("abc", 0)


@pytest.mark.parametrize("wanted", ["(", "[", "a{2", "(?<n", "*"])
def test_what_is_no_expression_is_said(wanted: str) -> None:
    if wanted == "a{2":
        assert find_all("a{2", Search(wanted, is_regex=True)) == (Found(0, 3),)
        return
    with pytest.raises(SearchRefused, match="no regular expression"):
        find_all("text", Search(wanted, is_regex=True))


def test_an_expression_without_end_is_given_up() -> None:
    with pytest.raises(SearchRefused, match="too long"):
        find_all("a" * 40 + "b", Search(r"(a|aa)+\1c", is_regex=True))


def test_a_replacement_that_names_no_group_is_refused() -> None:
    with pytest.raises(SearchRefused, match="does not fit"):
        replaced_all("a", Search("a", is_regex=True), r"\3")


def test_the_nearest_match_comes_round() -> None:
    matches = (Found(2, 3), Found(8, 9))
    assert [nearest(matches, offset) for offset in (0, 3, 9)] == [0, 1, 0]
    assert nearest((), 0) == -1
