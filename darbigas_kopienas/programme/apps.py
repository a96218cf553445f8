from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "darbigas_kopienas.programme"
    label = "programme"
    verbose_name = _("programme")

    def ready(self) -> None:
        from darbigas_kopienas.people.own_data import register_own_data

        from . import own_data

        register_own_data("programme", own_data.gather)
