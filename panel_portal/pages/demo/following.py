"""People who follow the record of the invented panel by e-mail, from what they give on the page to the first letter."""

from datetime import timedelta

from django.utils import timezone

from panel_portal.pages.follow import asking, choices
from panel_portal.pages.follow.sending import tell
from panel_portal.pages.models import Subscription
from questions.models import Question

Rhythm = Subscription.Rhythm
# Address, what it follows ("question:" and a word of the story), how often, and whether the link was used.
FOLLOWERS = (
    ("newsdesk@northmere-echo.example", "overdue", Rhythm.AT_ONCE, True),
    ("newsdesk@northmere-echo.example", "everything", Rhythm.AT_ONCE, True),
    ("p.arkwright@mail.example", "everything", Rhythm.DAILY, True),
    ("r.sallow@mail.example", "question:village-patrols", Rhythm.AT_ONCE, True),
    ("somebody.else@mail.example", "answered", Rhythm.DAILY, False),
)


def follow(questions: dict[str, Question]) -> None:
    """They ask, and all but one of them open the link; `questions` by their words in the story."""
    for address, what, rhythm, confirmed in FOLLOWERS:
        kind, _, word = what.partition(":")
        choice = choices.of_value(f"{kind}:{questions[word].reference_in_address}" if word else kind)
        asking.ask(address, choice, rhythm)
        if confirmed:
            for one in Subscription.objects.unconfirmed().filter(subscriber__address=address):
                asking.confirm(one.link_key)


def tell_them() -> None:
    """As if an hour had gone by since the last thing happened: nobody looks at a demonstration for so long."""
    tell(timezone.now() + timedelta(hours=1))
