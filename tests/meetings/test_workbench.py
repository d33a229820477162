"""The clerk's item page: one agenda item with everything about it, typed at once, saved whole or not at all."""

import html
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from meetings import workflow
from meetings.models import Action, AgendaItem, Limb, Meeting, Minute, Paper, PublicSummary, Resolution
from tests import factories
from tests.factories import pdf
from tests.meetings.pages import Page, in_order, typed

pytestmark = pytest.mark.django_db


def page_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


@pytest.fixture
def item(db):
    """An item, still a draft, with one before and one after it."""
    meeting = factories.MeetingFactory()
    return [factories.AgendaItemFactory(meeting=meeting, number=number) for number in "123"][1]


@pytest.fixture
def held_item(db):
    """An item of a meeting that was held."""
    return factories.held_meeting().agenda_items.get()


def save(desk, item, changes=None, *, button="save", start=None, **files):
    """Open the page (or take what was opened, `start`), type the changes, press a button."""
    fields = dict(start or typed(desk.get(page_of(item))))
    return desk.post(page_of(item), {**fields, **(changes or {}), **files, button: "Save"})


def saved(desk, item, changes=None, **more):
    response = save(desk, item, changes, **more)
    assert response.status_code == 302, Page(response).errors
    return response


def limb_fields(number, resolution=0, **fields):
    return {f"resolutions-{resolution}-limbs-{number}-{name}": value for name, value in fields.items()}


# Whole items, typed in one go ------------------------------------------------------------------------------

REQUEST = ["request"]
OWN_FIRST = {
    "title": "Plan Progress Report",
    "report_of": "Report of the Northmere Commissioner.",
    "minute": [
        ("p", "The progress report was presented. Public Meetings - Northmere (northmere.example)"),
        ("p", "As a result of the questions, this was learnt:"),
        ("ul", [f"Learnt point number {number}, 20% up; £750 & more “quoted”" for number in range(1, 12)]),
        ("p", "The Panel remained concerned."),
    ],
    "limbs": [
        ("a)", "That the progress report be noted."),
        ("b)", "That the Commissioner be invited to a further meeting."),
        ("c)", "That the Wellbeing Committee be invited to take part."),
    ],
}
OWN_SECOND = {
    "title": "Brighter, Kinder Northmere – Update",
    "minute": [
        ("p", "The Commissioner gave an update. Points discussed were:"),
        ("p", "Asked about cameras, he agreed to contact Leaders for their views."),
        ("p", "Panels – members questioned the change."),
    ],
    "limb": "That the update be noted and the Commissioner be requested to include these in the next report:",
    "bullets": ["The contract", "The estate", "The advisers", "The views of Leaders", "The health strategy"],
    "promise": "To contact Leaders for their views on cameras.",
}


def _seed(number):
    folder = Path(settings.BASE_DIR).parent / "shared" / "seeds"
    found = sorted(folder.glob(f"{number}_*.txt"))
    if not found:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is required in CI and is not there")
        pytest.skip("reads ../shared/seeds, which is not part of a plain checkout")
    return [" ".join(line.split()) for line in found[0].read_text().splitlines() if line.strip()]


def _minute_of(lines):
    parts = []
    for line in lines:
        if not line.startswith(("•", "·")):
            parts.append(("p", line))
        elif parts and parts[-1][0] == "ul":
            parts[-1][1].append(line[1:].strip())
        else:
            parts.append(("ul", [line[1:].strip()]))
    return parts


def _first_seed():
    lines = _seed("001")
    begin, resolved = lines.index("Minutes:"), lines.index("Resolved-")
    limbs = [re.fullmatch(r"([a-z]\)) (.*)", line).groups() for line in lines[resolved + 1 : -1]]
    return {"title": lines[1], "report_of": lines[2], "minute": _minute_of(lines[begin + 1 : resolved]), "limbs": limbs}


def _second_seed():
    lines = _seed("002")
    (resolved,) = [number for number, line in enumerate(lines) if line.startswith("RESOLVED")]
    return {
        "title": lines[1],
        "minute": _minute_of(lines[2:resolved]),
        "limb": lines[resolved].removeprefix("RESOLVED – "),
        "bullets": [line[1:].strip() for line in lines[resolved + 1 : -1]],
        "promise": "To contact Council Leaders for their views on reviving the proposal.",
    }


