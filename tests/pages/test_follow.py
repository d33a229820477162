"""Following by e-mail: asked for, confirmed, changed and stopped, by whoever holds a link and nobody else."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from panel_portal.pages.follow import asking, links, sending
from panel_portal.pages.follow.sending import send_letter, tell
from panel_portal.pages.models import Subscriber, Subscription, Told
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.publication import withdraw
from tests import factories
from tests.pages.followers import asked, follower, letters, links_to, path, sent, told_after

pytestmark = pytest.mark.django_db

WHOLE = {"what": "everything", "rhythm": "daily", "email": "reader@mail.example", "website": ""}


def send(client=None, **changed):
    return (client or Client()).post("/follow/", {**WHOLE, **changed})


def words(response) -> str:
    return " ".join(response.content.decode().split())


# Asking ---------------------------------------------------------------------------------------------------------


def test_form_sends_a_link_and_nothing_else_happens():
    response = send()
    assert (response.status_code, response["Location"]) == (302, "/follow/sent/")
    (email,) = OutgoingEmail.objects.all()
    assert email.to == "reader@mail.example"
    assert "Everything new (once a day, at 8am)" in email.body
    assert Subscription.objects.get().confirmed_at is None


def test_page_after_the_form_is_the_same_for_an_address_that_is_known():
    follower(address="known@mail.example")
    answers = [send(email=address) for address in ("known@mail.example", "new@mail.example", "KNOWN@mail.example")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {
        (302, "/follow/sent/", b"")
    }
    assert "the same for every address" in words(Client().get("/follow/sent/"))


def test_second_asking_of_somebody_who_follows_changes_nothing_but_tells_them():
    subscription = follower(rhythm="at_once")
    send(rhythm="daily")
    subscription.refresh_from_db()
    assert subscription.rhythm == "at_once"
    latest = OutgoingEmail.objects.order_by("-pk").first()
    assert "You get those already, at once" in latest.body
    assert path(latest.body, "change")


def test_second_asking_before_confirming_sends_the_link_again_in_the_new_rhythm():
    asked(rhythm="daily")
    send(rhythm="at_once")
    assert Subscription.objects.get().rhythm == "at_once"
    assert len(links_to()) == 2


def test_address_gets_at_most_five_links_a_day_whoever_asks():
    for _ in range(8):
        assert send()["Location"] == "/follow/sent/"
    assert len(links_to()) == asking.MOST_LINKS_A_DAY
    send(what="overdue")
    assert Subscription.objects.count() == 1
    OutgoingEmail.objects.update(queued_at=timezone.now() - timedelta(days=1, minutes=1))
    send()
    assert len(links_to()) == asking.MOST_LINKS_A_DAY + 1


def test_machine_that_fills_in_the_trap_is_told_the_same_and_nothing_is_kept():
    assert send(website="http://spam.example")["Location"] == "/follow/sent/"
    assert not Subscriber.objects.exists()


def test_many_forms_from_one_connection_are_refused_in_words_and_keep_what_was_typed(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "follow": "2/h/ip"}
    client = Client()
    assert [send(client, email=f"{n}@mail.example").status_code for n in range(3)] == [302, 302, 429]
    refused = send(client, email="kept@mail.example")
    assert "Try again later" in words(refused)
    assert 'value="kept@mail.example"' in words(refused)


@pytest.mark.parametrize(
    "address",
    [
        "", " ", "name", "name@", "@mail.example", "a b@mail.example", "name@mail", "näme@mail.example",
        "name@mail.example\nBcc: other@mail.example", "name@mail.example\r\nSubject: x", '"a\x01b"@mail.example',
        '"Bcc: x"@mail.example', "a" * 65 + "x@" + "b" * 250 + ".example", "a@" + "ü" * 200 + ".example",
        "name@mail.example,other@mail.example", "name@mail.example\x00", "‮name@mail.example", "😀@mail.example",
    ],
)  # fmt: skip
def test_wrong_address_is_told_in_words_and_kept_in_the_form(address):
    response = send(email=address)
    assert response.status_code == 422
    assert "e-mail address" in words(response)
    assert "There is a problem" in words(response)
    assert not OutgoingEmail.objects.exists()
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" reader@mail.example ", "reader@mail.example"),
        ("Reader.Name+panel@MAIL.example", "Reader.Name+panel@mail.example"),
        ("reader@büro.example", "reader@xn--bro-hoa.example"),
        ("o'neil@mail.example", "o'neil@mail.example"),
    ],
)
def test_address_is_kept_as_mail_servers_read_it(typed, kept):
    assert send(email=typed).status_code == 302
    assert (Subscriber.objects.get().address, OutgoingEmail.objects.get().to) == (kept, kept)


@pytest.mark.parametrize(
    "what", ["", "nothing", "question:2001-001", "question:", "body:\x00", "topic:" + "x" * 5000, "state", "question"]
)
def test_what_cannot_be_followed_is_told_in_words(what):
    response = send(what=what)
    assert response.status_code == 422
    assert "hoose" in words(response)
    assert not Subscriber.objects.exists()


# What can be followed -------------------------------------------------------------------------------------------


def test_page_offers_everything_news_bodies_and_topics():
    topic, body = factories.TopicFactory(), factories.published_meeting().body
    page = words(Client().get("/follow/"))
    assert 'value="everything" checked' in page.replace(' id="id_what_0"', "")
    for value in ("answered", "overdue", "accepted", f"body:{body.slug}", f"topic:{topic.slug}"):
        assert f'value="{value}"' in page


@pytest.mark.parametrize("kind", ["question", "action"])
def test_link_of_a_record_fills_in_the_choice(kind):
    record = factories.published_question() if kind == "question" else factories.published_action()
    page = words(Client().get(record.get_absolute_url()))
    address = f"/follow/?{kind}={kind[0].upper()}{record.reference_in_address}"
    assert f'href="{address}"' in page
    chosen = words(Client().get(address))
    assert f"{kind.capitalize()} {record.reference}" in chosen
    assert send(what=f"{kind}:{record.reference_in_address}").status_code == 302
    subscription = Subscription.objects.get()
    assert (subscription.kind, subscription.record) == (kind, record.pk)


def test_hidden_record_and_one_that_never_was_look_alike():
    hidden = factories.accepted_question(title="zqdraft")
    pages = [
        words(Client().get(f"/follow/?question=Q{reference}"))
        for reference in (hidden.reference_in_address, "1999-999")
    ]
    plain = {page.split("csrfmiddlewaretoken")[0] + page.split("csrfmiddlewaretoken")[1][80:] for page in pages}
    assert len(plain) == 1
    assert "We cannot find what you wanted to follow" in pages[0]
    assert send(what=f"question:{hidden.reference_in_address}").status_code == 422


@pytest.mark.parametrize(
    "query", ["question=%27--", "what=body", "body=", "topic[]=x", "what=" + "x" * 9000, "question=😀"]
)
def test_hostile_query_gets_the_page(query):
    assert Client().get(f"/follow/?{query}").status_code == 200


# Confirming -----------------------------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing_and_its_button_begins():
    asked()
    (address,) = links_to()
    page = Client().get(address)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert Subscription.objects.get().confirmed_at is None
    done = Client().post(address)
    assert "You will get these e-mails" in words(done)
    assert Subscription.objects.get().confirmed_at


def test_form_behind_the_link_from_another_site_is_refused():
    asked()
    (address,) = links_to()
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403
    assert Subscription.objects.get().confirmed_at is None


def test_used_link_says_so_and_keeps_the_first_moment():
    asked()
    (address,) = links_to()
    Client().post(address)
    first = Subscription.objects.get().confirmed_at
    assert "You have confirmed this" in words(Client().get(address))
    assert Client().post(address).status_code == 200
    assert Subscription.objects.get().confirmed_at == first


def test_link_is_refused_in_words_when_its_days_are_over(time_machine):
    asked()
    (address,) = links_to()
    time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    for response in (Client().get(address), Client().post(address)):
        assert response.status_code == 410
        assert "This link has expired" in words(response)
    assert Subscription.objects.get().confirmed_at is None


def test_link_of_what_was_stopped_says_that_there_is_nothing():
    subscription = asked()
    (address,) = links_to()
    asking.stop(subscription.link_key)
    for response in (Client().get(address), Client().post(address)):
        assert response.status_code == 410
        assert "There is nothing to confirm" in words(response)


@pytest.mark.parametrize("purpose", ["confirm", "stop", "stop-all", "change"])
def test_link_that_was_not_made_here_is_refused_in_words(purpose):
    subscription = follower()
    other = {"confirm": links.stop, "stop": links.confirm, "stop-all": links.stop, "change": links.stop}[purpose]
    forged = other(subscription).rstrip("/").rpartition("/")[2]
    for token in (forged, "a" * 60, f"{subscription.link_key}.{'A' * 43}"):
        for response in (Client().get(f"/follow/{purpose}/{token}/"), Client().post(f"/follow/{purpose}/{token}/")):
            assert response.status_code == 404
            assert "This link does not work" in words(response)
    assert Subscription.objects.filter(pk=subscription.pk).exists()


def test_only_guessed_links_are_counted_and_then_refused(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guess_follow_link": "2/h/ip"}
    subscription = follower()
    client = Client()
    assert [client.get(f"/follow/stop/{'a' * 60}/").status_code for _ in range(3)] == [404, 404, 429]
    assert client.get(links.stop(subscription).partition("8000")[2]).status_code == 200


def test_link_signed_with_an_earlier_key_goes_on_working(settings):
    subscription = follower()
    address = links.stop(subscription).partition("8000")[2]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key altogether", [settings.SECRET_KEY]
    assert Client().get(address).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(address).status_code == 404


def test_database_alone_makes_no_link():
    """What is kept of a link is the key of its row; without the installation's secret that opens nothing."""
    subscription = follower()
    assert not any(subscription.link_key == value for value in (links.stop(subscription), links.confirm(subscription)))
    guessed = signing.Signer(key="guessed", salt="panel_portal.pages.follow.stop", sep=".").sign(subscription.link_key)
    assert Client().get(f"/follow/stop/{guessed}/").status_code == 404


