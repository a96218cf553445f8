"""An invented person asked by letter that their data be erased; it waits for an answer."""

from datetime import timedelta

from django.db import transaction

from darbigas_kopienas.administration.models import ErasureRequest
from darbigas_kopienas.administration.people.register.people import people_of
from darbigas_kopienas.administration.privacy.erasure.services.requests import note_request
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

ADDRESS = "zelma@example.lv"  # of entered_people
NOTE = "Vēstule pa pastu; salīdzināta ar parakstu dalībnieku sarakstā."


@transaction.atomic
def load(programme: Programme, by: User) -> None:
    """Once: what was answered since then stays. Nothing where the person or the coordinator's role is no more."""
    person = people_of(by, programme).filter(email=ADDRESS).first()
    if person is None or not may(by, Permission.MANAGE_PRIVACY, programme.scope):
        return
    if not ErasureRequest.objects.about(person).exists():
        asked_on = clock.today() - timedelta(days=5)
        note_request(by=by, programme=programme, person=person, note=NOTE, asked_on=asked_on)
