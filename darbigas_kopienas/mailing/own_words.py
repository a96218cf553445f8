"""A programme's own words of a kind of letter, and the placeholders in them: plain text, no language of templates."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.access import Permission, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.characters import one_line

LONGEST_SUBJECT, LONGEST_OPENING = 150, 2000
LANGUAGES = ("lv", "en")
_PIECE = re.compile(r"\{[^{}\n]*\}|[{}]")  # a placeholder, or a brace that belongs to none


class MailWordingQuerySet(models.QuerySet["MailWording"]):
    def visible_to(self, user: Reader) -> Self:
        """Of the programmes whose own words one writes."""
        return self.filter(
            programme__in=[pk for pk, within in scopes_of(user, Permission.WRITE_MAIL) if within is None]
        )


class MailWording(models.Model):
    """How a programme begins its e-mails of a kind in a language; what is empty the portal says as it always does."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", verbose_name=_("programme"))
    template = models.CharField(_("template"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    opening = models.TextField(_("opening words"), max_length=LONGEST_OPENING, blank=True)
    open_texts = frozenset({"subject", "opening"})

    objects: ClassVar[MailWordingQuerySet] = MailWordingQuerySet.as_manager()  # type: ignore[assignment]  # typed manager

    class Meta:
        verbose_name = _("own words of an e-mail")
        verbose_name_plural = _("own words of e-mails")
        ordering = ["template", "language"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "template", "language"], name="mailing_mailwording_once"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="mailing_mailwording_language"),
            models.CheckConstraint(condition=~Q(subject="", opening=""), name="mailing_mailwording_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.language}"

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id)


def unknown_in(text: str, names: Collection[str]) -> list[str]:
    """What stands in braces and is no placeholder, and braces without their other half, as typed, each once."""
    pieces = dict.fromkeys(_PIECE.findall(text))
    return [piece for piece in pieces if _name(piece) not in names]


def fill(text: str, values: Mapping[str, Callable[[], str]]) -> str | None:
    """The text with the values in place of what stands in braces; None where any of them is not known."""
    filled = {piece: values.get(_name(piece), str)() for piece in dict.fromkeys(_PIECE.findall(text))}
    return _PIECE.sub(lambda match: filled[match[0]], text) if all(filled.values()) else None


def _name(piece: str) -> str:
    return one_line(piece.strip("{}")).casefold()
