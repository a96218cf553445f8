from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "darbigas_kopienas.reports"
    label = "reports"
    verbose_name = _("reports")

    def ready(self) -> None:
        from darbigas_kopienas.jobs.registry import register

        from .services import KIND
        from .tasks import make_file

        register(KIND, make_file, _("Report to the funder"))
