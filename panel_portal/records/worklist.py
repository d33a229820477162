"""What needs deciding: questions a clerk can answer, each with a button. Rooms add their own by registering."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_providers: list[Callable[..., Iterable["Question"]]] = []


@dataclass(frozen=True)
class Question:
    """One thing to decide: "The agenda for 14 September is not out. Publish it?" and where to do that."""

    sentence: str
    button: str
    url: str
    detail: str = ""
    urgent: bool = False


def register(provider: Callable[..., Iterable[Question]]):
    """Add a function `provider(user) -> iterable of Question` to the clerk's home page."""
    _providers.append(provider)
    return provider


@dataclass(frozen=True)
class Coming:
    """Something ahead that a clerk opens often: the next meeting."""

    words: str
    url: str


_coming: list[Callable[..., Iterable[Coming]]] = []


def register_coming(provider: Callable[..., Iterable[Coming]]):
    """Add a function `provider(user) -> iterable of Coming`, shown under the questions."""
    _coming.append(provider)
    return provider


def coming_for(user) -> list[Coming]:
    return [coming for provider in _coming for coming in provider(user)]


def questions_for(user) -> list[Question]:
    """Everything that waits for this person, urgent things first, otherwise in the order of the rooms."""
    questions = [question for provider in _providers for question in provider(user)]
    return sorted(questions, key=lambda question: not question.urgent)
