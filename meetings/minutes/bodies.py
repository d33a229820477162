"""The text of one item, block by block: agenda text, discussion, questions, declarations, decisions, actions."""

import re

from meetings.minutes import furniture
from meetings.minutes.actions import (
    Asked,
    antecedent,
    cell_action,
    is_list_heading,
    line_action,
    list_action,
    part_actions,
    prose_actions,
)
from meetings.minutes.actiontables import columns_of, columns_of_lines, row_action, rows_of_lines
from meetings.minutes.declarations import ABOUT as ABOUT_INTERESTS
from meetings.minutes.declarations import read_declaration, table_of
from meetings.minutes.itemtext import as_block
from meetings.minutes.kinds import kind_of_marker
from meetings.minutes.lines import Block
from meetings.minutes.markers import Marker
from meetings.minutes.questions import QuestionReader
from meetings.minutes.questionwords import ABOUT as ABOUT_QUESTIONS
from meetings.minutes.resolving import DecisionText
from meetings.minutes.structure import Action, Declaration, Labelled
from meetings.minutes.titles import is_title

_AUTHOR_IN_TITLE = re.compile(
    r" - (?P<author>(?:Joint |Verbal |Oral )?(?:Report|Update|Presentation|Briefing) (?:of|by|from) .+)$"
)
_HEADING_END = re.compile(r"(?::|:-|: -| -)$")
_HEADING_VERB = re.compile(r"\b(?:was|were|had|said|asked|noted|that)\b")
_NOT_HEADING = re.compile(r"(?:None|Nil|Noted|Agreed|Carried|Closed|Complete|For|Against|Abstain)\b", re.IGNORECASE)
# "3/2030/P - Staff Survey": the reference of an older action heads what became of it.
_REFERENCE = re.compile(r"\d{1,3}/\d{4}/\w+ -")


