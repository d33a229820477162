"""The house's walls: which way imports run, who may ask for rows, and what nobody does. Each fence is shown a
violation that it must find."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("panel_portal", "meetings", "questions", "reports")
SOURCES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.relative_to(ROOT).parts
)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# Imports run only downwards -----------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path):
    """The project's rooms, to be spoiled."""
    for path in [*SOURCES, ROOT / "pyproject.toml"]:
        target = tmp_path / named(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text())
    return tmp_path


def test_imports_run_only_downwards(copy):
    kept = lint_imports(copy)
    assert kept.returncode == 0, kept.stdout + kept.stderr
    assert "1 kept, 0 broken" in kept.stdout


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("panel_portal/accounts/roles.py", "from panel_portal.records import history"),
        ("panel_portal/records/publication.py", "import meetings.models"),
        ("panel_portal/records/history.py", "def late():\n    from meetings import models"),
        ("meetings/views.py", "from reports import views"),
        ("meetings/models/bodies.py", "import questions"),
        ("questions/apps.py", "import reports"),
        ("reports/views.py", "from panel_portal.pages import views"),
    ],
)
def test_import_that_runs_upwards_is_found(copy, where, line):
    with (copy / where).open("a") as spoiled:
        spoiled.write(f"\n{line}\n")
    broken = lint_imports(copy)
    assert broken.returncode != 0
    assert "0 kept, 1 broken" in broken.stdout


# Rules over the syntax of one file ------------------------------------------------------------------------------------

# The files through which rows reach the public: by name in every room, and whole rooms of readers.
READERS = {
    "views.py", "feeds.py", "sitemaps.py", "search.py", "api.py", "filters.py", "reading.py", "context.py",
    "duedates.py", "figures.py", "printing.py", "news.py", "wording.py", "calendars.py", "finding.py", "findings.py",
    "exact.py",
}  # fmt: skip
DOORS = {"public", "public_below", "for_members", "visible_to", "public_or_gone"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}

# Imports inside functions, each with its reason.
LATE_IMPORTS = {
    "panel_portal/records/apps.py: panel_portal.records": "checks register themselves once the models are there",
    "panel_portal/records/rendering.py: weasyprint": "heavy, and not every installation has the pango it opens",
}
# Where HTML is declared safe: only where it has just been cleaned, or written by Django's own json_script.
SAFE_HTML = {
    "panel_portal/records/richtext.py",
    "panel_portal/pages/templatetags/linked_data.py",
    "panel_portal/pages/templatetags/results.py",
}


def is_reader(path: str) -> bool:
    # All of the API reads for the public, whatever its modules are called.
    return path.rpartition("/")[2] in READERS or path.startswith("panel_portal/pages/api/")


def asks_past_the_door(tree: ast.AST) -> Iterator[str]:
    """`Model.objects` may be followed only by one of the doors; it may not be handed on, stored or gone around."""
    followed = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            followed[id(node.value)] = node.attr
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            after = followed.get(id(node))
            if node.attr != "objects" or after not in DOORS:
                yield f"line {node.lineno}: .{node.attr}.{after or '…'}"
        if isinstance(node, ast.Call) and _called(node) in {"get_object_or_404", "get_list_or_404", "QuerySet"}:
            yield f"line {node.lineno}: {_called(node)}"
        if isinstance(node, ast.Call) and _called(node) == "getattr" and _mentions_manager(node):
            yield f"line {node.lineno}: getattr of a manager"
        if isinstance(node, ast.Call) and _called(node) in {"raw", "cursor"} and not _is_health(node):
            yield f"line {node.lineno}: {_called(node)}"


def _is_health(node) -> bool:
    return ast.unparse(node) == "connection.cursor()"


def _mentions_manager(node) -> bool:
    return any(isinstance(one, ast.Constant) and one.value in MANAGERS for one in ast.walk(node))


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


# Related rows, read through a record that may be seen, are themselves not filtered.
RELATED = {
    "agenda_items", "papers", "files", "minute", "entries", "resolutions", "limbs", "actions", "notes", "attendances",
    "declarations", "invitations", "public_summary", "public_summaries", "exempt_matter", "meetings", "later_meeting",
    "earlier_meetings", "approved_at_meeting", "closed_at_meeting", "actions_closed", "minutes_approved",
    "superseded_by", "supersedes", "called_by_limb", "meetings_called",
}  # fmt: skip
QUERIES = {"all", "filter", "exclude", "first", "last", "get", "exists", "count", "order_by", "values", "values_list"}


