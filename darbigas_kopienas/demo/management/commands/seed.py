from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from darbigas_kopienas.demo import loader
from darbigas_kopienas.demo.people import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Loads the programme's facts; with DEMO=1 (or --demo) also invented people and what they did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="furnish the portal even without DEMO=1")
        parser.add_argument("--logins", action="store_true", help="print the demonstration's log-ins")

    def handle(self, *args: Any, demo: bool, logins: bool, **options: Any) -> None:
        if demo or settings.DEMO:
            loader.load_demo()
            if logins:
                self._print_logins()
        else:
            loader.load_facts()

    def _print_logins(self) -> None:
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<22} {PASSWORD:<20} {login.says}")
