"""For the clerk: what people searched for in vain."""

from django.contrib import admin

from panel_portal.pages.models import FruitlessSearch


@admin.register(FruitlessSearch)
class FruitlessSearchAdmin(admin.ModelAdmin):
    list_display = ["words", "day", "count"]
    list_display_links = None
    date_hierarchy = "day"
    search_fields = ["words"]
