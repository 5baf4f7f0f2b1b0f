"""Owns what is wanted at a place of a script: which words, names or values could be typed there; knows no catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ksqltui.sql.client_commands import USAGE
from ksqltui.sql.client_words import begins_client_command
from ksqltui.sql.grammar.cursor import is_name
from ksqltui.sql.keywords import COMMANDS, KEYWORDS
from ksqltui.sql.matching import is_subsequence
from ksqltui.sql.probing import PHRASES, Probe
from ksqltui.sql.tokens import Token, TokenKind, tokenize, unquote


class Want(Enum):
    """A kind of name or value that may stand at the cursor."""

    SOURCE = "stream or table"
    STREAM = "stream"
    TABLE = "table"
    COLUMN = "column"
    FUNCTION = "function"
    QUERY = "query"
    TOPIC = "topic"
    TYPE = "type"
    WITH_KEY = "WITH property"
    WITH_VALUE = "value of a WITH property"
    PROPERTY = "property"
    PROPERTY_VALUE = "value of a property"


@dataclass(frozen=True, slots=True)
class ScopeSource:
    """A source that the statement reads: its name as ksqlDB sees it, and the name that its columns go by."""

    name: str
    alias: str


@dataclass(frozen=True, slots=True)
class Call:
    """The innermost function call around the cursor; `argument` counts from 0, `start` is the name's offset."""

    name: str
    argument: int
    start: int


@dataclass(frozen=True, slots=True)
class CompletionContext:
    """What may stand in the place of `script[start:end]`, of which `word` is typed.

    `keywords` are the phrases that the grammar allows and `word` could become. `qualifier` is the source before a
    dot, `setting` the WITH property or property whose value is wanted, `in_string` whether the quotes are there.
    `keyword_sample` and `name_sample` are the nearest keyword and name before, for the case of what is inserted.
    """

    word: str = ""
    start: int = 0
    end: int = 0
    wants: frozenset[Want] = frozenset()
    keywords: tuple[str, ...] = ()
    sources: tuple[ScopeSource, ...] = ()
    qualifier: str | None = None
    setting: str = ""
    in_string: bool = False
    call: Call | None = None
    keyword_sample: str = ""
    name_sample: str = ""
    begins: bool = False
    """Whether a statement begins here."""


_STRINGS: Final = frozenset({TokenKind.STRING, TokenKind.UNTERMINATED_STRING})
_NO_WORDS: Final = frozenset(
    {
        TokenKind.INTEGER,
        TokenKind.DECIMAL,
        TokenKind.DOUBLE,
        TokenKind.QUOTED_NAME,
        TokenKind.UNTERMINATED_NAME,
        TokenKind.VARIABLE,
        TokenKind.UNKNOWN,
    }
)
_BEFORE_A_LIST: Final = frozenset({"STREAM", "TABLE", "INTO", "EXISTS", "WITH"})
_HOLD_A_QUERY: Final = frozenset({"CREATE", "INSERT", "EXPLAIN"})
_OF_QUERIES: Final = frozenset({"TERMINATE", "PAUSE", "RESUME", "EXPLAIN"})


def completion_context(script: str, offset: int) -> CompletionContext:
    """What may stand at a character of any text; nothing inside comments, numbers and quoted names."""
    tokens = list(tokenize(script, trivia=True))[:-1]
    here = next((token for token in tokens if token.start < offset <= token.end), None)
    if here is not None and (here.kind in _NO_WORDS or _is_open_comment(here, offset)):
        return CompletionContext(start=offset, end=offset)
    spoken = [token for token in tokens if token.kind not in (TokenKind.SPACE, TokenKind.COMMENT)]
    in_string = here is not None and here.kind in _STRINGS and not _is_closed_at(here, offset)
    start = end = offset
    if here is not None and in_string:
        start = here.start + 1
        end = here.end - 1 if here.kind is TokenKind.STRING else offset
    elif here is not None and here.kind is TokenKind.WORD:
        if here.text[0].isdigit():
            return CompletionContext(start=offset, end=offset)
        start, end = here.start, here.end
    before = _statement_before([token for token in spoken if token.end <= start and token.start < start - in_string])
    if _is_past_a_command(script.count("\n", 0, start) + 1, before):
        before = []
    after = _statement_after(before, [token for token in spoken if token.start >= end and token.end > offset])
    return _context(before, after, script[start:offset], start, end, in_string)


