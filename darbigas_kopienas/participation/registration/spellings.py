"""How people type an institution that the portal knows by another name: said once by an organiser, known ever after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.facts.kinds import Fields
from darbigas_kopienas.programme.scoping import Scope, Scoped, ScopedQuerySet
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.characters import one_line

MOST, MOST_OF_KEY = 200, 800


class SchoolSpellingQuerySet(ScopedQuerySet["SchoolSpelling"]):
    see = (Permission.MANAGE_REGISTRATIONS,)


class SchoolSpelling(Scoped):
    """What a text means where these organisers hold activities: an institution, or only a municipality.

    "1. vidusskola" is another school in each town, so it holds in its scope alone.
    """

    text = models.CharField(_("what people type"), max_length=MOST)
    folded = models.CharField(max_length=MOST, editable=False)
    sort_key = models.CharField(max_length=MOST_OF_KEY, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    place = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("only the municipality")
    )

    objects = SchoolSpellingQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling of an institution")
        verbose_name_plural = _("spellings of institutions")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality", "folded"],
                name="participation_school_spelling_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, place__isnull=True)
                | Q(organisation__isnull=True, place__isnull=False),
                name="participation_school_spelling_one_meaning",
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(folded=""), name="participation_school_spelling_has_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def meaning(self) -> Organisation | Municipality | None:
        return self.organisation or self.place


def remember(scope: Scope, typed: str, organisation: Organisation | None, place: Municipality | None) -> None:
    """From now on, in this scope; what was said before of the same text no longer holds."""
    text, folded = one_line(typed)[:MOST], formats.folded(typed)[:MOST]
    meaning = {
        "text": text,
        "sort_key": formats.sort_key(text)[:MOST_OF_KEY],
        "organisation": organisation,
        "place": None if organisation is not None else place,
    }
    at: Fields = {"programme_id": scope.programme_id, "municipality_id": scope.municipality_id, "folded": folded}
    SchoolSpelling.objects.update_or_create(**at, defaults=meaning)
