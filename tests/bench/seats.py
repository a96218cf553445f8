"""Attempts a second on a seminar of 50 seats, beside a bare Django view with one conditional UPDATE.

Same web server with the same settings, same PostgreSQL, same client, in turns; the best of some rounds, since what else
the machine does only ever takes away.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from darbigas_kopienas.programme.actors import SYSTEM
from tests.bench.portal import say

ROUNDS, SEATS, ATTEMPTS, WARM = 3, 50, 600, 200


def run() -> None:
    from tests.load.crowd import served

    _make_ruler()
    best: dict[str, float] = {}

    def keep(name: str, measured: float) -> None:
        best[name] = max(best.get(name, 0.0), measured)

    for _round in range(ROUNDS):
        with served("tests.bench.bare_seats", is_quiet=True) as port:
            keep("bare Django, one conditional UPDATE", _bare(port))
        with served(is_quiet=True) as port:
            keep("the portal, the rest wait in line", _ours(port, has_waiting_list=True))
            keep("the portal, the rest are refused", _ours(port, has_waiting_list=False))
    ruler = next(iter(best.values()))
    rows: list[tuple[str, ...]] = [("registering", "a second", "of bare Django")]
    rows += [(name, f"{number:.0f}", f"1/{ruler / number:.1f}") for name, number in best.items()]
    say(f"Attempts on a seminar of {SEATS} seats through the web server (aim: at least 1/4; pretix 1/34)", rows)


def _make_ruler() -> None:
    import os

    from darbigas_kopienas.runtime import embedded_postgres

    admin = embedded_postgres.superuser(Path(os.environ["PORTAL_DATA"]) / "postgres", embedded_postgres.DATABASE)
    admin.cursor().execute(
        "CREATE TABLE IF NOT EXISTS bench_seats (id int PRIMARY KEY, seats_left int);"
        "INSERT INTO bench_seats VALUES (1, 0) ON CONFLICT DO NOTHING; GRANT ALL ON bench_seats TO portal"
    )
    admin.close()


def _bare(port: int) -> float:
    from django.db import connection

    from tests.load.crowd import attempt, send

    send(port, [attempt("/1/", number) for number in range(WARM)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bench_seats SET seats_left = %s", [SEATS])
    connection.close()
    return send(port, [attempt("/1/", number) for number in range(ATTEMPTS * 4)]).per_second


def _ours(port: int, **settings: Any) -> float:
    from django.urls import reverse
    from django.utils import translation

    from tests.load.crowd import registration, send

    with translation.override("lv"):
        warm, real = (reverse("participation:register", args=[_seminar(**settings)]) for _number in range(2))
    send(port, [registration(warm, number) for number in range(WARM)])
    return send(port, [registration(real, number) for number in range(ATTEMPTS)]).per_second


def _seminar(**settings: Any) -> int:
    from django.db import connection

    from darbigas_kopienas.activities.models import Activity
    from darbigas_kopienas.participation import services
    from darbigas_kopienas.people.models import Municipality
    from darbigas_kopienas.programme.models import Component
    from darbigas_kopienas.values import clock
    from seminars.models import Seminar

    component = Component.objects.filter(label="1")[0]
    activity = Activity.objects.create(
        programme=component.programme, municipality=Municipality.objects.all()[0], component=component,
        kind="seminar", title_lv="Mērījums", starts_on=clock.today() + timedelta(days=30), is_public=True,
    )  # fmt: skip
    Seminar.objects.create(activity=activity)
    services.set_up(by=SYSTEM, activity=activity, capacity=SEATS, **settings)
    connection.close()
    return activity.pk
