"""The previews of reports, inspections and decisions, and the page of topics, inside the admin's addresses."""

from django.urls import path

from reports import public, topic_entry

urlpatterns = [
    path("topics/suggested/", topic_entry.SuggestedTopics.as_view(), name="suggested-topics"),
    path("preview/report/<int:pk>/", public.ReportPreview.as_view(), name="preview-report"),
    path("preview/inspection/<int:pk>/", public.InspectionPreview.as_view(), name="preview-inspection"),
    path("preview/decision/<int:pk>/", public.DecisionPreview.as_view(), name="preview-decision"),
]
