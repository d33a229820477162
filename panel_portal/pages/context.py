"""What every page knows of the panel whose portal this is."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from meetings.models import Body
from meetings.models.bodies import in_force
from panel_portal.records.periods import today


def portal(request):
    """`portal` in every template. Asked of the database only when a template uses it: two queries, or none."""
    return {"portal": SimpleLazyObject(_portal)}


def _portal() -> dict:
    panel = (
        Body.objects.public()
        .filter(kind=Body.Kind.PANEL)
        .select_related("contact")
        .with_visible("names", "hostings__authority")
        .first()
    )
    host = in_force(panel.hostings.all(), today()) if panel else None
    return {
        "panel": panel,
        "panel_name": panel.name_on(today()) if panel else "Panel Portal",
        "panel_short_name": panel.short_name_on(today()) if panel else "Panel Portal",
        "host_authority_name": host.authority.name if host else "",
        "feedback_email": settings.FEEDBACK_EMAIL,
        "accent_stylesheet": None,
    }
