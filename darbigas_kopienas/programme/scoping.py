"""Where a row belongs, and so who may see it: programme, and municipality or the whole programme."""

from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values.model_fields import ChoiceWords

from .access import Permission, scopes_of

M = TypeVar("M", bound=models.Model)  # the `[M: Model]` form needs Python 3.12


@dataclass(frozen=True)
class Scope:
    """A programme, and one municipality of it; `municipality_id` None means the whole programme.

    `site_id` names the centre whose rows these are: whoever works in that centre alone reaches them too.
    """

    programme_id: int
    municipality_id: int | None = None
    site_id: int | None = None

    @property
    def municipal(self) -> "Scope":
        """Without the centre: what the municipality's other rows say of themselves, and are compared by."""
        return Scope(self.programme_id, self.municipality_id)


def q_in_scopes(user: Reader, *permissions: Permission, path: str = "") -> Q:
    """Rows whose scope the user holds one of the permissions for; `path` leads to the scoped row ("activity__").

    A membership in a municipality reaches that municipality's rows; one in the whole programme reaches all.
    """
    scopes = scopes_of(user, *permissions)
    whole = sorted(programme_id for programme_id, municipality_id in scopes if municipality_id is None)
    query = Q(**{f"{path}programme_id__in": whole}) if whole else Q(pk__in=[])
    for programme_id, municipality_id in sorted(pair for pair in scopes if pair[1] is not None):
        query |= Q(**{f"{path}programme_id": programme_id, f"{path}municipality_id": municipality_id})
    return query


class ScopedQuerySet(models.QuerySet[M]):
    """Lists are scoped by default: a room adds what is public or one's own in `also_visible`."""

    scope_path: ClassVar[str] = ""
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_STAFF,)

    def also_visible(self, user: Reader) -> Q:
        """What this user sees beyond the scopes (published rows, one's own)."""
        return Q(pk__in=[])

    def visible_to(self, user: Reader) -> Self:
        return self.filter(q_in_scopes(user, *self.see, path=self.scope_path) | self.also_visible(user))

    def in_scope(self, scope: Scope) -> Self:
        """Rows of the programme; of one municipality where the scope names it."""
        rows = self.filter(**{f"{self.scope_path}programme_id": scope.programme_id})
        if scope.municipality_id is not None:
            rows = rows.filter(**{f"{self.scope_path}municipality_id": scope.municipality_id})
        return rows


class Scoped(ChoiceWords, models.Model):
    """A row that belongs to a programme, and to one municipality or (empty) to the whole programme."""

    programme = models.ForeignKey("programme.Programme", models.PROTECT, related_name="+", verbose_name=_("programme"))
    municipality = models.ForeignKey(
        "people.Municipality", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("municipality")
    )

    class Meta:
        abstract = True

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id, self.municipality_id)
