"""The previews of reports, inspections and decisions, inside the admin's addresses."""

from django.urls import path

from reports import public

urlpatterns = [
    path("preview/report/<int:pk>/", public.ReportPreview.as_view(), name="preview-report"),
    path("preview/inspection/<int:pk>/", public.InspectionPreview.as_view(), name="preview-inspection"),
    path("preview/decision/<int:pk>/", public.DecisionPreview.as_view(), name="preview-decision"),
]
