"""Letters with news: who is told what, and when. Run every few minutes; run twice, or by two workers, it tells once.

Nothing is stored of what is still to be told: it is what happened in public lately, less what stands in a letter
already. So what was withdrawn before a letter is written is never in it, and a run that broke off is simply run again.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from meetings.models import Body
from panel_portal.pages import news as public
from panel_portal.pages.follow import choices, letters, links
from panel_portal.pages.models import Subscriber, Subscription, Told
from panel_portal.pages.news import News
from panel_portal.records import mail
from panel_portal.records.models import OutgoingEmail, Topic
from panel_portal.records.periods import LONDON, day_in_london
from reports.models import CommissionerResponse

Kind, Rhythm = Subscription.Kind, Subscription.Rhythm
Thing = tuple[str, int]  # kind and key of what may be followed

# What is told at once waits until nothing more has happened to its record for so long, and never longer than the hour;
# and for an hour after a letter about a record, no other one is sent about it.
QUIET = timedelta(minutes=20)
HOUR = timedelta(hours=1)
DAILY_AT = time(8)  # in London
# A worker that stood still for less than this tells everything when it goes on.
LOOK_BACK = timedelta(days=7)
MOST_NEWS = 2000
BATCH = 500


@dataclass(frozen=True)
class Happened:
    """News, with all that may be followed and that it belongs to, and the record on account of which it waits."""

    news: News
    belongs: frozenset[Thing]
    about: Thing

    def reaches(self, one: Subscription) -> bool:
        """Whether it belongs to what is followed here, and happened since that was confirmed."""
        return (one.kind, one.record) in self.belongs and one.confirmed_at <= self.news.at


@dataclass
class Draft:
    """A letter to be written, and why."""

    subscriber: Subscriber
    key: str
    rhythm: str
    told: list[Happened] = field(default_factory=list)
    why: list[Subscription] = field(default_factory=list)


def tell(now: datetime | None = None) -> int:
    """Write every letter that is due; how many. The worker then sends them one by one."""
    now = now or timezone.now()
    recent = _happened(now - LOOK_BACK)
    subscribers = Subscriber.objects.filter(pk__in=Subscription.objects.confirmed().values("subscriber"))
    written, last = 0, 0
    while keys := list(subscribers.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        written += _tell(keys, recent, now)
        last = keys[-1]
    return written


# What happened, and to what it belongs ----------------------------------------------------------------------------


def _happened(since: datetime) -> list[Happened]:
    """What happened in public, oldest first. How much the database is asked grows neither with those who follow nor
    with the news; only by one search for each topic that is followed."""
    recent = public.news(since=since, most=MOST_NEWS)
    if not recent:
        return []
    bodies = dict(Body.objects.public().values_list("slug", "pk"))
    answers = _what_is_answered(one.record[1] for one in recent if one.record[0] == "response")
    topics = defaultdict(set)
    followed = Subscription.objects.confirmed().filter(kind=Kind.TOPIC).values("record")
    for topic in Topic.objects.public().filter(pk__in=followed):
        for one in public.news(since=since, most=MOST_NEWS, topic=topic):
            topics[one.key].add((Kind.TOPIC, topic.pk))
    happened = []
    for one in reversed(recent):
        about = answers.get(one.record, one.record)
        belongs = {(Kind.EVERYTHING, 0), about, *topics[one.key]}
        if one.body_slug in bodies:
            belongs.add((Kind.BODY, bodies[one.body_slug]))
        belongs |= {(kind, 0) for kind, wanted in WANTED.items() if one.what in wanted}
        happened.append(Happened(one, frozenset(belongs), about))
    return happened


WANTED = {Kind.OVERDUE: {"became overdue"}, Kind.ANSWERED: {"answered"}, Kind.ACCEPTED: set(public.ACCEPTED)}


def _what_is_answered(responses) -> dict[Thing, Thing]:
    """Of each response, the question or action that it answers: who follows that is told of it."""
    rows = CommissionerResponse.objects.public().filter(pk__in=list(responses))
    answered = {}
    for pk, question, action in rows.values_list("pk", "question", "asked_action"):
        if question:
            answered["response", pk] = (Kind.QUESTION, question)
        elif action:
            answered["response", pk] = (Kind.ACTION, action)
    return answered


# Who is told ------------------------------------------------------------------------------------------------------


@transaction.atomic
def _tell(keys: list[int], recent: list[Happened], now: datetime) -> int:
    """Every letter due to these subscribers, or none at all. Those whom another worker holds are left to it."""
    held = Subscriber.objects.select_for_update(skip_locked=True).filter(pk__in=keys)
    subscribers = {one.pk: one for one in held.order_by("pk")}
    follows = defaultdict(list)
    for one in Subscription.objects.confirmed().filter(subscriber__in=subscribers):
        follows[one.subscriber_id].append(one)
    # Read once their rows are held: what another worker has told in the meantime is there.
    told, lately = defaultdict(set), defaultdict(set)
    rows = Told.objects.filter(subscriber__in=subscribers)
    for pk, key, about, queued_at in rows.values_list("subscriber", "news", "about", "email__queued_at"):
        told[pk].add(key)
        if queued_at > now - HOUR:
            lately[pk].add(about)
    day = day_of_daily(now)
    drafts, looked_at = [], []
    for pk, subscriber in subscribers.items():
        fresh = [one for one in recent if one.news.key not in told[pk]]
        at_once = Draft(subscriber, f"{letters.OF_SUBSCRIBER.format(pk)}{now.timestamp():.6f}", Rhythm.AT_ONCE)
        at_once.told = _quiet(_picked(fresh, follows[pk], Rhythm.AT_ONCE), lately[pk], now)
        drafts.append(at_once)
        if subscriber.daily_on is None or subscriber.daily_on < day:
            subscriber.daily_on = day
            looked_at.append(subscriber)
            daily = Draft(subscriber, f"{letters.OF_SUBSCRIBER.format(pk)}daily:{day.isoformat()}", Rhythm.DAILY)
            in_the_other = {one.news.key for one in at_once.told}
            fresh = [one for one in fresh if one.news.key not in in_the_other and one.news.at <= moment_of_daily(day)]
            daily.told = _picked(fresh, follows[pk], Rhythm.DAILY)
            drafts.append(daily)
    Subscriber.objects.bulk_update(looked_at, ["daily_on"])
    return _write([draft for draft in drafts if draft.told], follows)


def _picked(fresh: list[Happened], follows: list[Subscription], rhythm: str) -> list[Happened]:
    follows = [one for one in follows if one.rhythm == rhythm]
    return [happened for happened in fresh if any(happened.reaches(one) for one in follows)]


def _quiet(picked: list[Happened], lately: set[str], now: datetime) -> list[Happened]:
    """Without what may go on happening: where the last of a record is fresh, and the first not yet an hour old."""
    moments = defaultdict(list)
    for one in picked:
        moments[one.about].append(one.news.at)
    ready = {
        about
        for about, at in moments.items()
        if (max(at) <= now - QUIET or min(at) <= now - HOUR) and _words(about) not in lately
    }
    return [one for one in picked if one.about in ready]


def _words(about: Thing) -> str:
    kind, key = about
    return f"{kind}/{key}"


def day_of_daily(now: datetime) -> date:
    """The day of the last daily letter that may have been sent: before eight in the morning, yesterday."""
    day = day_in_london(now)
    return day if now >= moment_of_daily(day) else day - timedelta(days=1)


def moment_of_daily(day: date) -> datetime:
    """Eight in the morning in London, whatever was done to the clocks in the night before."""
    return datetime.combine(day, DAILY_AT, tzinfo=LONDON)


# Letters ----------------------------------------------------------------------------------------------------------


def _write(drafts: list[Draft], follows: dict[int, list[Subscription]]) -> int:
    if not drafts:
        return 0
    panel = letters.panel_name()
    for draft in drafts:
        of_rhythm = [one for one in follows[draft.subscriber.pk] if one.rhythm == draft.rhythm]
        draft.why = [one for one in of_rhythm if any(happened.reaches(one) for happened in draft.told)]
    named = choices.followed(one for draft in drafts for one in draft.why)
    emails = OutgoingEmail.objects.bulk_create(_email(draft, named, panel) for draft in drafts)
    Told.objects.bulk_create(
        Told(subscriber=draft.subscriber, email=email, news=one.news.key, about=_words(one.about))
        for draft, email in zip(drafts, emails, strict=True)
        for one in draft.told
    )
    send_letter.batch_defer(*({"email": email.pk} for email in emails))
    return len(emails)


def _email(draft: Draft, named: dict, panel: str) -> OutgoingEmail:
    why = [(one, named[one.kind, one.record]) for one in draft.why]
    of_record: dict[Thing, list[News]] = {}
    for one in draft.told:
        of_record.setdefault(one.about, []).append(one.news)
    daily = draft.rhythm == Rhythm.DAILY
    subject, body = letters.of_news(draft.subscriber, list(of_record.values()), why, panel, daily=daily)
    # Where one thing led to the letter, the mail program's own button stops that; where several did, everything.
    out = links.stop(draft.why[0]) if len(draft.why) == 1 else links.stop_all(draft.subscriber)
    return OutgoingEmail(to=draft.subscriber.address, subject=subject, body=body, key=draft.key, stop_address=out)


@transaction.atomic
def is_still_true(email: int) -> bool:
    """Whether all that a letter tells can still be read in public. If not, it is destroyed unsent, and what remains to
    be told comes in another."""
    told = set(Told.objects.filter(email=email).values_list("news", flat=True))
    since = timezone.now() - 2 * LOOK_BACK
    if told and told <= {one.key for one in public.news(since=since, most=MOST_NEWS)}:
        return True
    waiting = OutgoingEmail.objects.select_for_update().filter(pk=email, sent_at=None)
    if waiting.exists():
        Told.objects.filter(email=email).delete()
        waiting.delete()
    return False


@app.task(retry=mail.RETRIES)
def send_letter(*, email: int) -> None:
    """A letter may have waited for a mail server, so look once more; then send it."""
    if is_still_true(email):
        mail.attempt(email)
