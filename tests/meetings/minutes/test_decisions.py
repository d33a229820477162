"""Decisions: every way of marking one, its parts, what is none, and what came of a motion."""

import pytest

from meetings.minutes import read


def item_of(body: str, title: str = "Winter plan"):
    (item,) = read(f"Agenda item\n\n{title}\n\nMinutes:\n\n{body}\n\nSupporting documents:\n").items
    return item


def parts_of(decision) -> list[tuple[str | None, str]]:
    return [(part.label.text if part.label else None, part.text.text) for part in decision.parts]


def marked(body: str):
    return [decision for decision in item_of(body).decisions if decision.form == "marked"]


@pytest.mark.parametrize(
    "opening",
    [
        "It was agreed, on the motion of Councillor Ash, seconded by Councillor Birch, that:",
        "It was unanimously agreed on the proposal of Councillor Ash that:",
        "On the motion of Councillor Ash, seconded by Councillor Birch, it was agreed that:",
        "It was agreed that:",
    ],
)
def test_agreement_with_its_mover_or_a_list_is_a_decision_with_parts(opening):
    (decision,) = marked(f"{opening}\n\n(a) the plan be noted; and\n\n(b) a report be brought in March.\n\nThanks.")
    assert parts_of(decision) == [("(a)", "the plan be noted; and"), ("(b)", "a report be brought in March.")]


@pytest.mark.parametrize(
    ("typed", "marker"),
    [
        ("RESOLVED that the plan be noted.", "RESOLVED"),
        ("RESOLVED that, subject to the changes, the plan be noted.", "RESOLVED"),
        ("RESOLVED – That the plan be noted.", "RESOLVED –"),
        ("RESOLVED - that the plan be noted.", "RESOLVED -"),
        ("RESOLVED  - That the plan be noted.", "RESOLVED -"),
        ("RESOLVED — That the plan be noted.", "RESOLVED —"),
        ("Resolved – That the plan be noted.", "Resolved –"),
        ("Resolved: That the plan be noted.", "Resolved:"),
        ("RESOLVED:  That the plan be noted.", "RESOLVED:"),
        ("Resolved:-  That the plan be noted.", "Resolved:-"),
        ("RESOLVED,that the plan be noted.", "RESOLVED,"),
        ("RESOLVED,    that the plan be noted.", "RESOLVED,"),
        ("RESOLVED, that – the plan be noted.", "RESOLVED,"),
        ("RESOLVED to note the plan.", "RESOLVED"),
        ("RESOLVED:\n\u00a0\nThat the plan be noted.", "RESOLVED:"),
        ("Resolved:\n\u00a0\nTo note the plan.", "Resolved:"),
        ("RESOLVED –\n\nThat the plan be noted.", "RESOLVED –"),
        ("Resolved-\n\nThat the plan be noted.", "Resolved-"),
        ("RESOLVED\n\nThat the plan be noted.", "RESOLVED"),
        ("UNANIMOUSLY RESOLVED that the plan be noted.", "UNANIMOUSLY RESOLVED"),
        ("RESOLVED UNANIMOUSLY that the plan be noted.", "RESOLVED UNANIMOUSLY"),
        ("AGREED that the plan be noted.", "AGREED"),
        ("AGREED: That the plan be noted.", "AGREED:"),
        ("Agreed – That the plan be noted.", "Agreed –"),
        ("DECISION: That the plan be noted.", "DECISION:"),
        ("NOTED that the plan had been sent out.", "NOTED"),
        ("RECOMMENDED that the plan be noted.", "RECOMMENDED"),
        ("PENDERFYNWYD nodi'r cynllun.", "PENDERFYNWYD"),
    ],
)
def test_marker_in_every_style_is_found_as_typed(typed, marker):
    (decision,) = marked(f"Members looked at the plan.\n\n{typed}")
    assert decision.marker.text == marker
    assert decision.confidence == "certain"
    assert len(decision.parts) == 1
    assert decision.stem is None


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("2.1  Resolved: That it be noted.", "2.1"),
        ("2.1RESOLVED\n\n2.1.1That it be noted.", "2.1"),
        ("39.  Resolved– That it be noted.", "39."),
    ],
)
def test_number_before_the_marker_is_its_label(typed, label):
    (decision,) = marked(typed)
    assert decision.label.text == label


