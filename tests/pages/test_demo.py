"""The demonstration: the same story always makes the same record, and shows every state the procedure knows."""

import dataclasses
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from meetings import models, registers
from meetings.models import Action, Limb, Meeting, Minutes
from panel_portal.accounts.models import User
from panel_portal.accounts.roles import PERMISSIONS
from panel_portal.pages import serving
from panel_portal.pages.demo import asked, story
from panel_portal.pages.demo.build import ACCOUNTS, as_html, build, is_built
from panel_portal.pages.demo.files import make_file
from questions.models import Question, QuestionPart
from reports.models import CommissionerResponse, PartAnswer

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
# What is compared between two builds: what people read and cite, not numbers of rows or moments of entry.
TOLD = {
    models.Body: ("slug", "names__name"),
    models.Member: ("slug", "name", "publication"),
    models.Meeting: ("slug", "starts_at", "kind", "state", "publication", "outcome_reason", "later_meeting__slug"),
    models.AgendaItem: ("meeting__starts_at", "number", "title", "slug", "exempt", "publication", "urgent_reason"),
    models.ExemptMatter: ("title", "purpose"),
    models.Paper: ("title", "kind", "exempt", "publication", "files__sha256", "url"),
    models.Attendance: ("minutes__meeting__starts_at", "kind", "member__slug", "office__slug", "name"),
    models.Minute: ("number", "text"),
    models.PublicSummary: ("text",),
    models.Resolution: ("stem", "mover__slug", "seconder__slug", "votes_for", "votes_against"),
    models.Limb: ("label", "text", "kinds", "carried"),
    models.Minutes: ("meeting__starts_at", "state", "approved_at_meeting__slug"),
    models.Action: ("reference", "text", "state", "due_on", "exempt", "publication", "closing_note"),
    models.ActionNote: ("action__reference", "written_on", "author", "text", "publication"),
    Question: ("reference", "title", "published_name", "state", "asked_on", "sent_on", "answered_on", "publication"),
    QuestionPart: ("question__reference", "order", "text"),
    CommissionerResponse: ("question__reference", "kind", "text", "received_on", "publication"),
    PartAnswer: ("part__text", "outcome", "note"),
}


def digest() -> str:
    rows = {
        model.__name__: sorted(json.dumps(row, default=str) for row in model.objects.values_list(*fields))
        for model, fields in TOLD.items()
    }
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


@pytest.fixture(scope="module")
def record(for_module):
    """The invented record, built once for this module."""
    build()


def test_record_shows_every_state_of_meetings_minutes_and_actions(record):
    assert is_built()
    assert set(Meeting.objects.values_list("state", flat=True)) == set(Meeting.State)
    assert set(Minutes.objects.values_list("state", flat=True)) == set(Minutes.State)
    assert set(Action.objects.values_list("state", flat=True)) == set(Action.State)
    panel = Meeting.objects.filter(body__kind="panel")
    assert set(panel.values_list("kind", flat=True)) >= {"ordinary", "annual", "special", "confirmation", "precept"}


def test_record_has_of_everything_one_worth_looking_at(record):
    assert Action.objects.filter(exempt=True).exists()
    assert Action.objects.filter(publication="draft").count() == 3
    assert Action.objects.filter(origin_limb=None, origin_item=None).exists()
    assert Action.objects.overdue().exists()
    assert Limb.objects.filter(carried=False).exists()
    assert models.AgendaItem.objects.filter(exempt=True, public_summary__isnull=False).exists()
    assert models.AgendaItem.objects.filter(urgent=True, supplementary_at__isnull=False).exists()
    assert models.AgendaItem.objects.filter(sensitive=True).exists()
    assert models.Paper.objects.filter(publication="withdrawn").exclude(withdrawn_reason="").exists()
    assert models.Paper.objects.filter(supersedes__isnull=False, publication="published").exists()
    assert models.Paper.objects.filter(exempt=True).exists()
    assert models.Attendance.objects.filter(kind="substitute").exists()
    assert models.Attendance.objects.filter(arrived_at_item__isnull=False).exists()
    assert models.Meeting.objects.filter(slug="2025-06-23-2").exists()
    special = Meeting.objects.get(called_by_limb__isnull=False)
    assert special.called_by_limb.label == "b)"
    assert special.invitations.filter(limb__label="c)").exists()


def test_request_with_five_bullets_raises_five_actions_due_at_the_next_ordinary_meeting(record):
    limb = max(Limb.objects.all(), key=lambda limb: limb.actions.count())
    assert limb.kinds == ["noting", "request"]
    # One of them was accepted in part, and what was left of it is a sixth.
    raised = limb.actions.filter(predecessors=None)
    assert (raised.count(), limb.actions.count()) == (5, 6)
    # The meeting of 20 January was postponed; what was due then fell due a week later.
    assert {action.due_on.isoformat() for action in raised} == {"2025-01-27"}


def test_register_shows_each_kind_of_action_of_due_rule_and_one_carried_forward_twice(record):
    assert set(Action.objects.values_list("kind", flat=True)) >= {"request", "invitation", "undertaking", "task"}
    assert set(Action.objects.values_list("due_rule", flat=True)) == set(Action.DueRule)
    carried = Action.objects.get(due_rule="in_report", state="open")
    assert registers.times_missed([carried])[carried.pk] == 2
    assert carried.is_waiting
    assert Action.objects.filter(promised_on__isnull=False, state="open").exists()
    assert models.OwnerChange.objects.exists()
    assert models.ActionEvidence.objects.exists()


