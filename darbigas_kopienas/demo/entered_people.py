"""Two invented people whom colleagues entered in the register; one of them is called as somebody who takes part."""

from darbigas_kopienas.administration.people.register.services import add_person
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.models import Programme

# whose school: (who enters, name, address). Jānis takes part with another address, so he may be the same.
PEOPLE = {
    "daugavpils": ("ilze", "Jānis Kalniņš", "janis.kalnins@example.lv"),
    "preilu-novads": ("marta", "Zelma Zvaigznīte", "zelma@example.lv"),
}


def load(programme: Programme, schools: dict[str, list[Organisation]], users: dict[str, User]) -> None:
    for code, (by, name, email) in PEOPLE.items():
        school = schools[code][0]
        add_person(by=users[by], programme=programme, name=name, email=email, school=school, is_another=True)
