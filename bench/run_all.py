"""Every figure of docs/performance.md, in one run.

    python bench/run_all.py [--quick]

Takes about ten minutes; `--quick` takes two and says only whether all is well.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PARTS = (
    ("A key press while rows stream", "key_latency.py", ("--rounds", "3"), ("--keys", "200")),
    ("Drawing a flood", "painting.py", (), ("--frames", "10")),
    ("The store and the table", "results_store.py", (), ("--rounds", "1", "--rows", "100000")),
    ("A flood", "flood.py", (), ("--seconds", "10")),
    ("One-shot mode", "one_shot.py", ("--rounds", "3"), ("--rounds", "1", "--rows", "100000")),
)
LIBRARIES = ("textual", "msgspec", "h11", "httpx")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    told = options.parse_args()
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    say = sys.stdout.write
    say(f"{datetime.now(UTC):%Y-%m-%d}; Python {platform.python_version()}, {libraries}; {platform.system()}, ")
    say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start\n")
    for title, program, whole, quick in PARTS:
        say(f"\n### {title}\n\n")
        sys.stdout.flush()
        command = [sys.executable, str(Path(__file__).with_name(program)), *(quick if told.quick else whole)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
