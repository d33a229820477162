"""The brief for a meeting, for its members: what is owed, item by item, on two sides of paper."""

from datetime import date

from django.utils.text import Truncator

from meetings import registers, workflow
from meetings.models import Action, AgendaAction, Meeting
from meetings.telling import last_words
from panel_portal.records.periods import clock, in_words, today
from panel_portal.records.printed import Block, Bullets, Facts, Heading, Paragraph, Printed
from panel_portal.records.publication import Audience
from questions.models import Question
from reports.models import Finding, Inspection, PanelReport, PartAnswer

MARK = "For members only: holds matters not for publication"
# So many words of what was asked and of the last word: the rest is in the register.
WORDS_ASKED, WORDS_SAID = 45, 40
NOT_LISTED = "Open, but not on this agenda"


def brief_printed(meeting: Meeting) -> Printed:
    """The brief as of today. The same number of queries, however much is owed."""
    actions = owed(meeting)
    outstanding = [action for action in actions if action.is_outstanding]
    overdue = sum(action.is_overdue for action in outstanding)
    counted = f"{len(outstanding)} request{'' if len(outstanding) == 1 else 's'} not yet accepted, {overdue} overdue"
    elsewhere = Action.objects.for_members().outstanding().exclude(pk__in=[action.pk for action in actions]).count()
    more = f"{elsewhere} more, asked by other bodies or since, {'is' if elsewhere == 1 else 'are'} in the workspace."
    parts = (
        (None, actions_by_item(actions)),
        ("Answers to public questions that are late", late_answers()),
        ("Replies to the panel’s reports and letters that are late", late_replies()),
        ("Responses to inspections that are late", late_responses()),
        ("Parts of public questions without an answer", unanswered_parts()),
        ("Findings of inspections without an answer", unanswered_findings()),
    )
    return Printed(
        title=f"Brief for the meeting of {in_words(meeting.day)}",
        caption=meeting.body_name,
        mark=MARK if any(action.withheld for action in actions) else "",
        filename=f"{meeting.slug}-brief",
        dated=today(),
        tight=True,
        blocks=(
            Paragraph(" · ".join(facts_of(meeting)), "small"),
            Paragraph(f"{counted}, as of {in_words(today())}.", "strong"),
            *([Paragraph(more, "small")] if elsewhere and meeting.is_upcoming else []),
            *(block for heading, blocks in parts for block in part(heading, blocks)),
        ),
    )


def facts_of(meeting: Meeting) -> list[str]:
    hours = clock(meeting.starts_at) + (f" to {clock(meeting.ends_at)}" if meeting.ends_at else "")
    agenda = "" if meeting.agenda_is_out else "the agenda is not yet out"
    return list(filter(None, [meeting.get_kind_display(), hours, meeting.place, meeting.remote_link, agenda]))


def part(heading: str | None, blocks) -> list[Block]:
    """A part of the brief under its heading; without anything in it, nothing, not even the heading."""
    blocks = list(blocks)
    return [Heading(heading), *blocks] if heading and blocks else blocks


# What is owed ---------------------------------------------------------------------------------------------


def owed(meeting: Meeting) -> list[Action]:
    """The actions for a meeting in the order in which they are printed, each with the `place` under which it stands,
    how often it was carried forward (`missed`), what keeps it from the public (`withheld`) and the `latest_word`."""
    listed, places = {}, []
    if meeting.agenda_is_out:
        rows = AgendaAction.objects.for_members().for_meeting(meeting).select_related("agenda_item")
        for row in rows.order_by("agenda_item__order", "agenda_item_id", "pk"):
            listed.setdefault(row.action_id, str(row.agenda_item))
        places = list(dict.fromkeys(listed.values()))
    keys = {*listed, *(workflow.open_actions(meeting).values_list("pk", flat=True) if meeting.is_upcoming else ())}
    # Once more through the rule: the agenda lists what is published, members see what nothing above it withholds.
    actions = list(Action.objects.for_members().filter(pk__in=keys).with_names().with_origin())
    missed = registers.times_missed([action.pk for action in actions])
    said = last_words(actions, Audience.MEMBERS)
    for action in actions:
        action.place = listed.get(action.pk) or place_before_the_agenda(action, meeting)
        action.missed = missed.get(action.pk, 0)
        action.withheld = withheld_by(action)
        action.latest_word = said.get(action.pk)
    others = sorted({action.place for action in actions} - set(places), key=lambda place: (place == NOT_LISTED, place))
    order = {place: number for number, place in enumerate([*places, *others])}
    return sorted(
        actions,
        key=lambda action: (
            order[action.place],
            not action.is_overdue,
            action.due_on or date.max,
            action.asked_on or date.max,
            action.pk,
        ),
    )


def withheld_by(action: Action):
    """Because of what an action is kept from the public: itself, or the item it arose under; else None."""
    item = action.item_of_origin
    return action if action.exempt else item if item and item.exempt else None


def place_before_the_agenda(action: Action, meeting: Meeting) -> str:
    """Under what an action is printed that is not on the agenda. The items of an agenda being prepared are a draft,
    which members do not see either; which report is to answer it is public."""
    if meeting.agenda_is_out:
        return NOT_LISTED
    return f"Due in {action.due_report}" if action.due_report else "From earlier meetings"


