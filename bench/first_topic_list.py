"""How long until the first complete list of topics stands on the screen, beside kaskade on the same cluster.

    python -m venv kaskade-env && kaskade-env/bin/pip install kaskade
    python -m bench.first_topic_list --kaskade kaskade-env/bin/kaskade [--topics 1000] [--groups 50] [--rounds 5]

Starts three real brokers as the tests do (Java and Maven are needed), fills them, and opens in turn, each in a pty of
200x50 and from the start of its process: `kaskade admin`, until its title counts all topics; and ksqltui on the
sandbox's REST interface and these brokers, `F2` pressed twice as soon as its panel is there, until the cluster view's
tab counts all topics. Both have looked at every partition's bounds by then, and kaskade at the groups too. Prints both
medians and their ratio.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.cluster_refresh import filled_brokers
from bench.pty_screen import PtyScreen
from tests.e2e.kafka.brokers import missing_tool

LONGEST = 120.0
F2_TWICE = b"\x1bOQ\x1bOQ"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[A-Za-z]|[()][A-Z0-9])")
OWN = 1
"""Topics beside those that were made: Kafka's own of the groups' offsets."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kaskade", required=True, help="the program of that name")
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--groups", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    if missing := missing_tool():
        sys.stderr.write(f"{missing}\n")
        return 1
    count = told.topics + OWN
    ours: list[float] = []
    theirs: list[float] = []
    with filled_brokers(told.topics, told.groups) as bootstrap, sandbox() as server:
        for _ in range(told.rounds):
            theirs.append(first_list([told.kaskade, "admin", "-b", bootstrap], f"[{count}]".encode()))
            ours.append(
                first_list(
                    [sys.executable, "-m", "ksqltui", server, "--bootstrap", bootstrap],
                    b"Topics %d" % count,
                    opens=(b"Brokers", F2_TWICE),
                )
            )
    sys.stdout.write(
        f"kaskade   {statistics.median(theirs):6.2f} s (fastest {min(theirs):.2f})\n"
        f"ksqltui   {statistics.median(ours):6.2f} s (fastest {min(ours):.2f})\n"
        f"ratio     {statistics.median(ours) / statistics.median(theirs):6.2f}\n"
    )
    return 0


@contextmanager
def sandbox() -> Iterator[str]:
    """The address of a sandbox that answers as ksqlDB does."""
    command = [sys.executable, "-m", "ksqltui", "sandbox", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        told = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+", told)
        assert found is not None, told
        yield found[0].rstrip(".,")
    finally:
        process.terminate()
        process.wait()


def first_list(command: Sequence[str], wanted: bytes, opens: tuple[bytes, bytes] | None = None) -> float:
    """Seconds from the start of a program until a text is on its screen; `opens`: which keys to press after which."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = home
        began = time.monotonic()
        screen = PtyScreen([str(Path(command[0]).absolute()), *command[1:]])
        try:
            if opens is not None:
                wait_for(screen, opens[0], began + LONGEST)
                screen.type(opens[1])
            wait_for(screen, wanted, began + LONGEST)
            return time.monotonic() - began
        finally:
            screen.close()


def wait_for(screen: PtyScreen, text: bytes, until: float) -> None:
    """Returns when the text was written. Raises TimeoutError with the end of what was."""
    seen = b""
    for data in screen.output(until):
        seen = (seen + data)[-1_000_000:]
        if text in _ESCAPES.sub(b"", seen):
            return
    raise TimeoutError(f"{text!r} was not seen; the last was {seen[-500:]!r}")


if __name__ == "__main__":
    sys.exit(main())
