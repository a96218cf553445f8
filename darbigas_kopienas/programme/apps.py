from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class ProgrammeConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.programme"
    label = "programme"
    verbose_name = _("programme")

    def ready(self) -> None:
        super().ready()
        from . import role_events  # its models are loaded by now

        role_events.listen()