def _context(
    before: list[Token], after: list[Token], word: str, start: int, end: int, in_string: bool
) -> CompletionContext:
    call, inside = _surroundings(before)
    previous = before[-1].word if before else ""
    qualifier = _name(before[-2]) if previous == "." and len(before) > 1 and is_name(before[-2]) else None
    setting, wants = _setting_wants(before, inside)
    keywords: tuple[str, ...] = ()
    if not wants and not in_string:
        probe = Probe(before)
        wants = frozenset({Want.COLUMN}) if qualifier else _name_wants(before, inside, probe)
        if previous not in (".", "->"):
            key = word.upper()
            keywords = probe.allowed(phrase for phrase in (*COMMANDS, *PHRASES) if is_subsequence(key, phrase))
            if key and not before:
                keywords += tuple(command for command in USAGE if command.startswith(key))
    elif not wants and previous == "PRINT":
        wants = frozenset({Want.TOPIC})
    words = [token for token in reversed(before) if token.kind is TokenKind.WORD]
    return CompletionContext(
        word,
        start,
        end,
        wants,
        tuple(dict.fromkeys(keywords)),
        sources_of([*before, *after]),
        qualifier,
        setting,
        in_string,
        call,
        next((token.text for token in words if token.word in KEYWORDS), ""),
        next((token.text for token in words if token.word not in KEYWORDS), ""),
        begins=not before and not in_string,
    )


def sources_of(tokens: Sequence[Token]) -> tuple[ScopeSource, ...]:
    """The sources that a statement names after FROM, JOIN and INTO, with their aliases; it may be half-typed."""
    found: list[ScopeSource] = []
    for index, token in enumerate(tokens[:-1]):
        named = tokens[index + 1]
        if token.word not in ("FROM", "JOIN", "INTO") or not is_name(named):
            continue
        rest = tokens[index + 2 : index + 4]
        if rest and rest[0].word == "AS":
            rest = rest[1:]
        alias = _name(named)
        if rest and is_name(rest[0]) and rest[0].word not in ("EMIT", "PARTITION"):
            alias = _name(rest[0])
        found.append(ScopeSource(_name(named), alias))
    return tuple(found)


def _is_open_comment(token: Token, offset: int) -> bool:
    if token.kind is TokenKind.UNTERMINATED_COMMENT:
        return True
    return token.kind is TokenKind.COMMENT and (token.text.startswith("--") or offset < token.end)


def _is_closed_at(token: Token, offset: int) -> bool:
    return token.kind is TokenKind.STRING and offset == token.end


def _statement_before(tokens: list[Token]) -> list[Token]:
    """From the last `;`, or from what looks like a statement's beginning where the `;` before it is not typed yet."""
    begin = 0
    for index, token in enumerate(tokens):
        if token.word == ";":
            begin = index + 1
        elif index > begin and _begins_anew(token, tokens[begin:index]):
            begin = index
    return tokens[begin:]


def _statement_after(before: list[Token], tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens):
        if token.word == ";" or _begins_anew(token, [*before, *tokens[:index]]):
            return tokens[:index]
    return tokens


def _is_past_a_command(line: int, before: list[Token]) -> bool:
    """Whether what is before is a client command, which has ended with its line."""
    if not before or line == before[0].line:
        return False
    second = before[1].word if len(before) > 1 and before[1].line == before[0].line else ""
    return begins_client_command(before[0].word, second)


