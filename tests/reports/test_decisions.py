"""The register of the Commissioner's decisions: its list, its pages, entering in bulk, and the standing item."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.formats import date_format

from meetings import printing, workflow
from meetings.models import AgendaItem
from panel_portal.accounts import roles
from panel_portal.records.publication import Audience, publish, withdraw
from reports import decision_entry, reading
from reports.models import CommissionersDecision
from tests import factories

pytestmark = pytest.mark.django_db
READ = "/admin/reports/commissionersdecision/read/"
PUBLISH = "/admin/reports/commissionersdecision/publish-all/"
TABLE = "Number\tTitle\tDate\nSCP-D-1\tVans\t1 May 2022\nSCF-D-2\tA roof\t3 May 2022\nSCP-D-3\tCars\t31/02/2022\n"


@pytest.fixture
def clerk():
    client = Client()
    client.force_login(factories.user_in_role(roles.CLERK))
    return client


def decision(number, day, **more):
    return factories.published_decision(number=number, decided_on=date.fromisoformat(day), **more)


# The model ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["scp-d-1", "SCP/D/1", "SCP D 1.", "SCP--D--1"])
def test_number_is_one_however_it_is_punctuated(number):
    factories.CommissionersDecisionFactory(number="SCP-D-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.CommissionersDecisionFactory(number=number)
    with pytest.raises(ValidationError, match="in the register already"):
        factories.CommissionersDecisionFactory.build(number=number).validate_constraints()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("number", "no figures", "at least one figure"),
        ("number", "SCP<1>", "letters, figures and hyphens"),
        ("decided_on", date(2999, 1, 1), "in the future"),
        ("decided_on", date(2011, 1, 1), "no Commissioners before"),
        ("published_on", date(2020, 1, 1), "before it was decided"),
        ("link", "http://x.example/", "https://"),
        ("link", "javascript:alert(1)", "https://"),
    ],
)
def test_decision_refuses_what_cannot_be(field, value, sentence):
    with pytest.raises(ValidationError, match=sentence):
        factories.CommissionersDecisionFactory.build(**{field: value}).full_clean()


def test_address_is_fixed_on_publication_and_stays_when_the_number_is_corrected():
    one = factories.published_decision(number="SCP/D/202223-002")
    assert one.get_absolute_url() == "/decisions/scp-d-202223-002/"
    one.number = "SCP/D/202223-003"
    one.save()
    assert one.get_absolute_url() == "/decisions/scp-d-202223-002/"
    other = factories.published_decision(number="SCP-D-202223-002")
    assert other.get_absolute_url() == "/decisions/scp-d-202223-002-2/"


# Its pages ----------------------------------------------------------------------------------------------------


def numbers(address) -> list[str]:
    return [one.number for one in Client().get(address).context["object_list"]]


def test_list_shows_public_decisions_newest_first():
    decision("P-1", "2022-01-01")
    decision("P-2", "2022-03-01")
    factories.CommissionersDecisionFactory(number="P-3")
    withdraw(decision("P-4", "2022-04-01"), by=factories.a_clerk(), note="Twice.")
    assert numbers("/decisions/") == ["P-2", "P-1"]


def test_list_is_narrowed_by_service_year_and_words():
    decision("SCP/D/1", "2021-01-01", title="Vans")
    decision("SCF-D-1", "2022-01-01", title="A roof", service="fire")
    decision("SCB-D-1", "2022-02-01", title="Fuel", service="both", summary="For vans too.")
    assert numbers("/decisions/?service=fire") == ["SCB-D-1", "SCF-D-1"]
    assert numbers("/decisions/?service=police") == ["SCB-D-1", "SCP/D/1"]
    assert numbers("/decisions/?year=2021") == ["SCP/D/1"]
    assert numbers("/decisions/?words=vans") == ["SCB-D-1", "SCP/D/1"]
    assert numbers("/decisions/?words=scp-d-1") == ["SCP/D/1"]
    assert "No decision matches" in Client().get("/decisions/?words=zebra").content.decode()


def test_empty_register_does_not_say_that_nothing_was_decided():
    page = Client().get("/decisions/").content.decode()
    assert "That does not mean that none was made." in page


@pytest.mark.parametrize(
    "query", ["service=x", "year=abc", "year=99999999999", "words=%00", "page=0", "words=" + "x" * 999]
)
def test_list_never_breaks_on_what_is_typed(query):
    for address in ("/decisions/", "/decisions.csv"):
        assert Client().get(f"{address}?{query}").status_code in {200, 400, 404}


def test_sheet_holds_the_list_as_filtered_without_formulas():
    decision("P-1", "2022-01-01", title="=1+1", published_on="2022-01-02")
    decision("F-1", "2022-02-01", service="fire")
    response = Client().get("/decisions.csv?service=police")
    assert "decisions-" in response["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Number", "Title", "Police or fire", "Decided on"]
    assert [row[:5] for row in rows[1:]] == [["P-1", "'=1+1", "Police", "2022-01-01", "2022-01-02"]]


def test_number_as_written_leads_to_its_address():
    factories.published_decision(number="SCP-D-1")
    for written in ("SCP-D-1/", "SCP-D-1", "scp-d-1"):
        assert Client().get(f"/decisions/{written}", follow=True).redirect_chain[-1][0] == "/decisions/scp-d-1/"


def test_page_shows_what_the_panel_decided_where_it_was_taken_up():
    one = factories.published_decision()
    page = Client().get(one.get_absolute_url()).content.decode()
    assert "No item of a meeting is recorded" in page
    meeting = factories.held_meeting_with_minutes()
    factories.ScrutinisedDecisionFactory(decision=one, considered_at=meeting.agenda_items.get())
    page = Client().get(one.get_absolute_url()).content.decode()
    assert meeting.agenda_items.get().get_absolute_url() in page
    assert "What was decided" in page


def test_link_of_the_notice_is_shown_or_said_to_be_missing():
    assert (
        "https://commissioner.example/"
        in Client().get(factories.published_decision().get_absolute_url()).content.decode()
    )
    bare = factories.published_decision(link="")
    assert "No link to it is recorded." in Client().get(bare.get_absolute_url()).content.decode()


# Entering in bulk -----------------------------------------------------------------------------------------------


def test_list_is_looked_over_before_anything_is_saved(clerk):
    page = clerk.post(READ, {"text": TABLE})
    assert page.status_code == 200
    body = page.content.decode()
    assert "There is no such day as “31/02/2022”." in body
    assert body.count('name="row"') == 2
    assert not CommissionersDecision.objects.exists()


def test_only_what_is_ticked_is_entered_and_nothing_is_public(clerk):
    page = clerk.post(READ, {"text": TABLE, "row": ["2"], "enter": "1"}, follow=True)
    assert "1 decision is entered. Nothing of it is public yet." in page.content.decode()
    (one,) = CommissionersDecision.objects.all()
    assert (one.number, one.title, one.service, one.publication) == ("SCP-D-1", "Vans", "police", "draft")


def test_entering_and_publishing_is_one_step(clerk):
    clerk.post(READ, {"text": TABLE, "row": ["2", "3"], "publish": "1"})
    assert numbers("/decisions/") == ["SCF-D-2", "SCP-D-1"]


def test_row_that_was_refused_is_not_entered_though_it_is_ticked(clerk):
    page = clerk.post(READ, {"text": TABLE, "row": ["1", "4", "99", "x"], "publish": "1"})
    assert page.status_code == 422
    assert "Tick the rows to enter." in page.content.decode()
    assert not CommissionersDecision.objects.exists()


def test_second_click_enters_nothing_twice(clerk):
    for _ in range(2):
        page = clerk.post(READ, {"text": TABLE, "row": ["2", "3"], "enter": "1"})
    assert page.status_code == 422
    assert "There is nothing to enter" in page.content.decode()
    assert CommissionersDecision.objects.count() == 2


def test_row_in_the_register_is_shown_with_what_differs(clerk):
    factories.CommissionersDecisionFactory(number="SCP/D/1", title="Lorries", decided_on="2022-05-01")
    page = clerk.post(READ, {"text": TABLE}).content.decode()
    assert "In the register already" in page
    assert "its title is there “Lorries”" in page
    assert page.count('name="row"') == 1


def test_day_in_the_future_is_refused_in_the_review():
    proposal = decision_entry.propose("SCP-D-1\tVans\t1 May 2098\n")
    assert [one.reason for one in proposal.left_out] == ["This is in the future."]


def test_somebody_quicker_leaves_nothing_half_entered():
    rows = decision_entry.propose(TABLE).new
    factories.CommissionersDecisionFactory(number="SCF-D-2")
    with pytest.raises(ValidationError, match="just been entered by somebody else"):
        decision_entry.enter(rows, by=factories.a_clerk())
    assert CommissionersDecision.objects.count() == 1


def test_series_of_numbers_is_learned_once_the_register_holds_both():
    assert decision_entry.learned_series([("NCP-1", "police")]) == {}
    both = [("NCP-1", "police"), ("NCP-2", "both"), ("NCF-1", "fire"), ("X-1", "police"), ("X-2", "fire")]
    assert decision_entry.learned_series(both) == {"NCP": "police", "NCF": "fire"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.csv", b"PK\x03\x04" + b"x" * 99, "an Excel or Word file"),
        ("list.csv", b"x" * 1_100_000, "1 MB"),
        ("list.csv", b"", "empty"),
        ("list.csv", b"\x81\xff\x00\x8d", "not text"),
        ("list.csv", "".join(f"SCP-{n},Vans,1 May 2022\n" for n in range(10_000)).encode(), "10,000 rows"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_a_sentence(clerk, name, content, sentence):
    page = clerk.post(READ, {"text": "", "upload": SimpleUploadedFile(name, content)})
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_uploaded_file_is_read_and_its_text_carried_on(clerk):
    upload = SimpleUploadedFile("list.csv", TABLE.replace("\t", ",").encode("utf-16"))
    page = clerk.post(READ, {"text": "", "upload": upload})
    assert page.status_code == 200
    assert page.context["form"]["text"].value() == TABLE.replace("\t", ",")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "nothing to read yet"), ("\x00 \n", "nothing to read yet"), ("x" * 600_000, "characters")],
)
def test_text_that_cannot_be_read_comes_back_with_a_sentence(clerk, text, sentence):
    page = clerk.post(READ, {"text": text})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert page.context["form"]["text"].value() == text.replace("\x00", "")


def test_text_and_file_at_once_are_refused_and_the_text_comes_back(clerk):
    page = clerk.post(READ, {"text": TABLE, "upload": SimpleUploadedFile("list.csv", TABLE.encode())})
    assert page.status_code == 422
    assert "Use one of the two ways" in page.content.decode()
    assert "SCP-D-1\tVans" in page.content.decode()


def test_markup_in_a_paste_is_shown_as_words(clerk):
    page = clerk.post(READ, {"text": "SCP-D-1\t<script>alert(1)</script>\t1 May 2022\n"}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_all_drafts_are_published_in_one_step_or_none(clerk, monkeypatch):
    first, second = factories.CommissionersDecisionFactory(), factories.CommissionersDecisionFactory()
    page = clerk.get(PUBLISH).content.decode()
    assert first.number in page
    assert clerk.post(PUBLISH, {}).status_code == 422

    prepare = CommissionersDecision.prepare_publication

    def refuse(self):
        if self.pk == second.pk:
            raise ValidationError("Not this one.")
        prepare(self)

    with monkeypatch.context() as patched:
        patched.setattr(CommissionersDecision, "prepare_publication", refuse)
        refused = clerk.post(PUBLISH, {"decision": [first.pk, second.pk]})
    assert "Nothing was published. Not this one." in refused.content.decode()
    assert numbers("/decisions/") == []
    clerk.post(PUBLISH, {"decision": [first.pk, second.pk, "x", "²", "9" * 30]})
    assert set(numbers("/decisions/")) == {first.number, second.number}
    assert "There is no draft" in clerk.get(PUBLISH).content.decode()


def test_drafts_wait_on_the_work_list(clerk):
    factories.CommissionersDecisionFactory()
    assert "A decision of the Commissioner is entered and not public" in clerk.get("/admin/").content.decode()


# The standing item ----------------------------------------------------------------------------------------------


def meeting_on(day, *, lists=True, held=True, **more):
    """A meeting with its agenda out, entered on its own day, so that nothing entered today counts as late for it."""
    starts_at = datetime.fromisoformat(f"{day}T10:00+00:00")
    meeting = factories.MeetingFactory(starts_at=starts_at, **more)
    factories.AgendaItemFactory(meeting=meeting, kind="decisions" if lists else "substantive", title=f"Of {day}")
    workflow.publish_agenda(meeting, by=factories.a_clerk(), short_notice_reason="A test.")
    if held and starts_at < datetime.now(UTC):
        workflow.hold(meeting, by=factories.a_clerk())
    meeting.refresh_from_db()
    return meeting


def listed(meeting, audience=Audience.PUBLIC) -> reading.DecisionsListed:
    return reading.decisions_listed(AgendaItem.objects.select_related("meeting").get(meeting=meeting), audience)


def on(meeting) -> list[str]:
    return [one.number for one in listed(meeting).decisions]


def test_list_is_of_the_days_since_the_last_meeting():
    for number, day in (("D-1", "2024-02-28"), ("D-2", "2024-03-01"), ("D-3", "2024-05-31"), ("D-4", "2024-06-01")):
        decision(number, day)
    first, second = meeting_on("2024-03-01"), meeting_on("2024-06-01")
    assert on(first) == ["D-1"]
    # What came out on the day of the first belongs to the second, and that of the day of the second to the next.
    assert on(second) == ["D-2", "D-3"]
    assert "2 decisions were published between Friday 1 March 2024" in listed(second).sentence


def test_day_of_publication_counts_before_that_of_the_decision():
    decision("D-1", "2024-02-20", published_on="2024-03-05")
    first, second = meeting_on("2024-03-01"), meeting_on("2024-06-01")
    assert (on(first), on(second)) == ([], ["D-1"])


def test_no_decision_is_said_expressly():
    meeting_on("2024-03-01")
    page = Client().get(meeting_on("2024-06-01").get_absolute_url()).content.decode()
    assert "No decisions were published between Friday 1 March 2024" in page
    assert "Friday 31 May 2024" in page


def test_first_meeting_lists_what_came_before_it():
    decision("D-1", "2019-01-01")
    first = meeting_on("2024-03-01")
    assert on(first) == ["D-1"]
    assert listed(first).sentence == (
        "1 decision was published up to Thursday 29 February 2024, the day before this meeting."
    )


@pytest.mark.parametrize("verb", ["cancel", "postpone", "find_inquorate"])
def test_meeting_that_did_not_sit_swallows_nothing(verb):
    decision("D-1", "2024-04-01")
    meeting_on("2024-03-01")
    between, last = meeting_on("2024-05-01", held=False), meeting_on("2024-06-01")
    assert on(between) == ["D-1"]
    details = {"later_meeting": last} if verb == "postpone" else {}
    getattr(workflow, verb)(between, by=factories.a_clerk(), note="There was snow.", **details)
    between.refresh_from_db()
    assert on(between) == []
    assert "is listed at the next meeting" in listed(between).sentence
    assert on(last) == ["D-1"]


def test_meeting_without_the_item_swallows_nothing():
    decision("D-1", "2024-04-01")
    meeting_on("2024-03-01")
    meeting_on("2024-05-01", lists=False, kind="confirmation")
    last = meeting_on("2024-06-01")
    assert on(last) == ["D-1"]
    assert "when they were last listed" in listed(last).sentence


def test_item_that_is_new_begins_at_the_last_meeting():
    decision("D-1", "2023-04-01")
    decision("D-2", "2024-04-01")
    meeting_on("2024-03-01", lists=False)
    assert on(meeting_on("2024-06-01")) == ["D-2"]


def test_meetings_of_another_body_do_not_count():
    decision("D-1", "2024-04-01")
    meeting_on("2024-03-01")
    meeting_on("2024-05-01", body=factories.BodyFactory())
    assert on(meeting_on("2024-06-01")) == ["D-1"]


def test_two_meetings_on_one_day_list_a_decision_once():
    decision("D-1", "2024-05-31")
    morning = meeting_on("2024-06-01")
    afternoon = factories.MeetingFactory(starts_at=datetime(2024, 6, 1, 14, tzinfo=UTC), body=morning.body)
    factories.AgendaItemFactory(meeting=afternoon, kind="decisions")
    workflow.publish_agenda(afternoon, by=factories.a_clerk(), short_notice_reason="A test.")
    assert on(morning) == ["D-1"]
    assert on(afternoon) == []
    assert "earlier on the same day" in listed(afternoon).sentence


def test_decision_entered_after_its_meeting_is_marked_there_and_comes_once_more():
    with time_machine.travel("2024-05-20", tick=False):
        first = meeting_on("2024-06-01", held=False)
        second = meeting_on("2024-09-01", held=False)
        third = meeting_on("2024-12-01", held=False)
        decision("D-1", "2024-05-10")
    with time_machine.travel("2024-07-01", tick=False):
        decision("D-2", "2024-05-11")
    assert [(one.number, one.entered_on) for one in listed(first).decisions] == [
        ("D-1", None),
        ("D-2", date(2024, 7, 1)),
    ]
    assert [one.number for one in listed(second).caught_up] == ["D-2"]
    assert listed(third).caught_up == []
    page = Client().get(first.get_absolute_url()).content.decode()
    assert "Entered later" in page
    assert "It came into the register on Monday 1 July 2024, after this meeting." in page
    assert "entered in the register since the last meeting" in Client().get(second.get_absolute_url()).content.decode()


def test_page_of_a_decision_tells_the_meetings_that_list_it():
    """From both sides the same: what a meeting lists, and where a decision says that it stood."""
    with time_machine.travel("2024-05-20", tick=False):
        meetings = [meeting_on(day, held=False) for day in ("2024-03-01", "2024-06-01", "2024-09-01", "2024-12-01")]
        made = [decision(f"D-{n}", f"2024-{n:02d}-01") for n in range(1, 6)]
    with time_machine.travel("2024-07-01", tick=False):
        made += [decision(f"E-{n}", f"2024-{n:02d}-15") for n in range(1, 7)]
    found = {
        one.number: [
            (listing.item.meeting_id, listing.late, listing.caught_up)
            for listing in reading.where_listed(one, Audience.PUBLIC)
        ]
        for one in made
    }
    expected = {one.number: [] for one in made}
    for meeting in meetings:
        its = listed(meeting)
        for one in its.decisions:
            expected[one.number].append((meeting.pk, one.entered_on is not None, False))
        for one in its.caught_up:
            expected[one.number].append((meeting.pk, False, True))
    assert found == expected
    assert all(sum(not caught_up for _, _, caught_up in places) == 1 for places in found.values())
    page = Client().get(made[-5].get_absolute_url()).content.decode()
    assert "came into the register only afterwards" in page


def test_list_leaves_out_drafts_and_what_was_withdrawn_and_the_preview_shows_drafts():
    factories.CommissionersDecisionFactory(number="D-1", decided_on="2024-04-01")
    withdraw(decision("D-2", "2024-04-01"), by=factories.a_clerk(), note="Twice.")
    meeting = meeting_on("2024-06-01")
    assert on(meeting) == []
    assert [one.number for one in listed(meeting, Audience.PREVIEW).decisions] == ["D-1"]
    item = AgendaItem.objects.get(meeting=meeting)
    client = Client()
    client.force_login(factories.user_in_role(roles.CLERK))
    assert "D-1" in client.get(f"/admin/preview/item/{item.pk}/").content.decode()


def test_exempt_item_is_not_filled():
    decision("D-1", "2024-04-01")
    meeting = meeting_on("2024-06-01")
    factories.exempt(AgendaItem.objects.get(meeting=meeting))
    assert "D-1" not in Client().get(meeting.get_absolute_url()).content.decode()


def test_printed_agenda_holds_the_list():
    decision("D-1", "2024-04-01", title="Vans")
    meeting_on("2024-03-01")
    meeting = meeting_on("2024-06-01")
    said = str(printing.agenda_printed(meeting, Audience.PUBLIC).blocks)
    assert "1 decision was published between Friday 1 March 2024" in said
    assert f"D-1: Vans (police), {date_format(date(2024, 4, 1), 'l j F Y')}" in said


def test_long_list_is_cut_and_says_how_many_more(monkeypatch):
    monkeypatch.setattr(reading, "MOST", 3)
    for _ in range(5):
        publish(factories.CommissionersDecisionFactory(decided_on="2024-04-01"), by=factories.a_clerk())
    meeting = meeting_on("2024-06-01")
    assert len(on(meeting)) == 3
    assert "5 decisions were published" in listed(meeting).sentence
    assert "2 more are not shown here" in Client().get(meeting.get_absolute_url()).content.decode()


def test_list_that_begins_with_a_meeting_still_to_come_does_not_run_backwards():
    with time_machine.travel("2024-05-20", tick=False):
        meeting_on("2024-06-01", held=False)
        later = meeting_on("2024-09-01", held=False)
        assert listed(later).sentence == (
            "Nothing is listed yet. The list begins with Saturday 1 June 2024, the day of the meeting before this one."
        )


def test_list_of_a_coming_meeting_says_up_to_which_day(django_assert_max_num_queries):
    with time_machine.travel("2024-05-20", tick=False):
        meeting_on("2024-03-01", held=False)
        coming = meeting_on("2024-09-01", held=False)
        decision("D-1", "2024-05-10")
        with django_assert_max_num_queries(4):
            its = listed(coming)
        assert its.sentence == (
            "1 decision was published since Friday 1 March 2024, when they were last listed, up to Monday 20 May 2024."
        )
