from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "darbigas_kopienas.reports"
    label = "reports"
    verbose_name = _("reports")
