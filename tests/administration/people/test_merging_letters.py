"""What people hear when two records of them were merged, or parted again."""

from typing import Any

import pytest
from django.utils import translation

from darbigas_kopienas.administration.models import Duplicate
from darbigas_kopienas.administration.people.duplicates import letters
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import send_due
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.administration.people.conftest import Pair, place
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def letters_of(template: str) -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.filter(template=template).values_list("to_email", "language"))


def decided(by: User, pair: Pair, state: str = "merged") -> Duplicate:
    return Duplicate.objects.create(
        target_person=pair[0], other_person=pair[1], state=state, note="x", decided_by=by, undone_by=by,
        undone_at=clock.now() if state == "undone" else None,
    )  # fmt: skip


def test_each_verified_address_is_written_to_in_its_language(
    ilze: User, programme: Programme, pair: Pair, mailoutbox: list[Any]
) -> None:
    _kept, other = pair
    Person.objects.filter(pk=other.pk).update(email="nav@example.lv")
    decision = decided(ilze, pair)
    letters.tell_people(by=ilze, programme=programme, duplicate=decision)
    assert letters_of("person_merged") == [("anna.b@example.lv", "lv")]
    user = make_user("zane@example.lv", "Zane", language="en")
    Person.objects.filter(pk=other.pk).update(email=user.email, email_verified_at=clock.now(), user=user)
    letters.tell_people(by=ilze, programme=programme, duplicate=decision)
    assert letters_of("person_merged") == [("anna.b@example.lv", "lv"), ("zane@example.lv", "en")]
    send_due()
    assert {mail.to[0]: mail.subject for mail in mailoutbox}["zane@example.lv"] == "Two records of you were merged"
    text = next(mail.body for mail in mailoutbox if mail.to == ["zane@example.lv"])
    assert "Ilze Ozoliņa has merged two records" in text
    assert "Anna Bērziņa; Bērziņa Anna" in text
    assert "Questions: Ilze Ozoliņa, ilze@example.lv" in text


def test_the_language_of_a_guest_is_that_of_the_last_registration(
    ilze: User, programme: Programme, pair: Pair, in_daugavpils: Scope, components: dict[str, Component]
) -> None:
    place(ilze, in_daugavpils, components["1"], pair[0], email=pair[0].email, language="en")
    letters.tell_people(by=ilze, programme=programme, duplicate=decided(ilze, pair, "undone"))
    assert letters_of("person_merge_undone") == [("anna.b@example.lv", "en")]


def test_what_is_not_true_any_more_is_not_sent(
    ilze: User, marta: User, programme: Programme, pair: Pair, mailoutbox: list[Any]
) -> None:
    decision = decided(ilze, pair)
    letters.tell_people(by=ilze, programme=programme, duplicate=decision)
    decision.state, decision.undone_at = "undone", clock.now()
    decision.save()
    letters.tell_people(by=ilze, programme=programme, duplicate=decision)
    again = decided(ilze, pair)
    send_due()
    assert mailoutbox == []
    again.delete()
    other = decided(ilze, pair, "undone")
    letters.tell_people(by=ilze, programme=programme, duplicate=other)
    Duplicate.objects.filter(pk=other.pk).update(undone_by=None)
    with translation.override("lv"):
        send_due()
    assert len(mailoutbox) == 1
    assert marta.email in mailoutbox[0].body  # nobody is left who undid it


def test_a_letter_about_what_is_gone_is_not_sent(
    ilze: User, programme: Programme, pair: Pair, mailoutbox: list[Any]
) -> None:
    for state in ("merged", "undone"):
        decision = decided(ilze, pair, state)
        letters.tell_people(by=ilze, programme=programme, duplicate=decision)
        decision.delete()
    send_due()
    assert mailoutbox == []
