from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class MailingConfig(rooms.RoomConfig):
    name = "darbigas_kopienas.mailing"
    label = "mailing"
    verbose_name = _("mailing")
