"""Following by e-mail without an account: ask, confirm, change, stop. No page says who follows what, but to whoever
holds a link from a letter."""

# The public function counts no GET, and to open a link is one. (A test watches the private one.)
from allauth.core.internal import ratelimit
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView, View

from panel_portal.pages.follow import asking, choices, links
from panel_portal.pages.follow.forms import FollowForm, RhythmForm
from panel_portal.pages.models import Subscription


@method_decorator(never_cache, name="dispatch")
class Follow(View):
    """What can be followed. On the way from a record's page that record stands first, and is chosen."""

    def get(self, request):
        chosen = choices.of_query(request.GET)
        named = any(request.GET.get(name) for name in ("what", *Subscription.OF_A_RECORD))
        return self.show(request, FollowForm(chosen=chosen), not_found=named and not chosen)

    def post(self, request):
        form = FollowForm(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        if form.cleaned_data["website"]:
            # A machine. It is told what a person would be.
            return HttpResponseRedirect(reverse("follow-sent"))
        if not ratelimit.consume(request, app="allauth.account", action="follow"):
            form.add_error(None, "Many such forms came from your connection in the last hour. Try again later")
            return self.show(request, form, status=429)
        asking.ask(form.cleaned_data["email"], form.choice, form.cleaned_data["rhythm"])
        return HttpResponseRedirect(reverse("follow-sent"))

    def show(self, request, form, status=200, **more):
        return render(request, "pages/follow/follow.html", {"section": "", "form": form, **more}, status=status)


class Sent(TemplateView):
    """The same words for every address, known or not: nobody learns here who follows what."""

    template_name = "pages/follow/sent.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(section="", days=links.CONFIRM_WITHIN.days, **kwargs)


@method_decorator(never_cache, name="dispatch")
class Link(View):
    """A page behind a link of a letter. Opening it changes nothing, since programs that look for bad links open them
    too; its button does."""

    purpose = ""

    def dispatch(self, request, *args, **kwargs):
        response = self.answer(request, *args, **kwargs)
        # The address is the secret, so it goes to no other site.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    def answer(self, request, token):
        try:
            self.token, self.key = token, links.key_in(self.purpose, token)
        except links.NoSuchLink:
            # Only guesses are counted: one mail server may stop for a thousand people in an hour.
            if not ratelimit.consume(request, app="allauth.account", action="guess_follow_link", limit_get=True):
                return render(request, "429.html", status=429)
            return self.refuse(request, "unknown", 404)
        except links.Expired:
            return self.refuse(request, "expired", 410)
        return super().dispatch(request)

    def refuse(self, request, why, status):
        context = {"section": "", "why": why, "purpose": self.purpose, "days": links.CONFIRM_WITHIN.days}
        return render(request, "pages/follow/refused.html", context, status=status)

    def show(self, request, template, **context):
        return render(request, f"pages/follow/{template}.html", {"section": "", "token": self.token, **context})


def _choice(subscription) -> choices.Choice:
    return choices.followed([subscription])[subscription.kind, subscription.record]


class Confirm(Link):
    purpose = "confirm"

    def get(self, request):
        subscription = asking.subscription_of(self.key)
        if subscription is None:
            return self.refuse(request, "gone", 410)
        return self.show(request, "confirm", subscription=subscription, choice=_choice(subscription))

    def post(self, request):
        subscription = asking.confirm(self.key)
        if subscription is None:
            return self.refuse(request, "gone", 410)
        way_out = links.path("change", subscription.subscriber)
        return self.show(request, "confirmed", subscription=subscription, choice=_choice(subscription), way_out=way_out)


@method_decorator(csrf_exempt, name="dispatch")
class Stop(Link):
    """Stop one thing. A mail program sends this form by itself when somebody presses its own "unsubscribe", from
    wherever it runs and without a cookie (RFC 8058), so no other proof is asked than the link."""

    purpose = "stop"

    def get(self, request):
        subscription = asking.subscription_of(self.key)
        if subscription is None:
            return self.refuse(request, "gone", 410)
        return self.show(request, "stop", choice=_choice(subscription))

    def post(self, request):
        subscription = asking.subscription_of(self.key)
        # Stopped already is stopped: a mail program that asks twice has done nothing wrong.
        choice = _choice(subscription) if subscription else None
        asking.stop(self.key)
        return self.show(request, "stopped", choice=choice)


@method_decorator(csrf_exempt, name="dispatch")
class StopAll(Link):
    """Stop everything that an address follows, with one click as well."""

    purpose = "stop-all"

    def get(self, request):
        if asking.subscriber_of(self.key) is None:
            return self.refuse(request, "gone", 410)
        return self.show(request, "stop")

    def post(self, request):
        asking.stop_all(self.key)
        return self.show(request, "stopped")


class Change(Link):
    """All that an address follows: how often, and the way out of each."""

    purpose = "change"

    def get(self, request, saved=False):
        subscriber = asking.subscriber_of(self.key)
        if subscriber is None:
            return self.refuse(request, "gone", 410)
        rows = asking.followed_by(subscriber)
        named = choices.followed(rows)
        listed = [
            {
                "subscription": one,
                "choice": named[one.kind, one.record],
                "form": RhythmForm(initial={"rhythm": one.rhythm}, prefix=str(one.pk)),
                "stop": links.path("stop", one),
            }
            for one in rows
        ]
        return self.show(request, "change", listed=listed, saved=saved, stop_all=links.path("stop-all", subscriber))

    def post(self, request):
        subscriber = asking.subscriber_of(self.key)
        if subscriber is None:
            return self.refuse(request, "gone", 410)
        for one in asking.followed_by(subscriber):
            form = RhythmForm(request.POST, prefix=str(one.pk))
            if form.is_valid():
                asking.change_rhythm(one, form.cleaned_data["rhythm"])
        return self.get(request, saved=True)