def as_html(parts):
    written = ""
    for kind, content in parts:
        if kind == "p":
            written += f"<p>{html.escape(content)}</p>"
        else:
            written += "<ul>" + "".join(f"<li>{html.escape(bullet)}</li>" for bullet in content) + "</ul>"
    return written


def flat(parts):
    return [line for kind, content in parts for line in ([content] if kind == "p" else content)]


def reopened(desk, item):
    """The page as it now stands, sent again unchanged, must change nothing."""
    rows = [Minute, Resolution, Limb, Action, AgendaItem]
    before = [list(model._base_manager.order_by("pk").values()) for model in rows]
    saved(desk, item)
    after = [list(model._base_manager.order_by("pk").values()) for model in rows]
    for old, new in zip(before, after, strict=True):
        for row in [*old, *new]:
            row.pop("version")
        assert old == new


@pytest.mark.parametrize("read", [lambda: OWN_FIRST, _first_seed], ids=["own words", "seed 001"])
def test_item_with_bullets_and_three_limbs_goes_in_and_comes_out_whole(desk, held_item, read):
    text = read()
    commissioner = factories.the_commissioner()
    committee = factories.BodyFactory(kind="other", named__name="Safeguarding Committee")
    invite = {"kinds": ["invitation"], "raises": "raise", "due_rule": "none", "carried": "on"}
    (a, b, c) = text["limbs"]
    saved(
        desk,
        held_item,
        {
            "item-title": text["title"],
            "item-report_of": text["report_of"],
            "minute-number": "29",
            "minute-text": as_html(text["minute"]),
            "resolutions-0-stem": "Resolved –",
            **limb_fields(0, label=a[0], text=as_html([("p", a[1])]), kinds=["noting"], carried="on"),
            **limb_fields(1, label=b[0], text=as_html([("p", b[1])]), owner=f"office:{commissioner.pk}", **invite),
            **limb_fields(2, label=c[0], text=as_html([("p", c[1])]), owner=f"body:{committee.pk}", **invite),
        },
    )
    assert len([part for kind, part in text["minute"] if kind == "ul" for part in part]) == 11
    raised = list(Action.objects.order_by("pk"))
    assert [(action.origin_limb.label, action.text) for action in raised] == [("b)", b[1]), ("c)", c[1])]
    assert [action.owner_office or action.owner_body for action in raised] == [commissioner, committee]
    reopened(desk, held_item)

    workflow.publish_minutes(held_item.meeting.minutes, by=factories.a_clerk())
    held_item.refresh_from_db()
    response = Client().get(held_item.get_absolute_url())
    words = Page(response).words
    in_order(words, [text["title"], text["report_of"], "Minute 29", *flat(text["minute"])])
    in_order(words, ["Resolved –", *(part for limb in text["limbs"] for part in limb)])
    # The bullets are one list, and each limb has its anchor.
    assert response.content.decode().count("<li>") >= 11
    for anchor in ("limb-a", "limb-b", "limb-c"):
        assert f'id="{anchor}"' in response.content.decode()
    for action in Action.objects.all():
        assert action.reference in words
        assert action.text in Page(Client().get(action.get_absolute_url())).words
    assert "Supporting documents" not in words


@pytest.mark.parametrize("read", [lambda: OWN_SECOND, _second_seed], ids=["own words", "seed 002"])
def test_item_with_one_unlettered_limb_of_two_kinds_goes_in_and_comes_out_whole(desk, held_item, read):
    text = read()
    commissioner = factories.the_commissioner()
    following = factories.MeetingFactory()
    owner = f"office:{commissioner.pk}"
    saved(
        desk,
        held_item,
        {
            "item-title": text["title"],
            "minute-text": as_html(text["minute"]),
            **limb_fields(
                0,
                text=as_html([("p", text["limb"]), ("ul", text["bullets"])]),
                kinds=["noting", "request"],
                carried="on",
                raises="raise",
                owner=owner,
                due_rule="next_ordinary_meeting",
            ),
            "actions-0-text": text["promise"],
            "actions-0-owner": owner,
        },
    )
    limb = Limb.objects.get()
    assert (limb.label, limb.kinds) == ("", ["noting", "request"])
    asked, promised = Action.objects.filter(origin_limb=limb).order_by("pk"), Action.objects.get(origin_item=held_item)
    assert [action.text for action in asked] == [f"{text['limb'].rstrip(':')}: {words}" for words in text["bullets"]]
    assert {action.owner_office for action in [*asked, promised]} == {commissioner}
    assert {action.due_on for action in asked} == {following.day}
    assert (promised.text, promised.due_on, promised.asked_on) == (text["promise"], None, held_item.meeting.day)
    reopened(desk, held_item)

    workflow.publish_minutes(held_item.meeting.minutes, by=factories.a_clerk())
    held_item.refresh_from_db()
    words = Page(Client().get(held_item.get_absolute_url())).words
    in_order(
        words,
        [text["title"], *flat(text["minute"]), "Noted", "Requested", text["limb"], *text["bullets"], text["promise"]],
    )
    references = sorted(Action.objects.values_list("reference", flat=True))
    assert references == [f"A2020/00{number}" for number in range(1, 7)]
    assert all(reference in words for reference in references)
    assert "Supporting documents" not in words


