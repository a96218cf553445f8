from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "darbigas_kopienas.mailing"
    label = "mailing"
    verbose_name = _("mailing")

    def ready(self) -> None:
        from darbigas_kopienas.people.own_data import register_own_data

        from . import own_data

        register_own_data("mailing", own_data.gather)
