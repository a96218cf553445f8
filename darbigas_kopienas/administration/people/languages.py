"""In which language somebody is written to."""

from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.values import texts


def language_of(person: Person) -> str:
    """That of the account, else of the last registration with this address."""
    if person.user is not None:
        return person.user.language
    last = Registration.objects.filter(email=person.email).order_by("-pk").values_list("language", flat=True).first()
    return last or texts.LANGUAGES[0][0]