# Stopping -------------------------------------------------------------------------------------------------------


def a_letter(**more) -> OutgoingEmail:
    follower(**more)
    factories.published_question()
    (email,) = told_after()
    return email


def test_every_letter_with_news_has_the_headers_of_one_click(settings):
    settings.SITE_ADDRESS = "https://portal.example"
    message = sent(a_letter())
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.extra_headers["List-Unsubscribe"]
    assert address.startswith("<https://portal.example/follow/stop/")
    assert address[1:-1] in message.body
    read = message_from_bytes(message.message().as_bytes())
    assert "".join(read["List-Unsubscribe"].splitlines()).strip() == address


def test_one_click_stops_without_cookie_token_or_page():
    message = sent(a_letter())
    address = path(message.extra_headers["List-Unsubscribe"], "stop")
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        address, b"List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", HTTP_ORIGIN="null"
    )
    assert response.status_code == 200
    assert not response.cookies
    assert not Subscription.objects.exists()
    assert not Subscriber.objects.exists()
    assert client.post(address).status_code == 200  # a mail program that asks twice


def test_link_to_stop_opened_by_a_program_changes_nothing_and_its_button_stops():
    email = a_letter()
    address = path(email.body, "stop")
    assert "Stop these e-mails?" in words(Client().get(address))
    assert Subscription.objects.exists()
    assert "Stopped" in words(Client().post(address))
    again = Client().get(address)
    assert again.status_code == 410
    assert "You have stopped these e-mails" in words(again)


