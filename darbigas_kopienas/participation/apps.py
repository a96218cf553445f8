from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "darbigas_kopienas.participation"
    label = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        from . import letters

        letters.register_all()