# Buttons ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("button", "lands"),
    [("save", 1), ("save_next", 2), ("save_previous", 0), ("save_resolution", "?resolution"), ("save_parts", "?parts")],
)
def test_save_button_saves_and_leads_where_it_says(desk, item, button, lands):
    items = list(item.meeting.agenda_items.in_order())
    response = saved(desk, item, {"minute-text": "<p>Said.</p>"}, button=button)
    assert Minute.objects.get(agenda_item=item).text == "<p>Said.</p>"
    if isinstance(lands, int):
        assert response.url == page_of(items[lands])
    else:
        assert response.url.startswith(page_of(item) + lands)
        assert desk.get(response.url).status_code == 200


def test_save_and_back_to_the_meeting_leads_there(desk, item):
    assert saved(desk, item, button="save_meeting").url == page_of(item.meeting)


def test_next_at_the_last_item_stays_and_is_not_offered(desk, item):
    last = item.meeting.agenda_items.in_order()[2]
    assert "Save and next item" not in desk.get(page_of(last)).content.decode()
    assert saved(desk, last, button="save_next").url == page_of(last)


def test_more_parts_and_another_resolution_are_numbered_after_those_there_are(desk, item):
    factories.minuted_item(item, limbs=2, actions=False)
    page = desk.get(page_of(item) + "?parts")
    new = limb_fields(4, label="e)", text="<p>Fifth.</p>", kinds=["noting"], carried="on")
    saved(desk, item, new, start=typed(page))
    assert list(Limb.objects.order_by("order").values_list("label", "order")) == [("a)", 1), ("b)", 2), ("e)", 3)]

    page = desk.get(page_of(item) + "?resolution")
    new = limb_fields(0, resolution=1, label="1.", text="<p>Again.</p>", kinds=["noting"], carried="on")
    saved(desk, item, new, start=typed(page))
    second = Resolution.objects.get(order=2)
    assert [limb.anchor for limb in second.limbs.all()] == ["limb-2-1"]


def test_page_saved_untouched_makes_nothing(desk, item):
    saved(desk, item)
    for model in (Minute, Resolution, Limb, Action, Paper):
        assert not model.objects.exists()


def test_paper_typed_on_the_page_is_kept_with_its_file(desk, item):
    saved(desk, item, {"papers-0-title": "The budget"}, **{"papers-0-upload": pdf("C:\\mine\\secret name.pdf")})
    paper = Paper.objects.get()
    assert (paper.agenda_item, paper.title, paper.publication) == (item, "The budget", "draft")
    assert paper.files.get().filename == "the-budget.pdf"


def test_exempt_item_has_its_full_text_and_its_summary_on_the_page(desk, held_item):
    factories.exempt(held_item)
    saved(
        desk,
        held_item,
        {
            "matter-title": "The Ironbridge contract",
            "matter-purpose": "<p>Let it.</p>",
            "summary-text": "<p>A contract was let.</p>",
        },
    )
    held_item.refresh_from_db()
    assert held_item.exempt_matter.title == "The Ironbridge contract"
    assert PublicSummary.objects.get().text == "<p>A contract was let.</p>"
    assert held_item.title == "A confidential matter"
    assert "Ironbridge" not in Client().get(held_item.get_absolute_url()).content.decode()


def test_urgent_exempt_item_keeps_its_circumstances_private_and_cannot_be_without_them(desk, held_item):
    factories.exempt(held_item)
    stored = {"item-urgent": "on", "matter-urgent_reason": "The bids lapse tomorrow."}
    response = save(desk, held_item, {**stored, "matter-urgent_reason": " "})
    assert "Give the special circumstances: the law wants them in the minutes." in Page(response).errors
    saved(desk, held_item, stored)
    held_item.refresh_from_db()
    assert (held_item.urgent, held_item.urgent_reason) == (True, "")
    assert held_item.exempt_matter.urgent_reason == "The bids lapse tomorrow."
    assert "bids lapse" not in Client().get(held_item.get_absolute_url()).text


