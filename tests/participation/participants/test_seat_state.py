"""What a list of those registered says of a seat: its state, and what staff have to know of it now."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.templatetags.seat_state import seat_state
from tests.page_text import tight

MOMENT = datetime(2020, 6, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"state": "confirmed"}, ""),
        ({"state": "confirmed", "confirm_by": MOMENT}, '<span class="meta">link not opened yet</span>'),
        ({"state": "confirmed", "confirm_by": MOMENT, "verified_at": MOMENT}, ""),
        ({"state": "cancelled", "confirm_by": MOMENT}, ""),
        ({"state": "waiting", "rank": 3}, '<span class="meta nowrap">No. 3 in line</span>'),
        ({"state": "waiting"}, ""),
        (
            {"state": "offered", "offer_until": MOMENT, "confirm_by": MOMENT},
            '<span class="meta nowrap">until 01.06.2020\u00a012:30</span>',
        ),
    ],
)
def test_a_seat_says_its_state_and_what_is_to_be_known(fields: dict[str, Any], note: str) -> None:
    rank = fields.pop("rank", None)
    registration = Registration(**fields)
    if rank is not None:
        registration.rank = rank  # type: ignore[attr-defined]  # as `with_rank` gives it
    with override("en"):
        badge, _mark, said = tight(str(seat_state(registration))).partition(
            f"{registration.get_state_display()}</span>"
        )
    assert badge.startswith('<span class="badge')
    assert said.strip() == note
