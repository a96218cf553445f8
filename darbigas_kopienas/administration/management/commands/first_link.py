from django.core.management.base import BaseCommand, CommandError

from darbigas_kopienas.administration.programme.first_start import first_link


class Command(BaseCommand):
    help = "Prints the link by which the first programme coordinator lets themselves in, while nobody has a role."

    def handle(self, *args: object, **options: object) -> None:
        link = first_link()
        if link is None:
            raise CommandError("The portal is set up already: somebody has a role in it, and gives others theirs.")
        self.stdout.write(f"First start: open {link}")
