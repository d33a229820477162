"""Letters with news: who is told what, once, when it is quiet or at eight, and never of what is not public."""

import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from meetings import workflow as meetings
from meetings.models import Action
from panel_portal.pages import tasks
from panel_portal.pages.follow import asking, sending
from panel_portal.pages.follow.sending import day_of_daily, moment_of_daily, send_letter, tell
from panel_portal.pages.models import Subscriber, Subscription, Told
from panel_portal.pages.news import news
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.publication import restore, withdraw
from questions.models import QuestionTopic
from reports import workflow as reports
from tests import factories
from tests.pages.followers import HOUR, asked, follower, letters, sent, told_after
from tests.records.test_mail import work_once

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LONDON = ZoneInfo("Europe/London")


def keys(email) -> set[str]:
    return set(Told.objects.filter(email=email).values_list("news", flat=True))


# Who is told what -----------------------------------------------------------------------------------------------


def test_nobody_is_told_before_they_confirm():
    asked()
    factories.published_question()
    assert told_after() == []


def test_nobody_is_told_what_happened_before_they_confirmed():
    factories.published_question()
    follower(since=-MINUTE)
    assert told_after() == []


def test_nothing_new_is_no_letter():
    factories.published_question()
    follower(since=timedelta(0))
    assert told_after(timedelta(days=3)) == []


def test_letter_says_what_happened_in_full_why_it_comes_and_where_to_read_and_stop():
    follower("everything")
    question = factories.published_question()
    (email,) = told_after()
    assert email.to == "reader@mail.example"
    assert question.reference in email.subject
    for words in (
        question.title, "When was the last meeting?", f"http://localhost:8000{question.get_absolute_url()}",
        "because you follow", "Everything new (at once)", "/follow/stop/", "/follow/change/",
    ):  # fmt: skip
        assert words in email.body
    message = sent(email)
    assert (message.content_subtype, message.to) == ("plain", ["reader@mail.example"])


def follow_and_not(kind):
    """Something followed, and what belongs to it or does not: choice, news told, news not told."""
    question, other = factories.published_question(), factories.published_question()
    if kind == "question":
        return f"question:{question.reference_in_address}", {question}, {other}
    if kind == "topic":
        link = factories.QuestionTopicFactory(question=question)
        return f"topic:{link.topic.slug}", {question}, {other}
    if kind == "action":
        action = factories.published_action()
        return f"action:{action.reference_in_address}", {action}, {question, other}
    if kind == "body":
        meeting = factories.published_meeting()
        elsewhere = factories.published_meeting(body=factories.BodyFactory(kind="other"))
        return f"body:{meeting.body.slug}", {meeting}, {elsewhere}
    if kind == "answered":
        return "answered", {factories.answered_question()}, {question, other}
    if kind == "accepted":
        return "accepted", {factories.closed_action()}, {question, other}
    late = factories.sent_question()
    type(late).objects.filter(pk=late.pk).update(
        asked_on=date(2026, 1, 1), sent_on=date(2026, 1, 1), answer_due_on=timezone.localdate() - timedelta(days=1)
    )
    return "overdue", {late}, {question, other}


@pytest.mark.parametrize("kind", [kind for kind in Subscription.Kind if kind != "everything"])
def test_follower_of_one_thing_is_told_of_that_alone(kind):
    what, told, not_told = follow_and_not(kind)
    follower(what, since=timedelta(days=3))
    (email,) = told_after()
    for record in told:
        assert record.get_absolute_url() in email.body
    for record in not_told:
        assert record.get_absolute_url() not in email.body


def test_those_who_follow_a_question_are_told_of_its_answer():
    question = factories.sent_question()
    follower(f"question:{question.reference_in_address}")
    response = factories.CommissionerResponseFactory(question=question)
    factories.decided(response, "answered", "answered")
    reports.publish_response(response, by=factories.a_clerk())
    (email,) = told_after()
    assert question.get_absolute_url() in email.body
    assert any(key.endswith("/answered") for key in keys(email))


def test_somebody_who_follows_two_things_is_told_each_news_once():
    question = factories.published_question()
    follower("everything")
    follower(f"question:{question.reference_in_address}")
    (email,) = told_after()
    assert email.body.count(question.get_absolute_url()) == 1
    assert "Everything new" in email.body
    assert f"Question {question.reference}" in email.body


# When -----------------------------------------------------------------------------------------------------------


