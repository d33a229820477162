from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RecordsConfig(AppConfig):
    name = "panel_portal.records"
    verbose_name = "What every record shares"

    def ready(self):
        from panel_portal.records import checks  # noqa: F401, PLC0415 - checks register themselves when imported


class PortalAdminConfig(AdminConfig):
    """Django's admin, with the clerk's home page for its index."""

    default_site = "panel_portal.records.admin.PortalAdminSite"
