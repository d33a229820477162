"""Bodies, offices, authorities, members, and whose sign-in is whose."""

from django.contrib import admin

from meetings import entry_forms, models
from panel_portal.records.admin import RecordAdmin, RecordInline
from panel_portal.records.publication import publish, restore, withdraw


class DatedInline(RecordInline):
    formset = entry_forms.DatedFormSet


class BodyNameInline(DatedInline):
    model = models.BodyName


class HostingInline(DatedInline):
    model = models.Hosting


class StandingItemInline(admin.TabularInline):
    model = models.StandingItem
    extra = 1


@admin.register(models.Body)
class BodyAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "parent"]
    list_select_related = ["parent"]
    search_fields = ["names__name", "slug"]
    inlines = [BodyNameInline, HostingInline, StandingItemInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names", "parent__names")


class OfficeTitleInline(DatedInline):
    model = models.OfficeTitle


class OfficeHolderInline(DatedInline):
    model = models.OfficeHolder


@admin.register(models.Office)
class OfficeAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "organisation"]
    search_fields = ["titles__title", "holders__name"]
    inlines = [OfficeTitleInline, OfficeHolderInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("titles")


@admin.register(models.Authority)
class AuthorityAdmin(RecordAdmin):
    search_fields = ["name"]


@admin.register(models.Contact)
class ContactAdmin(RecordAdmin):
    search_fields = ["name", "position"]


class MembershipInline(DatedInline):
    model = models.Membership


class PanelRoleInline(DatedInline):
    model = models.PanelRole


@admin.register(models.Member)
class MemberAdmin(RecordAdmin):
    list_display = ["name", "publication"]
    list_filter = ["publication", "memberships__kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline, PanelRoleInline]
    verbs = (publish, withdraw, restore)


@admin.register(models.MemberSignIn)
class MemberSignInAdmin(admin.ModelAdmin):
    list_select_related = ["user", "member"]


@admin.register(models.OfficeSignIn)
class OfficeSignInAdmin(admin.ModelAdmin):
    list_select_related = ["user"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("office__titles")
