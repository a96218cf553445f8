"""Events that bring a community together: the activity's own page in this room."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.model_fields import ChoiceWords

from .querysets import CommunityEventQuerySet


class CommunityEvent(ChoiceWords, models.Model):
    """One mobilisation or social-entrepreneurship event, the symposium or a partner meeting."""

    class Type(models.TextChoices):
        MOBILISATION = "mobilisation", _("mobilisation event")
        SOCIAL_ENTREPRENEURSHIP = "social_entrepreneurship", _("social entrepreneurship event")
        SYMPOSIUM = "symposium", _("symposium")
        PARTNER_MEETING = "partner_meeting", _("partner meeting")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="community_event", verbose_name=_("activity")
    )
    type = models.CharField(_("type"), max_length=30, choices=Type.choices)
    note = models.TextField(_("note for colleagues"), blank=True)

    objects = CommunityEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=["mobilisation", "social_entrepreneurship", "symposium", "partner_meeting"]),
                name="community_events_event_known_type",
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def scope(self) -> Scope:
        return self.activity.scope

    @property
    def component_label(self) -> str:
        """The component that this type usually belongs to, by the grant's own labels."""
        return usual_component(self.type)


def usual_component(type_: str) -> str:
    """Social entrepreneurship and the symposium are component 6 of the grant, mobilisation and meetings 3."""
    is_six = type_ in {CommunityEvent.Type.SOCIAL_ENTREPRENEURSHIP, CommunityEvent.Type.SYMPOSIUM}
    return "6" if is_six else "3"