def test_what_is_fresh_waits_until_it_is_quiet():
    follower()
    factories.published_question()
    assert told_after(sending.QUIET - MINUTE) == []
    assert len(told_after(sending.QUIET + MINUTE)) == 1


def changed_often(monkeypatch, *minutes_ago):
    """A question to which something happened at each of these moments; the last may be any of `news`."""
    question = factories.published_question()
    now = timezone.now()
    (first,) = list(news(question=question))
    what = ["published", "answered", "heard", "became overdue"]
    made = [
        first.__class__(**{**vars(first), "key": f"{first.key}-{n}", "what": what[n], "at": now - ago * MINUTE})
        for n, ago in enumerate(minutes_ago)
    ]
    monkeypatch.setattr(
        sending.public,
        "news",
        lambda *, since, most, topic=None: [] if topic else sorted(made, key=lambda one: one.at, reverse=True),
    )
    return now, made


def test_several_changes_within_an_hour_are_one_letter(monkeypatch):
    follower(since=timedelta(hours=3))
    now, made = changed_often(monkeypatch, 0, 15, 30, 45)
    assert tell(now) == 0
    assert tell(now + 10 * MINUTE) == 0
    assert tell(now + 15 * MINUTE) == 1
    (email,) = letters()
    assert keys(email) == {one.key for one in made}
    assert tell(now + 3 * HOUR) == 0


def test_changes_that_do_not_end_are_told_after_an_hour(monkeypatch):
    follower(since=timedelta(hours=3))
    now, made = changed_often(monkeypatch, 0, 30, 59)
    assert tell(now) == 0
    assert tell(now + MINUTE) == 1
    assert len(keys(letters()[0])) == 3


def test_nothing_is_told_of_a_record_within_an_hour_of_a_letter_about_it(monkeypatch):
    follower(since=timedelta(hours=3))
    now, made = changed_often(monkeypatch, 0, 70)
    late = [one for one in made if one.at < now]
    newer = [one for one in made if one.at == now]
    monkeypatch.setattr(sending.public, "news", lambda *, since, most, topic=None: late)
    assert tell(now) == 1
    monkeypatch.setattr(sending.public, "news", lambda *, since, most, topic=None: newer + late)
    assert tell(now + 30 * MINUTE) == 0
    assert tell(now + 61 * MINUTE) == 1


def test_daily_letter_comes_at_eight_in_london_with_everything_since_the_last():
    follower(rhythm="daily", since=timedelta(hours=30))
    one, other = factories.published_question(), factories.published_action()
    tomorrow = moment_of_daily(day_of_daily(timezone.now()) + timedelta(days=1))
    assert tell(timezone.now() + MINUTE) == 0  # nothing had happened by the last eight o'clock
    assert tell(tomorrow - MINUTE) == 0
    assert tell(tomorrow) == 1
    (email,) = letters()
    assert one.get_absolute_url() in email.body
    assert other.get_absolute_url() in email.body
    assert email.subject.startswith("Your daily e-mail: ")
    assert tell(tomorrow + timedelta(days=1)) == 0


def test_daily_letter_is_not_made_up_for_in_the_middle_of_the_day():
    """What happens after eight waits for the next morning, also for somebody who had no letter today."""
    follower(rhythm="daily", since=timedelta(hours=30))
    eight = moment_of_daily(day_of_daily(timezone.now()) + timedelta(days=1))
    tell(eight - timedelta(days=1))
    factories.published_question()
    for moment in (timezone.now(), timezone.now() + HOUR):
        if moment < eight:  # between seven and eight the hour after is that of the letter
            assert tell(moment) == 0
    assert tell(eight + MINUTE) == 1


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 3, 29, 7, 59, tzinfo=LONDON), date(2026, 3, 28)),  # the clocks went forward that night
        (datetime(2026, 3, 29, 8, 0, tzinfo=LONDON), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 7, 59, tzinfo=LONDON), date(2026, 10, 24)),  # and back
        (datetime(2026, 10, 25, 8, 0, tzinfo=LONDON), date(2026, 10, 25)),
        (datetime(2026, 7, 1, 7, 0, tzinfo=ZoneInfo("UTC")), date(2026, 7, 1)),  # eight o'clock of the summer
        (datetime(2026, 1, 1, 7, 59, tzinfo=ZoneInfo("UTC")), date(2025, 12, 31)),
    ],
)
def test_eight_oclock_is_that_of_london(now, day):
    assert day_of_daily(now) == day


