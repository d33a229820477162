"""Letters with news: who is told what, and when. Run every few minutes; run twice, or by two workers, it tells once.

Nothing is stored of what is still to be told: it is what happened in public lately, less what stands in a letter
already. So what was withdrawn before a letter is written is never in it, and a run that broke off is simply run again.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from panel_portal.pages import news as public
from panel_portal.pages.follow import choices, letters, links
from panel_portal.pages.models import Subscriber, Subscription, Told
from panel_portal.pages.news import News
from panel_portal.records import mail
from panel_portal.records.models import OutgoingEmail, Topic
from panel_portal.records.periods import LONDON, day_in_london
from reports.models import CommissionerResponse

Kind, Rhythm = Subscription.Kind, Subscription.Rhythm

# What is told at once waits until nothing more has happened to its record for so long, and never longer than the hour;
# and for an hour after a letter about a record, no other one is sent about it.
QUIET = timedelta(minutes=20)
HOUR = timedelta(hours=1)
DAILY_AT = time(8)  # in London
# A worker that stood still for less than this has told everything when it has caught up.
LOOK_BACK = timedelta(days=7)
MOST_NEWS = 2000
BATCH = 500


@dataclass
class _Draft:
    """A letter to be written to one subscriber."""

    subscriber: Subscriber
    key: str
    daily: bool
    news: list[News] = field(default_factory=list)
    reasons: list[Subscription] = field(default_factory=list)


def tell(now: datetime | None = None) -> int:
    """Write every letter that is due; how many. The worker then sends them one by one (`send`)."""
    now = now or timezone.now()
    recent = public.news(since=now - LOOK_BACK, most=MOST_NEWS)
    belongs = _belonging(recent, now)
    written, last = 0, 0
    while keys := list(_confirmed().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        written += _tell_batch(keys, recent, belongs, now)
        last = keys[-1]
    return written


def _confirmed():
    return Subscriber.objects.filter(pk__in=Subscription.objects.confirmed().values("subscriber"))


# To what each piece of news belongs -------------------------------------------------------------------------------


def _belonging(recent: list[News], now: datetime) -> dict[str, set[tuple[str, int]]]:
    """By key of the news: kind and record of all that may be followed and that it belongs to. The number of questions
    put to the database does not grow with those who follow, nor with the news; by one for each topic that is followed."""
    if not recent:
        return {}
    bodies = dict(choices.keys_of_bodies())
    answers = _what_is_answered(recent)
    belongs = {}
    for one in recent:
        follows = {(Kind.EVERYTHING, 0)}
        if one.body_slug in bodies:
            follows.add((Kind.BODY, bodies[one.body_slug]))
        follows.update(answers.get(one.record, {one.record}))
        if one.what == "became overdue":
            follows.add((Kind.OVERDUE, 0))
        if one.what == "answered":
            follows.add((Kind.ANSWERED, 0))
        if one.what in public.ACCEPTED:
            follows.add((Kind.ACCEPTED, 0))
        belongs[one.key] = follows
    topics = Subscription.objects.confirmed().filter(kind=Kind.TOPIC).values("record")
    for topic in Topic.objects.public().filter(pk__in=topics):
        for one in public.news(since=now - LOOK_BACK, most=MOST_NEWS, topic=topic):
            belongs.get(one.key, set()).add((Kind.TOPIC, topic.pk))
    return belongs


def _what_is_answered(recent: list[News]) -> dict[tuple[str, int], set[tuple[str, int]]]:
    """Of each response among the news, the question or action that it answers."""
    keys = [one.record[1] for one in recent if one.record[0] == "response"]
    rows = CommissionerResponse.objects.public().filter(pk__in=keys)
    return {
        ("response", pk): {(Kind.QUESTION, question)} if question else {(Kind.ACTION, action)} if action else set()
        for pk, question, action in rows.values_list("pk", "question", "asked_action")
    }


# Who is told ------------------------------------------------------------------------------------------------------


@transaction.atomic
def _tell_batch(keys: list[int], recent: list[News], belongs, now: datetime) -> int:
    """All letters due to these subscribers, whole or not at all. Those whom another worker holds are left to it."""
    held = Subscriber.objects.select_for_update(skip_locked=True).filter(pk__in=keys).order_by("pk")
    subscribers = {one.pk: one for one in held}
    follows = defaultdict(list)
    for one in Subscription.objects.confirmed().filter(subscriber__in=subscribers):
        follows[one.subscriber_id].append(one)
    # Read once the rows are held: what another worker has told in the meantime is there.
    told, lately = defaultdict(set), set()
    rows = Told.objects.filter(subscriber__in=subscribers)
    for subscriber, key, about, queued_at in rows.values_list("subscriber", "news", "about", "email__queued_at"):
        told[subscriber].add(key)
        if queued_at > now - HOUR:
            lately.add((subscriber, about))
    day = day_of_daily(now)
    drafts, looked = [], []
    for pk, subscriber in subscribers.items():
        fresh = [one for one in recent if one.key not in told[pk]]
        at_once = _Draft(subscriber, f"{letters.OF_SUBSCRIBER.format(pk)}{now.timestamp():.6f}", daily=False)
        for group in _quiet_groups(_pick(at_once, fresh, follows[pk], belongs, Rhythm.AT_ONCE), now):
            if (pk, _about(group[0])) not in lately:
                at_once.news += group
        drafts.append(at_once)
        if subscriber.daily_on is None or subscriber.daily_on < day:
            subscriber.daily_on = day
            looked.append(subscriber)
            daily = _Draft(subscriber, f"{letters.OF_SUBSCRIBER.format(pk)}daily:{day.isoformat()}", daily=True)
            in_other = {one.key for one in at_once.news}
            until = moment_of_daily(day)
            daily.news = [
                one
                for one in _pick(daily, fresh, follows[pk], belongs, Rhythm.DAILY)
                if one.key not in in_other and one.at <= until
            ]
            drafts.append(daily)
    Subscriber.objects.bulk_update(looked, ["daily_on"], batch_size=BATCH)
    return _write([draft for draft in drafts if draft.news], follows, belongs)


def _pick(draft: _Draft, fresh: list[News], follows: list[Subscription], belongs, rhythm) -> list[News]:
    """What happened to something that is followed in this rhythm, since it was confirmed."""
    since = {(one.kind, one.record): one.confirmed_at for one in follows if one.rhythm == rhythm}
    return [
        one
        for one in fresh
        if since and any(since[thing] <= one.at for thing in belongs[one.key] if thing in since)
    ]


def _quiet_groups(picked: list[News], now: datetime) -> list[list[News]]:
    """News by record, where the record has been quiet for a while, or the first of it is an hour old."""
    groups = defaultdict(list)
    for one in picked:
        groups[one.record].append(one)
    return [
        group
        for group in groups.values()
        if max(one.at for one in group) <= now - QUIET or min(one.at for one in group) <= now - HOUR
    ]


def day_of_daily(now: datetime) -> date:
    """The day whose daily letter is the last that could have been sent: before eight in the morning, yesterday's."""
    day = day_in_london(now)
    return day if now >= moment_of_daily(day) else day - timedelta(days=1)


