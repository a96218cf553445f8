"""People of the register, made in one line, for the tests of its pages, tables and services."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from darbigas_kopienas.administration.people.register import services
from darbigas_kopienas.participation.models import Registration
from darbigas_kopienas.people.models import Municipality, Organisation, Person, User
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.builders import register, taking

As = Callable[[User | None], Client]


def school_in(municipality: Municipality, name: str = "Saules iestāde") -> Organisation:
    return Organisation.objects.create(kind="school", name_lv=name, municipality=municipality)


def person(name: str, email: str = "", *, verified: bool = False, **more: Any) -> Person:
    return Person.objects.create(name=name, email=email, email_verified_at=clock.now() if verified else None, **more)


def place(by: User, scope: Scope, who: Person, **more: Any) -> Registration:
    """At an activity of its own, by the person themselves."""
    programme = Programme.objects.get(pk=scope.programme_id)
    activity = taking(by, scope, programme.components.all()[0])
    return register(by=by, activity=activity, name=who.name, email=who.email, person=who, **more)


def enter(by: User, programme: Programme, name: str, school: Organisation, email: str = "", **more: Any) -> Person:
    return services.add_person(by=by, programme=programme, name=name, email=email, school=school, **more)
