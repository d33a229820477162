from django.urls import reverse

from panel_portal.accounts import roles
from panel_portal.accounts.models import User
from tests.factories import user_in_role


def test_administrator_opening_a_superuser_may_not_change_the_address(db, client):
    superuser = User.objects.create_superuser("root@northmere.example", "a-long-password-1", name="Root")
    client.force_login(user_in_role(roles.ADMINISTRATOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("admin:accounts_user_change", args=[superuser.pk])
    client.post(address, {"email": "mine@northmere.example", "name": "Root"})
    superuser.refresh_from_db()
    assert superuser.email == "root@northmere.example"


def test_administrator_opening_a_clerk_may_change_the_name(db, client):
    clerk = user_in_role(roles.CLERK)
    client.force_login(user_in_role(roles.ADMINISTRATOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("admin:accounts_user_change", args=[clerk.pk])
    client.post(address, {"email": clerk.email, "name": "Another Name", "is_staff": "on", "is_active": "on"})
    clerk.refresh_from_db()
    assert clerk.name == "Another Name"
