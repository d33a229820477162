"""Addresses of the meeting record. They are permanent: once published, an address is never given to anything else."""

from django.urls import path, re_path

from meetings import views

app_name = "meetings"

DAY = r"(?P<{}>\d{{4}}-\d{{2}}-\d{{2}}(?:-\d+)?)"
FILE = r"\.(?P<form>pdf|docx)$"


def printed(address: str, view, name: str) -> list:
    """What is printed, as a page at `address`/ and as files beside it. One step longer than the address of an item, so
    that no title can take its place."""
    return [
        re_path(rf"^meetings/{address}/$", view.as_view(), name=name),
        re_path(rf"^meetings/{address}{FILE}", view.as_view(), name=f"{name}-file"),
    ]


urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meeting-list"),
    path("meetings.csv", views.MeetingSheet.as_view(), name="meeting-sheet"),
    re_path(rf"^meetings/{DAY.format('slug')}/$", views.MeetingDetail.as_view(), name="meeting-detail"),
    re_path(
        rf"^meetings/{DAY.format('meeting_slug')}/(?P<slug>[-a-z0-9]+)/$",
        views.ItemDetail.as_view(),
        name="item-detail",
    ),
    *printed(rf"{DAY.format('slug')}/print/minutes", views.MinutesPrint, "minutes-print"),
    *printed(rf"{DAY.format('slug')}/print/agenda", views.AgendaPrint, "agenda-print"),
    *printed(rf"{DAY.format('slug')}/print/actions", views.ActionPaperPrint, "action-paper-print"),
    re_path(
        rf"^meetings/{DAY.format('slug')}/print/actions\.csv$",
        views.ActionPaperSheet.as_view(),
        name="action-paper-sheet",
    ),
    *printed(rf"{DAY.format('meeting_slug')}/(?P<slug>[-a-z0-9]+)/extract", views.ItemExtract, "item-extract"),
    path("actions/", views.ActionList.as_view(), name="action-list"),
    path("actions.csv", views.ActionSheet.as_view(), name="action-sheet"),
    re_path(r"^actions/(?P<reference>\d{4}-\d{3,6})/$", views.ActionDetail.as_view(), name="action-detail"),
    re_path(r"^actions/A(?P<year>\d{4})[-/](?P<number>\d{3,6})/?$", views.ActionAsWritten.as_view()),
    path("members/", views.MemberList.as_view(), name="member-list"),
    path("members.csv", views.MemberSheet.as_view(), name="member-sheet"),
    re_path(
        r"^papers/(?P<pk>\d{1,12})/(?P<name>[-.\w]{1,120})$",
        views.PaperDownload.as_view(),
        name="paper-download",
    ),
]
