"""Forms that notice when somebody else was quicker, and check every rule of a record before it is saved."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from django.utils import timezone

from panel_portal.records.history import last_change

HOW_TO_WRITE = {
    forms.DateField: "Enter a day that exists, as 15/3/2027 or 15 March 2027.",
    forms.TimeField: "Enter a time of day, as 14:30 or 2.30pm.",
}


def say_what_is_missing(field) -> None:
    if field.label and field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = f"Fill in “{field.label}”: it cannot be left empty."


def _say_how_to_write_a_day(field) -> None:
    for one in getattr(field, "fields", [field]):
        if type(one) in HOW_TO_WRITE:
            one.error_messages["invalid"] = HOW_TO_WRITE[type(one)]


class RecordForm(forms.ModelForm):
    """A model form that carries the version it was opened at.

    When the record was saved by somebody else in between, nothing is written: the form comes back with what was
    typed, and says who changed what. Saving once more then goes through, knowingly.
    """

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_version"] = self.instance.version
        for field in self.fields.values():
            _say_how_to_write_a_day(field)
            say_what_is_missing(field)

    def clean(self):
        cleaned = super().clean()
        # Sent empty: when the page was opened there was no such record yet.
        is_asked = self.instance.pk and self.add_prefix("opened_version") in self.data
        if is_asked and self.cleaned_data.get("opened_version") != self.instance.version:
            self._say_who_was_quicker()
        return cleaned

    def _say_who_was_quicker(self):
        change = last_change(self.instance)
        at = timezone.localtime(change.at)
        what = "; ".join(f"{name}, from “{old}” to “{new}”" for name, old, new in change.changes)
        self.add_error(
            None,
            forms.ValidationError(
                f"{change.who} saved this at {at:%H:%M on %-d %B %Y}, while you had it open"
                f"{f' ({what})' if what else ''}. Nothing of yours is lost: it stands below. "
                "Compare the two, then save again to keep yours.",
                code="somebody_was_quicker",
            ),
        )
        self._send_next_time("opened_version", str(self.instance.version))

    def _send_next_time(self, name, value):
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value

    # Names of constraints that the formset around this form answers for, knowing also what is not stored yet.
    compared_by_formset: frozenset[str] = frozenset()

    def validate_constraints(self):
        """Left to `_post_clean`, which asks them all."""

    def _post_clean(self):
        """Check also the constraints over columns that no form shows (the meeting of an item, its state): Django
        leaves them to the database, which answers with an error page."""
        super()._post_clean()
        failed = set(self.errors)
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                if constraint.name in self.compared_by_formset:
                    continue
                try:
                    constraint.validate(model, self.instance, exclude=failed)
                except ValidationError as refusal:
                    self._say_at_its_field(constraint, refusal)

    def _say_at_its_field(self, constraint, refusal):
        """Put the sentence of a constraint at the last field it is about; at the top if the form shows none."""
        named = set(getattr(constraint, "fields", ()))
        if isinstance(constraint, CheckConstraint):
            named |= constraint.condition.referenced_base_fields
        shown = [name for name in self.fields if name in named and not self.fields[name].widget.is_hidden]
        self.add_error(shown[-1] if shown else None, refusal.messages)


class InlineRecordForm(RecordForm):
    """A row among others. In a table the column headings label nothing for a screen reader, so each field says its
    name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden and field.label:
                # The admin wraps the list of a foreign key in a widget with buttons; the list is what needs the name.
                widget = getattr(field.widget, "widget", field.widget)
                widget.attrs.setdefault("aria-label", str(field.label))

    def clean(self):
        key = self._meta.model._meta.pk.name
        if key in self.errors and self.instance.pk is None:
            del self.errors[key]
            self._say_who_deleted_it(self.data.get(self.add_prefix(key), ""))
        return super().clean()

    def _say_who_deleted_it(self, sent):
        """Once. Sent again, without the key, the row is entered anew."""
        if not sent:
            return
        change = last_change(self._meta.model(pk=sent)) if sent.isdecimal() else None
        who = change.who if change else "Somebody"
        self.add_error(
            None,
            f"{who} deleted this while you had it open. Nothing of yours is lost: it stands below. "
            "Save again to enter it anew, or empty it.",
        )
        self._send_next_time(self._meta.model._meta.pk.name, "")


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows of a record on another's page. One that somebody else deleted, and that is sent again, is a new row."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete this row"

    def save_new_objects(self, commit=True):
        saved = super().save_new_objects(commit)
        for form in self.initial_forms:
            if form.instance.pk is None and form.has_changed() and not self._should_delete_form(form):
                saved.append(self.save_new(form, commit=commit))
        return saved
