"""Who sees which document: access.md's rows as a table, each with something that could leak."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from darbigas_kopienas.evidence import services
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.access import PERMISSIONS, Permission, Role
from darbigas_kopienas.programme.actors import SYSTEM
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.evidence.files import picture, upload

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


def made_for(user: User, scope: Scope, asked_with: Permission | None = Permission.ISSUE_CERTIFICATE) -> Document:
    """As a pack of certificates is: what somebody asked for, with names in it."""
    return services.store_bytes(
        by=user, content=b"PK", name="a.zip", content_type="application/zip", scope=scope, kind="other",
        sensitivity="sensitive", asked_with=asked_with, erase_after=clock.today() + timedelta(days=14),
    )  # fmt: skip


def test_what_was_made_for_me_opens_while_i_hold_what_it_took(
    ilze: User, marta: User, anna: User, karlis: User, in_daugavpils: Scope
) -> None:
    made = made_for(ilze, in_daugavpils)
    assert list(Document.objects.visible_to(ilze)) == [made]
    assert not any(
        Document.objects.visible_to(other).exists() for other in (marta, anna, karlis, AnonymousUser(), None)
    )
    assert not Document.objects.visible_to(anna).filter(pk=made_for(anna, in_daugavpils).pk).exists(), "she never may"
    whole = made_for(marta, Scope(in_daugavpils.programme_id))
    assert list(Document.objects.visible_to(marta)) == [whole]


@pytest.mark.parametrize("asked_with", [*Permission, None])
def test_nothing_made_for_me_outlives_my_role(
    ilze: User, preili: Municipality, in_daugavpils: Scope, asked_with: Permission | None
) -> None:
    made = made_for(ilze, in_daugavpils, asked_with)
    today = User.objects.get(pk=ilze.pk)
    assert Document.objects.visible_to(today).filter(pk=made.pk).exists() is (
        asked_with in PERMISSIONS[Role.COORDINATOR]
    )
    ilze.memberships.update(ends_on=clock.today() - timedelta(days=1))
    ilze.memberships.create(programme_id=made.programme_id, municipality=preili, role=Role.COORDINATOR)
    assert not Document.objects.visible_to(User.objects.get(pk=ilze.pk)).exists()


def test_own_uploads_wait_while_i_may_upload_there(ilze: User, anna: User, in_daugavpils: Scope) -> None:
    staged = services.stage(by=ilze, upload=upload(picture(), "a.jpg"), scope=in_daugavpils, kind="photo")
    stored = services.attach(
        by=ilze, document=services.stage(by=ilze, upload=upload(picture(), "b.jpg"), scope=in_daugavpils, kind="photo")
    )
    assert list(Document.objects.staged_by(ilze)) == [staged]
    assert set(Document.objects.attachable_by(ilze)) == {staged, stored}
    assert not Document.objects.staged_by(anna).exists()
    assert not Document.objects.staged_by(AnonymousUser()).exists()
    ilze.memberships.update(ends_on=clock.today() - timedelta(days=1))
    former = User.objects.get(pk=ilze.pk)
    assert not Document.objects.staged_by(former).exists()
    assert not Document.objects.attachable_by(former).exists()
    assert not Document.objects.visible_to(former).exists()


def test_only_what_the_portal_made_ends_on_a_day(ilze: User, in_daugavpils: Scope) -> None:
    sent_in = services.stage(by=ilze, upload=upload(picture(), "a.jpg"), scope=in_daugavpils, kind="photo")
    for fields in ({"erase_after": clock.today()}, {"asked_with": "export"}):
        with pytest.raises(IntegrityError, match="only_made_here_ends"), transaction.atomic():
            Document.objects.filter(pk=sent_in.pk).update(**fields)


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