# Taking out ------------------------------------------------------------------------------------------------


def test_draft_limb_is_deleted_with_the_drafts_it_raised(desk, item):
    factories.minuted_item(item, limbs=3)
    saved(desk, item, limb_fields(1, DELETE="on"))
    assert list(Limb.objects.values_list("label", "order")) == [("a)", 1), ("c)", 2)]
    assert set(Action.objects.values_list("origin_limb__label", flat=True)) == {"a)", "c)"}


def test_draft_resolution_is_deleted_with_its_limbs(desk, item):
    factories.minuted_item(item, limbs=2)
    saved(desk, item, {"resolutions-0-DELETE": "on"})
    assert not Resolution.objects.exists()
    assert not Limb.objects.exists()
    assert Minute.objects.filter(agenda_item=item).exists()


def test_limb_that_called_a_meeting_is_not_deleted_and_the_page_says_why(desk, item):
    factories.minuted_item(item, actions=False)
    called = factories.MeetingFactory(called_by_limb=Limb.objects.get())
    response = save(desk, item, limb_fields(0, DELETE="on"))
    assert response.status_code == 422
    assert str(called) in " ".join(Page(response).errors)
    assert Limb.objects.exists()


@pytest.mark.parametrize("field", ["resolutions-0-DELETE", "resolutions-0-limbs-0-DELETE"])
def test_published_minutes_offer_no_delete_and_take_none(desk, held_item, field):
    factories.minuted_item(held_item, actions=False)
    opened = typed(desk.get(page_of(held_item)))
    assert field in desk.get(page_of(held_item)).content.decode()
    workflow.publish_minutes(held_item.meeting.minutes, by=factories.a_clerk())
    assert "DELETE" not in desk.get(page_of(held_item)).content.decode()
    response = save(desk, held_item, {field: "on"}, start=opened)
    assert response.status_code == 422
    assert "The minutes are published" in " ".join(Page(response).errors)
    assert Limb.objects.public().exists()


# Two clerks ------------------------------------------------------------------------------------------------


@pytest.fixture
def other_desk(signed_in):
    return signed_in(factories.user_in_role("clerk", name="Olive Otherclerk"))


def test_second_clerk_on_a_new_minute_is_told_and_overwrites_nothing(desk, other_desk, item):
    opened = typed(desk.get(page_of(item)))
    saved(other_desk, item, {"minute-text": "<p>What Olive wrote.</p>"})
    response = save(desk, item, {"minute-text": "<p>What I wrote.</p>"}, start=opened)
    assert response.status_code == 422
    assert "Olive Otherclerk saved this" in " ".join(Page(response).errors)
    assert Minute.objects.get().text == "<p>What Olive wrote.</p>"
    assert typed(response)["minute-text"] == "<p>What I wrote.</p>"
    saved(desk, item, start=typed(response))
    assert Minute.objects.get().text == "<p>What I wrote.</p>"


# Which field of an item with everything, as each form is on the page.
PLACES = {
    "item-title": "A new title",
    "minute-text": "<p>A new minute.</p>",
    "resolutions-0-stem": "A new stem",
    "resolutions-0-limbs-0-text": "<p>A new limb.</p>",
    "actions-0-text": "A new action",
    "papers-0-title": "A new paper",
}


@pytest.fixture
def full_item(item):
    factories.PaperFactory(agenda_item=item)
    factories.minuted_item(item)
    return item


def test_second_clerk_is_told_who_and_what_loses_nothing_and_can_save_again(desk, other_desk, full_item):
    opened = typed(desk.get(page_of(full_item)))
    saved(other_desk, full_item, PLACES)
    mine = {**opened, **{place: opened[place].replace("a", "A") for place in PLACES}}
    mine |= {"item-report_of": "the Treasurer", "actions-1-text": "Typed in the empty row"}
    response = save(desk, full_item, start=mine)
    assert response.status_code == 422
    told = " ".join(Page(response).errors)
    assert told.count("Olive Otherclerk saved this") == len(PLACES)
    for words in PLACES.values():
        assert re.sub("<.*?>", "", words) in told
    again = typed(response)
    assert {name: again[name] for name in mine if "version" not in name} == {
        name: value for name, value in mine.items() if "version" not in name
    }
    full_item.refresh_from_db()
    assert full_item.report_of == ""
    assert PLACES.items() <= typed(desk.get(page_of(full_item))).items()

    saved(desk, full_item, start=again)
    now = typed(desk.get(page_of(full_item)))
    assert {place: now[place] for place in PLACES} == {place: mine[place] for place in PLACES}
    assert now["actions-1-text"] == "Typed in the empty row"
    assert Action.objects.count() == 2


