"""The pages on which somebody asks a question, one thing on each."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from questions.models import Question, Submission

MOST_PARTS = 10
LONGEST_PART = 5000
# What turns the direction of a line or hides in it; a word on a page must be what it looks like.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def plain(text: str) -> str:
    """Text without invisible and control characters; lines end with a line feed, and no more than one is empty."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(
        one for one in _INVISIBLE.sub("", text) if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs", "Cn"}
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class Plain(forms.CharField):
    """Words without invisible characters, cleaned before they are measured."""

    def to_python(self, value):
        return plain(super().to_python(value) or "")


class OneLine(Plain):
    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class WebAddress(OneLine):
    """An address of the web; without its beginning it is taken for https."""

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        address = value if "://" in value else f"https://{value}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise ValidationError("Enter a web address, like www.legislation.gov.uk/ukpga/2011/13") from None
        return address


class Step(forms.Form):
    """One page of asking. `rules` is the scheme in force, `kind` what is being sent."""

    marks_optional = True

    def __init__(self, *args, rules, kind=Question.Kind.QUESTION, **kwargs):
        self.rules, self.kind = rules, kind
        self.noun = Question.NOUNS.get(kind, "question")
        super().__init__(*args, **kwargs)


class KindStep(Step):
    kind = forms.ChoiceField(
        label="What do you want to send?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you want to send"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds(self.rules)


def kinds(rules) -> list[tuple[str, str]]:
    """What the scheme allows to be sent, as choices."""
    allowed = [("question", "A question")]
    if rules.statements_allowed:
        allowed.append((Question.Kind.STATEMENT, "A statement"))
    if rules.petitions_allowed:
        allowed.append((Question.Kind.PETITION, "A petition"))
    return allowed


class Number(forms.IntegerField):
    """A whole number as people write it: "1,234" too."""

    def to_python(self, value):
        return super().to_python(re.sub(r"(?<=\d)[ ,](?=\d{3}\b)", "", value) if isinstance(value, str) else value)


def signatures(required: bool, help_text="Only the number. Keep the names: the clerk tells you how to hand them in."):
    """How many people signed a petition."""
    return Number(
        label="How many people signed it",
        required=required,
        min_value=1,
        max_value=10_000_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        help_text=help_text,
        error_messages={
            "required": "Enter how many people signed the petition",
            "invalid": "Enter how many people signed the petition, in figures",
            "min_value": "A petition has at least one signature",
            "max_value": "Enter a number up to 10,000,000",
        },
    )


class WordsStep(Step):
    """What is asked, in as many parts as it has. "Add another part" comes back with one more box. A statement and a
    petition have one part, and a petition says how many signed it."""

    def __init__(self, *args, boxes=1, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_parts = self.kind == Question.Kind.QUESTION
        self.boxes = max(1, min(boxes, MOST_PARTS)) if self.has_parts else 1
        for number in range(1, self.boxes + 1):
            self.fields[f"part_{number}"] = Plain(
                label=f"Your {self.noun}" if self.boxes == 1 else f"Part {number}",
                required=number == 1,
                max_length=LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 6 if self.boxes == 1 else 4}),
                error_messages={
                    "required": f"Write your {self.noun}",
                    "max_length": f"{'A part' if self.boxes > 1 else f'Your {self.noun}'} must be {LONGEST_PART:,} "
                    "characters or less",
                },
            )
        if self.kind == Question.Kind.PETITION:
            self.fields["signatures"] = signatures(required=True)

    @property
    def parts(self) -> list[str]:
        return [text for n in range(1, self.boxes + 1) if (text := self.cleaned_data.get(f"part_{n}", ""))]

    def clean(self):
        words = sum(len(text.split()) for text in self.parts)
        if self.rules.most_words and words > self.rules.most_words:
            self.add_error(
                "part_1",
                f"Your {self.noun} has {words} words. The panel’s rules allow {self.rules.most_words}. Make it shorter",
            )
        more = {"signatures": self.cleaned_data.get("signatures")} if "signatures" in self.fields else {}
        return {"parts": self.parts, **more}


class LawStep(Step):
    law = Plain(
        label="The words of the law",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Shown apart from your own words.",
    )
    law_url = WebAddress(label="Where that law can be read", required=False, max_length=400, help_text="A web address.")


class MeetingStep(Step):
    meeting = forms.ChoiceField(label="For which meeting?", widget=forms.RadioSelect)

    def __init__(self, *args, closings=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(one.meeting.slug, f"{one.meeting.starts_at:%A %-d %B %Y}: ask by {one.words}") for one in closings]
        self.fields["meeting"].choices = [*choices, ("next", "The next meeting I am in time for")]
        self.fields["meeting"].error_messages |= {
            "required": "Choose a meeting",
            "invalid_choice": "That meeting can no longer be chosen. Choose another.",
        }


class EligibilityStep(Step):
    eligibility = forms.ChoiceField(
        label="Why you may ask",
        widget=forms.RadioSelect,
        choices=[choice for choice in Submission.Eligibility.choices if choice[0] != "member"],
        error_messages={"required": "Say whether you live, work or study in the area"},
    )
    organisation = OneLine(
        label="Name of the organisation", required=False, max_length=160, help_text="Only if you write for one."
    )

    def clean(self):
        answers = super().clean()
        if answers.get("eligibility") == "organisation" and not answers.get("organisation"):
            self.add_error("organisation", "Enter the name of the organisation you write for")
        return answers


class PersonStep(Step):
    name = OneLine(label="Your name", max_length=120, error_messages={"required": "Enter your name"})
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        help_text="We write to you here at each step.",
        error_messages={"invalid": "Enter an e-mail address like name@example.org"},
    )
    phone = OneLine(label="Telephone", required=False, max_length=40)
    postal_address = Plain(
        label="Postal address", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, purpose in (
            ("name", "name"),
            ("email", "email"),
            ("phone", "tel"),
            ("postal_address", "street-address"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def clean(self):
        answers = super().clean()
        if not self.errors and not any(answers.get(name) for name in ("email", "phone", "postal_address")):
            self.add_error("email", "Enter an e-mail address, a telephone number or a postal address")
        return answers


class NamingStep(Step):
    naming = forms.ChoiceField(
        label="How you want to be named",
        widget=forms.RadioSelect,
        choices=Submission.Naming.choices,
        error_messages={"required": "Choose how you want to be named"},
    )
    place = OneLine(
        label="Your town or village", required=False, max_length=80, help_text="Only for “A resident of …”."
    )

    def clean(self):
        answers = super().clean()
        if answers.get("naming") == "resident" and not answers.get("place"):
            self.add_error("place", "Enter your town or village")
        return answers


class CheckStep(Step):
    # Nobody sees it, so only a machine fills it in.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))
    agreed = forms.BooleanField(
        label="I have read how the panel uses what I send",
        error_messages={"required": "Tick the box to say that you have read how the panel uses what you send"},
    )