def test_stopping_destroys_the_address_and_every_letter_to_it():
    email = a_letter()
    Client().post(path(email.body, "stop"))
    assert not Subscriber.objects.exists()
    assert not OutgoingEmail.objects.filter(key__startswith="follow:").exists()
    assert not Told.objects.exists()


def test_letter_that_waits_is_not_sent_to_somebody_who_stopped():
    email = a_letter()
    Client().post(path(email.body, "stop"))
    send_letter(email=email.pk)
    assert mail.outbox == []


def test_stopping_one_of_two_leaves_the_other():
    question = factories.published_question()
    one = follower(f"question:{question.reference_in_address}")
    other = follower("overdue")
    Client().post(links.stop(one).partition("8000")[2])
    assert list(Subscription.objects.all()) == [other]
    assert Subscriber.objects.exists()


def test_letter_that_several_things_led_to_stops_them_all_with_one_click():
    follower("everything")
    follower("answered")
    factories.answered_question()
    (email,) = told_after()
    assert "/follow/stop-all/" in email.stop_address
    assert email.body.count("/follow/stop/") == 2
    assert "Stop all our e-mails?" in words(Client().get(path(email.stop_address, "stop-all")))
    assert Client(enforce_csrf_checks=True).post(path(email.stop_address, "stop-all")).status_code == 200
    assert not Subscriber.objects.exists()


