"""Database statements on every page that lists something, in programmes that hold 1, 3 and 1 000 rows of each kind."""

from typing import Any

from tests.bench import rows
from tests.bench.portal import say

SIZES = (1, 3, 1000)
VISITOR_PAGES = (
    "home:front",
    "seminars:seminar_list",
    "community_events:event_list",
    "resource_centre:centre_list",
    "guidelines:guideline_list",
)


def _count(name: str, user: Any, programme: Any) -> tuple[int, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import NoReverseMatch, reverse
    from django.utils import translation

    from darbigas_kopienas.pages import page_cache
    from darbigas_kopienas.pages.page_cache import CHOSEN_PROGRAMME

    client = Client(HTTP_HOST="localhost")
    if user is not None:
        client.force_login(user)
    session = client.session
    session[CHOSEN_PROGRAMME] = programme.pk
    session.save()
    if user is None:
        client.cookies["sessionid"] = session.session_key or ""
    with translation.override("lv"):
        try:
            address = reverse(name)
        except NoReverseMatch:
            return 0, -1
    client.get(address)
    page_cache.forget()  # the page is drawn, not handed out from memory
    with CaptureQueriesContext(connection) as captured:
        status = client.get(address).status_code
    return status, len(captured)


def run() -> None:
    from darbigas_kopienas.people.models import User

    programmes = {size: rows.programme_with(size) for size in SIZES}
    marta = rows.with_second_factor(User.objects.get(email="marta@example.lv"))
    table: list[tuple[str, ...]] = [("page", "who", *(f"{size} rows" for size in SIZES), "flat")]
    for user, names in ((None, VISITOR_PAGES), (marta, rows.STAFF_PAGES)):
        for name in names:
            counts = [_count(name, user, programmes[size]) for size in SIZES]
            cells = [str(count) if status == 200 else f"{count} ({status})" for status, count in counts]
            table.append((name, "marta" if user else "visitor", *cells, "yes" if len({*counts}) == 1 else "NO"))
    say("Statements on a page, the session's included (at most 10, the same at any size)", table)
    rows.forget(list(programmes.values()))
