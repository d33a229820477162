from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "panel_portal.pages"
    verbose_name = "Pages about the whole"
