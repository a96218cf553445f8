from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class AdministrationConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.administration"
    label = "administration"
    verbose_name = _("administration")
