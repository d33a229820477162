from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """Django's admin, with the clerk's home page for its index."""

    default_site = "panel_portal.records.admin_site.PortalAdminSite"
