"""Owns how many rows came in each of the last seconds; knows neither rows nor a clock of its own."""

from __future__ import annotations

from collections import deque

KEPT_SECONDS = 60


class Arrivals:
    """Counts per whole second of the times it is told, kept for the last KEPT_SECONDS."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.last: float | None = None
        self._counts: deque[tuple[int, int]] = deque(maxlen=KEPT_SECONDS)

    def copy(self) -> Arrivals:
        """The same counts, to count on from."""
        other = Arrivals()
        other.first, other.last, other._counts = self.first, self.last, self._counts.copy()
        return other

    def note(self, time: float, count: int) -> None:
        """`count` rows came at `time`, in seconds; a clock that was set back counts into the newest second."""
        second = int(time)
        if self.first is None:
            self.first = time
        self.last = time
        if self._counts and self._counts[-1][0] >= second:
            self._counts[-1] = (self._counts[-1][0], self._counts[-1][1] + count)
        else:
            self._counts.append((second, count))

    def per_second(self, now: float, seconds: int) -> tuple[int, ...]:
        """Counts of the last `seconds` whole seconds before the one that is under way, oldest first."""
        counts = dict(self._counts)
        this = int(now)
        return tuple(counts.get(second, 0) for second in range(this - seconds, this))

    def rate(self, now: float, over: int = 10) -> float:
        """Rows a second, over the last `over` whole seconds or the shorter time since the first row."""
        if self.first is None:
            return 0.0
        seconds = max(1, min(over, int(now) - int(self.first)))
        if int(now) <= int(self.first):
            return float(sum(count for _, count in self._counts))
        return sum(self.per_second(now, seconds)) / seconds
