"""What the published questions come to, in figures."""


def counts(questions) -> dict[str, int]:
    """How many of these wait, are overdue and were answered. Three counts."""
    return {
        "waiting": questions.awaiting().count(),
        "overdue": questions.overdue().count(),
        "answered": questions.answered().count(),
    }
