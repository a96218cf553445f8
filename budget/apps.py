from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class BudgetConfig(rooms.RoomConfig):
    name = "budget"
    label = "budget"
    verbose_name = _("budget")
