"""Addresses of the meeting record. They are permanent: once published, an address is never given to anything else."""

from django.urls import path, re_path

from meetings import views

app_name = "meetings"

DAY = r"(?P<{}>\d{{4}}-\d{{2}}-\d{{2}}(?:-\d+)?)"

urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meeting-list"),
    re_path(rf"^meetings/{DAY.format('slug')}/$", views.MeetingDetail.as_view(), name="meeting-detail"),
    re_path(
        rf"^meetings/{DAY.format('meeting_slug')}/(?P<slug>[-a-z0-9]+)/$",
        views.ItemDetail.as_view(),
        name="item-detail",
    ),
    path("actions/", views.ActionList.as_view(), name="action-list"),
    re_path(r"^actions/(?P<reference>\d{4}-\d{3,6})/$", views.ActionDetail.as_view(), name="action-detail"),
    re_path(r"^actions/A(?P<year>\d{4})[-/](?P<number>\d{3,6})/?$", views.ActionAsWritten.as_view()),
    path("members/", views.MemberList.as_view(), name="member-list"),
    re_path(
        r"^papers/(?P<pk>\d{1,12})/(?P<name>[-.\w]{1,120})$",
        views.PaperDownload.as_view(),
        name="paper-download",
    ),
]
