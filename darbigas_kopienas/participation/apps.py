from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    name = "darbigas_kopienas.participation"
    label = "participation"
    verbose_name = _("participation")

    def ready(self) -> None:
        from darbigas_kopienas.people.own_data import register_own_data

        from .participants import filters, own_data
        from .registration import mails
        from .registration.invitations import mails as invitation_mails

        mails.register_all()
        invitation_mails.register_all()
        filters.register_all()
        register_own_data("participation", own_data.gather)
