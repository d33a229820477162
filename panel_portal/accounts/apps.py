from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "panel_portal.accounts"
    verbose_name = "People who sign in"
