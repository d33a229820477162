"""What a search may ask, and what it may be narrowed by."""

from django import forms
from django.utils.functional import cached_property

from meetings.models import Body, Office
from panel_portal.pages.search import Asked, Found
from panel_portal.pages.searched import KINDS, STATES
from panel_portal.records import revision
from panel_portal.records.models import Topic
from panel_portal.records.periods import today

LONGEST = 200
FIRST_YEAR = 2012  # the first Commissioners came into office in November 2012
WORDS_HELP = "Words, a “phrase in quotation marks”, or a reference such as Q2026/017. A minus sign leaves a word out."


class SearchForm(forms.Form):
    """The words; once something is found, each facet offers what occurs in it, with how often."""

    q = forms.CharField(
        label="Search the record",
        help_text=WORDS_HELP,
        max_length=LONGEST,
        required=False,
        error_messages={
            "max_length": "Search for fewer words: this is longer than %(limit_value)d characters.",
            "null_characters_not_allowed": "There is a character in this that no text has. Type the words anew.",
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "true"}),
    )
    kind = forms.ChoiceField(label="Kind", required=False)
    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)
    body = forms.ChoiceField(label="Body", required=False)
    topic = forms.ChoiceField(label="Topic", required=False)
    owner = forms.ChoiceField(label="Asked of", required=False)
    state = forms.ChoiceField(label="Where it stands", required=False)
    sort = forms.ChoiceField(
        label="Order",
        required=False,
        choices=[("", "Newest first"), ("best", "Best match first")],
    )

    EVERYTHING = {
        "kind": "Everything",
        "year": "All years",
        "body": "All bodies",
        "topic": "All topics",
        "owner": "Anybody",
        "state": "Open or settled",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for facet in Asked.FACETS:
            field = self.fields[facet]
            field.choices = [("", self.EVERYTHING[facet]), *self.choices(facet)]
            field.error_messages["invalid_choice"] = "Choose one of the list; this is none of them."

    def choices(self, facet: str) -> list[tuple[str, str]]:
        """All that a facet may be, as it stands in an address and as it is called."""
        if facet == "kind":
            return [(key, kind.label) for key, kind in KINDS.items()]
        if facet == "state":
            return list(STATES.items())
        if facet == "year":
            return [(str(year), str(year)) for year in range(FIRST_YEAR, today().year + 3)]
        return [(value, label) for value, label, _ in self._named[facet].values()]

    @cached_property
    def _named(self) -> dict[str, dict]:
        """What is chosen by name: by the key that a result has, its word in an address, its name, and its own key."""
        return revision.kept("names of facets", self._names)

    @staticmethod
    def _names() -> dict[str, dict]:
        bodies = list(Body.objects.public().with_names())
        offices = Office.objects.public().prefetch_related("titles")
        named = {
            "body": {one.pk: (one.slug, one.name_then or one.slug, one.pk) for one in bodies},
            "topic": {one.pk: (one.slug, one.name, one.pk) for one in Topic.objects.public()},
        }
        owners = [("office", one, str(one)) for one in offices]
        owners += [("body", one, one.name_then or one.slug) for one in bodies]
        named["owner"] = {
            f"{word}:{one.pk}": (f"{word}:{one.slug}", label, f"{word}:{one.pk}") for word, one, label in owners
        }
        return named

    def asked(self) -> Asked:
        """What is asked for, without what is wrong in it. Only after `is_valid()`."""
        chosen = {facet: self.cleaned_data.get(facet) for facet in Asked.FACETS}
        for facet, values in self._named.items():
            keys = {value: key for value, _, key in values.values()}
            chosen[facet] = keys.get(chosen[facet])
        return Asked(
            self.cleaned_data.get("q", ""),
            kind=chosen["kind"] or "",
            year=chosen["year"],
            body=chosen["body"],
            topic=chosen["topic"],
            owner=chosen["owner"] or "",
            state=chosen["state"] or "",
            best_first=self.cleaned_data.get("sort") == "best",
        )

    def offer(self, found: Found) -> None:
        """Offer in each facet what occurs among the results and how often, and what is chosen already. A facet with
        nothing to choose is left out."""
        chosen = self.asked().chosen
        for facet in Asked.FACETS:
            counts = found.facets.get(facet, {})
            offered = []
            for key, (value, label) in self._by_key(facet).items():
                if count := counts.get(key, 0):
                    offered.append((value, f"{label} ({count:,})"))
                elif chosen.get(facet) == key:
                    offered.append((value, f"{label} (0)"))
            if facet == "year":
                offered.reverse()
            if len(offered) > 1 or facet in chosen or facet in self.errors:
                self.fields[facet].choices = [("", self.EVERYTHING[facet]), *offered]
            else:
                del self.fields[facet]

    def _by_key(self, facet: str) -> dict:
        if facet in self._named:
            return {key: (value, label) for key, (value, label, _) in self._named[facet].items()}
        return {int(value) if facet == "year" else value: (value, label) for value, label in self.choices(facet)}
