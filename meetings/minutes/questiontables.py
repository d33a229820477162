"""A table of questions and answers as it comes out of Word: a row a line, with tabs; or a line for each cell.

The head of the table says what stands in which column; one that names no question or no answer is a table of something
else.
"""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from meetings.minutes.actiontables import cells_of
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block
from meetings.minutes.structure import Question

_HEADS = {
    "number": re.compile(r"(?:no|number|ref(?:erence)?|#)", re.IGNORECASE),
    "asker": re.compile(r"(?:(?:question )?(?:from|by)|asked by|put by|questioner|name|member|who)", re.IGNORECASE),
    "question": re.compile(r"questions?(?: (?:asked|put|posed))?", re.IGNORECASE),
    "answer": re.compile(
        r"(?:(?:the )?(?:commissioner'?s? )?(?:answers?|responses?|repl(?:y|ies))(?: given)?)", re.IGNORECASE
    ),
}
_LONGEST_HEAD = 40
_NUMBER = re.compile(r"(?:Q ?)?\d{1,3}[.)]?")
_COLUMNS = 6


@dataclass
class Table:
    """The questions of a table, its head, and what each stretch of it is. `blocks` is how many it takes."""

    head: list[Block]
    questions: list[Question] = field(default_factory=list)
    placed: list[tuple[str, Stretch]] = field(default_factory=list)
    blocks: int = 0

    def add(self, cells: dict[str, list[Stretch]], *, in_one_line: bool = False) -> bool:
        """Add a row, column by column; False where it holds no question. What stands `in_one_line` before the answer
        stays together."""
        asked, answered = cells.get("question", []), [cell for cell in cells.get("answer", []) if cell]
        if not asked or not asked[0].text:
            return False
        question = Question(asked[0].passage(), answer_mode="written" if answered else "none")
        question.answer = [cell.passage() for cell in answered]
        for column, name in (("number", "label"), ("asker", "lead_in")):
            if cells.get(column) and cells[column][0]:
                setattr(question, name, cells[column][0].passage())
        question.asker = question.lead_in
        self.questions.append(question)
        before = [one for column, stretches in cells.items() if column != "answer" for one in stretches if one]
        if in_one_line and before[-1] is asked[0]:
            before = [before[0].until(asked[0])]
        self.placed += [("question", one) for one in before] + [("answer", one) for one in answered]
        return True


def table_at(blocks: list[Block], at: int) -> Table | None:
    """The table that begins with this block, or None."""
    first = blocks[at]
    if first.kind or first.end - first.start > _COLUMNS * _LONGEST_HEAD:
        return None
    if first.source.text.find("\t", first.start, first.end) >= 0:
        columns = _columns(cells_of(first))
        return _of_rows(blocks, at, columns) if columns else None
    heads = list(takewhile(lambda one: not one.kind and _head(one), blocks[at : at + _COLUMNS]))
    columns = _columns(heads)
    return _of_cells(blocks, at, columns) if columns else None


def _columns(cells: list) -> list[str]:
    columns = [_head(cell) for cell in cells]
    return columns if {"question", "answer"} <= set(columns) and len(set(columns)) == len(columns) else []


def _head(cell: Stretch) -> str:
    text = cell.text.strip(" .:*")
    if len(text) > _LONGEST_HEAD:
        return ""
    return next((name for name, head in _HEADS.items() if head.fullmatch(text)), "")


def _of_rows(blocks: list[Block], at: int, columns: list[str]) -> Table | None:
    table = Table([blocks[at]], blocks=1)
    for block in blocks[at + 1 :]:
        cells = cells_of(block)
        if block.kind or len(cells) < 2:
            break
        if not table.add({name: [cell] for name, cell in zip(columns, cells, strict=False)}, in_one_line=True):
            break
        table.blocks += 1
    return table if table.questions else None


def _of_cells(blocks: list[Block], at: int, columns: list[str]) -> Table | None:
    """Numbered rows may have answers of several paragraphs: the next number says where they end."""
    wide = len(columns)
    table = Table(blocks[at : at + wide], blocks=wide)
    numbered = columns[0] == "number"
    if numbered and columns[-1] != "answer":
        return None
    while True:
        begin = at + table.blocks
        row = blocks[begin : begin + wide]
        if len(row) < wide or any(one.kind or one.is_label or one.marker for one in row):
            break
        if numbered and not _NUMBER.fullmatch(row[0].text):
            break
        more = list(takewhile(_goes_on, blocks[begin + wide :])) if numbered else []
        cells = {name: [cell] for name, cell in zip(columns, row, strict=True)}
        cells["answer"] = [*cells["answer"], *more]
        if not (numbered or row[columns.index("question")].text.endswith("?")) or not table.add(cells):
            break
        table.blocks += wide + len(more)
    return table if table.questions else None


def _goes_on(block: Block) -> bool:
    return not (block.kind or block.is_label or block.marker or _NUMBER.fullmatch(block.text))
