"""What every page knows of the panel whose portal this is."""

from django.conf import settings
from django.db import connection
from django.utils.functional import SimpleLazyObject

from meetings.models import Body
from panel_portal.records import revision


def portal(request):
    """`portal` in every template. Asked of the database only when a template uses it, and then once."""
    return {"portal": SimpleLazyObject(_kept)}


def _kept() -> dict:
    """What is known as long as nothing public changes; asked anew inside a transaction, which may be taken back."""
    return _portal() if connection.in_atomic_block else revision.kept("portal", _portal)


def _portal() -> dict:
    panels = Body.objects.public().filter(kind=Body.Kind.PANEL).select_related("contact")
    panel = panels.with_names().first()
    name = panel.name_then if panel else ""
    return {
        "panel": panel,
        "panel_name": name or "Panel Portal",
        "panel_short_name": (panel.short_name_then if panel else "") or name or "Panel Portal",
        "host_authority_name": (panel.host_then if panel else "") or "",
        "feedback_email": settings.FEEDBACK_EMAIL,
        "accent_stylesheet": None,
    }
