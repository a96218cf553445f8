"""CPU of what staff have open all day, in a programme with 50 rows of each kind, as a multiple of a raw WSGI answer."""

from typing import Any

from tests.bench import rows
from tests.bench.pages import per_request, raw_answer, served
from tests.bench.portal import say

ROWS = 50


def run() -> None:
    from darbigas_kopienas.people.models import User

    programme = rows.programme_with(ROWS)
    seminar = rows.full_seminar(programme, ROWS)
    marta = rows.with_second_factor(User.objects.get(email="marta@example.lv"))
    paths, cookie = _paths(seminar), _cookie(marta, programme)
    raw = raw_answer()
    table = [("page", "CPU", "status")]
    with served("darbigas_kopienas.wsgi:application") as (port, worker):
        for path in paths:
            cpu, status = per_request(port, worker, path, cookie=cookie)
            table.append((path, f"{cpu / raw:.1f}", str(status)))
    say(
        f"CPU of staff pages with {ROWS} rows (aim: at most 120; a raw WSGI answer = 1; {raw * 1e6:.0f} µs here)", table
    )
    rows.forget([programme])


def _paths(seminar: Any) -> list[str]:
    from django.urls import reverse
    from django.utils import translation

    with translation.override("lv"):
        of_seminar = [
            reverse("participation:registration_list", args=[seminar.activity_id]),
            reverse("participation:attendance_grid", args=[seminar.activity_id]),
        ]
        return [*map(reverse, rows.STAFF_PAGES), *of_seminar]


def _cookie(user: Any, programme: Any) -> str:
    """Of a session in which this person works in this programme."""
    from django.conf import settings
    from django.test import Client

    from darbigas_kopienas.pages.page_cache import CHOSEN_PROGRAMME

    client = Client(HTTP_HOST="localhost")
    client.force_login(user)
    session = client.session
    session[CHOSEN_PROGRAMME] = programme.pk
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
