"""Pasted minutes at the clerk's desk: in, checked, corrected, made into drafts, and made again without doubling."""

import json
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import Action, AgendaItem, Attendance, Limb, Minute, PastedMinutes, Resolution
from panel_portal.accounts import roles
from tests import factories
from tests.meetings.pages import Page, typed

pytestmark = pytest.mark.django_db

TEXT = """Northmere Police and Crime Panel

Present: Cllr Anne Green (Chair), Cllr Bo Hill

4. Budget monitoring

Minutes:

The Treasurer presented the report. The Commissioner undertook to send the figures for overtime.

RESOLVED that

a) the report be noted; and

b) the Commissioner be requested to publish the following by the next meeting:

\u2022 the cost of overtime

\u2022 the number of vacancies

5. Estates

Minutes:

Members discussed the sale of two stations.

RESOLVED - That the sale be supported.
"""
WHOLE = sorted((Path(__file__).parents[1] / "minutes" / "texts18").glob("*.txt"))
SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir() and os.environ.get("CI") != "true", reason="the source documents are not here (../shared/seeds)"
)


@pytest.fixture
def meeting():
    factories.the_commissioner()
    return factories.MeetingFactory()


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


def paste(client, meeting, text=TEXT, *, item=None, **fields):
    name, args = ("item_paste", [meeting.pk, item.pk]) if item else ("meeting_paste", [meeting.pk])
    return client.post(reverse(f"admin:meetings_{name}", args=args), {"plain": text, **fields})


def pasted(client, meeting, text=TEXT, **more) -> PastedMinutes:
    response = paste(client, meeting, text, **more)
    assert response.status_code == 302, Page(response).errors
    return PastedMinutes.objects.latest("pk")


def address(source) -> str:
    return reverse("admin:meetings_pasted_review", args=[source.pk])


def send(client, source, changes=None, **button):
    """Press a button of the review screen, with these fields changed (None takes a field away: a tick)."""
    fields = {**typed(client.get(address(source))), **(changes or {}), **button}
    return client.post(address(source), {name: value for name, value in fields.items() if value is not None})


def recorded(client, source, changes=None):
    response = send(client, source, changes, record="1")
    assert response.status_code == 302, Page(response).words
    return response


def key_of(source, kind, number=0) -> str:
    """The key of a part of the proposal: of the item, decision, part or action of this number."""
    items = PastedMinutes.objects.get(pk=source.pk).work["items"]
    decisions = [one for item in items for one in item["decisions"]]
    found = {
        "item": items,
        "decision": decisions,
        "part": [part for one in decisions for part in one["parts"]],
        "action": [one for item in items for one in item["actions"]],
    }
    return found[kind][number]["key"]


# In ---------------------------------------------------------------------------------------------------------


def test_pasted_text_is_shown_with_its_structure_and_makes_nothing_yet(desk, meeting):
    source = pasted(desk, meeting)
    page = Page(desk.get(address(source)))
    for words in ("2 items", "2 decisions in 3 parts", "the cost of overtime", "Budget monitoring", "Estates"):
        assert words in page.words
    assert source.text == TEXT
    assert not AgendaItem.objects.exists()


def test_pasted_formatting_keeps_its_letters(desk, meeting):
    html = "<p>4. Plan</p><p>RESOLVED that</p><ol type='a'><li>the plan be noted;</li><li>it be published.</li></ol>"
    response = paste(desk, meeting, "", rich=html)
    assert response.status_code == 302
    assert "a. the plan be noted;" in PastedMinutes.objects.get().text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"plain": "   "}, "There is nothing to read yet"),
        ({"plain": "x" * 500_001}, "at most 500,000 can be read at once"),
        ({"plain": "One", "rich": "<p>Other</p>"}, "Use one of the three ways"),
        ({"plain": "", "upload": "minutes.doc"}, "older Word format"),
        ({"plain": "", "upload": "photo.png"}, "not a Word document"),
    ],
)
def test_what_cannot_be_read_is_refused_and_what_was_pasted_is_not_lost(desk, meeting, fields, said):
    sent = {name: value for name, value in fields.items() if name != "upload"}
    if "upload" in fields:
        sent["upload"] = SimpleUploadedFile(fields["upload"], b"\x89PNG\r\n\x1a\n")
    response = paste(desk, meeting, sent.pop("plain"), **sent)
    assert response.status_code == 422
    assert said in " ".join(Page(response).errors)
    assert typed(response)["plain"].strip() == fields["plain"].strip()
    assert not PastedMinutes.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Home\nNews\nYour council\nContact us\nCookies",
        "\x00\x01\u202e<script>alert(1)</script>\ud800"[:-1],
        "RESOLVED",
        "." * 50_000,
    ],
    ids=["menu", "odd characters", "marker alone", "dots"],
)
def test_text_without_any_structure_is_a_clear_page(desk, meeting, text):
    source = pasted(desk, meeting, text)
    response = desk.get(address(source))
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert send(desk, source, record="1").status_code in {302, 422}


