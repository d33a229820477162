from django.core.management.base import BaseCommand

from questions.retention import destroy_due


class Command(BaseCommand):
    help = "Destroy contact details and received words of questions whose time is up. The worker does it every night."

    def handle(self, **options):
        self.stdout.write(str(destroy_due()))
