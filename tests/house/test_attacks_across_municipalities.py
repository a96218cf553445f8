"""Whoever works for another municipality sees and changes nothing of Daugavpils's seminars, by any address and verb.

The access matrix asks what a role gets at each address; here somebody tries on purpose: every verb, ids of others'
rows under one's own seminar, ids of others' rows in what is sent. The seminar is published, so that its page is known.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services as participation
from darbigas_kopienas.participation.models import Attendance, Invitation, Registration, SchoolSpelling
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.access import Role
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from seminars.catalogue import services as catalogue
from seminars.certificates.views.check import NOTHING
from seminars.materials import services as materials
from seminars.models import Certificate, Seminar
from seminars.plan import services as plan
from seminars.trainers import services as trainers
from tests.builders import TODAY, come, taking
from tests.cast import join, make_user

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Any], Client]
ROOMS = ("seminars:", "participation:")
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")
# Open to whoever the seminar is announced to; what they show is asked below.
OPEN = {
    "seminars:seminar_detail",
    "seminars:seminar_calendar",
    "seminars:training_detail",
    "participation:register_received",
}
REGISTER = "participation:register"  # anybody may take a place
# Lead back whoever did not register in this browser.
LEAD_BACK = {
    ("participation:register_resend", "post"),
    *(("participation:register_correct", verb) for verb in ("get", "head", "post", "options")),
}
SECRETS = ("Zenta", "zenta@example.lv", "Slepen", "X-1", "Zigurds")
APPS = ("seminars", "participation", "activities")


@pytest.fixture(autouse=True)
def _summer() -> Iterator[None]:
    with clock.frozen(TODAY), translation.override("lv"):
        yield


def rows_of(by: User, scope: Scope, component: Component, name: str, number: str) -> dict[str, int]:
    """A seminar with one row of everything that belongs to it; what fills an address, by the argument's name."""
    activity = taking(by, scope, component, capacity=5)
    seminar = Seminar.objects.create(activity=activity, contact_email=by.email)
    (registration,) = come(activity, name)
    session = activity.sessions.get()
    odd = Attendance.objects.create(
        registration=registration, session=session, hours=1, oddity="outside_hours", at=session.starts_at
    )
    trainer = trainers.add_trainer(by=by, scope=scope, name=f"Slepenais {name}", email=f"t-{name}@example.lv")
    certificate = Certificate.objects.create(
        seminar=seminar, registration=registration, kind="attendance", number=number, holder=name, hours=Decimal(1),
        facts=NOTHING, issued_on=TODAY,
    )  # fmt: skip
    school = Organisation.objects.create(kind="school", name_lv=f"{name} skola", municipality_id=scope.municipality_id)
    spelling = SchoolSpelling.objects.create(
        programme=activity.programme, municipality_id=scope.municipality_id, text=f"{name} sk.", folded="sk.",
        organisation=school,
    )  # fmt: skip
    training = catalogue.add_training_programme(by=by, scope=scope, title_lv="Programma", academic_hours=6)
    template = plan.save_template(by=by, seminar=seminar, name=f"Slepena {name}")
    Invitation.objects.create(activity=activity, name="Zigurds", email=f"z-{name}@example.lv")
    return {
        "seminar": seminar.pk, "activity": activity.pk, "session_pk": session.pk, "registration_pk": registration.pk,
        "attendance_pk": odd.pk, "certificate": certificate.pk, "training": training.pk, "template": template.pk,
        "engagement_pk": trainers.engage(by=by, seminar=seminar, trainer=trainer).pk, "trainer": trainer.pk,
        "material_pk": materials.hand_out(by=by, seminar=seminar, title_lv=f"Slepens {name}", url="https://x.lv/").pk,
        "question_pk": participation.ask(by=by, activity=activity, kind="yes_no", text_lv="Vai?").pk,
        "school": school.pk, "spelling_pk": spelling.pk,
    }  # fmt: skip


@pytest.fixture
def theirs(ilze: User, in_daugavpils: Scope, components: dict[str, Component]) -> dict[str, int]:
    return rows_of(ilze, in_daugavpils, components["1"], "Zenta", "X-1")


@pytest.fixture
def own(karlis: User, in_rezekne: Scope, components: dict[str, Component]) -> dict[str, int]:
    return rows_of(karlis, in_rezekne, components["1"], "Mans", "Y-1")


@pytest.fixture
def strangers(karlis: User, programme: Programme, preili: Municipality) -> dict[str, User]:
    """Everybody whom the programme knows but Daugavpils does not, with and without a role."""
    return {
        "coordinator": karlis,
        "neighbour": join(make_user("vija@example.lv", "Vija"), programme, Role.COORDINATOR, preili),
        "clerk": join(make_user("aija@example.lv", "Aija"), programme, Role.STAFF, preili),
        "teacher": join(make_user("ojars@example.lv", "Ojārs"), programme, Role.TEACHER, preili),
        "guest": make_user("guest@example.lv", "Viesis"),
    }


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Those of the rooms that name rows by their numbers, with the arguments' names."""

    def walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, space + (f"{pattern.namespace}:" if pattern.namespace else ""))
            elif pattern.name:
                yield space + pattern.name, pattern

    for name, pattern in walk(get_resolver().url_patterns, ""):
        names = tuple(pattern.pattern.regex.groupindex)
        if name.startswith(ROOMS) and names and not {"token", "code", "document_pk"} & set(names):
            yield name, names


