from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class GuidelinesConfig(rooms.RoomConfig):
    name = "guidelines"
    label = "guidelines"
    verbose_name = _("guidelines")
