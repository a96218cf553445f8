from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class ReportsConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.reports"
    label = "reports"
    verbose_name = _("reports")
