from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class ActivitiesConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.activities"
    label = "activities"
    verbose_name = _("activities")