def test_unanimous_marker_tells_the_vote():
    (decision,) = marked("UNANIMOUSLY RESOLVED that the plan be noted.")
    assert decision.vote.method == "unanimous"
    assert decision.vote.in_favour is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("(a)", "(b)"),
        ("a)", "b)"),
        ("a.", "b."),
        ("(1)", "(2)"),
        ("1)", "2)"),
        ("1.", "2."),
        ("(i)", "(ii)"),
        ("i.", "ii."),
        ("i)", "ii)"),
        ("1.1", "1.2"),
        ("2.1.1", "2.1.2"),
        ("(A)", "(B)"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\u00a0\n\n"])
def test_parts_of_every_family_are_parted(first, second, gap):
    (decision,) = marked(
        f"RESOLVED:{gap}{first} That the plan be noted; and{gap}{second}\u00a0\u00a0That the Clerk thank the crew."
    )
    assert parts_of(decision) == [(first, "That the plan be noted; and"), (second, "That the Clerk thank the crew.")]


@pytest.mark.parametrize("glyph", ["·", "•", "-", "Ø", "§", "o", "?-"])
def test_glyphs_after_a_bare_stem_are_parts(glyph):
    (decision,) = marked(f"RESOLVED that:\n\n{glyph} the plan be noted\n\n{glyph} the crew be thanked")
    assert [text for _, text in parts_of(decision)] == ["the plan be noted", "the crew be thanked"]


@pytest.mark.parametrize("glyph", ["·", "•", "-", "Ø", "o"])
def test_glyphs_under_a_part_ending_in_a_colon_are_its_bullets(glyph):
    (decision,) = marked(f"RESOLVED – That the Clerk report on the following:\n\n{glyph} salt\n\n{glyph} sand")
    (part,) = decision.parts
    assert [bullet.text.text for bullet in part.bullets] == ["salt", "sand"]


def test_another_family_below_a_part_holds_its_subparts():
    (decision,) = marked("RESOLVED that\n(a) the list include:\n(i) salt;\n(ii) sand; and\n(b) the plan be noted.")
    assert parts_of(decision) == [("(a)", "the list include:"), ("(b)", "the plan be noted.")]
    assert [one.label.text for one in decision.parts[0].subparts] == ["(i)", "(ii)"]


def test_letter_i_after_h_is_a_letter():
    letters = "".join(f"({letter}) That point {letter} be noted.\n" for letter in "abcdefghij")
    (decision,) = marked(f"RESOLVED:\n{letters}")
    assert len(decision.parts) == 10
    assert not any(part.subparts for part in decision.parts)


@pytest.mark.parametrize(
    "stem", ["That the Committee:-", "that the Panel:", "to:", "that:", "that:-", "that the Ferry Panel notes:"]
)
def test_stem_is_shared_by_the_parts(stem):
    (decision,) = marked(f"RESOLVED {stem}\n\n(a) the cost of salt; and\n\n(b) the cost of sand.")
    assert decision.stem.text == stem
    assert [label for label, _ in parts_of(decision)] == ["(a)", "(b)"]


def test_parts_within_one_line_are_parted():
    (decision,) = marked(
        "RESOLVED that (a) the plan under section 28(4)(d) be noted; (b) the crew be thanked; and (c) sand be bought."
    )
    assert [label for label, _ in parts_of(decision)] == ["(a)", "(b)", "(c)"]
    assert parts_of(decision)[0][1] == "the plan under section 28(4)(d) be noted;"


def test_quoted_points_are_no_parts():
    (decision,) = marked("RESOLVED that the words “(a) salt; and (b) sand” be struck out.")
    assert len(decision.parts) == 1


def test_full_stop_after_an_amount_ends_no_part():
    (decision,) = marked(
        "RESOLVED that\n1. A charge of £260.54. This is a rise of £2, be supported.\n2. The crew be thanked."
    )
    assert parts_of(decision)[0][1].startswith("A charge of £260.54. This is")


def test_paragraph_after_the_last_part_is_discussion():
    item = item_of("RESOLVED:\n\na) That the plan be noted.\n\nb) That the crew be thanked.\n\nMr Ash left the room.")
    assert len(item.decisions[0].parts) == 2
    assert item.narrative[-1].text.text == "Mr Ash left the room."


def test_paragraph_between_two_parts_belongs_to_the_upper_one():
    (decision,) = marked(
        "RESOLVED:\n\n(a) That the plan be noted.\n\nIt was a long plan.\n\n(b) That the crew be thanked."
    )
    assert [label for label, _ in parts_of(decision)] == ["(a)", "(b)"]
    assert [one.text for one in decision.parts[0].continuation] == ["It was a long plan."]


def test_numbered_paragraph_after_the_decision_is_no_part():
    item = item_of("4.1 Members spoke.\n\n4.2 RESOLVED: That the plan be noted.\n\n4.3 Mr Ash left.")
    assert len(item.decisions[0].parts) == 1
    assert [one.label.text for one in item.narrative] == ["4.1", "4.3"]


@pytest.mark.parametrize(
    "typed",
    [
        "All three complaints had been resolved informally.",
        "Resolved cases were listed in a table.",
        "The minute said “RESOLVED that the plan be noted.”",
        "‘It was therefore resolved that the ferry stop’ was struck out.",
        "Officers agreed that the plan was long.",
    ],
)
def test_running_prose_holds_no_marked_decision(typed):
    assert marked(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "It was resolved that the plan be noted.",
        "After a long talk it was RESOLVED that the plan be noted.",
        "It was proposed, seconded and:\n\nRESOLVED: that the plan be noted.",
    ],
)
def test_marker_after_a_lead_in_is_found(typed):
    (decision,) = marked(typed)
    assert parts_of(decision) == [(None, "that the plan be noted.")]


