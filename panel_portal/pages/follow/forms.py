"""The forms of following: what, how often, and to which address."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import punycode

from panel_portal.pages.follow import choices
from panel_portal.pages.models import Subscription

RHYTHMS = [
    (Subscription.Rhythm.DAILY, "Once a day, at 8am, if there is anything to tell"),
    (Subscription.Rhythm.AT_ONCE, "Soon after it happens: several changes within an hour come as one e-mail"),
]
HEADINGS = {
    Subscription.Kind.ANSWERED: "News of one kind",
    Subscription.Kind.OVERDUE: "News of one kind",
    Subscription.Kind.ACCEPTED: "News of one kind",
    Subscription.Kind.BODY: "What one body does",
    Subscription.Kind.TOPIC: "One topic",
}
WRONG = "Enter an e-mail address in the right form, like name@example.com"


class Address(forms.EmailField):
    """An address to which a letter can be sent. A domain in another script is kept as mail servers read it."""

    def __init__(self, **kwargs):
        super().__init__(max_length=254, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        # A quoted name may hold anything, even what breaks a header; nobody's address has one.
        name, _, domain = value.rpartition("@")
        if '"' in name:
            raise ValidationError(WRONG)
        address = f"{name}@{punycode(domain).lower()}"
        if len(address) > 254:
            raise ValidationError("This e-mail address is too long to send to: enter one of at most 254 characters")
        return address


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="How often?",
        choices=RHYTHMS,
        initial=Subscription.Rhythm.DAILY,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how often you want an e-mail",
            "invalid_choice": "Choose how often you want an e-mail",
        },
    )


class FollowForm(RhythmForm):
    """`chosen` is what the address of the page or the form sent names: it is offered first."""

    what = forms.ChoiceField(
        label="What do you want to hear about?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you want to hear about",
            "invalid_choice": "What you chose cannot be followed any more. Choose something else",
        },
    )
    email = Address(
        label="Your e-mail address",
        help_text="We use it only for these e-mails. Nobody else sees it, not even the clerk.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": WRONG,
            "max_length": "This e-mail address is too long to send to: enter one of at most 254 characters",
        },
    )
    # A person does not see it (css); what fills it in is a machine.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    field_order = ["what", "rhythm", "email", "website"]

    def __init__(self, data=None, *, chosen: choices.Choice | None = None):
        if data is not None:
            chosen = choices.of_value(data.get("what", ""))
        listed = choices.offered()
        if chosen and chosen not in listed:
            listed.insert(0, chosen)
        self.listed = {choice.value: choice for choice in listed}
        super().__init__(data, initial={"what": chosen.value if chosen else choices.Kind.EVERYTHING})
        self.fields["what"].choices = [(choice.value, choice.words) for choice in listed]

    @property
    def groups(self) -> list[tuple[str, list]]:
        """The boxes of `what` under headings, in the order in which they are listed."""
        found: dict[str, list] = {}
        for option in self["what"].subwidgets:
            choice = self.listed[option.data["value"]]
            found.setdefault(HEADINGS.get(choice.kind, ""), []).append((option, choice.short or choice.words))
        return list(found.items())

    @property
    def choice(self) -> choices.Choice:
        return self.listed[self.cleaned_data["what"]]
