from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class RuntimeConfig(AppConfig):
    name = "darbigas_kopienas.runtime"
    label = "runtime"

    def ready(self) -> None:
        from .database_roles import grant_to_portal  # needs the apps loaded

        post_migrate.connect(grant_to_portal, sender=apps.get_app_config("audit"))  # once is enough: for all tables
