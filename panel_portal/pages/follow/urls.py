from django.urls import path, re_path

from panel_portal.pages.follow import views

LINK = r"(?P<token>[-.\w]{20,120})/$"

urlpatterns = [
    path("", views.Follow.as_view(), name="follow"),
    path("sent/", views.Sent.as_view(), name="follow-sent"),
    re_path(rf"^confirm/{LINK}", views.Confirm.as_view(), name="follow-confirm"),
    re_path(rf"^stop/{LINK}", views.Stop.as_view(), name="follow-stop"),
    re_path(rf"^stop-all/{LINK}", views.StopAll.as_view(), name="follow-stop-all"),
    re_path(rf"^change/{LINK}", views.Change.as_view(), name="follow-change"),
]
