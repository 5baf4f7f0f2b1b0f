"""Numbers of bytes as people read them."""

from __future__ import annotations

import pytest

from ksqltui.model.data_size import size_in_units


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (1250, "1.2 KB"),
        (10 * 1024**2, "10 MB"),
        (3.5 * 1024**3, "3.5 GB"),
        (5000 * 1024**3, "5000 GB"),
    ],
)
def test_bytes_read_in_the_unit_that_is_short(size: float, text: str) -> None:
    assert " ".join(size_in_units(size)) == text
