"""Owns the choice of a record's partition: Kafka's murmur2 for keyed records, sticky batches for the others."""

from __future__ import annotations

import random

_SEED = 0x9747B28C
_M = 0x5BD1E995
_MASK = 0xFFFFFFFF


def murmur2(data: bytes) -> int:
    """Kafka's 32-bit hash of a key, unsigned."""
    length = len(data)
    h = (_SEED ^ length) & _MASK
    whole = length & ~3
    for at in range(0, whole, 4):
        k = int.from_bytes(data[at : at + 4], "little")
        k = (k * _M) & _MASK
        k ^= k >> 24
        k = (k * _M) & _MASK
        h = ((h * _M) & _MASK) ^ k
    rest = length - whole
    if rest:
        for shift in range(rest - 1, -1, -1):
            h ^= data[whole + shift] << (8 * shift)
        h = (h * _M) & _MASK
    h ^= h >> 13
    h = (h * _M) & _MASK
    return h ^ (h >> 15)


def partition_of(key: bytes, partitions: int) -> int:
    """Where every Kafka client with the default partitioner puts this key."""
    if partitions == 1:
        return 0
    return (murmur2(key) & 0x7FFFFFFF) % partitions


class KeylessPartitioner:
    """Where records without a key go: a random partition each, as for a producer that sends now and then."""

    def __init__(self, seed: int | None) -> None:
        self._random = random.Random(seed)

    def choose(self, partitions: int) -> int:
        return 0 if partitions == 1 else self._random.randrange(partitions)