class ItemReader(DecisionText):
    """Reads one section into an `Item`."""

    def read(self) -> None:
        self._title()
        title = self.item.title.text if self.item.title else ""
        self.about_questions = ABOUT_QUESTIONS.search(title) is not None
        self.about_interests = ABOUT_INTERESTS.search(title) is not None
        begun = next((at for at, block in enumerate(self.blocks) if _begins_minutes(block)), None)
        # Under a number met before there is no agenda text: decisions and discussion are printed apart.
        self.labelled = begun is not None and not self.item.spans
        self.marked = any(block.marker for block in self.blocks[begun or 0 :])
        texts = (at for at, block in enumerate(self.blocks) if not block.kind and not block.is_label)
        self.last_text = max(texts, default=-1)
        while self.at < len(self.blocks):
            block = self.blocks[self.at]
            before = self.at
            self._block(block)
            if self.at == before:
                self.at += 1
        self._finish()

    def _title(self) -> None:
        section, item = self.section, self.item
        for one in section.furniture:
            self.placed("chrome", one)
        if section.number:
            self.placed("number", section.prefix or section.number)
            item.number = item.number or section.number.passage()
            if section.agenda_number:
                item.agenda_number = section.agenda_number.passage()
            if section.prefix and item.number_as_typed is None:
                item.number_as_typed = section.prefix.passage()
        if not section.title:
            return
        title = section.title
        if item.title is not None:
            # The same number again: what stands after it is text, not a second title.
            self.blocks.insert(0, as_block(title))
            return
        size = furniture.FILE_SIZE.search(title.text)
        if size and size.start():
            self.placed("chrome", title.part(size.start()))
            title = title.part(0, size.start())
        self.placed("title", title)
        item.title = title.passage()
        author = _AUTHOR_IN_TITLE.search(title.text)
        if author:
            item.report_author = title.part(*author.span("author")).passage()

    def _block(self, block: Block) -> None:
        if block.is_chrome:
            self.placed("chrome", block)
        elif block.is_label:
            self._page_label(block)
        elif self.documents:
            self.item.supporting_documents.append(block.passage())
            self.placed("supporting_document", block)
        elif self._is_agenda(block):
            self._agenda(block)
        else:
            self._minutes(block)

    def _page_label(self, block: Block) -> None:
        text = block.text
        self.documents = furniture.DOCUMENTS_LABEL.match(text) is not None
        self.action_list = False
        if furniture.MINUTES_LABEL.match(text) or furniture.DECISION_LABEL.match(text):
            self.minutes_begun = True
        following = self.following
        is_decision = furniture.DECISION_LABEL.match(text) is not None
        self.printed_twice = self.printed_twice or is_decision
        if (
            is_decision
            and following is not None
            and not following.marker
            and not following.kind
            and not following.is_label
        ):
            self.decide(block, Marker(0, 0, len(text), text))
            return
        self.item.page_labels.append(block.passage())
        self.placed("page_label", block)

    def _is_agenda(self, block: Block) -> bool:
        if self.minutes_begun:
            return False
        if self.labelled:
            return True
        if block.marker or self.item.narrative or self.item.decisions or self.item.title is None:
            return False
        text = block.text
        if furniture.REPORT_AUTHOR.match(text) and len(text) < 160 or furniture.AGENDA_LINE.match(text):
            return True
        # The list under "is recommended to:" is the agenda's too.
        return self.recommended and block.tag is not None

    def _agenda(self, block: Block) -> None:
        match = furniture.REPORT_AUTHOR.match(block.text)
        if match and self.item.report_author is None and len(block.text) < 160:
            self.item.report_author = block.passage()
            self.placed("report_author", block)
        else:
            self.placed("agenda_text", block)
        self.item.agenda_text.append(block.passage())
        self.recommended = self.recommended or furniture.RECOMMENDED_TO.search(block.text[:600]) is not None

    def _minutes(self, block: Block) -> None:
        text = block.text
        marker = block.marker
        if marker:
            self.decide(block, marker)
            return
        if text in self.seen and len(text) > 60:
            self.item.duplicates.append(block.passage())
            self.placed("duplicate", block)
            return
        for reader in (
            self.motion,
            self.result,
            self.recorded_vote,
            self._question,
            self._declaration,
            self._action_table,
            self._action_line,
            self.recommendation,
            self.bare_that,
            self._sub_report,
            self._heading,
            self.lost_list,
        ):
            if reader(block):
                return
        if block.tag is not None and self.bullet(block):
            return
        self.action_list = False
        self.paragraph(block)

    def _question(self, block: Block) -> bool:
        reader = QuestionReader(self.blocks, self.at, self.placed, expected=self.about_questions)
        found = reader.read()
        if not found:
            return False
        self.at = reader.next
        self.item.questions += found
        self.item.narrative += [Labelled(detail.passage()) for detail in reader.details]
        for question in found:
            answers = [*question.answer, *(one.answer for one in question.supplementary if one.answer)]
            for answer in answers:
                said = self.source.stretch(*answer.span)
                self.candidates.append((said, "narrative", question.answered_by or question.to))
        return True

    def _declaration(self, block: Block) -> bool:
        expected = self.about_interests
        if expected:
            pairs = table_of(self.blocks, self.at)
            if pairs:
                for heading in self.blocks[self.at : self.at + 2]:
                    self.paragraph(heading)
                for member, interest in pairs:
                    row = member.until(interest)
                    self.placed("declaration", row)
                    self.item.declarations.append(Declaration(row.passage(), member.passage()))
                self.at += 2 + 2 * len(pairs)
                return True
        found = read_declaration(block, expected=expected)
        if found is None:
            return False
        self.item.declarations.append(found)
        self.placed("declaration", block)
        return True

    def _action_line(self, block: Block) -> bool:
        text = block.text
        if is_list_heading(text):
            self.action_list = True
            self.head(block)
            return True
        action = line_action(block if not block.tag else block.part(block.tag.body))
        action = action or (cell_action(block) if block.cell else None)
        if action is not None:
            self.item.actions.append(action)
            self.paragraph(block, quiet=True)
            return True
        # A number without words is the rest of something lost.
        if self.action_list and (
            (block.tag is not None and block.body) or re.match(r"[A-Z][\w ]{2,60} ?- |[A-Z][\w ]{2,60} to [a-z]", text)
        ):
            body = block.part(block.tag.body) if block.tag else block
            self.item.actions.append(list_action(body))
            if block.tag:
                self.bullet(block, quiet=True, force=True)
            else:
                self.paragraph(block, quiet=True)
            return True
        self.action_list = False
        return False

    def _action_table(self, block: Block) -> bool:
        columns = columns_of(block)
        if columns is None:
            return self._action_cells()
        self.paragraph(block, quiet=True)
        while (row := self.following) is not None and (action := row_action(row, columns)) is not None:
            self.at += 1
            self.item.actions.append(action)
            self.paragraph(row, quiet=True)
        return True

    def _action_cells(self) -> bool:
        """A table of actions whose cells stand each on a line of its own."""
        columns = columns_of_lines(self.blocks, self.at)
        rows = rows_of_lines(self.blocks, self.at + len(columns), columns) if columns else []
        if not rows:
            return False
        cells = self.blocks[self.at : self.at + len(columns) * (len(rows) + 1)]
        self.item.actions += rows
        for cell in cells:
            self.paragraph(cell, quiet=True)
        self.at += len(cells)
        return True

    def _sub_report(self, block: Block) -> bool:
        """ "(1) Office Budget Report": a numbered line in title case is a heading, also "4.1 Minute 6 - ..."."""
        tag = block.tag
        if (
            tag is None
            or tag.is_glyph
            or (tag.is_decimal and tag.depth > 2)
            or (not tag.is_decimal and not tag.is_figure)
        ):
            return False
        body = block.part(tag.body)
        words = [word for word in body.text.split() if len(word) > 3]
        if not words or body.text[-1] in ".:;,?!" or len(body.text) > 120:
            return False
        if sum(word[0].isupper() or word[0].isdigit() for word in words) < 0.7 * len(words):
            return False
        self.head(block)
        return True

    def _heading(self, block: Block) -> bool:
        if _REFERENCE.match(block.text) or self._reads_as_heading(block):
            self.head(block)
            return True
        return False

    def _reads_as_heading(self, block: Block) -> bool:
        text = block.text
        words = text.split()
        if block.tag is not None or len(text) > 100 or _NOT_HEADING.match(text):
            return False
        if _HEADING_END.search(text):
            return len(words) <= 7 and text[0].isupper() and not _HEADING_VERB.search(text)
        following = self.following
        if following is None or following.kind or len(words) > 9 or len(text) < 4 or not is_title(block):
            return False
        # Two short lines in a row are cells of a table, not headings.
        previous = self.blocks[self.at - 1] if self.at else None
        in_table = previous is not None and not previous.kind and not self.item.headings and is_title(previous)
        return not is_title(following) and not in_table

    def _finish(self) -> None:
        section = self.section
        parts = [section.prefix or section.number, section.title, *section.furniture, *self.blocks]
        spans = [(one.start, one.end) for one in parts if one]
        if spans:
            self.item.spans.append((min(start for start, _ in spans), max(end for _, end in spans)))
        certain = [*self.item.actions[self.known_actions :], *self._actions_of_decisions()]
        proposed = []
        earlier = announced = None
        for stretch, source, speaker in self.candidates:
            if source != "bullet":
                # "The Commissioner announced:" and below it what he would do, entry by entry
                announced = antecedent(stretch) if stretch.text.endswith((":", "-")) else None
            proposed += prose_actions(stretch, source, earlier, speaker or announced)
            earlier = stretch.part(max(0, len(stretch.text) - 400))
        # What the discussion asks and a decision asks again is one action: the decision's.
        asked = Asked(certain)
        found = certain + [one for one in proposed if one not in asked]
        # What was read of this item before stands before this in the text.
        self.item.actions[self.known_actions :] = sorted(found, key=lambda action: action.text.span)

    def _actions_of_decisions(self) -> list[Action]:
        found: list[Action] = []
        for index, decision in enumerate(self.item.decisions[self.known_decisions :], self.known_decisions):
            if decision.restates is not None or not decision.carried:
                continue
            # What a sentence of the discussion asks is found in the sentence itself.
            if decision.form == "sentence":
                continue
            stem = self.source.stretch(*decision.stem.span) if decision.stem and decision.form != "motion" else None
            for part in decision.parts:
                raised = part_actions(self.source.stretch(*part.text.span), part, decision, index, stem)
                if raised and part.kinds in (["other"], ["finding"]):
                    # Somebody is to do something, in words the kinds do not know.
                    part.kind, part.kinds = "request", ["request"]
                found += raised
                if part.kinds == ["other"] and decision.marker:
                    part.kind = kind_of_marker(decision.marker.text)
                    part.kinds = [part.kind]
        return found


def _begins_minutes(block: Block) -> bool:
    """Whether a label says that what follows was written after the meeting."""
    return block.is_label and bool(
        furniture.MINUTES_LABEL.match(block.text) or furniture.DECISION_LABEL.match(block.text)
    )
