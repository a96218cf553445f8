from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityEventsConfig(AppConfig):
    name = "community_events"
    label = "community_events"
    verbose_name = _("community events")

    def ready(self) -> None:
        from darbigas_kopienas.activities.pages import register_page

        register_page("community_events", _page_of)


def _page_of(activity: Any) -> str | None:
    from django.urls import reverse

    from .models import CommunityEvent

    pk = CommunityEvent.objects.filter(activity=activity).values_list("pk", flat=True).first()
    return reverse("community_events:event_detail", args=[pk]) if pk else None
