from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "darbigas_kopienas.participation"
    label = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        from darbigas_kopienas.participation.registration.invitations import mails as invitation_letters
        from darbigas_kopienas.people.own_data import register_own_data

        from . import marks
        from .participants import own_data
        from .registration import mails as letters

        letters.register_all()
        invitation_letters.register_all()
        marks.register_all()
        register_own_data("participation", own_data.gather)
