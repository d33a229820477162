"""Questions with their answers, in every layout, and letters."""

import pytest

from meetings.minutes import read


def questions_of(body: str, title: str = "Public Questions"):
    (item,) = read(f"Agenda item\n\n{title}\n\nMinutes:\n\n{body}\n").items
    return item.questions


def told(question) -> tuple[str, list[str]]:
    return question.text.text, [answer.text for answer in question.answer]


@pytest.mark.parametrize(
    "body",
    [
        "Question: Is there salt?\n\nResponse: There is.\n\nQuestion: Is there sand?\n\nResponse: There is not.",
        "Question 1: Is there salt?\n\nAnswer: There is.\n\nQuestion 2: Is there sand?\n\nAnswer: There is not.",
        "Question from Mr Ash: Is there salt?\n\nReply: There is.\n\nQuestion from Ms Birch: Is there sand?\n"
        "\nReply: There is not.",
        "(1)  Is there salt?\n\nThere is.\n\n(2)  Is there sand?\n\nThere is not.",
        "1. Is there salt?\n\nThere is.\n\n2. Is there sand?\n\nThere is not.",
        "(1)  Is there salt?\n\n[There is.]\n\n(2)  Is there sand?\n\n[There is not.]",
    ],
    ids=["labels", "numbered-labels", "names", "round", "figures", "brackets"],
)
def test_layout_pairs_each_question_with_its_answer(body):
    assert [told(question) for question in questions_of(body)] == [
        ("Is there salt?", ["There is."]),
        ("Is there sand?", ["There is not."]),
    ]


def test_prose_pairs_who_asked_with_who_replied():
    (question,) = questions_of("Mr Ash asked whether there was salt.\n\nThe Chair replied that there was.")
    assert question.asker.text == "Mr Ash"
    assert question.answered_by.text == "Chair"
    assert question.answer_mode == "oral"


def test_lead_in_names_the_questioner():
    (question,) = questions_of(
        "The following question was submitted by Ann Ash:\n\n“Is there salt? And sand?”\n\nThere was."
    )
    assert question.asker.text == "Ann Ash"
    assert told(question) == ("“Is there salt? And sand?”", ["There was."])


def test_list_in_an_answer_begins_no_question():
    questions = questions_of(
        "(1)  What is bought?\n\nThe Chair said:\n\n1.  Salt.\n\n2.  Sand.\n\n(2)  When?\n\nIn May."
    )
    assert [len(question.answer) for question in questions] == [3, 1]


def test_quoted_law_begins_no_question():
    (question,) = questions_of("Question: Given “(1) A clerk must buy salt; (2) and sand”, when?\n\nResponse: In May.")
    assert question.text.text.endswith("when?")


def test_supplementary_stays_with_its_question():
    (question,) = questions_of(
        "Question: Is there salt?\n\nResponse: There is.\n\nMs Ash asked as a supplementary question whether "
        "it was dry\n\nThe Chair said that it was."
    )
    (one,) = question.supplementary
    assert one.text.text == "whether it was dry"
    assert one.answer.text == "The Chair said that it was."


def test_question_without_an_answer_is_kept():
    questions = questions_of(
        "Question: Is there salt?\n\nAs the Clerk had left, a written response would be sent to Mr Ash."
    )
    assert [(question.answer, question.answer_mode) for question in questions] == [([], "none")]


def test_question_sent_elsewhere_is_referred():
    (question,) = questions_of(
        "(1)  Why is it dark?\n\nAs this was operational policing it would be sent to the Chief Constable."
    )
    assert question.answer_mode == "referred"


def test_page_of_labels_and_values_is_one_question():
    reading = read(
        "Elm Panel – Public Question\n\nQuestions Posed:\n\n1) Given the Act:\n\n(1)A clerk must buy salt.\n\n"
        "(a)at home, or\n\nWhen was it bought?\n\n"
        "Panel Member: Mrs Ash\n\nQuestion Date: 20/02/2031\n\nCommissioner Response:\n\nIn May.\n\nIt was de"
        "ar.\n\nContact Officer\n\nAuthor: Bo Birch\n"
    )
    (item,) = reading.items
    (question,) = item.questions
    assert reading.doc_type == "public_question"
    assert question.label.text == "1)"
    assert question.text.text.endswith("When was it bought?")
    assert [answer.text for answer in question.answer] == ["In May.", "It was dear."]
    assert question.asker.text == "Mrs Ash"


LETTER = (
    "Cookies on this site\n\nThe Panel's Letter\n\nMs F Fir\nElm Police and Crime Panel\n\nDate: 6 Octobe"
    "r 2031\n\nDear Ms Fir\n\n"
    "Elm Police and Crime Panel – 29 September 2031 - Annual Report\n\nIn accordance with section 28(4)(d"
    ") of the Police Reform and "
    "Social Responsibility Act 2011, I write about salt.\n\nYou are requested to publish this letter by 3"
    "0 November 2031.\n\n"
    "Yours sincerely\n\nAnn Ash\n\nChair – Elm Police and Crime Panel\n"
)


def test_letter_is_read_into_its_parts():
    reading = read(LETTER)
    letter = reading.letter
    assert reading.doc_type == "letter"
    assert reading.items == []
    assert (letter.kind, letter.to.text, letter.date) == ("panel_to_commissioner", "Ms F Fir", "2031-10-06")
    assert letter.subject.text.endswith("Annual Report")
    assert letter.statute.text == "section 28(4)(d) of the Police Reform and Social Responsibility Act 2011"
    assert [(one.due.text, one.due_date) for one in letter.requests] == [("by 30 November 2031", "2031-11-30")]
    assert [one.text for one in letter.closing] == ["Yours sincerely", "Ann Ash", "Chair – Elm Police and Crime Panel"]


def test_supplementary_asked_in_prose_keeps_its_words():
    (question,) = questions_of(
        "Mr Jasper Venn asked the Chair how many cameras there were?\n\nThe Chair replied that there were four.\n\n"
        "As a supplementary question Mr Venn asked whether there would be more.\n\nThe Chair said not.\n"
    )
    (one,) = question.supplementary
    assert (one.label.text, one.text.text, one.answer.text) == (
        "As a supplementary question Mr Venn asked",
        "whether there would be more.",
        "The Chair said not.",
    )
    assert question.to.text == "Chair"


def test_request_to_somebody_who_does_not_answer_is_no_question():
    asked = "The Chair asked the Harbour Master to put the answers on the web page by May."
    assert questions_of(f"{asked}\n\nMr Ash asked the Commissioner to say why.\n\nThe Commissioner replied: So.") != []
    assert [one.text.text for one in questions_of(asked)] == []
