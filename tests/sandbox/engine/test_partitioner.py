"""Where records go: the same partitions as every Kafka client chooses."""

from __future__ import annotations

import pytest

from ksqltui.sandbox.log import Log
from ksqltui.sandbox.partitioner import murmur2, partition_of


@pytest.mark.parametrize(
    ("key", "signed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_the_hash_is_kafkas(key: bytes, signed: int) -> None:
    assert murmur2(key) == signed % 2**32


def test_the_lessons_names_share_partitions_as_on_the_recorded_server() -> None:
    """The bursts of recording window-final-gap: one for each of the three tasks."""
    together = [{"Carol", "Trent"}, {"Bob", "Peggy", "Victor"}, {"Alice", "Chuck", "Mallory"}]

    for names in together:
        assert len({partition_of(name.encode(), 3) for name in names}) == 1
    assert len({partition_of(min(names).encode(), 3) for names in together}) == 3


def test_records_without_a_key_reach_every_partition() -> None:
    log = Log(seed=1)
    log.create_topic("t", 3, 1)

    for moment in range(100):
        log.append("t", None, b"v", moment)

    assert all(place.records for place in log.topic("t").partitions)


def test_offsets_go_on_after_old_records_are_gone() -> None:
    log = Log()
    log.create_topic("t", 1, 1)
    for moment in range(5):
        log.append("t", None, b"v", moment)
    (place,) = log.topic("t").partitions

    place.forget(3)

    assert [record.offset for record in place.read(0, 10)] == [3, 4]
    assert log.append("t", None, b"v", 5).offset == 5
