from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeminarsConfig(AppConfig):
    name = "seminars"
    label = "seminars"
    verbose_name = _("seminars")

    def ready(self) -> None:
        from darbigas_kopienas.activities.pages import register_page, register_tabs
        from darbigas_kopienas.evidence.registry import register_uses
        from darbigas_kopienas.jobs.registry import register
        from darbigas_kopienas.mailing.registry import register_letter
        from darbigas_kopienas.participation.participants.filters import register_mark
        from darbigas_kopienas.people.own_data import register_own_data

        from . import asking, letters, own_data, tasks
        from .services import papers

        register_mark("no_paper", letters.NO_PAPER)
        register_own_data("seminars", own_data.gather)
        register_page("seminars", _page_of)
        register_tabs("seminars", _tabs_of)
        register(papers.MAKE, tasks.make_papers, _("Making papers"))
        register(papers.PACK, tasks.pack_certificates, _("Certificates in one file"))
        letters.register_all()
        register_uses("seminars", _uses_of)
        register_letter("trainer_asked", asking.ask_trainer)
        register_letter("trainer_answered", asking.tell_answer)


def _page_of(activity: Any) -> str | None:
    from django.urls import reverse

    from .models import Seminar

    pk = Seminar.objects.filter(activity=activity).values_list("pk", flat=True).first()
    return reverse("seminars:seminar_detail", args=[pk]) if pk else None


def _tabs_of(activity: Any, user: Any) -> Any:
    """On the seminar's own pages the activity was read with its seminar, so this asks nothing more."""
    from .tabs import tabs_of

    seminar = getattr(activity, "seminar", None) if activity.kind == activity.Kind.SEMINAR else None
    return tabs_of(seminar, user) if seminar is not None else ()


def _uses_of(document: Any) -> Iterable[Any]:
    """Seminars that hand out a file, so that one which must go is found."""
    from django.urls import reverse

    from darbigas_kopienas.evidence.registry import Use

    from .models import Material

    for material in Material.objects.filter(document=document).select_related("seminar__activity").order_by("pk"):
        url = reverse("seminars:seminar_detail", args=[material.seminar_id])
        was_public = material.audience == Material.Audience.PUBLIC and material.seminar.is_published
        yield Use(text=f"{material.seminar}: {material}", url=url, was_public=was_public)