def reads_related_rows(tree: ast.AST) -> Iterator[str]:
    """`meeting.agenda_items.all()` is every draft too; `visible_rows(…)` or `with_visible(…)` is the way."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in QUERIES
            and isinstance(node.func.value, ast.Attribute)
            and node.func.value.attr in RELATED
        ):
            yield f"line {node.lineno}: .{node.func.value.attr}.{node.func.attr}()"


def branches_on_staff(tree: ast.AST) -> Iterator[str]:
    """A public page is the same for everybody."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"is_staff", "is_superuser", "has_perm"}:
            yield f"line {node.lineno}: .{node.attr}"


def imports_late(tree: ast.AST) -> Iterator[str]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield node.module or "."
                elif isinstance(node, ast.Import):
                    yield from (one.name for one in node.names)
                elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__", "import_string"}:
                    yield _called(node)


def uses_signals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        module = node.module if isinstance(node, ast.ImportFrom) else None
        if module and (module.endswith(".signals") or module == "django.dispatch"):
            yield f"line {node.lineno}: {module}"
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            # A model field's own pre_save() is a method that Django calls, not the signal.
            field_method = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "super()"
            if not field_method and name in {
                "receiver",
                "pre_save",
                "post_save",
                "pre_delete",
                "post_delete",
                "m2m_changed",
            }:
                yield f"line {node.lineno}: {name}"


