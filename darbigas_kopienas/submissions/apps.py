from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms

if TYPE_CHECKING:
    from darbigas_kopienas.people.models import User


class SubmissionsConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.submissions"
    label = "submissions"
    verbose_name = _("drafts and submissions")

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        super().ready()
        user_logged_in.connect(_give_back_typed, dispatch_uid="submissions.give_back_typed")


def _give_back_typed(request: Any, user: "User", **_kwargs: object) -> None:
    from django.contrib import messages
    from django.utils.translation import gettext

    from .sign_in import give_back

    if hasattr(request, "session") and give_back(request, user):
        text = gettext("Your session had ended. What you typed is kept in the form.")
        messages.info(request, text, fail_silently=True)
