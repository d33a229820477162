"""How sign-in behaves here: no sign-up, and a second factor for those who publish."""

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied

from panel_portal.accounts.roles import has_staff_role


class AccountAdapter(DefaultAccountAdapter):
    """allauth's adapter, with the portal's two rules."""

    def is_open_for_signup(self, request):
        """An administrator makes the accounts."""
        return False

    def is_login_by_code_required(self, login) -> bool:
        """A code by e-mail is the second factor of whoever must have one, or asked for one, and has no authenticator
        app. (Where there is an authenticator, allauth asks for its code by itself.)"""
        if is_mfa_enabled(login.user):
            return False
        must = settings.SECOND_FACTOR_REQUIRED and has_staff_role(login.user)
        return must or login.user.code_by_email


def address_tried(request, credentials=None) -> str:
    """Whose sign-in was tried, for the lock-out. The form calls the field "login", allauth calls it "email"; counted
    without one, ten slips of one person would lock out a whole town hall behind the same address."""
    typed = (credentials or {}).get("email") or (request.POST.get("login", "") if request else "")
    return typed.strip().lower()


def where_from(request) -> str | None:
    """The address a sign-in came from: the one before the proxy, as for every other limit (PORTAL_PROXIES)."""
    try:
        return get_adapter(request).get_client_ip(request) if request else None
    except PermissionDenied:
        # A request that says nothing of where it came from (the server itself, a socket without a proxy) is counted by
        # the name alone.
        return None
