"""Signing in, where to go afterwards, and a person's own second factor."""

from allauth.account.views import LoginView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.generic import RedirectView, TemplateView, UpdateView

from panel_portal.accounts.forms import SecondFactorForm


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):
    """allauth's page, behind the lock-out that counts failures in the database."""


class Start(LoginRequiredMixin, RedirectView):
    """After signing in: the clerk to the work list, a member to the workspace, the office to its own.
    Anybody else goes to their own account."""

    def get_redirect_url(self):
        user = self.request.user
        if user.is_staff:
            return reverse("admin:index")
        if user.has_perm("meetings.open_workspace"):
            return "/workspace/"
        if user.has_perm("reports.answer_for_office"):
            return "/office/"
        return reverse("account_second_factor")


class EmailAddress(LoginRequiredMixin, TemplateView):
    """The address one signs in with. In place of allauth's page of that name, which lets people change it: it is
    where codes go, so only an administrator does."""

    template_name = "account/email.html"


class SecondFactor(LoginRequiredMixin, UpdateView):
    """What protects this sign-in besides the password."""

    form_class = SecondFactorForm
    template_name = "account/second_factor.html"
    success_url = reverse_lazy("account_second_factor")

    def get_object(self):
        return self.request.user

    def form_valid(self, form):
        messages.success(self.request, "Saved.")
        return super().form_valid(form)
