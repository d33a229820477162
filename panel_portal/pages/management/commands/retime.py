from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from reports.retiming import retime_everything


class Command(BaseCommand):
    help = (
        "Count every open day anew, after a bank holiday was added or a period of the law was corrected, and list each "
        "that changed with the reason."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only list what would change")
        parser.add_argument("--by", help="e-mail address of whoever does it, for the history")

    def handle(self, *, dry_run, by, **options):
        user = None
        if by:
            user = get_user_model().objects.filter(email__iexact=by).first()
            if user is None:
                raise CommandError(f"Nobody signs in as {by}.")
        changed = retime_everything(by=user, dry_run=dry_run)
        for one in changed:
            self.stdout.write(str(one))
        days = f"{len(changed)} day{'' if len(changed) == 1 else 's'}"
        self.stdout.write(f"{days} would change. Nothing was written." if dry_run else f"{days} changed.")