def filled(name: str, names: tuple[str, ...], first: dict[str, int], rest: dict[str, int]) -> str:
    short = name.partition(":")[2]
    kind = next((word for word in ("certificate", "training", "template", "school") if short.startswith(word)), "")
    if short in {"certificate_list", "certificate_pack", "certificate_group", "template_save"}:
        kind = "seminar"
    first_kind = kind or ("activity" if name.startswith("participation:") else "seminar")
    plain: dict[str, Any] = {"language": "lv", "action": "cancel"}
    return reverse(
        name, kwargs={name: first[first_kind] if name == "pk" else plain.get(name) or rest[name] for name in names}
    )


def snapshot() -> dict[str, list[dict[str, Any]]]:
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def tried(client: Client, address: str) -> Iterator[tuple[str, Any]]:
    client.raise_request_exception = False
    for verb in VERBS:
        yield verb, getattr(client, verb)(address)


@pytest.mark.parametrize("who", ["coordinator", "neighbour", "clerk", "teacher", "guest"])
def test_no_verb_opens_or_changes_anything(
    who: str, strangers: dict[str, User], theirs: dict[str, int], as_: SignedIn
) -> None:
    client, before, got_in = as_(strangers[who]), snapshot(), []
    walked = [(name, filled(name, names, theirs, theirs)) for name, names in addresses() if name != REGISTER]
    assert len(walked) > 45
    for name, address in walked:
        for verb, answer in tried(client, address):
            body = b"" if answer.streaming else answer.content
            if any(secret.encode() in body for secret in SECRETS) and name != "seminars:seminar_detail":
                got_in.append(f"{verb} {name} tells")
            if answer.status_code not in {403, 404, 405} and (name, verb) not in _public(name):
                got_in.append(f"{verb} {name}: {answer.status_code}")
    assert got_in == []
    assert snapshot() == before


def _public(name: str) -> set[tuple[str, str]]:
    return LEAD_BACK | ({(name, "get"), (name, "head"), (name, "options")} if name in OPEN else set())


def test_their_rows_are_not_found_under_one_s_own_seminar(
    karlis: User, own: dict[str, int], theirs: dict[str, int], as_: SignedIn
) -> None:
    client, before, got_in = as_(karlis), snapshot(), []
    mixed = [(name, filled(name, names, own, theirs)) for name, names in addresses() if len(names) > 1]
    mixed = [(name, address) for name, address in mixed if name != "seminars:certificate_download"]
    assert len(mixed) > 20
    for name, address in mixed:
        for verb, answer in tried(client, address):
            if answer.status_code not in {404, 405}:
                got_in.append(f"{verb} {name}: {answer.status_code}")
    assert got_in == []
    assert snapshot() == before


def test_their_rows_cannot_be_named_in_what_is_sent(
    karlis: User, own: dict[str, int], theirs: dict[str, int], as_: SignedIn, daugavpils: Municipality
) -> None:
    client, before = as_(karlis), snapshot()
    client.raise_request_exception = False
    mine, activity, session = own["seminar"], own["activity"], own["session_pk"]
    whole = {"was": f'{{"{theirs["registration_pk"]}": ""}}', "here": theirs["registration_pk"]}
    for name, args, given in (
        ("seminars:engagement_add", [mine], {"trainer": theirs["trainer"]}),
        ("seminars:template_use", [], {"template": theirs["template"], "first_day": "01.07.2020"}),
        ("seminars:certificate_list", [mine], {"registrations": theirs["registration_pk"], "signatory": "K",
                                               "position_lv": "v", "issued_on": "10.06.2020"}),
        ("participation:attendance_session", [activity, session], whole),
        ("participation:attendance_ticks", [activity, session], {"registration": theirs["registration_pk"]}),
        ("participation:registration_decide", [activity], {"registration": theirs["registration_pk"],
                                                           "deed": "cancel"}),
        ("programme:school_contact_list", [], {"school": theirs["school"], "email": karlis.email}),
        ("seminars:training_add", [], {"title_lv": "X", "academic_hours": 6, "type": "A",
                                       "where": str(daugavpils.pk), "academic": ""}),
    ):  # fmt: skip
        answer = client.post(reverse(name, args=args), given)
        changed = [key for key, rows in snapshot().items() if rows != before[key]]
        if name == "seminars:training_add":  # there is nothing to choose, so it is one's own municipality's
            assert changed == ["TrainingProgramme"]
            made = apps.get_model("seminars", "TrainingProgramme").objects.latest("pk")
            assert made.municipality_id == karlis.memberships.get().municipality_id
            continue
        assert (name, answer.status_code, changed) == (name, 422, [])


def test_a_service_takes_no_trainer_of_another_municipality(
    karlis: User, own: dict[str, int], theirs: dict[str, int]
) -> None:
    """The form offers none, and neither does anybody who calls the deed itself: their address would be read."""
    from django.core.exceptions import ValidationError

    from seminars.models import Trainer

    with pytest.raises(ValidationError):
        trainers.engage(
            by=karlis,
            seminar=Seminar.objects.get(pk=own["seminar"]),
            trainer=Trainer.objects.get(pk=theirs["trainer"]),
        )


def test_what_is_open_to_everybody_names_nobody(theirs: dict[str, int], karlis: User, as_: SignedIn) -> None:
    for name, key in (
        ("seminars:seminar_detail", "seminar"),
        ("seminars:seminar_calendar", "seminar"),
        ("participation:register", "activity"),
    ):
        page = as_(karlis).get(reverse(name, args=[theirs[key]])).content.decode()
        for secret in ("zenta@example.lv", "X-1", "Zigurds", "t-Zenta@example.lv"):
            assert (name, secret in page) == (name, False)
    assert Registration.objects.count() == 1
    assert Activity.objects.count() == 1
