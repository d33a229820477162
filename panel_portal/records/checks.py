"""The house's rules as system checks: a model that forgets to say who may see it stops `manage.py check`."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.apps import apps
from django.core.checks import Error, Warning, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from pghistory.models import Event

from panel_portal.records import periods
from panel_portal.records.publication import Record, at_the_end

OUR_APPS = ("accounts", "records", "meetings", "questions", "reports", "pages")

# Foreign keys that may cascade or be emptied, each with its reason.
NOT_PROTECTED: dict[str, str] = {
    "meetings.PaperFileWords.document": "the words read out of a file go with it",
    "reports.ResponseFileWords.document": "the words read out of a file go with it",
}


def our_models() -> Iterable[type[models.Model]]:
    for label in OUR_APPS:
        for model in apps.get_app_config(label).get_models():
            # pghistory makes the event models; they follow the model they tell about.
            if not issubclass(model, Event):
                yield model


def says_who_may_see_it(model) -> list[Error]:
    answers = [
        issubclass(model, Record),
        getattr(model, "internal", False) is True,
        getattr(model, "private", False) is True,
    ]
    if sum(answers) == 1:
        return []
    return [
        Error(
            f"{model._meta.label} does not say who may see it.",
            hint="Derive it from PublicRecord or PublicPart, or set internal = True, or private = True.",
            obj=model,
            id="portal.E001",
        )
    ]


def protects_what_it_points_to(model) -> list[Error]:
    return [
        Error(
            f"{model._meta.label}.{field.name} would take or empty this row when what it points to is deleted.",
            hint="Use on_delete=models.PROTECT, or list the key with its reason in records/checks.py.",
            obj=model,
            id="portal.E002",
        )
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.model is model
        and field.remote_field.on_delete is not models.PROTECT
        and f"{model._meta.label}.{field.name}" not in NOT_PROTECTED
        and not field.remote_field.parent_link
    ]


def hangs_from_something_public(model) -> list[Error]:
    if not issubclass(model, Record):
        return []
    errors = [
        Error(
            f"{model._meta.label}.public_through names {name!r}, which is not a foreign key to a public-capable model.",
            obj=model,
            id="portal.E003",
        )
        for name in model.public_through
        if not _is_key_to_record(model, name)
    ]
    errors += [
        Error(
            f"{model._meta.label}.public_after names {path!r}, which does not lead to a public-capable model.",
            obj=model,
            id="portal.E006",
        )
        for path in model.public_after
        if not _leads_to_record(model, path)
    ]
    if set(model.shell_is_enough) - set(model.public_through):
        errors.append(
            Error(
                f"{model._meta.label}.shell_is_enough names keys that are not in public_through.",
                obj=model,
                id="portal.E004",
            )
        )
    return errors


def keeps_its_history(model) -> list[Error]:
    if not issubclass(model, Record):
        return []
    problems = []
    if not hasattr(model, "events"):
        problems.append(f"{model._meta.label} has no history.")
    inherited = {trigger.name for base in (Record, *_record_bases(model)) for trigger in base._meta.triggers}
    if not inherited <= {trigger.name for trigger in getattr(model._meta, "triggers", [])}:
        problems.append(f"{model._meta.label} lost the triggers of its base class.")
    return [
        Error(problem, hint="Decorate it with @tracked and inherit Meta.", obj=model, id="portal.E005")
        for problem in problems
    ]


def _record_bases(model):
    return [base for base in model.__mro__ if issubclass(base, Record) and base._meta.abstract]


def _is_key_to_record(model, name) -> bool:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record)


def _leads_to_record(model, path) -> bool:
    try:
        return path.partition("__")[0] in model.public_through and issubclass(at_the_end(model, path) or object, Record)
    except FieldDoesNotExist:
        return False


HOUSE_RULES = (
    says_who_may_see_it,
    protects_what_it_points_to,
    hangs_from_something_public,
    keeps_its_history,
)


@register("portal")
def check_models(app_configs, **kwargs):
    return [error for model in our_models() for rule in HOUSE_RULES for error in rule(model)]


@register("portal")
def check_bank_holidays(app_configs, **kwargs):
    """A warning, not an error: an error would stop `migrate` on the day it appears."""
    left = periods.table_ends_on() - date.today()
    if left >= timedelta(days=365):
        return []
    return [
        Warning(
            f"The table of bank holidays ends on {periods.in_words(periods.table_ends_on())}.",
            hint="Upgrade govuk-bank-holidays: without it, periods in working days cannot be worked out.",
            id="portal.W001",
        )
    ]
