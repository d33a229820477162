from questions.models.question import Question, QuestionPart, Redaction
from questions.models.received import Submission
from questions.models.scheme import RefusalGround, Scheme, StatedClosing

__all__ = ["Question", "QuestionPart", "Redaction", "RefusalGround", "Scheme", "StatedClosing", "Submission"]
