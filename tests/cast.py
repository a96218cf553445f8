"""The cast, told once, in the database of every test. A test that needs a person asks for them by name.

ilze coordinates in Daugavpils, janis teaches there, anna exports for the municipality, karlis belongs to Rēzeknes
novads and must never see anything of Daugavpils that is not public, marta runs the whole programme at the
implementer, emma reads for the funder, olga audits for a time, admin keeps the machine and sees no content. Made only
where a test asks for them: rudite ticks attendance in Daugavpils, normunds works in its centre “Mezgls”.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Component, Membership, Partnership, Party, Programme, Site
from darbigas_kopienas.programme.scoping import Scope

COMPONENTS = {
    "1": ("Apmācību programmas un semināri", "Training programmes and seminars"),
    "2": ("Kopienu resursu centrs", "Community resource centre"),
    "3": ("Mobilizēšanas pasākumi", "Mobilisation events"),
    "4": ("Atbalsta materiāli", "Support materials"),
    "6": ("Sociālā uzņēmējdarbība", "Social entrepreneurship"),
}
MUNICIPALITIES = (
    ("daugavpils", "Daugavpils", "Daugavpils", "Daugavpilī"),
    ("rezeknes-novads", "Rēzeknes novads", "Rēzekne Municipality", "Rēzeknes novadā"),
    ("preilu-novads", "Preiļu novads", "Preiļi Municipality", "Preiļu novadā"),
    ("aglonas-novads", "Aglonas novads", "Aglona Municipality", "Aglonas novadā"),
)


def make() -> None:
    """Called once for the run, in a process of its own (tests/databases.py); every test's database begins with it."""
    municipalities = [
        Municipality.objects.create(code=code, name_lv=lv, name_en=en, locative_lv=where)
        for code, lv, en, where in MUNICIPALITIES
    ]
    programme = _make_programme(municipalities)
    daugavpils, rezekne, *_others = municipalities
    join(make_user("ilze@example.lv", "Ilze Ozoliņa"), programme, Role.COORDINATOR, daugavpils)
    join(make_user("janis@example.lv", "Jānis Kalniņš"), programme, Role.TEACHER, daugavpils)
    join(make_user("anna@example.lv", "Anna Bērziņa"), programme, Role.STAFF, daugavpils)
    join(make_user("karlis@example.lv", "Kārlis Liepa"), programme, Role.COORDINATOR, rezekne)
    join(make_user("marta@example.lv", "Marta Vītola"), programme, Role.PROGRAMME)
    join(make_user("emma@example.lv", "Emma Hartley", language="en"), programme, Role.FUNDER)
    join(make_user("olga@example.lv", "Olga Krūmiņa"), programme, Role.AUDITOR, ends_on=date(2099, 12, 31))
    User.objects.create_superuser("admin@example.lv", None, name="Sistēmas pārvaldnieks")


def _make_programme(municipalities: list[Municipality]) -> Programme:
    """The grant of 2019–2021 with its five components, funder and partners; no periods, no money."""
    programme = Programme.objects.create(
        code="dk-test",
        name_lv="Darbīgās kopienas",
        name_en="Active Communities",
        goal_lv="Attīstīt vietējās kopienas.",
        goal_en="Develop local communities.",
        starts_on=date(2019, 3, 1),
        starts_known_to=Programme.KnownTo.MONTH,
        ends_on=date(2021, 2, 28),
    )
    for order, (label, (lv, en)) in enumerate(COMPONENTS.items()):
        Component.objects.create(programme=programme, label=label, name_lv=lv, name_en=en, order=order)
    for order, municipality in enumerate(municipalities):
        Partnership.objects.create(
            programme=programme, municipality=municipality, order=order, joined_on=programme.starts_on
        )
    funder = Organisation.objects.create(
        kind=Organisation.Kind.FUNDER, name_lv="Britu Padome Latvijā", name_en="British Council, Latvia"
    )
    Party.objects.create(programme=programme, organisation=funder, role=Party.Role.FUNDER)
    return programme


@pytest.fixture
def daugavpils(db: None) -> Municipality:
    return Municipality.objects.get(code="daugavpils")


