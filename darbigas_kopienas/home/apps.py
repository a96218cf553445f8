from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class HomeConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.home"
    label = "home"
    verbose_name = _("home")
