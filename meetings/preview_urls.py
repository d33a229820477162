"""The previews, inside the admin's addresses."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("preview/meeting/<int:pk>/", views.MeetingPreview.as_view(), name="preview-meeting"),
    path("preview/item/<int:pk>/", views.ItemPreview.as_view(), name="preview-item"),
]
