"""What somebody who follows the record is written: plain text, complete in itself, with the way out in every letter."""

from collections.abc import Iterable

from django.conf import settings

from panel_portal.pages import context
from panel_portal.pages.follow import links
from panel_portal.pages.follow.choices import Choice
from panel_portal.pages.models import Subscriber, Subscription
from panel_portal.pages.news import News
from panel_portal.records.periods import clock, day_in_london, in_words
from questions.ask_forms import plain

# How the keys of letters begin (`OutgoingEmail.key`): all of them, those to one subscriber, those they asked for.
KEYS = "follow:"
OF_SUBSCRIBER = "follow:{}:"
ASKED = "follow:{}:asked:"

Rhythm = Subscription.Rhythm
MOST_TOLD = 30
LONGEST_SUBJECT = 180
LONGEST_TEXT = 5000
HOW_OFTEN = {Rhythm.AT_ONCE: "at once", Rhythm.DAILY: "once a day, at 8am"}


def confirm(subscription: Subscription, choice: Choice) -> tuple[str, str]:
    """Subject and body of the letter with the link that begins it."""
    panel = panel_name()
    words = [
        f"Somebody, we think you, asked {panel} to send e-mails to this address about:",
        f"{choice.words} ({HOW_OFTEN[subscription.rhythm]})",
        "To begin, open this link within 7 days, and press the button on the page:",
        links.confirm(subscription),
        "If it was not you, do nothing: you get no e-mails, and we delete your address after 7 days.",
        _sender(panel),
    ]
    return _line(f"Confirm that you want e-mails from {panel}"), _letter(words)


def already(subscription: Subscription, choice: Choice) -> tuple[str, str]:
    """To somebody who is following this and asked again: they cannot be told on the page, where anybody may ask."""
    panel = panel_name()
    words = [
        f"Somebody, we think you, asked {panel} to send e-mails to this address about:",
        choice.words,
        f"You get those already, {HOW_OFTEN[subscription.rhythm]}. Nothing has changed.",
        f"To get them more or less often, or to stop:\n{links.change(subscription.subscriber)}",
        _sender(panel),
    ]
    return _line(f"You already get these e-mails from {panel}"), _letter(words)


def of_news(
    subscriber: Subscriber,
    of_records: list[list[News]],
    why: Iterable[tuple[Subscription, Choice]],
    panel: str,
    *,
    daily: bool,
) -> tuple[str, str]:
    """Subject and body of a letter with news: of each record what happened, oldest first.

    why  what, of all that the subscriber follows, these news belong to
    """
    told = [one for group in of_records for one in group]
    words = ["\n\n\n".join(_entry(one) for one in told[:MOST_TOLD])]
    if len(told) > MOST_TOLD:
        words.append(f"And {len(told) - MOST_TOLD} more, from {settings.SITE_ADDRESS}/")
    reasons = [f"- {choice.words} ({HOW_OFTEN[one.rhythm]})\n  To stop this: {links.stop(one)}" for one, choice in why]
    words += [
        "--",
        f"You get this e-mail from {panel} because you follow:",
        "\n".join(reasons),
        f"To see all that you follow, to change it or to stop it all:\n{links.change(subscriber)}",
        _sender(panel),
    ]
    return _subject(told, len(of_records), panel, daily=daily), _letter(words)


def _subject(told: list[News], records: int, panel: str, *, daily: bool) -> str:
    if len(told) == 1:
        return _line(told[0].title)
    if records == 1:
        return _line(f"{told[-1].title}, and {len(told) - 1} more about it")
    return _line(f"{'Your daily e-mail: ' if daily else ''}{len(told)} new things from {panel}")


def _entry(one: News) -> str:
    title, text = _line(one.title), plain(one.text)
    if len(text) > LONGEST_TEXT:
        text = f"{text[:LONGEST_TEXT].rsplit(None, 1)[0]} … (it goes on at the address below)"
    when = f"{in_words(day_in_london(one.at))}, {clock(one.at)}"
    return f"{title}\n{'-' * min(len(title), 70)}\n{when}\n\n{text}\n\n{settings.SITE_ADDRESS}{one.url}"


def _line(words: str) -> str:
    """One line without control characters: a subject is a header, and a line break in it would begin another."""
    words = " ".join(plain(words).split())
    return words if len(words) <= LONGEST_SUBJECT else f"{words[: LONGEST_SUBJECT - 1]}…"


def panel_name() -> str:
    """What the panel is called today."""
    return _line(context.portal(None)["portal"]["panel_name"])


def _sender(panel: str) -> str:
    return f"{panel}\n{settings.SITE_ADDRESS}/\nThe panel’s clerk: {settings.FEEDBACK_EMAIL}"


def _letter(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(filter(None, paragraphs)) + "\n"
