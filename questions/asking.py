"""Asking a question online, one thing on a page, without an account and without JavaScript.

What was entered so far is kept on the server, in the session, and forgotten once it is sent. Nothing of it stands in
an address.
"""

import uuid

from allauth.core import ratelimit
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from meetings.models import Meeting
from panel_portal.records import tokens
from panel_portal.records.models import TaskToken
from panel_portal.records.periods import today
from panel_portal.records.publication import Audience, visible_rows
from questions import ask_forms, intake, scheme
from questions.models import Question

KEPT = "asking"
# Characters of a page that was refused which are kept until it is right.
MOST_TYPED = 50_000
STEPS = {
    "kind": (ask_forms.KindStep, "What you want to send"),
    "words": (ask_forms.WordsStep, "Your {noun}"),
    "law": (ask_forms.LawStep, "Does it quote a law?"),
    "meeting": (ask_forms.MeetingStep, "Which meeting is it for?"),
    "eligibility": (ask_forms.EligibilityStep, "Do you live or work in the area?"),
    "person": (ask_forms.PersonStep, "How can we reach you?"),
    "naming": (ask_forms.NamingStep, "How do you want to be named?"),
    "check": (ask_forms.CheckStep, "Check your answers"),
}


def steps(rules) -> list[str]:
    """The pages in their order; what can be sent is asked only where there is a choice."""
    return [step for step in STEPS if step != "kind" or len(ask_forms.kinds(rules)) > 1]


def _kept(request) -> dict:
    return request.session.get(KEPT) or {"id": str(uuid.uuid4()), "answers": {}}


class Asking:
    """What both the first page and the steps need to know."""

    def rules(self):
        closings = scheme.meetings_to_ask_at(1)
        return scheme.scheme_for(closings[0].meeting.day if closings else today()) or scheme.scheme_for(today())

    def closed(self, request):
        return render(request, "questions/closed.html", {"section": "questions"}, status=200)


@method_decorator(never_cache, name="dispatch")
class AskStart(Asking, TemplateView):
    """Before somebody starts: who may ask, by when, and what happens to it."""

    template_name = "questions/ask_start.html"

    def get(self, request, *args, **kwargs):
        rules = self.rules()
        if rules is None:
            return self.closed(request)
        return self.render_to_response(
            {"section": "questions", "rules": rules, "closings": scheme.open_meetings(), "first": steps(rules)[0]}
        )


