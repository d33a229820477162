from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "panel_portal.records"
    verbose_name = "What every record shares"

    def ready(self):
        from panel_portal.records import checks  # noqa: F401, PLC0415 - checks register themselves when imported
