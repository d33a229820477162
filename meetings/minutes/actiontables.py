"""A table of actions as it comes out of Word: a line for each row, a tab between the cells; or a line for each cell.

The head of the table says what stands in which column; without one that names the action and who takes it (or by when)
it is a table of something else.
"""

import re

from meetings.minutes.dates import iso_date
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block
from meetings.minutes.structure import Action

_HEADS = {
    "action": re.compile(
        r"(?:agreed )?(?:actions?|tasks?|what)(?: (?:agreed|required|points?|to be taken))?", re.IGNORECASE
    ),
    "owner": re.compile(
        r"(?:lead|owner|who|(?:action )?by whom|action by|assigned to|(?:lead |responsible )?officer"
        r"|responsib(?:le|ility)|responsible (?:person|member))",
        re.IGNORECASE,
    ),
    "due": re.compile(
        r"(?:due(?: date| by)?|date due|(?:by )?when|deadline|target(?: date)?|time ?scale|completion date)",
        re.IGNORECASE,
    ),
    "status": re.compile(r"(?:status|progress|outcome|update|rag|complete\??)", re.IGNORECASE),
}
_CLOSED = re.compile(r"\b(?:closed?|completed?|done|discharged|delivered|implemented)\b", re.IGNORECASE)
_NOT_CLOSED = re.compile(r"\b(?:not|in)(?: yet)? ?(?:completed?|closed|done)|\bpart", re.IGNORECASE)
# Columns of a table, and characters of a cell that is no action.
_WIDEST, _LONGEST_NAME, _LONGEST_HEAD = 7, 80, 40
_NOBODY = re.compile(r"\W*(?:n/?a|tbc|none)?\W*", re.IGNORECASE)


def columns_of(block: Block) -> list[str] | None:
    """What stands in each column of the table that begins with this line ("" where it does not matter), or None."""
    if block.source.text.find("\t", block.start, block.end) < 0:
        return None
    cells = cells_of(block)
    return _columns(cells) if len(cells) >= 3 else None


def columns_of_lines(blocks: list[Block], at: int) -> list[str]:
    """The same of a table whose cells stand each on a line of its own; empty where none begins here."""
    heads = []
    for block in blocks[at : at + _WIDEST]:
        if block.kind or block.end - block.start > _LONGEST_HEAD or _head(block) == "":
            break
        heads.append(block)
    return _columns(heads) or []


def _columns(cells: list) -> list[str] | None:
    columns: list[str] = []
    for cell in cells:
        name = _head(cell)
        columns.append("" if name in columns else name)
    return columns if "action" in columns and {"owner", "due"} & set(columns) else None


def _head(cell: Stretch) -> str:
    words = cell.text.strip(" .:*")
    return next((name for name, head in _HEADS.items() if head.fullmatch(words)), "")


def row_action(block: Block, columns: list[str]) -> Action | None:
    """The action of a row of such a table, or None where the table is over."""
    return _action(columns, cells_of(block)) if not block.kind else None


def rows_of_lines(blocks: list[Block], at: int, columns: list[str]) -> list[Action]:
    """The actions of whole rows from `at` on, a block for each cell, up to what is no row."""
    found: list[Action] = []
    while len(row := blocks[at : at + len(columns)]) == len(columns):
        short = all(len(cell.text) < _LONGEST_NAME for name, cell in zip(columns, row, strict=True) if name != "action")
        if not short or any(cell.kind or cell.is_label or cell.marker for cell in row):
            break
        action = _action(columns, row)
        if action is None:
            break
        found.append(action)
        at += len(columns)
    return found


def _action(columns: list[str], row: list) -> Action | None:
    cells = dict(zip(columns, row, strict=False))
    action = cells.get("action")
    if len(row) < 2 or not action:
        return None
    owner, due, status = (_said(cells.get(name)) for name in ("owner", "due", "status"))
    if owner is None and due is None:
        return None
    found = Action(text=action.passage(), source="action_list", confidence="certain")
    found.owner = owner.passage() if owner else None
    found.due = due.passage() if due else None
    found.due_date = iso_date(due.text) if due else None
    if status and _CLOSED.search(status.text) and not _NOT_CLOSED.search(status.text):
        found.status = "closed"
    return found


def _said(cell: Stretch | None) -> Stretch | None:
    return cell if cell and not _NOBODY.fullmatch(cell.text) else None


def cells_of(block: Block) -> list[Stretch]:
    """The cells of a line, the empty ones too."""
    typed = block.source.text[block.start : block.end]
    cells, at = [], block.start
    for words in typed.split("\t"):
        cells.append(block.source.stretch(at, at + len(words)))
        at += len(words) + 1
    return cells