@method_decorator(never_cache, name="dispatch")
class AskStep(Asking, View):
    """One page of asking. A step whose turn has not come leads to the one that is missing."""

    def dispatch(self, request, *args, step, **kwargs):
        self.scheme, self.step = self.rules(), step
        if self.scheme is None:
            return self.closed(request)
        self.order = steps(self.scheme)
        if step not in self.order:
            raise Http404
        self.kept = _kept(request)
        missing = next((one for one in self.order if one not in self.kept["answers"]), "check")
        if self.order.index(step) > self.order.index(missing):
            return HttpResponseRedirect(reverse("questions:ask-step", args=[missing]))
        return super().dispatch(request, *args, **kwargs)

    @property
    def kind(self) -> str:
        return self.kept["answers"].get("kind", {}).get("kind", Question.Kind.QUESTION)

    def form(self, data=None):
        more = {"rules": self.scheme, "kind": self.kind, "initial": self.initial()}
        if self.step == "words":
            boxes = len(self.written().get("parts", []))
            if data is not None:
                boxes = sum(1 for n in range(1, ask_forms.MOST_PARTS + 1) if f"part_{n}" in data)
            more["boxes"] = boxes
        elif self.step == "meeting":
            more["closings"] = scheme.open_meetings()
        return STEPS[self.step][0](data, **more)

    def written(self) -> dict:
        return self.kept["answers"].get("words") or self.kept.get("written") or {}

    def initial(self) -> dict:
        answers = self.kept["answers"].get(self.step, {})
        if self.step == "words":
            written = self.written()
            parts = written.get("parts", [])
            if self.kind != Question.Kind.QUESTION:
                parts = ["\n\n".join(parts)]
            boxes = {f"part_{n}": text for n, text in enumerate(parts, start=1)}
            return {**boxes, "signatures": written.get("signatures")}
        if self.step == "meeting" and not answers:
            first = next(iter(scheme.open_meetings()), None)
            return {"meeting": first.meeting.slug if first else "next"}
        return answers

    def get(self, request):
        typed = self.kept.get("typed")
        if not typed or typed["step"] != self.step:
            return self.show(request, self.form())
        sent = QueryDict(mutable=True)
        for name, values in typed["fields"].items():
            sent.setlist(name, values)
        return self.show(request, self.form(sent) if typed["is_wrong"] else self.form_with_another_part(sent))

    def post(self, request):
        if self.step == "words" and "add" in request.POST:
            return self.show_again(request, self.form_with_another_part(request.POST), is_wrong=False)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show_again(request, form, is_wrong=True)
        if self.step == "check":
            return self.send(request, form)
        if self.step == "kind" and form.cleaned_data["kind"] != self.kind:
            self.ask_for_the_words_again()
        self.kept["answers"][self.step] = form.cleaned_data
        if self.kept.get("typed", {}).get("step") == self.step:
            del self.kept["typed"]
        request.session[KEPT] = self.kept
        following = next((one for one in self.order if one not in self.kept["answers"]), "check")
        return HttpResponseRedirect(reverse("questions:ask-step", args=[following]))

    def ask_for_the_words_again(self):
        """A statement has one part, a petition its signatures. What was written stands there still."""
        if words := self.kept["answers"].pop("words", None):
            self.kept["written"] = words

    def form_with_another_part(self, sent):
        """The same page with one box more, and everything typed still there."""
        typed = [sent.get(f"part_{n}", "") for n in range(1, ask_forms.MOST_PARTS + 1)]
        boxes = sum(1 for n in range(1, ask_forms.MOST_PARTS + 1) if f"part_{n}" in sent) + 1
        return ask_forms.WordsStep(
            rules=self.scheme,
            kind=self.kind,
            boxes=boxes,
            initial={f"part_{n}": text[: ask_forms.LONGEST_PART] for n, text in enumerate(typed, start=1)},
        )

    def show_again(self, request, form, *, is_wrong: bool):
        """The same page with what was typed, at its own address: a page that answers what was sent is one to which the
        browser's Back does not lead. What is too long to be kept is answered at once."""
        fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
        if sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MOST_TYPED:
            return self.show(request, form, status=422 if is_wrong else 200)
        self.kept["typed"] = {"step": self.step, "fields": fields, "is_wrong": is_wrong}
        request.session[KEPT] = self.kept
        return HttpResponseRedirect(reverse("questions:ask-step", args=[self.step]))

    def send(self, request, form):
        if form.cleaned_data["website"]:
            # A machine. It is told what a person would be, and nothing is kept.
            request.session.pop(KEPT, None)
            return HttpResponseRedirect(reverse("questions:ask-sent"))
        if not ratelimit.consume(request, action="ask_question"):
            form.add_error(
                None,
                "Many questions came from your connection in the last hour. Try again later: nothing you typed is lost",
            )
            return self.show(request, form, status=429)
        answers = {name: value for step in self.kept["answers"].values() for name, value in step.items()}
        slug = answers.pop("meeting", "next")
        meeting = Meeting.objects.public().filter(slug=slug).first()
        received = intake.Received(
            received_at=timezone.now(),
            kind=answers.pop("kind", Question.Kind.QUESTION),
            parts=tuple(answers.pop("parts")),
            meeting=meeting,
            **answers,
        )

        def address(token):
            return request.build_absolute_uri(reverse("questions:track", args=[token]))

        try:
            question, token = intake.receive(received, sent_from=uuid.UUID(self.kept["id"]), address_of_track=address)
        except intake.NoScheme:
            form.add_error(None, "The panel takes no questions yet: its rules begin later. Nothing you typed is lost")
            return self.show(request, form, status=422)
        request.session.pop(KEPT, None)
        request.session["asked"] = {
            "reference": question.reference,
            "noun": question.noun,
            "token": token,
            "by_email": bool(received.email),
        }
        return HttpResponseRedirect(reverse("questions:ask-sent"))

    def show(self, request, form, status=200):
        place = self.order.index(self.step)
        context = {
            "section": "questions",
            "form": form,
            "step": self.step,
            "title": STEPS[self.step][1].format(noun=form.noun),
            "noun": form.noun,
            "rules": self.scheme,
            "number": place + 1,
            "of": len(self.order),
            "back": self.order[place - 1] if place else "",
            "answers": self.kept["answers"],
            "can_add": self.step == "words" and form.has_parts and form.boxes < ask_forms.MOST_PARTS,
        }
        if self.step == "check":
            context["summary"] = self.summary()
            context["words"] = " ".join(self.kept["answers"]["words"]["parts"])
        return render(request, "questions/ask_step.html", context, status=status)

    def summary(self) -> list[dict]:
        """What was entered, page by page, each with the way back to change it."""
        told = []
        for step in self.order[:-1]:
            answers = self.kept["answers"].get(step, {})
            form = STEPS[step][0](rules=self.scheme, kind=self.kind)
            if step == "words":
                lines = [(f"Your {form.noun}", answers["parts"])]
                if "signatures" in form.fields:
                    lines.append((form.fields["signatures"].label, [answers["signatures"]]))
            elif step == "meeting":
                chosen = dict(self._meetings()).get(answers["meeting"], "The next meeting I am in time for")
                lines = [("Meeting", [chosen])]
            else:
                lines = [
                    (field.label, [self._said(field, answers.get(name, ""))]) for name, field in form.fields.items()
                ]
            told += [{"label": label, "values": [v for v in values if v], "step": step} for label, values in lines]
        return [one for one in told if one["values"] or one["step"] == "law"]

    def _meetings(self):
        return [(one.meeting.slug, f"{one.meeting.starts_at:%A %-d %B %Y}") for one in scheme.open_meetings()]

    def _said(self, field, value):
        return dict(getattr(field, "choices", ())).get(value, value)


@method_decorator(never_cache, name="dispatch")
class AskSent(TemplateView):
    """The receipt: the reference, and the link that follows it."""

    template_name = "questions/ask_sent.html"

    def get_context_data(self, **kwargs):
        asked = self.request.session.get("asked") or {}
        token = asked.get("token")
        follow = self.request.build_absolute_uri(reverse("questions:track", args=[token])) if token else ""
        return super().get_context_data(section="questions", asked=asked, follow=follow, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Track(TemplateView):
    """Where one's own question stands, for whoever holds its link. Nothing on it says who asked."""

    template_name = "questions/track.html"

    def get(self, request, *args, token, **kwargs):
        key = tokens.opened(TaskToken.Purpose.TRACK_QUESTION, token)
        question = Question.objects.filter(pk=key).select_related("at_meeting__body", "ground").first() if key else None
        if question is None:
            return render(request, "questions/no_such_link.html", {"section": "questions"}, status=404)
        response = self.render_to_response(
            {
                "section": "questions",
                "question": question,
                "meeting": visible_rows(question.at_meeting, Audience.PUBLIC),
            }
        )
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response