def test_pasting_is_for_clerks(meeting, signed_in, administrator):
    assert signed_in(administrator).get(reverse("admin:meetings_meeting_paste", args=[meeting.pk])).status_code == 403


def test_pasted_text_waits_on_the_clerks_home_page_until_drafts_are_made(desk, meeting):
    source = pasted(desk, meeting)
    assert "Check what was found?" in Page(desk.get("/admin/")).words
    recorded(desk, source)
    assert "Check what was found?" not in Page(desk.get("/admin/")).words


# Drafts -----------------------------------------------------------------------------------------------------


def test_drafts_are_made_once_and_made_again_change_nothing(desk, meeting):
    source = pasted(desk, meeting)
    for _ in range(2):
        recorded(desk, source)
        assert [(item.number, item.title) for item in AgendaItem.objects.order_by("order")] == [
            ("4", "Budget monitoring"),
            ("5", "Estates"),
        ]
        labels = Limb.objects.order_by("resolution__minute__agenda_item__order", "order").values_list("label", "kinds")
        assert [label for label, _ in labels] == ["a)", "b)", ""]
        asked = Action.objects.exclude(origin_limb=None).order_by("pk")
        assert [action.own_words for action in asked] == ["the cost of overtime", "the number of vacancies"]
        assert {str(action.owner_office) for action in asked} == {str(factories.the_commissioner())}
        assert {action.due_rule for action in asked} == {"next_ordinary_meeting"}
        assert "undertook to send the figures" in Minute.objects.get(agenda_item__number="4").text
        assert set(Attendance.objects.values_list("name", flat=True)) == {"Cllr Anne Green", "Cllr Bo Hill"}
    assert not Limb.objects.public().exists()


@pytest.mark.parametrize("text", WHOLE, ids=lambda path: path.stem)
def test_whole_minutes_become_drafts_as_they_were_read_and_again_nothing_is_doubled(desk, meeting, text):
    source = pasted(desk, meeting, text.read_text(encoding="utf-8"))
    made = []
    for _ in range(2):
        recorded(desk, source)
        made.append([model.objects.count() for model in (AgendaItem, Minute, Resolution, Limb, Action, Attendance)])
    assert made[0] == made[1]
    wanted = PastedMinutes.objects.get().work["items"]
    assert made[0][0] == len(wanted) > 0
    assert not AgendaItem.objects.public().exists()


def test_correction_after_the_first_drafts_updates_them(desk, meeting):
    source = pasted(desk, meeting)
    recorded(desk, source)
    first = list(Limb.objects.order_by("pk").values_list("pk", flat=True))
    recorded(
        desk,
        source,
        {f"{key_of(source, 'part')}-text": "the report be received", f"{key_of(source, 'item')}-title": "x"},
    )
    assert list(Limb.objects.order_by("pk").values_list("pk", flat=True)) == first
    assert Limb.objects.get(label="a)").text == "<p>the report be received</p>"


def test_what_was_changed_by_hand_stays_and_is_told(desk, meeting):
    source = pasted(desk, meeting)
    recorded(desk, source)
    limb = Limb.objects.get(label="a)")
    limb.text = "<p>By hand.</p>"
    limb.save()
    response = recorded(desk, source, {f"{key_of(source, 'part')}-text": "From the paste"})
    limb.refresh_from_db()
    assert limb.text == "<p>By hand.</p>"
    assert "was changed on its own page" in Page(desk.get(response.url)).words


