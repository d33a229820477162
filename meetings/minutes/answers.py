"""What is answered to a question, and what is asked besides: up to where something else begins."""

from meetings.minutes import questionwords as words
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block
from meetings.minutes.structure import Question, Supplementary


class AnswerReader:
    """Reads what belongs to a question from `next` on; the reader of questions says where another one opens."""

    blocks: list[Block]
    next: int
    script = False

    def opens(self, at: int) -> str | None:
        """How the block opens a question; None when it opens none."""
        raise NotImplementedError

    def placed(self, kind: str, stretch) -> None:
        """Enter a stretch under a kind."""
        raise NotImplementedError

    def peek(self) -> Block | None:
        """The next block."""
        return self.blocks[self.next] if self.next < len(self.blocks) else None

    def answer(self, question: Question) -> None:
        """Take the paragraphs that answer a question, and what is asked and answered after them."""
        labelled = question.answer_mode == "none"
        bracketed = False
        asked = self.blocks[self.next - 1].tag
        counted = asked is not None and asked.is_decimal
        while (block := self.peek()) is not None:
            follow_up = self._follows_up(question, block)
            again = follow_up or (bool(question.answer) and words.SUPPLEMENTARY.match(block.text) is not None)
            if self._ends(block) or (not again and (self.opens(self.next) or self._speaks_again(question, block))):
                break
            if question.answer and self._heads_next(block):
                break
            if block.tag and block.tag.is_decimal and not counted and question.answer:
                break  # the numbered paragraphs of the minutes go on
            text = block.text
            silent = text.startswith(("As ", "Since ", "Because ")) or not words.SPEAKS.search(text[:200])
            if not question.answer and not question.answer_label and silent and words.PROMISED_LATER.search(text):
                break  # that an answer would be sent is not the answer
            response = words.answer_label(text) or self._speaker(text)
            if response:
                self._response(question, block, *response)
                continue
            if words.SUPPLEMENTARY.match(text) or follow_up:
                self._supplementary(question, block)
                continue
            if labelled and not question.answer_label:
                break  # a label was promised and none came: what follows is not an answer
            waiting = question.supplementary[-1] if question.supplementary else None
            if waiting is not None and waiting.answer is None and waiting.answer_label is not None:
                waiting.answer = block.passage()
                self.placed("answer", block)
                self.next += 1
                continue
            if bracketed or (waiting is not None and waiting.answer is None):
                break
            if text.startswith("["):
                inside = block.part(1, len(text) - text.endswith("]"))
                label = words.answer_label(inside.text)
                if label:
                    question.answer_label = inside.part(0, label[0]).passage()
                    question.answered_by = inside.part(*label[1]).passage() if label[1] else None
                    inside = inside.part(label[0])
                question.answer.append(inside.passage())
                self.placed("answer", block)
                self.answered_by(question, inside)
                bracketed = text.endswith("]")
                self.next += 1
                continue
            question.answer.append(block.passage())
            self.placed("answer", block)
            self.answered_by(question, block)
            self.next += 1
        if not question.answer:
            question.answer_mode = "none"
        elif any(words.REFERRED.search(one.text[:600]) for one in question.answer):
            question.answer_mode = "referred"

    def _speaker(self, text: str) -> tuple[int, tuple[int, int]] | None:
        match = words.SPEAKER.match(text) if self.script and not words.SPEAKER_ASKS.match(text) else None
        return (match.end("label"), match.span("by")) if match else None

    def _speaks_again(self, question: Question, block: Block) -> bool:
        """Whether whoever asked, or the chair, says something after the answer that asks nothing."""
        if not question.answer or question.asker is None:
            return False
        to_the_chair = question.to is not None and ("Chair" in question.to.text or "Panel" in question.to.text)
        by_the_chair = question.answered_by is None or "Chair" in question.answered_by.text
        if not to_the_chair and not by_the_chair and words.CHAIR_SAYS.match(block.text):
            return True
        match = words.SAYS.match(block.text)
        return match is not None and match["who"].split()[-1] == question.asker.text.split()[-1]

    def _heads_next(self, block: Block) -> bool:
        """Whether a short line without a stop stands above the next question."""
        text = block.text
        return (
            len(text) < words.LONGEST_HEAD
            and block.tag is None
            and (text[-1].isalnum() or text[-1] == ":")
            and self.opens(self.next + 1) is not None
        )

    def _follows_up(self, question: Question, block: Block) -> bool:
        """Whether whoever asked the question asks again in this paragraph."""
        match = words.FOLLOW_UP.match(block.text)
        if not match or question.asker is None or not question.answer:
            return False
        return question.asker.text.split()[-1] in match["label"].split()

    def _ends(self, block: Block) -> bool:
        text = block.text
        return bool(
            block.kind
            or block.is_label
            or block.is_chrome
            or block.marker
            or words.NO_LONGER.match(block.body)
            or words.STATEMENT.match(text)
            or words.DETAIL.match(text)
            or words.NO_ANSWER.search(text[:600])
        )

    def _response(self, question: Question, block: Block, end: int, by: tuple[int, int] | None) -> None:
        rest = block.part(end + (block.text[end : end + 1] == " "))
        if question.supplementary and question.supplementary[-1].answer is None:
            last = question.supplementary[-1]
            last.answer_label = block.part(0, end).passage()
            last.answer = rest.passage() if rest else None
            self.placed("answer", block)
            self.next += 1
            return
        question.answer_label = block.part(0, end).passage()
        if rest:
            question.answer.append(rest.passage())
            self.answered_by(question, rest)
        if by:
            question.answered_by = block.part(*by).passage()
        question.answer_mode = "written"
        self.placed("answer", block)
        self.next += 1

    def _supplementary(self, question: Question, block: Block) -> None:
        match = words.SUPPLEMENTARY.match(block.text) or words.FOLLOW_UP.match(block.text)
        end = match.end() if match else 0
        self.next += 1
        self.placed("question", block)
        text = block.part(end)
        if text.text.startswith(","):
            text = block.part(end + 1)
        if not text and self.peek() is not None and not self._ends(self.peek()):
            text = self.peek()
            self.placed("question", text)
            self.next += 1
        one = Supplementary((text or block).passage(), block.part(0, end).passage() if text else None)
        question.supplementary.append(one)
        cut = next(
            (at for at in words.SENTENCES.finditer(text.text) if words.ANSWERED.match(text.text, at.end())), None
        )
        if cut:
            # Asked and answered in one paragraph.
            one.text = text.part(0, cut.start()).passage()
            one.answer = text.part(cut.end()).passage()
            return
        following = self.peek()
        if (
            following is not None
            and not self._ends(following)
            and not self.opens(self.next)
            and words.answer_label(following.text) is None
            and self._speaker(following.text) is None
        ):
            one.answer = following.passage()
            self.placed("answer", following)
            self.next += 1

    def answered_by(self, question: Question, stretch: Stretch) -> None:
        match = words.ANSWERED.match(stretch.text[:300])
        if match and question.answered_by is None:
            question.answered_by = stretch.part(match.start("by"), match.end("by")).passage()