# Changing -------------------------------------------------------------------------------------------------------


def test_page_of_what_is_followed_changes_how_often():
    one, other = follower("everything", rhythm="daily"), follower("overdue", rhythm="daily")
    address = links.change(one.subscriber).partition("8000")[2]
    page = words(Client().get(address))
    assert "Everything new" in page
    assert "Whatever becomes overdue" in page
    assert "reader@mail.example" not in page
    saved = Client().post(address, {f"{one.pk}-rhythm": "at_once", f"{other.pk}-rhythm": "nonsense"})
    assert "Saved" in words(saved)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.rhythm, other.rhythm) == ("at_once", "daily")


def test_page_of_what_is_followed_changes_nobody_elses():
    mine, theirs = follower(rhythm="daily"), follower(rhythm="daily", address="other@mail.example")
    address = links.change(mine.subscriber).partition("8000")[2]
    Client().post(address, {f"{mine.pk}-rhythm": "daily", f"{theirs.pk}-rhythm": "at_once"})
    theirs.refresh_from_db()
    assert theirs.rhythm == "daily"


def test_withdrawn_record_is_not_named_to_those_who_followed_it():
    question = factories.published_question(title="Zqtitle of it")
    subscription = follower(f"question:{question.reference_in_address}")
    withdraw(question, by=factories.a_clerk(), note="By mistake.")
    pages = [
        words(Client().get(link(owner).partition("8000")[2]))
        for link, owner in ((links.change, subscription.subscriber), (links.stop, subscription))
    ]
    for page in pages:
        assert "A question that is no longer public" in page
        assert "Zqtitle" not in page
        assert question.reference not in page


# What is destroyed ----------------------------------------------------------------------------------------------


def test_what_nobody_confirmed_in_seven_days_is_destroyed_with_its_address():
    asked(address="slow@mail.example")
    kept = asked(address="quick@mail.example")
    Subscription.objects.filter(subscriber__address="slow@mail.example").update(
        asked_at=timezone.now() - timedelta(days=7, minutes=1)
    )
    assert asking.destroy_what_is_over().startswith("Destroyed 1 subscriptions that nobody confirmed, 1 addresses")
    assert list(Subscription.objects.all()) == [kept]
    assert [one.address for one in Subscriber.objects.all()] == ["quick@mail.example"]
    assert not OutgoingEmail.objects.filter(to="slow@mail.example").exists()


def test_what_was_confirmed_is_kept_and_its_old_letters_are_destroyed():
    email = a_letter()
    sent(email)
    asking.destroy_what_is_over()
    assert letters() == [email]
    asking.destroy_what_is_over(timezone.now() + asking.LETTERS_KEPT + timedelta(minutes=1))
    assert (letters(), Told.objects.count(), Subscription.objects.count()) == ([], 0, 1)


def test_old_letters_are_kept_longer_than_news_is_looked_back_for():
    assert sending.LOOK_BACK + timedelta(days=1) < asking.LETTERS_KEPT


# Who sees what --------------------------------------------------------------------------------------------------


def test_clerk_sees_how_many_and_no_address(signed_in):
    question = factories.published_question()
    follower("everything", rhythm="daily", address="one@mail.example")
    follower("everything", rhythm="at_once", address="two@mail.example")
    follower(f"question:{question.reference_in_address}", address="two@mail.example")
    asked(address="three@mail.example")
    tell(timezone.now() + timedelta(hours=1))
    client = signed_in(factories.a_clerk())
    page = words(client.get("/admin/pages/subscription/"))
    assert "<td>1</td> <td>1</td> <td>2</td>" in page
    assert question.reference in page
    assert "1 more waits to be confirmed" in page
    subscription = Subscription.objects.first()
    for address in (
        "/admin/", "/admin/pages/subscription/", "/admin/records/outgoingemail/", "/admin/find/?q=mail.example",
        f"/admin/records/outgoingemail/{OutgoingEmail.objects.first().pk}/change/",
    ):  # fmt: skip
        assert "@mail.example" not in client.get(address).content.decode(), address
    for page in (f"{subscription.pk}/change/", f"{subscription.pk}/delete/", f"{subscription.pk}/history/", "add/"):
        assert client.get(f"/admin/pages/subscription/{page}").status_code == 404
