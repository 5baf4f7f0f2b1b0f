"""The documents say what the program does: their links, their flags, their keys; and nothing of this machine."""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding

import ksqltui.tui
from ksqltui.arguments import console_parser, sandbox_parser
from ksqltui.cluster_arguments import groups_parser, produce_parser, topics_parser
from ksqltui.config_arguments import config_parser
from ksqltui.replay_arguments import replay_parser
from ksqltui.stack_arguments import doctor_parser, stack_parser
from ksqltui.tui.keys import binding_keys

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]

COMMAND_PARSERS = {
    "config": config_parser,
    "topics": topics_parser,
    "groups": groups_parser,
    "produce": produce_parser,
    "replay": replay_parser,
    "stack": stack_parser,
    "doctor": doctor_parser,
}

AREAS = {
    "SqlEditor": "Editor",
    "EditorPane": "Buffers",
    "ResultsTable": "Rows of a result",
    "ReadingTable": "Reading rows",
    "FilterBar": "Filter",
    "CheckList": "A list to tick",
    "ColumnsSheet": "Columns of a result",
    "IdentityDialog": "What makes a row",
    "ExportDialog": "Export",
    "Choice": "Export",
    "KeyTimeline": "A row's timeline",
    "ChartView": "A result's chart",
    "ResultsActions": "Results",
    "SidePanel": "Side panel",
    "PickList": "A list",
    "ClusterScreen": "Cluster view",
    "ActionDialog": "An action on the cluster",
    "MessagesScreen": "A topic's messages",
    "ProduceDialog": "A message to send",
    "LessonPane": "Lesson",
    "MainScreen": "Panes and session",
    "KsqltuiApp": "Everywhere",
    "StartScreen": "Start screen",
    "StartCard": "A choice of the start screen",
    "StackStartScreen": "The stack on its way up",
    "StackScreen": "The stack",
    "StackDownDialog": "Taking the stack down",
    "ConfirmDialog": "A question",
    "PromptDialog": "A question for one line",
    "HistoryScreen": "History",
    "TemplatesScreen": "The list of templates",
    "PathDialog": "A question for a path",
    "FindBar": "Find and replace",
    "ConnectDialog": "Connect elsewhere",
    "PropertiesForm": "Query properties",
    "HelpScreen": "Help",
}
"""Where docs/keys.md tells the keys of a class."""
AREAS_BY_ID = {"edit": "Writing", "format": "Changing text", "completion": "Completion", "template": "Templates"}
"""Keys whose id begins so have a heading of their own, whatever class binds them."""

Keys = dict[str, list[tuple[str, str]]]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        file, _, heading = target.partition("#")
        if "://" in target:
            continue
        linked = page.parent / file if file else page
        assert linked.exists(), f"{name_of(page)} links to {target}, which is not there"
        if heading:
            assert heading in headings(linked), f"{name_of(page)} links to {target}, but there is no such heading"


def headings(page: Path) -> list[str]:
    """The anchors that a page's headings have where Markdown is rendered."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_knows_the_machine_that_it_was_written_on(page: Path) -> None:
    found = re.findall(r"(?<![\w.~])/(?:work|tmp|home|root|Users)/\S*", page.read_text("utf-8"))
    assert not found


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_of_the_documents_can_be_written(page: Path) -> None:
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    for command in filter(lambda line: re.match(r"(\S+=\S+ )*ksqltui( |$)", line), lines):
        words = shlex.split(command.split("ksqltui", 1)[1], comments=True)
        words = words[: next((at for at, word in enumerate(words) if word in ("|", ">", "2>", "&&")), len(words))]
        if words[:1] == ["sandbox"]:
            sandbox_parser().parse_args(words[1:])
        elif words[0:1] and words[0] in COMMAND_PARSERS:
            COMMAND_PARSERS[words[0]]().parse_args(words[1:])
        else:
            console_parser("").parse_args(words)


def with_commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


def test_the_guide_tells_every_flag() -> None:
    told = "".join(page.read_text("utf-8") for page in PAGES)
    commands = [parser for make in COMMAND_PARSERS.values() for parser in with_commands(make())]
    for parser in (console_parser(""), sandbox_parser(), *commands):
        for line in parser.format_help().splitlines():
            for flag in re.findall(r"(?<![\w-])--[a-z-]+", line):
                assert flag in told, f"{flag} is in --help and in no document"


def test_the_keys_page_lists_the_keys_that_there_are() -> None:
    bound, listed = bound_keys(), listed_keys()
    for area in [*bound, *(set(listed) - set(bound))]:
        rows = "\n".join(f"| `{keys}` | {does} | |" for keys, does in bound.get(area, []))
        assert listed.get(area, []) == bound.get(area, []), f"docs/keys.md, '{area}', is to have these rows:\n{rows}"


def bound_keys() -> Keys:
    """Every key that a class of the screens binds, by the area where it works."""
    keys: Keys = defaultdict(list)
    for found in pkgutil.walk_packages(ksqltui.tui.__path__, "ksqltui.tui."):
        module = importlib.import_module(found.name)
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ != module.__name__:
                continue
            for binding in kind.__dict__.get("BINDINGS", ()):
                assert isinstance(binding, Binding)
                area = AREAS_BY_ID.get((binding.id or "").partition(".")[0], AREAS.get(name, name))
                keys[area].append((binding_keys(binding), binding.tooltip or binding.description))
    return keys


def listed_keys() -> Keys:
    """The first two cells of each table of docs/keys.md by the heading above it."""
    keys: Keys = defaultdict(list)
    area = ""
    for line in (ROOT / "docs" / "keys.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            area = line.removeprefix("## ")
        elif row := re.match(r"\| `(.+?)` \| (.+?) \|", line):
            keys[area].append((row[1], row[2]))
    return keys