def test_unticked_action_and_decision_turned_into_words_are_taken_out_again(desk, meeting):
    source = pasted(desk, meeting)
    recorded(desk, source)
    recorded(desk, source, {f"{key_of(source, 'decision', 1)}-fate": "text"})
    assert Resolution.objects.count() == 1
    assert "That the sale be supported." in Minute.objects.get(agenda_item__number="5").text


def test_item_of_the_agenda_is_matched_and_a_mismatch_is_shown(desk, meeting):
    known = factories.AgendaItemFactory(meeting=meeting, number="4", title="Budget Monitoring")
    odd = factories.AgendaItemFactory(meeting=meeting, number="5", title="The police estate")
    source = pasted(desk, meeting)
    assert [item["match"] for item in source.work["items"]] == [str(known.pk), str(odd.pk)]
    assert "The agenda calls item 5 “The police estate”" in Page(desk.get(address(source))).words
    recorded(desk, source)
    assert meeting.agenda_items.count() == 2
    assert known.minute.resolutions.count() == 1


def test_item_that_has_only_its_number_from_the_agenda_is_not_put_under_it(desk, meeting):
    other = factories.AgendaItemFactory(meeting=meeting, number="5", title="Complaints about the Commissioner")
    source = pasted(desk, meeting)
    assert source.work["items"][1]["match"] == "new"
    assert "Choose that if this is the same item" in Page(desk.get(address(source))).words
    response = send(desk, source, record="1")
    assert response.status_code == 422
    assert "Item 5 of this meeting is “Complaints about the Commissioner” already" in Page(response).words
    assert not Limb.objects.exists()
    recorded(desk, source, {f"{key_of(source, 'item', 1)}-number": "5a"})
    assert meeting.agenda_items.get(number="5a").title == "Estates"
    assert not hasattr(AgendaItem.objects.get(pk=other.pk), "minute")


def test_line_that_repeats_what_a_part_asked_gives_it_its_owner_and_day_and_no_second_action(desk, meeting):
    asked = "That the Commissioner be requested to provide a report on custody in the north of the county."
    line = "ACTION: Commissioner to provide a report on custody in the north of the county by 1 June 2020"
    source = pasted(
        desk, meeting, f"4. Custody\n\nMinutes:\n\nA report was given.\n\nRESOLVED -\n\na) {asked}\n\n{line}\n"
    )
    (item,) = source.work["items"]
    of_part, of_line = sorted(item["actions"], key=lambda one: not one["part"])
    assert (of_part["take"], of_part["due_on"]) == (True, "2020-06-01")
    assert (of_line["take"], of_line["part"]) == (False, "")
    assert "A part of the decision asks this already." in Page(desk.get(address(source))).words
    recorded(desk, source)
    assert Action.objects.get().origin_limb is not None


def test_two_parts_of_one_letter_are_told_apart_before_anything_is_stored(desk, meeting):
    source = pasted(desk, meeting)
    response = send(desk, source, {f"{key_of(source, 'part', 1)}-label": "A."}, record="1")
    assert response.status_code == 422
    assert "Another part of this decision is A. already." in Page(response).words
    assert not Limb.objects.exists()


def test_paste_for_one_item_goes_to_that_item(desk, meeting):
    item = factories.AgendaItemFactory(meeting=meeting, number="9", title="Anything")
    source = pasted(desk, meeting, TEXT.partition("5. Estates")[0], item=item)
    recorded(desk, source)
    assert meeting.agenda_items.get() == item
    assert item.minute.resolutions.get().limbs.count() == 2


def test_minute_that_is_there_already_is_not_overwritten(desk, meeting):
    item = factories.AgendaItemFactory(meeting=meeting, number="4", title="Budget monitoring")
    factories.MinuteFactory(agenda_item=item, text="<p>Typed before.</p>")
    source = pasted(desk, meeting)
    response = send(desk, source, record="1")
    assert response.status_code == 422
    assert "has a minute already" in Page(response).words
    assert item.minute.text == "<p>Typed before.</p>"
    assert AgendaItem.objects.count() == 1


