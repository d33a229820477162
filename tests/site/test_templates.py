"""Templates that the public reads reach related rows only through {% visible %}, and hold no script, style or guess."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import models
from django.template import engines
from django.template.loader import get_template

from panel_portal.records.checks import our_models
from panel_portal.records.publication import Record

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
EVERY = sorted(TEMPLATES.rglob("*.html"))
PUBLIC = [path for path in EVERY if path.relative_to(TEMPLATES).parts[0] != "admin"]
# Pages, as against what is included in them or laid out by another package's base.
PAGES = [
    path
    for path in PUBLIC
    if path.relative_to(TEMPLATES).parts[0] in {"meetings", "pages", "reports"} or path.parent == TEMPLATES
]
TAG = re.compile(r"{%-?\s*(.*?)\s*-?%}|{{\s*(.*?)\s*}}", re.DOTALL)
COMMENT = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+")


def named(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def code(text: str) -> Iterator[str]:
    """What stands inside the tags, without comments and quoted words."""
    for match in TAG.finditer(COMMENT.sub("", text)):
        yield re.sub(r"\"[^\"]*\"|'[^']*'", "''", match[1] or match[2] or "")


def downward_names() -> set[str]:
    """Names that lead from a record to rows whose visibility is another question: every reverse name, and every
    forward key to a record that is not what the row hangs from."""
    names = set()
    for model in our_models():
        if not issubclass(model, Record):
            continue
        for one in model._meta.get_fields():
            related = one.related_model
            if not (one.is_relation and isinstance(related, type) and issubclass(related, Record)):
                continue
            if one.auto_created:
                names.add(one.get_accessor_name())
    return names


def sideways_names() -> set[str]:
    """Forward keys to a record that can be hidden while this row is not."""
    return {
        one.name
        for model in our_models()
        if issubclass(model, Record)
        for one in model._meta.concrete_fields
        if isinstance(one, models.ForeignKey)
        and issubclass(one.related_model, Record)
        and one.name not in model.public_through
        and one.related_model._meta.model_name in {"meeting", "agendaitem", "limb", "paper", "action", "minutes"}
    }


# Columns of `Business` and its like (meetings/reading.py) have already been through the rule, and share names with
# what they hold; {% visible %} itself names what it filters.
READ = {
    "business", "one", "decision", "limb.raised", "form", "filter", "page_obj", "group", "year", "portal", "attendance",
    "business.decisions", "user", "counts",
}  # fmt: skip


# Let pass, each with its reason.
LISTED = {
    "slots.actions": "allauth's own word for the buttons of a panel",
    "attendance.arrived_at_item.number": "a number tells nothing of the item that had it",
    "attendance.left_at_item.number": "a number tells nothing of the item that had it",
    "declaration.agenda_item.number": "a number tells nothing of the item that had it",
}


def reaches_past_the_rule(text: str) -> Iterator[str]:
    hidden = downward_names() | sideways_names()
    for inside in code(text):
        if inside.startswith("visible "):
            inside = inside.partition(" as ")[2]
        for dotted in DOTTED.findall(inside):
            root, *steps = dotted.split(".")
            # One step from what reading.py put together is what it filtered; any further step is a new question.
            asked = steps[1:] if root in READ else steps
            for step in asked:
                if step in hidden and dotted not in LISTED:
                    yield dotted


def declares_safe(text: str) -> Iterator[str]:
    for inside in code(text):
        if re.search(r"\|\s*(safe|safeseq)\b", inside) or inside.startswith("autoescape off"):
            yield inside


def branches_on_staff(text: str) -> Iterator[str]:
    for inside in code(text):
        if re.search(r"\b(is_staff|is_superuser|perms)\b", inside):
            yield inside


def holds_inline_script_or_style(text: str) -> Iterator[str]:
    plain = re.sub(r"{[%{#].*?[%}#]}", "", COMMENT.sub("", text), flags=re.DOTALL)
    yield from re.findall(r"<style\b", plain, re.IGNORECASE)
    yield from re.findall(r"<script\b(?![^>]*\bsrc=)[^>]*>", plain, re.IGNORECASE)
    yield from re.findall(r"<[a-z][^>]*\s(on[a-z]+)\s*=", plain, re.IGNORECASE)
    yield from re.findall(r"<[a-z][^>]*\s(style)\s*=", plain, re.IGNORECASE)
    yield from re.findall(r"javascript:", plain, re.IGNORECASE)


def loads_from_elsewhere(text: str) -> Iterator[str]:
    yield from re.findall(r"(?:src|<link[^>]*href)=[\"'](?:https?:)?//[^\"']*", COMMENT.sub("", text))


def asks_the_database_for_all(text: str) -> Iterator[str]:
    """`meeting.agenda_items.all`: a template may not query."""
    for inside in code(text):
        yield from re.findall(r"\w+\.(?:all|objects|count|exists|first|last)\b(?!\.)", _without_loops(inside))


def _without_loops(inside: str) -> str:
    return re.sub(r"forloop\.\w+|paginator\.count", "", inside)


FENCES = {
    # rule: (templates it holds for, planted violations)
    reaches_past_the_rule: (
        PUBLIC,
        [
            "{% for item in meeting.agenda_items %}{% endfor %}",
            "{% for item in meeting.agenda_items.all %}{% endfor %}",
            "{{ meeting.minutes.state }}",
            "{% if item.exempt_matter %}x{% endif %}",
            "{{ meeting.later_meeting.starts_at }}",
            "{% with paper=item.papers.first %}{% endwith %}",
            "{% for file in one.item.papers.all %}{% endfor %}",
            "{% include 'x.html' with rows=action.notes only %}",
            "{{ minutes.approved_at_meeting }}",
            "{{ business.item.minute.text }}",
        ],
    ),
    declares_safe: (
        PUBLIC,
        ["{{ text|safe }}", "{{ text | safe }}", "{% autoescape off %}", "{{ rows|safeseq|join:'' }}"],
    ),
    branches_on_staff: (PUBLIC, ["{% if user.is_staff %}", "{% if perms.meetings.run_meeting %}"]),
    holds_inline_script_or_style: (
        EVERY,
        [
            "<script>alert(1)</script>",
            "<style>p { color: red }</style>",
            '<p style="color: red">',
            "<button onclick='f()'>",
            '<a href="javascript:f()">',
            '<body class="{{ x }}" onload="f()">',
        ],
    ),
    loads_from_elsewhere: (
        EVERY,
        ['<script src="https://cdn.example/x.js"></script>', '<link rel="stylesheet" href="//cdn.example/x.css">'],
    ),
    asks_the_database_for_all: (
        PUBLIC,
        ["{{ meeting.agenda_items.count }}", "{% for one in x.rows.all %}", "{{ item.papers.first }}"],
    ),
}


@pytest.mark.parametrize("rule", FENCES, ids=lambda rule: rule.__name__)
def test_fence_holds_in_every_template(rule):
    templates, _ = FENCES[rule]
    assert len(templates) > 50
    assert [f"{named(path)}: {what}" for path in templates for what in rule(path.read_text())] == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [(rule, one) for rule, (_, violations) in FENCES.items() for one in violations],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_fence_finds_a_planted_violation(rule, planted):
    assert list(rule(planted))


@pytest.mark.parametrize(
    "written",
    [
        "{% visible meeting.agenda_items as items %}{% for item in items %}{{ item.title }}{% endfor %}",
        "{{ item.meeting.day }}",
        "{% for paper in business.papers %}{{ paper.title }}{% endfor %}",
        "{# meeting.agenda_items #}",
        '<script type="module" src="{% static \'js/portal.js\' %}"></script>',
    ],
)
def test_fence_lets_the_right_way_pass(written):
    assert [what for rule in FENCES for what in rule(written)] == []


@pytest.mark.parametrize("listed", LISTED)
def test_listed_exception_is_still_needed(listed):
    assert any(listed in inside for path in PUBLIC for inside in code(path.read_text()))


def test_names_that_lead_down_are_taken_from_the_models():
    assert {"agenda_items", "papers", "minutes", "limbs", "actions", "notes", "exempt_matter"} <= downward_names()
    assert {"later_meeting", "approved_at_meeting", "closed_at_meeting", "called_by_limb"} <= sideways_names()


@pytest.mark.parametrize("path", EVERY, ids=named)
def test_template_compiles(path):
    assert get_template(named(path))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_page_has_a_title_of_its_own(path):
    text = COMMENT.sub("", path.read_text())
    if path.name == "base.html":
        return
    assert re.search(r"{%\s*block (?:head_)?title\s*%}\s*\S", text) or "<title>" in text


@pytest.mark.parametrize("path", [path for path in EVERY if "components" in path.parts], ids=named)
def test_component_begins_with_a_comment_that_names_what_it_takes(path):
    assert re.match(r"(?:{%\s*load[^%]*%}\s*)*({%\s*comment|{#)", path.read_text())


def test_engine_shows_nothing_for_a_name_that_is_not_there():
    assert engines["django"].engine.string_if_invalid == ""


STATUS = re.compile(r'components/(?:status|meaning)\.html" with word="([^"]+)"')
# Seen only in a preview, which says what they mean beside them; and what is in front of somebody who signed in.
NOT_FOR_ALL = {"Draft", "Being written", "Begun", "In use", "Past your own day", "With the clerk"}


def test_page_about_the_site_says_what_every_status_word_means():
    words = {word for path in PUBLIC for word in STATUS.findall(path.read_text())}
    about = (TEMPLATES / "pages" / "about.html").read_text()
    for name in re.findall(r'include "(components/\w+_meanings\.html)"', about):
        about += (TEMPLATES / name).read_text()
    assert len(words) > 40
    assert words - set(STATUS.findall(about)) == NOT_FOR_ALL
