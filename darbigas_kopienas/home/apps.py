from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "darbigas_kopienas.home"
    label = "home"
    verbose_name = _("home")

    def ready(self) -> None:
        from darbigas_kopienas.jobs.registry import when_ended

        from .letters import tell_of_end

        when_ended("home.letters", tell_of_end)
