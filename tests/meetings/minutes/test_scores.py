"""The reader on whole texts: the shared examples and the texts kept here, measured against the bars."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.minutes import read
from meetings.minutes.scoring import MEASURES, Score, coverage, score

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
EXAMPLES = SHARED / "minutes_examples"
SEEDS = SHARED / "seeds"
TEXTS = Path(__file__).parent / "texts"

needs_shared = pytest.mark.skipif(
    not EXAMPLES.is_dir() and os.environ.get("CI") != "true",
    reason="the worked examples are not here (../shared/minutes_examples)",
)


def total_of(folder: Path, change=lambda text: text) -> Score:
    total = Score()
    for text_file in sorted(folder.glob("*.txt")):
        text = change(text_file.read_bytes().decode())
        expected = json.loads(text_file.with_suffix(".expected.json").read_text())
        total.add(score(read(text).as_dict(), expected, text))
    return total


def seed(name: str):
    return read(next(SEEDS.glob(f"{name}_*.txt")).read_text())


FOLDERS = [
    pytest.param(EXAMPLES, marks=needs_shared, id="examples"),
    *(pytest.param(TEXTS.parent / f"texts{set_}", id=f"texts{set_}") for set_ in ("", *range(4, 25))),
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_of_texts_reaches_every_bar(folder):
    total = total_of(folder)
    assert total.tallies["items"].expected
    assert total.missed_bars() == []


@needs_shared
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(". ", ".\u00a0 ").replace(", ", ",\u00a0"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("sion", "si\u00adon").replace("The ", "\u200bThe "),
        lambda text: text.replace("Resolved:-", "RESOLVED:").replace("RESOLVED –", "Resolved –"),
    ],
    ids=["line-ends", "no-break-spaces", "blank-lines", "weightless", "marker-style"],
)
def test_examples_typed_otherwise_reach_every_bar(change):
    assert total_of(EXAMPLES, change).missed_bars() == []


@needs_shared
def test_seed_001_gives_three_parts_and_two_invitations_with_an_action_each():
    (item,) = seed("001").items
    (decision,) = item.decisions
    assert [part.label.text for part in decision.parts] == ["a)", "b)", "c)"]
    assert [part.kind for part in decision.parts] == ["noting", "invitation", "invitation"]
    raised = [action for action in item.actions if action.confidence == "certain"]
    assert [(action.decision, action.part) for action in raised] == [(0, "b)"), (0, "c)")]
    assert all(action.owner for action in raised)


@needs_shared
def test_seed_002_gives_one_part_of_two_kinds_and_proposes_the_undertakings():
    (item,) = seed("002").items
    (decision,) = item.decisions
    (part,) = decision.parts
    assert part.kinds == ["noting", "request"]
    assert len(part.bullets) == 5
    (asked,) = [action for action in item.actions if action.confidence == "certain"]
    assert (asked.owner.text, asked.due.text) == ("Commissioner", "next Panel meeting")
    assert any("contact" in action.text.text for action in item.actions if action.confidence == "suggest")


@needs_shared
def test_seed_000_is_a_letter_with_its_request():
    letter = seed("000").letter
    assert letter.kind == "panel_to_commissioner"
    assert letter.date == "2024-10-07"
    assert letter.statute.text.startswith("Section 28(4)(d)")
    assert any("publish" in request.text.text for request in letter.requests)


@needs_shared
def test_seed_003_is_a_page_of_one_question_and_its_answer():
    reading = seed("003")
    (item,) = reading.items
    (question,) = item.questions
    assert reading.doc_type == "public_question"
    assert question.label.text == "1)"
    assert question.text.text.endswith("(all Staffordshire)")
    assert len(question.answer) > 3


@needs_shared
@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_seed_loses_no_character(name):
    text = next(SEEDS.glob(f"{name}_*.txt")).read_text()
    assert coverage(read(text).pieces, text) == (0, 0)


# The score itself -------------------------------------------------------------------------------------

MINUTES = "Agenda item\n\nA Bridge\n\nMinutes:\n\nRESOLVED – That the Clerk write to the owner by 3 May 2031.\n"


def expected() -> dict:
    return json.loads(json.dumps(read(MINUTES).as_dict()))


def test_score_of_a_right_reading_finds_everything():
    result = score(read(MINUTES).as_dict(), expected(), MINUTES)
    assert [result.tallies[measure].found for measure in ("items", "decisions", "parts", "certain_actions")] == [1] * 4
    assert not any(tally.false for tally in result.tallies.values())
    assert result.missed_bars() == []


def test_score_names_what_was_missed_and_what_is_false():
    wanted = expected()
    wanted["items"][0]["title"] = "Another title"
    wanted["items"][0]["actions"][0]["owner"] = "Chair"
    result = score(read(MINUTES).as_dict(), wanted, MINUTES)
    assert result.tallies["items"].missed == ["Another title"]
    assert result.tallies["items"].false == 1
    assert result.tallies["certain_actions"].found == 0
    assert MEASURES["items"][0] in result.missed_bars()


def test_score_counts_a_decision_that_is_none_as_false():
    wanted = expected()
    wanted["items"][0]["decisions"] = []
    result = score(read(MINUTES).as_dict(), wanted, MINUTES)
    assert result.tallies["decisions"].false == 1
    assert "explicit decisions that are none" in result.missed_bars()


def test_coverage_counts_lost_and_doubled_characters():
    assert coverage([{"span": [0, 2]}, {"span": [1, 3]}], "abcd e") == (2, 1)


def test_command_prints_the_figures_of_a_folder(tmp_path, capsys):
    (tmp_path / "01.txt").write_text(MINUTES)
    (tmp_path / "01.expected.json").write_text(json.dumps(expected()))
    call_command("score_minutes", str(tmp_path), "--check")
    told = capsys.readouterr().out
    assert "explicit decisions: 1 of 1 found" in told
    assert "Every bar is reached." in told


def test_command_with_check_fails_where_a_bar_is_missed(tmp_path, capsys):
    wanted = expected()
    wanted["items"][0]["title"] = "Another title"
    (tmp_path / "01.txt").write_text(MINUTES)
    (tmp_path / "01.expected.json").write_text(json.dumps(wanted))
    call_command("score_minutes", str(tmp_path), "--details")
    assert "missed: Another title" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Not reached: items"):
        call_command("score_minutes", str(tmp_path), "--check")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "There is no text"),
        ({"01.txt": b"x"}, "has no 01.expected.json"),
        ({"01.txt": b"\xff", "01.expected.json": b"{}"}, "not in UTF-8"),
        ({"01.txt": b"x", "01.expected.json": b"{"}, "not valid JSON"),
        ({"01.txt": b"x", "01.expected.json": b"{}"}, "not in the shape of the examples"),
    ],
    ids=["empty", "no-pair", "encoding", "json", "shape"],
)
def test_command_refuses_a_broken_folder_in_plain_words(tmp_path, files, told):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match=told):
        call_command("score_minutes", str(tmp_path))


def test_command_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("score_minutes", str(tmp_path / "nowhere"))


def test_command_needs_no_configuration():
    done = subprocess.run(
        [sys.executable, "manage.py", "score_minutes", str(TEXTS)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Every bar is reached." in done.stdout
