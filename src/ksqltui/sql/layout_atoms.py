"""Owns a statement's tokens as they stand beside each other on a line, and where its clauses begin; sets no lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ksqltui.sql.keywords import RESERVED
from ksqltui.sql.tokens import Token, TokenKind, tokenize


@dataclass(slots=True)
class Atom:
    """A token on a line: `space` before it, the `depth` of parentheses that it stands in.

    `may_begin` a line where there is no room; a comment on a line of its own (`own_line`) must, and after one that
    `ends_line` the next token must.
    """

    text: str
    space: bool
    depth: int
    may_begin: bool = False
    own_line: bool = False
    ends_line: bool = False
    is_comment: bool = False


@dataclass(slots=True)
class Section:
    """A clause. It `joins` the line before where both fit; `is_list` when a parenthesis holds what it defines."""

    atoms: list[Atom] = field(default_factory=list)
    indent: int = 0
    hang: int = 4
    joins: bool = False
    is_list: bool = False


_CLAUSES: Final = frozenset({"FROM", "WHERE", "WINDOW", "GROUP", "PARTITION", "HAVING", "EMIT", "LIMIT", "JOIN"})
_JOIN_HEADS: Final = frozenset({"INNER", "LEFT", "RIGHT", "FULL", "OUTER"})
_JOINING: Final = frozenset({"WITH", "WINDOW", "HAVING", "EMIT", "LIMIT"})
_TIGHT_BEFORE: Final = frozenset({",", ";", ")", "]", ".", "->", "["})
_TIGHT_AFTER: Final = frozenset({"(", "[", ".", "->"})
_CALLED: Final = frozenset({"CAST", "DECIMAL", "CASE"})
"""Reserved words that hold their parenthesis close."""

_TYPE_HEADS: Final = frozenset({"ARRAY", "MAP", "STRUCT"})
_NAMED_LISTS: Final = frozenset({"STREAM", "TABLE", "INTO", "EXISTS"})
_VALUES_END: Final = frozenset({")", "]"})


def joined(atoms: Sequence[Atom]) -> str:
    """The atoms on one line."""
    return "".join((" " if atom.space and index else "") + atom.text for index, atom in enumerate(atoms))


def sections_of(text: str) -> list[Section]:
    """The clauses of a statement in order; joined with spaces they are the statement on one line."""
    sections = [Section()]
    in_query = False
    atoms = _atoms(text)
    for index, (atom, token) in enumerate(atoms):
        after = _following(atoms, index)
        word = token.word if atom.depth == 0 else ""
        begins = False
        if word == "SELECT":
            begins, in_query = bool(sections[0].atoms), True
        elif word == "WITH" and not in_query:
            begins = True
        elif in_query and word in _CLAUSES | _JOIN_HEADS:
            begins = _begins_clause(word, after, _preceding(atoms, index))
        elif word == "ADD" and after == "COLUMN":
            begins = True
        if begins:
            base = 2 if sections[0].atoms else 0
            sections.append(Section(indent=base, hang=base + 4, joins=word in _JOINING, is_list=word == "WITH"))
        if word == "SELECT":
            sections[-1].hang = sections[-1].indent + 7
        sections[-1].atoms.append(atom)
    sections[0].is_list = any(atom.text == "(" for atom in sections[0].atoms) and _is_definition(atoms)
    return sections


def _is_definition(atoms: Sequence[tuple[Atom, Token]]) -> bool:
    words = [token.word for _, token in atoms[:6]]
    return words[0] == "CREATE" and ("STREAM" in words or "TABLE" in words)


def _begins_clause(word: str, after: str, before: str) -> bool:
    match word:
        case "GROUP" | "PARTITION":
            return after == "BY"
        case "EMIT":
            return after in ("CHANGES", "FINAL")
        case "JOIN" | "OUTER":
            return before not in _JOIN_HEADS
        case _:
            return word not in _JOIN_HEADS or after in ("JOIN", "OUTER")


def _following(atoms: Sequence[tuple[Atom, Token]], index: int) -> str:
    return next((token.word for atom, token in atoms[index + 1 :] if not atom.is_comment), "")


def _preceding(atoms: Sequence[tuple[Atom, Token]], index: int) -> str:
    return next((token.word for atom, token in reversed(atoms[:index]) if not atom.is_comment), "")


def _atoms(text: str) -> list[tuple[Atom, Token]]:
    tokens = list(tokenize(text, trivia=True))
    found: list[tuple[Atom, Token]] = []
    state = _Neighbours()
    for index, token in enumerate(tokens[:-1]):
        if token.kind is TokenKind.SPACE:
            continue
        spaced = index > 0 and tokens[index - 1].kind is TokenKind.SPACE
        if token.kind is TokenKind.COMMENT:
            own_line = spaced and "\n" in tokens[index - 1].text
            following = tokens[index + 1]
            ends_line = token.text.startswith("--") or (
                following.kind is TokenKind.SPACE and "\n" in following.text and own_line
            )
            atom = Atom(token.text.rstrip(), True, state.depth, own_line=own_line, ends_line=ends_line, is_comment=True)
        else:
            atom = state.place(token, spaced=spaced)
        found.append((atom, token))
    return found


class _Neighbours:
    """What was before, for the token that comes."""

    def __init__(self) -> None:
        self.depth = 0
        self._before: list[Token] = []
        self._types = 0
        self._in_between = 0
        self._with_depth = 0

    def place(self, token: Token, *, spaced: bool) -> Atom:
        word, previous = token.word, self._before[-1] if self._before else None
        if word in (")", "]") and self.depth:
            self.depth -= 1
            if self.depth < self._with_depth:
                self._with_depth = 0
        space = previous is not None and self._space(previous, token, spaced=spaced)
        may_begin = (previous is not None and previous.word == "," and not self._types) or self._is_branch(word)
        atom = Atom(token.text, space, self.depth, may_begin=may_begin)
        if word == "<" and previous is not None and previous.word in _TYPE_HEADS:
            self._types += 1
        elif word == ">" and self._types:
            self._types -= 1
        elif word == "BETWEEN":
            self._in_between += 1
        elif word == "AND" and self._in_between:
            self._in_between -= 1
        if word in ("(", "["):
            self.depth += 1
            if word == "(" and previous is not None and previous.word == "WITH":
                self._with_depth = self.depth
        self._before.append(token)
        return atom

    def _is_branch(self, word: str) -> bool:
        return (word == "AND" and not self._in_between) or word in ("OR", "WHEN", "ELSE")

    def _space(self, previous: Token, token: Token, *, spaced: bool) -> bool:
        before, word = previous.word, token.word
        if TokenKind.VARIABLE in (previous.kind, token.kind) and not spaced:
            return False
        if self._reads_as_one(previous, token):
            return True
        if before in _TIGHT_AFTER or word in _TIGHT_BEFORE:
            return word == "[" and before not in _TIGHT_AFTER and previous.kind is TokenKind.OPERATOR and before != "]"
        if word == "(":
            return self._space_before_parenthesis(previous)
        if self._types and (word in ("<", ">") or before == "<"):
            return False
        if word == "<" and before in _TYPE_HEADS:
            return False
        if "=" in (before, word) and self._with_depth:
            return False
        if before in ("-", "+") and self._is_sign():
            return False
        return ":=" not in (before, word)

    def _space_before_parenthesis(self, previous: Token) -> bool:
        if previous.kind is TokenKind.OPERATOR:
            return previous.word not in ("(", "[")
        named = self._before[-2].word if len(self._before) > 1 else ""
        return (
            named in _NAMED_LISTS
            or (previous.word in RESERVED and previous.word not in _CALLED)
            or (previous.word in ("SESSION", "SCHEMA"))
        )

    def _is_sign(self) -> bool:
        """Whether the last `-` or `+` stands before a value and not between two."""
        if len(self._before) < 2:
            return True
        left = self._before[-2]
        if left.kind is TokenKind.OPERATOR:
            return left.word not in _VALUES_END
        return left.word in RESERVED

    @staticmethod
    def _reads_as_one(previous: Token, token: Token) -> bool:
        """Whether two tokens without a space between would be read as others."""
        together = list(tokenize(previous.text + token.text, trivia=True))
        return len(together) != 3 or together[0].text != previous.text
