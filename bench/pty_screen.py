"""Owns the terminal's side of a benchmark: a program in a pty of 200x50, its keys, what it shows and what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SIZE = (50, 200)
_MARK = re.compile(rb"K(\d+);")


class PtyScreen:
    """A child in a pty, and when which number `K<n>;` was seen first."""

    def __init__(self, command: Sequence[str]) -> None:
        self.child, self._end = pty.fork()
        if self.child == 0:
            env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(command[0], list(command), env)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.seen: list[tuple[int, float]] = []
        self.written = 0
        """Bytes that the child wrote to its terminal."""
        self._carry = b""

    def read(self, until: float, stop: int | None = None) -> None:
        """Reads until this time of the monotonic clock, or until the number `stop` was seen."""
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._end], [], [], left)[0]:
                continue
            try:
                data = os.read(self._end, 1 << 18)
            except OSError:
                return
            self.written += len(data)
            text = self._carry + data
            now, self._carry = time.monotonic(), text[-12:]
            for found in map(int, _MARK.findall(text)):
                if not self.seen or found > self.seen[-1][0]:
                    self.seen.append((found, now))
            if stop is not None and self.seen and self.seen[-1][0] >= stop:
                return

    def output(self, until: float) -> Iterator[bytes]:
        """What the child writes as it comes, until this time of the monotonic clock or its end."""
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._end], [], [], left)[0]:
                continue
            try:
                yield os.read(self._end, 1 << 18)
            except OSError:
                return

    def press(self) -> None:
        os.write(self._end, b"x")

    def type(self, keys: bytes) -> None:
        os.write(self._end, keys)

    def cpu_seconds(self) -> float:
        """What the child took so far."""
        fields = Path(f"/proc/{self.child}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self) -> int:
        """Bytes of memory that the child holds."""
        return int(Path(f"/proc/{self.child}/statm").read_text("ascii").split()[1]) * resource.getpagesize()

    def close(self) -> None:
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self._end)


@contextmanager
def feeder() -> Iterator[int]:
    """The port of `feed.py` in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("feed.py"))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline() if process.stdout else 0)
    finally:
        process.terminate()
        process.wait()
