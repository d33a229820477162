"""The preview of a question, inside the admin's addresses."""

from django.urls import path

from questions import views

urlpatterns = [path("preview/question/<int:pk>/", views.QuestionPreview.as_view(), name="preview-question")]
