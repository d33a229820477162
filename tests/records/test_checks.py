"""The house rules as system checks. Each is shown a model that breaks it, and must say so."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps

from meetings.models import Meeting
from panel_portal.records import checks, periods
from panel_portal.records.history import tracked
from panel_portal.records.publication import PublicPart, PublicRecord


def found(model) -> list[str]:
    return [error.id for rule in checks.HOUSE_RULES for error in rule(model)]


def meeting(on_delete=models.PROTECT, **more):
    return models.ForeignKey(Meeting, on_delete, related_name="+", **more)


def test_our_own_models_keep_every_house_rule():
    assert [error for error in run_checks() if error.id.startswith("portal.")] == []
    assert len(list(checks.our_models())) > 30


@isolate_apps("meetings")
def test_model_that_does_not_say_who_may_see_it_is_found():
    class Forgetful(models.Model):
        class Meta:
            app_label = "meetings"

    assert found(Forgetful) == ["portal.E001"]


@isolate_apps("meetings")
@pytest.mark.parametrize("attributes", [{"internal": True}, {"private": True}])
def test_model_that_says_who_may_see_it_is_not_found(attributes):
    Decided = type(
        "Decided",
        (models.Model,),
        {**attributes, "__module__": __name__, "Meta": type("Meta", (), {"app_label": "meetings"})},
    )
    assert found(Decided) == []


@isolate_apps("meetings")
def test_model_that_gives_two_answers_is_found():
    class Torn(models.Model):
        internal = True
        private = True

        class Meta:
            app_label = "meetings"

    assert found(Torn) == ["portal.E001"]


@isolate_apps("meetings")
def test_record_that_also_says_private_is_found():
    class Torn(PublicPart):
        private = True

        class Meta(PublicPart.Meta):
            app_label = "meetings"

    assert "portal.E001" in found(Torn)


@isolate_apps("meetings")
@pytest.mark.parametrize("on_delete", [models.CASCADE, models.SET_NULL, models.DO_NOTHING, models.RESTRICT])
def test_key_that_does_not_protect_what_it_points_to_is_found(on_delete):
    class Careless(models.Model):
        internal = True
        meeting = meeting(on_delete, null=True)

        class Meta:
            app_label = "meetings"

    assert found(Careless) == ["portal.E002"]


@isolate_apps("meetings")
def test_one_to_one_key_that_cascades_is_found():
    class Careless(models.Model):
        internal = True
        user = models.OneToOneField(get_user_model(), models.CASCADE, related_name="+")

        class Meta:
            app_label = "meetings"

    assert found(Careless) == ["portal.E002"]


@isolate_apps("meetings")
def test_key_that_is_listed_with_its_reason_is_not_found(monkeypatch):
    class Listed(models.Model):
        internal = True
        meeting = meeting(models.CASCADE)

        class Meta:
            app_label = "meetings"

    monkeypatch.setitem(checks.NOT_PROTECTED, "meetings.Listed.meeting", "It says nothing by itself.")
    assert found(Listed) == []


@isolate_apps("meetings")
@pytest.mark.parametrize("name", ["meetign", "title", "user"])
def test_record_that_hangs_from_what_is_not_a_record_is_found(name):
    class Loose(PublicPart):
        public_through = (name,)
        title = models.CharField(max_length=5)
        user = models.ForeignKey(get_user_model(), models.PROTECT, related_name="+")

        class Meta(PublicPart.Meta):
            app_label = "meetings"

    assert "portal.E003" in found(Loose)


@isolate_apps("meetings")
@pytest.mark.parametrize("path", ["meeting__mintues", "meeting__starts_at", "body", "meeting__called_by"])
def test_record_that_waits_for_what_is_not_a_record_is_found(path):
    class Early(PublicPart):
        public_through = ("meeting",)
        public_after = (path,)
        meeting = meeting()

        class Meta(PublicPart.Meta):
            app_label = "meetings"

    assert "portal.E006" in found(Early)


@isolate_apps("meetings")
def test_record_whose_shell_is_of_something_it_does_not_hang_from_is_found():
    class Loose(PublicPart):
        shell_is_enough = ("meeting",)
        meeting = meeting()

        class Meta(PublicPart.Meta):
            app_label = "meetings"

    assert "portal.E004" in found(Loose)


@isolate_apps("meetings")
def test_record_without_history_is_found():
    class Untold(PublicPart):
        class Meta(PublicPart.Meta):
            app_label = "meetings"

    assert found(Untold) == ["portal.E005"]


@isolate_apps("meetings")
def test_record_that_lost_the_triggers_of_its_base_is_found():
    class Bare(PublicRecord):
        class Meta:
            app_label = "meetings"
            triggers = ()

    assert [error.msg for error in checks.keeps_its_history(Bare)] == [
        "meetings.Bare has no history.",
        "meetings.Bare lost the triggers of its base class.",
    ]


@isolate_apps("meetings")
def test_record_that_keeps_every_rule_is_not_found():
    class Good(PublicPart):
        public_through = ("meeting",)
        meeting = meeting()

        class Meta(PublicPart.Meta):
            app_label = "meetings"

    Good.events = None  # what @tracked adds; it would register an event model for the rest of the run
    assert found(Good) == []


def test_check_that_finds_a_violation_stops_manage_check(monkeypatch):
    class Forgetful:
        _meta = type("Meta", (), {"label": "meetings.Forgetful", "get_fields": staticmethod(list)})

    monkeypatch.setattr(checks, "our_models", lambda: [Forgetful])
    (error,) = [error for error in run_checks() if error.id.startswith("portal.")]
    assert (error.id, error.is_serious()) == ("portal.E001", True)


@pytest.mark.parametrize(("days_left", "warnings"), [(366, []), (364, ["portal.W001"]), (-5, ["portal.W001"])])
def test_table_of_bank_holidays_warns_a_year_before_its_end(days_left, warnings):
    with time_machine.travel(periods.table_ends_on() - timedelta(days=days_left)):
        found = checks.check_bank_holidays(None)
    assert [warning.id for warning in found] == warnings
    assert not any(warning.is_serious() for warning in found)


def test_tracked_is_what_gives_a_model_its_events():
    assert tracked.__module__ == "panel_portal.records.history"
    assert hasattr(Meeting, "events")