def test_published_minutes_take_no_paste(desk):
    meeting = factories.held_meeting_with_minutes()
    source = pasted(desk, meeting)
    response = send(desk, source, record="1")
    assert response.status_code == 422
    assert "These minutes are published." in Page(response).words


@pytest.mark.parametrize(
    ("kind", "field", "value", "said"),
    [
        ("part", "text", "", "Write the text of this part"),
        ("part", "kinds", None, "Tick what the panel did"),
        ("decision", "votes_for", "7", "Give both the votes for and the votes against"),
        ("item", "title", "", "Give this item its title"),
        ("item", "match", "999999", "not on this agenda any more"),
    ],
)
def test_what_is_missing_is_told_at_its_place_and_nothing_is_stored(desk, meeting, kind, field, value, said):
    source = pasted(desk, meeting)
    response = send(desk, source, {f"{key_of(source, kind)}-{field}": value}, record="1")
    assert response.status_code == 422
    assert said in Page(response).words
    assert not AgendaItem.objects.exists()
    assert not Limb.objects.exists()


def test_item_given_to_another_once_drafts_were_made_is_told_and_nothing_changes(desk, meeting):
    source = pasted(desk, meeting)
    recorded(desk, source)
    other = factories.AgendaItemFactory(meeting=meeting, number="9", title="Another")
    response = send(desk, source, {f"{key_of(source, 'item')}-match": str(other.pk)}, record="1")
    assert response.status_code == 422
    assert "Drafts were made of this under “4 Budget monitoring”" in Page(response).words
    assert not Minute.objects.filter(agenda_item=other).exists()


@pytest.mark.parametrize(
    "choice", ["member:x", "office:", "body:-1", "member:" + "9" * 40, "office:999999", "\u00b2:\u00b2"]
)
def test_choice_that_no_list_offered_is_never_an_error_page(desk, meeting, choice):
    source = pasted(desk, meeting)
    names = [f"{key_of(source, 'action', number)}-owner" for number in (0, 1)]
    sent = {**dict.fromkeys(names, choice), "a0-match": choice, "a0-kind": choice, "a1-instead_of": choice}
    assert send(desk, source, sent, record="1").status_code == 422


# Correcting -------------------------------------------------------------------------------------------------


def test_part_is_split_at_the_line_break_and_joined_again(desk, meeting):
    source = pasted(desk, meeting)
    part = key_of(source, "part")
    text = "the report be noted;\nb) the officers be thanked."
    send(desk, source, {f"{part}-text": text}, operation=f"split:{part}")
    parts = PastedMinutes.objects.get().work["items"][0]["decisions"][0]["parts"]
    assert [(one["label"], one["text"]) for one in parts][:2] == [
        ("a)", "the report be noted;"),
        ("b)", "the officers be thanked."),
    ]
    send(desk, source, operation=f"join:{part}")
    parts = PastedMinutes.objects.get().work["items"][0]["decisions"][0]["parts"]
    assert parts[0]["text"] == text


def test_last_part_cannot_be_joined_and_the_sentence_says_so(desk, meeting):
    source = pasted(desk, meeting)
    response = send(desk, source, operation=f"join:{key_of(source, 'part', 2)}")
    assert "there is none to join it with" in Page(desk.get(response.url)).words


def test_decision_the_reader_missed_is_added_and_recorded(desk, meeting):
    source = pasted(desk, meeting, "4. Plan\n\nMinutes:\n\nMembers were content.\n")
    send(desk, source, operation=f"decide:{key_of(source, 'item')}")
    part = key_of(source, "part")
    recorded(desk, source, {f"{part}-text": "That the plan be noted.", f"{part}-kinds": ["noting"]})
    assert Limb.objects.get().text == "<p>That the plan be noted.</p>"
    assert "[decision" not in Minute.objects.get().text


def test_work_is_kept_without_recording(desk, meeting):
    source = pasted(desk, meeting)
    send(desk, source, {f"{key_of(source, 'item')}-title": "Budget, corrected"}, keep="1")
    assert "Budget, corrected" in desk.get(address(source)).text
    assert not AgendaItem.objects.exists()


# Two clerks -------------------------------------------------------------------------------------------------