def looks_models_up(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in {"get_model", "get_registered_model"}:
            yield f"line {node.lineno}: {_called(node)}"


def declares_safe(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name in {"mark_safe", "SafeString", "SafeText", "is_safe", "__html__"}:
            yield f"line {node.lineno}: {name}"
        if isinstance(node, ast.alias) and node.name in {"mark_safe", "SafeString", "SafeText"}:
            yield f"imports {node.name}"


def sets_states(tree: ast.AST) -> Iterator[str]:
    """Only verbs change states: outside the workflow modules nobody writes those fields."""
    moved = {"publication", "state", "exempt", "withdrawn_at", "published_at"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                for one in ast.walk(target):
                    if isinstance(one, ast.Attribute) and one.attr in moved and ast.unparse(one.value) != "self":
                        yield f"line {node.lineno}: {ast.unparse(one)} ="
        if isinstance(node, ast.Call) and _called(node) in {"update", "create", "update_or_create"}:
            yield from (f"line {node.lineno}: {_called(node)}({one.arg}=)" for one in node.keywords if one.arg in moved)


# Who else writes a state, and why that is right.
STATE_WRITERS = {
    "meetings/workflow/meetings.py",  # the verbs
    "meetings/workflow/exemption.py",
    "meetings/workflow/minutes.py",
    "meetings/workflow/actions.py",
    "panel_portal/records/publication.py",  # the verbs
    "panel_portal/records/workflow.py",  # what makes a verb
    "panel_portal/records/scheduling.py",  # a set time has states of its own, and no history
}

EVERYWHERE = lambda path: True  # noqa: E731 - reads as the others
FENCES = {
    # rule: (which files it holds for, planted violations)
    asks_past_the_door: (
        is_reader,
        [
            "Meeting.objects.all()",
            "Meeting.objects.filter(pk=1)",
            "rows = Meeting.objects",
            "Meeting._default_manager.public()",
            "Meeting._base_manager.get(pk=1)",
            "f(Meeting.objects)",
            "getattr(Meeting, 'objects').all()",
            "get_object_or_404(Meeting, pk=1)",
            "self.model.objects.with_names()",
            "Meeting.objects.none().model.objects.get()",
            "Meeting.objects.raw('SELECT 1')",
        ],
    ),
    reads_related_rows: (
        is_reader,
        ["meeting.agenda_items.all()", "item.papers.filter(x=1)", "self.object.notes.order_by('pk')"],
    ),
    branches_on_staff: (
        lambda path: is_reader(path) and not path.startswith("panel_portal/accounts/"),
        ["if request.user.is_staff: pass", "show = user.has_perm('x')", "self.request.user.is_superuser"],
    ),
    imports_late: (
        EVERYWHERE,
        [
            "def f():\n    import json",
            "def f():\n    from reports import views",
            "async def f():\n    import json",
            "class A:\n    def f(self):\n        if x:\n            from a import b",
            "def f():\n    return import_module('reports.views')",
        ],
    ),
    uses_signals: (
        EVERYWHERE,
        [
            "from django.db.models.signals import post_save",
            "from django.dispatch import receiver",
            "models.signals.post_save.connect(f)",
            "@receiver(x)\ndef f(): pass",
        ],
    ),
    looks_models_up: (EVERYWHERE, ["apps.get_model('reports', 'Report')", "django_apps.get_model('a.B')"]),
    declares_safe: (
        lambda path: path not in SAFE_HTML,
        [
            "from django.utils.safestring import mark_safe",
            "safestring.mark_safe(x)",
            "x = SafeString(y)",
            "class A:\n    def __html__(self): pass\nA.__html__",
        ],
    ),
    sets_states: (
        lambda path: path not in STATE_WRITERS and "/demo/" not in path,
        [
            "meeting.state = 'held'",
            "record.publication = Publication.PUBLISHED",
            "Meeting.objects.update(state='held')",
            "a, item.exempt = 1, True",
            "Action.objects.create(state='accepted')",
        ],
    ),
}


@pytest.mark.parametrize("rule", FENCES, ids=lambda rule: rule.__name__)
def test_fence_holds_in_every_file(rule):
    holds_for, _ = FENCES[rule]
    files = [path for path in SOURCES if holds_for(named(path))]
    assert len(files) >= 7
    broken = [
        f"{named(path)}: {what}"
        for path in files
        for what in rule(ast.parse(path.read_text()))
        if f"{named(path)}: {what}" not in LATE_IMPORTS
    ]
    assert broken == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [(rule, one) for rule, (_, violations) in FENCES.items() for one in violations],
    ids=lambda one: getattr(one, "__name__", None) or one.splitlines()[-1].strip(),
)
def test_fence_finds_a_planted_violation(rule, planted):
    assert list(rule(ast.parse(planted)))


@pytest.mark.parametrize(
    "written",
    [
        "Meeting.objects.public().filter(pk=1)",
        "self.model.objects.visible_to(self.audience)",
        "Action.objects.for_members()",
        "self.model.objects.public_or_gone().get(slug=slug)",
        "visible_rows(meeting.agenda_items, audience)",
        "record.state == 'held'",
    ],
)
def test_fence_lets_the_right_way_pass(written):
    assert [found for rule in FENCES for found in rule(ast.parse(written))] == []


@pytest.mark.parametrize("listed", LATE_IMPORTS)
def test_listed_exception_is_still_needed(listed):
    path, _, module = listed.partition(": ")
    assert module in list(imports_late(ast.parse((ROOT / path).read_text())))


def test_facts_for_search_engines_are_declared_safe_only_as_json_script_wrote_them():
    tree = ast.parse((ROOT / "panel_portal/pages/templatetags/linked_data.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "mark_safe"]
    assert [ast.unparse(call.args[0]) for call in calls] == [
        "json_script(data).replace('application/json', 'application/ld+json', 1)"
    ]


def test_public_views_derive_from_the_doors():
    """A class-based view of a room shows records only through records/views.py."""
    doors = {"PublicList", "PublicDetail", "Preview", "PublicDownload", "PublicPrint", "PublicSheet", "RedirectView"}
    shared = {"MeetingPage", "ItemPage", "ActionPaperRecord"}  # what a door and another have in common
    doors |= shared | {"MeetingPrint"}
    tree = ast.parse((ROOT / "meetings/views.py").read_text())
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name not in shared:
            assert {ast.unparse(base) for base in node.bases} & doors, node.name


def test_top_level_holds_only_what_the_plan_names():
    listed = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of what belongs to the project")
    plan = {
        "manage.py", "panel_portal", "meetings", "questions", "reports", "templates", "static", "tests",
        "pyproject.toml", "README.md", "DEVELOPERS.md", "Makefile", "deploy", "docs", "LICENSE",
    }  # fmt: skip
    assert {
        name
        for name in listed.stdout.split()
        if name not in plan and not name.startswith(".") and not name.startswith("requirements")
    } == set()