def test_misspelt_marker_is_found_but_doubtful():
    (decision,) = marked("RESLOVED that the plan be noted.")
    assert decision.doubtful
    assert decision.confidence == "suggest"


def test_recommendation_of_the_agenda_is_no_decision():
    (item,) = read(
        "Agenda item\n\nWinter plan\n\nThe Panel is recommended to:\n\n(a) Note the plan;\n\n(b) Thank the cr"
        "ew.\n\nMinutes:\n\nRESOLVED to note the plan.\n"
    ).items
    assert len(item.decisions) == 1
    assert len(item.agenda_text) == 3


def test_decision_printed_twice_is_counted_once():
    reading = read(
        "Agenda item\n\nWinter plan\n\nDecision:\n\nRESOLVED that the winter plan be noted.\n\nMinutes:\n\nMe"
        "mbers spoke.\n\n"
        "RESOLVED that the winter plan be noted.\n"
    )
    assert [decision.restates for decision in reading.items[0].decisions] == [None, 0]
    assert reading.counts()["decisions"] == 1


def test_decision_heading_without_a_marker_is_the_marker():
    (item,) = read(
        "Agenda item\n\nWinter plan\n\nDecision:\n\nThat the plan be noted.\n\nMinutes:\n\nMembers spoke.\n"
    ).items
    assert item.decisions[0].marker.text == "Decision:"


def test_copy_of_the_discussion_after_the_marker_is_a_duplicate():
    told = "The Harbour Master explained at length how the salt would reach the upper villages this year."
    item = item_of(f"{told}\n\nResolved:\n\n{told}\n\nThat the plan be noted.")
    assert [one.text for one in item.duplicates] == [told]
    assert parts_of(item.decisions[0]) == [(None, "That the plan be noted.")]


def test_lost_motion_is_no_decision_and_a_carried_one_is():
    item = item_of(
        "Moved by Ann Ash and seconded by Bo Birch –\n\nThat Mr Elm take the chair.\n\nThe votes on the motio"
        "n were level and it was not carried."
        "\n\nMoved by Cy Cedar and seconded by Di Dale –\n\nThat Ms Fir take the chair.\n\nMotion Carried"
    )
    assert [decision.carried for decision in item.decisions] == [False, True]
    assert item.decisions[1].marker.text == "Motion Carried"