def test_questions_show_every_state_but_two_and_each_kind_of_answer(record):
    states = set(Question.objects.values_list("state", flat=True))
    # Nothing was answered in the room: what is said there stands in the minutes. What is thrown away leaves nothing.
    assert states == set(Question.State) - {Question.State.ANSWERED_AT_MEETING, Question.State.DISCARDED}
    kinds = set(CommissionerResponse.objects.values_list("kind", flat=True))
    assert kinds == {"full", "holding", "corrected"}
    assert set(PartAnswer.objects.values_list("outcome", flat=True)) == set(PartAnswer.Outcome)
    assert Question.objects.overdue().count() == 2
    assert not Question.objects.filter(publication="published", title="").exists()


def test_agendas_list_what_was_open_then(record):
    """What was accepted in January does not stand on the agenda of September."""
    for listed in models.AgendaAction.objects.select_related("action__closed_at_meeting", "agenda_item__meeting"):
        meeting, closed_at = listed.agenda_item.meeting, listed.action.closed_at_meeting
        assert listed.action.asked_on < meeting.day
        assert closed_at is None or closed_at.day >= meeting.day
    paper = models.ActionPaper.objects.get(meeting__slug="2025-12-08")
    assert len(paper.rows) > 5


def test_minute_numbers_run_through_the_municipal_year(record):
    numbers = models.Minute.objects.filter(minutes__meeting__body__kind="panel", number__endswith="/25")
    in_order = numbers.order_by("minutes__meeting__starts_at", "agenda_item__order")
    assert [minute.number for minute in in_order] == [f"{count}/25" for count in range(1, in_order.count() + 1)]


def test_accounts_are_one_for_each_role_and_sign_in_with_the_printed_password(record):
    assert [account.role for account in ACCOUNTS] == list(PERMISSIONS)
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(account.password)
        assert [group.name for group in user.groups.all()] == [account.role]


def test_every_paper_is_a_file_of_its_kind(record):
    for document in models.PaperFile.objects.all():
        with document.file.open() as file:
            assert hashlib.sha256(file.read()).hexdigest() == document.sha256
    kinds = set(models.PaperFile.objects.values_list("type_label", flat=True))
    assert kinds == {"PDF", "Word document", "CSV file"}


def test_pdf_of_several_pages_opens_and_says_what_it_was_given():
    pypdf = pytest.importorskip("pypdf")
    from io import BytesIO  # noqa: PLC0415 - only where pypdf is installed

    content = make_file("pdf", "A title (with brackets)", "Somebody", "One line of it – with £5.\n\n" * 60)
    reader = pypdf.PdfReader(BytesIO(content), strict=True)
    assert len(reader.pages) == 3
    assert reader.metadata.title == "A title (with brackets)"
    assert "One line of it – with £5." in reader.pages[2].extract_text()


def test_prose_becomes_paragraphs_and_bullets():
    assert (
        as_html("One\n  line.\n\n- first\n  part\n- second")
        == "<p>One line.</p><ul><li>first part</li><li>second</li></ul>"
    )


def test_port_in_use_is_refused_in_a_plain_sentence():
    with serving.claim_port(0) as taken, pytest.raises(CommandError, match="Otherwise choose another port"):
        serving.claim_port(taken.getsockname()[1])


def test_demo_refuses_a_database_that_may_be_somebodys():
    with override_settings(MODE="production"), pytest.raises(CommandError, match="may be somebody's"):
        call_command("demo", "--no-serve")


def _run_demo(data: Path) -> str:
    """Run `manage.py demo --no-serve` in a process of its own; what it printed, and the record's digest at the end."""
    program = (
        "import sys, manage; sys.argv = ['manage.py', 'demo', '--no-serve']; manage.main(); "
        "from tests.pages.test_demo import digest; print(digest())"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_"))}
    environment |= {"PORTAL_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "panel_portal.settings"}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_builds_make_the_same_record_and_running_again_changes_nothing(record, tmp_path):
    here = digest()
    first = _run_demo(tmp_path)
    assert first.split()[-1] == here
    again = _run_demo(tmp_path)
    assert "is here already" in again
    assert again.split()[-1] == here


# The story's words are its own -----------------------------------------------------------------------


def _strings(told):
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        yield from _strings(list(told.values()))
    elif isinstance(told, (tuple, list)):
        for part in told:
            yield from _strings(part)
    elif dataclasses.is_dataclass(told):
        yield from _strings([getattr(told, field.name) for field in dataclasses.fields(told)])


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9£']+", text.lower().replace("’", "'"))


def _sentences(text: str) -> set[tuple[str, ...]]:
    parts = (tuple(_words(part)) for part in re.split(r"[.!?;:]\s|\n\s*\n|\n\s*[-·•]", text))
    return {part for part in parts if len(part) >= 6}


def _runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = _words(text)
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


@pytest.mark.skipif(
    not SEEDS.is_dir() and os.environ.get("CI") != "true", reason="the source documents are not here (../shared/seeds)"
)
def test_story_takes_no_sentence_from_the_source_documents():
    seeds = "\n\n".join(path.read_text() for path in sorted(SEEDS.glob("*.txt")))
    what_people_asked = [asked.QUESTIONS, asked.SCHEMES, asked.GROUNDS]
    told = "\n\n".join(_strings([story.MEETINGS, story.LIVES, story.OWN_TASKS, story.BODIES, what_people_asked]))
    # The address of an Act is a fact, not a sentence.
    seeds, told = (re.sub(r"https?://\S+", "", text) for text in (seeds, told))
    assert _sentences(seeds)
    assert not _sentences(told) & _sentences(seeds)
    assert not _runs(told) & _runs(seeds)
