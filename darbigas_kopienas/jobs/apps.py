from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class JobsConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.jobs"
    label = "jobs"
    verbose_name = _("jobs")
