from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class SeminarsConfig(rooms.RoomConfig):
    name = "seminars"
    label = "seminars"
    verbose_name = _("seminars")
