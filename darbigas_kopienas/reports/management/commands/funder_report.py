"""The funder's report from the command line: the same figures, the same file, the same check page."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.reports import services
from darbigas_kopienas.reports.freeze import freeze
from darbigas_kopienas.reports.models import Rendering
from darbigas_kopienas.values import formats, texts
from darbigas_kopienas.values.pdf import PdfError


class Command(BaseCommand):
    help = "Make the funder's report of a period and write it to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--from", required=True, dest="starts_on", metavar="DATE", help="2020-04-01 or 01.04.2020")
        parser.add_argument("--to", required=True, dest="ends_on", metavar="DATE")
        parser.add_argument("--municipality", metavar="CODE", help="left out: the whole programme")
        parser.add_argument("--language", required=True, choices=[code for code, _name in texts.LANGUAGES])
        parser.add_argument("--format", required=True, choices=Rendering.Format.values)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if not output.parent.is_dir():
            raise CommandError(f"There is no folder {output.parent}.")
        scope = _scope(options["programme"], options["municipality"])
        starts_on, ends_on = _day(options["starts_on"]), _day(options["ends_on"])
        language, format_ = options["language"], options["format"]
        try:
            report = freeze(by=SYSTEM, scope=scope, starts_on=starts_on, ends_on=ends_on)
            content = services.render(report, language=language, format=format_)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except PdfError as error:
            raise CommandError(str(error)) from error
        rendering = services.store_rendering(
            by=SYSTEM, report=report, language=language, format=format_, content=content
        )
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{report.spaced_code} {rendering.sha256} {output}")


def _scope(programme_code: str, municipality_code: str | None) -> Scope:
    programme = Programme.objects.filter(code=programme_code).first()
    if programme is None:
        known = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True)) or "none"
        raise CommandError(f"There is no programme {programme_code}. Known: {known}.")
    if municipality_code is None:
        return Scope(programme.pk)
    partners = dict(programme.partnerships.values_list("municipality__code", "municipality_id"))
    if municipality_code not in partners:
        raise CommandError(
            f"{municipality_code} is no partner of {programme_code}. Known: {', '.join(sorted(partners))}."
        )
    return Scope(programme.pk, partners[municipality_code])


def _day(text: str) -> date:
    try:
        return formats.parse_date(text)
    except formats.NotADate as error:
        raise CommandError(f"{text}: {error}") from error
