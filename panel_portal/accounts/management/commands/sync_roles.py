from django.core.management.base import BaseCommand

from panel_portal.accounts.roles import sync_roles


class Command(BaseCommand):
    help = "Make the groups clerk, member, office and administrator hold the rights listed in accounts/roles.py."

    def handle(self, **options):
        for role, (added, removed) in sync_roles().items():
            self.stdout.write(f"{role}: {added} rights added, {removed} taken away")
