"""Addresses of public questions. They are permanent: once published, an address is never given to anything else."""

from django.urls import path, re_path

from questions import asking, views

app_name = "questions"

urlpatterns = [
    path("questions/", views.QuestionList.as_view(), name="question-list"),
    path("questions.csv", views.QuestionSheet.as_view(), name="question-sheet"),
    path("questions/ask/", asking.AskStart.as_view(), name="ask"),
    path("questions/ask/sent/", asking.AskSent.as_view(), name="ask-sent"),
    path("questions/ask/<slug:step>/", asking.AskStep.as_view(), name="ask-step"),
    re_path(r"^questions/track/(?P<token>[-\w]{20,80})/$", asking.Track.as_view(), name="track"),
    path("questions/scheme/", views.SchemeDetail.as_view(), name="scheme"),
    re_path(
        r"^questions/scheme/(?P<slug>\d{4}-\d{2}-\d{2}(?:-\d+)?)\.ics$", views.closing_in_calendar, name="closing-ics"
    ),
    path("questions/not-put/", views.NotPut.as_view(), name="not-put"),
    re_path(r"^questions/(?P<reference>\d{4}-\d{3,6})/$", views.QuestionDetail.as_view(), name="question-detail"),
    re_path(r"^questions/Q(?P<year>\d{4})[-/](?P<number>\d{3,6})/?$", views.QuestionAsWritten.as_view()),
]
