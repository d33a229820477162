"""What each role may do, in one table. `manage.py sync_roles` makes the groups agree with it."""

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured

CLERK = "clerk"
MEMBER = "member"
OFFICE = "office"
ADMINISTRATOR = "administrator"

# Models a clerk enters and keeps; each gives add, change, delete and view. What was published cannot be deleted by
# anybody: the database refuses (records/publication.py).
RECORD_MODELS = (
    "meetings.body",
    "meetings.bodyname",
    "meetings.authority",
    "meetings.hosting",
    "meetings.contact",
    "meetings.office",
    "meetings.officetitle",
    "meetings.officeholder",
    "meetings.member",
    "meetings.membership",
    "meetings.panelrole",
    "meetings.meeting",
    "meetings.invitation",
    "meetings.standingitem",
    "meetings.standingreport",
    "meetings.agendaitem",
    "meetings.exemptmatter",
    "meetings.paper",
    "meetings.paperfile",
    "meetings.minutes",
    "meetings.attendance",
    "meetings.declaration",
    "meetings.minute",
    "meetings.publicsummary",
    "meetings.resolution",
    "meetings.limb",
    "meetings.recordedvote",
    "meetings.action",
    "meetings.actionnote",
    "meetings.actionevidence",
    "meetings.itemtopic",
    "meetings.actiontopic",
    "questions.scheme",
    "questions.refusalground",
    "questions.statedclosing",
    "questions.question",
    "questions.questionpart",
    "questions.redaction",
    "questions.followup",
    "questions.questiontopic",
    "records.topic",
    "reports.panelreport",
    "reports.considereditem",
    "reports.reportrequest",
    "reports.commissionerresponse",
    "reports.partanswer",
    "reports.responsefile",
    "reports.responseevidence",
    "reports.inspection",
    "reports.finding",
    "reports.inspectionstatement",
    "reports.inspectionprogress",
    "reports.inspectionscrutiny",
    "reports.clockstop",
    "reports.commissionersdecision",
    "reports.scrutiniseddecision",
    "reports.plannedwork",
    "reports.reporttopic",
    "reports.inspectiontopic",
    "reports.decisiontopic",
    "reports.election",
)

PERMISSIONS = {
    CLERK: (
        *(
            f"{model.split('.')[0]}.{right}_{model.split('.')[1]}"
            for model in RECORD_MODELS
            for right in ("add", "change", "delete", "view")
        ),
        "records.publish_record",
        "records.withdraw_record",
        "records.view_provision",
        "records.view_statutoryperiod",
        "records.view_proclaimedholiday",
        "records.view_outgoingemail",
        "records.view_tasktoken",
        "pages.view_subscription",  # how many follow what, never who
        "meetings.add_pastedminutes",
        *(f"meetings.{right}_stockphrase" for right in ("add", "change", "delete", "view")),
        "meetings.run_meeting",
        "meetings.approve_minutes",
        *(f"meetings.{right}_agendaaction" for right in ("change", "delete", "view")),  # made with the agenda
        "meetings.view_correction",  # made by correct_minute alone, with the right to approve
        "meetings.report_action",
        "meetings.close_action",
        "meetings.open_workspace",
        "questions.handle_question",
        "questions.read_turned_away",
        "reports.issue_panelreport",
        "reports.settle_plannedwork",
        "pages.view_fruitlesssearch",
    ),
    MEMBER: ("meetings.open_workspace", "questions.read_turned_away"),
    OFFICE: ("meetings.report_action", "reports.answer_for_office"),
    ADMINISTRATOR: (
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "meetings.add_membersignin",
        "meetings.change_membersignin",
        "meetings.delete_membersignin",
        "meetings.view_membersignin",
        "meetings.add_officesignin",
        "meetings.change_officesignin",
        "meetings.delete_officesignin",
        "meetings.view_officesignin",
        "records.add_provision",
        "records.change_provision",
        "records.view_provision",
        "records.view_statutoryperiod",
        "records.change_statutoryperiod",
        *(f"records.{right}_proclaimedholiday" for right in ("add", "change", "delete", "view")),
        "records.view_outgoingemail",
        "meetings.view_member",
        "meetings.view_office",
    ),
}

# Those who open the admin, and from whom a second factor is asked where the setting says so.
STAFF_ROLES = (CLERK, ADMINISTRATOR)


def sync_roles() -> dict[str, tuple[int, int]]:
    """Make the groups hold exactly the table above; for each role, how many rights were added and taken away.

    Raises ImproperlyConfigured for a permission that does not exist, so that a typing error is not a missing right.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    changed = {}
    for role, names in PERMISSIONS.items():
        if unknown := [name for name in names if name not in known]:
            raise ImproperlyConfigured(f"Role {role} names permissions that do not exist: {', '.join(unknown)}")
        group, _ = Group.objects.get_or_create(name=role)
        wanted, held = {known[name] for name in names}, set(group.permissions.all())
        group.permissions.set(wanted)
        changed[role] = (len(wanted - held), len(held - wanted))
    return changed


def give_role(user, role: str) -> None:
    """Put a sign-in into a role, and let staff roles open the admin."""
    user.groups.add(Group.objects.get(name=role))
    if role in STAFF_ROLES and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def has_staff_role(user) -> bool:
    return user.is_superuser or user.groups.filter(name__in=STAFF_ROLES).exists()