def test_both_days_on_which_the_clocks_change_have_one_letter():
    for first, hours in ((date(2026, 3, 28), 23), (date(2026, 10, 24), 25)):
        morning, next_morning = moment_of_daily(first), moment_of_daily(first + timedelta(days=1))
        assert next_morning.astimezone(ZoneInfo("UTC")) - morning.astimezone(ZoneInfo("UTC")) == hours * HOUR
        moments = [morning + n * 5 * MINUTE for n in range(hours * 12)]
        assert len({day_of_daily(moment) for moment in moments}) <= 2


# Never what is not public ---------------------------------------------------------------------------------------


def test_what_was_withdrawn_before_the_letter_is_written_is_not_in_it():
    follower()
    gone, stays = factories.published_question(title="Zqgone"), factories.published_question()
    withdraw(gone, by=factories.a_clerk(), note="By mistake.")
    (email,) = told_after()
    assert stays.reference in email.body
    assert "Zqgone" not in email.subject + email.body


def test_whoever_follows_a_question_is_told_that_it_was_withdrawn_and_why():
    question = factories.published_question(title="Zqgone")
    follower(f"question:{question.reference_in_address}")
    withdraw(question, by=factories.a_clerk(), note="It names somebody.")
    (email,) = told_after()
    message = sent(email)
    assert f"Question {question.reference} was withdrawn" in message.subject + message.body
    assert "It names somebody." in message.body
    assert "Zqgone" not in message.subject + message.body
    assert told_after(3 * HOUR) == []


def test_letter_that_waits_while_its_record_is_withdrawn_is_not_sent_and_the_rest_is_told():
    follower()
    gone, stays = factories.published_question(title="Zqgone"), factories.published_question()
    (email,) = told_after()
    assert "Zqgone" in email.body
    withdraw(gone, by=factories.a_clerk(), note="By mistake.")
    send_letter(email=email.pk)
    assert mail.outbox == []
    assert letters() == []
    (other,) = told_after()
    message = sent(other)
    assert stays.reference in message.body
    assert "Zqgone" not in message.subject + message.body


def test_what_was_told_and_withdrawn_and_published_again_is_not_told_again():
    follower()
    question = factories.published_question()
    assert len(told_after()) == 1
    withdraw(question, by=factories.a_clerk(), note="By mistake.")
    restore(question, by=factories.a_clerk(), note="It was right.")
    assert told_after(3 * HOUR) == []


