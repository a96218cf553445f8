from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms

if TYPE_CHECKING:
    from django.http import HttpRequest

    from darbigas_kopienas.people.models import User


class PeopleConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.people"
    label = "people"
    verbose_name = _("people")

    def ready(self) -> None:
        from allauth.mfa import signals
        from django.contrib.auth.signals import user_logged_in

        super().ready()
        from . import sign_in_events  # its models are loaded by now

        sign_in_events.listen()
        user_logged_in.connect(_begin_session, dispatch_uid="people.begin_session")
        for changed in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
            changed.connect(_end_other_sessions, dispatch_uid="people.end_other_sessions")


def _begin_session(request: "HttpRequest", user: "User", **_kwargs: object) -> None:
    from .sessions import begin

    if hasattr(request, "session"):
        begin(request.session, user, user_agent=request.headers.get("User-Agent", ""))


def _end_other_sessions(request: "HttpRequest", user: "User", **_kwargs: object) -> None:
    """A password does so by itself: Django keeps its hash in the session."""
    from .sessions import end_others

    end_others(request, user)
