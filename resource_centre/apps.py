from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from darbigas_kopienas.evidence.models import Document
    from darbigas_kopienas.evidence.registry import Use


class ResourceCentreConfig(AppConfig):
    name = "resource_centre"
    label = "resource_centre"
    verbose_name = _("resource centres")

    def ready(self) -> None:
        from darbigas_kopienas.evidence.registry import register_uses

        register_uses("resource_centre", _uses_of)


def _uses_of(document: "Document") -> "Iterable[Use]":
    """The centres that show a photo."""
    from django.urls import reverse

    from darbigas_kopienas.evidence.registry import Use

    from .models import Centre

    for centre in Centre.objects.filter(photos=document):
        url = reverse("resource_centre:centre_detail", args=[centre.pk])
        yield Use(text=str(centre), url=url, was_public=centre.is_published)
