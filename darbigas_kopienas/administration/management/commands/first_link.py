from django.core.management.base import BaseCommand, CommandError, CommandParser

from darbigas_kopienas.administration.programme.first_start import first_link
from darbigas_kopienas.programme.models import Programme


class Command(BaseCommand):
    help = (
        "Prints the link by which the first programme coordinator lets themselves in, until they confirm their address;"
        " with --programme for one programme that nobody coordinates any more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programme", metavar="CODE", help="the programme's code, as in its public address")

    def handle(self, *args: object, programme: str | None, **options: object) -> None:
        if programme is not None:
            self._of_one(programme)
            return
        link = first_link()
        if link is None:
            raise CommandError(
                "The portal is set up already: somebody gives others their roles."
                " For a programme that nobody coordinates any more, name it with --programme."
            )
        self.stdout.write(f"First start: open {link}")

    def _of_one(self, code: str) -> None:
        programme = Programme.objects.filter(code=code).first()
        if programme is None:
            codes = ", ".join(Programme.objects.values_list("code", flat=True))
            raise CommandError(f"There is no programme {code!r}. There are: {codes}")
        link = first_link(programme)
        if link is None:
            raise CommandError(
                f"Somebody coordinates {code!r}, with an open account and a confirmed address:"
                " let them give others their roles."
            )
        self.stdout.write(f"A new coordinator of {code}: open {link}")