def moment_of_daily(day: date) -> datetime:
    """Eight in the morning in London, whatever the clocks were set to in the night before."""
    return datetime.combine(day, DAILY_AT, tzinfo=LONDON)


def _about(one: News) -> str:
    kind, key = one.record
    return f"{kind}/{key}"


# Letters ----------------------------------------------------------------------------------------------------------


def _write(drafts: list[_Draft], follows, belongs) -> int:
    if not drafts:
        return 0
    panel = letters.panel_name()
    reasons = {
        draft.key: [one for one in follows[draft.subscriber.pk] if _is_reason(one, draft, belongs)] for draft in drafts
    }
    named = choices.followed(one for group in reasons.values() for one in group)
    emails = []
    for draft in drafts:
        why = [(one, named[one.kind, one.record]) for one in reasons[draft.key]]
        subject, body = letters.of_news(draft.subscriber, draft.news, why, panel, daily=draft.daily)
        # Where one thing led to the letter, the button of the mail program stops that; else it stops them all.
        out = links.stop(why[0][0]) if len(why) == 1 else links.stop_all(draft.subscriber)
        emails.append(
            OutgoingEmail(to=draft.subscriber.address, subject=subject, body=body, key=draft.key, stop_address=out)
        )
    OutgoingEmail.objects.bulk_create(emails)
    Told.objects.bulk_create(
        Told(subscriber=draft.subscriber, email=email, news=one.key, about=_about(one))
        for draft, email in zip(drafts, emails, strict=True)
        for one in draft.news
    )
    send_letter.batch_defer(*({"email": email.pk} for email in emails))
    return len(emails)


def _is_reason(one: Subscription, draft: _Draft, belongs) -> bool:
    wanted = Rhythm.DAILY if draft.daily else Rhythm.AT_ONCE
    if one.rhythm != wanted:
        return False
    return any((one.kind, one.record) in belongs[told.key] and one.confirmed_at <= told.at for told in draft.news)


@transaction.atomic
def is_still_true(email: int) -> bool:
    """Whether all that a letter tells may still be read in public. If not, it is destroyed unsent, and what remains to
    be told comes in another."""
    told = set(Told.objects.filter(email=email).values_list("news", flat=True))
    since = timezone.now() - LOOK_BACK - LOOK_BACK
    if told and told <= {one.key for one in public.news(since=since, most=MOST_NEWS)}:
        return True
    waiting = OutgoingEmail.objects.select_for_update().filter(pk=email, sent_at=None)
    if waiting.exists():
        Told.objects.filter(email=email).delete()
        waiting.delete()
    return False


@mail.retried
def send_letter(*, email: int) -> None:
    """Look once more, since a letter may wait for a mail server; then send."""
    if is_still_true(email):
        mail.deliver(email)