def _begins_anew(token: Token, before: list[Token]) -> bool:
    """A command at the start of a line that cannot be a part of what is before: no statement has two SELECTs."""
    if _is_past_a_command(token.line, before):
        return True
    if token.column != 1 or token.word not in COMMANDS:
        return False
    if token.word == "SELECT":
        return not before or any(each.word == "SELECT" for each in before) or before[0].word not in _HOLD_A_QUERY
    return token.word != "SET" and bool(before) and before[-1].word != "EXPLAIN"


def _surroundings(before: list[Token]) -> tuple[Call | None, tuple[str, ...]]:
    """The innermost function call, and the two words before the innermost open parenthesis, nearest first."""
    opened: list[tuple[Call | None, tuple[str, ...]]] = []
    argument = [0]
    for index, token in enumerate(before):
        if token.word == "(":
            words = tuple(before[back].word for back in (index - 1, index - 2) if back >= 0)
            named = before[index - 1] if index else None
            is_call = named is not None and named.word not in KEYWORDS and named.kind is TokenKind.WORD
            if is_call and named is not None and words[1:] and words[1] not in _BEFORE_A_LIST:
                opened.append((Call(named.word, 0, named.start), words))
            else:
                opened.append((None, words))
            argument.append(0)
        elif token.word == ")" and opened:
            opened.pop()
            argument.pop()
        elif token.word == ",":
            argument[-1] += 1
    words = opened[-1][1] if opened else ()
    for depth in range(len(opened), 0, -1):
        call = opened[depth - 1][0]
        if call is not None:
            return Call(call.name, argument[depth], call.start), words
        if words[:1] == ("WITH",):
            break
    return None, words


def _setting_wants(before: list[Token], inside: tuple[str, ...]) -> tuple[str, frozenset[Want]]:
    """WITH (key = value), SET 'name' = 'value', UNSET 'name': what is wanted and whose value it is."""
    if not before:
        return "", frozenset()
    previous = before[-1].word
    if inside[:1] == ("WITH",):
        if previous in ("(", ","):
            return "", frozenset({Want.WITH_KEY})
        if previous == "=" and len(before) > 1:
            return _setting_name(before[-2]), frozenset({Want.WITH_VALUE})
        return "", frozenset()
    if before[0].word in ("SET", "UNSET"):
        if len(before) == 1:
            return "", frozenset({Want.PROPERTY})
        if len(before) == 3 and previous == "=":
            return _setting_name(before[1]), frozenset({Want.PROPERTY_VALUE})
    return "", frozenset()


def _name_wants(before: list[Token], inside: tuple[str, ...], probe: Probe) -> frozenset[Want]:
    if not before:
        return frozenset()
    first, previous = before[0].word, before[-1].word
    if probe.takes_expression:
        return frozenset({Want.FUNCTION} if first == "INSERT" and "VALUES" in inside else {Want.COLUMN, Want.FUNCTION})
    if probe.takes_type:
        return frozenset({Want.TYPE})
    if not probe.takes_name:
        return frozenset()
    if previous in ("FROM", "JOIN"):
        return frozenset({Want.SOURCE})
    if first == "INSERT":
        return frozenset({Want.SOURCE if previous == "INTO" else Want.COLUMN})
    if first == "DESCRIBE":
        return frozenset({Want.FUNCTION if previous == "FUNCTION" else Want.SOURCE})
    if first in ("DROP", "ALTER") and previous in ("STREAM", "TABLE", "EXISTS"):
        return frozenset({Want.STREAM if "STREAM" in (before[1].word, previous) else Want.TABLE})
    if len(before) == 1 and first in _OF_QUERIES:
        return frozenset({Want.QUERY})
    if len(before) == 1 and first == "PRINT":
        return frozenset({Want.TOPIC})
    return frozenset()


def _name(token: Token) -> str:
    return unquote(token.text) if token.kind is TokenKind.QUOTED_NAME else token.word or token.text


def _setting_name(token: Token) -> str:
    return unquote(token.text) if token.kind in (TokenKind.STRING, TokenKind.QUOTED_NAME) else token.word
