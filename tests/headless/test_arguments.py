"""The command line: what it accepts, what it refuses and in which words, without starting anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ksqltui.arguments import ArgumentsError, console_parser, sandbox_parser
from ksqltui.headless.script import ScriptSource, SourceType


def ksqltui(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ksqltui", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "KSQLTUI_CONFIG": os.devnull, **environment},
        check=False,
    )


def test_our_flags_and_the_official_ones_mean_the_same() -> None:
    ours = ["-e", "A;", "-f", "b.sql", "-d", "x=1", "-u", "me", "-p", "pw", "-o", "table", "--limit", "3"]
    official = ["--execute", "A;", "--file", "b.sql", "--define", "x=1", "--user", "me", "--password", "pw"]
    official += ["--output", "TABULAR", "--query-row-limit", "3"]
    parser = console_parser("0")
    assert parser.parse_args([*ours, "--timeout", "1.5"]) == parser.parse_args([*official, "--query-timeout", "1500"])


def test_sources_keep_their_order() -> None:
    told = console_parser("0").parse_args(["-f", "a", "-e", "B", "-f", "-", "host:1"])
    assert told.sources == [
        ScriptSource(SourceType.FILE, "a"),
        ScriptSource(SourceType.TEXT, "B"),
        ScriptSource(SourceType.FILE, "-"),
    ]
    assert told.server == "host:1"
    assert console_parser("0").parse_args([]).sources == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--limit", "0"], "1 or more"),
        (["--timeout", "nan"], "waited for"),
        (["--timeout", "-1"], "more than 0"),
        (["-o", "xml"], "markdown"),
        (["-d", "x"], "NAME=VALUE"),
        (["--nonsense"], "--nonsense"),
        (["--from", "middle"], "earliest"),
    ],
)
def test_wrong_values_are_told_with_what_to_write(arguments: list[str], named: str) -> None:
    with pytest.raises(ArgumentsError) as caught:
        console_parser("0").parse_args(arguments)
    assert named in str(caught.value)
    assert "--help" in str(caught.value)


def test_the_sandbox_has_its_own_defaults() -> None:
    told = sandbox_parser().parse_args([])
    assert (told.port, told.seed, told.rate, told.speed) == (8088, None, 2.0, 1.0)
    with pytest.raises(ArgumentsError, match="not a port"):
        sandbox_parser().parse_args(["--port", "70000"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "needs a terminal"),
        (("replay",), "FILE"),
        (("topics",), "COMMAND"),
        (("topics", "alter", "payments"), "nothing to alter"),
        (("groups", "reset", "g", "--to", "soon"), "no position"),
        (("produce", "--idempotence", "--acks", "one"), "--acks all"),
        (("topics", "list", "--command-config", "no-such.properties"), "no-such.properties"),
        (("--seed", "3", "-e", "SHOW STREAMS;"), "belongs to --sandbox"),
        (("--sandbox", "host:1", "-e", "SHOW STREAMS;"), "not both"),
        (("ftp://host", "-e", "SHOW STREAMS;"), "http"),
        (("-f", "no-such-file.sql"), "no-such-file.sql"),
        (("--config-file", "no-such.properties", "-e", "x"), "no-such.properties"),
        (("host:99999", "-e", "x"), "host:99999"),
    ],
)
def test_wrong_arguments_end_with_status_2_and_one_line(arguments: tuple[str, ...], said: str) -> None:
    done = ksqltui(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_closed_port_is_status_3() -> None:
    done = ksqltui("127.0.0.1:1", "-e", "SHOW STREAMS;")
    assert done.returncode == 3
    assert "127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_settings_file_is_told(tmp_path: Path) -> None:
    settings = tmp_path / "config.toml"
    settings.write_text("server = [", "utf-8")
    done = ksqltui("-e", "SHOW STREAMS;", KSQLTUI_CONFIG=str(settings))
    assert done.returncode == 2
    assert str(settings) in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["-e", "SHOW STREAMS;", "127.0.0.1:1"]])
def test_no_screen_is_loaded_where_none_is_drawn(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from ksqltui.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "loaded = [name for name in sys.modules if name.split('.')[0] in ('textual', 'docker', 'confluent_kafka')]\n"
        "sys.exit(repr(loaded) if loaded else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