@pytest.fixture
def rezekne(db: None) -> Municipality:
    return Municipality.objects.get(code="rezeknes-novads")


@pytest.fixture
def preili(db: None) -> Municipality:
    return Municipality.objects.get(code="preilu-novads")


@pytest.fixture
def aglona(db: None) -> Municipality:
    return Municipality.objects.get(code="aglonas-novads")


@pytest.fixture
def programme(db: None) -> Programme:
    return Programme.objects.get(code="dk-test")


@pytest.fixture
def components(programme: Programme) -> dict[str, Component]:
    return {component.label: component for component in programme.components.all()}


def make_user(email: str, name: str, **more: Any) -> User:
    # No password is set: a second one in memory only would end the session that force_login begins.
    return User.objects.create_user(email, None, name=name, **more)


def join(user: User, programme: Programme, role: Role, municipality: Municipality | None = None, **more: Any) -> User:
    Membership.objects.create(
        user=user,
        programme=programme,
        municipality=municipality,
        role=role,
        **{"starts_on": date(2019, 3, 1), **more},
    )
    return user


def _by_address(name: str) -> User:
    return User.objects.get(email=f"{name}@example.lv")


@pytest.fixture
def ilze(db: None) -> User:
    return _by_address("ilze")


@pytest.fixture
def janis(db: None) -> User:
    return _by_address("janis")


@pytest.fixture
def anna(db: None) -> User:
    return _by_address("anna")


@pytest.fixture
def karlis(db: None) -> User:
    return _by_address("karlis")


@pytest.fixture
def marta(db: None) -> User:
    return _by_address("marta")


@pytest.fixture
def emma(db: None) -> User:
    return _by_address("emma")


@pytest.fixture
def olga(db: None) -> User:
    return _by_address("olga")


@pytest.fixture
def admin(db: None) -> User:
    return _by_address("admin")


@pytest.fixture
def rudite(programme: Programme, daugavpils: Municipality) -> User:
    """Ticks attendance in Daugavpils, and nothing else."""
    return join(make_user("rudite@example.lv", "Rudīte Zariņa"), programme, Role.CHECK_IN, daugavpils)


@pytest.fixture
def mezgls(programme: Programme, daugavpils: Municipality) -> Site:
    """A centre of Daugavpils in the register."""
    return Site.objects.create(programme=programme, municipality=daugavpils, kind=Site.Kind.CENTRE, name_lv="Mezgls")


@pytest.fixture
def normunds(programme: Programme, daugavpils: Municipality, mezgls: Site) -> User:
    """Works in the centre “Mezgls” and in no other of Daugavpils."""
    return join(make_user("normunds@example.lv", "Normunds Celmiņš"), programme, Role.CENTRE, daugavpils, site=mezgls)


@pytest.fixture
def first_admin(db: None) -> User:
    """Who keeps the machine of a portal in which nothing is entered yet: for tests on the empty database."""
    return User.objects.create_superuser("first@example.lv", None, name="Sistēmas pārvaldnieks")


@pytest.fixture
def in_daugavpils(programme: Programme, daugavpils: Municipality) -> Scope:
    return Scope(programme.pk, daugavpils.pk)


@pytest.fixture
def in_rezekne(programme: Programme, rezekne: Municipality) -> Scope:
    return Scope(programme.pk, rezekne.pk)


@pytest.fixture
def as_(db: None, settings: Any) -> Callable[[User | None], Client]:
    """`as_(ilze).get(…)`: a browser in which that person has signed in; `as_(None)` is a visitor.

    Whether staff need a second factor is a test of its own; here nobody is sent to enrol.
    """
    settings.SECOND_FACTOR_REQUIRED = False

    def signed_in(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return signed_in


WHO = ["visitor", "janis", "ilze", "anna", "karlis", "marta", "emma", "olga", "admin"]


@pytest.fixture
def who(request: pytest.FixtureRequest) -> Callable[[str], User | None]:
    """`as_(who(name)).get(…)` for every name of WHO; a visitor is nobody."""
    return lambda name: None if name == "visitor" else request.getfixturevalue(name)
