"""Owns how a script is laid out for people to read: lines, indents, spaces; changes no word and loses no comment.

`sql.formatter` spells a statement as ksqlDB would, in its own words; here every token stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.highlighting import keyword_places
from ksqltui.sql.keywords import KEYWORDS
from ksqltui.sql.layout_atoms import Atom, Section, joined, sections_of
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.splitter import ScriptStatement, split
from ksqltui.sql.tokens import TokenKind, tokenize

WIDTH = 88
"""Columns of a line, where it can be broken at all."""

INDENT = 2
_PASSES = 4


def lay_out_script(text: str) -> str:
    """The script with every statement laid out, one empty line at most between them, comments where they were.

    What ksqlDB's grammar does not read is left as it is. Laying out twice changes nothing more.
    """
    pieces: list[str] = []
    end = 0
    for statement in split(text):
        pieces.append(_between(text[end : statement.start], is_first=not pieces))
        pieces.append(lay_out_statement(statement.text))
        end = statement.end
    rest = _between(text[end:], is_first=not pieces).rstrip()
    return "".join(pieces) + rest + ("\n" if text[end:].endswith("\n") and (pieces or rest) else "")


def lay_out_statements(text: str, statements: Sequence[ScriptStatement]) -> list[tuple[int, int, str]]:
    """Start, end and new text of those statements of a script that laying out would change."""
    laid = ((each.start, each.end, lay_out_statement(each.text)) for each in statements)
    return [(start, end, new) for start, end, new in laid if text[start:end] != new]


def capital_keywords(text: str, statements: Sequence[ScriptStatement]) -> list[tuple[int, int, str]]:
    """Start, end and new text of those statements of a script in which a keyword is not in capitals."""
    raised = ((each.start, each.end, upper_case_keywords(each.text)) for each in statements)
    return [(start, end, new) for start, end, new in raised if text[start:end] != new]


def lay_out_statement(text: str) -> str:
    """The statement laid out; the same text where it is no statement of ksqlDB.

    What comes back is a fixed point and has the same tokens: where no layout is both, the text stays.
    """
    try:
        parse_statement(text)
    except KsqlSyntaxError:
        return text
    words = _words(text)
    found = text
    for _ in range(_PASSES):
        laid = _lay_out(found)
        if _words(laid) != words:
            return text
        if laid == found:
            return laid
        found = laid
    return text


def _words(text: str) -> list[str]:
    """All that was typed but the spaces."""
    return [token.text for token in tokenize(text, trivia=True) if token.kind is not TokenKind.SPACE]


def _between(gap: str, *, is_first: bool) -> str:
    """Comments between two statements with one empty line at most; the next statement begins a line.

    A comment that the next statement stands behind, on one line, stays before it.
    """
    pieces: list[str] = []
    breaks = 0
    for token in tokenize(gap, trivia=True):
        if token.kind is TokenKind.SPACE:
            breaks = token.text.count("\n")
            continue
        is_end = token.kind is TokenKind.END
        if breaks and (pieces or not is_first):
            pieces.append("\n" * min(breaks, 2))
        elif not breaks and pieces:
            pieces.append("\n" if pieces[-1].startswith("--") else " ")
        elif not breaks and not is_first:
            pieces.append("\n" if is_end else "  ")
        if not is_end:
            pieces.append(token.text.rstrip())
        breaks = 0
    return "".join(pieces)


def _lay_out(text: str) -> str:
    sections = sections_of(text)
    flat = " ".join(joined(section.atoms) for section in sections)
    if len(flat) <= WIDTH and not any(_must_break(section.atoms) for section in sections):
        return flat if len(sections) <= 3 or len(flat) <= 60 else _stack(sections)
    return _stack(sections)


def _stack(sections: Sequence[Section]) -> str:
    lines: list[str] = []
    open_end = True
    for section in sections:
        flat = joined(section.atoms)
        may_join = section.joins and lines and open_end and not _must_break(section.atoms)
        if may_join and len(lines[-1]) + 1 + len(flat) <= WIDTH:
            lines[-1] += f" {flat}"
            continue
        laid = _explode(section) if section.is_list else _fill(section.atoms, section.indent, section.hang)
        lines += laid
        open_end = (len(laid) == 1 or laid[-1].strip() == ")") and not section.atoms[-1].ends_line
    return "\n".join(line.rstrip() for line in lines)


def _must_break(atoms: Sequence[Atom]) -> bool:
    return any(atom.own_line or atom.ends_line for atom in atoms)


def _fill(atoms: Sequence[Atom], indent: int, hang: int) -> list[str]:
    """Lines as long as they may be: broken after commas and before AND and OR, the outermost first."""
    flat = " " * indent + joined(atoms)
    if len(flat) <= WIDTH and not _must_break(atoms):
        return [flat]
    depth = min((atom.depth for atom in atoms[1:] if atom.may_begin), default=None)
    lines: list[str] = []
    current = " " * indent
    for chunk in _chunks(atoms, depth):
        flat = joined(chunk)
        is_empty = not current.strip()
        gap = "" if is_empty or not chunk[0].space else " "
        fits = len(current) + len(gap) + len(flat) <= WIDTH
        if not is_empty and (chunk[0].own_line or not fits):
            lines.append(current)
            current, gap = " " * hang, ""
        if depth is not None and len(current) + len(gap) + len(flat) > WIDTH and _has_deeper(chunk, depth):
            deeper = _fill(chunk, 0, hang + INDENT)
            current += gap + deeper[0]
            for line in deeper[1:]:
                lines.append(current)
                current = line
        else:
            current += gap + flat
        if chunk[-1].ends_line:
            lines.append(current)
            current = " " * hang
    return [*lines, current] if current.strip() else lines


def _has_deeper(chunk: Sequence[Atom], depth: int) -> bool:
    return any(atom.may_begin and atom.depth > depth for atom in chunk[1:])


def _chunks(atoms: Sequence[Atom], depth: int | None) -> list[list[Atom]]:
    """What stays together on a line."""
    chunks: list[list[Atom]] = [[]]
    for atom in atoms:
        begins = atom.own_line or (atom.may_begin and atom.depth == depth) or (chunks[-1] and chunks[-1][-1].ends_line)
        if begins and chunks[-1]:
            chunks.append([])
        chunks[-1].append(atom)
    return chunks


def _explode(section: Section) -> list[str]:
    """`NAME (` and then one element a line, where the list does not fit on one."""
    atoms = section.atoms
    flat = " " * section.indent + joined(atoms)
    if len(flat) <= WIDTH and not _must_break(atoms):
        return [flat]
    opened = next(index for index, atom in enumerate(atoms) if atom.text == "(")
    closed = max(index for index, atom in enumerate(atoms) if atom.text == ")" and atom.depth == 0)
    inner = " " * section.indent + " " * INDENT
    lines = _fill(atoms[: opened + 1], section.indent, section.hang)
    element: list[Atom] = []
    for index, atom in enumerate(atoms[opened + 1 : closed], opened + 1):
        if element and (atom.own_line or element[-1].ends_line or (atom.may_begin and atom.depth == 1)):
            if not element[-1].ends_line and atom.is_comment and not atom.own_line:
                element.append(atom)
                continue
            lines += _fill(element, len(inner), len(inner) + INDENT)
            element = []
        element.append(atom)
        if index == closed - 1:
            lines += _fill(element, len(inner), len(inner) + INDENT)
    return [*lines, *_fill(atoms[closed:], section.indent, section.hang)]


def upper_case_keywords(text: str) -> str:
    """The text with ksqlDB's keywords in capitals; names, strings and comments stay. It is as long as before."""
    pieces: list[str] = []
    end = 0
    for start, word in keyword_places(text):
        if word.upper() in KEYWORDS:
            pieces += [text[end:start], word.upper()]
            end = start + len(word)
    return "".join([*pieces, text[end:]])
