from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class ParticipationConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.participation"
    label = "participation"
    verbose_name = _("participation")
