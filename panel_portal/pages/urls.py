"""Addresses of feeds and calendars. They are permanent: programs ask them again for years."""

from django.urls import path, re_path

from panel_portal.pages import calendars, feeds

SLUG, REFERENCE = r"(?P<slug>[-\w]{1,60})", r"(?P<reference>\d{4}-\d{3,6})"

urlpatterns = [
    path("feeds/", feeds.FeedIndex.as_view(), name="feeds"),
    path("feeds/everything.atom", feeds.Feed.as_view(), name="feed"),
    re_path(rf"^feeds/bodies/{SLUG}\.atom$", feeds.FeedOfBody.as_view(), name="feed-of-body"),
    re_path(rf"^feeds/topics/{SLUG}\.atom$", feeds.FeedOfTopic.as_view(), name="feed-of-topic"),
    re_path(rf"^feeds/questions/{REFERENCE}\.atom$", feeds.FeedOfQuestion.as_view(), name="feed-of-question"),
    re_path(rf"^feeds/actions/{REFERENCE}\.atom$", feeds.FeedOfAction.as_view(), name="feed-of-action"),
    re_path(
        rf"^feeds/states/(?P<state>{'|'.join(feeds.STATES)})\.atom$", feeds.FeedOfState.as_view(), name="feed-of-state"
    ),
    path("calendar/meetings.ics", calendars.AllMeetings.as_view(), name="calendar"),
    path("calendar/questions.ics", calendars.CutOffs.as_view(), name="calendar-of-questions"),
    re_path(rf"^calendar/bodies/{SLUG}\.ics$", calendars.MeetingsOfBody.as_view(), name="calendar-of-body"),
    re_path(
        r"^calendar/meetings/(?P<slug>\d{4}-\d{2}-\d{2}(?:-\d+)?)\.ics$",
        calendars.OneMeeting.as_view(),
        name="calendar-of-meeting",
    ),
]
