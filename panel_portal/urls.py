"""Every address of the portal, on one screen."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from panel_portal.pages import data, finding
from panel_portal.pages import views as pages
from panel_portal.pages.sitemaps import SITEMAPS

urlpatterns = [
    path("", pages.Home.as_view(), name="home"),
    path("", include("meetings.urls")),
    path("", include("questions.urls")),
    path("", include("reports.urls")),
    path("", include("panel_portal.pages.urls")),
    path("follow/", include("panel_portal.pages.follow.urls")),
    path("search/", finding.Search.as_view(), name="search"),
    path("about/", pages.Statement.as_view(template_name="pages/about.html"), name="about"),
    path(
        "accessibility/",
        pages.Statement.as_view(template_name="pages/accessibility.html"),
        name="accessibility",
    ),
    path("privacy/", pages.Statement.as_view(template_name="pages/privacy.html"), name="privacy"),
    path("cookies/", pages.Statement.as_view(template_name="pages/cookies.html"), name="cookies"),
    path("data/", data.DataPage.as_view(), name="data"),
    path("data/schemas/<slug:name>.json", data.table_schema, name="table-schema"),
    path("api/", include("panel_portal.pages.api.urls")),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("robots.txt", data.robots, name="robots"),
    # Browsers ask for it where no page says otherwise: in their viewer of a PDF.
    path("favicon.ico", pages.Icon.as_view()),
    path("health/", pages.Health.as_view(), name="health"),
    path("accounts/", include("panel_portal.accounts.urls")),
    path("admin/", include("meetings.preview_urls")),
    path("admin/", include("questions.preview_urls")),
    path("admin/", include("reports.preview_urls")),
    path("admin/", admin.site.urls),
]
