from allauth.mfa.totp.views import ActivateTOTPView
from csp.decorators import csp_update
from django.urls import include, path

from panel_portal.accounts import views

urlpatterns = [
    path("", views.Start.as_view()),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("start/", views.Start.as_view(), name="account_start"),
    path("email/", views.EmailAddress.as_view(), name="account_email"),
    path("second-factor/", views.SecondFactor.as_view(), name="account_second_factor"),
    # The authenticator's QR code is a picture inside the page.
    path(
        "2fa/totp/activate/",
        csp_update({"img-src": ["data:"]})(ActivateTOTPView.as_view()),
        name="mfa_activate_totp",
    ),
    path("", include("allauth.urls")),
]
