"""Bodies, and the invented people who show the portal. No real person's name or number stands here."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from darbigas_kopienas.people import given_consents
from darbigas_kopienas.people.consents import SCHOOL_HOURS
from darbigas_kopienas.people.models import Municipality, Organisation, Person, SchoolContact, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Membership, Programme, Site
from darbigas_kopienas.values import clock, texts

PASSWORD = "darbigas-kopienas"  # noqa: S105  printed beside the log-ins; given only with DEMO=1

# code: (kind, Latvian, English, municipality, registration number). Unknown numbers stay empty, to be asked for.
BODIES: dict[str, tuple[str, str, str, str | None, str]] = {
    "british-council": ("funder", "Britu Padome Latvijā", "British Council, Latvia", None, ""),
    "iic": ("ngo", "Biedrība „Izglītības iniciatīvu centrs”", "Centre for Education Initiatives", None, ""),
    "daugavpils-education": (
        "municipal", "Daugavpils pilsētas Izglītības pārvalde", "Daugavpils City Education Department",
        "daugavpils", "",
    ),
    "daugavpils-council": (
        "municipal", "Daugavpils pilsētas dome", "Daugavpils City Council", "daugavpils", "90000077325",
    ),
    "mezgls": ("municipal", "Bērnu klubs „Mezgls”", "Children’s club “Mezgls”", "daugavpils", ""),
}  # fmt: skip

# Invented schools, five for each municipality, so that lists look like the real ones.
_SCHOOLS = ("Saulespuķe", "Ozolzīle", "Kamolītis", "Vārpiņa", "Zvaniņš", "Rotaļa", "Pumpuriņš", "Dzirnaviņas",
            "Varavīksne", "Bitīte", "Mežrozīte")  # fmt: skip


@dataclass(frozen=True)
class Login:
    email: str
    name: str
    role: Role
    municipality: str | None
    language: str
    says: str


LOGINS = (
    Login("ilze@example.lv", "Ilze Ozoliņa", Role.COORDINATOR, "daugavpils", "lv", "koordinatore Daugavpilī"),
    Login("janis@example.lv", "Jānis Kalniņš", Role.TEACHER, "daugavpils", "lv", "pedagogs Daugavpilī"),
    Login("vija@example.lv", "Vija Saulīte", Role.TEACHER, "daugavpils", "lv", "pirmsskolas vadītāja Daugavpilī"),
    Login("anna@example.lv", "Anna Bērziņa", Role.STAFF, "daugavpils", "lv", "pašvaldības darbiniece Daugavpilī"),
    Login(
        "karlis@example.lv", "Kārlis Liepa", Role.COORDINATOR, "rezeknes-novads", "lv", "koordinators Rēzeknes novadā"
    ),
    Login("rudite@example.lv", "Rudīte Zariņa", Role.CHECK_IN, "daugavpils", "lv", "atzīmē klātbūtni Daugavpilī"),
    Login(
        "normunds@example.lv",
        "Normunds Celmiņš",
        Role.CENTRE,
        "daugavpils",
        "lv",
        "resursu centra darbinieks Daugavpilī",
    ),
    Login("marta@example.lv", "Marta Vītola", Role.PROGRAMME, None, "lv", "programmas koordinatore"),
    Login("emma@example.lv", "Emma Hartley", Role.FUNDER, None, "en", "lasa Britu Padomes vārdā"),
)


def load_bodies(municipalities: dict[str, Municipality]) -> dict[str, Organisation]:
    bodies = {}
    for code, (kind, lv, en, municipality, number) in BODIES.items():
        body, _created = Organisation.with_merged.get_or_create(
            name_lv=lv,
            valid_from=None,
            defaults={
                "kind": kind,
                "name_en": en,
                "name_en_source": texts.source_hash(lv),
                "municipality": municipalities[municipality] if municipality else None,
                "registration_number": number,
            },
        )
        bodies[code] = body.merged_into or body
    return bodies


def load_likely_duplicate(municipality: Municipality) -> None:
    """The children's club once more, as somebody typed it: nobody uses it, and it waits to be merged."""
    Organisation.with_merged.get_or_create(
        name_lv="Bērnu klubs Mezgls",
        valid_from=None,
        defaults={"kind": Organisation.Kind.MUNICIPAL, "municipality": municipality},
    )


