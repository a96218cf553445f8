from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "darbigas_kopienas.audit"
    label = "audit"
    verbose_name = _("audit trail")

    def ready(self) -> None:
        from darbigas_kopienas.database import grant_to_portal  # needs the apps loaded

        post_migrate.connect(grant_to_portal, sender=self)
