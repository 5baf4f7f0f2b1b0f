"""The scroll bar follows where somebody would see it, and lays the screen out no oftener."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from ksqltui.tui.widgets.results_bar import SECONDS_BETWEEN, SECONDS_BETWEEN_ALIKE, BarPace

BODY = 40


@pytest.mark.parametrize(
    ("shown", "wanted", "top", "still", "wait"),
    [
        pytest.param(0, 30, 0, False, SECONDS_BETWEEN, id="the first rows"),
        pytest.param(100, 200, 160, False, SECONDS_BETWEEN, id="a bar that becomes shorter"),
        pytest.param(500_000, 510_000, 509_960, False, SECONDS_BETWEEN_ALIKE, id="the tail of a long stream"),
        pytest.param(500_000, 510_000, 509_960, True, SECONDS_BETWEEN, id="no more rows come"),
        pytest.param(500_000, 700_000, 250_000, False, SECONDS_BETWEEN, id="a place that is held moves up"),
        pytest.param(500_000, 500_100, 250_000, False, SECONDS_BETWEEN_ALIKE, id="hardly"),
    ],
)
def test_a_bar_that_looks_alike_may_wait(shown: int, wanted: int, top: int, still: bool, wait: float) -> None:
    pace = BarPace()
    assert pace.is_due(100.0, Size(80, shown), Size(80, wanted), BODY, top, is_still=still)
    pace.sized(100.0)

    for now, is_due in ((100.0 + wait - 0.1, False), (100.0 + wait, True)):
        assert pace.is_due(now, Size(80, shown), Size(80, wanted), BODY, top, is_still=still) is is_due


def test_another_width_does_not_wait() -> None:
    pace = BarPace()
    pace.sized(100.0)

    assert pace.is_due(100.0 + SECONDS_BETWEEN, Size(80, 9_999), Size(90, 9_999), BODY, 9_000, is_still=False)