def test_change_of_a_hidden_record_writes_no_letter():
    action = factories.published_action()
    follower(since=timedelta(0))
    meetings.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    accepted = factories.accepted_question(title="zqdraft")
    type(accepted).objects.filter(pk=accepted.pk).update(answer_due_on=timezone.localdate() - timedelta(days=1))
    Action.objects.filter(pk=action.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert told_after() == []


# Once -----------------------------------------------------------------------------------------------------------


def test_job_twice_tells_once():
    follower()
    factories.published_question()
    assert len(told_after()) == 1
    assert told_after() == []
    assert told_after(timedelta(days=2)) == []


def test_daily_and_at_once_of_one_address_share_what_was_told():
    question = factories.published_question()
    follower("everything", rhythm="daily")
    follower(f"question:{question.reference_in_address}", rhythm="at_once")
    assert len(told_after()) == 1
    assert told_after(timedelta(days=1)) == []


def test_run_that_breaks_off_leaves_nothing_and_is_run_again(monkeypatch):
    follower()
    factories.published_question()

    class PowerCut(Exception):
        pass

    def broken(*rows):
        raise PowerCut

    with monkeypatch.context() as broken_once:
        broken_once.setattr(send_letter, "batch_defer", broken)
        with pytest.raises(PowerCut), transaction.atomic():
            tell(timezone.now() + HOUR)
    assert (letters(), Told.objects.count()) == ([], 0)
    assert Subscriber.objects.get().daily_on is None
    assert len(told_after()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_once():
    for n in range(6):
        follower(address=f"reader{n}@mail.example")
    factories.published_question()
    barrier, written, now = threading.Barrier(2), [], timezone.now() + HOUR

    def work():
        barrier.wait()
        written.append(tell(now))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    tell(now + 5 * MINUTE)
    told = letters()
    assert sorted(email.to for email in told) == [f"reader{n}@mail.example" for n in range(6)]


def test_subscriber_whom_another_worker_holds_is_left_to_it():
    """The lock that the test above may by chance not need."""
    sql = CaptureQueriesContext(connection)
    follower()
    factories.published_question()
    with sql:
        told_after()
    assert any("pages_subscriber" in one["sql"] and "FOR UPDATE SKIP LOCKED" in one["sql"] for one in sql)


# Jobs -----------------------------------------------------------------------------------------------------------


def test_jobs_carry_numbers_alone_and_are_found_by_the_worker():
    follower()
    factories.published_question()
    (email,) = told_after()
    jobs = ProcrastinateJob.objects.filter(task_name="panel_portal.pages.follow.sending.send_letter")
    assert [job.args for job in jobs] == [{"email": email.pk}]
    assert {"panel_portal.pages.tasks.tell_followers", "panel_portal.pages.tasks.destroy_what_nobody_confirmed"} <= set(
        tasks.tell_followers.blueprint.tasks
    )


@pytest.mark.django_db(transaction=True)
def test_worker_sends_what_the_job_wrote():
    follower()
    factories.published_question()
    (email,) = told_after()
    work_once()
    news_sent = [one for one in mail.outbox if "List-Unsubscribe" in one.extra_headers]
    assert [one.to for one in news_sent] == [["reader@mail.example"]]
    email.refresh_from_db()
    assert email.sent_at


class RefusingServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError(f"{email_messages[0].to}: no such box")


def test_address_is_in_no_log_and_no_error_of_a_letter_that_does_not_go(settings, caplog):
    settings.EMAIL_DELIVERY_BACKEND = f"{__name__}.RefusingServer"
    follower(address="Secret@mail.example")
    factories.published_question()
    (email,) = told_after()
    with pytest.raises(Exception, match="ConnectionRefusedError") as refused:
        send_letter(email=email.pk)
    email.refresh_from_db()
    assert "no such box" in email.last_error
    assert refused.value.__suppress_context__
    for text in (email.last_error, str(refused.value), caplog.text, str(asking.destroy_what_is_over())):
        assert "ecret@" not in text


def test_what_the_job_asks_the_database_grows_neither_with_followers_nor_with_news():
    def asked_by_the_job() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert tell(timezone.now() + timedelta(days=1)) > 0
        return len(queries)

    def more(number, start):
        for n in range(start, start + number):
            question = factories.published_question()
            factories.published_action()
            for rhythm in Subscription.Rhythm:
                follower("everything", rhythm=rhythm, address=f"{rhythm}{n}@mail.example")
            follower(f"question:{question.reference_in_address}", address=f"at_once{n}@mail.example")

    more(1, 0)
    few = asked_by_the_job()
    OutgoingEmail.objects.filter(key__startswith="follow:").update(sent_at=timezone.now())
    Told.objects.all().delete()
    OutgoingEmail.objects.filter(key__startswith="follow:").delete()
    Subscriber.objects.update(daily_on=None)
    more(7, 1)
    assert asked_by_the_job() == few


# Headers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    ["Patrols\nBcc: other@mail.example", "Patrols\r\nX-Bad: 1", "P\u2028Bcc: x", "P\x85Bcc: x", "x" * 150],
)
def test_title_cannot_begin_another_header(title):
    follower()
    factories.published_question(title=title)
    (email,) = told_after()
    message = sent(email)
    assert len(message.subject.splitlines()) == 1
    assert len(message.subject) <= 190
    assert message.message()["Bcc"] is None
    assert message.message()["X-Bad"] is None


def test_long_letter_is_cut_and_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr("panel_portal.pages.follow.letters.MOST_TOLD", 2)
    monkeypatch.setattr("panel_portal.pages.follow.letters.LONGEST_TEXT", 20)
    follower()
    for _ in range(4):
        factories.published_question()
    (email,) = told_after()
    assert "And 2 more, from http://localhost:8000/" in email.body
    assert "it goes on at the address below" in email.body
    assert told_after(3 * HOUR) == []


def test_topics_that_are_followed_are_all_told():
    links = [factories.QuestionTopicFactory(question=factories.published_question()) for _ in range(2)]
    for link in links:
        follower(f"topic:{link.topic.slug}")
    (email,) = told_after()
    assert QuestionTopic.objects.count() == 2
    for link in links:
        assert link.question.get_absolute_url() in email.body