def late_answers() -> list[Block]:
    """Questions of the public for which the day of an answer is over, longest waiting first. One query."""
    late = Question.objects.for_members().overdue().order_by("answer_due_on", "pk")
    lines = (
        f"{question.reference}: {question.title}. Due {short(question.answer_due_on)}"
        + (f"; {question.days_waited} working days since it was asked." if question.days_waited is not None else ".")
        for question in late
    )
    return bullets(lines)


def unanswered_parts() -> list[Block]:
    """What responses left out, of questions that the panel has not noted yet, newest response first. One query."""
    left_out = PartAnswer.objects.for_members().exclude(outcome=PartAnswer.Outcome.ANSWERED)
    open_ones = left_out.filter(
        response__superseded_by=None, part__question__state=Question.State.ANSWERED_IN_WRITING
    ).select_related("part__question")
    lines = (
        f"{answer.part.question.reference}, part {answer.part.order}: "
        f"{Truncator(one_line(answer.part.text)).words(WORDS_SAID)} {answer.get_outcome_display()}."
        + (f" {answer.note}" if answer.note else "")
        for answer in open_ones.order_by("-response__received_on", "part__order", "pk")
    )
    return bullets(lines)


def late_replies() -> list[Block]:
    """Reports and letters for which the day of a reply is over, longest waiting first. One query."""
    late = PanelReport.objects.for_members().overdue().order_by("reply_due_on", "pk")
    return bullets(f"{report.reference}: {report.title}. Asked for by {short(report.reply_due_on)}." for report in late)


def late_responses() -> list[Block]:
    """Inspections for which the time of the law for a response is over. One query."""
    late = Inspection.objects.for_members().overdue().order_by("response_due_on", "pk")
    return bullets(f"{inspection}. Due {short(inspection.response_due_on)}." for inspection in late)


def unanswered_findings() -> list[Block]:
    """What responses to inspections left out, while the inspectorate has not closed the finding. One query."""
    left_out = PartAnswer.objects.for_members().exclude(outcome=PartAnswer.Outcome.ANSWERED)
    open_ones = left_out.filter(response__superseded_by=None, finding__state=Finding.State.OPEN)
    return bullets(
        f"{answer.finding.inspection}, {answer.finding}: {answer.get_outcome_display()}."
        + (f" {answer.note}" if answer.note else "")
        for answer in open_ones.select_related("finding__inspection").order_by("-response__received_on", "pk")
    )


def bullets(lines) -> list[Block]:
    lines = tuple(lines)
    return [Bullets(lines)] if lines else []


# On paper -------------------------------------------------------------------------------------------------


def actions_by_item(actions: list[Action]) -> list[Block]:
    under: dict[str, list[Action]] = {}
    for action in actions:
        under.setdefault(action.place, []).append(action)
    blocks = []
    for place, group in under.items():
        blocks += [Heading(place), Facts(tuple((term_of(action), lines_of(action)) for action in group))]
    return blocks or [Paragraph("Nothing is owed to this meeting.")]


def term_of(action: Action) -> str:
    """The reference, how late it is or where it stands, and what keeps it from the public."""
    late = action.days_overdue
    stands = f"overdue by {late} day{'' if late == 1 else 's'}" if late else action.get_state_display().lower()
    marks = [f"{action.reference}: {stands}"]
    if action.withheld:
        paragraphs = " and ".join(map(str, sorted(action.withheld.exempt_paragraphs)))
        marks.append(f"not for publication (paragraph {paragraphs})")
    return " – ".join(marks)


def lines_of(action: Action) -> tuple[str, ...]:
    asked = [f"Asked of {action.owner}" if action.owner else "Asked of nobody by name"]
    if action.asked_on:
        asked.append(short(action.asked_on))
    due = f"due {short(action.due_on)}" if action.due_on else f"due: {action.get_due_rule_display().lower()}"
    told = f"{', '.join(asked)}; {due}"
    if action.is_waiting:
        told += f"; reminded, given until {short(action.waiting_until)}"
    if action.promised_on:
        told += f"; promised for {short(action.promised_on)}"
    if action.missed:
        told += f"; carried forward {'once' if action.missed == 1 else f'{action.missed} times'}"
    lines = [asked_for(action), f"{told}."]
    if action.latest_word:
        day, who, words = action.latest_word
        said = Truncator(one_line(words)).words(WORDS_SAID)
        lines.append(f"Last word, {short(day)}{f', {who}' if who else ''}: {said}")
    else:
        lines.append("Nothing has been heard yet.")
    return tuple(lines)


def asked_for(action: Action) -> str:
    """What was asked, with the lead-in of its list where both are short enough to be told whole."""
    words = one_line(action.text)
    whole = len(words.split()) <= WORDS_ASKED
    return words if whole else Truncator(one_line(action.own_words)).words(WORDS_ASKED)


def short(day: date) -> str:
    """As in "30 September 2024": the day of the week would take a third of a line."""
    return f"{day.day} {day:%B %Y}"


def one_line(words: str) -> str:
    return " ".join(words.split())
