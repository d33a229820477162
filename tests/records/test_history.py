"""History is written by the database, so nothing escapes it; and it reads as sentences."""

import pytest
from django.db import DatabaseError, connection, transaction
from pghistory.models import Context, Events

from meetings.models import Member
from panel_portal.accounts.models import User
from panel_portal.records.checks import our_models
from panel_portal.records.history import because, last_change, story
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.publication import Record
from tests import factories

pytestmark = pytest.mark.django_db

Event = Member._meta.get_field("events").related_model


def labels(pk) -> list[str]:
    return list(Event.objects.filter(pgh_obj_id=pk).order_by("pgh_id").values_list("pgh_label", flat=True))


def test_save_is_recorded():
    member = factories.MemberFactory()
    member.save()
    assert labels(member.pk) == ["insert", "update"]


def test_bulk_create_is_recorded():
    made = Member.objects.bulk_create(factories.MemberFactory.build_batch(3))
    assert [labels(member.pk) for member in made] == [["insert"]] * 3


def test_update_of_a_queryset_is_recorded_with_what_it_became():
    member = factories.MemberFactory()
    Member.objects.filter(pk=member.pk).update(name="Cllr Else")
    assert labels(member.pk) == ["insert", "update"]
    assert Event.objects.order_by("pgh_id").last().name == "Cllr Else"


def test_bulk_update_is_recorded():
    members = factories.MemberFactory.create_batch(2)
    for member in members:
        member.name = "Cllr Else"
    Member.objects.bulk_update(members, ["name"])
    assert [labels(member.pk) for member in members] == [["insert", "update"]] * 2


def test_raw_sql_is_recorded():
    member = factories.MemberFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_member SET name = 'Cllr Else' WHERE id = %s", [member.pk])
    assert labels(member.pk) == ["insert", "update"]


def test_deletion_is_recorded_and_outlives_the_record():
    member = factories.MemberFactory()
    pk = member.pk
    member.delete()
    assert labels(pk) == ["insert", "delete"]
    assert Event.objects.order_by("pgh_id").last().name == "Cllr Person 0"


@pytest.mark.parametrize(
    "attack",
    [
        lambda: Event.objects.update(name="Somebody else"),
        lambda: Event.objects.all().delete(),
        lambda: Event.objects.first().delete(),
        lambda: connection.cursor().execute("UPDATE meetings_memberevent SET name = 'Somebody else'"),
        lambda: connection.cursor().execute("DELETE FROM meetings_memberevent"),
    ],
    ids=["update", "delete", "delete one", "raw update", "raw delete"],
)
def test_history_cannot_be_changed(attack):
    factories.MemberFactory()
    before = list(Event.objects.values())
    with pytest.raises(DatabaseError, match="append_only|Cannot (update|delete) rows"), transaction.atomic():
        attack()
    assert list(Event.objects.values()) == before


@pytest.mark.parametrize(
    "attack",
    [
        lambda: Context.objects.update(metadata={"note": "She asked for it."}),
        lambda: Context.objects.update(metadata={}),
        lambda: Context.objects.all().delete(),
        lambda: connection.cursor().execute("DELETE FROM pghistory_context"),
    ],
    ids=["another note", "no note", "delete", "raw delete"],
)
def test_author_and_note_cannot_be_changed(attack):
    factories.withdrawn(factories.published_member())
    before = list(Context.objects.order_by("pk").values())
    assert before
    with pytest.raises(DatabaseError, match="Cannot take back who|violates foreign key"), transaction.atomic():
        attack()
    assert list(Context.objects.order_by("pk").values()) == before


def test_story_tells_each_happening_with_its_author_note_and_change():
    clerk = factories.a_clerk()
    member = factories.MemberFactory(name="Cllr Ann Before")
    with because(by=clerk, verb="Correct the name", note="She married."):
        member.name = "Cllr Ann After"
        member.save()
    entered, corrected = story(member)
    assert (entered.who, entered.sentence, entered.changes) == ("The system", "Entered", ())
    assert (corrected.who, corrected.sentence, corrected.note) == ("The Clerk", "Correct the name", "She married.")
    assert corrected.changes == (("name", "Cllr Ann Before", "Cllr Ann After"),)
    assert last_change(member) == corrected


def test_story_of_a_plain_edit_names_what_changed():
    member = factories.MemberFactory()
    member.sort_name = "Else"
    member.save()
    member.save()
    assert [told.sentence for told in story(member)] == [
        "Entered",
        "Changed: sorted under",
        "Saved without a change",
    ]


def test_story_tells_choices_in_words_and_emptiness_as_nothing():
    action = factories.published_action()
    changes = {name: (old, new) for name, old, new in story(action)[-1].changes}
    assert changes["publication"] == ("Draft", "Published")
    assert changes["reference"] == ("nothing", action.reference)


def test_story_costs_two_queries_however_long_it_is(django_assert_num_queries):
    member = factories.published_member()
    for number in range(20):
        member.name = f"Cllr Number {number}"
        member.save()
    with django_assert_num_queries(2):
        assert len(story(member)) == 22


def test_edit_through_the_admin_is_told_with_the_clerk_who_made_it(clerk, signed_in):
    contact = factories.ContactFactory()
    page = f"/admin/meetings/contact/{contact.pk}/change/"
    fields = {"name": "Ann Else", "position": "Clerk", "email": "", "phone": "", "opened_version": contact.version}
    assert signed_in(clerk).post(page, fields).status_code == 302
    assert last_change(contact).who == clerk.name


def test_because_after_an_error_does_not_stay_open():
    clerk, member = factories.a_clerk(), factories.MemberFactory()
    with because(by=clerk, verb="Outer"):
        with pytest.raises(RuntimeError), because(by=clerk, verb="Inner"):
            raise RuntimeError
        member.save()
    member.save()
    assert [told.sentence for told in story(member)] == ["Entered", "Outer", "Saved without a change"]


def test_every_record_has_a_history_and_nothing_private_or_internal_has():
    for model in our_models():
        assert hasattr(model, "events") == issubclass(model, Record), model
    assert OutgoingEmail.private
    assert User.internal


def test_private_text_is_nowhere_in_the_history():
    OutgoingEmail.objects.create(key="k", to="somebody@home.example", subject="Hush", body="Hush")
    assert not Events.objects.exists()
