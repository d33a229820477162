"""Forms that notice when somebody else was quicker."""

from django import forms
from django.utils import timezone

from panel_portal.records.history import last_change


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

    def clean(self):
        cleaned = super().clean()
        opened = self.cleaned_data.get("opened_version")
        if self.instance.pk and opened is not None and opened != self.instance.version:
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
        self.data = self.data.copy()
        self.data[self.add_prefix("opened_version")] = str(self.instance.version)


class InlineRecordForm(RecordForm):
    """In a table of inline rows the column headings label nothing for a screen reader, so each field says its name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not field.widget.is_hidden and field.label:
                field.widget.attrs.setdefault("aria-label", str(field.label))
