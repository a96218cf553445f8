from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class ResourceCentreConfig(rooms.RoomConfig):
    name = "resource_centre"
    label = "resource_centre"
    verbose_name = _("resource centres")
