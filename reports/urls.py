"""Addresses of reports, letters and responses, which are permanent, and of the workspaces, which ask for a sign-in."""

from django.urls import include, path, re_path

from reports import links, office, public, topic_pages, views

app_name = "reports"

DAY = r"(?P<slug>\d{4}-\d{2}-\d{2}(?:-\d+)?)"
REFERENCE = r"(?P<reference>\d{4}-\d{3,6})"
FILE = r"\.(?P<form>pdf|docx)$"

workspace = [
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

urlpatterns = [
    path("reports/", public.ReportList.as_view(), name="report-list"),
    path("reports.csv", public.ReportSheet.as_view(), name="report-sheet"),
    re_path(rf"^reports/{REFERENCE}/$", public.ReportDetail.as_view(), name="report-detail"),
    re_path(rf"^reports/{REFERENCE}/print/$", public.ReportPrint.as_view(), name="report-print"),
    re_path(rf"^reports/{REFERENCE}/print{FILE}", public.ReportPrint.as_view(), name="report-print-file"),
    re_path(r"^reports/R(?P<year>\d{4})[-/](?P<number>\d{3,6})/?$", public.ReportAsWritten.as_view()),
    path("responses/", public.ResponseList.as_view(), name="response-list"),
    path("responses.csv", public.ResponseSheet.as_view(), name="response-sheet"),
    path("responses/awaiting/", public.Awaiting.as_view(), name="awaiting"),
    re_path(rf"^responses/{REFERENCE}/$", public.ResponseDetail.as_view(), name="response-detail"),
    re_path(r"^responses/files/(?P<pk>\d+)/(?P<name>[^/]+)$", public.ResponseDownload.as_view(), name="response-file"),
    path("inspections/", public.InspectionList.as_view(), name="inspection-list"),
    path("inspections.csv", public.InspectionSheet.as_view(), name="inspection-sheet"),
    path("inspections/<slug:slug>/", public.InspectionDetail.as_view(), name="inspection-detail"),
    path("decisions/", public.DecisionList.as_view(), name="decision-list"),
    path("decisions.csv", public.DecisionSheet.as_view(), name="decision-sheet"),
    re_path(r"^decisions/(?P<slug>[-a-z0-9]{1,44})/$", public.DecisionDetail.as_view(), name="decision-detail"),
    re_path(r"^decisions/(?P<number>[-A-Za-z0-9]{1,44})/?$", public.DecisionAsWritten.as_view()),
    path("topics/", topic_pages.TopicList.as_view(), name="topic-list"),
    path("topics/<slug:slug>/", topic_pages.TopicDetail.as_view(), name="topic-detail"),
    path("threads/topic/<slug:slug>/", topic_pages.TopicThread.as_view()),
    re_path(
        r"^threads/(?P<kind>question|action|report|response)/(?P<reference>\d{4}-\d{3,6})/$",
        public.ThreadPage.as_view(),
        name="thread",
    ),
    re_path(
        r"^threads/(?P<kind>inspection|decision)/(?P<reference>[-a-z0-9]{1,90})/$",
        public.ThreadPage.as_view(),
        name="thread",
    ),
    re_path(
        r"^threads/(?P<kind>item)/(?P<reference>\d{4}-\d{2}-\d{2}(?:-\d+)?/[-a-z0-9]+)/$",
        public.ThreadPage.as_view(),
        name="thread",
    ),
    re_path(
        r"^threads/(?P<kind>meeting)/(?P<reference>\d{4}-\d{2}-\d{2}(?:-\d+)?)/$",
        public.ThreadPage.as_view(),
        name="thread",
    ),
    path("year/", public.YearPage.as_view(), name="this-year"),
    re_path(r"^year/(?P<year>20\d{2})/$", public.YearPage.as_view(), name="year"),
    path("workspace/", include(workspace)),
    path("office/", office.OfficeWorkspace.as_view(), name="office"),
    re_path(
        r"^office/(?P<kind>question|action|report|inspection)/(?P<reference>[-\w]+)/$",
        office.OfficeAnswer.as_view(),
        name="office-answer",
    ),
    path("respond/<str:token>/", links.Respond.as_view(), name="respond"),
]
