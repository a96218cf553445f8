from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Sum

from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from .models import Attendance, HeadCount, Registration  # noqa: F401 - named in the classes' arguments


class HeadCountQuerySet(ScopedQuerySet["HeadCount"]):
    """Numbers without names: whoever sees the staff side of the activity sees them."""

    scope_path: ClassVar[str] = "activity__"

    def by_group(self) -> dict[str, int]:
        rows = self.order_by().values("group").annotate(number=Sum("count")).values_list("group", "number")
        return dict(rows)


class RegistrationQuerySet(ScopedQuerySet["Registration"]):
    """Names: never for the funder or the auditor; one's own always."""

    scope_path: ClassVar[str] = "activity__"
    see: ClassVar[tuple[Permission, ...]] = (Permission.SEE_REGISTRATIONS,)

    def also_visible(self, user: Any) -> Q:
        if not getattr(user, "is_authenticated", False):
            return super().also_visible(user)
        return Q(person__user=user)

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def standing(self) -> Self:
        return self.exclude(state="cancelled")

    def seen(self) -> Self:
        """Registered people who were at a session at least once."""
        return self.filter(attendances__isnull=False).distinct()


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: Any) -> Self:
        from .models import Registration  # the models of this app are not loaded yet when this module is

        return self.filter(registration__in=Registration.objects.visible_to(user))
