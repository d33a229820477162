"""Signing in, from the form to the page where one lands: password, lock-out, second factors, no sign-up."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.core import mail
from django.core.cache import cache
from django.test import Client

from meetings.models import OfficeSignIn
from panel_portal.accounts import roles
from panel_portal.accounts.models import User
from panel_portal.records.models import OutgoingEmail
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(user, password=PASSWORD, client=None, **extra):
    client = client or Client()
    return client.post(LOGIN, {"login": user.email, "password": password}, **extra), client


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def present_code(secret) -> str:
    """What an authenticator app would show now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def page(client, address) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


# Password ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "lands"),
    [
        (roles.CLERK, "/admin/"),
        (roles.ADMINISTRATOR, "/admin/"),
        (roles.MEMBER, "/workspace/"),
        (roles.OFFICE, "/office/"),
    ],
)
def test_sign_in_leads_each_role_to_its_own_page(role, lands):
    user = factories.user_in_role(role)
    if role == roles.OFFICE:
        OfficeSignIn.objects.create(user=user, office=factories.the_commissioner())
    response, client = sign_in(user)
    assert is_signed_in(client)
    end = client.get(response["Location"], follow=True)
    assert (end.status_code, end.redirect_chain[-1][0]) == (200, lands)


def test_sign_in_leads_to_the_page_that_was_asked_for():
    user = factories.user_in_role(roles.MEMBER)
    asked = Client().get("/workspace/")
    assert asked["Location"] == f"{LOGIN}?next=/workspace/"
    client = Client()
    response = client.post(asked["Location"], {"login": user.email, "password": PASSWORD, "next": "/workspace/"})
    assert response["Location"] == "/workspace/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(address):
    user = factories.user_in_role(roles.MEMBER)
    response = Client().post(LOGIN, {"login": user.email, "password": PASSWORD, "next": address})
    assert response["Location"] == "/accounts/start/"