def test_second_clerk_is_told_and_neither_loses_their_work(desk, meeting, signed_in):
    source = pasted(desk, meeting)
    title = f"{key_of(source, 'item')}-title"
    other = signed_in(factories.user_in_role(roles.CLERK, name="Bea Second"))
    assert "was at work on this" in Page(other.get(address(source))).words
    hers = {**typed(other.get(address(source))), title: "Hers"}
    send(desk, source, {title: "His"}, keep="1")
    response = other.post(address(source), {**hers, "keep": "1"})
    assert response.status_code == 409
    assert typed(response)[title] == "Hers"
    assert PastedMinutes.objects.get().work["items"][0]["title"] == "His"
    assert other.post(address(source), {**typed(response), "keep": "1"}).status_code == 302
    assert PastedMinutes.objects.get().work["items"][0]["title"] == "Hers"
    send(other, source, operation="take-up:0")
    assert PastedMinutes.objects.get().work["items"][0]["title"] == "His"
    assert [aside["work"]["items"][0]["title"] for aside in PastedMinutes.objects.get().set_aside] == ["Hers"]


def test_autosave_keeps_the_work_and_tells_the_second_clerk_in_words(desk, meeting):
    source = pasted(desk, meeting)
    title = f"{key_of(source, 'item')}-title"
    fields = {**typed(desk.get(address(source))), title: "By itself", "autosave": "1"}
    answer = desk.post(address(source), fields)
    assert json.loads(answer.content)["version"] == 2
    assert PastedMinutes.objects.get().work["items"][0]["title"] == "By itself"
    stale = desk.post(address(source), {**fields, title: "Stale"})
    assert stale.status_code == 409
    assert "while you had it open" in json.loads(stale.content)["refused"]


def test_pasted_text_is_deleted_once_asked_and_its_records_stay(desk, meeting):
    source = pasted(desk, meeting)
    recorded(desk, source)
    page = reverse("admin:meetings_pasted_delete", args=[source.pk])
    assert "The drafts made of it stay" in Page(desk.get(page)).words
    desk.post(page)
    assert not PastedMinutes.objects.exists()
    assert AgendaItem.objects.count() == 2


# The seeds --------------------------------------------------------------------------------------------------


@needs_seeds
def test_seed_001_gives_three_limbs_and_two_invitations_an_action_each(desk, meeting):
    item = factories.AgendaItemFactory(meeting=meeting, number="6", title="Police and Crime Plan Update")
    name = "Safeguarding Overview and Scrutiny Committee"
    factories.BodyFactory(named__name=name, named__short_name=name)
    source = pasted(desk, meeting, next(SEEDS.glob("001*")).read_text(), item=item)
    recorded(desk, source)
    assert [(limb.label, limb.kinds) for limb in Limb.objects.order_by("order")] == [
        ("a)", ["noting"]),
        ("b)", ["invitation"]),
        ("c)", ["invitation"]),
    ]
    owners = [(action.origin_limb.label, action.owner) for action in Action.objects.order_by("pk")]
    assert owners == [("b)", factories.the_commissioner().short_title_on(meeting.day)), ("c)", name)]


@needs_seeds
def test_seed_002_gives_one_limb_of_two_kinds_and_five_actions(desk, meeting):
    following = factories.MeetingFactory()
    item = factories.AgendaItemFactory(meeting=meeting, number="6", title="Update")
    source = pasted(desk, meeting, next(SEEDS.glob("002*")).read_text(), item=item)
    assert any(not one["part"] and not one["take"] for one in source.work["items"][0]["actions"])
    recorded(desk, source)
    assert Limb.objects.get().kinds == ["noting", "request"]
    asked = Action.objects.all()
    assert asked.count() == 5
    assert {action.owner_office for action in asked} == {factories.the_commissioner()}
    assert {action.due_on for action in asked} == {following.day}


@needs_seeds
@pytest.mark.parametrize(
    ("number", "said"), [("000", "This text reads as a letter."), ("003", "Questions with their answers (1)")]
)
def test_letter_and_question_page_are_told_and_kept_for_their_rooms(desk, meeting, number, said):
    source = pasted(desk, meeting, next(SEEDS.glob(f"{number}*")).read_text())
    assert said in Page(desk.get(address(source))).words
