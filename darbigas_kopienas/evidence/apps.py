from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class EvidenceConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.evidence"
    label = "evidence"
    verbose_name = _("evidence")
