from questions.models.question import FollowUp, Question, QuestionPart, QuestionTopic, Redaction
from questions.models.received import Submission
from questions.models.scheme import RefusalGround, Scheme, StatedClosing

__all__ = [
    "FollowUp",
    "Question",
    "QuestionPart",
    "QuestionTopic",
    "Redaction",
    "RefusalGround",
    "Scheme",
    "StatedClosing",
    "Submission",
]
