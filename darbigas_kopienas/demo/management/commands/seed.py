from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from darbigas_kopienas.administration.programme.first_start import first_link
from darbigas_kopienas.demo import loader
from darbigas_kopienas.demo.people import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Loads the programme's facts; with DEMO=1 (or --demo) also invented people and what they did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="furnish the portal even without DEMO=1")

    def handle(self, *args: object, demo: bool, **options: object) -> None:
        if not (demo or settings.DEMO):
            loader.load_facts()
            self._tell_how_to_begin()
            return
        loader.load_demo()
        self.stdout.write("Demonstration log-ins (password for all: " + PASSWORD + ")")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<20} {login.says}")

    def _tell_how_to_begin(self) -> None:
        """While nobody has a role. JSON is what logs are collected as: the link opens the portal, so it stays out."""
        link = first_link()
        if link is None:
            return
        if settings.LOG_FORMAT == "json":
            self.stdout.write("First start: nobody has a role yet. The command first_link prints the link to begin by:")
            self.stdout.write("docker compose run --rm web python manage.py first_link")
            return
        self.stdout.write(f"First start: open {link}")
