"""The log of e-mails as a table to take along."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from darbigas_kopienas.administration.mail.log import Exported
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.mailing.models import OutgoingMail
from darbigas_kopienas.mailing.services import about_key
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.administration.mail.letters import letter, lost
from tests.builders import taking

pytestmark = pytest.mark.django_db
As = Callable[[User | None], Client]


def table(answer: Any) -> str:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def notes(answer: Any) -> list[object]:
    """What stands in the first column of the workbook's sheets."""
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [row[0].value for sheet in book for row in sheet.iter_rows()]


def test_table_holds_what_the_list_shows(
    as_: As,
    ilze: User,
    janis: User,
    programme: Programme,
    in_daugavpils: Scope,
    in_rezekne: Scope,
    components: dict[str, Component],
) -> None:
    activity = taking(ilze, in_daugavpils, components["1"])
    lost(in_daugavpils, janis.email, user=janis, about=about_key(activity))
    letter(in_daugavpils, "waits@example.lv")
    letter(in_rezekne, "reinis@example.lv")
    here = reverse("administration:mail_export", args=[programme.pk])
    text = table(as_(ilze).get(f"{here}?format=csv&state=not_arrived"))
    for words in (janis.email, "Jānis Kalniņš", "Talka", "The place is confirmed", "came back",
                  "there is no such address"):  # fmt: skip
        assert words in text
    assert "waits@example.lv" not in text
    assert "waits@example.lv" in table(as_(ilze).get(f"{here}?format=csv"))
    assert "reinis@example.lv" not in table(as_(ilze).get(f"{here}?format=csv"))
    assert "Personal data: keep it only as long as the work needs it." in notes(as_(ilze).get(here))
    assert as_(ilze).get(f"{here}?format=doc").status_code == 422
    assert as_(ilze).get(f"{here}?nonsense=1").status_code == 422
    entry = Entry.objects.get(verb="mail.exported")
    assert (entry.actor_id, entry.object_id, entry.municipality_id) == (
        ilze.pk,
        str(programme.pk),
        in_daugavpils.municipality_id,
    )


def test_nobody_takes_along_what_they_do_not_see(anna: User, karlis: User, in_daugavpils: Scope) -> None:
    letter(in_daugavpils)
    for user in (anna, karlis):
        assert not Exported(OutgoingMail.objects.all()).visible_to(user).exists()
