from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "darbigas_kopienas.participation"
    label = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        from darbigas_kopienas.people.own_data import register_own_data

        from . import invitation_letters, letters, marks, own_data

        letters.register_all()
        invitation_letters.register_all()
        marks.register_all()
        register_own_data("participation", own_data.gather)