def load_schools(municipality: Municipality) -> list[Organisation]:
    """Eleven invented kindergartens; with four municipalities more than forty institutions can take part."""
    schools = []
    for name in _SCHOOLS:
        lv = f"{municipality.name_lv.split(' (')[0]}: pirmsskola „{name}”"
        en = f"{municipality.name_en}: kindergarten “{name}”"
        school, _created = Organisation.with_merged.get_or_create(
            name_lv=lv,
            valid_from=None,
            defaults={
                "kind": Organisation.Kind.KINDERGARTEN,
                "name_en": en,
                "name_en_source": texts.source_hash(lv),
                "municipality": municipality,
            },
        )
        schools.append(school.merged_into or school)
    return schools


def load_logins(programmes: list[Programme], municipalities: dict[str, Municipality]) -> dict[str, User]:
    """The demonstration's people, each with the role in every programme that their municipality takes part in."""
    users = {}
    for login in LOGINS:
        user = User.objects.filter(email=login.email).first()
        if user is None:
            user = User.objects.create_user(login.email, PASSWORD, name=login.name, language=login.language)
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        users[login.email.split("@")[0]] = user
        municipality = municipalities[login.municipality] if login.municipality else None
        for programme in programmes:
            site = _centre_of(programme, municipality) if login.role == Role.CENTRE else None
            if login.role == Role.CENTRE and site is None:
                continue  # somebody has taken it out of the register
            _give_once(user, programme, login.role, municipality, site=site)
    users["rita"] = _second_approver(programmes)
    _say_who_gave_them(users, programmes)
    for programme in programmes:
        _former_accountant(programme, municipalities["daugavpils"], by=users["marta"])
    janis = users["janis"]
    school = Organisation.objects.filter(municipality=municipalities["daugavpils"], kind="kindergarten").first()
    Person.objects.get_or_create(
        user=janis,
        defaults={
            "name": janis.name, "email": janis.email, "email_verified_at": clock.now(), "organisation": school,
        },
    )  # fmt: skip
    _school_contact(users["vija"], school, by=users["ilze"])
    return users


def _centre_of(programme: Programme, municipality: Municipality | None) -> Site | None:
    """The first of the register: the role is for one centre."""
    return Site.objects.filter(programme=programme, municipality=municipality, kind=Site.Kind.CENTRE).first()


def _give_once(user: User, programme: Programme, role: Role, municipality: Municipality | None, **more: object) -> None:
    """Whatever became of it since: what somebody changed or ended in the portal stays so."""
    there = Membership.objects.filter(user=user, programme=programme)
    if not there.exists():
        Membership.objects.create(
            user=user, programme=programme, role=role, municipality=municipality, starts_on=programme.starts_on, **more
        )


def _say_who_gave_them(users: dict[str, User], programmes: list[Programme]) -> None:
    """Marta began, and let all others in."""
    others = Membership.objects.filter(programme__in=programmes, user__in=users.values(), given_by__isnull=True)
    others.exclude(user=users["marta"]).update(given_by=users["marta"])


def _former_accountant(programme: Programme, municipality: Municipality, *, by: User) -> None:
    """Whoever kept the books before: a role that has ended, of somebody who never signs in."""
    former = User.objects.filter(email="dzintra@example.lv").first()
    if former is None:
        former = User.objects.create_user("dzintra@example.lv", None, name="Dzintra Priede")
    _give_once(former, programme, Role.ACCOUNTANT, municipality, given_by=by, ended_by=by, ended_at=clock.now())


def _school_contact(user: User, school: Organisation | None, *, by: User) -> None:
    """Vija heads the kindergarten where Jānis teaches; he agreed that she sees his hours."""
    if school is None or SchoolContact.objects.filter(user=user).exists():
        return
    SchoolContact.objects.create(organisation=school, user=user, granted_by=by)
    person = Person.objects.filter(user__email="janis@example.lv", organisation=school)
    if person.update(school_sees_hours_since=clock.now()):
        given_consents.give(person.get(), SCHOOL_HOURS)


def _second_approver(programmes: list[Programme]) -> User:
    """Rita approves what Marta writes; she has no password, so nobody signs in as her."""
    rita = User.objects.filter(email="rita@example.lv").first()
    if rita is None:
        rita = User.objects.create_user("rita@example.lv", None, name="Rita Egle")
    for programme in programmes:
        _give_once(rita, programme, Role.PROGRAMME, None)
    return rita
