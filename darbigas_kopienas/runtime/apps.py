from celery import current_app
from django.apps import apps
from django.conf import settings
from django.core.checks import register
from django.db.models.signals import post_migrate

from darbigas_kopienas import rooms

from .environment_checks import check_environment
from .logs import log_what_nobody_caught

MISSED_AFTER = 5 / 6  # of the pause between two runs: a message that waited so long is not worth running


class RuntimeConfig(rooms.RoomConfig):
    """Ready after all others, so everything that rooms say is known."""

    name = "darbigas_kopienas.runtime"
    label = "runtime"

    def ready(self) -> None:
        super().ready()
        from .database_roles import grant_to_portal  # needs the apps loaded

        post_migrate.connect(grant_to_portal, sender=apps.get_app_config("audit"))  # once is enough: for all tables
        register(check_environment)
        current_app.conf.beat_schedule = schedule()
        if settings.LOG_FORMAT == "json":
            log_what_nobody_caught()


def schedule() -> dict[str, dict[str, object]]:
    """What beat starts by itself: each room says its tasks and how often."""
    every = {task: pause.total_seconds() for room in rooms.registered() for task, pause in room.schedule.items()}
    return {
        task: {"task": task, "schedule": seconds, "options": {"expires": int(seconds * MISSED_AFTER)}}
        for task, seconds in every.items()
    }
