"""Three real brokers to try things on by hand: `python -m tests.e2e.kafka.by_hand`, then lines on standard input.

`kill 2` and `restart 2` are a broker's power cut and its return; `kafka-topics ...`, `kafka-configs ...` and
`kafka-consumer-groups ...` run Kafka's own tools of the same jars on it; `quit` and ctrl+d end it all.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.e2e.kafka.brokers import KafkaBrokers, kafka_jars, missing_tool

USAGE = "kill N, restart N, kafka-topics ..., kafka-configs ..., kafka-consumer-groups ..., quit"


def carry_out(brokers: KafkaBrokers, words: list[str]) -> str:
    """Does one line and gives what there is to show. Raises AssertionError with the output of a tool that failed."""
    tools = {
        "kafka-topics": brokers.topics_tool,
        "kafka-configs": brokers.configs_tool,
        "kafka-consumer-groups": brokers.groups_tool,
    }
    match words:
        case ["kill", number] if number in "123":
            brokers.kill(int(number))
            return f"broker {number} is gone"
        case ["restart", number] if number in "123":
            brokers.restart(int(number))
            return f"broker {number} is back"
        case [tool, *arguments] if tool in tools:
            return tools[tool](*arguments)
        case _:
            return USAGE


def say(words: str) -> None:
    sys.stdout.write(f"{words.rstrip()}\n")
    sys.stdout.flush()


def obey(brokers: KafkaBrokers, lines: Iterable[str]) -> None:
    for line in lines:
        if line.strip() == "quit":
            return
        try:
            say(carry_out(brokers, shlex.split(line)))
        except (AssertionError, ValueError) as error:
            say(str(error))


def main() -> None:
    if lacking := missing_tool():
        sys.exit(lacking)
    with tempfile.TemporaryDirectory() as folder:
        brokers = KafkaBrokers(Path(folder), kafka_jars())
        try:
            brokers.start()
            say(f"ksqltui --bootstrap {brokers.bootstrap}\n{USAGE}")
            obey(brokers, sys.stdin)
        finally:
            brokers.stop()


if __name__ == "__main__":
    main()
