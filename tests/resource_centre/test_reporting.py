from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values.figures import from_json, to_json
from resource_centre import services
from resource_centre.models import Centre
from resource_centre.reporting import figures

pytestmark = pytest.mark.django_db
FIRST_HALF = (date(2020, 1, 1), date(2020, 6, 30))


def test_nothing_yet(in_daugavpils: Scope) -> None:
    reported = figures(in_daugavpils, *FIRST_HALF)
    assert (reported.opened, reported.received_amount, reported.items) == (0, Decimal("0.00"), 0)
    assert [figure.value for figure in reported.chapter().figures] == [0, 0, 0, Decimal("0.00"), 0]


def test_centre_is_opened_once_and_open_from_then_on(centre: Centre, hidden: Centre, in_daugavpils: Scope) -> None:
    first = figures(in_daugavpils, *FIRST_HALF)
    later = figures(in_daugavpils, date(2020, 7, 1), date(2020, 12, 31))
    before = figures(in_daugavpils, date(2019, 7, 1), date(2019, 12, 31))
    assert [(figures_on.opened, len(figures_on.centres)) for figures_on in (before, first, later)] == [
        (0, 0),
        (1, 1),
        (0, 1),
    ]
    assert first.chapter().table("C.centres").rows[0].codes == ("C1", "C2")
    assert later.chapter().table("C.centres").rows[0].codes == ("C2",)


def test_purchases_by_the_day_of_their_state(ilze: User, centre: Centre, in_daugavpils: Scope) -> None:
    def buy(what: str, amount: str, state: str, on: date) -> None:
        services.record_purchase(
            by=ilze, centre=centre, description_lv=what, amount=Decimal(amount), state=state, on=on
        )

    buy("Vēlme", "10.00", "wished", date(2020, 2, 1))
    buy("Pasūtīts", "20.00", "ordered", date(2020, 3, 1))
    buy("Izšujamā mašīna", "640.50", "received", date(2020, 2, 10))
    buy("Agrāk", "5.00", "received", date(2019, 12, 31))
    chapter = figures(in_daugavpils, *FIRST_HALF).chapter()
    table = chapter.table("C.purchases")
    assert [(row.cells[0], str(row.cells[1]), row.cells[4], row.codes) for row in table.rows] == [
        (date(2020, 2, 10), "Izšujamā mašīna", Decimal("640.50"), ("C3", "C4")),
        (date(2020, 3, 1), "Pasūtīts", Decimal("20.00"), ()),
    ]
    assert table.total is not None
    assert table.total.cells[4] == chapter.figure("C4").value == Decimal("640.50")


def test_another_municipality_has_none_of_it_and_the_programme_all(
    ilze: User, marta: User, centre: Centre, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    everywhere = Scope(in_daugavpils.programme_id)
    services.add_item(by=ilze, centre=centre, name_lv="Krēsli", quantity=12, acquired_on=date(2020, 2, 1))
    services.add_centre(by=marta, scope=everywhere, name_lv="Pārvietojamais", opened_on=date(2020, 2, 2))
    assert figures(in_rezekne, *FIRST_HALF).items == 0
    assert figures(in_daugavpils, *FIRST_HALF).items == 12
    assert [centre.municipality.lv for centre in figures(everywhere, *FIRST_HALF).centres] == ["Daugavpils", ""]


def test_only_cleared_photos_of_a_centre_opened_in_the_span(centre: Centre, in_daugavpils: Scope) -> None:
    for consent in ("cleared", "unknown", "refused"):
        photo = Document.objects.create(
            programme_id=centre.programme_id, kind="photo", state="stored", consent=consent, title=consent,
            content_type="image/webp", size=1, sha256="0" * 64, file="x.webp", caption_lv=consent,
        )  # fmt: skip
        centre.photos.add(photo)
    assert [photo.caption.lv for photo in figures(in_daugavpils, *FIRST_HALF).photos] == ["cleared"]
    assert figures(in_daugavpils, date(2020, 7, 1), date(2020, 12, 31)).photos == ()


def test_chapter_survives_json_and_statements_do_not_grow(ilze: User, centre: Centre, in_daugavpils: Scope) -> None:
    counts = []
    for number in range(3):
        services.record_purchase(
            by=ilze, centre=centre, description_lv=f"P{number}", amount=Decimal(1), state="received"
        )
        with CaptureQueriesContext(connection) as queries:
            chapter = figures(in_daugavpils, *FIRST_HALF).chapter()
        counts.append(len(queries))
    assert from_json(to_json(chapter)) == chapter
    assert counts[0] == counts[1] == counts[2] == 4
