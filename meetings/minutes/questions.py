"""Questions and their answers, in the ways panels print them.

Labels (`Question:` / `Response:`), numbers with the answer below or in brackets, a lead-in with the questioner's name,
and prose ("... asked ...", "... replied ..."). Figures inside an answer or a quotation begin no question.
"""

import re

from meetings.minutes import questionwords as words
from meetings.minutes.answers import AnswerReader
from meetings.minutes.enumerators import follows, tag_of
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block
from meetings.minutes.questiontables import table_at
from meetings.minutes.structure import Passage, Question


class QuestionReader(AnswerReader):
    """Reads questions from `index` on; `next` is the first block not used. `placed(kind, stretch)` enters pieces."""

    def __init__(self, blocks: list[Block], index: int, placed, *, expected: bool):
        self.blocks, self.next, self.placed, self.expected = blocks, index, placed, expected
        self.number: tuple[str, int] | None = None
        self.heading: Passage | None = None
        self.details: list[Block] = []
        self.member: Passage | None = None
        self.members: Passage | None = None
        self.script = False

    def read(self) -> list[Question]:
        table = table_at(self.blocks, self.next)
        if table is not None:
            for kind, stretch in (*(("paragraph", head) for head in table.head), *table.placed):
                self.placed(kind, stretch)
            self.details += table.head
            self.next += table.blocks
            return table.questions
        found: list[Question] = []
        while (question := self._begin()) is not None:
            self.answer(question)
            if question.asker is None and self.member is not None:
                question.asker, self.member = self.member, None
            found.append(question)
        return found

    # The question -----------------------------------------------------------------------------------

    def opens(self, at: int) -> str | None:
        """How the block opens a question: label, lead_in, number or prose; None when it opens none."""
        if at >= len(self.blocks):
            return None
        block = self.blocks[at]
        text = block.text
        if block.kind or block.marker:
            return None
        if words.COUNTED.match(text) and self._is_asked_below(at):
            return "counted"
        labelled = words.QUESTION.match(text) if text[:1] in "QC" else None
        if labelled:
            # "Question from Mr Yeo to the Chair:", with what he asked below it
            alone = labelled["asker"] and labelled.end() >= len(text) and at + 1 < len(self.blocks)
            return "lead_in" if alone and words.answer_label(self.blocks[at + 1].text) is None else "label"
        if (
            text[:1] in "QAS"
            and words.FROM.match(text)
            and any(words.QUESTION.match(one.text) for one in self.blocks[at + 1 : at + 3])
        ):
            return "from"
        if self._is_lead_in(at):
            return "lead_in"
        if self.expected and words.SPEAKER_ASKS.match(text):
            return "script"
        if self.expected and words.REPLY_TO.match(text):
            return "reply_to"
        quoted = words.QUOTED_HERE.match(text)
        if quoted and words.TELLS_WHO.match(quoted["lead_in"].rstrip()):
            return "quoted"
        tag = block.tag
        if self.expected and tag and tag.is_glyph and self.heading is not None:
            return "topic"
        if self.expected and not tag and words.MEMBER.match(text) and at + 1 < len(self.blocks):
            below = self.blocks[at + 1]
            if below.tag and below.tag.is_glyph:
                return "member"
            if below.text.endswith("?") and not below.tag:
                return "lead_in"
        # Letters number the parts of one question as well: only who asked makes them questions of their own.
        if self.expected and tag and tag.is_decimal and words.ASKED.match(block.body):
            return "paragraph"
        numbered = tag and (tag.is_figure or not (tag.is_glyph or tag.is_decimal or not words.ASKED.match(block.body)))
        if numbered and (
            (tag.is_figure and block.body.endswith("?")) or (self.expected and words.ASKED.match(block.body))
        ):
            if self.number is not None:
                return "number" if follows(tag, *self.number) else None
            answer = self.blocks[at + 1].text if at + 1 < len(self.blocks) else ""
            if self.expected or answer.startswith("["):
                return "number"
        if self.expected and not tag and not words.SUPPLEMENTARY.match(text):
            return "prose" if words.ASKED.match(text) or words.BEHALF.match(text) else None
        return None

    def _is_lead_in(self, at: int) -> bool:
        """Whether a block says whose question comes next, and it comes."""
        text = self.blocks[at].text
        if len(text) >= 300 or at + 1 >= len(self.blocks):
            return False
        following = self.blocks[at + 1].text
        if not any(word in text for word in words.LEADING):
            return following[:1] in "QC" and self._names_asker(at)
        asks = words.QUESTION.match(following) is not None or following[:1] in "\"'" or following.endswith("?")
        if words.leads_in(text):
            return asks or self.expected
        if self.expected and words.TELLS_WHO.match(text) and not words.SUPPLEMENTARY.match(text):
            return asks or self._answered_soon(at + 1)
        if not asks or words.answer_label(text):
            return False
        return words.LOOSE_LEAD_IN.match(text) is not None or self._names_asker(at)

    def _answered_soon(self, at: int) -> bool:
        """Whether one of the next few blocks is the label of an answer."""
        return any(words.answer_label(one.text) for one in self.blocks[at : at + words.LONGEST_QUESTION])

    def _is_asked_below(self, at: int) -> bool:
        """Whether below the number of a question somebody is named, or something asked that is answered."""
        below = self.blocks[at + 1 : at + 2]
        if not below or below[0].kind or below[0].tag:
            return False
        text = below[0].text
        if words.answer_label(text):
            return False
        names = words.NAMES.match(text) or words.TELLS_WHO.match(text)
        return bool(names or text.endswith("?")) and self._answered_soon(at + 1)

    def _names_asker(self, at: int) -> bool:
        """Whether a short line right above the label of a question says whose it is, in whatever words."""
        block = self.blocks[at]
        if (
            len(block.text) > words.LONGEST_LINE
            or block.tag
            or block.marker
            or block.is_label
            or block.text[-1] in ".?!;"
        ):
            return False
        return words.QUESTION.match(self.blocks[at + 1].text) is not None and words.NAMES.match(block.text) is not None

    def _begin(self) -> Question | None:
        how = self.opens(self.next)
        if how is None:
            return None
        block = self.blocks[self.next]
        self.next += 1
        match how:
            case "label":
                return self._labelled(block, None)
            case "from":
                return self._from(block)
            case "lead_in":
                return self._led_in(block)
            case "counted":
                return self._counted(block)
            case "reply_to":
                return self._unasked(block)
            case "script" | "quoted":
                return self._spoken(block, how)
            case "member":
                return self._of_member(block)
            case "topic":
                return self._topic(block)
            case _:
                return self._in_words(block, how)

    def _from(self, block: Block) -> Question:
        """Whose question it is, other details, and then the label of the question."""
        while not words.QUESTION.match(self.blocks[self.next].text):
            self._detail(self.blocks[self.next])
        self.next += 1
        return self._labelled(self.blocks[self.next - 1], block)

    def _of_member(self, block: Block) -> Question:
        """A member's name, with a list of topics below it."""
        match = words.MEMBER.match(block.text)
        self.heading = block.part(*match.span("asker")).passage() if match else block.passage()
        self.placed("question", block)
        self.next += 1
        return self._topic(self.blocks[self.next - 1])

    def _in_words(self, block: Block, how: str) -> Question:
        """A numbered question, or one told in prose."""
        tag = block.tag
        question = Question(block.part(tag.body if tag else 0).passage())
        if tag:
            question.label = block.part(0, tag.end).passage()
        if tag and not tag.is_decimal:
            self.number = next((reading for reading in tag.readings()), None)
        asked = words.BEHALF.match(block.text) if how == "prose" else None
        asked = asked or words.ASKED.match(block.text, tag.body if tag else 0)
        if how == "number" and self.members is None:
            self.members = self._members_above()
        if how == "number":
            question.asker = self.members
        if asked and (asked["asker"] or "").strip():
            question.asker = _named(block, asked.span("asker"))
        question.answer_mode = "oral"
        self._split_answer(block, question, tag.body if tag else 0)
        self._to(question, block)
        return question

    def _members_above(self) -> Passage | None:
        """The word that says that members asked, in the three paragraphs above the first of numbered questions."""
        for block in reversed(self.blocks[max(0, self.next - 4) : self.next - 1]):
            match = words.MEMBERS_ASKED.search(block.text)
            if match:
                return block.part(*match.span("asker" if match["asker"] else "of")).passage()
        return None

    def _counted(self, number: Block) -> Question:
        """A question with its number on a line of its own, and perhaps who asks on the next."""
        self.placed("question", number)
        first = self.blocks[self.next]
        if words.NAMES.match(first.text) or words.TELLS_WHO.match(first.text):
            self.next += 1
            question = self._led_in(first)
        else:
            response = self._response_ahead()
            last = self.blocks[response - 1] if response is not None and response > self.next else first
            self.next = response if response is not None and response > self.next else self.next + 1
            text = first.until(last)
            question = Question(text.passage(), answer_mode="oral")
            self.placed("question", text)
            self._to(question, text)
        question.label = number.passage()
        return question

    def _unasked(self, label: Block) -> Question:
        """An answer whose question stands somewhere else: without words, at the place of the answer's label."""
        match = words.REPLY_TO.match(label.text)
        question = Question(Passage("", (label.start, label.start)), answer_mode="written")
        question.answer_label = label.passage()
        if match:
            question.asker = _named(label, match.span("asker"))
        self.placed("answer", label)
        return question

    def _spoken(self, block: Block, how: str) -> Question:
        """ "Mr Hurrell: Why ...?", with "Commissioner: Because ..." below it; or "Mr Hurrell asked: "Why ...?""."""
        match = (words.SPEAKER_ASKS if how == "script" else words.QUOTED_HERE).match(block.text)
        begin = match.end("lead_in") if match else 0
        self.script = how == "script"
        question = Question(block.part(begin).passage(), answer_mode="oral")
        who = match if how == "script" else words.TELLS_WHO.match(block.text[:begin].rstrip())
        if who:
            question.lead_in = block.part(0, begin).passage()
            question.asker = _named(block, who.span("asker"))
        self.placed("question", block)
        self._to(question, block.part(begin))
        return question

    def _topic(self, block: Block) -> Question:
        """An entry of a list under a member's name: the subject asked about, and after a dash what was answered."""
        body = block.part(block.tag.body if block.tag else 0)
        match = words.TOPIC.match(body.text)
        question = Question((body.part(*match.span("topic")) if match else body).passage(), answer_mode="oral")
        question.asker = self.heading
        if not match or words.TOPIC_ASKED.match(body.text, match.start("answer")) or words.TOPIC_ASKED.match(body.text):
            question.text = body.passage()
            self._split_answer(block, question, block.tag.body if block.tag else 0)
            return question
        answered = body.part(match.start("answer"))
        self.placed("question", self.blocks[self.next - 1].part(0, block.tag.body + match.start("answer")))
        self.placed("answer", answered)
        question.answer.append(answered.passage())
        self.answered_by(question, answered)
        self._to(question, answered)
        return question

    def _split_answer(self, block: Block, question: Question, begin: int) -> None:
        """Question and answer in one paragraph, when the next one is not the answer."""
        cut = words.ANSWER_SENTENCE.search(block.text[:4000], begin)
        if not cut:
            self.placed("question", block)
            return
        asked, answered = block.part(begin, cut.start()), block.part(cut.end())
        question.text = asked.passage()
        question.answer.append(answered.passage())
        self.placed("question", block.part(0, cut.start()))
        self.placed("answer", answered)
        self.answered_by(question, answered)

    def _labelled(self, block: Block, lead_in: Block | None) -> Question:
        """A question behind its label. `lead_in` is a line above it that says whose it is."""
        match = words.QUESTION.match(block.text)
        begin, at = match.end() if match else 0, self.next - 1
        last = self._last_asked(block)
        about = words.ABOUT_BY.match(block.text[begin:]) if last is not block and match else None
        if about:
            # "Question 1: Overtime - asked by Mr Poe", and below it what he asked.
            text = self.blocks[at + 1].until(last)
        elif begin < len(block.text):
            text = block.part(begin).until(last)
        else:
            text = block.source.stretch(block.end, last.end) or block
        question = Question(text.passage(), answer_mode="none")
        if match and (begin < len(block.text) or last is not block):
            question.label = block.part(*match.span("label")).passage()
        both = words.ANSWER_INSIDE.search(text.text) if last is block else None
        if both:
            text = self._answered_at_once(question, block, text, both)
        else:
            self.placed("question", block.until(last))
        number = tag_of(text.text)
        if number and number.is_figure and text is not block:
            # "Questions Posed: 1) ...": the number is the label, the words before it lead in.
            question.lead_in, question.label = question.label, text.part(0, number.end).passage()
            question.text = text.part(number.body).passage()
        if about:
            question.lead_in = block.part(begin).passage()
            question.asker = _named(block, (begin + about.start("asker"), begin + about.end("asker")))
        elif match:
            self._asker_beside(question, block, match)
        if question.asker is None and lead_in is None:
            question.asker = self._asker_above(at)
        if lead_in is not None:
            self._lead(question, lead_in)
        self._to(question, text)
        return question

    def _last_asked(self, block: Block) -> Block:
        """The last block of a question: it goes on to the label of the response, if one comes before the next
        question."""
        last, until = block, self._response_ahead()
        while until is not None and self.next < until and not words.DETAIL.match(self.blocks[self.next].text):
            last = self.blocks[self.next]
            self.next += 1
        while until is not None and self.next < until:
            self._detail(self.blocks[self.next])
        return last

    def _answered_at_once(self, question: Question, block: Block, text: Stretch, both: re.Match) -> Stretch:
        """ "Q - Who pays? A - The parish does." Gives the words of the question."""
        asked = text.part(0, both.start())
        question.text = asked.passage()
        question.answer_label = text.part(*both.span("label")).passage()
        question.answer.append(text.part(both.end()).passage())
        question.answer_mode = "written"
        self.placed("question", block.until(asked))
        self.placed("answer", text.part(both.start("label")))
        return asked

    def _asker_beside(self, question: Question, block: Block, match: re.Match) -> None:
        """Who asks, from the label: "Question from Mr Poe:", "Q1. (Mr Poe)"."""
        if match["lead_in"]:
            question.lead_in = block.part(*match.span("lead_in")).passage()
            question.asker = block.part(*match.span("first")).passage()
        who = next((name for name in ("asker", "named") if match[name]), None)
        if who:
            question.asker = _named(block, match.span(who))

    def _asker_above(self, at: int) -> Passage | None:
        """Who asks, from a page of labels and values: it stands shortly above the question."""
        for block in reversed(self.blocks[max(0, at - 3) : at]):
            match = words.ASKER_DETAIL.match(block.text)
            if match:
                return _named(block, match.span("asker"))
        return None

    def _led_in(self, block: Block) -> Question:
        following = self.peek()
        if following is not None and words.QUESTION.match(following.text):
            self.next += 1
            return self._labelled(following, block)
        body = following if following is not None else block
        begun = self.next
        if following is not None:
            self.next += 1
        last = body
        response = self._response_ahead()
        if response is not None and body.text[:1] != '"':
            # All that stands before the label of the answer is asked.
            last = self.blocks[response - 1]
            self.next = response
        opened = body.text.count('"') % 2 if body.text[:1] == '"' else 0
        while (
            opened and self.peek() is not None and not self.peek().kind and self.next - begun < words.LONGEST_QUESTION
        ):
            # A quoted question may have paragraphs and letters of its own.
            last = self.peek()
            self.next += 1
            opened ^= last.text.count('"') % 2
        text = body.until(last)
        question = Question(text.passage(), answer_mode="oral")
        tag = tag_of(text.text)
        if tag and tag.is_figure and self.number is None:
            # "Members asked these questions", and then they are counted.
            question.label, question.text = text.part(0, tag.end).passage(), text.part(tag.body).passage()
            self.number = next(iter(tag.readings()))
        self._lead(question, block)
        self.placed("question", text)
        self._to(question, text)
        return question

    def _lead(self, question: Question, block: Block) -> None:
        question.lead_in = block.passage()
        text = block.text
        match = (
            words.leads_in(text)
            or words.FROM.match(text)
            or words.LOOSE_LEAD_IN.match(text)
            or words.TELLS_WHO.match(text)
            or words.NAMES.match(text)
        )
        if match:
            question.asker = _named(block, match.span("asker"))
            if match.re.groupindex.get("to") and match["to"]:
                question.to = block.part(match.start("to"), match.end("to")).passage()
        self.placed("question", block)

    def _detail(self, block: Block) -> None:
        self.details.append(block)
        asker = words.ASKER_DETAIL.match(block.text)
        if asker:
            self.member = block.part(*asker.span("asker")).passage()
        self.placed("paragraph", block)
        self.next += 1

    def _response_ahead(self) -> int | None:
        for at in range(self.next, min(len(self.blocks), self.next + 60)):
            block = self.blocks[at]
            if words.answer_label(block.text):
                return at
            if block.kind or words.QUESTION.match(block.text) or block.is_label or self._is_lead_in(at):
                return None
        return None

    def _to(self, question: Question, stretch: Stretch) -> None:
        match = words.TO.search(stretch.text[:2000])
        if match and question.to is None:
            question.to = stretch.part(*match.span("asked" if match["asked"] else "to")).passage()


def _named(block: Stretch, span: tuple[int, int]) -> Passage:
    """The name of whoever asks, of the words that say it."""
    words_of = block.part(*span)
    return words_of.part(0, words.name_in(words_of.text)).passage()