def test_second_clerk_who_deletes_what_the_first_changed_is_told(desk, other_desk, full_item):
    opened = typed(desk.get(page_of(full_item)))
    saved(other_desk, full_item, limb_fields(0, text="<p>Olive's words.</p>"))
    response = save(desk, full_item, limb_fields(0, DELETE="on"), start=opened)
    assert response.status_code == 422
    assert "Olive Otherclerk saved this" in " ".join(Page(response).errors)
    saved(desk, full_item, limb_fields(0, DELETE="on"), start=typed(response))
    assert not Limb.objects.exists()


def test_second_clerk_whose_limb_was_deleted_is_told_and_can_enter_it_anew(desk, other_desk, full_item):
    Action.objects.all().delete()
    opened = typed(desk.get(page_of(full_item)))
    saved(other_desk, full_item, limb_fields(0, DELETE="on"))
    response = save(desk, full_item, limb_fields(0, text="<p>My better words.</p>"), start=opened)
    assert response.status_code == 422
    assert "Olive Otherclerk deleted this" in " ".join(Page(response).errors)
    assert not Limb.objects.exists()
    saved(desk, full_item, start=typed(response))
    assert Limb.objects.get().text == "<p>My better words.</p>"


def test_second_clerk_on_a_meetings_page_is_told_and_can_save_again(desk, other_desk):
    meeting = factories.MeetingFactory()
    opened = typed(desk.get(page_of(meeting)))
    theirs = {**typed(other_desk.get(page_of(meeting))), "place": "The Guildhall"}
    assert other_desk.post(page_of(meeting), theirs).status_code == 302
    mine = {**opened, "place": "The Corn Exchange", "purpose": "Because."}
    response = desk.post(page_of(meeting), mine)
    assert response.status_code == 200
    assert "Olive Otherclerk saved this" in " ".join(Page(response).errors)
    assert "The Guildhall" in " ".join(Page(response).errors)
    assert typed(response)["purpose"] == "Because."
    meeting.refresh_from_db()
    assert (meeting.place, meeting.purpose) == ("The Guildhall", "")
    assert desk.post(page_of(meeting), typed(response)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.place, meeting.purpose) == ("The Corn Exchange", "Because.")


def test_second_clerk_on_a_row_of_another_page_is_told(desk, other_desk):
    body = factories.BodyFactory()
    opened = typed(desk.get(page_of(body)))
    name = "names-0-name"
    assert other_desk.post(page_of(body), {**opened, name: "The Olive Group"}).status_code == 302
    response = desk.post(page_of(body), {**opened, name: "My Group"})
    assert "Olive Otherclerk saved this" in " ".join(Page(response).errors)
    assert body.names.get().name == "The Olive Group"
    assert desk.post(page_of(body), typed(response)).status_code == 302
    assert body.names.get().name == "My Group"


def test_both_clerks_first_resolutions_are_kept_apart(desk, other_desk, item):
    opened = typed(desk.get(page_of(item)))
    row = {"kinds": ["noting"], "carried": "on", "label": "a)"}
    saved(other_desk, item, limb_fields(0, text="<p>Olive's.</p>", **row))
    response = save(desk, item, limb_fields(0, text="<p>Mine.</p>", **row), start=opened)
    if response.status_code == 422:
        saved(desk, item, start=typed(response))
    assert {limb.anchor for limb in Limb.objects.all()} == {"limb-a", "limb-2-a"}


# One invalid part anywhere ---------------------------------------------------------------------------------

