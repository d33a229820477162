"""Sign-ins and their roles, for the administrator."""

from django import forms
from django.contrib import admin

from panel_portal.accounts.models import User


class NewUserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "groups", "is_staff", "is_active", "code_by_email"]

    def save(self, commit=True):
        user = super().save(commit=False)
        user.email = user.email.lower()
        user.set_unusable_password()  # chosen by the person, through "forgotten password"
        if commit:
            user.save()
        return user


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    # There is no password field: each person sets their own through "forgotten password".
    fields = ["email", "name", "groups", "is_staff", "is_active", "code_by_email"]
    list_display = ["name", "email", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["name", "email"]
    filter_horizontal = ["groups"]

    @admin.display(description="roles")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **({} if obj else {"form": NewUserForm}), **kwargs)

    def has_change_permission(self, request, obj=None):
        # Whoever may change an address may receive its forgotten password: nobody reaches above their own rights.
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False
