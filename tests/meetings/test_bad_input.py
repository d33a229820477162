"""What a clerk, a reader or an ill-wisher may send: each is answered with a sentence, nothing is half saved."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.forms import CharField
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Minute, Minutes, Paper
from panel_portal.accounts import roles
from panel_portal.records.workflow import STAYS
from tests import factories
from tests.factories import pdf
from tests.meetings.pages import Page, errors_by_field, typed
from tests.meetings.states import DETAILS, NOTE, OFFERED, STATES

pytestmark = pytest.mark.thorough

MB = 1024 * 1024
PROPER = pytest.mark.django_db


def page_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def do(record, verb):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_do", args=[record.pk, verb])


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


@pytest.fixture
def item(db):
    meeting = factories.MeetingFactory()
    return [factories.AgendaItemFactory(meeting=meeting, number=number) for number in "12"][0]


def send(desk, record, changes, **files):
    """Open the page of a record, type the changes, save. The answer and what was sent."""
    sent = {**typed(desk.get(page_of(record))), **changes}
    return desk.post(page_of(record), {**sent, **files}), sent


# Times and numbers -----------------------------------------------------------------------------------------


def test_second_item_of_one_number_is_refused_at_its_field(desk, item):
    response, _ = send(desk, item, {"item-number": "2", "item-report_of": "the Treasurer"})
    assert response.status_code == 422
    assert errors_by_field(response) == {"item-number": ["Item 2 of this meeting is “Matter 2” already."]}
    assert typed(response)["item-report_of"] == "the Treasurer"
    item.refresh_from_db()
    assert (item.number, item.report_of) == ("1", "")


def test_new_item_of_a_number_already_there_is_refused_and_keeps_what_was_typed(desk, item):
    address = reverse("admin:meetings_meeting_add_item", args=[item.meeting.pk])
    sent = {"number": "2", "title": "Any other <b>business</b>", "report_of": "the Clerk"}
    response = desk.post(address, sent)
    assert response.status_code == 422
    assert "Item 2 of this meeting is “Matter 2” already." in " ".join(Page(response).errors)
    assert {name: value for name, value in typed(response).items() if name in sent} == sent
    assert item.meeting.agenda_items.count() == 2


MEETING_FIELDS = {
    "ends before it starts": (
        {"ends_at_0": "2020-01-08", "ends_at_1": "09:00"},
        "ends_at",
        "The meeting ends before it starts.",
    ),
    "in 1924": ({"starts_at_0": "1924-01-08"}, "starts_at", "Is the year right? 1924"),
    "ends in 2924": ({"ends_at_0": "2924-01-08", "ends_at_1": "10:00"}, "ends_at", "Is the year right? 2924"),
    "in the year 99999": ({"starts_at_0": "99999-01-08"}, "starts_at", "Enter a day that exists"),
    "on 31 February": ({"starts_at_0": "2020-02-31"}, "starts_at", "Enter a day that exists"),
    "no time": ({"starts_at_1": ""}, "starts_at", "Fill in “Starts”: it cannot be left empty."),
    "a link that runs script": ({"remote_link": "javascript:alert(1)"}, "remote_link", "Enter a valid URL"),
    "a contact that is not": ({"contact": "99999"}, "contact", "Select a valid choice"),
}


@PROPER
@pytest.mark.parametrize(("wrong", "field", "sentence"), MEETING_FIELDS.values(), ids=MEETING_FIELDS)
def test_meeting_with_a_slip_is_refused_at_its_field_and_keeps_what_was_typed(desk, wrong, field, sentence):
    meeting = factories.MeetingFactory()
    response, sent = send(desk, meeting, {"purpose": "Typed at length.", **wrong})
    assert response.status_code == 200
    assert sentence in errors_by_field(response)[field][0]
    assert sentence in " ".join(Page(response).errors)
    shown = typed(response)
    assert {name: shown[name] for name in sent if name in shown and name != "contact"} == {
        name: value for name, value in sent.items() if name != "contact"
    }
    meeting.refresh_from_db()
    assert meeting.purpose == ""


@PROPER
def test_new_meeting_at_the_time_of_another_is_refused_at_its_field(desk):
    there = factories.MeetingFactory()
    add = reverse("admin:meetings_meeting_add")
    sent = {
        **typed(desk.get(add)),
        "body": there.body.pk,
        "starts_at_0": "2020-01-08",
        "starts_at_1": "10:00:00",
        "place": "Typed",
    }
    response = desk.post(add, sent)
    assert errors_by_field(response) == {"starts_at": ["This body already has a meeting that starts at this time."]}
    assert typed(response)["place"] == "Typed"
    assert Meeting.objects.count() == 1


@PROPER
def test_overlapping_names_typed_together_are_refused_with_a_sentence(desk):
    body = factories.BodyFactory(named__until_on="2020-12-31")
    opened = typed(desk.get(page_of(body)))
    new = {"name": "Working Party", "short_name": "", "from_on": "2022-01-01", "until_on": "", "opened_version": ""}
    rows = {f"names-{number}-{name}": value for number in (1, 2) for name, value in new.items()}
    response = desk.post(page_of(body), {**opened, **rows, "names-TOTAL_FORMS": "3"})
    assert response.status_code == 200
    assert "These days overlap" in " ".join(Page(response).errors)
    assert body.names.count() == 1


def test_one_name_ends_and_the_next_begins_in_the_same_save(desk):
    body = factories.BodyFactory()
    sent = {**typed(desk.get(page_of(body))), "names-TOTAL_FORMS": "2", "names-0-until_on": "2021-12-31"}
    new = {"name": "Working Party", "short_name": "", "from_on": "2022-01-01", "until_on": "", "opened_version": ""}
    response = desk.post(page_of(body), {**sent, **{f"names-1-{name}": value for name, value in new.items()}})
    assert response.status_code == 302, Page(response).errors
    assert [str(name.until_on) for name in body.names.order_by("pk")] == ["2021-12-31", "None"]


def test_minute_of_ten_megabytes_is_refused_at_its_field_and_not_lost(desk, item):
    text = "<p>" + "All of it. " * (10 * MB // 11) + "</p>"
    response, _ = send(desk, item, {"minute-text": text, "item-report_of": "the Treasurer"})
    assert response.status_code == 422
    (sentence,) = errors_by_field(response)["minute-text"]
    assert "the most this field holds is 500,000" in sentence
    # The page is ten megabytes of one field, too much for the reader of pages.
    assert response.content.count(b"All of it.") == text.count("All of it.")
    assert not Minute.objects.exists()


# Script, NUL and marks that turn the direction, in every field ----------------------------------------------

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>Words"
WORDS = SCRIPT + "\u202eevil\u202c \u200f\u2066x\u2069 \ufeff\u200b\U0001f600"


def _item():
    item = factories.exempt(factories.held_meeting().agenda_items.get())
    factories.minuted_item(item)
    factories.PaperFactory(agenda_item=item)
    return item


def _member():
    member = factories.MembershipFactory().member
    factories.PanelRoleFactory(member=member)
    return member


FORMS = {
    "item page": _item,
    "open item": lambda: factories.held_meeting().agenda_items.get(),
    "meeting": lambda: factories.InvitationFactory(meeting=factories.published_meeting()).meeting,
    "action": lambda: factories.ActionNoteFactory(action=factories.published_action()).action,
    "member": _member,
    "body": lambda: factories.HostingFactory().body,
    "office": factories.OfficeFactory,
    "contact": factories.ContactFactory,
    "paper": factories.PaperFactory,
    "note": factories.ActionNoteFactory,
    "minutes": lambda: factories.DeclarationFactory(minutes=factories.AttendanceFactory().minutes).minutes,
}


def read_at(record) -> list[str]:
    """The pages on which somebody reads what was typed into a record."""
    name = record._meta.model_name
    own = [record.get_absolute_url()] if getattr(record, "is_public", False) and hasattr(record, "publication") else []
    if name in {"meeting", "agendaitem"}:
        own.append(reverse(f"preview-{name.removeprefix('agenda')}", args=[record.pk]))
    lists = {"meeting": "/meetings/", "body": "/meetings/", "action": "/actions/?show=all", "member": "/members/"}
    return [page_of(record), "/admin/find/?q=alert", *own, lists.get(name, "/")]


def text_fields(response) -> dict[str, CharField]:
    """Everything that can be typed into freely, by name: on the item page also in its empty rows."""
    context = response.context
    if "bench" in context:
        forms = [form for part in context["bench"].forms for form in getattr(part, "forms", [part])]
    else:
        rows = [form for inline in context["inline_admin_formsets"] for form in inline.formset]
        forms = [context["adminform"].form, *(form for form in rows if form.instance.pk)]
    return {
        form.add_prefix(name): field
        for form in forms
        for name, field in form.fields.items()
        if isinstance(field, CharField) and not field.widget.is_hidden
    }


def stored() -> str:
    """Every text of every row of the meeting record, as the database has it."""
    rows = [list(model._base_manager.values_list()) for model in apps.get_app_config("meetings").get_models()]
    return repr(rows)


@PROPER
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_nul_in_every_text_field_is_refused_at_each_and_stored_nowhere(desk, make):
    record = make()
    page = desk.get(page_of(record))
    names = [name for name in text_fields(page) if name in typed(page)]
    assert names
    before = stored()
    response = desk.post(page_of(record), {**typed(page), **dict.fromkeys(names, "a\0b")})
    assert response.status_code in {200, 422}
    told = errors_by_field(response)
    rich = {name for name in names if "RichText" in type(text_fields(page)[name]).__name__}
    assert {name for name in names if name not in told} <= rich
    for name in set(names) - rich:
        assert told[name], name
    after = stored()
    assert "\\x00" not in after
    assert before == after


@PROPER
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_script_and_marks_in_every_text_field_are_words_and_never_markup(desk, make):
    record = make()
    page = desk.get(page_of(record))
    fields = typed(page)
    names = [name for name in text_fields(page) if name in fields]
    kinds = {name.replace("-label", "-kinds"): ["noting"] for name in names if name.endswith("-label")}
    fields |= {name: value for name, value in kinds.items() if not fields.get(name)}
    pages = [desk.post(page_of(record), {**fields, **dict.fromkeys(names, WORDS)})]
    if pages[0].status_code != 302:
        # An address, a telephone number or a short word cannot hold it: those go back to what they were.
        assert pages[0].status_code in {200, 422}
        refused = {name for name in errors_by_field(pages[0]) if name in names}
        assert refused
        kept = {name: WORDS for name in names if name not in refused}
        response = desk.post(page_of(record), {**fields, **kept})
        assert response.status_code == 302, Page(response).errors
    for address in read_at(record):
        pages.append(desk.get(address, follow=True))
        assert pages[-1].status_code == 200, address
    for page in pages:
        assert b"<script>alert" not in page.content
        assert b"<img src=x" not in page.content


@pytest.mark.parametrize("field", ["number", "title", "report_of"])
def test_nul_in_a_new_item_is_refused_with_a_sentence(desk, item, field):
    sent = {"number": "9", "title": "Title", "report_of": "", field: "a\0b"}
    response = desk.post(reverse("admin:meetings_meeting_add_item", args=[item.meeting.pk]), sent)
    assert response.status_code == 422
    assert "Null characters are not allowed" in " ".join(Page(response).errors)
    assert item.meeting.agenda_items.count() == 2


# Uploads ---------------------------------------------------------------------------------------------------


def upload_of(name, content, media_type="application/pdf"):
    return SimpleUploadedFile(name, content, content_type=media_type)


UPLOADS = {
    "a Word file called PDF": (upload_of("minutes.pdf", b"PK\x03\x04" + b"x" * 50), "says it is a PDF but its content"),
    "a PDF called Word": (lambda: pdf("minutes.docx"), "says it is a Word document"),
    "a program": (upload_of("setup.exe", b"MZ" * 50), "We cannot take .exe files."),
    "an old Word file": (upload_of("minutes.doc", b"\xd0\xcf\x11\xe0"), "is in an older Word format"),
    "a web page": (upload_of("page.html", b"<script>alert(1)</script>", "text/html"), "We cannot take .html files."),
    "an empty file": (upload_of("empty.pdf", b""), "empty"),
    "no ending": (upload_of("minutes", b"%PDF-"), "has no ending"),
    "a NUL in a text": (upload_of("figures.csv", b"a,b\0", "text/csv"), "not plain text"),
}


@pytest.mark.parametrize(("upload", "sentence"), UPLOADS.values(), ids=UPLOADS)
def test_mislabelled_upload_is_refused_at_its_field_and_nothing_typed_is_lost(desk, item, upload, sentence):
    upload = upload() if callable(upload) else upload
    upload.seek(0)
    response, _ = send(
        desk, item, {"papers-0-title": "The budget", "minute-text": "<p>Typed.</p>"}, **{"papers-0-upload": upload}
    )
    assert response.status_code == 422
    assert sentence in errors_by_field(response)["papers-0-upload"][0]
    assert typed(response)["papers-0-title"] == "The budget"
    assert typed(response)["minute-text"] == "<p>Typed.</p>"
    assert not Paper.objects.exists()
    assert not Minute.objects.exists()


@pytest.mark.parametrize("page", ["item", "paper"])
def test_upload_that_is_too_large_is_refused_at_its_field(desk, item, page, settings):
    """At a hundredth of the size: a test client holds the whole request in memory, a server does not."""
    settings.LARGEST_UPLOAD = 2 * MB - 1
    too_large = upload_of("report.pdf", b"%PDF-1.7\n" + b"\0" * (2 * MB))
    if page == "item":
        response, _ = send(desk, item, {"papers-0-title": "The budget"}, **{"papers-0-upload": too_large})
        field = "papers-0-upload"
    else:
        response, _ = send(desk, factories.PaperFactory(agenda_item=item), {}, **{"files-0-file": too_large})
        field = "files-0-file"
    assert response.status_code in {200, 422}
    assert "The largest we can take is 2 MB." in errors_by_field(response)[field][0]
    assert not list(settings.DOCUMENTS_DIR.glob("**/*.pdf"))


# Verbs that cannot be taken --------------------------------------------------------------------------------


@PROPER
def test_agenda_without_items_is_not_published_and_the_page_says_why(desk):
    meeting = factories.MeetingFactory()
    response = desk.post(do(meeting, "publish_agenda"), {"short_notice_reason": "Typed", "note": "Also typed"})
    assert response.status_code == 422
    page = Page(response)
    assert "This agenda has no items yet." in " ".join(page.errors)
    assert "Nothing was changed." in page.words
    assert {"short_notice_reason": "Typed", "note": "Also typed"}.items() <= typed(response).items()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.publication) == ("agenda_draft", "draft")


@PROPER
@pytest.mark.parametrize("which", ["earlier", "their own", "other body", "not held", "none", "words", "far too large"])
def test_minutes_are_not_approved_by_a_meeting_that_is_not_later_held_and_of_the_body(desk, which):
    earlier, meeting = factories.held_meeting(), factories.held_meeting_with_minutes()
    other = {
        "earlier": lambda: earlier.pk,
        "their own": lambda: meeting.pk,
        "other body": lambda: factories.held_meeting(body=factories.BodyFactory()).pk,
        "not held": lambda: factories.published_meeting().pk,
        "none": lambda: "",
        "words": lambda: "next week",
        "far too large": lambda: "9" * 30,
    }[which]()
    response = desk.post(do(meeting.minutes, "approve_minutes"), {"at_meeting": other})
    assert response.status_code == 422
    assert " ".join(Page(response).errors).startswith(("Choose a meeting from the list.", "Fill in “Approved at”"))
    assert Minutes.objects.get(meeting=meeting).state == "published_as_draft"


GARBAGE = {
    "postpone": {"later_meeting": "zzz"},
    "adjourn": {"later_meeting": "-1"},
    "accept": {"at_meeting": "<script>"},
    "exempt_item": {"exempt_paragraphs": ["9", "x"], "exempt_reason": "Why", "public_title": "A matter"},
    "exempt_paper": {"exempt_paragraphs": [], "exempt_reason": "Why", "public_title": "A matter"},
    "exempt_action": {"exempt_paragraphs": ["3"], "exempt_reason": ""},
    "announce": {"at_0": "yesterday", "at_1": "noon"},
    "publish_agenda": {"at_0": "1999-01-01", "at_1": "10:00"},
    "publish_minutes": {"at_0": "2999-01-01"},
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_on_the_page_of_a_verb_is_refused_at_its_field(made, signed_in, name):
    model, verb = next((model, verb) for model, verb in OFFERED if verb.short_name == name)
    record = made(STATES[model, verb.state_field][min(verb.from_)])
    before = type(record)._base_manager.filter(pk=record.pk).values().get()
    desk = signed_in(factories.a_clerk())
    response = desk.post(do(record, name), {"note": NOTE, **GARBAGE[name]})
    assert response.status_code == 422
    assert Page(response).errors
    assert typed(response)["note"] == NOTE
    assert type(record)._base_manager.filter(pk=record.pk).values().get() == before


def answers(verb, record) -> dict:
    """What a clerk would type and choose on the page of a verb."""
    details = DETAILS.get(verb.short_name, lambda record: {})(record)
    return {"note": NOTE} | {name: value.pk if isinstance(value, Model) else value for name, value in details.items()}


# One that leaves the record in its state may be taken again.
ONCE = [(model, verb) for model, verb in OFFERED if verb.to is not STAYS]


@pytest.mark.parametrize(("model", "verb"), ONCE, ids=[f"{model.__name__}-{verb.short_name}" for model, verb in ONCE])
def test_second_click_on_a_verb_is_told_and_doubles_nothing(made, signed_in, model, verb):
    record = made(STATES[model, verb.state_field][min(verb.from_, key=str)])
    desk, address = signed_in(factories.a_clerk()), do(record, verb.short_name)
    sent = answers(verb, record)
    first = desk.post(address, sent)
    assert first.status_code == 302, Page(first).errors
    after, told = type(record)._base_manager.filter(pk=record.pk).values().get(), record.events.count()
    second = desk.post(address, sent)
    assert second.status_code == 422
    assert "Nothing was changed." in " ".join(Page(second).errors)
    assert f"Done: {verb.label}." in Page(second).words  # of the first click, whose page nobody has seen
    assert type(record)._base_manager.filter(pk=record.pk).values().get() == after
    # The history has the second attempt as well.
    assert record.events.count() == told + 1


@PROPER
def test_unknown_verb_or_record_is_not_found(desk):
    meeting = factories.MeetingFactory()
    assert desk.get(do(meeting, "explode")).status_code == 404
    assert desk.post(do(meeting, "accept"), {"note": NOTE}).status_code == 404
    assert desk.get(f"/admin/meetings/meeting/{meeting.pk + 99}/do/hold/").status_code == 404
    assert desk.get("/admin/meetings/meeting/x/do/hold/").status_code in {302, 404}


@PROPER
@pytest.mark.parametrize("role", [roles.MEMBER, roles.OFFICE, roles.ADMINISTRATOR])
def test_verb_page_for_another_role_is_forbidden(signed_in, role):
    meeting = factories.published_meeting()
    client = signed_in(factories.user_in_role(role))
    assert client.get(do(meeting, "hold"), follow=True).status_code == 403
    assert client.post(do(meeting, "hold"), {"note": NOTE}, follow=True).status_code == 403
    meeting.refresh_from_db()
    assert meeting.state == "agenda_published"


@PROPER
def test_verb_page_for_a_stranger_leads_to_signing_in():
    response = Client().post(do(factories.published_meeting(), "hold"), {"note": NOTE}, follow=True)
    assert "/accounts/login/" in response.redirect_chain[-1][0]
    assert Meeting.objects.get().state == "agenda_published"


@PROPER
@pytest.mark.parametrize("verb", ["hold", "move", "add-item"])
def test_verb_page_without_the_token_of_the_form_is_forbidden(clerk, verb):
    meeting = factories.published_meeting()
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    address = {
        "hold": do(meeting, "hold"),
        "move": reverse("admin:meetings_agendaitem_move", args=[meeting.agenda_items.get().pk]),
        "add-item": reverse("admin:meetings_meeting_add_item", args=[meeting.pk]),
    }[verb]
    assert client.post(address, {"note": NOTE, "title": "x"}).status_code == 403