def test_sign_in_does_not_mind_capitals_in_the_address():
    user = factories.user_in_role(roles.MEMBER, email="ann@council.example")
    client = Client()
    client.post(LOGIN, {"login": "Ann@Council.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_with_a_wrong_password_says_the_same_as_with_an_unknown_address():
    known = factories.user_in_role(roles.MEMBER)
    unknown = User(email="nobody@council.example")
    said = []
    for user in (known, unknown):
        response, client = sign_in(user, "wrong")
        assert (response.status_code, is_signed_in(client)) == (200, False)
        said.append([str(error) for error in response.context["form"].non_field_errors()])
    assert said[0] == said[1] != []


def test_sign_in_of_somebody_who_left_is_refused():
    user = factories.user_in_role(roles.MEMBER)
    user.is_active = False
    user.save()
    _, client = sign_in(user)
    assert not is_signed_in(client)


def test_sign_in_after_ten_failures_is_locked_even_with_the_right_password(settings):
    settings.ACCOUNT_RATE_LIMITS = False  # allauth's own, shorter brake, which needs no test of ours
    user = factories.user_in_role(roles.MEMBER)
    for number in range(1, 10):
        response, _ = sign_in(user, "wrong")
        assert response.status_code == 200, number
    response, _ = sign_in(user, "wrong")
    assert response.status_code == 429
    assert AccessAttempt.objects.get().failures_since_start == 10
    response, client = sign_in(user)
    assert (response.status_code, is_signed_in(client)) == (429, False)
    assert "account/locked_out.html" in [template.name for template in response.templates]


def test_lock_out_holds_for_that_address_and_place_only(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    user, other = (factories.user_in_role(roles.MEMBER) for _ in range(2))
    for _ in range(10):
        sign_in(user, "wrong")
    for somebody, place, allowed in [(user, "127.0.0.1", False), (other, "127.0.0.1", True), (user, "10.0.0.9", True)]:
        _, client = sign_in(somebody, REMOTE_ADDR=place)
        assert is_signed_in(client) is allowed


def test_behind_a_proxy_the_lock_out_counts_where_somebody_came_from(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    user = factories.user_in_role(roles.MEMBER)
    for _ in range(10):
        sign_in(user, "wrong", HTTP_X_FORWARDED_FOR="203.0.113.7")
    for place, allowed in [("203.0.113.7", False), ("203.0.113.8", True)]:
        _, client = sign_in(user, HTTP_X_FORWARDED_FOR=place)
        assert is_signed_in(client) is allowed


def test_success_forgets_the_failures_before_it(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    user = factories.user_in_role(roles.MEMBER)
    for _ in range(9):
        sign_in(user, "wrong")
    assert is_signed_in(sign_in(user)[1])
    assert sign_in(user, "wrong")[0].status_code == 200


# A second factor ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", roles.PERMISSIONS)
@pytest.mark.parametrize("required", [True, False])
def test_code_is_asked_of_staff_roles_where_required_and_of_nobody_else(settings, role, required):
    settings.SECOND_FACTOR_REQUIRED = required
    response, client = sign_in(factories.user_in_role(role))
    asked = required and role in roles.STAFF_ROLES
    assert is_signed_in(client) is not asked
    assert ("/login/code/confirm/" in response["Location"]) is asked
    assert len(mail.outbox) == asked


def test_code_is_asked_of_a_member_who_wants_one():
    user = factories.user_in_role(roles.MEMBER)
    _, client = sign_in(user)
    client.post("/accounts/second-factor/", {"code_by_email": "on"})
    client.post("/accounts/logout/")
    _, client = sign_in(user)
    assert not is_signed_in(client)


@pytest.fixture
def clerk_at_the_code(settings):
    """A clerk whose password was right, and the code that was sent, as it stands on the row the worker sends."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.EMAIL_BACKEND = "panel_portal.records.mail.QueuedEmailBackend"
    clerk = factories.user_in_role(roles.CLERK)
    response, client = sign_in(clerk)
    message = OutgoingEmail.objects.get()
    assert message.to == clerk.email
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", message.body, re.MULTILINE)
    return client, response["Location"], code


def test_code_from_the_message_signs_in(clerk_at_the_code):
    client, address, code = clerk_at_the_code
    page(client, address)
    response = client.post(address, {"code": code})
    assert is_signed_in(client)
    assert client.get(response["Location"])["Location"] == "/admin/"


def test_wrong_codes_do_not_sign_in_and_end_the_attempt(clerk_at_the_code):
    client, address, code = clerk_at_the_code
    for _ in range(3):
        client.post(address, {"code": "WRONG1"})
    client.post(address, {"code": code})
    assert not is_signed_in(client)


def test_password_alone_opens_nothing_while_the_code_is_awaited(clerk_at_the_code):
    client, _, _ = clerk_at_the_code
    for address in ("/admin/", "/workspace/", "/accounts/second-factor/", "/accounts/password/change/"):
        assert client.get(address).status_code == 302, address


def test_authenticator_app_is_set_up_and_then_asked_for_instead_of_a_code_by_mail(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ACCOUNT_RATE_LIMITS = False
    clerk = factories.user_in_role(roles.CLERK)
    _, client = sign_in(clerk)
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$", mail.outbox[0].body, re.MULTILINE)
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert is_signed_in(client)
    activate = "/accounts/2fa/totp/activate/"
    response = client.get(activate)
    if response.status_code == 302:  # proving once more who sits there
        client.post(response["Location"], {"password": PASSWORD})
        response = client.get(activate)
    secret = response.context["form"].secret
    assert secret in response.content.decode()
    client.post(activate, {"code": present_code(secret)})
    assert Authenticator.objects.filter(user=clerk, type=Authenticator.Type.TOTP).exists()

    mail.outbox.clear()
    response, client = sign_in(clerk)
    assert response["Location"].startswith("/accounts/2fa/authenticate/")
    assert (mail.outbox, is_signed_in(client)) == ([], False)
    client.post(response["Location"], {"code": "000000"})
    assert not is_signed_in(client)
    # A code is good once, so the one that set the app up is tried after allauth has forgotten it.
    cache.clear()
    client.post(response["Location"], {"code": present_code(secret)})
    assert is_signed_in(client)


# What is closed -------------------------------------------------------------------------------------------------


def test_nobody_can_sign_up():
    fields = {"email": "new@council.example", "password1": PASSWORD, "password2": PASSWORD}
    client = Client()
    assert "account/signup_closed.html" in [t.name for t in client.get("/accounts/signup/").templates]
    client.post("/accounts/signup/", fields)
    assert not User.objects.exists()


@pytest.mark.parametrize("action", ["action_add", "action_primary", "action_remove", "action_send"])
def test_address_of_a_sign_in_cannot_be_changed_by_oneself(action):
    user = factories.user_in_role(roles.CLERK, email="ann@council.example")
    _, client = sign_in(user)
    for address in ("new@evil.example", "ann@council.example", "new@evil.example"):
        client.post("/accounts/email/", {action: "", "email": address})
        client.post("/accounts/email/", {"action_primary": "", "email": address})
    user.refresh_from_db()
    assert user.email == "ann@council.example"
    assert not user.emailaddress_set.exclude(email="ann@council.example").exists()
    assert mail.outbox == []


def test_address_of_a_sign_in_is_shown_to_its_owner():
    user = factories.user_in_role(roles.MEMBER)
    _, client = sign_in(user)
    assert user.email in page(client, "/accounts/email/")
    assert Client().get("/accounts/email/").status_code == 302


# Passwords ------------------------------------------------------------------------------------------------------


def test_forgotten_password_is_set_anew_through_the_message():
    user = factories.user_in_role(roles.MEMBER)
    client = Client()
    client.post("/accounts/password/reset/", {"email": user.email})
    (path,) = re.findall(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(path, follow=True)
    new = "an entirely different phrase"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert is_signed_in(sign_in(user, new)[1])
    assert not is_signed_in(sign_in(user)[1])


def test_forgotten_password_of_an_unknown_address_tells_nothing():
    answers = []
    factories.user_in_role(roles.MEMBER, email="known@council.example")
    for email in ("known@council.example", "unknown@council.example"):
        response = Client().post("/accounts/password/reset/", {"email": email})
        answers.append((response.status_code, response["Location"]))
    assert answers[0] == answers[1]


def test_short_or_common_password_is_refused():
    user = factories.user_in_role(roles.MEMBER)
    _, client = sign_in(user)
    for weak in ("short", "password1234", user.email):
        fields = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        assert client.post("/accounts/password/change/", fields).status_code == 200
    assert is_signed_in(sign_in(user)[1])
