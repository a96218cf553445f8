from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "darbigas_kopienas.activities"
    label = "activities"
    verbose_name = _("activities")

    def ready(self) -> None:
        from darbigas_kopienas.evidence.registry import register_uses

        register_uses("activities", _uses_of)


def _uses_of(document: Any) -> Iterable[Any]:
    """The activities whose pages show a document, so that a withdrawn photo is found."""
    from django.urls import reverse

    from darbigas_kopienas.evidence.registry import Use

    for activity in document.activities.order_by("pk"):
        url = reverse("activities:activity_detail", args=[activity.pk])
        yield Use(text=str(activity), url=url, was_public=activity.is_public)
