"""The table of roles, and the groups made from it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from panel_portal.accounts import roles
from tests import factories

pytestmark = pytest.mark.django_db


def held(role) -> set[str]:
    permissions = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


@pytest.mark.parametrize("role", roles.PERMISSIONS)
def test_group_after_sync_holds_exactly_the_table(role):
    group = Group.objects.get(name=role)
    group.permissions.set(Permission.objects.filter(codename__in=["delete_user", "add_logentry"]))
    roles.sync_roles()
    assert held(role) == set(roles.PERMISSIONS[role])
    assert len(roles.PERMISSIONS[role]) == len(set(roles.PERMISSIONS[role]))


def test_sync_twice_changes_nothing_the_second_time():
    assert set(roles.sync_roles().values()) == {(0, 0)}


def test_sync_makes_the_groups_where_there_are_none(capsys):
    Group.objects.all().delete()
    call_command("sync_roles")
    assert {group.name for group in Group.objects.all()} == set(roles.PERMISSIONS)
    assert "office: 2 rights added, 0 taken away" in capsys.readouterr().out


def test_permission_with_a_typing_error_is_named_and_nothing_is_given(monkeypatch):
    table = {**roles.PERMISSIONS, roles.OFFICE: ("meetings.report_action", "meetings.repport_action")}
    monkeypatch.setattr(roles, "PERMISSIONS", table)
    with pytest.raises(ImproperlyConfigured, match="Role office names .*: meetings.repport_action$"):
        roles.sync_roles()
    assert held(roles.OFFICE) == {"meetings.report_action", "reports.answer_for_office"}


@pytest.mark.parametrize(
    ("role", "opens_admin"),
    [(roles.CLERK, True), (roles.MEMBER, False), (roles.OFFICE, False), (roles.ADMINISTRATOR, True)],
)
def test_role_opens_the_admin_only_for_staff_roles(role, opens_admin):
    user = factories.user_in_role(role)
    assert (user.is_staff, roles.has_staff_role(user)) == (opens_admin, opens_admin)
    assert not user.is_superuser


@pytest.mark.parametrize("role", roles.PERMISSIONS)
def test_role_never_deletes_sign_ins_or_rewrites_history(role):
    for name in roles.PERMISSIONS[role]:
        assert name != "accounts.delete_user"
        assert "event" not in name
        assert not name.startswith(("pghistory.", "auth.", "mfa.", "axes.", "procrastinate."))


def test_administrator_cannot_publish_and_clerk_cannot_make_sign_ins():
    administrator, clerk = (factories.user_in_role(role) for role in (roles.ADMINISTRATOR, roles.CLERK))
    assert not administrator.has_perm("records.publish_record")
    assert not clerk.has_perm("accounts.add_user")
