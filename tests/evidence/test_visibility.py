"""Who sees which document: access.md's rows as a table, each with something that could leak."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from darbigas_kopienas.evidence import services
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope

CAST = ("ilze", "anna", "janis", "karlis", "marta", "emma", "olga", "admin", "visitor")
STAFF = {"ilze", "anna", "marta"}
TABLE: list[tuple[dict[str, Any], set[str]]] = [
    ({"kind": "receipt"}, STAFF | {"olga"}),
    ({"kind": "receipt", "sensitivity": "sensitive"}, STAFF | {"olga"}),
    ({"kind": "agreement"}, STAFF | {"olga"}),
    ({"kind": "receipt", "funder_may_open": True}, STAFF | {"olga", "emma"}),
    ({"kind": "attendance_sheet"}, STAFF),
    ({"kind": "minutes"}, STAFF | {"olga"}),
    ({"kind": "minutes", "sensitivity": "sensitive"}, STAFF),
    ({"kind": "other", "sensitivity": "public"}, set(CAST)),
    ({"kind": "photo"}, STAFF),
    ({"kind": "photo", "consent": "refused"}, STAFF),
    ({"kind": "photo", "sensitivity": "public"}, STAFF),  # publishing a photo goes by consent alone
    ({"kind": "photo", "consent": "cleared"}, set(CAST)),
    ({"kind": "photo", "consent": "cleared", "state": "staged"}, set()),
    ({"kind": "report"}, STAFF),
    ({"kind": "report", "funder_may_open": True}, STAFF | {"emma", "olga"}),
    ({"kind": "receipt", "state": "staged"}, set()),
    ({"kind": "receipt", "state": "erased", "file": ""}, set()),
]


@pytest.mark.parametrize(("fields", "expected"), TABLE)
def test_documents_of_daugavpils(
    request: pytest.FixtureRequest, in_daugavpils: Scope, fields: dict[str, Any], expected: set[str]
) -> None:
    Document.objects.create(
        programme_id=in_daugavpils.programme_id,
        municipality_id=in_daugavpils.municipality_id,
        **{"state": "stored", "file": "aa/x.pdf", "size": 1, "sha256": "0" * 64, **fields},
    )
    people = {name: AnonymousUser() if name == "visitor" else request.getfixturevalue(name) for name in CAST}
    assert {name for name, user in people.items() if Document.objects.visible_to(user).exists()} == expected


def test_own_staged_and_what_was_made_for_me(ilze: User, janis: User, in_daugavpils: Scope) -> None:
    made = services.store_bytes(
        by=janis, content=b"1", name="a.csv", content_type="text/csv", scope=in_daugavpils, kind="attendance_sheet"
    )
    assert list(Document.objects.visible_to(janis)) == [made]
    made.state = "staged"
    made.save()
    assert list(Document.objects.visible_to(janis)) == [made]
    assert list(Document.objects.staged_by(janis)) == [made]
    assert not Document.objects.visible_to(ilze).exists()
    assert not Document.objects.staged_by(AnonymousUser()).exists()


def test_whole_programme_documents_are_the_programmes(marta: User, ilze: User, in_daugavpils: Scope) -> None:
    whole = Scope(in_daugavpils.programme_id)
    services.store_bytes(by=SYSTEM, content=b"1", name="a.csv", content_type="text/csv", scope=whole, kind="receipt")
    assert Document.objects.visible_to(marta).count() == 1
    assert Document.objects.visible_to(ilze).count() == 0


def test_lists_of_photos(ilze: User, in_daugavpils: Scope) -> None:
    photo = services.store_bytes(
        by=ilze, content=b"1", name="a.jpg", content_type="image/jpeg", scope=in_daugavpils, kind="receipt"
    )
    Document.objects.filter(pk=photo.pk).update(kind="photo")
    assert list(Document.objects.awaiting_consent()) == [photo] == list(Document.objects.stored())
    photo.refresh_from_db()
    assert photo.is_photo
    assert not photo.is_publishable
    assert str(Document(original_name="a.jpg")) == "a.jpg"
