from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class PeopleConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.people"
    label = "people"
    verbose_name = _("people")

    def ready(self) -> None:
        super().ready()
        from . import sign_in_events  # its models are loaded by now

        sign_in_events.listen()
