"""The three ways in: pasted with its formatting, pasted as plain text, a Word document."""

from django import forms
from django.core.exceptions import ValidationError

from meetings.models import PastedMinutes
from meetings.review.word import text_of_document
from panel_portal.records.richtext import RichTextArea, as_text

LONGEST = 500_000  # characters; the longest minutes of a panel have 120,000


class PastedField(forms.CharField):
    """PostgreSQL holds no NUL, and no clerk ever typed one: some PDFs put it between letters."""

    def to_python(self, value):
        return super().to_python(value).replace("\x00", "")


class WayIn(forms.Form):
    """One of the three is filled in. Cleans to `text` and `form` (which of them it was)."""

    rich = PastedField(
        label="Paste here, with the formatting",
        required=False,
        widget=RichTextArea(attrs={"rows": 14}),
        help_text="From Word, or from a web page. Numbers, letters and tables stay as they are.",
    )
    plain = PastedField(
        label="Or paste as plain text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 90}),
    )
    upload = forms.FileField(
        label="Or choose a Word document",
        required=False,
        help_text="A .docx file. Nothing but its words is kept.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_rich(self):
        return _of_a_length(as_text(_of_a_length(self.cleaned_data["rich"])))

    def clean_plain(self):
        return _of_a_length(self.cleaned_data["plain"].replace("\r\n", "\n"))

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        return _of_a_length(text_of_document(upload)) if upload else ""

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        given = [(name, cleaned[name]) for name in ("rich", "plain", "upload") if cleaned.get(name, "").strip()]
        if not given:
            raise ValidationError("There is nothing to read yet. Paste the minutes, or choose a Word document.")
        if len(given) > 1:
            raise ValidationError("Use one of the three ways, and empty the others.")
        name, text = given[0]
        forms_by_name = {"plain": PastedMinutes.Form.PLAIN, "upload": PastedMinutes.Form.WORD}
        cleaned["text"] = text
        cleaned["form"] = forms_by_name.get(name, PastedMinutes.Form.RICH)
        return cleaned


def _of_a_length(text: str) -> str:
    if len(text) > LONGEST:
        raise ValidationError(
            f"This text has {len(text):,} characters; at most {LONGEST:,} can be read at once. Paste it in parts: "
            "one agenda item at a time, on the page of that item."
        )
    return text
