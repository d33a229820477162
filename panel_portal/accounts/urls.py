from django.urls import include, path

from panel_portal.accounts import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("start/", views.Start.as_view(), name="account_start"),
    path("second-factor/", views.SecondFactor.as_view(), name="account_second_factor"),
    path("", include("allauth.urls")),
]