MANY = {
    "item-report_of": "the Treasurer",
    "minute-number": "12/26",
    "minute-text": "<p>Typed at length.</p>",
    "papers-0-title": "The budget",
    "resolutions-0-stem": "That the Panel:",
    **limb_fields(0, label="a)", text="<p>Notes it.</p>", kinds=["noting"], carried=["on"]),
    "actions-0-text": "A promise",
}
WRONG = {
    "item": ({"item-title": ""}, "it cannot be left empty."),
    "item, urgent without reason": ({"item-urgent": ["on"]}, "Give the special circumstances"),
    "recording time": ({"item-recording_from": "noon"}, "Write the time as hours, minutes and seconds"),
    "paper": ({"papers-0-title": "", "papers-0-author": "Someone"}, "it cannot be left empty."),
    "paper date": ({"papers-0-dated_on": "yesterday"}, "Enter a day that exists"),
    "votes": ({"resolutions-0-votes_for": "5"}, "Give both the votes for and the votes against."),
    "negative votes": ({"resolutions-0-votes_for": "-1"}, "greater than or equal to 0"),
    "votes beyond counting": ({"resolutions-0-votes_for": "99999999"}, "less than or equal to"),
    "limb without kind": (limb_fields(0, kinds=[]), "Tick what the panel did"),
    "two limbs of one letter": (
        {**limb_fields(0, label="a)"), **limb_fields(1, label="(A)", text="<p>And more.</p>", kinds=["noting"])},
        "Another part of this decision is a) already.",
    ),
    "two limbs of one letter, one to be deleted no longer": (
        {
            **limb_fields(0, label="b)"),
            **limb_fields(1, label="b", text="<p>And more.</p>", kinds=["noting"]),
            **limb_fields(2, label="c)", text="", kinds=["noting"]),
        },
        "Another part of this decision is b) already.",
    ),
    "limb without text": (limb_fields(1, label="b)"), "it cannot be left empty."),
    "raising on a date, none given": (limb_fields(0, raises="raise", due_rule="on_date"), "Give the date"),
    "raising with a date, no rule": (limb_fields(0, raises="raise", due_given_on="2030-01-01"), "You gave a date."),
    "raising due before it was asked": (
        limb_fields(0, raises="raise", due_rule="on_date", due_given_on="2019-01-01"),
        "before the day on which it was asked",
    ),
    "raising too long an action": (
        limb_fields(0, raises="raise", text=f"<p>{'x ' * 3000}</p>"),
        "longer than 5,000 characters",
    ),
    "action without text": ({"actions-0-text": "", "actions-0-due_rule": "on_date"}, "it cannot be left empty."),
    "action on a date, none given": ({"actions-0-due_rule": "on_date"}, "Give the date"),
    "action due before it was asked": (
        {"actions-0-due_rule": "on_date", "actions-0-due_given_on": "2019-01-01"},
        "before the day on which it was asked",
    ),
    "an owner that is not": ({"actions-0-owner": "office:99999"}, "Select a valid choice"),
    "an owner beyond words": ({"actions-0-owner": "office:x"}, "Select a valid choice"),
    "a member that is not": ({"resolutions-0-mover": "99999"}, "Select a valid choice"),
}


@pytest.mark.parametrize(("wrong", "sentence"), WRONG.values(), ids=WRONG)
def test_invalid_part_anywhere_saves_nothing_and_keeps_everything_typed(desk, item, wrong, sentence):
    before = AgendaItem._base_manager.filter(pk=item.pk).values().get()
    sent = {**typed(desk.get(page_of(item))), **MANY, **wrong}
    response = save(desk, item, start=sent)
    assert response.status_code == 422
    page = Page(response)
    assert sentence in " ".join(page.errors)
    assert "Nothing is saved yet" in page.words
    again = typed(response)
    unlisted = {"actions-0-owner", "resolutions-0-mover"} & set(wrong)  # a choice that is not offered cannot be shown
    lost = {name: value for name, value in sent.items() if value and name not in unlisted and again.get(name) != value}
    assert lost == {}
    assert AgendaItem._base_manager.filter(pk=item.pk).values().get() == before
    for model in (Minute, Resolution, Limb, Action, Paper):
        assert not model.objects.exists()


def test_item_page_for_somebody_else_is_refused(item, member, office, administrator, signed_in):
    for user in (member, office, administrator):
        assert signed_in(user).get(page_of(item)).status_code in {302, 403}
        assert signed_in(user).post(page_of(item), {"item-title": "Hacked"}).status_code in {302, 403}
    assert Client().get(page_of(item)).status_code == 302
    assert not AgendaItem.objects.filter(title="Hacked").exists()


def test_item_of_a_meeting_without_standing_items_can_be_opened_and_previewed(desk):
    item = factories.AgendaItemFactory()
    assert desk.get(page_of(item)).status_code == 200
    assert desk.get(reverse("preview-item", args=[item.pk])).status_code == 200
    assert item.meeting.state == Meeting.State.AGENDA_DRAFT
