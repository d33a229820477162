import os

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from panel_portal.accounts.roles import sync_roles
from panel_portal.pages import serving
from panel_portal.pages.demo.build import ACCOUNTS, build, is_built
from panel_portal.pages.fresh_database import migrate_fresh


class Command(BaseCommand):
    help = "Look at the portal with an invented panel in it: make the record, print how to sign in, and serve it."
    # Nothing of the checks can be wrong for a reader of the demonstration, and they cost a second.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="throw the invented record away and make it anew")
        parser.add_argument("--port", type=int, default=8000, help="where to serve it (8000)")
        parser.add_argument("--no-serve", action="store_true", help="stop once the record is made")

    def handle(self, *, fresh, port, no_serve, **options):
        if settings.MODE not in {"demo", "development"}:
            raise CommandError(
                f"This would put invented people into a database that may be somebody's (PORTAL_MODE is "
                f"{settings.MODE}). Run it without PORTAL_MODE, or with PORTAL_MODE=demo."
            )
        if "PORTAL_ADDRESS" not in os.environ:
            settings.SITE_ADDRESS = f"http://localhost:{port}"  # of links in letters
        if no_serve:
            self.prepare(fresh)
            return
        listener = serving.claim_port(port)
        try:
            # In a child, so that its memory is given back before the serving begins.
            serving.run_in_child(lambda: self.prepare(fresh))
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing half made was kept.", returncode=130) from None
        self.say_how_to_sign_in()
        serving.serve(listener, lambda parent: self.say_served(parent, port))

    # Making the record

    def prepare(self, fresh: bool) -> None:
        if fresh:
            self.refuse_what_is_not_ours()
            self.say("Throwing the old record away")
            self.empty()
        self.say("Preparing the database")
        migrate_fresh()
        sync_roles()
        if is_built():
            self.say("The invented record is here already (--fresh makes it anew)")
        else:
            self.remove_files()  # of a build that was interrupted: its rows are gone, its files are not
            build(lambda words: self.say(f"Making the invented record: {words}"))
            self.say("The invented record is made")
        self.stdout.write("")

    def refuse_what_is_not_ours(self) -> None:
        """--fresh empties the database DATABASE_URL names. Only one that this command filled may be emptied."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.accounts_user') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return
            cursor.execute("SELECT email FROM accounts_user")
            known = {account.email for account in ACCOUNTS}
            found = {email for (email,) in cursor.fetchall()}
        if found and not found & known:
            raise CommandError(
                "This database holds sign-ins, and none of them is the demonstration's. It may be somebody's, "
                "so it is left alone. Set DATABASE_URL to another database, or take it away."
            )

    def empty(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        self.remove_files()

    def remove_files(self) -> None:
        """Every stored paper: they lie two deep, under the first letters of their SHA-256."""
        storage = storages["default"]
        folders = storage.listdir("")[0] if storage.exists("") else []
        for folder in folders:
            if len(folder) == 2:
                for name in storage.listdir(folder)[1]:
                    storage.delete(f"{folder}/{name}")

    # Saying so

    def say(self, words: str) -> None:
        """A line that the next one replaces where somebody is looking, and that stays where it is logged."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{words}", ending="")
        elif not words.startswith("Making the invented record: Meeting"):
            self.stdout.write(words)
        self.stdout.flush()

    def say_how_to_sign_in(self) -> None:
        self.stdout.write("Sign in with one of these:")
        width = max(len(account.email) for account in ACCOUNTS)
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.role:14} {account.email:{width}}  {account.password}")
        self.stdout.write(f"Mail is not sent; it lands in {settings.EMAIL_FILE_PATH}\n")
        self.stdout.flush()

    def say_served(self, parent: int, port: int) -> None:
        seconds = serving.seconds_since_start(parent)
        address = f"http://{serving.HOST}:{port}"
        taken = f" (first page {seconds:.1f} seconds after the command)" if seconds is not None else ""
        self.stdout.write(f"The portal is at {address}/{taken}. Ctrl-C ends it.")
        self.stdout.flush()
        serving.warm_up(address)
        if memory := serving.memory_of_family(parent):
            self.stdout.write(
                f"It takes {memory[0]:.0f} MB of memory in {memory[1]} processes: web server, its two workers, "
                "the worker for jobs, PostgreSQL."
            )
        self.stdout.flush()