def test_motion_without_a_result_is_only_proposed():
    item = item_of("Moved by Ann Ash and seconded by Bo Birch –\n\nThat Mr Elm take the chair.")
    assert item.decisions[0].confidence == "suggest"


def test_recorded_vote_keeps_figures_and_names():
    item = item_of(
        "RESOLVED that Ms Fir be elected Chair.\n\nFor Ms Fir (3)\n\nCouncillors Ash, Birch, Cedar.\n\nAbstai"
        "n (0)\n\nAgainst (1) Councillor Dale"
    )
    vote = item.decisions[0].vote
    assert (vote.in_favour, vote.abstain, vote.against) == (3, 0, 1)
    assert vote.names == {"for": ["Ash", "Birch", "Cedar"], "against": ["Dale"]}


@pytest.mark.parametrize(
    "typed",
    [
        "That the plan be noted.",
        "It was agreed that the plan be noted.",
        "The minutes of 3 May were agreed as a correct record.",
        "Following the vote, Ms Fir was appointed Chair.",
        "The Panel noted the plan.",
        "Agreed.",
    ],
)
def test_decision_without_a_marker_is_only_proposed(typed):
    (decision,) = item_of(f"Mr Ash spoke.\n\n{typed}").decisions
    assert decision.confidence == "suggest"
    assert decision.marker is None


def test_stranded_lead_in_before_a_bare_that_is_kept():
    item = item_of("Mr Ash spoke and on being put to the vote, it was\n\nThat the plan be noted.")
    assert item.decisions[0].form == "bare_that"
    assert item.decisions[0].lead_in.text.endswith("it was")


def test_welsh_wording_restates_the_english():
    reading = read(
        "Agenda item\n\nWinter plan\n\nMinutes:\n\nRESOLVED that the plan be noted.\n\nPENDERFYNWYD nodi'r cynllun.\n"
    )
    assert [decision.restates for decision in reading.items[0].decisions] == [None, 0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("That the report be noted.", "noting"),
        ("That the report be received.", "receiving"),
        ("That the minutes of 3 May be approved as a correct record.", "approve_minutes"),
        ("That Ms Fir be elected Chair.", "appointment"),
        ("That the Clerk be asked to write.", "request"),
        ("That the Chief Officer be invited to the next meeting.", "invitation"),
        ("That the press and public be excluded.", "exclusion"),
        ("That the item be deferred.", "deferral"),
        ("That the proposed precept be vetoed.", "veto"),
        ("That the precept be supported.", "support"),
        ("That the crew be thanked.", "thanks"),
        ("That the plan be approved.", "approval"),
        ("That Ms Fir has the professional competence which the post asks for.", "finding"),
        ("That the Panel's support officer add a visit.", "request"),
        ("That the meeting be held in May.", "approval"),
    ],
)
def test_kind_of_a_part_is_told_by_its_verb(text, kind):
    (decision,) = marked(f"RESOLVED: {text}")
    assert decision.parts[0].kind == kind


@pytest.mark.parametrize(
    ("marker", "kind"),
    [("NOTED", "noting"), ("AGREED", "approval"), ("RECOMMENDED", "recommendation"), ("RESOLVED", "other")],
)
def test_kind_of_a_part_whose_words_do_not_tell_is_the_markers(marker, kind):
    (decision,) = marked(f"{marker} – That substitutes are welcome.")
    assert decision.parts[0].kind == kind


def test_sentence_by_which_somebody_would_act_is_a_request():
    item = item_of("It was agreed that the Clerk would write to the owners.")
    assert item.decisions[0].parts[0].kinds == ["request"]


def test_part_of_two_kinds_names_both():
    (decision,) = marked("RESOLVED that the plan be noted and the Clerk be asked to buy salt.")
    assert decision.parts[0].kinds == ["noting", "request"]
    assert decision.parts[0].kind == "request"
