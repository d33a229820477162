"""Addresses of the workspaces. Each asks for a sign-in."""

from django.urls import path, re_path

from reports import views

app_name = "reports"

DAY = r"(?P<slug>\d{4}-\d{2}-\d{2}(?:-\d+)?)"
FILE = r"\.(?P<form>pdf|docx)$"

urlpatterns = [
    path("", views.MembersWorkspace.as_view(), name="workspace"),
    re_path(r"^actions/(?P<reference>\d{4}-\d{3,6})/$", views.MembersAction.as_view(), name="action"),
    path("questions/", views.TurnedAway.as_view(), name="turned-away"),
    path("seen/", views.Seen.as_view(), name="seen"),
    path("follow/<int:pk>/", views.Follow.as_view(), name="follow"),
    path("unfollow/<int:pk>/", views.Unfollow.as_view(), name="unfollow"),
    path("brief/", views.BriefPrint.as_view(), name="brief"),
    re_path(rf"^brief{FILE}", views.BriefPrint.as_view(), name="brief-file"),
    re_path(rf"^brief/{DAY}/$", views.BriefPrint.as_view(), name="brief-of-meeting"),
    re_path(rf"^brief/{DAY}{FILE}", views.BriefPrint.as_view(), name="brief-of-meeting-file"),
]
